from __future__ import annotations

from dataclasses import replace
from datetime import date

from planner.reports.headline import headline
from planner.results.allocation import Placed
from planner.results.answer import Answer


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


def test_a_statutory_day_that_had_passed_is_told_from_one_that_could_not_be_met(
    answer: Answer,
) -> None:
    _, late, _ = answer.allocation.placed
    passed = replace(late, pupil_id="P9", due_date=date(2021, 11, 5))
    found = headline(_only(answer, late, passed))
    assert found.sentence == (
        "2 of 2 waiting pupils can be placed and 2 pupils are late past the statutory day."
    )
    assert found.because == (
        "1 pupil placed late: the statutory day had passed before 8 Nov 2021.",
        "1 pupil placed late: no place within the rules is left for them by their statutory day.",
    )


def test_a_goal_that_is_not_proven_is_owned_up_to(answer: Answer) -> None:
    found = headline(answer)
    assert found.proof.startswith("1 goal of 3 not proven: a better answer may exist")
    assert [figure.is_good for figure in found.figures] == [False] * 4
