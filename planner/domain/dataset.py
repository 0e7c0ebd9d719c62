"""The frozen bundle of a council's tables, and the look-ups that everybody needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from planner.domain.calendar import SchoolCalendar
from planner.domain.finance.charges import Charge, ExclusionTransfer
from planner.domain.finance.ledger import Budget, LedgerCode
from planner.domain.finance.rates import ExitCount, IndexChange, Rate, Terms
from planner.domain.finance.stated import StatedFigure
from planner.domain.finance.transport import TransportRates
from planner.domain.placements import Decision, Placement, Stay
from planner.domain.provision import Commission, Funding, Limit, Provider, ServiceLine, Site
from planner.domain.referrals import Avoidance, HistoryWindow, Pair, Referral, ReferralCount

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that no document gives and somebody had to assume, with the reason."""

    table: str
    record: str
    column: str
    value: str
    because: str


@dataclass(frozen=True, slots=True)
class JourneyRecord:
    """One row of a council's own travel table."""

    pupil_id: str
    site_id: str
    minutes: int
    metres: int | None = None


@dataclass(frozen=True)
class Dataset:
    """
    Everything a council's tables say, checked and frozen.

    Tuples are in the order of their ids, so that the order of input rows can
    change nothing.
    """

    as_at: date
    calendar: SchoolCalendar
    referrals: tuple[Referral, ...] = ()
    providers: tuple[Provider, ...] = ()
    sites: tuple[Site, ...] = ()
    commissions: tuple[Commission, ...] = ()
    limits: tuple[Limit, ...] = ()
    placements: tuple[Placement, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pairs: tuple[Pair, ...] = ()
    avoidances: tuple[Avoidance, ...] = ()
    funding: tuple[Funding, ...] = ()
    services: tuple[ServiceLine, ...] = ()
    stated: tuple[StatedFigure, ...] = ()
    transport_rates: tuple[TransportRates, ...] = ()
    rates: tuple[Rate, ...] = ()
    indices: tuple[IndexChange, ...] = ()
    terms: tuple[Terms, ...] = ()
    charges: tuple[Charge, ...] = ()
    transfers: tuple[ExclusionTransfer, ...] = ()
    exits: tuple[ExitCount, ...] = ()
    budgets: tuple[Budget, ...] = ()
    ledger_codes: tuple[LedgerCode, ...] = ()
    journeys: tuple[JourneyRecord, ...] = ()
    history: tuple[ReferralCount, ...] = ()
    windows: tuple[HistoryWindow, ...] = ()
    stays: tuple[Stay, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    fingerprint: str = ""
    """SHA-256 over the tables as read; the same rows give the same fingerprint."""
    origins: Mapping[tuple[str, str], tuple[str, int]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """File and row that a pupil or site was read from, by table and id."""

    def origin_of(self, table: str, record_id: str) -> tuple[str, int]:
        """Return the file and row that a record was read from; the table and 0 if unknown."""
        return self.origins.get((table, record_id), (table, 0))

    @cached_property
    def referral(self) -> Mapping[str, Referral]:
        """Waiting pupils by ``pupil_id``."""
        return _by(self.referrals, "pupil_id")

    @cached_property
    def provider(self) -> Mapping[str, Provider]:
        """Providers by ``provider_id``."""
        return _by(self.providers, "provider_id")

    @cached_property
    def site(self) -> Mapping[str, Site]:
        """Sites by ``site_id``."""
        return _by(self.sites, "site_id")

    @cached_property
    def commission(self) -> Mapping[str, Commission]:
        """Commissions by ``commission_id``."""
        return _by(self.commissions, "commission_id")

    @cached_property
    def placements_at(self) -> Mapping[str, tuple[Placement, ...]]:
        """Placements by ``commission_id``; no entry where nobody is."""
        return _grouped(self.placements, "commission_id")

    @cached_property
    def placements_of(self) -> Mapping[str, tuple[Placement, ...]]:
        """Placements by ``pupil_id``; no entry for a pupil who is nowhere yet."""
        return _grouped(self.placements, "pupil_id")

    @cached_property
    def last_change_of_places(self) -> date | None:
        """Last day on which places change, a contract ends or a placement begins; if any."""
        changes = [step.starts for c in self.commissions for step in c.steps]
        changes += [c.ends for c in self.commissions if c.ends and not c.rolls_over]
        changes += [p.starts for p in self.placements]
        return max(changes, default=None)

    def site_of(self, commission_id: str) -> Site:
        """Return the site that a commission is taught at."""
        return self.site[self.commission[commission_id].site_id]

    def provider_of(self, commission_id: str) -> Provider:
        """Return the provider that a commission is bought from."""
        return self.provider[self.site_of(commission_id).provider_id]


def _grouped(rows: Iterable[_Row], key: str) -> Mapping[str, tuple[_Row, ...]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return MappingProxyType({name: tuple(members) for name, members in found.items()})


def _by(rows: Iterable[_Row], key: str) -> Mapping[str, _Row]:
    return MappingProxyType({getattr(row, key): row for row in rows})
