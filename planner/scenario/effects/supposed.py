"""Changes that leave the tables as they are: what is expected to come, and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from planner.domain.codes import Enforcement, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.referrals import ReferralCount
from planner.scenario.changes.demand import (
    ChangeReferrals,
    ChangeStays,
    ShiftRoute,
    SomeDemand,
)
from planner.scenario.changes.rules import (
    ExpectInducedReferrals,
    ExpectPrevention,
    RuleChange,
    SetGoals,
    SetLawPack,
)
from planner.scenario.effects.outcome import Unfit, check_known, first_day, from_words
from planner.scenario.policy import PolicyBlock, goal_words
from planner.scenario.writing.rules_said import rules_said

_FIX = "Correct it, or leave it out."


def supposed_of(dataset: Dataset, change: SomeDemand) -> str:
    """
    Say what a change supposes of demand or of stays, in one clause.

    Raises
    ------
    Unfit
        If it would change nothing: nobody is concerned, or it is over already.
    """
    day = first_day(change, dataset)
    if change.until is not None and change.until < dataset.as_at:
        what = "this changes nothing, because it is over before the as-at date."
        raise Unfit(key="until", what=what, fix="Choose a later last day, or leave it out.")
    _check_strength(change)
    if isinstance(change, ChangeReferrals | ShiftRoute):
        _check_districts(dataset, change)
    _check_somebody(dataset, change)
    return f"{_strength(change)}{_whom(change)} {from_words(max(day, dataset.as_at), change.until)}"


def _check_strength(change: SomeDemand) -> None:
    key = "share_per_cent" if isinstance(change, ShiftRoute) else "per_cent"
    if not any(change.ends_of(key)):
        raise Unfit(key=key, what="this changes nothing.", fix=_FIX)


def _check_districts(dataset: Dataset, change: ChangeReferrals | ShiftRoute) -> None:
    known = dict.fromkeys(sorted({row.district for row in dataset.history}))
    for position, district in enumerate(change.districts):
        try:
            check_known(district, known, noun="district", key="districts")
        except Unfit as unfit:
            what = f'no referral from "{district}" stands in the history.'
            raise Unfit(key=position, what=what, fix=unfit.fix, within=("districts",)) from None


def _check_somebody(dataset: Dataset, change: SomeDemand) -> None:
    if isinstance(change, ChangeStays) and not any(
        each.place_type in (change.place_types or PlaceType) for each in dataset.commissions
    ):
        what = "this changes nothing, because no such place is commissioned."
        raise Unfit(key="place_types", what=what, fix=_FIX)
    if not any(_is_meant(row, change) for row in dataset.history):
        what = "this changes nothing, because no such referral stands in the history."
        raise Unfit(key="change", what=what, fix=_FIX)


def _is_meant(row: ReferralCount, change: SomeDemand) -> bool:
    is_such = (
        row.count > 0
        and (not change.key_stages or row.key_stage in change.key_stages)
        and (not change.needs or row.need in change.needs)
    )
    if isinstance(change, ChangeReferrals | ShiftRoute):
        in_district = not change.districts or row.district in change.districts
        return is_such and in_district and (not change.routes or row.route in change.routes)
    return is_such


def _strength(change: SomeDemand) -> str:
    if isinstance(change, ShiftRoute):
        low, high = change.ends_of("share_per_cent")
        share = f"{low:f}" if low == high else f"{low:f} to {high:f}"
        return f"{share} per cent of referrals come by {change.to_route.says} instead"
    low, high = change.ends_of("per_cent")
    if isinstance(change, ChangeStays):
        return f"stays {_moved(low, high, 'shorter', 'longer')}"
    return f"referrals {_moved(low, high, 'fewer', 'more')}"


def _moved(low: Decimal, high: Decimal, less: str, more: str) -> str:
    """
    Say how far something moves.

    Examples
    --------
    >>> _moved(Decimal(-5), Decimal(10), "fewer", "more")
    '5 per cent fewer to 10 per cent more'
    >>> _moved(Decimal(5), Decimal(10), "fewer", "more")
    '5 to 10 per cent more'
    """
    if low == high:
        return f"{abs(low):f} per cent {less if low < 0 else more}"
    if low < 0 < high:
        return f"{-low:f} per cent {less} to {high:f} per cent {more}"
    ends = sorted((abs(low), abs(high)))
    return f"{ends[0]:f} to {ends[1]:f} per cent {less if low < 0 else more}"


def _whom(change: SomeDemand) -> str:
    parts = [part for part in _filters(change) if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _filters(change: SomeDemand) -> Iterator[str]:
    if isinstance(change, ChangeReferrals | ShiftRoute):
        yield ", ".join(route.says for route in sorted(change.routes))
        yield ", ".join(change.districts)
    if isinstance(change, ChangeStays):
        yield " ".join(sorted(change.place_types))
    yield " ".join(sorted(change.key_stages))
    yield " ".join(sorted(change.needs))


def ruled(before: PolicyBlock, change: RuleChange) -> tuple[PolicyBlock, str]:
    """
    Return the policy block after a change, and what changed in one clause.

    Raises
    ------
    Unfit
        If the rules are so already.
    """
    after = change.over(before)
    changed = rules_said(before, after)
    if not changed:
        raise Unfit(key="change", what="this changes nothing: the rules are so already.", fix=_FIX)
    if isinstance(change, SetGoals):
        return after, f"goals in the order {', '.join(goal_words(after.goals))}"
    if isinstance(change, SetLawPack) and change.enforcement is Enforcement.OFF:
        return after, f"the law pack {change.pack} is left out of account"
    if isinstance(change, ExpectInducedReferrals | ExpectPrevention):
        return after, _expected(change)
    return after, "; ".join(changed)


def _expected(change: ExpectInducedReferrals | ExpectPrevention) -> str:
    span = change.spans.get("per_hundred")
    number = f"{span.low:f} to {span.high:f}" if span else f"{change.per_hundred}"
    if isinstance(change, ExpectInducedReferrals):
        return f"{number} prevention referrals a year for every hundred spare prevention places"
    return (
        f"{number} exclusions fewer in the year after every hundred prevention starts above "
        f"{change.usual_starts_a_year:,}"
    )
