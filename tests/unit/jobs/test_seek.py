"""Goals sought on a small case: the answer is that of trying every value."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from planner.errors import ScenarioProblems
from planner.jobs.whatif.seeking.seek import seek_case
from planner.jobs.whatif.seeking.vary import lever_named
from planner.jobs.whatif.tasks.gather import Memory
from planner.jobs.whatif.tasks.question import open_question
from planner.reports.searches.seek import seek_words
from planner.results.searches.seek import Sought


@pytest.fixture(scope="module")
def base(swept_case: Path) -> Path:
    return swept_case.with_name("base.yaml")


@pytest.fixture(scope="module")
def store() -> Memory:
    return Memory()


def sought(base: Path, store: Memory, target: str, vary: str, low: int, high: int) -> Sought:
    ends = Decimal(low), Decimal(high)
    return seek_case(base, target=target, vary=vary, between=ends, years=1, store=store)


def test_the_least_places_found_are_those_that_trying_every_number_finds(
    base: Path, store: Memory
) -> None:
    vary = "places@BIRCH-MARCHFIELD-E"
    whole = sought(base, store, "late_pupils <= 0", vary, 0, 6)
    figures = {t.value: t.figure for t in whole.tried}
    middle = (figures[0] + figures[6]) / 2
    found = sought(base, store, f"late_pupils <= {middle:.6f}", vary, 0, 6)
    every = {
        places: sought(base, store, "late_pupils <= 0", vary, places, places + 1).tried[0].figure
        for places in range(6)
    }
    assert found.value == min(n for n, late in every.items() if late <= middle)
    assert found.figure == every[found.value]
    assert found.monotone
    assert any("is the least that reaches late_pupils" in each for each in seek_words(found))


def test_where_no_value_is_enough_the_best_is_told(base: Path, store: Memory) -> None:
    found = sought(base, store, "late_pupils <= -1", "places@BIRCH-MARCHFIELD-E", 0, 6)
    assert found.value is None
    assert found.best == 6
    first, second = list(seek_words(found))[:2]
    assert first == ("No value of places@BIRCH-MARCHFIELD-E from 0 to 6 reaches late_pupils <= -1.")
    assert second.startswith("The best is 6: the pupils without a place within five school days")


def test_what_moves_nothing_is_said_to_move_nothing(base: Path, store: Memory) -> None:
    found = seek_case(
        base,
        target="late_pupils <= -1",
        vary="places@BIRCH-MARCHFIELD-E",
        between=(Decimal(0), Decimal(6)),
        from_day=date(2031, 9, 1),
        years=1,
        store=store,
    )
    assert list(seek_words(found))[1].startswith("It does not move the figure: ")


def test_a_certain_number_below_nothing_is_sought_around_what_it_is(base: Path) -> None:
    shorter = base.with_name("shorter.yaml")
    shorter.write_text(
        "title: Shorter stays\nbase: base.yaml\nchanges:\n  - change: change_stays\n"
        "    per_cent: -20\n    because: what is tried\n",
        encoding="utf-8",
    )
    question = open_question(shorter, years=1)
    lever = lever_named("per_cent", question.scenario, question.tables)
    assert lever.values[0] <= -20 < lever.values[-1]


def test_a_search_uses_the_seed_and_draws_of_the_scenario_itself(base: Path) -> None:
    own = base.with_name("own.yaml")
    own.write_text(
        "title: Own\nbase: base.yaml\nsettings: {seed: 9, draws: 25}\n", encoding="utf-8"
    )
    settings = open_question(own, years=1).base.settings
    assert (settings.seed, settings.draws) == (9, 25)


def test_of_referrals_the_most_that_can_still_come_is_found(base: Path, store: Memory) -> None:
    ends = sought(base, store, "late_pupils <= 0", "referrals", -40, 0)
    low, high = ends.tried[0].figure, ends.tried[-1].figure
    assert low < high
    found = sought(base, store, f"late_pupils <= {(low + high) / 2:.6f}", "referrals", -40, 0)
    assert found.most
    assert found.value is not None
    assert -40 <= found.value < 0


def test_what_a_scenario_leaves_open_is_sought_between_its_own_ends(
    swept_case: Path, store: Memory
) -> None:
    found = seek_case(
        swept_case,
        target="late_pupils <= 0",
        vary="places@BIRCH-MARCHFIELD-E",
        years=1,
        store=store,
    )
    assert (found.low, found.high) == (1, 3)


def test_of_a_list_or_a_range_only_its_own_values_are_tried(
    swept_case: Path, store: Memory
) -> None:
    stepped = swept_case.with_name("stepped.yaml")
    text = swept_case.read_text(encoding="utf-8")
    open_by = {"values: [1, 3, 2]": "low: 2, high: 8, step: 3", "{low: 1, high: 2, step: 1}": "1"}
    for old, new in open_by.items():
        text = text.replace(old, new)
    stepped.write_text(text, encoding="utf-8")
    uneven = swept_case.with_name("uneven.yaml")
    uneven.write_text(text.replace("low: 2, high: 8, step: 3", "values: [1, 2, 6]"))
    vary = "places@BIRCH-MARCHFIELD-E"
    for path, values in ((stepped, {2, 5, 8}), (uneven, {1, 2, 6})):
        found = seek_case(path, target="late_pupils <= -1", vary=vary, years=1, store=store)
        assert {each.value for each in found.tried} == values
    for path, low, high in ((stepped, 2, 9), (uneven, 3, 9)):
        ends = Decimal(low), Decimal(high)
        with pytest.raises(ScenarioProblems, match=r"--between"):
            seek_case(path, target="late_pupils <= 1", vary=vary, between=ends, years=1)


def test_money_sought_is_told_in_whole_pounds_of_the_one_year_that_was_lived(
    base: Path, store: Memory
) -> None:
    found = sought(base, store, "total_pence >= £1", "places@BIRCH-MARCHFIELD-E", 0, 6)
    says = list(seek_words(found))
    assert all(re.fullmatch(r".*is then £[0-9,]+\.", each) for each in says if "is then" in each)
    assert "over all years" not in found.says
    assert found.says.endswith(" in 2026/27 (mean over futures)")
    agreed = sought(base, store, "council@2026/27 >= £1", "places@BIRCH-MARCHFIELD-E", 0, 6)
    assert "money paid by the council in 2026/27" in agreed.says


def test_a_number_of_the_policy_is_sought_by_its_path(base: Path, store: Memory) -> None:
    target, path = "waiting_unplaced <= 0", "policy.travel_cap_minutes"
    found = sought(base, store, target, path, 1, 120)
    figures = [each.figure for each in found.tried]
    assert figures[0] > figures[-1]
    assert found.monotone


def test_shorter_stays_of_one_place_type_are_sought(base: Path, store: Memory) -> None:
    found = sought(base, store, "late_pupils <= 0", "stays@E", -50, 0)
    assert found.tried[0].figure < found.tried[-1].figure


@pytest.mark.parametrize(
    ("vary", "ends", "told"),
    [
        ("places@BIRCH-MARCHFELD-E", (0, 6), 'Did you mean "places@BIRCH-MARCHFIELD-E"?'),
        ("stays@X", (0, 6), 'Did you mean "stays'),
        ("stays@E", (6, 0), "runs backwards"),
        ("policy.travel_cap_minuts", (1, 60), "travel_cap_minutes"),
    ],
)
def test_what_cannot_be_varied_is_refused(
    base: Path, store: Memory, vary: str, ends: tuple[int, int], told: str
) -> None:
    with pytest.raises(ScenarioProblems) as refused:
        sought(base, store, "late_pupils <= 0", vary, *ends)
    assert told in str(refused.value)
