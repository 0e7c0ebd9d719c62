"""
The speed of suggestions, each beside the naive way in the same run.

Run as ``python tests/benchmarks/suggest_bench.py [pure] [drawn] [full] [bare] [side] [fixes]``,
without a name for all of them. Times are CPU seconds of this process. The naive way is tried on
a sample, stops at ``--limit-seconds`` and is then multiplied up, which the table says.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import scipy.sparse as sp
from ortools.graph.python import min_cost_flow

from planner.allocation.program import build
from planner.allocation.suggest.choices import suggest_all, suggest_for_pupil
from planner.allocation.suggest.fixes import FixSearch
from planner.allocation.suggest.question import Question, open_question
from planner.allocation.suggest.relaxations import relaxations_for, relaxed
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PairKind, PlaceType, Route, Sector, SenProvision
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Limit, LimitUnit, Provider, Site
from planner.domain.referrals import Pair, Point, Referral
from planner.jobs.opening import open_case
from planner.rules.load import decided_stays
from planner.solver.lexicographic import solve
from planner.solver.program import Objective, Program
from planner.solver.warm.assignment import as_assignment
from planner.solver.warm.forcing import Forcing
from planner.testing import small_calendar

MONDAY = date(2021, 11, 8)


SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def timed(call):
    """Return what a call gives, with its CPU seconds."""
    began = time.process_time()
    return call(), time.process_time() - began


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
    (chosen, _base), once = timed(lambda: flow(program, cost))
    graph, prepared = timed(lambda: as_assignment(program, chosen))
    _changes, priced = timed(graph.changes)
    columns = len(program.groups)
    differing, naive = 0, 0.0
    for column in random.Random(1).sample(range(columns), sample):
        (_, value), seconds = timed(lambda column=column: flow(program, cost, column))
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


def bench_choices(name: str, case: Case, *, limit_seconds: float, lists: int = 6) -> None:
    """Time some pupils' lists, each with prices made anew, and the list of everybody."""
    question, opened = timed(lambda: open_question(case))
    waiting = [r.pupil_id for r in case.dataset.referrals if r.pupil_id not in decided_stays(case)]
    print(f"{name}: {len(question.board.options)} columns, solved once {opened:.2f} s")
    times, alone = [], 0.0
    for pupil_id in waiting[:: max(1, len(waiting) // lists)][:lists]:
        fresh = replace(question, forcing=replace(question.forcing))
        found, seconds = timed(lambda p=pupil_id, q=fresh: suggest_for_pupil(q, p))
        times.append((seconds, len(found.choices)))
        alone += _priced_alone(question, found.choices)
    longest, choices = max(times)
    print(
        f"  one pupil's list: at most {longest:.2f} s ({choices} choices), with solving "
        f"{opened + longest:.2f} s"
    )
    fresh = replace(question, forcing=replace(question.forcing))
    found, seconds = timed(lambda: suggest_all(fresh))
    exact = sum(choice.exact for choice in found.choices)
    priced_alone = _priced_alone(question, found.choices)
    print(
        f"  all {len(found.choices)} pairs {seconds:.1f} s, pricing alone {priced_alone:.1f} s; "
        f"{exact} exact"
    )
    picked = random.Random(1).sample(found.choices, len(found.choices))
    each, tried, differing = naive(
        picked, lambda choice: _afresh(case, choice), question, limit_seconds=limit_seconds
    )
    whole = each * len(found.choices)
    listed, priced = (sum(column) for column in zip(*times, strict=True))
    print(
        f"  building and solving afresh {each:.2f} s a pair ({tried} tried, {differing} differ), "
        f"all pairs {whole:.0f} s by extrapolation"
    )
    print(
        f"  times faster: a pupil's list {each * priced / listed:.0f} (pricing alone "
        f"{each * priced / alone:.0f}), all pairs {whole / seconds:.0f} (pricing alone "
        f"{whole / priced_alone:.0f})"
    )


def _priced_alone(question: Question, choices: Iterable) -> float:
    """Time what the naive way does and no more: no check by the rules, reasons, money or moves."""
    fresh = replace(question, forcing=replace(question.forcing))
    pupils = {r.pupil_id: row for row, r in enumerate(question.case.dataset.referrals)}
    places = {c.commission_id: row for row, c in enumerate(question.case.dataset.commissions)}
    columns = [fresh.columns(pupils[c.pupil_id], places[c.commission_id]) for c in choices]
    return timed(lambda: [fresh.forcing.force(each) for each in columns])[1]


def naive(
    choices: Iterable, afresh: Callable, question: Question, *, limit_seconds: float
) -> tuple[float, int, int]:
    """Return CPU seconds for each try, how many were tried, and how many answers differ."""
    spent, tried, differing = 0.0, 0, 0
    for choice in choices:
        forced, seconds = timed(lambda choice=choice: afresh(choice))
        spent, tried = spent + seconds, tried + 1
        told = tuple(goal.change for goal in choice.change)
        meant = tuple(
            value - base.value for value, base in zip(forced.values, question.values, strict=True)
        )
        differing += told != meant
        if spent > limit_seconds:
            break
    return spent / tried, tried, differing


def _afresh(case: Case, choice):
    board = build(case)
    pupil = [r.pupil_id for r in case.dataset.referrals].index(choice.pupil_id)
    place = [c.commission_id for c in case.dataset.commissions].index(choice.commission_id)
    options = board.options
    columns = np.flatnonzero((options.pupil == pupil) & (options.commission == place))
    nothing = np.zeros(len(options), dtype=bool)
    return Forcing(board.program, options.commission, nothing)._afresh(columns, pupil)


def bench_fixes(*, limit_seconds: float) -> None:
    """Time the fixes of Worcestershire's pupils without a place, and of those late as well."""
    case = open_case(SCENARIOS / "worcestershire" / "base.yaml")
    question = open_question(case)
    for on_time in (False, True):
        search = FixSearch(replace(question, forcing=replace(question.forcing)), 1, on_time)
        needy = search.in_need()
        found, seconds = timed(lambda s=search, n=needy: [s.fixes_for(p) for p in n])
        tried = sum(each.tried for each in found)
        each = _naive_fix(case, needy, limit_seconds)
        print(
            f"Worcestershire, fixes for {len(needy)} pupils "
            f"({'late or ' if on_time else ''}without a place): {seconds:.1f} s, "
            f"{sum(len(f.fixes) for f in found)} fixes of {tried} sets tried"
        )
        print(
            f"  building and solving afresh {each:.2f} s a set, "
            f"{each * tried:.0f} s by extrapolation: {each * tried / seconds:.0f} times faster"
        )


def _naive_fix(case: Case, pupil_ids: list[str], limit_seconds: float) -> float:
    spent, tried = 0.0, 0
    for pupil_id in pupil_ids:
        referral = case.dataset.referral[pupil_id]
        for relaxation in relaxations_for(referral, case)[:2]:
            changed = relaxed(case, (relaxation,), referral)
            _, seconds = timed(lambda changed=changed: solve(build(changed).program))
            spent, tried = spent + seconds, tried + 1
            if spent > limit_seconds:
                return spent / tried
    return spent / tried


def _made_up(rules: str) -> Case:
    sys.path.insert(0, str(Path(__file__).parent))
    from allocation_rivals.instances import Rules, bench_case

    return bench_case(60, seed=1, rules=Rules(rules))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*")
    parser.add_argument("--limit-seconds", type=float, default=20)
    asked = parser.parse_args()
    parts = asked.parts or ["pure", "drawn", "full", "bare", "side", "fixes"]
    if "pure" in parts:
        bench_pure()
    if "drawn" in parts:
        bench_choices("drawn", side_ruled_case(1), limit_seconds=asked.limit_seconds)
    for rules in ("full", "bare", "side"):
        if rules in parts:
            bench_choices(rules, _made_up(rules), limit_seconds=asked.limit_seconds)
    if "fixes" in parts:
        bench_fixes(limit_seconds=asked.limit_seconds)


if __name__ == "__main__":
    main()
