"""
What can go wrong, said to the person who can mend it.

One family of errors for users' mistakes and situations; anything else that is
raised is a fault of the program. Nothing here may hold a pupil's data beyond
the value that the user typed.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

EXIT_DONE = 0
EXIT_USAGE = 2
EXIT_SCENARIO = 10
EXIT_DATA = 11
EXIT_CLASH = 12
EXIT_NO_ANSWER = 13
EXIT_MISSING_EXTRA = 14
EXIT_OUTPUT = 15
EXIT_RECORD = 16
EXIT_FAULT = 70

EXIT_CODES: dict[int, str] = {
    EXIT_DONE: "Done.",
    EXIT_USAGE: "The command line is not understood.",
    EXIT_SCENARIO: "The scenario YAML has problems; nothing was calculated.",
    EXIT_DATA: "The input tables have problems; nothing was calculated.",
    EXIT_CLASH: "Decisions already taken contradict a rule or each other.",
    EXIT_NO_ANSWER: "The work stopped at its limit without an answer that can be shown.",
    EXIT_MISSING_EXTRA: "An optional part of the planner is not installed.",
    EXIT_OUTPUT: "The output could not be written; nothing was changed.",
    EXIT_RECORD: "The record of a run cannot be read, or does not match the files any more.",
    EXIT_FAULT: "A fault in the planner itself.",
}
"""Every exit code of the command line, with what it tells a scheduler."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in something a user wrote: where it is, what was found, what to do."""

    file: str
    line: int
    """Row of the table or line of the YAML, counted from 1 as the user's editor counts; 0 if
    the fault is in the whole file."""
    column: str
    """Column name or YAML key; empty if the fault is in the whole row."""
    value: str
    """The value found, as written, shortened to 80 characters."""
    what: str
    fix: str
    excerpt: str = ""
    """The lines of the file around the fault with a caret under it, where that helps."""

    @property
    def where(self) -> str:
        """The place in the user's own words."""
        parts = [self.file]
        if self.line:
            parts.append(f"line {self.line}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def __str__(self) -> str:
        found = f' Found "{self.value}".' if self.value else ""
        said = f"{self.where}: {self.what}{found} {self.fix}".rstrip()
        return f"{said}\n{self.excerpt}" if self.excerpt else said


class PlannerError(Exception):
    """Something the user can act on. The text says what happened and what to do next."""

    exit_code = EXIT_NO_ANSWER


class InputProblems(PlannerError):
    """Every problem found in the user's files, raised once, before anything is calculated."""

    exit_code = EXIT_DATA

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        heading = f"{count} problem{'s' if count != 1 else ''} found."
        lines = [heading, *(f"  {problem}" for problem in self.problems), "Nothing was calculated."]
        super().__init__("\n".join(lines))


class ScenarioProblems(InputProblems):
    """Problems in a scenario YAML (or in it and in the tables it names)."""

    exit_code = EXIT_SCENARIO

    def __init__(
        self,
        problems: Iterable[Problem],
        *,
        data: Path | None = None,
        geo: Path | None = None,
        as_at: date | None = None,
    ) -> None:
        super().__init__(problems)
        self.data = data
        """Tables that the faulty scenario names all the same, so that they can be checked too."""
        self.geo = geo
        """Geographic tables that it names all the same."""
        self.as_at = as_at
        """Day that the faulty scenario gives all the same."""


class DecisionsClash(PlannerError):
    """Decisions already taken break a rule or contradict each other; named before solving."""

    exit_code = EXIT_CLASH


class DecisionRefused(PlannerError):
    """A decision cannot be recorded: it contradicts a rule, another decision or its run."""

    exit_code = EXIT_CLASH


class NoAnswer(PlannerError):
    """The work stopped at its deterministic limit without an answer that can be shown."""

    exit_code = EXIT_NO_ANSWER


class MissingExtra(PlannerError):
    """An optional part is needed that is not installed; the text says how to install it."""

    exit_code = EXIT_MISSING_EXTRA


class OutputRefused(PlannerError):
    """Output cannot be written where the user asked."""

    exit_code = EXIT_OUTPUT


class RecordRefused(PlannerError):
    """The record of a run cannot be used; the text names what no longer matches."""

    exit_code = EXIT_RECORD


def fault_place(fault: Exception) -> str:
    """Return an unknown error's type and line of the program, without its text."""
    last = traceback.extract_tb(fault.__traceback__)[-1:]
    where = "".join(f" at {Path(each.filename).name}:{each.lineno} in {each.name}" for each in last)
    return f"{type(fault).__name__}{where}"
