"""
Time a three-year what-if of the worked case: a thousand futures, base and scenario, full report.

Run as ``python tests/benchmarks/whatif_bench.py`` from the repository's root. Not a test:
nothing is asserted of the clock; what is worked out in two ways is compared.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from planner.jobs.whatif.evaluate import evaluate_scenario, ground_of
from planner.scenario.load import load_scenario

T = TypeVar("T")

FOLDER = Path("scenarios/worcestershire")
ONE_CHANGE = FOLDER / "eight-more-places-at-the-forge.yaml"
FOUR_CHANGES = FOLDER / "spokes-in-four-towns.yaml"


def tell(says: str, wall: float, cpu: float) -> None:
    print(f"{says:<58} {wall:7.1f} s {cpu:7.1f} CPU s", flush=True)


def timed(says: str, work: Callable[[], T]) -> T:
    wall, cpu = perf_counter(), process_time()
    found = work()
    tell(says, perf_counter() - wall, process_time() - cpu)
    return found


def command(says: str, *arguments: str | Path) -> None:
    """Time a command in a process of its own, imports and all."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    line = [sys.executable, "-m", "planner", *map(str, arguments), "--quiet"]
    subprocess.run(line, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    tell(says, perf_counter() - wall, cpu)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        command("planner run, one change", "run", ONE_CHANGE, "-o", out / "run")
        command("planner compare, one change", "compare", ONE_CHANGE, "-o", out / "one")
        command("planner compare, four changes", "compare", FOUR_CHANGES, "-o", out / "four")
        command(
            "planner compare, one change, places for 95%",
            *("compare", ONE_CHANGE, "-o", out / "places", "--places", "95"),
        )
    scenario = load_scenario(ONE_CHANGE)
    base = scenario.base or scenario
    ground = timed("the ground: tables, futures of demand, pupils", lambda: ground_of(base))
    timed("the base on it", lambda: evaluate_scenario(base, ground))
    kept = timed("the scenario on it", lambda: evaluate_scenario(scenario, ground))
    bare = replace(ground, drawn=None)
    anew = timed("the scenario, pupils drawn anew", lambda: evaluate_scenario(scenario, bare))
    if kept.figures() != anew.figures():
        raise SystemExit("drawing pupils anew gives another answer")


if __name__ == "__main__":
    main()
