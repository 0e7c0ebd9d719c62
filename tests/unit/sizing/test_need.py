from dataclasses import replace
from datetime import date

import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.provision import Commission
from planner.results.coming.futures import CohortDemand, DemandForecast
from planner.sizing.need import enough_places, places_needed
from planner.units import KeyStage

COHORT = CohortDemand("2021/22", KeyStage.KS3, PlaceType.EXCLUSION, 40, 50, 61)
OTHER = replace(COHORT, key_stage=KeyStage.KS4)
PLACES = Commission("forge-e", "forge", PlaceType.EXCLUSION, 31, date(2021, 9, 1))


def placement(number, weeks):
    ends = date.fromordinal(date(2021, 9, 6).toordinal() + 7 * weeks)
    return Placement(f"p{number}", "forge-e", date(2021, 9, 6), ends, 10, 8)


def dataset(**tables):
    return Dataset(date(2021, 11, 8), SchoolCalendar(()), commissions=(PLACES,), **tables)


def plan(*cohorts, chance=0.95, **tables):
    return places_needed(
        DemandForecast("", (), cohorts, "2021-10"), dataset(**tables), chance=chance
    )


def test_more_chance_never_asks_for_fewer_places():
    places = [plan(COHORT, chance=chance).needs[0].places_needed for chance in (0.5, 0.8, 0.95)]
    assert places == sorted(places)
    assert places[0] < places[-1]


def test_a_wider_range_asks_for_more_places():
    wide = replace(COHORT, referrals_p10=20, referrals_p90=110)
    assert plan(wide).needs[0].places_needed > plan(COHORT).needs[0].places_needed


def test_halving_the_stay_halves_the_pupils_in_provision():
    long, short = (
        plan(COHORT, placements=tuple(placement(n, weeks) for n in range(5))).needs[0]
        for weeks in (38, 19)
    )
    assert long.mean_occupancy == pytest.approx(2 * short.mean_occupancy)


def test_places_for_several_key_stages_are_shared_out_whole():
    needs = plan(COHORT, OTHER).needs
    assert sum(need.places_commissioned for need in needs) == 31
    assert needs[0].gap == needs[0].places_needed - needs[0].places_commissioned


def test_without_a_forecast_there_are_no_places_but_the_reasons():
    unanswered = DemandForecast("", (), (), "", ("Only 2 months.",))
    answer = places_needed(unanswered, dataset())
    assert answer.needs == ()
    assert answer.unanswered == ("Only 2 months.",)


def test_nobody_expected_needs_no_place():
    assert enough_places(0.0, 0.3, chance=0.95) == 0


def test_a_chance_of_one_is_refused():
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        plan(COHORT, chance=1.0)
