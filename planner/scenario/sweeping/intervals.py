"""The numbers and days of a scenario that may be varied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from planner.scenario.between import Estimated, may_be_between
from planner.scenario.changes.base import Change
from planner.scenario.changes.register import CHANGES
from planner.scenario.reading.fields import Face
from planner.scenario.schema import Scenario, SweepMethod

_NAMES = ("commission", "site", "provider", "charge", "index", "commissions")
"""Keys that say what a change is about, the most telling first."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One number of a scenario's changes, with what it may be besides its central value."""

    path: str
    """Where it stands, for `with_values`, such as "changes.0.places"; counted from 0, the
    base's changes first."""
    name: str
    """The same for a reader, such as "places@FORGE-E"; no two numbers have the same."""
    low: Decimal
    high: Decimal
    """The ends; the same as the low one where the number is certain."""
    central: Decimal
    """The value where one number is needed, and what the scenario has now."""
    whole: bool
    """Whether only whole numbers make sense."""
    likely: bool = False
    """Whether the central value was stated as the most likely one."""
    values: tuple[Decimal, ...] = ()
    """The values of a list or a range, in the order in which they are tried; empty for an
    interval."""
    change: str = ""
    """Kind of change that it belongs to, such as add_places."""
    says: str = ""
    """What the number means, with its unit."""
    because: str = ""
    """The reason of the change."""
    days: bool = False
    """Whether its values are days, each by its number from the first of all days."""

    def said(self, value: Decimal) -> float | str:
        """Return a value as a table holds it: a number, or a day as 2027-09-01."""
        return date.fromordinal(int(value)).isoformat() if self.days else float(value)

    def written(self, value: Decimal) -> str:
        """Return a value as people write it."""
        return str(self.said(value)) if self.days else f"{value:f}"

    def at(self, share: float) -> Decimal:
        """
        Return the value at a share of the way through what is thought possible.

        Between its ends every value is equally likely, unless a most likely one is
        stated: then the chances fall off in straight lines to both ends. Of a list or a
        range each value is equally likely.

        Parameters
        ----------
        share
            Share of all chances at or below the value. [0 to 1]

        Examples
        --------
        >>> places = Interval("", "", Decimal(8), Decimal(12), Decimal(10), whole=True)
        >>> [int(places.at(share)) for share in (0.0, 0.5, 0.9, 1.0)]
        [8, 10, 12, 12]
        """
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        width = int(self.high - self.low)
        if self.whole and not self.likely:
            # Rounding would give the ends half the chance of the others.
            return self.low + min(int(share * (width + 1)), width)
        low, high = float(self.low), float(self.high)
        found = Decimal(repr(low + (high - low) * self._quantile(share)))
        unit = Decimal(1) if self.whole else Decimal("0.01")
        return found.quantize(unit, ROUND_HALF_UP)

    def _quantile(self, share: float) -> float:
        """Return the share of the width at a share of the chances."""
        if not self.likely or self.low == self.high:
            return share
        peak = float((self.central - self.low) / (self.high - self.low))
        if share < peak:
            return sqrt(share * peak)
        return 1 - sqrt((1 - share) * (1 - peak))


def intervals_of(scenario: Scenario) -> tuple[Interval, ...]:
    """
    Return the numbers that a scenario leaves open: intervals, ranges and lists.

    Parameters
    ----------
    scenario
        The scenario; its base's changes are its own too.

    Returns
    -------
    tuple[Interval, ...]
        In the order in which they stand.
    """
    return tuple(each for each in numbers_of(scenario) if each.low != each.high)


def axes_of(scenario: Scenario) -> tuple[Interval, ...]:
    """Return what a sweep varies: lists and ranges, and intervals too where it draws its runs."""
    drawn = scenario.sweep.method is not SweepMethod.PRODUCT
    return tuple(each for each in intervals_of(scenario) if each.values or drawn)


def numbers_of(scenario: Scenario) -> tuple[Interval, ...]:
    """Return every number of a scenario's changes that may be varied, certain or not."""
    found = [
        number
        for position, change in enumerate(scenario.changes)
        for number in numbers_of_change(change, position)
    ]
    count = Counter(each.name for each in found)
    met: Counter[str] = Counter()
    named = []
    for each in found:
        met[each.name] += 1
        again = count[each.name] > 1
        named.append(replace(each, name=f"{each.name}#{met[each.name]}") if again else each)
    return tuple(named)


def numbers_of_change(change: Change, position: int) -> tuple[Interval, ...]:
    """Return every number of the change at one position that may be varied."""
    return tuple(_numbers(change, ("changes", position), change))


def _numbers(
    face: Estimated, at: tuple[int | str, ...], change: Change, above: str = ""
) -> Iterator[Interval]:
    whom = _about(face) or above
    for key, info in type(face).model_fields.items():
        value = getattr(face, key) if key in face.model_fields_set else None
        if isinstance(value, Estimated):
            yield from _numbers(value, (*at, key), change, whom)
        elif isinstance(value, tuple):
            for position, below in enumerate(value):
                if isinstance(below, Estimated):
                    yield from _numbers(below, (*at, key, position), change, whom)
        elif value is not None and (may_be_between(info) or key in face.spans):
            span, written = face.spans.get(key), info.alias or key
            number = span.central if span else Decimal(value)
            yield Interval(
                path=".".join(str(step) for step in (*at, written)),
                name=f"{written}@{whom}" if whom else written,
                low=span.low if span else number,
                high=span.high if span else number,
                central=number,
                whole=isinstance(value, int),
                likely=span is not None and span.likely is not None,
                values=span.values if span else (),
                change=_word(change),
                says=" ".join((info.description or "").split()),
                because=change.because.strip(),
                days=span is not None and span.days,
            )


def _about(face: Face) -> str:
    """Return the id that a change is about, or an empty text."""
    for key in _NAMES:
        value = getattr(face, key, None)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, tuple) and value and isinstance(value[0], str):
            return "+".join(value)
    return ""


def _word(change: Change) -> str:
    return next(word for word, kind in CHANGES.items() if type(change) is kind)
