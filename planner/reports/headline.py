"""The answer in a few sentences: who has a place, who is late, what is proven."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.reports.pages import plural
from planner.results.answer import Answer
from planner.results.placing.allocation import Placed, Unplaced
from planner.units import format_day


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a director looks for first, with what it counts."""

    number: str
    says: str
    detail: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class Headline:
    """What the page says before anything else."""

    sentence: str
    figures: tuple[Figure, ...]
    because: tuple[str, ...]
    """Why pupils are late or without a place, counted to a few kinds."""
    proof: str


def headline(answer: Answer) -> Headline:
    """Return the answer in a few sentences."""
    return Headline(
        sentence=_sentence(answer),
        figures=(_placed(answer), _late(answer), _days(answer), _proven(answer)),
        because=_because(answer),
        proof=_proof(answer),
    )


def _people(answer: Answer) -> tuple[Placed | Unplaced, ...]:
    return (*answer.allocation.placed, *answer.allocation.unplaced)


def _late_people(answer: Answer) -> list[Placed | Unplaced]:
    return [person for person in _people(answer) if person.school_days_late > 0]


def _due_count(answer: Answer) -> int:
    return sum(person.due_date is not None for person in _people(answer))


def _sentence(answer: Answer) -> str:
    placed, unplaced = len(answer.allocation.placed), len(answer.allocation.unplaced)
    if not placed and not unplaced:
        return "Nobody is waiting: there is nothing to place."
    last = format_day(answer.case.weeks[-1])
    late = len(_late_people(answer))
    opening = f"{placed:,} of {plural(placed + unplaced, 'waiting pupil')} can be placed"
    closing = f" by the week of {last}" if unplaced else ""
    on_time = "nobody is late past a statutory day" if not late else _late_clause(late)
    none = f", {plural(unplaced, 'pupil')} cannot," if unplaced else ""
    return f"{opening}{closing}{none} and {on_time}."


def _late_clause(late: int) -> str:
    return f"{plural(late, 'pupil')} {'is' if late == 1 else 'are'} late past the statutory day"


def _placed(answer: Answer) -> Figure:
    placed, unplaced = len(answer.allocation.placed), len(answer.allocation.unplaced)
    detail = f"{plural(unplaced, 'pupil')} without a place" if unplaced else "nobody left without"
    return Figure(f"{placed:,} of {placed + unplaced:,}", "pupils placed", detail, not unplaced)


def _late(answer: Answer) -> Figure:
    late, due = len(_late_people(answer)), _due_count(answer)
    return Figure(
        f"{late:,} of {due:,}", "late past the statutory day", "of pupils who have one", not late
    )


def _days(answer: Answer) -> Figure:
    late = _late_people(answer)
    days = sum(person.school_days_late for person in late)
    longest = max((person.school_days_late for person in late), default=0)
    detail = f"longest: {plural(longest, 'school day')}" if late else "no breach of the duty"
    return Figure(f"{days:,}", "school days late in all", detail, not days)


def _proven(answer: Answer) -> Figure:
    goals = answer.allocation.goals
    proven = sum(goal.proven for goal in goals)
    detail = "no answer can do better" if proven == len(goals) else "see the bounds below"
    return Figure(f"{proven} of {len(goals)}", "goals proven best", detail, proven == len(goals))


def _because(answer: Answer) -> tuple[str, ...]:
    kinds = Counter(pupil.kind for pupil in answer.allocation.unplaced)
    without = [
        f"{plural(count, 'pupil')} without a place: {kind.says}."
        for kind, count in sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    ]
    return (*_because_late(answer), *without)


_LATE_SAYS = {
    "first": "no earlier start was possible",
    "later": "sooner places are full, or go to other pupils by the order of goals",
    "decided": "somebody has decided the start",
}


def _because_late(answer: Answer) -> tuple[str, ...]:
    kinds = Counter(
        _kind_of_lateness(pupil) for pupil in answer.allocation.placed if pupil.school_days_late
    )
    return tuple(
        f"{plural(kinds[kind], 'pupil')} placed late: {says}."
        for kind, says in _LATE_SAYS.items()
        if kinds[kind]
    )


def _kind_of_lateness(pupil: Placed) -> str:
    if any(reason.rule == "decisions_stay" for reason in pupil.reasons):
        return "decided"
    first = any(reason.facts.get("first_possible_start") for reason in pupil.reasons)
    return "first" if first else "later"


def _proof(answer: Answer) -> str:
    goals = answer.allocation.goals
    open_goals = [goal for goal in goals if not goal.proven]
    if not open_goals:
        return (
            "Proven: by these rules and this order of goals, no other allocation is better on any "
            "goal without being worse on an earlier one."
        )
    return (
        f"{plural(len(open_goals), 'goal')} of {len(goals)} not proven: a better answer may exist, "
        "but none beyond the bound shown beside each goal."
    )
