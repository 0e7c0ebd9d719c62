"""The shocks of a stress test, each a scenario of its own over the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.scenario.changes.demand import ChangeReferrals
from planner.scenario.changes.places import SetPlaces
from planner.scenario.changes.register import AnyChange
from planner.scenario.changes.sites import CloseSite, ProviderFails
from planner.scenario.schema import Scenario
from planner.units import format_day

Kind = tuple[PlaceType, frozenset[int]]
"""Place type and the year groups taken."""

_BECAUSE = "it is tried whether provision would stand it"


@dataclass(frozen=True)
class Shock:
    """One loss, and which kinds of place a rescue would have to make up for."""

    kind: str
    subject: str
    says: str
    scenario: Scenario
    wanted: Mapping[Kind, float]
    """Kinds of place that are short, with their weights."""
    away: frozenset[str] = frozenset()
    """Commissions that are lost."""
    places_lost: int = 0


@dataclass(frozen=True, slots=True)
class Shortage:
    """A shortage of teachers everywhere at once."""

    weeks: int = 4
    per_cent: int = 25
    """Share of every commission's places that cannot be staffed. [per cent]"""


def shocks_of(
    scenario: Scenario,
    dataset: Dataset,
    kinds_of_route: Mapping[str, PlaceType],
    shortage: Shortage,
) -> tuple[Shock, ...]:
    """
    Return every shock that a case can be put to, from the as-at day on.

    Parameters
    ----------
    scenario
        The case, with every number certain.
    dataset
        Its tables with its own changes made.
    kinds_of_route
        Place type by route.
    shortage
        How long and how deep the shortage of teachers is.
    """
    return (
        *_closures(scenario, dataset),
        *_failures(scenario, dataset),
        *_surges(scenario, dataset, kinds_of_route),
        *_shortages(scenario, dataset, shortage),
    )


def running(dataset: Dataset) -> tuple[Commission, ...]:
    """Return the commissions that have places on the as-at day."""
    return tuple(c for c in dataset.commissions if c.places_on(dataset.as_at) > 0)


def _closures(scenario: Scenario, dataset: Dataset) -> Iterator[Shock]:
    for site in dataset.sites:
        there = [c for c in running(dataset) if c.site_id == site.site_id]
        change = {"change": "close_site", "site": site.site_id, "because": _BECAUSE}
        says = f"{site.name} closes"
        if there:
            yield _loss("site", site.site_id, says, scenario, CloseSite, change, there, dataset)


def _failures(scenario: Scenario, dataset: Dataset) -> Iterator[Shock]:
    """Yield the loss of each provider; one with a single site is lost with that."""
    for provider in dataset.providers:
        there = [
            c
            for c in running(dataset)
            if dataset.provider_of(c.commission_id).provider_id == provider.provider_id
        ]
        if len({c.site_id for c in there}) < 2:
            continue
        change = {
            "change": "provider_fails",
            "provider": provider.provider_id,
            "because": _BECAUSE,
        }
        says = f"{provider.name} is lost with all its sites"
        yield _loss(
            "provider", provider.provider_id, says, scenario, ProviderFails, change, there, dataset
        )


def _loss(
    kind: str,
    subject: str,
    says: str,
    scenario: Scenario,
    face: type[CloseSite] | type[ProviderFails],
    change: Mapping[str, object],
    there: Iterable[Commission],
    dataset: Dataset,
) -> Shock:
    wanted: Counter[Kind] = Counter()
    for commission in there:
        wanted[commission.place_type, commission.year_groups] += commission.places_on(dataset.as_at)
    return Shock(
        kind,
        subject,
        says,
        _with(scenario, [face.model_validate(change)]),
        wanted,
        frozenset(c.commission_id for c in there),
        sum(wanted.values()),
    )


def _surges(
    scenario: Scenario, dataset: Dataset, kinds_of_route: Mapping[str, PlaceType]
) -> Iterator[Shock]:
    """Yield each district's referrals doubled; what they ask for is that of its last year."""
    newest = max((row.month for row in dataset.history), default=None)
    for district in sorted({row.district for row in dataset.history if row.count}):
        wanted: Counter[Kind] = Counter()
        for row in dataset.history:
            recent = newest is not None and row.month > newest - timedelta(days=365)
            if row.district == district and recent:
                kind = kinds_of_route.get(row.route, PlaceType.EXCLUSION)
                wanted[kind, frozenset(row.key_stage.year_groups)] += row.count
        change = ChangeReferrals.model_validate(
            {
                "change": "change_referrals",
                "per_cent": 100,
                "districts": [district],
                "because": _BECAUSE,
            }
        )
        says = f"Referrals from {district} double"
        yield Shock("referrals", district, says, _with(scenario, [change]), +wanted)


def _shortages(scenario: Scenario, dataset: Dataset, shortage: Shortage) -> Iterator[Shock]:
    day = dataset.as_at
    until = day + timedelta(weeks=shortage.weeks, days=-1)
    wanted: Counter[Kind] = Counter()
    changes: list[AnyChange] = []
    for commission in running(dataset):
        places = commission.places_on(day)
        lost = -(-places * shortage.per_cent // 100)
        wanted[commission.place_type, commission.year_groups] += lost
        changes.append(
            SetPlaces.model_validate(
                {
                    "change": "set_places",
                    "commission": commission.commission_id,
                    "places": places - lost,
                    "from": day,
                    "until": until,
                    "because": _BECAUSE,
                }
            )
        )
    if changes:
        says = f"Teachers are short: {shortage.per_cent}% of all places until {format_day(until)}"
        yield Shock(
            *("shortage", "all sites", says, _with(scenario, changes)),
            wanted=wanted,
            places_lost=sum(wanted.values()),
        )


def _with(scenario: Scenario, changes: Iterable[AnyChange]) -> Scenario:
    return replace(scenario, changes=(*scenario.changes, *changes), origins=())
