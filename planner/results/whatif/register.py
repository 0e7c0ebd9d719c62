"""The register of assumptions: what a scenario assumes, why, on what evidence, and who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One assumption of a scenario: a change that it makes, with its reason."""

    sentence: str
    """What is assumed, in one sentence."""
    value: str
    """Its numbers, an interval as "places 8 to 12, taken as 10"; empty where it has none."""
    is_open: bool
    """Whether a number of it is an interval, a range or a list."""
    because: str
    evidence: str = ""
    """Document, page or table that the figure comes from; empty where none is given."""
    owner: str = ""
    """Who answers for it; empty where nobody is named."""
    reviewed: date | None = None
    """Day on which it was last looked at."""
    file: str = ""
    """Name of the file in which it is written; empty for a scenario made by a program."""
    line: int = 0
    """Line in that file, counted from 1; 0 for a scenario made by a program."""

    @property
    def where(self) -> str:
        """The place in which it is written, for a reader."""
        return f"{self.file}, line {self.line}" if self.file else ""
