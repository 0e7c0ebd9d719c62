from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.codes import Need, Route
from planner.forecast.backtest.scores import coverage, crps, place_in_forecast
from planner.forecast.backtest.words import sentences_of
from planner.forecast.history.counts import History, months_between
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import fit
from planner.forecast.model.paths import sample_paths
from planner.forecast.record import backtest_history
from planner.results.coming.futures import BacktestRow, Cohort
from planner.units import KeyStage

MONTHS = months_between(date(2012, 9, 1), date(2020, 8, 1))
SEASONS = np.array([9, 12, 13, 8, 11, 10, 12, 7, 10, 11, 6, 0]) / 109


def made_up(seed, *, yearly=400.0, drift=0.2):
    generator = np.random.default_rng(seed)
    cohorts = tuple(
        Cohort(district, stage, Need.SEMH, route)
        for district in ("North", "South")
        for stage in (KeyStage.KS3, KeyStage.KS4)
        for route in (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
    )
    shares = generator.dirichlet(np.full(len(cohorts), 8.0))
    level = yearly * np.exp(np.cumsum(generator.normal(0, drift / np.sqrt(12), len(MONTHS))))
    season = np.array([SEASONS[(month.month - 9) % 12] for month in MONTHS])
    counts = generator.poisson((level * season)[:, None] * shares)
    return History(MONTHS, 12, cohorts, counts, np.ones(len(MONTHS), dtype=bool))


def paths_of(history, *, draws=200, ahead=24):
    model = fit(history, choose_settings(history), ahead=ahead)
    seasons = np.arange(ahead, dtype=np.int64) % 12
    return sample_paths(model, seasons, draws=draws, generator=np.random.default_rng(1))


def test_futures_follow_the_school_year():
    paths = paths_of(made_up(1))
    monthly = paths[:, :12].sum(axis=2).mean(axis=0)
    assert monthly[11] < 0.05 * monthly.max()
    assert monthly[2] > 1.3 * monthly[10]


def test_the_farther_ahead_the_wider():
    totals = paths_of(made_up(2)).sum(axis=2)
    first, second = totals[:, :12].sum(axis=1), totals[:, 12:].sum(axis=1)
    assert second.std() > first.std()


def test_doubling_every_count_about_doubles_the_forecast():
    history = made_up(3)
    twice = History(history.starts, 12, history.cohorts, history.counts * 2, history.usable)
    once, double = (float(np.median(paths_of(h).sum(axis=(1, 2)))) for h in (history, twice))
    assert double == pytest.approx(2 * once, rel=0.1)


def test_the_record_says_in_words_how_far_out_it_was():
    record = backtest_history(made_up(4), years=3, seed=1)
    top = record.rows[0]
    assert (top.level, top.years_ahead) == ("authority", 1)
    assert record.sentences[0] == (
        "In past years the next-year figure for the whole authority was typically "
        f"{top.error_share:.0%} out"
        + ("" if abs(top.bias_share) <= 0.1 else ", mostly too " + _side(top.bias_share))
        + "."
    )


def test_small_groups_are_held_against_last_years_count_too():
    whole = BacktestRow("authority", 1, 9, 0.2, 0.3, 0.3, 0.1, 0.8, 0.95, 0.0)
    small = BacktestRow("cohort", 1, 90, 0.59, 0.52, 1.1, 0.0, 0.8, 0.95, 0.0)
    (said,) = (text for text in sentences_of((whole, small), years=1) if "small group" in text)

    assert "typically 59% out" in said
    assert "would have been 52% out, so this is no better. Do not plan" in said


@pytest.mark.parametrize(("skill", "told"), [(-1.43, True), (0.2, False)])
def test_a_range_so_wide_that_last_years_count_did_better_is_said_to_be(skill, told):
    row = BacktestRow("authority", 1, 9, 0.04, 0.04, 0.3, skill, 1.0, 1.0, 0.0)
    said = sentences_of((row,), years=1)

    assert any(text.startswith("With the range counted in") for text in said) is told


def test_a_year_farther_ahead_than_the_history_can_judge_is_said_to_have_no_record():
    whole = made_up(4)
    short = History(
        whole.starts[:36], 12, whole.cohorts, whole.counts[:36], np.ones(36, dtype=bool)
    )
    record = backtest_history(short, years=3, seed=1)

    assert {row.years_ahead for row in record.rows} == {1, 2}
    assert any(
        said.startswith("How wrong the three-year figure may be is not known")
        for said in record.sentences
    )
    for row in record.rows[:2]:
        horizon = "" if row.years_ahead == 1 else ", 2 years ahead,"
        assert any(f"count again{horizon} would" in said for said in record.sentences)


def _side(bias):
    return "high" if bias > 0 else "low"


def test_ranges_hold_about_what_they_promise_over_many_authorities():
    rows = [backtest_history(made_up(seed), years=1, seed=1).rows for seed in range(10, 22)]
    cohort = [row.cover_80 for authority in rows for row in authority if row.level == "cohort"]
    assert 0.72 < float(np.mean(cohort)) < 0.92


def test_counts_by_term_go_back_to_the_longer_average_sooner_within_a_wider_drift():
    months = made_up(6)
    counts = months.counts.reshape(-1, 4, len(months.cohorts)).sum(axis=1)
    starts, usable = months.starts[::4], months.usable[::4]
    terms = History(starts, 3, months.cohorts, counts, usable)
    by_month, by_term = choose_settings(months), choose_settings(terms)
    assert by_term.reversion > by_month.reversion
    narrow = replace(by_term, drift_factor=1.0)
    spread = [
        sample_paths(
            fit(terms, settings, ahead=6),
            np.arange(6, dtype=np.int64) % 3,
            draws=1000,
            generator=np.random.default_rng(1),
        )
        .sum(axis=2)
        .std()
        for settings in (narrow, by_term)
    ]
    assert spread[1] > spread[0]


def test_a_history_of_a_year_has_no_record_and_says_so():
    short = made_up(5).until(14)
    record = backtest_history(short, years=3, seed=1)
    assert record.rows == ()
    assert record.unanswered[0].startswith("The history is too short")


def test_a_certain_and_right_forecast_scores_nought():
    assert crps(np.full((50, 1), 7.0), np.array([7.0])).tolist() == [0.0]


def test_places_in_a_right_forecast_of_counts_are_even():
    generator = np.random.default_rng(2)
    samples = generator.poisson(1.2, (400, 3000)).astype(float)
    truth = generator.poisson(1.2, 3000).astype(float)
    places = place_in_forecast(samples, truth, generator)
    assert coverage(places, 0.8) == pytest.approx(0.8, abs=0.03)
    assert coverage(places, 0.95) == pytest.approx(0.95, abs=0.02)


def test_the_drift_of_a_level_is_found_in_averages_over_years_that_vary_less_than_it():
    years, drift, found = 30, 0.2, []
    months = months_between(date(1990, 9, 1), date(1990 + years, 8, 1))
    cohort = (Cohort("North", KeyStage.KS3, Need.SEMH, Route.PERMANENT_EXCLUSION),)
    for seed in range(20):
        generator = np.random.default_rng(seed)
        level = 4000 * np.exp(np.cumsum(generator.normal(0, drift / np.sqrt(12), len(months))))
        counts = generator.poisson(level * np.tile(SEASONS, years))[:, None]
        history = History(months, 12, cohort, counts, np.ones(len(months), dtype=bool))
        found.append(fit(history, choose_settings(history), ahead=1).drift)
    # The prior of 0.41, worth three years, lifts 0.2 over thirty years to 0.23.
    assert float(np.mean(found)) == pytest.approx(0.23, abs=0.015)
