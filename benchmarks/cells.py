#!/usr/bin/env python3
"""Counts the Xilinx 7 cells of output folders with Yosys, without placement: see benchmarks/README.md."""

import argparse
import json
import pathlib
import subprocess
import sys

LUT_RAMS = {"RAM32M": 4, "RAM64M": 4, "RAM32X1D": 2, "RAM64X1D": 2, "RAM128X1D": 4}


def cells(design):
    """Number of cells by type."""
    top = json.loads((design / "plan.json").read_text())["top"]
    sources = (design / "filelist.f").read_text().split()
    script = f"read_verilog -defer {' '.join(sources)}; synth_xilinx -family xc7 -flatten -top {top}; stat -json"
    result = subprocess.run(["yosys", "-Q", "-T", "-p", script], cwd=design, capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(result.stdout[-2000:] + result.stderr)
    text = result.stdout[result.stdout.rindex('{\n   "creator"'):]
    statistics, _ = json.JSONDecoder().raw_decode(text)
    return statistics["design"]["num_cells_by_type"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("design", type=pathlib.Path, nargs="+", help="folder that intaglio compile wrote")
    print("| design | multipliers | interval | latency | DSP48 | LUT | flip-flops | BRAM36 |")
    print("|---|---|---|---|---|---|---|---|")
    for design in parser.parse_args().design:
        plan = json.loads((design / "plan.json").read_text())
        found = cells(design.resolve())
        luts = sum(count for name, count in found.items() if name.startswith("LUT") or name.startswith("SRL"))
        luts += sum(LUT_RAMS.get(name, 0) * count for name, count in found.items())
        flops = sum(count for name, count in found.items() if name.startswith("FD"))
        blocks = found.get("RAMB36E1", 0) + found.get("RAMB18E1", 0) / 2
        print(f"| {design.name} | {plan['multipliers']} | {plan['interval']:,} | {plan['latency']:,} | "
              f"{found.get('DSP48E1', 0)} | {luts:,} | {flops:,} | {blocks:g} |", flush=True)


if __name__ == "__main__":
    main()
