"""Many tasks to their records: what is kept is taken, the rest is worked and kept at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Protocol

from planner.jobs.opening import Tell, silently
from planner.jobs.whatif.runs.executor import Executor, Failed
from planner.jobs.whatif.runs.keys import Plain
from planner.jobs.whatif.tasks.work import Task, run_task

Record = dict[str, Plain]

_TELL_SECONDS = 2.0
"""Least time between two sentences about how far many runs are."""


class Keeps(Protocol):
    """Where records are kept by their key."""

    def get(self, key: str) -> Record | None:
        """Return a run's record, or None."""

    def add(self, key: str, record: Mapping[str, Plain]) -> None:
        """Keep a run's record."""


class Memory:
    """Keeps records as long as the program runs."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def get(self, key: str) -> Record | None:
        """Return a run's record, or None."""
        return self._records.get(key)

    def add(self, key: str, record: Mapping[str, Plain]) -> None:
        """Keep a run's record."""
        self._records[key] = dict(record)


def gather(
    tasks: Mapping[str, Task], store: Keeps, executor: Executor, *, tell: Tell = silently
) -> dict[str, Record | Failed]:
    """
    Return every task's record by its key; each is kept the moment it is ready.

    Parameters
    ----------
    tasks
        By key; those whose record is kept already are not worked again.
    store
        Where records are kept.
    executor
        Where the others are worked.
    tell
        Is told how many are done and how long the rest may take.
    """
    found: dict[str, Record | Failed] = {}
    for key in tasks:
        kept = store.get(key)
        if kept is not None:
            found[key] = kept
    wanted = [(key, task) for key, task in tasks.items() if key not in found]
    if not wanted:
        return found
    before, began = len(found), time.monotonic()
    told = began
    tell(f"{len(wanted)} of {len(tasks)} runs to make, {executor.says}")
    for key, result in executor.run_many(run_task, wanted):
        if not isinstance(result, Failed):
            store.add(key, result)
        found[key] = result
        now = time.monotonic()
        if now - told >= _TELL_SECONDS or len(found) == len(tasks):
            told = now
            tell(time_left(len(found), len(tasks), (now - began) / (len(found) - before)))
    return found


def time_left(done: int, total: int, seconds_each: float) -> str:
    """
    Say how far many runs are and how long the rest may take.

    Examples
    --------
    >>> time_left(12, 100, 2.0)
    'Run 12 of 100, about 3 minutes left'
    >>> time_left(99, 100, 20.0), time_left(100, 100, 20.0)
    ('Run 99 of 100, about 20 seconds left', 'Run 100 of 100')
    """
    seconds = (total - done) * seconds_each
    if not total - done:
        return f"Run {done} of {total}"
    if seconds < 60:
        left = f"{max(1, round(seconds))} second{'' if round(seconds) <= 1 else 's'}"
    elif seconds < 5400:
        left = f"{round(seconds / 60)} minute{'' if round(seconds / 60) == 1 else 's'}"
    else:
        left = f"{seconds / 3600:.1f} hours"
    return f"Run {done} of {total}, about {left} left"
