#!/usr/bin/env python3
"""Accuracy of public MNIST models, as their owners trained them and as integers.

    benchmarks/models.py MODELS MNIST [--count N]

MODELS is the folder of the model files that models.tsv names, MNIST the folder of the four IDX files. A state_dict needs a
network file: it is taken from this folder where it is there, else `inspect --write` makes it in a temporary folder. Prints a
table in Markdown: float, wide and uint8 (calibrated on 1,000 training images), on the first N test images (default 2,000).
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER = HERE.parent / "intaglio"


def run(*arguments):
    result = subprocess.run([LAUNCHER, *map(str, arguments)], capture_output=True, text=True)
    return result.returncode, result.stdout, result.stderr


def network_file(name, model, options, images, labels, folder):
    """Path of the network file that the options name; inspect writes it where it is not there."""
    known = HERE / name
    if known.exists():
        return known
    written = folder / name
    preparation = [word for word in options if word not in ("--network", name)]
    code, out, err = run("inspect", model, "--images", images, "--labels", labels, "--count", 2000,
                         *preparation, "--write", written)
    if code != 0:
        raise RuntimeError(err.strip() or out.strip())
    return written


def measure(model, options, count, mnist, folder):
    images, labels = mnist / "t10k-images-idx3-ubyte.gz", mnist / "t10k-labels-idx1-ubyte.gz"
    words = options.split()
    if "--network" in words:
        place = words.index("--network") + 1
        words[place] = network_file(words[place], model, words, images, labels, folder)
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    code, out, err = run("evaluate", model, *words, "--images", images, "--labels", labels, "--count", count,
                         "--calibrate", mnist / "train-images-idx3-ubyte.gz", "--weight-rounding", "nearest",
                         "--json", report)
    if code != 0:
        raise RuntimeError(err.strip())
    return json.loads(report.read_text())


def percent(correct, count):
    return f"{100 * correct / count:.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", type=pathlib.Path)
    parser.add_argument("mnist", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=2000)
    arguments = parser.parse_args()
    print("| file | options | owner | float | wide | uint8 T | uint8 C |")
    print("|---|---|---|---|---|---|---|")
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        for line in (HERE / "models.tsv").read_text().splitlines():
            if line.startswith("#") or not line.strip():
                continue
            name, options, owner = line.split("\t")
            try:
                found = measure(arguments.models / name, options, arguments.count, arguments.mnist,
                                pathlib.Path(temporary))
            except RuntimeError as failed:
                failures += 1
                print(f"| {name} | {options} | {owner} | {str(failed)[:300]} | | | |")
                continue
            cells = [found["float"]["correct"]] + [variant["correct"] for variant in found["variants"]]
            shown = " | ".join(percent(correct, arguments.count) for correct in cells)
            print(f"| {name} | `{options}` | {owner} | {shown} |", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
