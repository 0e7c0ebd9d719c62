"""
One small interface for many runs: in this process, on several processes, or on a cluster.

What is run and what comes of it look the same whichever is chosen; so do the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from planner.errors import PlannerError, fault_place

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Failed:
    """A run that went wrong; what is told of it holds nothing that it worked on."""

    says: str


class Executor(Protocol):
    """Works many tasks of one kind and hands back each result as it is ready."""

    @property
    def says(self) -> str:
        """Where the work is done, in a few words."""

    def run_many(
        self, work: Callable[[T], R], tasks: Iterable[tuple[str, T]]
    ) -> Iterator[tuple[str, R | Failed]]:
        """
        Yield the key and the result of every task, in the order in which they end.

        A task that goes wrong yields `Failed` and does not disturb the others.

        Parameters
        ----------
        work
            A function of a module, so that another process can find it by its name.
        tasks
            Key and argument of each.
        """


class InProcess:
    """Works one task after the other where it is called."""

    says = "in this process"

    def run_many(
        self, work: Callable[[T], R], tasks: Iterable[tuple[str, T]]
    ) -> Iterator[tuple[str, R | Failed]]:
        """Yield the key and the result of every task, in their order."""
        for key, task in tasks:
            yield key, attempt(work, task)


def attempt(work: Callable[[T], R], task: T) -> R | Failed:
    """Return what comes of a task; the text of an unknown error may hold a pupil's values."""
    try:
        return work(task)
    except PlannerError as error:
        return Failed(str(error))
    except Exception as fault:  # noqa: BLE001 - one run's fault must not end the others
        return Failed(f"A fault in the planner: {fault_place(fault)}.")
