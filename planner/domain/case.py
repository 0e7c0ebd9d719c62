"""A case: the tables, the authority's policy and the journeys, ready for any engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.choices.policy import Policy
from planner.domain.choices.whatif import DemandChange
from planner.domain.dataset import Dataset
from planner.domain.placements import Offer
from planner.units import Minutes, Pence, monday_of

NO_ROUTE = -1
"""In a travel table: the site cannot be reached from the home by this mode."""


@dataclass(frozen=True)
class TravelTable:
    """
    Door-to-door journeys from waiting pupils' homes to sites.

    ``minutes`` and ``metres`` have the axes (pupils, sites), in the order of
    ``pupil_ids`` and ``site_ids``; ``NO_ROUTE`` where there is no journey.
    """

    pupil_ids: tuple[str, ...]
    site_ids: tuple[str, ...]
    minutes: NDArray[np.int32]
    metres: NDArray[np.int32]
    engine: str
    """What made the figures, in words that a report can print."""
    error_minutes: float | None = None
    """Mean absolute error of ``minutes`` where the engine knows it. [minutes]"""

    def __post_init__(self) -> None:
        shape = (len(self.pupil_ids), len(self.site_ids))
        if self.minutes.shape != shape or self.metres.shape != shape:
            raise ValueError(f"travel arrays must have the shape (pupils, sites) = {shape}")

    @cached_property
    def _row(self) -> Mapping[str, int]:
        return {pupil_id: row for row, pupil_id in enumerate(self.pupil_ids)}

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {site_id: column for column, site_id in enumerate(self.site_ids)}

    def minutes_between(self, pupil_id: str, site_id: str) -> Minutes | None:
        """Return one-way minutes from a pupil's home to a site, or None without a route."""
        value = int(self.minutes[self._row[pupil_id], self._column[site_id]])
        return None if value == NO_ROUTE else value

    def metres_between(self, pupil_id: str, site_id: str) -> int | None:
        """Return one-way metres from a pupil's home to a site, or None without a route."""
        value = int(self.metres[self._row[pupil_id], self._column[site_id]])
        return None if value == NO_ROUTE else value


@dataclass(frozen=True)
class PriceTable:
    """
    What one more pupil on one commission costs the council.

    ``annual_pence`` has the axes (pupils, commissions), in the order of the
    dataset: top-up for the pupil's sessions plus transport, for a whole year.
    Place funding is paid whether or not the place is filled, so it is no part
    of the price of one pupil; spot purchase is.
    """

    annual_pence: NDArray[np.int64]


@dataclass(frozen=True)
class Case:
    """One question about one authority on one day: what every engine is given."""

    dataset: Dataset
    policy: Policy
    travel: TravelTable
    prices: PriceTable
    scenario_id: str = "base"
    title: str = ""
    question: str = ""
    changes: tuple[str, ...] = ()
    """What the scenario changed, one sentence each."""
    whatif: tuple[DemandChange, ...] = ()
    """Changes of demand and of stays that the scenario supposes, in the order written."""
    seed: int = 0
    draws: int = 1000
    notes: tuple[str, ...] = field(default=())
    """Assumptions that the reading or the engines made, one sentence each."""
    offers: tuple[Offer, ...] = ()
    """What an earlier plan offered, where a plan is made anew; at most one for each pupil."""

    @property
    def as_at(self) -> date:
        """The day on which the question is asked."""
        return self.dataset.as_at

    @cached_property
    def weeks(self) -> tuple[date, ...]:
        """Mondays of the horizon's weeks, the as-at week first."""
        first = monday_of(self.as_at)
        return tuple(
            date.fromordinal(first.toordinal() + 7 * week)
            for week in range(self.policy.horizon_weeks)
        )

    @property
    def horizon_ends(self) -> date:
        """First day after the horizon."""
        return date.fromordinal(self.weeks[-1].toordinal() + 7)

    @cached_property
    def offer(self) -> Mapping[str, Offer]:
        """Offers of an earlier plan by ``pupil_id``."""
        return {offer.pupil_id: offer for offer in self.offers}

    @cached_property
    def _pupil_row(self) -> Mapping[str, int]:
        return {r.pupil_id: row for row, r in enumerate(self.dataset.referrals)}

    @cached_property
    def _commission_column(self) -> Mapping[str, int]:
        return {c.commission_id: column for column, c in enumerate(self.dataset.commissions)}

    def annual_pence(self, pupil_id: str, commission_id: str) -> Pence:
        """Return the yearly price of one pupil on one commission."""
        row, column = self._pupil_row[pupil_id], self._commission_column[commission_id]
        return int(self.prices.annual_pence[row, column])
