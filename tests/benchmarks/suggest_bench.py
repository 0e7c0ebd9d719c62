"""
The speed of suggestions, each beside the naive way in the same run.

Run as ``python tests/benchmarks/suggest_bench.py``; times are wall-clock seconds and,
for the long ones, CPU seconds of this process.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import scipy.sparse as sp
from ortools.graph.python import min_cost_flow

from planner.allocation.program import build
from planner.allocation.suggest.choices import suggest_all, suggest_for_pupil
from planner.allocation.suggest.question import open_question
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.codes import Need, PairKind, PlaceType, Route, Sector, SenProvision
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.policy import Policy
from planner.domain.provision import Commission, Limit, LimitUnit, Provider, Site
from planner.domain.referrals import Pair, Point, Referral
from planner.solver.program import Objective, Program
from planner.solver.warm.assignment import as_assignment
from planner.testing import small_calendar

MONDAY = date(2021, 11, 8)


def timed(call):
    began, cpu = time.perf_counter(), time.process_time()
    result = call()
    return result, time.perf_counter() - began, time.process_time() - cpu


def pure_assignment(pupils: int, places: int, seed: int = 1) -> Program:
    """Pupils with about 13 places each and two goals: unplaced, then minutes and the draw."""
    draw = np.random.default_rng(seed)
    chance = 12.7 / places
    groups, nodes = np.nonzero(draw.random((pupils, places)) < chance)
    rows = [sp.csr_matrix((groups == g).astype(np.int64)) for g in np.unique(groups)]
    rows += [sp.csr_matrix((nodes == n).astype(np.int64)) for n in range(places)]
    room = draw.integers(8, 19, size=places)
    upper = np.concatenate([np.ones(len(rows) - places, dtype=np.int64), room])
    columns = len(groups)
    return Program(
        sp.vstack(rows, format="csr"),
        upper,
        np.zeros(len(upper), dtype=bool),
        groups,
        (
            Objective("unplaced", "pupils", -np.ones(columns, dtype=np.int64), pupils),
            Objective("minutes", "minutes", draw.integers(3, 90, size=columns)),
            Objective("draw", "points", draw.integers(1, 1 << 16, size=columns)),
        ),
    )


def scalar_costs(program: Program) -> np.ndarray:
    unplaced, minutes, draw = (o.coefficients for o in program.objectives)
    return (unplaced * (1 << 18) + minutes) * (1 << 28) + draw


def flow(program: Program, cost: np.ndarray, forced: int | None = None):
    """Solve by a fresh min-cost flow; a forced column takes its group and one unit of room."""
    matrix = program.matrix.tocsc()
    groups, position = np.unique(program.groups, return_inverse=True)
    count = len(groups)
    node = matrix.indices[1::2] - count
    room = program.upper[count:].copy()
    kept = np.ones(len(cost), dtype=bool)
    if forced is not None:
        kept = position != position[forced]
        room[node[forced]] -= 1
    columns = np.flatnonzero(kept)
    source, sink = count + len(room), count + len(room) + 1
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        position[columns], count + node[columns], np.ones(len(columns)), cost[columns]
    )
    active = np.unique(position[columns])
    solver.add_arcs_with_capacity_and_unit_cost(
        np.full(len(active), source), active, np.ones(len(active)), np.zeros(len(active))
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        active, np.full(len(active), sink), np.ones(len(active)), np.zeros(len(active))
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        count + np.arange(len(room)), np.full(len(room), sink), room, np.zeros(len(room))
    )
    solver.set_node_supply(source, len(active))
    solver.set_node_supply(sink, -len(active))
    assert solver.solve() == solver.OPTIMAL
    chosen = np.zeros(len(cost), dtype=bool)
    chosen[columns[solver.flows(arcs) > 0]] = True
    if forced is not None:
        chosen[forced] = True
    return chosen, int(cost[chosen].sum())


def bench_pure(pupils: int = 1_000, places: int = 60, sample: int = 40) -> None:
    program = pure_assignment(pupils, places)
    cost = scalar_costs(program)
    (chosen, _base), once, _ = timed(lambda: flow(program, cost))
    graph, prepared, _ = timed(lambda: as_assignment(program, chosen))
    _changes, priced, _ = timed(graph.changes)
    columns = len(program.groups)
    differing, naive = 0, 0.0
    for column in random.Random(1).sample(range(columns), sample):
        (_, value), seconds, _ = timed(lambda column=column: flow(program, cost, column))
        naive += seconds
        answer = graph.answer(column)
        differing += int(cost[answer].sum()) != value
    each = naive / sample
    total = prepared + priced
    print(f"pure assignment {pupils} x {places}, {columns} pairs; one flow {once:.4f} s")
    print(f"  all pairs {total:.4f} s; a fresh flow each {each:.4f} s, all {each * columns:.0f} s")
    print(f"  {each * columns / total:,.0f} times faster; {differing} of {sample} differ")


def side_ruled_case(seed: int, *, pupils: int = 60, commissions: int = 60) -> Case:
    """60 waiting, 60 commissions of few free places, 12 weeks; limits, pairs, part-time pupils."""
    draw = random.Random(seed)
    needs = (Need.SEMH, Need.ASD, Need.SLCN)
    sites = tuple(
        Site(f"S{n:02}", f"V{n:02}", f"Site {n}", Point(400_000 + n, 250_000), "North")
        for n in range(commissions // 2)
    )
    bought = tuple(
        Commission(
            f"C{n:02}",
            f"S{n // 2:02}",
            draw.choice((PlaceType.EXCLUSION, PlaceType.EXCLUSION, PlaceType.PREVENTION)),
            places=draw.randint(2, 6),
            starts=MONDAY - timedelta(days=300),
            year_groups=draw.choice((frozenset({7, 8, 9}), frozenset({10, 11}))),
            specialisms=frozenset({draw.choice(needs)}),
            delivers_ehc_plan=True,
            tier=draw.choice((1, 2, 3)),
        )
        for n in range(commissions)
    )
    placements = tuple(
        Placement(
            f"N{commission.commission_id}{k}",
            commission.commission_id,
            MONDAY - timedelta(days=90),
            draw.choice((None, MONDAY + timedelta(days=4 + 7 * draw.randint(0, 10)))),
            10,
            min(commission.year_groups),
        )
        for commission in bought
        for k in range(commission.places - draw.choice((0, 0, 0, 1)))
    )
    referrals = tuple(
        Referral(
            f"P{n:02}",
            draw.choice((Route.PERMANENT_EXCLUSION, Route.PERMANENT_EXCLUSION, Route.EBSA)),
            MONDAY - timedelta(days=draw.randint(1, 20)),
            year_group=draw.randint(7, 11),
            absent_from=MONDAY - timedelta(days=draw.randint(1, 10)),
            sen_provision=draw.choice(tuple(SenProvision)),
            primary_need=draw.choice(needs),
            looked_after=draw.random() < 0.1,
            sessions_per_week=10 if draw.random() < 0.95 else 5,
            planned_weeks=draw.choice((6, 12, 24)),
        )
        for n in range(pupils)
    )
    dataset = Dataset(
        MONDAY,
        small_calendar(),
        referrals=referrals,
        providers=tuple(
            Provider(site.provider_id, site.provider_id, Sector.AP_ACADEMY) for site in sites
        ),
        sites=sites,
        commissions=bought,
        placements=placements,
        limits=(Limit("L0", "S00", None, frozenset(range(12)), LimitUnit.PUPILS, 6),),
        pairs=(Pair("P00", "P01", PairKind.APART), Pair("P02", "P03", PairKind.APART)),
    )
    minutes = np.array([[draw.randint(5, 80) for _ in sites] for _ in referrals], dtype=np.int32)
    return Case(
        dataset,
        Policy(travel_cap_minutes=55),
        TravelTable(
            tuple(r.pupil_id for r in referrals),
            tuple(s.site_id for s in sites),
            minutes,
            minutes * 400,
            "drawn",
        ),
        PriceTable(
            np.array(
                [[draw.randint(500_000, 2_000_000) for _ in bought] for _ in referrals],
                dtype=np.int64,
            )
        ),
    )


def bench_side_rules(seed: int = 1, *, sample: int = 6) -> None:
    case = side_ruled_case(seed)
    question, opened, _opened_cpu = timed(lambda: open_question(case))
    print(f"60 x 60 x 12: {len(question.board.options)} columns, solved once {opened:.2f} s")
    longest, most = 0.0, 0
    for row in range(0, 60, 10):
        fresh_question = replace(question, forcing=replace(question.forcing))
        found, seconds, cpu = timed(
            lambda row=row, q=fresh_question: suggest_for_pupil(q, f"P{row:02}")
        )
        longest, most = max(longest, seconds), max(most, len(found.choices))
    print(f"  one pupil's list, prices made anew: at most {longest:.2f} s ({most} choices)")
    found, seconds, cpu = timed(lambda: suggest_all(question))
    exact = sum(choice.exact for choice in found.choices)
    print(f"  all {len(found.choices)} pairs {seconds:.1f} s (CPU {cpu:.1f}); {exact} exact")
    picked = random.Random(1).sample(found.choices, sample)
    naive, differing = 0.0, 0
    for choice in picked:
        forced, spent, _ = timed(lambda choice=choice: _afresh(case, choice))
        naive += spent
        told = tuple(g.change for g in choice.change)
        base = question.values
        differing += told != tuple(v - b.value for v, b in zip(forced.values, base, strict=True))
    each, ours = naive / sample, seconds / len(found.choices)
    print(f"  building and solving afresh {each:.2f} s a pair, ours {ours:.3f} s:")
    print(f"  {each / ours:.0f} times faster; {differing} of {sample} differ")


def _afresh(case: Case, choice):
    from planner.solver.warm.forcing import Forcing

    board = build(case)
    pupil = [r.pupil_id for r in case.dataset.referrals].index(choice.pupil_id)
    place = [c.commission_id for c in case.dataset.commissions].index(choice.commission_id)
    options = board.options
    columns = np.flatnonzero((options.pupil == pupil) & (options.commission == place))
    nothing = np.zeros(len(options), dtype=bool)
    return Forcing(board.program, options.commission, nothing)._afresh(columns, pupil)


if __name__ == "__main__":
    bench_pure()
    bench_side_rules()
