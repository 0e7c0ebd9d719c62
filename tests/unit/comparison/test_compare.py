"""Outlooks side by side: paired ranges, ties apart, regret, groups, and too few futures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from planner.comparison.attribution import Plan, causes_of
from planner.comparison.compare import compare
from planner.reports.whatif.board import board_answer
from planner.reports.whatif.frames import comparison_frames
from planner.results.finance.money import Payer
from planner.results.whatif.comparison import Comparison, PlainRow
from planner.results.whatif.measures import ALL_YEARS, Measure, Topic, WaitingFigure
from planner.results.whatif.outlook import Identity, Outlook, YearMoney
from planner.results.whatif.waiting import PupilOutcome, WaitingNow

RUN = Identity("abc", date(2026, 11, 9), 1, 20, "0", "0")
DRAWS = 20


def outlook(
    name: str,
    late: list[int],
    pounds: list[int],
    *,
    run: Identity = RUN,
    placed: int = 1,
    waiting: int = 3,
    threshold: int = 1,
) -> Outlook:
    """An outlook of one measure of pupils and one of money, the same in both years."""
    columns = {
        Measure.LATE_PUPILS: np.array(late, dtype=np.float64),
        Measure.TOTAL_PENCE: 100 * np.array(pounds, dtype=np.float64),
    }
    return Outlook(
        scenario_id=name,
        title=name.capitalize(),
        question="",
        changes=(),
        identity=run,
        years=("2026/27", "2027/28"),
        futures={measure: np.stack([each, each], axis=1) for measure, each in columns.items()},
        waiting=WaitingNow(
            tuple(pupil(number, number < placed) for number in range(waiting)), True
        ),
        money=(YearMoney("2026/27", {Payer.COUNCIL: 100_000 * placed + 49}),),
        suppression_threshold=threshold,
    )


def pupil(number: int, placed: bool) -> PupilOutcome:
    return PupilOutcome(
        pupil_id=f"P{number}",
        groups=(("sex", "F" if number else "M"),),
        commission_id="OAK" if placed else None,
        school_days_late=0 if placed else 4,
        travel_minutes=20 if placed else 0,
        in_district=placed,
        part_time=False,
        unregistered=False,
        stay_pence=500 if placed else 0,
        interim_pence=0,
    )


def test_the_base_against_itself_is_nought_everywhere() -> None:
    base = outlook("base", list(range(DRAWS)), [10] * DRAWS)
    found = compare([base, replace(base, scenario_id="again")])
    told = [row for row in found.rows if row.difference is not None]
    assert told
    for row in told:
        assert row.difference is not None
        assert (row.difference.median, row.difference.p10, row.difference.p90) == (0, 0, 0)
        assert row.against_base is not None
        assert (row.against_base.better, row.against_base.same) == (0, 1)
    assert all(row.difference == 0 for row in found.plain if row.difference is not None)
    assert {row.greatest for row in found.regret} == {0}
    assert {row.best_shared for row in found.regret} == {1}


def test_ties_count_apart_from_wins() -> None:
    base = outlook("base", [5] * DRAWS, [10] * DRAWS)
    other = outlook("other", [4] * 8 + [5] * 10 + [7] * 2, [12] * DRAWS)
    row = compare([base, other]).row("other", Measure.LATE_PUPILS, "2027/28")
    assert row is not None
    assert row.against_base is not None
    assert row.against_base.better == pytest.approx(0.4)
    assert row.against_base.same == pytest.approx(0.5)
    assert row.against_base.worse == pytest.approx(0.1)


def test_a_difference_is_taken_in_each_future_before_it_is_ranged() -> None:
    """Both are as uncertain as each other; what lies between them is known to the pupil."""
    base = outlook("base", [3 * each for each in range(DRAWS)], [10] * DRAWS)
    other = outlook("other", [3 * each - 2 for each in range(DRAWS)], [10] * DRAWS)
    row = compare([base, other]).row("other", Measure.LATE_PUPILS, ALL_YEARS)
    assert row is not None
    assert row.difference is not None
    assert (row.difference.p10, row.difference.median, row.difference.p90) == (-4, -4, -4)
    assert row.spread.p90 is not None
    assert row.spread.p10 is not None
    assert row.spread.p90 - row.spread.p10 > 50


def test_regret_is_what_the_best_of_them_would_have_spared() -> None:
    base = outlook("base", [5] * DRAWS, [10] * DRAWS)
    one = outlook("one", [2] * 10 + [9] * 10, [10] * DRAWS)
    rows = {
        (row.scenario_id, row.subject.name): row
        for row in compare([base, one]).regret
        if row.subject.when == "2027/28"
    }
    assert rows["base", "late_pupils"].mean == 1.5
    assert rows["base", "late_pupils"].greatest == 3
    assert rows["one", "late_pupils"].greatest == 4
    assert rows["one", "late_pupils"].best_alone == 0.5
    assert rows["one", "total_pence"].best_shared == 1


def test_the_answer_says_how_many_pupils_how_sure_and_for_how_much() -> None:
    base = outlook("base", [8] * DRAWS, [100_000] * DRAWS)
    other = outlook("other", [4] * 17 + [9] * 3, [220_000] * DRAWS, placed=2)
    assert compare([base, other]).answer == (
        "Other: 8 fewer pupils late over all years (-8 to +2 in eight futures of ten): fewer in "
        "85 of 100 futures, more in 15 of 100 futures, for £240,000 more.",
        "Other: of the 3 pupils who wait now 2 can be placed, 1 more than before, with 4 fewer "
        "school days late.",
        "Other: by what is agreed the council pays £1,000 more in 2026/27.",
    )


def test_of_scenarios_with_equally_few_pupils_late_none_is_called_the_best() -> None:
    base = outlook("base", [8] * DRAWS, [10] * DRAWS)
    one, other = (outlook(name, [5] * DRAWS, [10] * DRAWS) for name in ("one", "other"))
    assert compare([base, one, other]).answer[0] == (
        "One and Other have the fewest pupils late on average over all years, as many as each "
        "other."
    )
    alike = [replace(base, scenario_id=name) for name in ("first", "second")]
    assert compare([base, *alike]).answer[0] == (
        "All have as many pupils late over all years in every future: choose by something else."
    )


def test_too_few_futures_have_no_range_but_money_and_placing_are_compared() -> None:
    base, other = (
        outlook(name, [5] * 4, [10] * 4, placed=placed)
        for name, placed in (("base", 1), ("other", 2))
    )
    found = compare([base, other])
    assert found.rows == found.pairs == found.regret == ()
    assert found.unanswered[0] == (
        "The coming years are not compared, for only 4 futures were drawn; a range needs at "
        "least 20."
    )
    placed = found.plain_row("other", "placed")
    assert placed is not None
    assert placed.difference == 1


def test_what_all_lack_is_said_once_and_what_some_lack_by_name() -> None:
    base, other = (outlook(name, [5] * DRAWS, [10] * DRAWS) for name in ("base", "other"))
    bare = replace(base, futures={}, unanswered=("No history.", "No rate."))
    found = compare([bare, replace(other, futures={}, unanswered=("No history.",))])
    assert found.unanswered == (
        "The coming years are not compared, for there are no futures.",
        "No history.",
        "Base: No rate.",
    )


def test_groups_are_told_with_what_they_had_before() -> None:
    found = compare(
        [outlook(name, [5] * DRAWS, [10] * DRAWS, placed=n) for name, n in (("base", 1), ("b", 3))]
    )
    (girls,) = [row for row in found.groups if (row.scenario_id, row.group) == ("b", "F")]
    assert (girls.pupils, girls.placed, girls.placed_base) == (2, 2, 0)
    assert (girls.late_days, girls.late_days_base) == (0, 8)
    assert girls.mean_minutes == 20


def test_outlooks_of_another_seed_are_refused() -> None:
    base = outlook("base", [5] * DRAWS, [10] * DRAWS)
    other = outlook("other", [5] * DRAWS, [10] * DRAWS, run=replace(RUN, seed=2))
    with pytest.raises(ValueError, match="other tables, days, seeds or draws"):
        compare([base, other])


def told(waiting: int, placed_base: int, placed: int) -> list[Outlook]:
    names = (("base", placed_base), ("other", placed))
    return [
        outlook(name, [8] * DRAWS, [1] * DRAWS, placed=count, waiting=waiting, threshold=5)
        for name, count in names
    ]


def figure(found: Comparison, scenario: str, name: WaitingFigure) -> PlainRow:
    row = found.plain_row(scenario, name)
    assert row is not None
    return row


def test_a_few_pupils_without_a_place_are_withheld_with_what_would_give_them_away() -> None:
    found = compare(told(20, 10, 18))
    for name in (WaitingFigure.UNPLACED, WaitingFigure.PLACED, WaitingFigure.LATE_PUPILS):
        assert figure(found, "base", name).value == 10, "ten and ten tell of nobody"
        row = figure(found, "other", name)
        assert (row.value, row.difference, row.withheld) == (None, None, True)
    assert "of the 20 pupils who wait now all but fewer than 5 can be placed." in found.answer[1]


def test_how_many_are_withheld_cannot_be_found_from_their_mean_journey() -> None:
    outlooks = told(60, 40, 59)
    found = compare([outlooks[0], _longer_journey(outlooks[1])])
    assert figure(found, "other", WaitingFigure.PLACED).withheld
    rows = comparison_frames(found)["waiting_and_money"]
    row = rows[(rows["scenario"] == "other") & (rows["figure"] == "mean_minutes")].iloc[0]
    fits = {
        placed
        for placed in range(56, 60)
        for minutes in range(20 * 60)
        if round(minutes / placed, 1) == row["value"]
    }
    assert fits == {56, 57, 58, 59}
    assert row["difference"] == round(row["difference"], 1)


def test_a_mean_journey_of_few_is_withheld_where_their_number_is() -> None:
    found = compare(told(8, 8, 7))
    assert figure(found, "base", WaitingFigure.MEAN_MINUTES).value == 20
    assert figure(found, "other", WaitingFigure.MEAN_MINUTES).withheld


def _longer_journey(outlook: Outlook) -> Outlook:
    """Give one pupil a journey that makes the mean a fraction."""
    assert outlook.waiting is not None
    first, *others = outlook.waiting.pupils
    waiting = WaitingNow((replace(first, travel_minutes=4), *others), True)
    return replace(outlook, waiting=waiting)


def test_the_board_is_told_of_those_who_wait_where_nobody_later_is_moved() -> None:
    unmoved = [outlook(f"choice {n}", [8] * DRAWS, [1] * DRAWS) for n in range(8)]
    last = outlook("choice 8", [8] * DRAWS, [1] * DRAWS, placed=2)
    told = board_answer(compare([*unmoved, last]))
    assert any("of the 3 pupils who wait now 2 can be placed" in says for says in told)


def test_a_choice_whose_title_begins_anothers_keeps_its_sentence_on_the_boards_paper() -> None:
    names = ["base", *(f"spoke and {n} more" for n in range(7)), "spoke"]
    told = board_answer(
        compare([outlook(name, [9 - n] * DRAWS, [1] * DRAWS) for n, name in enumerate(names)])
    )
    assert any(says.startswith("Spoke: ") for says in told)


def test_nobody_without_a_place_is_told() -> None:
    found = compare(told(20, 10, 20))
    assert figure(found, "other", WaitingFigure.UNPLACED).value == 0
    assert figure(found, "other", WaitingFigure.PLACED).difference == 10


def test_where_fewer_wait_than_are_published_nothing_is_told_of_them() -> None:
    found = compare(told(4, 1, 2))
    waiting = [row for row in found.plain if row.subject.topic is Topic.WAITING]
    assert waiting
    assert all(row.withheld and row.value is None for row in waiting)
    assert "fewer than 5 pupils wait now, so nothing is told of them." in found.answer[1]


def test_shares_that_add_up_to_a_withheld_difference_are_withheld_too() -> None:
    outlooks = told(20, 10, 18)
    figures = [outlook.figures() for outlook in outlooks]
    made = {frozenset[int](): figures[0], frozenset({0}): figures[1]}
    causes = causes_of("other", Plan(1), ("eight more places",), made)
    assert any(each.subject.name == "unplaced" for each in causes.attributions)
    [kept] = compare(outlooks, [causes]).causes
    names = {each.subject.name for each in kept.attributions}
    assert not names & {"placed", "unplaced", "late_pupils", "late_days", "in_district"}
    assert "council" in names
    assert "Not told, for it would tell of a few pupils: unplaced." in kept.unanswered


def test_what_a_change_does_alone_is_withheld_where_it_would_leave_a_few_without_a_place() -> None:
    outlooks = told(20, 10, 12)
    figures = [each.figures() for each in (*outlooks, told(20, 10, 18)[1])]
    made = {
        frozenset[int](): figures[0],
        frozenset({0}): figures[2],
        frozenset({1}): figures[0],
        frozenset({0, 1}): figures[1],
    }
    [kept] = compare(outlooks, [causes_of("other", Plan(2), ("one", "two"), made)]).causes
    names = {each.subject.name for each in kept.attributions if each.subject.topic is Topic.WAITING}
    assert names == {"stay_pence"}
    assert figure(compare(outlooks), "other", WaitingFigure.PLACED).value == 12, "told by itself"


def test_no_table_has_a_nought_with_a_sign() -> None:
    outlooks = told(20, 10, 10)
    figures = outlooks[0].figures()
    made = {frozenset[int](): figures, frozenset({0}): outlooks[1].figures()}
    tiny = {s: v and v - Fraction(1, 10**9) for s, v in figures.items()}
    found = compare(outlooks, [causes_of("other", Plan(1), ("x",), made | {frozenset({0}): tiny})])
    values = [v for v in comparison_frames(found)["causes"]["share"] if v is not None]
    assert values
    assert "-0.0" not in map(str, values)
