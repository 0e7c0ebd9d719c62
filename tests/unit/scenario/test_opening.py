"""Commissions and sites that open."""

from collections.abc import Callable
from datetime import date

import pytest

from planner.domain.codes import Need, Sector
from planner.domain.dataset import Dataset
from planner.domain.referrals import Point
from planner.errors import ScenarioProblems

Changed = Callable[..., tuple[Dataset, tuple[str, ...]]]

BOUGHT = {
    "commission": "MALVERN-P",
    "place_type": "P",
    "places": 8,
    "year_groups": "7-9",
    "needs": "SEMH",
    "place_rate_pounds": "10000",
    "top_up_pounds": "6000.60",
}
SITE = {
    "site": "MALVERN",
    "name": "Malvern spoke",
    "provider": "FORGE",
    "easting": 378000,
    "northing": 246000,
    "district": "Malvern Hills",
    "hub_site": "FORGE-1",
    "from_": "2022-01-04",
}


def test_a_spoke_opens_with_its_commission_and_funding(changed: Changed) -> None:
    after, said = changed("open_site", **SITE, commissions=[BOUGHT])
    site = after.site["MALVERN"]
    assert (site.point, site.hub_site_id) == (Point(378000, 246000), "FORGE-1")
    bought = after.commission["MALVERN-P"]
    assert [bought.places_on(d) for d in (date(2022, 1, 3), date(2022, 1, 4))] == [0, 8]
    assert (bought.year_groups, bought.needs) == (frozenset({7, 8, 9}), frozenset({Need.SEMH}))
    rows = {r.financial_year: r for r in after.funding if r.commission_id == "MALVERN-P"}
    # February and March; then the whole of the other year that the tables state.
    assert [rows[year].council_place_months for year in (2021, 2022)] == [16, 96]
    assert [rows[year].top_up_pence for year in (2021, 2022)] == [8_000_80, 48_004_80]
    assert said == (
        "MALVERN: Malvern spoke opens in Malvern Hills with 8 places from 4 Jan 2022 "
        "(because agreed).",
    )
    ids = [each.commission_id for each in after.commissions]
    assert ids == sorted(ids)


def test_a_provider_that_is_new_comes_with_its_site(changed: Changed) -> None:
    new = {"name": "A free school", "sector": "ap_free_school"}
    after, _ = changed(
        "open_site", **(SITE | {"provider": "FREE"}), new_provider=new, commissions=[BOUGHT]
    )
    assert after.provider_of("MALVERN-P").sector is Sector.AP_FREE_SCHOOL


def test_a_commission_opens_at_a_site_that_is_there(changed: Changed) -> None:
    after, said = changed("open_commission", site="FORGE-2", **BOUGHT)
    assert after.site_of("MALVERN-P").site_id == "FORGE-2"
    assert said == ("MALVERN-P: opens at FORGE-2 with 8 places from 8 Nov 2021 (because agreed).",)


@pytest.mark.parametrize(
    ("site", "bought", "sentence"),
    [
        ({"site": "FORGE-1"}, {}, 'there is a site "FORGE-1" in the tables already'),
        ({"hub_site": "FORGE-9"}, {}, 'no site "FORGE-9"'),
        ({"provider": "NEW"}, {}, "A new one needs the key new_provider"),
        (
            {"new_provider": {"name": "x", "sector": "unregistered"}},
            {},
            'there is a provider "FORGE" in the tables already',
        ),
        ({}, {"commission": "FORGE-P"}, r"changes\[1\]\.commissions\[1\]\.commission: there is a"),
        ({}, {"ends": "2022-01-03"}, "ends before it begins on 4 Jan 2022"),
    ],
)
def test_an_opening_that_does_not_fit_is_refused(
    changed: Changed, site: dict[str, object], bought: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioProblems, match=sentence):
        changed("open_site", **(SITE | site), commissions=[BOUGHT | bought])
