"""Changes to what commissions take and until when, and to the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import Need
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.scenario.changes.terms import (
    AcceptNeeds,
    AcceptYearGroups,
    AllowOverflow,
    CloseDays,
    ExtendContract,
    SetTier,
)
from planner.scenario.effects.funding import funded_anew
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    commission_named,
    counted,
    with_commissions,
)
from planner.units import format_day


def accept_needs(dataset: Dataset, change: AcceptNeeds) -> Outcome:
    """Let a commission accept other needs than now."""
    now = commission_named(dataset, change.commission)
    made_for = now.specialisms if change.specialisms is None else change.specialisms
    then = replace(now, needs=change.needs, specialisms=made_for)
    says = f"needs accepted {_needs(now.needs)} -> {_needs(then.needs)}"
    if made_for != now.specialisms:
        says += f"; made for {_needs(made_for, none='no need in particular')}"
    return _replaced(dataset, then, says)


def accept_year_groups(dataset: Dataset, change: AcceptYearGroups) -> Outcome:
    """Let a commission take other year groups than now."""
    now = commission_named(dataset, change.commission)
    then = replace(now, year_groups=change.year_groups)
    said = f"year groups {_years(now.year_groups)} -> {_years(then.year_groups)}"
    return _replaced(dataset, then, said)


def set_tier(dataset: Dataset, change: SetTier) -> Outcome:
    """Let a commission give another tier of support than now."""
    now = commission_named(dataset, change.commission)
    then = replace(now, tier=change.tier)
    return _replaced(dataset, then, f"tier {now.tier or 'not stated'} -> {then.tier}")


def allow_overflow(dataset: Dataset, change: AllowOverflow) -> Outcome:
    """Open a commission to the other place type's pupils, or shut it to them."""
    now = commission_named(dataset, change.commission)
    says = "takes" if change.allowed else "no longer takes"
    return _replaced(
        dataset,
        replace(now, accepts_overflow=change.allowed),
        f"{says} pupils whose route asks for the other place type",
    )


def extend_contract(dataset: Dataset, change: ExtendContract) -> Outcome:
    """Move the end of a contract to a later day."""
    now = commission_named(dataset, change.commission)
    if now.ends is None or now.rolls_over:
        what = f"{now.commission_id} goes on anyway unless notice is given."
        raise Unfit(key="commission", what=what, fix="Leave the change out.")
    if change.ends <= now.ends:
        what = f"{now.commission_id} runs to {format_day(now.ends)} already."
        fix = "Choose a later day; to end it sooner, use close_commission."
        raise Unfit(key="ends", what=what, fix=fix)
    then = replace(now, ends=change.ends)
    extended = _replaced(
        dataset, then, f"ends on {format_day(change.ends)}, not {format_day(now.ends)}"
    )
    return Outcome(funded_anew(extended.dataset, now, then), extended.says)


def close_days(dataset: Dataset, change: CloseDays) -> Outcome:
    """Close schools on days that would have been school days."""
    closure = CalendarPeriod(PeriodKind.CLOSURE, change.name, change.first, change.last)
    calendar = SchoolCalendar((*dataset.calendar.periods, closure))
    lost = len(dataset.calendar.days) - len(calendar.days)
    if lost == 0:
        what = "no school day falls on these days."
        raise Unfit(key="first", what=what, fix="Check the days against the calendar table.")
    return Outcome(
        replace(dataset, calendar=calendar),
        f"{change.name}: {counted(lost, 'school day')} fewer, {format_day(change.first)} to "
        f"{format_day(change.last)}",
    )


def _replaced(dataset: Dataset, commission: Commission, says: str) -> Outcome:
    return Outcome(with_commissions(dataset, [commission]), f"{commission.commission_id}: {says}")


def _needs(needs: Iterable[Need], *, none: str = "all") -> str:
    return " ".join(sorted(need.value for need in needs)) or none


def _years(year_groups: Iterable[int]) -> str:
    years = sorted(year_groups)
    if len(years) > 1 and years == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return " ".join(str(year) for year in years) or "none"
