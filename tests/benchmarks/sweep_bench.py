"""
The speed of many runs: one worker beside two, the cost of a run that does nothing, and a resume.

Run as ``python tests/benchmarks/sweep_bench.py`` on a POSIX system with little else running: times
are wall-clock seconds, with CPU seconds of all processes behind. The tables of one worker and of
two are held against each other byte for byte.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from planner.jobs.whatif.runs.executor import InProcess
from planner.jobs.whatif.runs.processes import Processes

ROOT = Path(__file__).resolve().parents[2]
SWEPT = """\
title: A hundred runs
base: base.yaml
changes:
  - change: add_places
    commission: FORGE-E
    places: {low: 1, high: 10, step: 1}
    from: 2022-01-05
    because: it is only timed
  - change: add_places
    commission: NEWBRIDGE-E
    places: {low: 1, high: %d, step: 1}
    from: 2022-01-05
    because: it is only timed
"""


def case_of(folder: Path, *, runs: int, draws: int) -> Path:
    shutil.copytree(ROOT / "geo", folder / "geo")
    case = folder / "scenarios" / "worcestershire"
    shutil.copytree(ROOT / "scenarios" / "worcestershire", case)
    base = case / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("draws: 1000", f"draws: {draws}"))
    path = case / "swept.yaml"
    path.write_text(SWEPT % (runs // 10), encoding="utf-8")
    return path


def cpu_seconds() -> float:
    """CPU time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def swept(case: Path, target: Path, workers: int) -> tuple[float, float]:
    line = [sys.executable, "-m", "planner", "sweep", case, "-o", target, "-q"]
    began, cpu = time.perf_counter(), cpu_seconds()
    subprocess.run(
        [*map(str, line), "--workers", str(workers)],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return time.perf_counter() - began, cpu_seconds() - cpu


def overhead() -> None:
    tasks = [(str(number), float(number)) for number in range(2000)]
    for executor in (InProcess(), Processes(2)):
        began = time.perf_counter()
        first = None
        for _ in executor.run_many(math.sqrt, tasks):
            first = first or time.perf_counter()
        ended = time.perf_counter()
        assert first is not None
        each = 1000 * (ended - first) / (len(tasks) - 1)
        print(f"  {executor.says}: ready in {first - began:.2f} s, {each:.3f} ms a run")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100, help="a multiple of ten")
    parser.add_argument("--draws", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        case = case_of(folder, runs=wanted.runs, draws=wanted.draws)
        seconds = {}
        for workers in (1, 2):
            seconds[workers], cpu = swept(case, folder / f"out-{workers}", workers)
            # Workers that are copies of a loaded process are not waited for, so only one worker's
            # CPU seconds are known here.
            told = f"{seconds[workers]:.1f} s" + (f", {cpu:.1f} CPU s" if workers == 1 else "")
            print(f"{wanted.runs} runs, {workers} worker(s): {told}", flush=True)
        print(f"two workers are {seconds[1] / seconds[2]:.2f} times as fast as one")
        same = {
            file: (folder / "out-1" / file).read_bytes() == (folder / "out-2" / file).read_bytes()
            for file in ("sweep.csv", "sweep.parquet", "tornado.csv", "sweep.json")
        }
        if not all(same.values()):
            raise SystemExit(f"one worker and two differ: {same}")
        print("the tables are the same to the byte")
        resumed = min(swept(case, folder / "out-1", 1) for _ in range(3))
        print(f"resuming the finished sweep: {resumed[0]:.2f} s, {resumed[1]:.2f} CPU s")
    print("what a run costs besides its work:")
    overhead()


if __name__ == "__main__":
    main()
