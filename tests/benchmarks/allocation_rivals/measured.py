"""What a method needed and what it found, with building and solving apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time


@dataclass
class Seconds:
    """Time spent, by this process's processors and by the wall."""

    cpu: float = 0.0
    wall: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Add the time of a block."""
        cpu, wall = process_time(), perf_counter()
        try:
            yield
        finally:
            self.cpu += process_time() - cpu
            self.wall += perf_counter() - wall


@dataclass
class Measured:
    """One method on one instance."""

    method: str
    build: Seconds = field(default_factory=Seconds)
    solve: Seconds = field(default_factory=Seconds)
    goals: list[int] = field(default_factory=list)
    """Values of the goals settled, in their order; shorter than the goals if time ran out."""
    open_goals: int = 0
    """Of these, how many have a value that is not proven."""
    chosen: list[int] = field(default_factory=list)
    """Positions of the options chosen, where all goals are proven."""
    finished: bool = True
    children_cpu: float = 0.0
    """Processor time of programs that the method starts. [s]"""
    note: str = ""

    @property
    def cpu(self) -> float:
        """All processor time. [s]"""
        return self.build.cpu + self.solve.cpu + self.children_cpu

    @property
    def wall(self) -> float:
        """All wall time. [s]"""
        return self.build.wall + self.solve.wall
