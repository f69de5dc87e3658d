"""Prints how the kernel solvers compare: with each other, with the machine's matrix product and with scikit-learn.

Usage: kernels.py DATA [PART ...], with a root that holds `mnist` as DATA and parts of
peer (n = 10,000 against scikit-learn's KernelRidge; the Python that runs this must have it), mixed (n = 30,000 in mixed precision against
float64), spill (n = 30,000 in 3 GB against memory), full (n = 60,000, direct and iterative: half an hour and 15.5 GB).
Build first: dotnet build -c Release samples/KernelInterpolation. Nothing else should run. Pairs run in turn; a ratio is the median of pairs.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = os.path.join(ROOT, "samples/KernelInterpolation/bin/Release/net10.0/KernelInterpolation.dll")


def ours(data, n, *options):
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "result.json")
        subprocess.run(
            ["dotnet", SAMPLE, "--dataset", "mnist", "--data", data, "--train", str(n), "--quiet", "--out", os.path.join(folder, "run"), "--json", result, *options],
            check=True, stdout=subprocess.DEVNULL)
        with open(result) as file:
            return json.load(file)


def solving(result):
    return sum(result["seconds"][phase] or 0 for phase in ("gram", "factor", "solve"))


def show(name, **values):
    print(f"{name}: " + ", ".join(f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in values.items()), flush=True)


def one(name, result):
    show(name, testErrors=result["testErrors"], trainErrors=result["trainErrors"], norm=result["norm"], maxResidual=result["maxResidual"],
         relativeResidual=result["relativeResidual"], iterations=result["iterations"], total=result["seconds"]["total"], solving=solving(result),
         factorOfProduct=(result["factorGflops"] or 0) / result["matmulGflops"], peakGB=result["peakBytes"] / 1e9, predictedGB=result["predictedBytes"] / 1e9)


def peer(data):
    pairs = []
    for _ in range(5):
        a = ours(data, 10_000)
        out = subprocess.run([sys.executable, os.path.join(ROOT, "benchmarks/kernel_ridge_peer.py"), os.path.join(data, "mnist"), "10000"],
                             check=True, capture_output=True, text=True).stdout
        pairs.append((a, json.loads(out)))
    one("ours, n = 10,000", pairs[-1][0])
    show("scikit-learn", **pairs[-1][1])
    show("scikit-learn / ours", fit=statistics.median(b["fitSeconds"] / solving(a) for a, b in pairs),
         fitAndPredict=statistics.median((b["fitSeconds"] + b["predictSeconds"]) / (solving(a) + a["seconds"]["predict"]) for a, b in pairs),
         peakMemory=statistics.median(b["peakBytes"] / a["peakBytes"] for a, b in pairs))


def mixed(data):
    a, b = ours(data, 30_000), ours(data, 30_000, "--precision", "mixed")
    one("float64, n = 30,000", a)
    one("mixed, n = 30,000", b)
    show("float64 / mixed", solving=solving(a) / solving(b), total=a["seconds"]["total"] / b["seconds"]["total"])


def spill(data):
    a, b = ours(data, 30_000), ours(data, 30_000, "--memory", "3")
    one("in memory, n = 30,000", a)
    one("spilled, 3 GB", b)
    show("spilled / in memory", total=b["seconds"]["total"] / a["seconds"]["total"])


def full(data):
    one("direct, n = 60,000", ours(data, 60_000))
    one("iterative, n = 60,000", ours(data, 60_000, "--solver", "iterative", "--memory", "12"))


if __name__ == "__main__":
    parts = {"peer": peer, "mixed": mixed, "spill": spill, "full": full}
    if len(sys.argv) < 2 or any(part not in parts for part in sys.argv[2:]):
        sys.exit(__doc__)
    for part in sys.argv[2:] or ["peer", "mixed", "spill"]:
        parts[part](sys.argv[1])
