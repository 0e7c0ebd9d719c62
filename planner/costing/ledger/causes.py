"""Why a subject's postings differ from its commitments, cause by cause, nothing left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from planner.costing.ledger.postings import Postings
from planner.costing.ledger.subjects import Expected
from planner.domain.finance.ledger import LedgerEntry
from planner.results.finance.ledger import Cause, Discrepancy
from planner.units import Pence, format_pounds

_NEAR_MONTHS = 2


def explain(
    expected: Expected, entries: list[LedgerEntry], last_month: date
) -> tuple[Discrepancy, ...]:
    """
    Explain every difference of one subject to the last month compared.

    In this order, each on what the earlier ones left: money that came back, an
    invoice number posted twice, an invoice in a neighbouring month of one that
    has none, the same amount twice in a month, months without a posting, more
    or less at the agreed rate, a rate that stays changed. What is left is
    unexplained. The discrepancies add up to postings less commitments.
    """
    postings = Postings(expected, last_month)
    for month in postings.months():
        postings.by_month[month] = []
    for entry in entries:
        postings.by_month.setdefault(entry.posted_on.replace(day=1), []).append(entry)
    for step in _STEPS:
        step(postings)
    return tuple(postings.found)


def _credit_notes(postings: Postings) -> None:
    for month, entry in postings.each():
        if entry.amount_pence * postings.sign < 0:
            reversed_line = _reversed(postings, entry)
            what = f", against row {reversed_line}" if reversed_line else ""
            postings.note(
                Cause.CREDIT_NOTE,
                month,
                entry.amount_pence,
                [entry],
                f"{format_pounds(abs(entry.amount_pence))} came back{what}.",
            )
            postings.take(month, entry)


def _reversed(postings: Postings, credit: LedgerEntry) -> int:
    twins = [
        entry.line
        for _, entry in postings.each()
        if entry.amount_pence == -credit.amount_pence and entry.posted_on <= credit.posted_on
    ]
    return max(twins, default=0)


def _same_invoices(postings: Postings) -> None:
    seen: dict[tuple[str, str, Pence], LedgerEntry] = {}
    for month, entry in postings.each():
        if not entry.reference:
            continue
        key = (entry.supplier.casefold(), entry.reference.casefold(), entry.amount_pence)
        first = seen.setdefault(key, entry)
        if first is not entry:
            _duplicate(postings, month, entry, first)


def _duplicate(postings: Postings, month: date, entry: LedgerEntry, first: LedgerEntry) -> None:
    postings.note(
        Cause.DUPLICATE,
        month,
        entry.amount_pence,
        [first, entry],
        f"row {entry.line} repeats row {first.line}, {format_pounds(entry.amount_pence)}.",
    )
    postings.take(month, entry)


def _wrong_periods(postings: Postings) -> None:
    """Move a surplus posting to the nearest month that has none."""
    months = postings.months()
    for empty in [m for m in months if postings.expected.pence[m] and not postings.by_month[m]]:
        near = [
            month
            for month in sorted(postings.by_month)
            if 0 < abs(_distance(month, empty)) <= _NEAR_MONTHS and _has_surplus(postings, month)
        ]
        if not near:
            continue
        month = min(near, key=lambda m: (abs(_distance(m, empty)), m < empty, m))
        entry = _best_for(postings, month, empty)
        says = f"row {entry.line}, {format_pounds(entry.amount_pence)}, stands in {month:%B %Y}."
        postings.note(
            Cause.WRONG_PERIOD,
            month,
            entry.amount_pence,
            [entry],
            f"row {entry.line} is for {empty:%B %Y}.",
        )
        postings.note(Cause.WRONG_PERIOD, empty, -entry.amount_pence, [entry], says)
        postings.take(month, entry)
        postings.by_month[empty].append(entry)


def _distance(month: date, other: date) -> int:
    return (month.year - other.year) * 12 + month.month - other.month


def _has_surplus(postings: Postings, month: date) -> bool:
    needed = 1 if postings.expected.pence.get(month, 0) else 0
    return len(postings.by_month[month]) > needed


def _best_for(postings: Postings, month: date, empty: date) -> LedgerEntry:
    """Return the surplus posting whose amount is nearest to what the empty month should have."""
    entries = postings.by_month[month]
    wanted = postings.expected.pence[empty]
    late = _distance(month, empty) > 0
    # Of equal amounts the one posted first is the late one's, the one posted last the early one's.
    return min(
        entries,
        key=lambda e: (
            abs(e.amount_pence - wanted),
            e.posted_on.toordinal() * (1 if late else -1),
            e.line,
        ),
    )


def _same_amounts(postings: Postings) -> None:
    for month in sorted(postings.by_month):
        seen: dict[tuple[str, Pence], LedgerEntry] = {}
        wanted = postings.expected.pence.get(month, 0)
        for entry in list(postings.by_month[month]):
            first = seen.setdefault((entry.supplier.casefold(), entry.amount_pence), entry)
            above = sum(e.amount_pence for e in postings.by_month[month]) * postings.sign
            told_apart = entry.reference and first.reference and entry.reference != first.reference
            if first is not entry and above > wanted * postings.sign and not told_apart:
                _duplicate(postings, month, entry, first)


def _missing(postings: Postings) -> None:
    for month in postings.months():
        wanted = postings.expected.pence[month]
        if wanted and not postings.by_month[month]:
            postings.note(
                Cause.MISSING_INVOICE,
                month,
                -wanted,
                [],
                f"{format_pounds(abs(wanted))} is committed and nothing is posted.",
            )


def _volumes(postings: Postings) -> None:
    for month, gap in postings.left().items():
        unit = postings.expected.unit_pence(month)
        more = _whole_units(gap, unit)
        if more:
            direction = "more" if more > 0 else "less"
            postings.settle(
                Cause.VOLUME,
                month,
                gap,
                f"{abs(more)} {postings.expected.unit} {direction} than agreed, "
                f"{format_pounds(unit or 0)} each (unless the rate is another).",
            )


def _whole_units(gap: Pence, unit: Pence | None) -> int:
    if not unit or not gap:
        return 0
    count = (2 * abs(gap) + unit) // (2 * unit)
    # A running total may round each unit's price by a penny either way.
    return (count if gap > 0 else -count) if abs(abs(gap) - count * unit) <= count else 0


def _rates(postings: Postings) -> None:
    """Find a run of months to the last one that all pay the same multiple of what was agreed."""
    left = postings.left()
    run: list[date] = []
    for month in sorted(left, reverse=True):
        if not left[month] or (run and not _same_ratio(postings, left, month, run[0])):
            break
        run.insert(0, month)
    if len(run) < 2 or not all(postings.expected.pence.get(month) for month in run):
        return
    first = run[0]
    wanted = postings.expected.pence[first]
    share = 100 * (wanted + left[first]) / wanted
    for month in run:
        postings.settle(
            Cause.RATE,
            month,
            left[month],
            f"{share:.2f} per cent of the agreed amount is paid since {first:%B %Y}.",
        )


def _same_ratio(postings: Postings, left: dict[date, Pence], month: date, other: date) -> bool:
    wanted = postings.expected.pence
    if not wanted.get(month) or not wanted.get(other):
        return False
    crossed = left[month] * wanted[other] - left[other] * wanted[month]
    return abs(crossed) <= abs(wanted[month]) + abs(wanted[other])


def _unexplained(postings: Postings) -> None:
    for month, gap in postings.left().items():
        if gap:
            wanted = postings.expected.pence.get(month, 0)
            postings.settle(
                Cause.UNEXPLAINED,
                month,
                gap,
                f"{format_pounds(wanted + gap)} is posted and {format_pounds(wanted)} committed.",
            )


_STEPS: tuple[Callable[[Postings], None], ...] = (
    _credit_notes,
    _same_invoices,
    _wrong_periods,
    _same_amounts,
    _missing,
    _volumes,
    _rates,
    _unexplained,
)


def unmapped(entries: list[LedgerEntry]) -> Iterator[Discrepancy]:
    """Give one discrepancy for each posting whose codes are not in the mapping table."""
    for entry in entries:
        yield Discrepancy(
            cause=Cause.UNMAPPED,
            subject=None,
            month=entry.posted_on.replace(day=1),
            pence=entry.amount_pence,
            lines=(entry.line,),
            sentence=(
                f"Row {entry.line}, {format_pounds(entry.amount_pence)}: cost centre "
                f"{entry.cost_centre} with account {entry.account} is not in the mapping table."
            ),
        )
