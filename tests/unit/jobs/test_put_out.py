"""Pupils whom a closure puts out are counted as needing a place, in every what-if."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.choices.policy import DEFAULT_PLACE_TYPES
from planner.domain.codes import PlaceType, Route
from planner.jobs.whatif.evaluate import Ground, evaluate_scenario, ground_of
from planner.results.whatif.measures import Measure
from planner.results.whatif.outlook import Outlook
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.scenario.put_out import put_out, put_out_says
from planner.scenario.schema import Scenario

CLOSED = "BIRCH-MARCHFIELD"


@pytest.fixture(scope="module")
def ground(swept_case: Path) -> Ground:
    return ground_of(load_scenario(swept_case.with_name("base.yaml")), years=1)


def closing(swept_case: Path, day: str = "") -> Scenario:
    path = swept_case.with_name("closing.yaml")
    line = f"    from: {day}\n" if day else ""
    path.write_text(
        f"title: A site closes\nbase: base.yaml\nchanges:\n  - change: close_site\n"
        f"    site: {CLOSED}\n{line}    because: the lease ends\n",
        encoding="utf-8",
    )
    return load_scenario(path)


def test_whoever_is_there_on_the_last_day_comes_again_on_the_next(
    swept_case: Path, ground: Ground
) -> None:
    day = ground.tables.as_at + timedelta(days=21)
    after, _ = apply(ground.tables, closing(swept_case, day.isoformat()))
    gone = put_out(ground.tables, after, DEFAULT_PLACE_TYPES)
    there = {
        each.pupil_id: each
        for each in ground.tables.placements
        if ground.tables.site_of(each.commission_id).site_id == CLOSED
        and each.starts <= ground.tables.as_at
        and (each.ends is None or each.ends >= day)
    }
    assert there
    assert [each.pupil_id for each in gone] == sorted(there)
    for pupil in gone:
        kind = ground.tables.commission[there[pupil.pupil_id].commission_id].place_type
        usual = {PlaceType.EXCLUSION: Route.PERMANENT_EXCLUSION}
        assert pupil.route == usual.get(kind, Route.OFF_SITE_DIRECTION)
        assert pupil.referred_on == day
        assert pupil.year_group == there[pupil.pupil_id].year_group
        assert pupil.district is None


def test_without_a_closure_nobody_is_put_out(ground: Ground) -> None:
    assert put_out(ground.tables, ground.tables, DEFAULT_PLACE_TYPES) == ()


def total(outlook: Outlook, measure: Measure) -> float:
    return float(outlook.futures[measure].sum())


def test_a_closure_counts_those_put_out_and_makes_more_pupils_late(
    swept_case: Path, ground: Ground
) -> None:
    scenario = closing(swept_case)
    base = evaluate_scenario(ground.base, ground)
    closed = evaluate_scenario(scenario, ground)
    after, _ = apply(ground.tables, scenario)
    gone = put_out(ground.tables, after, DEFAULT_PLACE_TYPES)
    more = total(closed, Measure.REFERRALS) - total(base, Measure.REFERRALS)
    assert gone
    assert more == len(gone) * ground.draws
    assert total(closed, Measure.LATE_PUPILS) > total(base, Measure.LATE_PUPILS)
    assert any(f"{len(gone)} pupils whom a closure puts out" in note for note in closed.notes)


def test_fewer_pupils_than_are_published_are_told_without_their_number(
    swept_case: Path, ground: Ground
) -> None:
    after, _ = apply(ground.tables, closing(swept_case))
    gone = put_out(ground.tables, after, DEFAULT_PLACE_TYPES)
    count = len(gone)
    assert put_out_says(gone, threshold=2).startswith(f"{count} pupils whom a closure puts out are")
    assert put_out_says(gone, threshold=count + 1).startswith("Pupils whom a closure puts out are")
    assert put_out_says((), threshold=5) == ""
