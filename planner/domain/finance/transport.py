"""Rates for home-to-school transport: dated, sourced, and the council's to replace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from planner.domain.codes import Need
from planner.units import Minutes, Pence

METRES_PER_MILE = 1609.344


@dataclass(frozen=True, slots=True)
class TransportRates:
    """What the council pays for a journey from a day on, until the next rates start."""

    starts: date
    taxi_pence_per_mile: Pence
    """Price of one pupil's share of a vehicle for one mile with the pupil on board. [pence]"""
    school_days_per_year: int = 190
    source: str = ""
    assumed: bool = False
    """Whether the rate is an assumption that no contract or document gives."""


def rates_in_force(rates: Iterable[TransportRates], day: date) -> TransportRates | None:
    """Return the council's rates on a day, or None where it gives none."""
    started = [each for each in rates if each.starts <= day]
    return max(started, key=lambda each: each.starts, default=None)


@dataclass(frozen=True, kw_only=True)
class TransportRules:
    """An authority's rules for how pupils are brought; every default is an assumption."""

    bus_from_year_group: int = 7
    """Youngest year group that is given a bus pass."""
    bus_longest_minutes: Minutes = 75
    mileage_offered: bool = False
    """Whether parents drive for mileage, where they would, before a taxi is sent."""
    single_taxi_needs: frozenset[Need] = frozenset()
    """Primary needs of pupils with an EHC plan for whom a taxi is not shared."""
    assistant_for_primary: bool = True
    """Whether a passenger assistant rides in taxis with primary pupils."""
    school_pays_for_prevention: bool = True
    """Whether the commissioning school pays for travel to places for prevention."""
