"""Pupils of a kind that the history never counted: no figure can be given for them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.forecast.history.counts import History
from planner.units import KeyStage, key_stage_of

Kind = tuple[KeyStage, PlaceType]


def kind_of_place(route: Route, place_types: Mapping[Route, frozenset[PlaceType]]) -> PlaceType:
    """Return the type of place that a route asks for; exclusion places where both may serve."""
    kinds = place_types.get(route, frozenset({PlaceType.EXCLUSION}))
    return PlaceType.EXCLUSION if PlaceType.EXCLUSION in kinds else PlaceType.PREVENTION


def uncounted_kinds(
    dataset: Dataset, history: History, place_types: Mapping[Route, frozenset[PlaceType]]
) -> tuple[Kind, ...]:
    """Return key stages and place types of pupils there are, but of no referral counted."""
    some = history.counts[history.usable].sum(axis=0) > 0
    counted = [
        cohort for cohort, any_at_all in zip(history.cohorts, some, strict=True) if any_at_all
    ]
    if any(cohort.key_stage is None for cohort in counted):
        return ()
    there = {(r.key_stage, kind_of_place(r.route, place_types)) for r in dataset.referrals} | {
        (key_stage_of(p.year_group), dataset.commission[p.commission_id].place_type)
        for p in dataset.placements
    }
    known = {(c.key_stage, kind_of_place(c.route, place_types)) for c in counted}
    return tuple(sorted(there - known))


def uncounted_say(
    dataset: Dataset, history: History, place_types: Mapping[Route, frozenset[PlaceType]]
) -> tuple[str, ...]:
    """Say of whom the history tells nothing, so that no figure is taken for nought."""
    if not history.usable.any() or history.total == 0:
        return ()
    said = [
        f"{stage}, places of type {kind.value}: pupils wait or are in place, yet the history "
        "counts no referral of any. Nothing is known of how many will come; no figure for them, "
        "or one of 0, does not mean that nobody comes."
        for stage, kind in uncounted_kinds(dataset, history, place_types)
    ]
    districts = {cohort.district for cohort in history.cohorts if cohort.district}
    homes = {referral.district for referral in dataset.referrals if referral.district}
    said += [
        f'Pupils from "{district}" wait, yet the history counts no referral from there: it is '
        "missing from the history, or has another name in it."
        for district in sorted(homes - districts)
        if districts
    ]
    return tuple(said)
