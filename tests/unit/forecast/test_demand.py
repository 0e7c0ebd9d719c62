from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import DEFAULT_PLACE_TYPES
from planner.domain.codes import Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.referrals import ReferralCount
from planner.forecast.demand import forecast_demand
from planner.forecast.history.counts import months_between
from planner.units import KeyStage

MONTHS = months_between(date(2018, 9, 1), date(2021, 10, 1))


def counts_of(monthly, *, months=MONTHS, stage=KeyStage.KS3, route=Route.PERMANENT_EXCLUSION):
    return tuple(
        ReferralCount(month, "Redditch", stage, Need.SEMH, route, count)
        for month, count in zip(months, monthly, strict=True)
    )


def forecast(history, **changes):
    options = {"draws": 400, "seed": 3, "place_types": DEFAULT_PLACE_TYPES, **changes}
    dataset = Dataset(date(2021, 11, 8), SchoolCalendar(()), history=tuple(history))
    return forecast_demand(dataset, **options)


def steady(mean, *, months=MONTHS, seed=1):
    generator = np.random.default_rng(seed)
    return [0 if m.month == 8 else int(generator.poisson(mean)) for m in months]


def test_a_steady_history_is_carried_on_with_a_range_around_it():
    answer = forecast(counts_of(steady(10)))
    assert [c.academic_year for c in answer.cohorts] == ["2021/22", "2022/23", "2023/24"]
    for cohort in answer.cohorts:
        assert cohort.referrals_p10 < 110 < cohort.referrals_p90
        assert 85 < cohort.referrals_p50 < 135
    widths = [c.referrals_p90 - c.referrals_p10 for c in answer.cohorts]
    assert widths == sorted(widths)


def test_the_same_seed_gives_the_same_forecast_whatever_the_order_of_rows():
    rows = (*counts_of(steady(6)), *counts_of(steady(3, seed=2), stage=KeyStage.KS4))
    assert forecast(rows) == forecast(reversed(rows))


def test_referrals_of_the_first_year_that_are_already_counted_are_told():
    months = months_between(MONTHS[0], date(2021, 8, 1))
    whole_years = forecast(counts_of(steady(60, months=months), months=months))
    counts = steady(60)

    assert "already counted" not in whole_years.method
    said = f"2021/22 holds the {sum(counts[-2:])} that are already counted of it."
    assert said in forecast(counts_of(counts)).method


def test_routes_are_gathered_by_the_kind_of_place_that_serves_them():
    rows = (
        *counts_of(steady(6)),
        *counts_of(steady(6, seed=5), route=Route.OFF_SITE_DIRECTION),
    )
    kinds = {c.place_type for c in forecast(rows).cohorts}
    assert kinds == {PlaceType.EXCLUSION, PlaceType.PREVENTION}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), "There is no complete month"),
        (counts_of([4, 5], months=months_between(date(2021, 9, 1), date(2021, 10, 1))), "Only 2"),
        (counts_of([0] * len(MONTHS)), "Every count in the table history is 0"),
    ],
)
def test_a_history_that_bears_no_forecast_is_refused_with_the_reason(rows, sentence):
    answer = forecast(rows)
    assert answer.cohorts == ()
    assert answer.unanswered[0].startswith(sentence)


def test_a_month_without_rows_is_missing_and_not_nought():
    monthly = steady(10)
    gap = date(2021, 3, 1)
    rows = [row for row in counts_of(monthly) if row.month != gap]
    answer = forecast(rows)
    assert "No counts are given for 2021-03; taken as missing, not as 0." in answer.leaves_out
    assert answer.cohorts[0].referrals_p50 > 85


def test_a_half_entered_last_month_is_left_out_and_said():
    rows = counts_of([*steady(10), 1], months=(*MONTHS, date(2021, 11, 1)))
    answer = forecast(rows)
    assert answer.last_month_known == "2021-10"
    assert any("not complete on 8 Nov 2021" in sentence for sentence in answer.leaves_out)


def test_a_last_month_with_few_of_its_usual_rows_is_left_out_and_said():
    answer = forecast(counts_of([*steady(14)[:-1], 2]))
    assert any("2021-10 has 2 referrals where about" in note for note in answer.notes)


@pytest.mark.parametrize("position", [0, 14, -1])
def test_a_month_with_fifty_times_its_usual_count_hardly_moves_the_forecast(position):
    monthly = steady(10)
    spiked = list(monthly)
    spiked[position] *= 50
    usual, after = forecast(counts_of(monthly)), forecast(counts_of(spiked))
    for one, other in zip(usual.totals, after.totals, strict=True):
        assert other.referrals_p50 == pytest.approx(one.referrals_p50, rel=0.12)
    assert any("it is left out" in note for note in after.notes)


def test_one_note_of_fifty_times_in_one_small_group_hardly_moves_the_forecast():
    large = counts_of(steady(60))
    small = counts_of(steady(1, seed=7), stage=KeyStage.KS4)
    spiked = tuple(replace(row, count=50) if row is small[5] else row for row in small)
    usual, after = forecast((*large, *small)), forecast((*large, *spiked))
    assert "50 referrals of Redditch, KS4, SEMH, permanent_exclusion" in "".join(after.notes)
    middles = [
        sum(c.referrals_p50 for c in answer.cohorts if c.key_stage is KeyStage.KS4)
        for answer in (usual, after)
    ]
    assert middles[1] == pytest.approx(middles[0], rel=0.35)


def test_two_years_of_noughts_are_taken_as_not_recorded_and_said():
    monthly = [n if m < date(2020, 9, 1) else 0 for m, n in zip(MONTHS, steady(12), strict=True)]
    answer = forecast(counts_of(monthly))
    assert any("taken as not recorded and left out" in note for note in answer.notes)
    assert answer.totals[0].referrals_p50 > 60


def test_a_few_quiet_months_of_a_small_authority_are_believed():
    monthly = [0 if i in (20, 21, 22) else n for i, n in enumerate(steady(1.5))]
    answer = forecast(counts_of(monthly))
    assert not any("not recorded" in note for note in answer.notes)


def test_a_month_after_the_day_of_the_question_is_named_and_left_out():
    rows = counts_of([*steady(10), 9], months=(*MONTHS, date(2062, 1, 1)))
    answer = forecast(rows)
    assert any("(2062-01)" in note for note in answer.notes)
    assert answer.last_month_known == "2021-10"


def test_too_few_referrals_for_any_level_are_refused_with_the_reason():
    monthly = [1 if i == 7 else 0 for i in range(len(MONTHS))]
    answer = forecast(counts_of(monthly))
    assert answer.totals == ()
    assert answer.unanswered[0].startswith("Only 1 referral is counted in")
