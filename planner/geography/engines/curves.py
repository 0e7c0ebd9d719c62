"""Travel minutes from straight-line distance: a fitted curve with a stated error."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import InputProblems, Problem
from planner.geography.atlas import Atlas

_Float = TypeVar("_Float", bound=np.floating)

SHORTEST_KM = 0.5
"""A shorter journey takes as long as this one: nobody starts and arrives at once."""

FURTHEST_KM = 40.0
"""Where the fit ends. Beyond it a curve goes on as a straight line, at its slope there."""

ROAD_FACTOR = 1.3
"""Road metres for each straight-line metre. An assumption: on the real roads of Newport the
median was 1.46 for short trips across a river and 1.16 for the most direct twentieth."""


@dataclass(frozen=True, slots=True)
class Curve:
    r"""
    Minutes by road as a function of straight-line distance.

    .. math:: m(d) = a + b d + c \sqrt{d}

    with :math:`d` in kilometres.
    """

    name: str
    a_minutes: float
    b_minutes_per_km: float
    c_minutes_per_root_km: float
    mean_absolute_error_minutes: float
    """Mean absolute error on journeys that the fit had not seen. [minutes]"""

    def minutes(self, kilometres: NDArray[_Float]) -> NDArray[_Float]:
        """
        Return minutes one way for straight-line distances of any shape and precision.

        Below ``SHORTEST_KM`` the curve is flat; above ``FURTHEST_KM`` it goes on at the
        slope that it has there, where the error is roughly twice as large.

        Examples
        --------
        >>> ENGLAND.minutes(np.array([0.0, 10.0])).round(1)
        array([ 5.7, 21.3])
        """
        a, b, c = self._coefficients(kilometres)
        inside = np.clip(kilometres, SHORTEST_KM, FURTHEST_KM)
        fitted: NDArray[_Float] = np.sqrt(inside)
        fitted *= c
        fitted += b * inside
        fitted += a
        if kilometres.size and kilometres.max() > FURTHEST_KM:
            slope = b + c / (2 * FURTHEST_KM**0.5)
            fitted += slope * np.maximum(kilometres - FURTHEST_KM, 0)
        return fitted

    def _coefficients(self, like: NDArray[_Float]) -> NDArray[_Float]:
        """Return the coefficients in the precision asked, so that arrays keep theirs."""
        written = [self.a_minutes, self.b_minutes_per_km, self.c_minutes_per_root_km]
        return np.array(written, dtype=like.dtype)


ENGLAND = Curve("towns in England and Wales", 2.11, 0.41, 4.77, 5.5)
"""For places of which nothing is known: the curve of the class "Urban city and town"."""


def read_curves(atlas: Atlas) -> Mapping[str, Curve]:
    """
    Return the atlas's curves by name of class or authority; none from an empty atlas.

    Raises
    ------
    InputProblems
        If the table lacks a column or a curve falls with distance.
    """
    path = atlas.path("travel_curves")
    if path is None:
        return {}
    try:
        table = pd.read_csv(path)
        curves = [_curve(row) for row in table.to_dict("records")]
    except (KeyError, ValueError) as error:
        what = f"The table of travel curves cannot be read: {error}."
        fix = "Give the columns of geo/data/travel_curves.csv."
        raise InputProblems([Problem(str(path), 0, "", "", what, fix)]) from error
    return {curve.name: curve for curve in curves}


def _curve(row: Mapping[Hashable, object]) -> Curve:
    curve = Curve(
        name=str(row["name"]),
        a_minutes=_number(row["a_minutes"]),
        b_minutes_per_km=_number(row["b_minutes_per_km"]),
        c_minutes_per_root_km=_number(row["c_minutes_per_root_km"]),
        mean_absolute_error_minutes=_number(row["mean_absolute_error_minutes"]),
    )
    steps = curve.minutes(np.linspace(SHORTEST_KM, FURTHEST_KM, 50))
    if not (np.isfinite(steps).all() and steps[0] > 0 and (np.diff(steps) >= 0).all()):
        raise ValueError(f"the curve {curve.name} is not above zero, or falls with distance")
    return curve


def _number(value: object) -> float:
    return float(str(value))
