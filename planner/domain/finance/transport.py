"""Rates for home-to-school transport: dated, sourced, and the council's to replace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.units import Pence

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


DEFAULT_TRANSPORT_RATES = TransportRates(
    starts=date(2015, 4, 1),
    taxi_pence_per_mile=214,
    source=(
        "Assumed: £8,116 a year for a pupil with SEND (National Audit Office, 2023-24) over "
        "190 school days and ten miles each way. Replace it by the council's own contract rate."
    ),
    assumed=True,
)
"""Stands in where the council gives no rates; every report must list it as an assumption."""
