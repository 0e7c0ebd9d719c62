"""What keeping the day-6 promise means, and how far a number of places keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.units import Pence


class Promise(StrEnum):
    """What keeping the day-6 promise is taken to mean."""

    PUPILS = "pupils"
    FUTURES = "futures"

    @property
    def says(self) -> str:
        """The promise in words."""
        return _PROMISE_SAYS[self]


_PROMISE_SAYS = {
    Promise.PUPILS: "share of pupils who start within five school days",
    Promise.FUTURES: "share of futures in which every pupil starts within five school days",
}


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a number of places would do in one year."""

    places: int
    pupils_on_time: float
    """Share of pupils who start within five school days."""
    futures_on_time: float
    """Share of futures in which all of them do."""
    place_pence: Pence
    """Place funding for a year."""
