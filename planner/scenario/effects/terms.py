"""Changes to what commissions take, until when and at what rates, and to the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import Need
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Funding
from planner.scenario.changes.terms import (
    AcceptNeeds,
    AcceptYearGroups,
    AllowOverflow,
    CloseDays,
    ExtendContract,
    SetRates,
    SetTier,
)
from planner.scenario.effects.funding import funded_anew, place_months, shared_top_up
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    commission_named,
    counted,
    with_commissions,
)
from planner.scenario.fields import pence
from planner.units import FinancialYear, format_day, format_pounds


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


def set_rates(dataset: Dataset, change: SetRates) -> Outcome:
    """Set what places cost, in the funding table and for places bought singly."""
    for commission_id in change.commissions:
        commission_named(dataset, commission_id, key="commissions")
    funded = {row.commission_id for row in dataset.funding}
    names = frozenset(change.commissions or (funded | _spot_ids(dataset)))
    after = replace(
        dataset,
        funding=tuple(
            _repriced(row, change)
            if row.commission_id in names and _concerns(row, change, dataset)
            else row
            for row in dataset.funding
        ),
    )
    if change.spot_weekly_pounds is not None:
        price = pence(change.spot_weekly_pounds)
        after = with_commissions(
            after,
            [
                replace(each, spot_weekly_pence=price)
                for each in dataset.commissions
                if each.commission_id in names and each.spot_weekly_pence is not None
            ],
        )
    whom = ", ".join(change.commissions) or "all commissions"
    year = f" in {change.year_label}" if change.year_label else ""
    return Outcome(after, f"{whom}: {_rates(change)}{year}")


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


def _spot_ids(dataset: Dataset) -> set[str]:
    return {
        each.commission_id for each in dataset.commissions if each.spot_weekly_pence is not None
    }


def _concerns(row: Funding, change: SetRates, dataset: Dataset) -> bool:
    if change.financial_year is not None:
        return row.financial_year == change.financial_year
    return row.financial_year >= FinancialYear.of(dataset.as_at).start_year


def _repriced(row: Funding, change: SetRates) -> Funding:
    if change.place_rate_pounds is not None:
        row = replace(row, place_rate_pence=pence(change.place_rate_pounds))
    if change.top_up_pounds is not None:
        top_up = shared_top_up(pence(change.top_up_pounds), place_months(row))
        row = replace(row, top_up_pence=top_up)
    return row


def _rates(change: SetRates) -> str:
    said = (
        ("place funding", change.place_rate_pounds, "a place and year"),
        ("top-up", change.top_up_pounds, "a place and year"),
        ("spot price", change.spot_weekly_pounds, "a week"),
    )
    return ", ".join(
        f"{name} {format_pounds(pence(rate))} {per}" for name, rate, per in said if rate is not None
    )


def _needs(needs: Iterable[Need], *, none: str = "all") -> str:
    return " ".join(sorted(need.value for need in needs)) or none


def _years(year_groups: Iterable[int]) -> str:
    years = sorted(year_groups)
    if len(years) > 1 and years == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return " ".join(str(year) for year in years) or "none"
