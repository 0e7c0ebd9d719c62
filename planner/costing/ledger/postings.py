"""One subject's postings while their differences are explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from planner.costing.ledger.subjects import Expected
from planner.domain.finance.ledger import LedgerEntry
from planner.results.finance.ledger import Cause, Discrepancy, Subject
from planner.units import Pence


@dataclass
class Postings:
    """One subject's postings while they are explained; what is left is what a month really has."""

    expected: Expected
    last_month: date
    by_month: dict[date, list[LedgerEntry]] = field(default_factory=dict)
    found: list[Discrepancy] = field(default_factory=list)

    @property
    def subject(self) -> Subject:
        """What the postings are for."""
        return self.expected.subject

    @property
    def sign(self) -> int:
        """Minus one where the council receives the money."""
        return -1 if sum(self.expected.pence.values()) < 0 else 1

    def months(self) -> list[date]:
        """Return the months compared, earliest first."""
        return [month for month in sorted(self.expected.pence) if month <= self.last_month]

    def note(
        self, cause: Cause, month: date, pence: Pence, entries: list[LedgerEntry], says: str
    ) -> None:
        """Note one discrepancy."""
        self.found.append(
            Discrepancy(
                cause=cause,
                subject=self.subject,
                month=month,
                pence=pence,
                lines=tuple(entry.line for entry in entries),
                sentence=f"{self.subject}, {month:%B %Y}: {says}",
            )
        )

    def take(self, month: date, entry: LedgerEntry) -> None:
        """Take a posting that is explained out of its month."""
        self.by_month[month].remove(entry)

    def each(self) -> list[tuple[date, LedgerEntry]]:
        """Return every posting that is left, with its month, in order."""
        return [(month, entry) for month in sorted(self.by_month) for entry in self.by_month[month]]

    def left(self) -> dict[date, Pence]:
        """Return what each month with postings has more than was committed."""
        return {
            month: sum(entry.amount_pence for entry in entries) - self.expected.pence.get(month, 0)
            for month, entries in sorted(self.by_month.items())
            if entries
        }

    def settle(self, cause: Cause, month: date, gap: Pence, says: str) -> None:
        """Explain all that is left in a month by one cause."""
        entries = list(self.by_month[month])
        self.note(cause, month, gap, entries, says)
        self.by_month[month] = []
