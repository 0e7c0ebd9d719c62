"""Panel days of one simulated future, under the simulation's rule and under the allocation."""

from datetime import timedelta

import numpy as np

from planner.jobs.panels import differences_say, panel_differences
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.panels import panels_of
from planner.testing import random_case
from planner.units import monday_of

CASE = random_case(3)


def paths():
    first = monday_of(CASE.as_at)
    weeks = tuple(first + timedelta(days=7 * week) for week in range(40))
    kinds = sorted({(r.key_stage, r.route) for r in CASE.dataset.referrals})
    cohorts = tuple(Cohort("North", stage, None, route) for stage, route in kinds)
    counts = np.random.default_rng(1).poisson(0.2, (5, len(weeks), len(cohorts)))
    return DemandPaths(weeks, cohorts, counts.astype(np.int16))


def test_on_a_panel_day_those_wait_who_came_before_and_have_not_begun():
    panels = panels_of(CASE, paths(), count=2, seed=1)
    assert len(panels) == 2
    for panel in panels:
        assert all(pupil.referred_on <= panel.day for pupil in panel.waiting)
        assert all(p.starts is None or p.starts >= panel.day for p in panel.waiting)
        assert all(stay.ends >= panel.day for stay in panel.in_place)
        assert all(0 <= pupil.year_group <= 11 for pupil in panel.waiting)


def test_both_rules_are_given_the_same_pupils():
    rows = panel_differences(CASE, paths(), count=1)
    (row,) = rows
    assert max(row.simulated_starts, row.allocated_starts) <= row.waiting
    assert row.waiting - row.allocated_starts <= row.allocated_late <= row.waiting
    assert f"{row.waiting} simulated pupils wait" in differences_say(rows, 12)


def test_without_panel_days_nothing_is_said():
    assert differences_say((), 12) == ""
