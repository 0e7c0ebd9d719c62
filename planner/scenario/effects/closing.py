"""Changes that end provision: what becomes of the places, the pupils on them and the money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.codes import DecisionStatus
from planner.domain.dataset import Dataset
from planner.domain.placements import Decision, Placement
from planner.domain.provision import Commission
from planner.scenario.changes.places import CloseCommission
from planner.scenario.changes.sites import CloseSite, ProviderFails
from planner.scenario.effects.funding import funded_anew
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    check_known,
    commission_named,
    counted,
    first_day,
    from_words,
    with_commissions,
)


def close_commission(dataset: Dataset, change: CloseCommission) -> Outcome:
    """End a commission on the day before a day."""
    commission = commission_named(dataset, change.commission)
    day = first_day(change, dataset)
    return _closed(dataset, [commission], day, f"{commission.commission_id}: closes")


def close_site(dataset: Dataset, change: CloseSite) -> Outcome:
    """End every commission at a site."""
    check_known(change.site, dataset.site, noun="site", key="site")
    there = [each for each in dataset.commissions if each.site_id == change.site]
    day = first_day(change, dataset)
    return _closed(dataset, there, day, f"{change.site}: the site closes")


def provider_fails(dataset: Dataset, change: ProviderFails) -> Outcome:
    """End every commission at every site of a provider."""
    check_known(change.provider, dataset.provider, noun="provider", key="provider")
    there = [
        each
        for each in dataset.commissions
        if dataset.site[each.site_id].provider_id == change.provider
    ]
    return _closed(dataset, there, first_day(change, dataset), f"{change.provider}: fails")


def _closed(dataset: Dataset, commissions: Iterable[Commission], day: date, says: str) -> Outcome:
    last = day - timedelta(days=1)
    running = [each for each in commissions if _runs_on(each, day)]
    if not running:
        raise Unfit(
            key="change",
            what="nothing is left to close on that day.",
            fix="Choose an earlier day, or leave the change out.",
        )
    places = sum(each.places_on(day) for each in running)
    closed = [replace(each, ends=last, rolls_over=False) for each in running]
    after = with_commissions(dataset, closed)
    for before, ended in zip(running, closed, strict=True):
        after = funded_anew(after, before, ended)
    names = frozenset(each.commission_id for each in closed)
    placements = tuple(_until(dataset.placements, names, last))
    leavers = [
        each for each in dataset.placements if each.commission_id in names and each.lasts_to(day)
    ]
    after = replace(
        after,
        placements=placements,
        decisions=tuple(_decisions_undone(dataset, names, day)),
    )
    undone = sum(new != old for new, old in zip(after.decisions, dataset.decisions, strict=True))
    said = [f"{says} {from_words(day)} with {counted(places, 'place')}"]
    said += [f"{counted(len(leavers), 'placement')} cut short"] if leavers else []
    said += [f"{counted(undone, 'decision')} for it cannot stand"] if undone else []
    return Outcome(after, "; ".join(said))


def _runs_on(commission: Commission, day: date) -> bool:
    return commission.ends is None or commission.rolls_over or commission.ends >= day


def _until(
    placements: Iterable[Placement], names: frozenset[str], last: date
) -> Iterable[Placement]:
    """Yield placements cut to the last day; those that would start after it are gone."""
    for placement in placements:
        if placement.commission_id not in names or not placement.lasts_to(last + timedelta(days=1)):
            yield placement
        elif placement.starts <= last:
            yield replace(placement, ends=last)


def _decisions_undone(dataset: Dataset, names: frozenset[str], day: date) -> Iterable[Decision]:
    """Yield decisions; one for a place that is gone before the stay ends holds no place."""
    for decision in dataset.decisions:
        if (
            decision.commission_id in names
            and decision.status.holds_a_place
            and _outlasts(dataset, decision, day)
        ):
            yield replace(
                decision,
                status=DecisionStatus.DECLINED_BY_PROVIDER,
                reason="The scenario closes the provision.",
            )
        else:
            yield decision


def _outlasts(dataset: Dataset, decision: Decision, day: date) -> bool:
    referral = dataset.referral.get(decision.pupil_id)
    if decision.start_date is None or referral is None:
        return True
    return decision.start_date + timedelta(weeks=referral.planned_weeks) > day
