"""What a search may vary: a number of the scenario, or places, stays and referrals added to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.errors import Problem, ScenarioProblems
from planner.scenario.changes.base import Change
from planner.scenario.changes.demand import ChangeReferrals, ChangeStays
from planner.scenario.changes.places import AddPlaces
from planner.scenario.reading.nearest import did_you_mean
from planner.scenario.schema import Scenario
from planner.scenario.sweeping.intervals import Interval, numbers_of
from planner.scenario.sweeping.values import with_values

_BECAUSE = "it is sought how much of this is enough"
_OTHER_PATHS = "policy."
_PLACES_SOUGHT = Decimal(60)
_ELSEWHERE_SOUGHT = Decimal(100)
_PER_CENT_SOUGHT = Decimal(50)


@dataclass(frozen=True)
class Lever:
    """Something that a search varies, value by value."""

    name: str
    values: tuple[Decimal, ...]
    """What may be tried, the smallest first."""
    at: Callable[[Decimal], Scenario]
    """Returns the scenario with a value."""
    step: Decimal | None = None
    """The even distance between the values; None for a list, which has nothing in between."""

    def between(self, low: Decimal, high: Decimal) -> Lever:
        """
        Return the same lever between other ends.

        Raises
        ------
        ScenarioProblems
            If the ends are in the wrong order, one is no step of the lever, or fewer than two
            values of a list lie between them.
        """
        written = f"{low}..{high}"
        if low >= high:
            raise _refusal("--between", written, "runs backwards.", "Write the lower end first.")
        if self.step is None:
            return self._of_list(low, high, written)
        first = self.values[0]
        if (low - first) % self.step or (high - first) % self.step:
            what = f"has an end that is not {first} or a step of {self.step} from it."
            raise _refusal("--between", written, what, "Round it.")
        return replace(self, values=evenly(low, high, self.step))

    def _of_list(self, low: Decimal, high: Decimal, written: str) -> Lever:
        inside = tuple(each for each in self.values if low <= each <= high)
        if len(inside) < 2:
            listed = ", ".join(f"{each:f}" for each in self.values)
            what = "has fewer than two values of the scenario's list."
            raise _refusal("--between", written, what, f"Leave it out, or span two of {listed}.")
        return replace(self, values=inside)


def evenly(low: Decimal, high: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """
    Return values an even distance apart, the last at most the high end.

    Examples
    --------
    >>> [int(each) for each in evenly(Decimal(2), Decimal(9), Decimal(3))]
    [2, 5, 8]
    """
    return tuple(low + step * count for count in range(int((high - low) / step) + 1))


def lever_named(
    name: str, scenario: Scenario, tables: Dataset, *, from_day: date | None = None
) -> Lever:
    """
    Return the lever of a name.

    Parameters
    ----------
    name
        A number of the scenario's changes by name or path; a path of the policy, such as
        ``policy.travel_cap_minutes``; or ``places@COMMISSION``,
        ``stays``, ``stays@E``, ``referrals``, ``referrals@DISTRICT`` for a change that is
        added to the scenario.
    scenario
        What is varied.
    tables
        Its tables, for the names of commissions and districts.
    from_day
        First day of an added change; None for the as-at date.

    Raises
    ------
    ScenarioProblems
        If nothing has that name; the nearest is told.
    """
    # What is halved is a number: a list of days is tried by planner sweep.
    numbers = [each for each in numbers_of(scenario) if not each.days]
    for number in numbers:
        if name in {number.name, number.path}:
            return _of_number(scenario, number)
    if name.startswith(_OTHER_PATHS):
        return _of_path(scenario, name)
    added = {
        **{f"places@{each}": _places_lever(scenario, each, from_day) for each in tables.commission},
        **{
            f"stays{f'@{kind}' if kind else ''}": _stays_lever(scenario, kind, from_day)
            for kind in (None, *PlaceType)
        },
        **{
            f"referrals{f'@{district}' if district else ''}": _referrals_lever(
                scenario, district, from_day
            )
            for district in ("", *sorted({row.district for row in tables.history}))
        },
    }
    if name in added:
        return replace(added[name], name=name)
    fix = did_you_mean(name, [*(each.name for each in numbers), *added])
    raise _refusal("--vary", name, "is nothing that can be varied here.", fix)


def _of_number(scenario: Scenario, number: Interval) -> Lever:
    def at(value: Decimal) -> Scenario:
        return with_values(scenario, {number.path: value})

    if number.values:
        listed = tuple(sorted(number.values))
        apart = {after - before for before, after in pairwise(listed)}
        return Lever(number.name, listed, at, apart.pop() if len(apart) == 1 else None)
    step = Decimal(1) if number.whole else Decimal("0.01")
    low, high = number.low, number.high
    if low == high:
        low, high = _around(number)
    if not number.whole and high - low > 10:
        step = Decimal(1)
    return _steps(number.name, low, high, step, at)


def _steps(
    name: str, low: Decimal, high: Decimal, step: Decimal, at: Callable[[Decimal], Scenario]
) -> Lever:
    return Lever(name, evenly(low, high, step), at, step)


def _around(number: Interval) -> tuple[Decimal, Decimal]:
    """Return where to look for another value of a number that is certain."""
    if number.central < 0:
        return min(Decimal(int(number.central)), -_PER_CENT_SOUGHT), _PER_CENT_SOUGHT
    return Decimal(1), max(2 * number.central, Decimal(20))


def _of_path(scenario: Scenario, path: str) -> Lever:
    def at(value: Decimal) -> Scenario:
        return with_values(scenario, {path: value})

    return _steps(path, Decimal(1), _ELSEWHERE_SOUGHT, Decimal(1), at)


def _places_lever(scenario: Scenario, commission: str, day: date | None) -> Lever:
    said = {"change": "add_places", "commission": commission, "from": day}
    at = _with_added(scenario, AddPlaces, "places", said)
    return _steps("", Decimal(0), _PLACES_SOUGHT, Decimal(1), at)


def _stays_lever(scenario: Scenario, kind: PlaceType | None, day: date | None) -> Lever:
    whom = {"place_types": [kind.value]} if kind else {}
    said = {"change": "change_stays", **whom, "from": day}
    return _per_cent_lever(_with_added(scenario, ChangeStays, "per_cent", said))


def _referrals_lever(scenario: Scenario, district: str, day: date | None) -> Lever:
    whom = {"districts": [district]} if district else {}
    said = {"change": "change_referrals", **whom, "from": day}
    return _per_cent_lever(_with_added(scenario, ChangeReferrals, "per_cent", said))


def _per_cent_lever(at: Callable[[Decimal], Scenario]) -> Lever:
    return _steps("", -_PER_CENT_SOUGHT, _PER_CENT_SOUGHT, Decimal(1), at)


def _with_added(
    scenario: Scenario, kind: type[Change], number: str, said: Mapping[str, object]
) -> Callable[[Decimal], Scenario]:
    """Return what adds one change to a scenario, with a whole number of its own."""

    def at(value: Decimal) -> Scenario:
        change = {**said, number: int(value), "because": _BECAUSE}
        # A change of nought is none.
        added = () if value == 0 else (kind.model_validate(change),)
        return replace(scenario, changes=(*scenario.changes, *added), origins=())

    return at


def _refusal(option: str, written: str, what: str, fix: str) -> ScenarioProblems:
    return ScenarioProblems([Problem(option, 0, "", written, what, fix)])
