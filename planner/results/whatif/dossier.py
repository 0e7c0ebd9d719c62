"""A comparison with what a reader needs beside it: files, registers, sites and the record."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.codes import Sector
from planner.domain.referrals import Point
from planner.results.whatif.comparison import Comparison
from planner.results.whatif.register import RegisterRow


@dataclass(frozen=True, slots=True)
class SiteMark:
    """One site as a map shows it, with its places in the last year compared."""

    site_id: str
    name: str
    point: Point
    district: str
    sector: Sector
    places: int


@dataclass(frozen=True, slots=True)
class Side:
    """What stands behind one outlook of a comparison."""

    scenario_id: str
    file: str
    """Name of the scenario's file."""
    file_fingerprint: str
    """SHA-256 of the file's bytes."""
    sites: tuple[SiteMark, ...]
    register: tuple[RegisterRow, ...]
    """What the scenario assumes besides the base; for the base, what the base assumes."""


@dataclass(frozen=True)
class Dossier:
    """One comparison, with a side for each of its outlooks in their order."""

    comparison: Comparison
    sides: tuple[Side, ...]
    record: tuple[str, ...]
    """How wrong forecasts of this kind have been on the authority's own past."""
    sites_day_says: str
    """The day for which places are counted, in words."""
