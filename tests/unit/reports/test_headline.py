from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.reports.headline import headline
from planner.results.answer import Answer
from planner.results.placing.allocation import Placed, Reason


def _only(answer: Answer, *placed: Placed) -> Answer:
    goals = answer.allocation.goals[:2]
    allocation = replace(answer.allocation, placed=placed, unplaced=(), goals=goals)
    return replace(answer, allocation=allocation)


def test_when_all_is_well_the_answer_says_so(answer: Answer) -> None:
    found = headline(_only(answer, answer.allocation.placed[0]))
    assert found.sentence == (
        "1 of 1 waiting pupil can be placed and nobody is late past a statutory day."
    )
    assert found.because == ()
    assert found.proof.startswith("Proven: ")
    assert [figure.number for figure in found.figures] == ["1 of 1", "0 of 1", "0", "2 of 2"]
    assert all(figure.is_good for figure in found.figures)


def test_a_wait_for_a_place_is_not_excused_by_a_statutory_day_that_had_passed(
    answer: Answer,
) -> None:
    _, late, _ = answer.allocation.placed
    at_once = Reason("late_days", "No earlier start is possible.", {"first_possible_start": 1})
    later = Reason("late_days", "Sooner places are full.", {"first_possible_start": 0})
    passed = replace(late, due_date=date(2021, 11, 5))
    found = headline(
        _only(
            answer,
            replace(passed, reasons=(at_once,)),
            replace(passed, pupil_id="P8", reasons=(later,)),
            replace(passed, pupil_id="P9", reasons=(Reason("decisions_stay", "It stands."),)),
        )
    )
    assert found.sentence == (
        "3 of 3 waiting pupils can be placed and 3 pupils are late past the statutory day."
    )
    assert found.because == (
        "1 pupil placed late: no earlier start was possible.",
        "1 pupil placed late: sooner places are full, or go to other pupils by the order of goals.",
        "1 pupil placed late: somebody has decided the start.",
    )


def test_a_goal_that_is_not_proven_is_owned_up_to(answer: Answer) -> None:
    found = headline(answer)
    assert found.proof.startswith("1 goal of 3 not proven: a better answer may exist")
    assert [figure.is_good for figure in found.figures] == [False] * 4
