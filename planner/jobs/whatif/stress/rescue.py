"""Ways back from a shock: places added where they are cheapest, or places bought singly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.jobs.whatif.seeking.bisect import find_edge
from planner.jobs.whatif.stress.shocks import Kind, Shock, running
from planner.results.searches.stress import Rescue
from planner.scenario.changes.places import AddPlaces
from planner.scenario.schema import Scenario
from planner.units import MONTHS_PER_YEAR, Pence, divide_half_up, format_pounds

_BECAUSE = "it is sought how many would be enough"
_MOST_ADDED = 2
"""Times the places lost, or all places there are if that is more, that are tried at most."""
_SCHOOL_DAYS_PER_WEEK = 5

Late = Callable[[Scenario], float]
"""Says how many pupils are late under a scenario, over all years."""


def rescues_of(
    shock: Shock, dataset: Dataset, *, late: Late, as_before: float
) -> tuple[Rescue, ...]:
    """
    Return ways to have no more pupils late than without the shock, the cheapest first.

    Parameters
    ----------
    shock
        What is lost.
    dataset
        The case's tables without the shock.
    late
        Says how many pupils are late under a scenario.
    as_before
        Pupils late without the shock.
    """
    found: dict[tuple[tuple[str, int], ...], Rescue] = {}
    met: set[tuple[str, ...]] = set()
    for choice in (0, 1):
        bundle = _bundle(shock, dataset, choice)
        names = tuple(bundle[kind].commission_id for kind in bundle)
        if bundle and names not in met:
            met.add(names)
            rescue = _places(shock, dataset, bundle, late=late, as_before=as_before)
            found[rescue.parts] = rescue
    return tuple(sorted(found.values(), key=rank))


def rank(rescue: Rescue) -> tuple[bool, bool, Pence, str]:
    """Return what rescues are sorted by: enough at a known price, then any price, then cheap."""
    pence = rescue.yearly_pence
    return pence is None or not rescue.enough, pence is None, pence or 0, rescue.says


def _bundle(shock: Shock, dataset: Dataset, choice: int) -> Mapping[Kind, Commission]:
    """Return for every kind of place wanted the cheapest commission, or the next cheapest."""
    bundle = {}
    for kind in sorted(shock.wanted, key=lambda each: (each[0], sorted(each[1]))):
        able = sorted(
            (c for c in running(dataset) if _serves(c, kind, shock)),
            key=lambda c: (place_year_pence(dataset, c) or 0, c.commission_id),
        )
        if able:
            bundle[kind] = able[min(choice, len(able) - 1)]
    return bundle


def _serves(commission: Commission, kind: Kind, shock: Shock) -> bool:
    place_type, years = kind
    return (
        commission.commission_id not in shock.away
        and commission.place_type is place_type
        and 2 * len(commission.year_groups & years) >= len(years)
    )


def _places(
    shock: Shock,
    dataset: Dataset,
    bundle: Mapping[Kind, Commission],
    *,
    late: Late,
    as_before: float,
) -> Rescue:
    figures: dict[int, float] = {}

    def enough(places: int) -> bool:
        parts = _shared(shock, bundle, places)
        figures[places] = late(_with_places(shock.scenario, parts))
        return figures[places] <= as_before

    there = sum(commission.places_on(dataset.as_at) for commission in running(dataset))
    most = max(_MOST_ADDED * shock.places_lost, there)
    edge = find_edge(enough, most)
    places = most if edge.step is None else edge.step
    parts = tuple(sorted(_shared(shock, bundle, places).items()))
    prices = [place_year_pence(dataset, dataset.commission[name]) for name, _ in parts]
    known = [price for price in prices if price is not None]
    pence = (
        sum(price * count for price, (_, count) in zip(known, parts, strict=True))
        if len(known) == len(parts)
        else None
    )
    where = " and ".join(f"{count} at {name}" for name, count in parts) or "no further place"
    says = where if pence is None else f"{where}, {_in_pounds(pence)} a year"
    if edge.step is None:
        says = f"Not even {says} would be enough"
    return Rescue("places", parts, edge.step is not None, figures[places], pence, says)


def _shared(shock: Shock, bundle: Mapping[Kind, Commission], places: int) -> Counter[str]:
    """Share places over the kinds wanted by their weights, whole (largest remainder)."""
    total = sum(shock.wanted[kind] for kind in bundle)
    exact = {kind: places * shock.wanted[kind] / total for kind in bundle}
    whole = {kind: int(share) for kind, share in exact.items()}
    rest = sorted(exact, key=lambda kind: whole[kind] - exact[kind])
    for kind in rest[: places - sum(whole.values())]:
        whole[kind] += 1
    shared: Counter[str] = Counter()
    for kind, count in whole.items():
        if count:
            shared[bundle[kind].commission_id] += count
    return shared


def _with_places(scenario: Scenario, parts: Mapping[str, int]) -> Scenario:
    added = tuple(
        AddPlaces.model_validate(
            {"change": "add_places", "commission": name, "places": count, "because": _BECAUSE}
        )
        for name, count in sorted(parts.items())
    )
    return replace(scenario, changes=(*scenario.changes, *added))


def place_year_pence(dataset: Dataset, commission: Commission) -> Pence | None:
    """Return place funding and top-up for one place for one year, or None where none is given."""
    mine = [row for row in dataset.funding if row.commission_id == commission.commission_id]
    if not mine:
        return None
    newest = max(mine, key=lambda row: row.financial_year)
    months = (
        newest.council_place_months + newest.recouped_place_months + newest.dfe_direct_place_months
    )
    top_up = divide_half_up(newest.top_up_pence * MONTHS_PER_YEAR, months) if months else 0
    return newest.place_rate_pence + top_up


def _in_pounds(pence: Pence) -> str:
    return format_pounds(100 * divide_half_up(pence, 100))


def spot_rescue(dataset: Dataset, *, late_days: float, years: int) -> Rescue:
    """
    Return what it would cost to buy singly for the days without a place that a shock adds.

    Parameters
    ----------
    late_days
        Pupils' school days without a place more than without the shock, over all years.
    years
        School years simulated.
    """
    prices = [c.spot_weekly_pence for c in dataset.commissions if c.spot_weekly_pence is not None]
    if not prices:
        says = "Places bought singly: the tables give no price"
        return Rescue("spot", (), True, None, None, says)
    weeks = max(0.0, late_days) / _SCHOOL_DAYS_PER_WEEK
    pence = round(weeks * min(prices) / years)
    says = (
        f"Places bought singly for {weeks / years:,.0f} pupil-weeks a year, "
        f"{_in_pounds(pence)} a year"
    )
    return Rescue("spot", (), True, None, pence, says)
