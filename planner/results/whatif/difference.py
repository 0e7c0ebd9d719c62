"""What one scenario really changes against another: as written, in the rules, in the tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowChange:
    """One value of a row that differs, or a row that only one of the two has."""

    table: str
    record: str
    """The row, by its id."""
    column: str
    """Empty where the whole row is new or gone."""
    before: str
    after: str

    @property
    def sentence(self) -> str:
        """The change in one sentence."""
        if self.column:
            column = self.column.replace("_", " ")
            return f"{self.table}, {self.record}: {column} {self.before} -> {self.after}."
        return f"{self.table}, {self.record}: {'is new' if self.after else 'is no more'}."


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of a table differ that are not told one by one, such as pupils'."""

    table: str
    rows: int

    @property
    def sentence(self) -> str:
        """The count in one sentence."""
        return f"{self.table}: {self.rows:,} row{'' if self.rows == 1 else 's'} differ."


@dataclass(frozen=True, slots=True)
class Difference:
    """Two scenarios held against each other."""

    before: str
    """Title of the first."""
    after: str
    written: tuple[str, ...]
    """What is written differently, one sentence each: changes, tables, day, settings."""
    rules: tuple[str, ...]
    """The authority's rules that differ once every change is made."""
    rows: tuple[RowChange, ...]
    """Values that differ once every change is made."""
    counts: tuple[TableCount, ...]
    """Tables about pupils in which rows differ."""
    school_days: int
    """School days that the second has more than the first; below 0 for fewer."""
    supposed: tuple[str, ...]
    """Suppositions of demand that differ, one sentence each."""
    fingerprints: tuple[str, str]
    """Of the tables as read, before any change."""

    @property
    def in_force(self) -> tuple[str, ...]:
        """What differs once every change is made, one sentence each."""
        days = [f"calendar: {self.school_days:+,} school days."] if self.school_days else []
        return (
            *self.rules,
            *self.supposed,
            *(each.sentence for each in self.rows),
            *(each.sentence for each in self.counts),
            *days,
        )

    @property
    def same_tables(self) -> bool:
        """Whether both read the same rows, whatever their folders are called."""
        return self.fingerprints[0] == self.fingerprints[1]
