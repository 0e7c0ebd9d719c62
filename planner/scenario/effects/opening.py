"""Changes that open provision: a commission at a site, or a site with its commissions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Funding, Provider, Site
from planner.domain.referrals import Point
from planner.scenario.changes.sites import NewCommission, OpenCommission, OpenSite
from planner.scenario.effects.funding import funding_of_new, years_funded
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    check_known,
    check_new,
    counted,
    first_day,
    from_words,
    with_commissions,
)
from planner.scenario.reading.fields import pence
from planner.scenario.reading.nearest import did_you_mean
from planner.units import format_day


def open_commission(dataset: Dataset, change: OpenCommission) -> Outcome:
    """Buy places at a site that is there already."""
    check_known(change.site, dataset.site, noun="site", key="site")
    day = first_day(change, dataset)
    opened = _bought(dataset, change, site_id=change.site, day=day)
    places = counted(change.places, "place")
    return Outcome(
        opened, f"{change.commission}: opens at {change.site} with {places} {from_words(day)}"
    )


def open_site(dataset: Dataset, change: OpenSite) -> Outcome:
    """Open a site, with its provider where that is new too, and buy places there."""
    check_new(change.site, dataset.site, noun="site", key="site")
    if change.hub_site is not None:
        check_known(change.hub_site, dataset.site, noun="site", key="hub_site")
    day = first_day(change, dataset)
    opened = _with_site(_with_provider(dataset, change), change)
    for position, bought in enumerate(change.commissions):
        within = ("commissions", position)
        opened = _bought(opened, bought, site_id=change.site, day=day, within=within)
    places = counted(sum(each.places for each in change.commissions), "place")
    return Outcome(
        opened,
        f"{change.site}: {change.name} opens in {change.district} with {places} {from_words(day)}",
    )


def _with_provider(dataset: Dataset, change: OpenSite) -> Dataset:
    new = change.new_provider
    if new is None:
        if change.provider not in dataset.provider:
            raise Unfit(
                key="provider",
                what=f'there is no provider "{change.provider}" in the tables.',
                fix=f"{did_you_mean(change.provider, dataset.provider)} A new one needs the key "
                "new_provider.",
            )
        return dataset
    check_new(change.provider, dataset.provider, noun="provider", key="provider")
    provider = Provider(change.provider, new.name, new.sector, new.approved)
    by_id = {**dataset.provider, provider.provider_id: provider}
    return replace(dataset, providers=tuple(by_id[name] for name in sorted(by_id)))


def _with_site(dataset: Dataset, change: OpenSite) -> Dataset:
    site = Site(
        site_id=change.site,
        provider_id=change.provider,
        name=change.name,
        point=Point(change.easting, change.northing),
        district=change.district,
        registered=change.registered,
        hub_site_id=change.hub_site,
    )
    by_id = {**dataset.site, site.site_id: site}
    return replace(dataset, sites=tuple(by_id[name] for name in sorted(by_id)))


def _bought(
    dataset: Dataset,
    bought: NewCommission,
    *,
    site_id: str,
    day: date,
    within: tuple[int | str, ...] = (),
) -> Dataset:
    check_new(
        bought.commission, dataset.commission, noun="commission", key="commission", within=within
    )
    if bought.ends is not None and bought.ends < day:
        what = f"the contract ends before it begins on {format_day(day)}."
        raise Unfit(key="ends", what=what, fix="Choose a later last day.", within=within)
    commission = _commission(bought, site_id=site_id, day=day)
    rows = funding_of_new(
        commission,
        years_funded(dataset, day),
        place_rate_pence=pence(bought.place_rate_pounds),
        top_up_pence=pence(bought.top_up_pounds),
        paid_by=bought.paid_by,
    )
    funding = sorted((*dataset.funding, *rows), key=_row_order)
    return replace(with_commissions(dataset, [commission]), funding=tuple(funding))


def _row_order(row: Funding) -> tuple[str, int]:
    return row.commission_id, row.financial_year


def _commission(bought: NewCommission, *, site_id: str, day: date) -> Commission:
    return Commission(
        commission_id=bought.commission,
        site_id=site_id,
        place_type=bought.place_type,
        places=bought.places,
        starts=day,
        ends=bought.ends,
        rolls_over=False,
        year_groups=bought.year_groups,
        needs=bought.needs,
        specialisms=bought.specialisms,
        tier=bought.tier,
        intervention=bought.intervention or "",
        accepts_overflow=bought.accepts_overflow,
        delivers_ehc_plan=bought.delivers_ehc_plan,
        sex=bought.sex,
        minimum_sessions=bought.minimum_sessions,
    )
