"""The register of a scenario's assumptions: every change, with why, on what and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.results.whatif.register import RegisterRow
from planner.scenario.changes.base import Change
from planner.scenario.changes.demand import SomeDemand
from planner.scenario.changes.rules import ExpectInducedReferrals, ExpectPrevention
from planner.scenario.policy import EffectBlock
from planner.scenario.schema import Scenario
from planner.scenario.sweeping.intervals import Interval, intervals_of, numbers_of_change
from planner.scenario.writing.describe import change_said, reason

_DRAWN = (SomeDemand, ExpectInducedReferrals, ExpectPrevention)
"""Changes whose intervals every simulated future draws from anew."""


def register_of(scenario: Scenario, said: Sequence[str] = ()) -> tuple[RegisterRow, ...]:
    """
    Return what a scenario assumes, one row a change, the base's first.

    Parameters
    ----------
    scenario
        The scenario.
    said
        What each change did to the tables, as `apply` says it; without it the rows say
        what is written.
    """
    rows = [_row(scenario, place, said) for place in range(len(scenario.changes))]
    return (*rows, *_effects(scenario))


def _row(scenario: Scenario, place: int, said: Sequence[str]) -> RegisterRow:
    change = scenario.changes[place]
    numbers = numbers_of_change(change, place)
    spot = scenario.origins[place].spot if scenario.origins else None
    return RegisterRow(
        sentence=_sentence(change, said[place] if said else ""),
        value="; ".join(number_said(each, drawn=isinstance(change, _DRAWN)) for each in numbers),
        is_open=any(each.low != each.high for each in numbers),
        because=change.because.strip(),
        evidence=(change.evidence or "").strip(),
        owner=(change.owner or "").strip(),
        reviewed=change.reviewed,
        file=Path(spot.file).name if spot else "",
        line=spot.line if spot else 0,
    )


def _sentence(change: Change, said: str) -> str:
    """Return what a change did, or what is written, without its reason."""
    what = said.removesuffix(f" {reason(change)}.") if said else change_said(change)
    # An arrow of one character is not parted at the end of a line.
    return f"{what.rstrip('.').replace('->', '→')}."


def number_said(number: Interval, *, drawn: bool = False) -> str:
    """
    Write one number of a change with what it may be.

    Parameters
    ----------
    number
        The number.
    drawn
        Whether every simulated future draws its own value from it.

    Examples
    --------
    >>> from decimal import Decimal
    >>> number_said(Interval("", "places@A", Decimal(8), Decimal(12), Decimal(10), whole=True))
    'places 8 to 12, taken as 10'
    """
    drawn = drawn and not number.days
    taken = number.written(number.central)
    used = ", drawn anew in every future" if drawn else f", taken as {taken}"
    key = number.path.rpartition(".")[2] or number.name.partition("@")[0]
    told = _span_said(number)
    # A share is read as "10 to 30 per cent", not by its key.
    named = f"{told} per cent" if key.endswith("per_cent") else f"{key} {told}"
    return named if number.low == number.high else f"{named}{used}"


def _span_said(number: Interval) -> str:
    if number.low == number.high:
        return f"{number.central:f}"
    if number.values:
        *several, last = (number.written(each) for each in number.values)
        return f"{', '.join(several)} or {last}"
    return f"{number.low:f} to {number.high:f}"


def taken_at(scenario: Scenario) -> tuple[str, ...]:
    """Say which numbers are open and taken at their central value, one sentence each."""
    return tuple(
        f"{number.name} may be from {number.written(number.low)} to "
        f"{number.written(number.high)} and is taken as {number.written(number.central)}; "
        "planner sweep tries the others."
        for number in intervals_of(scenario)
        if number.days or not isinstance(scenario.changes[int(number.path.split(".")[1])], _DRAWN)
    )


def _effects(scenario: Scenario) -> Iterator[RegisterRow]:
    """Give the effects of places on demand that the policy block states with a reason."""
    for key, says in (
        ("induced_referrals", "Prevention referrals a year for every hundred spare places"),
        ("prevented_exclusions", "Exclusions fewer after every hundred prevention starts"),
    ):
        effect: EffectBlock | None = getattr(scenario.policy_block, key)
        if effect is not None:
            yield RegisterRow(
                sentence=f"{says}.",
                value=f"{effect.low_percent} to {effect.high_percent}",
                is_open=effect.low_percent != effect.high_percent,
                because=effect.because.strip(),
            )
