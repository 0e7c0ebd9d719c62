"""The page of rules and goals, made from the rules themselves so that it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import getdoc

from planner.domain.choices.policy import Goal, Policy
from planner.domain.codes import Route
from planner.rules.base import PairRule, SetRule
from planner.rules.eligibility.register import PAIR_RULES
from planner.rules.limits import SET_RULES

_OPENING = """\
# How it decides

Every suggestion keeps every rule below. Among all answers that keep them, the goals are met in
their order: no goal is made worse for the sake of a later one. Each answer is held against the
rules once more, without the solver, before it is shown.

This page is made from the rules themselves."""

_PAIRS = """\
## Who may go where

Rules about one pupil and one commission. Where one speaks, the commission is no option for the
pupil, and a pupil without a place is told so in its words."""

_SETS = """\
## How many, when and with whom

Rules about everybody at once, week by week."""

_GOALS = """\
## Goals, in their usual order

A scenario states its own order under `policy: goals:`. The value of each goal is shown with the
best that any answer could have."""

_DAYS = """\
## Statutory days

Day 1 is the first school day of the exclusion or absence; only school days count."""


def rules_page() -> str:
    """Return the page, as Markdown."""
    parts = (
        *(_OPENING, _PAIRS, _rules("bars", ((rule, rule.bars) for rule in PAIR_RULES))),
        *(_SETS, _rules("its check names", ((rule, rule.breaches) for rule in SET_RULES))),
        *(_GOALS, _goals(Policy()), _DAYS, _days(Policy())),
    )
    return "\n\n".join(parts) + "\n"


def _rules(heading: str, rules: Iterable[tuple[PairRule | SetRule, object]]) -> str:
    rows = (
        (f"`{rule.code}`", f"{rule.title}.", _object_of(getdoc(check) or ""), rule.source)
        for rule, check in rules
    )
    return _table(("code", "rule", heading, "source"), rows)


def _object_of(sentence: str) -> str:
    """Return what a docstring's verb is about: the column's heading is the verb."""
    return sentence.partition(" ")[2]


def _goals(policy: Policy) -> str:
    rows = ((f"`{goal}`", goal.says, goal.unit) for goal in policy.goals)
    replanned = Goal.CHANGES_TO_OFFERS
    offers = (
        f"`{replanned}`",
        f"{replanned.says} (only with `--previous`; where a scenario does not rank it, after "
        "lateness by statute and pupils without a place)",
        replanned.unit,
    )
    last = (f"`{Goal.TIE_BREAK}`", f"{Goal.TIE_BREAK.says} (always last)", Goal.TIE_BREAK.unit)
    return _table(("goal", "what is made small", "unit"), (*rows, offers, last))


def _days(policy: Policy) -> str:
    rows = [(route.says, _due(policy, route)) for route in Route]
    if policy.looked_after_due_school_day is not None:
        earlier = f"school day {policy.looked_after_due_school_day}"
        rows.append(("looked-after pupils, on a route with a statutory day", earlier))
    return _table(("route", "education is due on"), rows)


def _due(policy: Policy, route: Route) -> str:
    day = policy.due_school_day.get(route)
    return "no statutory day" if day is None else f"school day {day}"


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join("| " + " | ".join(" ".join(c.split()) for c in row) + " |" for row in lines)
