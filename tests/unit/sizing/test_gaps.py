"""Places held against need by area and need, by date, and at one commission."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep, Site
from planner.domain.referrals import Point
from planner.reports.futures.frames import gap_frame
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.gaps import EVERY, NOT_RECORDED
from planner.results.coming.places import Sufficiency
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import Effects
from planner.sizing.gaps.by_date import by_date
from planner.sizing.gaps.filled import filled_of
from planner.sizing.gaps.table import gaps_of
from planner.sizing.options.sites import site_options
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(90))
SITES = (
    Site("N", "council", "North hub", Point(390000, 260000), "North"),
    Site("S", "council", "South hub", Point(390000, 230000), "South"),
)
NORTH = Cohort("North", KeyStage.KS3, Need.SEMH, Route.PERMANENT_EXCLUSION)
SOUTH = Cohort("South", KeyStage.KS3, Need.ASD, Route.PERMANENT_EXCLUSION)


def commission(site, places, **changes):
    row = Commission(f"{site}-E", site, PlaceType.EXCLUSION, places, date(2020, 9, 1))
    return replace(row, **changes)


def tables(*commissions):
    return Dataset(AS_AT, SchoolCalendar(()), sites=SITES, commissions=commissions)


def world(dataset, cohorts=(NORTH, SOUTH), rate=0.5):
    counts = np.random.default_rng(2).poisson(rate, (60, len(WEEKS), len(cohorts)))
    paths = DemandPaths(WEEKS, cohorts, counts.astype(np.int16))
    return build_world(paths, dataset, place_types=Policy().place_types, seed=1)


def row_of(rows, area, need, year="2023/24"):
    return next(r for r in rows if (r.academic_year, r.area, r.need) == (year, area, need))


def gaps(*commissions):
    dataset = tables(*commissions)
    return gaps_of(filled_of(world(dataset)), dataset)


def test_without_places_every_need_is_a_gap():
    rows = gaps(commission("N", 0))
    assert {row.finding for row in rows if row.needed_p50 > 0} == {"gap"}


def test_the_shares_of_all_who_compete_add_up_to_the_places():
    rows = gaps(commission("N", 17), commission("S", 23))
    parts = row_of(rows, "North", "SEMH").share + row_of(rows, "South", "ASD").share
    assert parts == pytest.approx(40, abs=1)
    assert row_of(rows, EVERY, EVERY).share == 40


def test_a_commission_for_one_need_leaves_nothing_for_another():
    rows = gaps(commission("N", 50, needs=frozenset({Need.SEMH})))
    assert (row_of(rows, "North", "SEMH").share, row_of(rows, "South", "ASD").share) == (50, 0)
    assert (row_of(rows, "North", "SEMH").in_area, row_of(rows, "South", "ASD").accepting) == (
        50,
        0,
    )


def test_two_commissions_that_each_would_do_are_a_duplication():
    one, two = gaps(commission("N", 150)), gaps(commission("N", 150), commission("S", 150))
    assert row_of(one, EVERY, EVERY).finding == ""
    whole = row_of(two, EVERY, EVERY)
    assert (whole.finding, whole.commissions, whole.commissions_enough) == ("duplication", 2, 1)


def test_need_is_what_would_be_filled_if_nobody_waited():
    dataset = tables(commission("N", 1))
    drawn = world(dataset)
    filled = filled_of(drawn)
    day = 5 * 30
    there = (drawn.arrival <= day) & (np.minimum(drawn.arrival + drawn.stay, drawn.cutoff) > day)
    expected = np.bincount(drawn.draw_of[there], minlength=60)
    expected = expected + np.bincount(drawn.resident_draw[drawn.leaves > day], minlength=60)
    counted = sum(filled.of_cohort(cohort)[:, 30] for cohort in range(2))
    assert counted.tolist() == expected.tolist()


def test_places_that_open_by_step_are_held_against_need_from_that_half_term():
    stepped = commission("N", 78, steps=(PlaceStep(date(2024, 1, 1), 450),))
    dataset = tables(stepped)
    rows = by_date(filled_of(world(dataset)), dataset)
    held = {row.half_term: row.commissioned for row in rows}
    assert (held["2023/24 autumn 2"], held["2023/24 spring 1"]) == (78, 450)
    assert all(row.needed_p10 <= row.needed_p50 <= row.needed_p90 for row in rows)


def options(*commissions, chance=0.9):
    dataset = tables(*commissions)
    return site_options(world(dataset), dataset, None, Effects(), year=1, chance=chance)


def test_the_places_found_at_a_site_keep_the_promise_and_one_fewer_does_not():
    first, _ = options(commission("N", 4), commission("S", 10))
    assert first.places is not None
    kept, short = (
        options(
            commission("N", 4, steps=(PlaceStep(date(2024, 9, 1), places),)), commission("S", 10)
        )[0]
        for places in (first.places, first.places - 1)
    )
    assert kept.on_time_now >= 0.9 > short.on_time_now
    assert "instead of 4 would let 90%" in first.sentence


def test_only_pupils_who_may_come_to_a_site_count_for_it():
    (only,) = options(commission("N", 200, needs=frozenset({Need.SEMH})))
    assert only.on_time_now == 1.0
    assert only.sentence.startswith("N-E (North hub): 200 places are enough")


def test_a_site_that_nobody_may_come_to_is_not_told_of():
    assert options(commission("N", 10, needs=frozenset({Need.PD}))) == ()


def test_small_needs_are_published_as_a_range():
    dataset = tables(commission("N", 10))
    rows = gaps_of(filled_of(world(dataset, rate=0.02)), dataset)
    frame = gap_frame(Sufficiency("", (), gaps=rows))
    shown = set(frame["needed_p50"].astype(str)) - {"0"}
    assert shown == {"1 to 4"}
    assert set(frame.loc[frame["needed_p50"] == "1 to 4", "gap"]) == {""}


def test_a_need_that_was_not_recorded_has_a_row_of_its_own():
    dataset = tables(commission("N", 10))
    unknown = (replace(NORTH, need=None),)
    rows = gaps_of(filled_of(world(dataset, unknown)), dataset)
    assert {row.need for row in rows} == {NOT_RECORDED, EVERY}
