"""Two answers worked out on paper in planner/help/checked-by-hand.md, and given by the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.costing.statement import year_statement
from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.whatif import StayChange
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point, Referral
from planner.results.coming.futures import CohortDemand, DemandForecast
from planner.results.finance.money import CostKind
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.sizing.need import places_needed
from planner.tables.read import read_dataset
from planner.units import FinancialYear, KeyStage

ROOT = Path(__file__).parents[2]
CASE = ROOT / "scenarios/worcestershire"
PAGE = (ROOT / "planner/help/checked-by-hand.md").read_text(encoding="utf-8")

BY_HAND = {
    "FORGE": (35, 369_000, 364_945, -4_055),
    "BEACON": (20, 262_000, 208_540, -53_460),
    "PERRYFIELDS": (22, 349_000, 229_394, -119_606),
    "NEWBRIDGE": (65, 554_000, 677_755, 123_755),
    "CPA": (40, 412_000, 417_080, 5_080),
    "ASPIRE": (10, 56_000, 104_270, 48_270),
}
"""Exclusion places; top-up now, at £10,427 a place, and the difference, in pounds."""


def _top_up_pounds(dataset: Dataset) -> dict[str, int]:
    lines = year_statement(dataset, FinancialYear(2021)).lines
    return {
        provider: sum(
            line.pence
            for line in lines
            if line.provider_id == provider and line.kind is CostKind.TOP_UP
        )
        // 100
        for provider in BY_HAND
    }


def test_one_top_up_for_all_is_what_the_paper_says_to_the_pound() -> None:
    scenario = load_scenario(CASE / "one-top-up-for-all.yaml")
    tables = read_dataset(scenario.data, as_at=scenario.as_at)
    changed, _ = apply(tables, scenario)
    now, then = _top_up_pounds(tables), _top_up_pounds(changed)
    for provider, (places, before, after, difference) in BY_HAND.items():
        assert (now[provider], then[provider]) == (before, after), provider
        assert after == places * 10_427
        assert then[provider] - now[provider] == difference
        sign = "−" if difference < 0 else "+"
        row = f"| {places} | £{before:,} | £{after:,} | {sign}£{abs(difference):,} |"
        assert row in PAGE, row
    assert sum(now.values()) == 2_002_000
    assert sum(then.values()) - sum(now.values()) == -16


def _occupancy(weeks: int) -> tuple[float, int]:
    """Return pupils in place and places enough in 95% of weeks, for 192 starts a year."""
    pupil = Referral("P1", Route.PERMANENT_EXCLUSION, date(2021, 9, 1), 8, planned_weeks=weeks)
    dataset = Dataset(
        date(2021, 9, 1),
        SchoolCalendar(()),
        referrals=(pupil,),
        sites=(Site("S", "V", "S", Point(390_000, 260_000), "North"),),
        commissions=(Commission("C", "S", PlaceType.EXCLUSION, 192, date(2020, 9, 1)),),
    )
    cohort = CohortDemand("2021/22", KeyStage.KS3, PlaceType.EXCLUSION, 192, 192, 192)
    plan = places_needed(DemandForecast("fixed", (), (cohort,), "2021-08"), dataset)
    (need,) = plan.needs
    return need.mean_occupancy, need.places_needed


@pytest.mark.parametrize(
    ("weeks", "in_place", "enough"), [(52, 191.3, 214), (26, 95.7, 112)], ids=["one", "two"]
)
def test_two_pupils_a_place_need_half_the_places_by_littles_law(
    weeks: int, in_place: float, enough: int
) -> None:
    mean, places = _occupancy(weeks)
    assert round(mean, 1) == in_place
    assert places == enough
    assert f"{in_place}" in PAGE
    assert f"**{enough}**" in PAGE


def test_the_scenario_of_two_pupils_a_place_halves_stays_at_its_far_end() -> None:
    (change,) = load_scenario(CASE / "two-pupils-a-place.yaml").whatif
    assert isinstance(change, StayChange)
    assert (change.factor_low, change.factor_high) == (0.5, 0.75)
