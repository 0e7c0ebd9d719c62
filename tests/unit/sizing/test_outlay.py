from dataclasses import replace

import numpy as np
import pytest

from planner.domain.codes import Basis
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.build import build_world
from planner.sizing.offer.commissioned import commissioned_pools, resident_pools
from planner.sizing.offer.usual import usual_of
from planner.sizing.queueing.run import live
from planner.sizing.statement.lived import queue_started
from planner.sizing.statement.outlay import outlays_of
from planner.sizing.statement.tally import futures_of
from planner.testing import random_case
from planner.units import monday_of


def lived_case(case):
    first = monday_of(case.as_at)
    weeks = tuple(first.fromordinal(first.toordinal() + 7 * week) for week in range(60))
    routes = sorted({(r.key_stage, r.route) for r in case.dataset.referrals})
    cohorts = tuple(Cohort("North", stage, None, route) for stage, route in routes)
    counts = np.random.default_rng(1).poisson(0.3, (30, 60, len(cohorts))).astype(np.int16)
    types = case.policy.place_types
    world = build_world(
        DemandPaths(weeks, cohorts, counts), case.dataset, place_types=types, seed=1
    )
    pools = commissioned_pools(world, case.dataset, case)
    there = resident_pools(world, case.dataset, pools)
    lived = live(world, pools, there)
    return world, outlays_of(
        futures_of(world, lived, case.dataset, case.policy, resident_pool=there, case=case)
    )


def with_basis(case, basis, *, places=2):
    rows = tuple(
        replace(
            c, basis=basis, places=places, steps=(), ends=None, year_groups=frozenset(range(12))
        )
        for c in case.dataset.commissions
    )
    return replace(case, dataset=replace(case.dataset, commissions=rows))


def test_the_parts_add_up_to_no_more_than_the_total_s_range_allows():
    _, rows = lived_case(with_basis(random_case(3), Basis.BLOCK))
    for row in rows:
        parts = row.place_pence + row.attendance_pence_p50 + row.interim_pence_p50
        assert row.total_pence_p10 <= parts * 1.05
        assert row.total_pence_p10 <= row.total_pence_p50 <= row.total_pence_p90
        assert (row.spot_starts_mean, row.spot_pence_p50) == (0, 0)


def test_places_bought_singly_cost_no_place_funding():
    _, rows = lived_case(with_basis(random_case(3), Basis.SPOT))
    assert {row.place_pence for row in rows} == {0}
    assert sum(row.spot_starts_mean for row in rows) > 0


def test_without_any_place_every_pupil_s_days_are_days_without():
    few, none = (
        lived_case(with_basis(random_case(3), Basis.BLOCK, places=places))[1] for places in (5, 0)
    )
    assert sum(row.days_without_p50 for row in none) > sum(row.days_without_p50 for row in few)
    assert none[0].attendance_pence_p50 <= few[0].attendance_pence_p50


def test_prices_are_means_over_those_who_wait_in_the_district_and_key_stage():
    case = random_case(3)
    world, _ = lived_case(case)
    prices = usual_of(world.cohorts, case.dataset, case)
    stage = world.cohorts[0].key_stage
    rows = [i for i, r in enumerate(case.dataset.referrals) if r.key_stage is stage]
    rows = rows or list(range(len(case.dataset.referrals)))
    expected = case.prices.annual_pence[rows].mean(axis=0).tolist()
    assert prices.year_pence[0].tolist() == pytest.approx(expected)


def test_those_who_wait_start_only_where_there_are_places():
    started = []
    for places in (0, 50):
        case = with_basis(random_case(3), Basis.BLOCK, places=places)
        world, _ = lived_case(case)
        started.append(queue_started(world, case.dataset, case, case.horizon_ends))
    assert started[0] == 0
    assert 0 < started[1] <= len(case.dataset.referrals)
