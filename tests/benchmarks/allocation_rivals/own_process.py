"""
A method in a process of its own, stopped after so much processor time.

Not after so much wall time: on a busy machine that would cut a method short which others
slow down. The answer is written after every goal, so that what was proven before is known.
"""

from __future__ import annotations

import pickle
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from allocation_rivals.facts import Facts
from allocation_rivals.measured import Measured

FOLDER = Path(__file__).resolve().parent.parent


def run(module: str, facts: Facts, *, solver: str, limit_seconds: int) -> Measured:
    """
    Run one of this package's modules on the facts.

    Returns
    -------
    Measured
        With ``finished`` false, and the limit as the time of solving, if it was stopped.
    """
    with tempfile.TemporaryDirectory() as folder:
        question, answers = Path(folder) / "facts.pickle", Path(folder) / "answer.pickle"
        question.write_bytes(pickle.dumps(facts))
        answers.write_bytes(pickle.dumps(Measured(f"{module} {solver}", finished=False)))
        command = ["-m", f"allocation_rivals.{module}", str(question), str(answers), solver]
        done = subprocess.run(
            [sys.executable, *command, str(limit_seconds)], cwd=FOLDER, check=False
        )
        measured: Measured = pickle.loads(answers.read_bytes())
    if not measured.finished:
        if done.returncode not in {0, -signal.SIGXCPU, -signal.SIGKILL}:
            raise ValueError(f"{module} failed with status {done.returncode}")
        measured.solve.cpu = limit_seconds - measured.build.cpu
    return measured


def answer(solve: Callable[[Facts, str], Iterator[Measured]]) -> None:
    """Solve in this process, and write what was measured after each goal."""
    question, answers, solver, limit_seconds = sys.argv[1:5]
    facts = pickle.loads(Path(question).read_bytes())
    resource.setrlimit(resource.RLIMIT_CPU, (int(limit_seconds), int(limit_seconds)))
    for measured in solve(facts, solver):
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        measured.children_cpu = children.ru_utime + children.ru_stime
        partly = Path(f"{answers}.part")
        partly.write_bytes(pickle.dumps(measured))
        partly.replace(answers)
