"""The search for a goal finds what trying every value would find, in a handful of tries."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import ScenarioProblems
from planner.jobs.whatif.seeking.bisect import find_edge, is_monotone
from planner.jobs.whatif.seeking.target import target_of
from planner.results.searches.sweep import Figure


@given(st.integers(1, 500), st.integers(0, 510), st.booleans())
def test_of_a_figure_that_moves_one_way_the_very_edge_is_found(steps, edge, rising) -> None:
    def reaches(step: int) -> bool:
        tried.add(step)
        return (step >= edge) is rising

    tried: set[int] = set()
    found = find_edge(reaches, steps)
    enough = [step for step in range(steps + 1) if (step >= edge) is rising]
    if not enough:
        assert found.step is None
    elif len(enough) == steps + 1:
        assert found.step == 0
    else:
        assert found.step == (min(enough) if rising else max(enough))
        assert found.most is not rising
    assert len(tried) <= 6 + math.ceil(math.log2(steps + 1))


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_what_is_found_always_reaches_the_goal_and_a_neighbour_does_not(kept) -> None:
    found = find_edge(lambda step: kept[step], len(kept) - 1)
    if found.step is None:
        assert not kept[0]
        assert not kept[-1]
    else:
        assert kept[found.step]
        if not (kept[0] and kept[-1]):
            neighbour = found.step + (1 if found.most else -1)
            assert not kept[neighbour]


@given(st.lists(st.integers(0, 5), max_size=8))
def test_a_figure_moves_one_way_only_if_sorting_it_either_way_changes_nothing(figures) -> None:
    assert is_monotone(figures) == (figures in (sorted(figures), sorted(figures, reverse=True)))


def figure(name: str, when: str, mean: float, p90: float = 0.0) -> Figure:
    return Figure("coming_years", name, when, "share", mean, 0.0, p90, mean)


def test_a_share_holds_in_the_worst_year_and_a_count_over_all_of_them() -> None:
    years = ("2026/27", "2027/28")
    figures = [
        *(figure("on_time_share", "2025/26", 0.1), figure("on_time_share", "2026/27", 0.97)),
        figure("on_time_share", "2027/28", 0.93, p90=0.99),
        *(figure("late_days", "2026/27", 4.0), figure("late_days", "all years", 9.0)),
    ]
    assert target_of("day6_chance >= 0.95").figure_in(figures, years) == 0.93
    assert target_of("day6_chance@2026/27 >= 0.95").figure_in(figures, years) == 0.97
    assert target_of("day6_chance.p90@2027/28 > 0.95").figure_in(figures, years) == 0.99
    assert target_of("late_days <= 10").figure_in(figures, years) == 9
    assert target_of("late_days@2026/27 <= 10").figure_in(figures, years) == 4
    assert target_of("late_pupils <= 10").figure_in(figures, years) is None


@pytest.mark.parametrize(
    ("goal", "figure", "reached"),
    [
        ("day6_chance >= 0.95", 0.95, True),
        ("day6_chance > 0.95", 0.95, False),
        ("late_days <= 1,000", 999.0, True),
        ("late_days < 1000", 1000.0, False),
        ("total_pence <= £1,200.50", 120_050.0, True),
        ("waiting_unplaced <= 0", None, False),
    ],
)
def test_a_goal_says_itself_whether_it_is_reached(goal, figure, reached) -> None:
    assert target_of(goal).reached(figure) is reached


@pytest.mark.parametrize(
    ("goal", "told"),
    [
        ("day6_chances >= 0.95", 'Did you mean "day6_chance"?'),
        ("waiting_unplacd <= 0", 'Did you mean "waiting_unplaced"?'),
        ("day6_chance = 0.95", "Write a figure, a sign and a number"),
        ("day6_chance >= many", "Write a figure, a sign and a number"),
        ("late_days <= £10", "asks for pounds, and late_days counts school days"),
    ],
)
def test_a_goal_that_is_not_understood_is_refused_with_what_to_write(goal, told) -> None:
    with pytest.raises(ScenarioProblems) as refused:
        target_of(goal)
    assert told in str(refused.value)


@pytest.mark.parametrize("goal", ["day6_chance >= 95", "day6_chance >= 0,95", "late_days <= 1,50"])
def test_per_cent_in_place_of_a_share_and_a_decimal_comma_are_refused(goal: str) -> None:
    with pytest.raises(ScenarioProblems, match=r"share from 0 to 1|is not a goal"):
        target_of(goal)
