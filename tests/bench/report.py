"""Measure what `readout report --no-execute` costs, beside stock nbconvert on the same notebooks.

    .venv/bin/python tests/bench/report.py [--rounds 9]

Each round runs both, in turn first: a report (five readouts, four notebooks, a page each, an index,
with the Vega bundle in) and `jupyter nbconvert --to html` on all notebooks in one process (whose
pages ask Vega and more from other hosts). Wall and CPU seconds, the latter with all processes they
start; the ratio is report by nbconvert, a round each. A median of at most 1.3 is the aim, above 1.5
is too much.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(map(str, (ROOT / "notebooks").glob("*.ipynb")))
COMMANDS = {
    "readout report": [sys.executable, "-m", "readoutlib.cli", "report", "--no-execute", "--out"],
    "jupyter nbconvert": [
        sys.executable,
        "-m",
        "jupyter",
        "nbconvert",
        "--to",
        "html",
        *NOTEBOOKS,
        "--output-dir",
    ],
}


def cost(command: list[str], out: Path) -> tuple[float, float]:
    """Return the wall and the CPU seconds of a command that writes into `out`."""
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    start, before = time.perf_counter(), used()
    subprocess.run([*command, str(out)], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start, used() - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    seconds = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for i in range(options.rounds + 1):
            for name in list(COMMANDS) if i % 2 else list(COMMANDS)[::-1]:
                seconds[name].append(cost(COMMANDS[name], Path(folder, name.split()[1])))
    seconds = {
        name: taken[1:] for name, taken in seconds.items()
    }  # the first round fills the disk's cache
    for at, kind in enumerate(("wall", "CPU")):
        columns = {name: [both[at] for both in taken] for name, taken in seconds.items()}
        ratio = [a / b for a, b in zip(*columns.values(), strict=True)]
        shown = ", ".join(
            f"{name} {statistics.median(taken):.2f} s" for name, taken in columns.items()
        )
        middle, low, high = statistics.median(ratio), min(ratio), max(ratio)
        print(f"{kind:>4}: {shown}; ratio: median {middle:.2f}, from {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    main()
