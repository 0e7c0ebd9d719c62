"""The coming years as lived in every future, for whoever adds up, compares or subtracts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.results.finance.money import Payer

Counts = NDArray[np.int64]
Amounts = NDArray[np.float64]


@dataclass(frozen=True)
class Futures:
    """
    Every future of a case, year by year, with the places commissioned and no others.

    Arrays have the axes (draws, years) unless they say otherwise. Two cases drawn with
    the same seed meet the same pupils, so the difference of two arrays, future by future,
    is what the change did. Pupils belong to the year in which they are referred; money
    belongs to the year in which it is spent. Every amount is a whole number.
    """

    academic_years: tuple[str, ...]
    """The first is what is left of the as-at day's own year."""
    referrals: Counts
    started: Counts
    """Pupils who start before the simulation's end."""
    late_pupils: Counts
    """Pupils who do not start within five school days, those who never start among them."""
    late_days: Amounts
    """School days past the due day of those who start late."""
    unmet: Counts
    """Pupils who do not start before the simulation's end."""
    days_without: Amounts
    """School days past the due day without a place, of all pupils, to the simulation's end."""
    waited_days: Amounts
    """School days from referral to start of those who start."""
    spot_starts: Counts
    """Pupils who start in places bought singly."""
    place_pence: Amounts
    """Place funding of the blocks; the same in every future."""
    attendance_pence: Amounts
    """Top-up and transport of pupils in the blocks."""
    spot_pence: Amounts
    """Price and transport of places bought singly."""
    interim_pence: Amounts
    """Interim tuition for the days without a place, where the policy offers it."""
    journey_minutes_sum: Amounts
    """One-way minutes of all who start and whose journey is known."""
    journeys: Counts
    """Pupils whose journey is known."""
    in_district: Counts
    """Pupils who start at a site in their own district."""
    districts_known: Counts
    """Pupils who start, and whose district and site's district are known."""
    half_terms: tuple[str, ...]
    """Such as ``2022/23 autumn 1``."""
    half_term_referrals: Counts
    """Pupils referred, (draws, half-terms)."""
    half_term_late: Counts
    """Pupils who do not start within five school days, (draws, half-terms)."""
    place_payers: Mapping[Payer, Amounts] = field(default_factory=dict)
    """Who pays the place funding, (years); empty where the tables do not say."""

    @property
    def draws(self) -> int:
        """Number of futures."""
        return len(self.referrals)

    @property
    def total_pence(self) -> Amounts:
        """Places, attendance, places bought singly and interim tuition together."""
        return self.place_pence + self.attendance_pence + self.spot_pence + self.interim_pence

    @property
    def paid_by(self) -> dict[Payer, Amounts]:
        """
        What each payer pays of the total, (draws, years); empty where the tables do not say.

        Attendance, places bought singly and interim tuition are priced as the council pays.
        """
        if not self.place_payers:
            return {}
        found = {
            payer: np.tile(pence, (self.draws, 1)) for payer, pence in self.place_payers.items()
        }
        found[Payer.COUNCIL] = self.total_pence - sum(
            pence for payer, pence in found.items() if payer is not Payer.COUNCIL
        )
        return found

    def half_term_late_at(self, share: float) -> Amounts:
        """
        Return the pupils late that a share of futures does not pass, (half-terms).

        Parameters
        ----------
        share
            Share of futures. [0 to 1]
        """
        found: Amounts = np.quantile(self.half_term_late.astype(np.float64), share, axis=0)
        return found

    @property
    def any_late_chance(self) -> Amounts:
        """Share of futures in which somebody starts late, (half-terms)."""
        chance: Amounts = (self.half_term_late > 0).mean(axis=0)
        return chance
