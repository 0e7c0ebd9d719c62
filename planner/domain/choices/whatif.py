"""
Changes of demand and of stays that a scenario supposes, as the simulation takes them.

Each is an interval: every future draws its own value from it, once, so that the answer's
range holds what is not known about the change itself.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from planner.domain.codes import Need, PlaceType, Route
from planner.units import KeyStage

_NOT_WHOM = frozenset({"because", "factor_low", "factor_high", "share_low", "share_high"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralChange:
    """
    More or fewer referrals of some pupils from one day to another.

    An empty set of districts, key stages, needs or routes means all of them; a
    pupil whose need was not recorded is met only by an empty set of needs.
    """

    districts: frozenset[str] = frozenset()
    key_stages: frozenset[KeyStage] = frozenset()
    needs: frozenset[Need] = frozenset()
    routes: frozenset[Route] = frozenset()
    from_day: date | None = None
    """First day; None from the as-at day on."""
    until: date | None = None
    """Last day; None for good."""
    factor_low: float
    """Lowest factor on the referrals expected; 1 changes nothing. [0 or more]"""
    factor_high: float
    because: str

    def __post_init__(self) -> None:
        _check_order(self.factor_low, self.factor_high, self.from_day, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class StayChange:
    """
    Longer or shorter stays of those who are referred from one day to another.

    Those already in place keep what is left of their stay. An empty set means all.
    """

    place_types: frozenset[PlaceType] = frozenset()
    key_stages: frozenset[KeyStage] = frozenset()
    needs: frozenset[Need] = frozenset()
    from_day: date | None = None
    """First day of referral; None for all who wait already or come."""
    until: date | None = None
    """Last day of referral; None for good."""
    factor_low: float
    """Lowest factor on the stays expected; 1 changes nothing. [above 0]"""
    factor_high: float
    because: str

    def __post_init__(self) -> None:
        _check_order(self.factor_low, self.factor_high, self.from_day, self.until)
        if self.factor_low <= 0:
            raise ValueError("a factor on stays must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftChange:
    """
    A share of the referrals on some routes that come on another route instead.

    Such as a policy by which pupils who would have been excluded are sent for
    prevention. An empty set means all.
    """

    to_route: Route
    districts: frozenset[str] = frozenset()
    key_stages: frozenset[KeyStage] = frozenset()
    needs: frozenset[Need] = frozenset()
    routes: frozenset[Route] = frozenset()
    """Routes from which pupils are shifted."""
    from_day: date | None = None
    until: date | None = None
    share_low: float
    """Lowest share of the referrals that are shifted. [0 to 1]"""
    share_high: float
    because: str

    def __post_init__(self) -> None:
        _check_order(self.share_low, self.share_high, self.from_day, self.until)
        if self.share_high > 1:
            raise ValueError("a share must be at most 1")


DemandChange = ReferralChange | StayChange | ShiftChange


def whom_and_when(change: DemandChange) -> str:
    """
    Return what a change is about, without how strong it is and why.

    Two scenarios that suppose the same change at different strengths draw the same
    futures of it, so that their difference is the strength's.
    """
    said = [type(change).__name__]
    for each in fields(change):
        if each.name not in _NOT_WHOM:
            said.append(f"{each.name}={_plain(getattr(change, each.name))}")
    return " ".join(said)


def _plain(value: object) -> str:
    if isinstance(value, frozenset):
        return ",".join(sorted(str(member) for member in value))
    return str(value)


def _check_order(low: float, high: float, from_day: date | None, until: date | None) -> None:
    if not 0 <= low <= high:
        raise ValueError("an interval must run from 0 or more upwards")
    if from_day is not None and until is not None and until < from_day:
        raise ValueError("a change must not end before it begins")
