"""Several scenarios against their common base, with the causes of every difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path

from planner.comparison.attribution import Plan, causes_of
from planner.comparison.compare import MOST_OUTLOOKS, compare
from planner.errors import Problem, ScenarioProblems
from planner.jobs.opening import Tell, silently
from planner.jobs.problems import each_case, whole_case
from planner.jobs.whatif.evaluate import YEARS, Ground, evaluate_scenario, ground_of
from planner.jobs.whatif.parts import parts_of
from planner.reports.whatif.frames import comparison_record, write_comparison_tables
from planner.results.plain import write_json
from planner.results.whatif.comparison import Causes, Comparison
from planner.results.whatif.measures import Subject
from planner.results.whatif.outlook import Outlook
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario

_AROUND = 3
"""Steps besides those of each scenario: reading, drawing, and laying side by side."""


def compare_steps(scenarios: int, *, attribution: bool) -> int:
    """Return how many steps are told while so many scenarios are compared with their base."""
    return _AROUND + 1 + scenarios * (2 if attribution else 1)


def compare_cases(
    paths: Sequence[Path],
    *,
    as_at: date | None = None,
    years: int = YEARS,
    draws: int | None = None,
    attribution: bool = True,
    places_chance: float | None = None,
    tell: Tell = silently,
) -> Comparison:
    """
    Put scenarios through the same futures as their common base, and side by side.

    Parameters
    ----------
    paths
        From 1 to 11 scenarios that name the same base; or their base and from 1 to 11.
    as_at
        Day on which the question is asked, if not the base's own.
    years
        School years ahead. [1 to 5]
    draws
        Futures to draw, if not the base's own number.
    attribution
        Whether every difference is split over the scenario's changes.
    places_chance
        Share of pupils who are to start in time, to search for the places that are enough in
        each scenario; None to leave that out. [0 to 1]
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem of every scenario.
    """
    tell("Reading the scenarios and the tables")
    base, scenarios = _against_base(each_case(paths, partial(_loaded, as_at=as_at)))
    tell("Drawing futures of demand")
    ground = ground_of(base, as_at=as_at, years=years, draws=draws)
    outlooks = []
    for scenario in (base, *scenarios):
        tell(f"Living through the futures of {scenario.id}")
        outlooks.append(evaluate_scenario(scenario, ground, places_chance=places_chance))
    causes = []
    for scenario, outlook in zip(scenarios if attribution else (), outlooks[1:], strict=False):
        tell(f"Splitting what {scenario.id} does over its changes")
        causes.append(_causes(ground, scenario, outlooks[0], outlook))
    tell("Laying them side by side")
    return compare(outlooks, causes)


def write_comparison(comparison: Comparison, folder: Path) -> None:
    """Write every table of a comparison, and all of it as one object."""
    write_comparison_tables(comparison, folder)
    write_json(folder / "comparison.json", comparison_record(comparison))


def _loaded(path: Path, *, as_at: date | None) -> Scenario:
    with whole_case(path, as_at=as_at):
        return load_scenario(path)


def _against_base(scenarios: Sequence[Scenario]) -> tuple[Scenario, tuple[Scenario, ...]]:
    """
    Return the scenarios' common base, and those that are not it, with names of their own.

    Raises
    ------
    ScenarioProblems
        If they have different bases, are too many, or nothing is left to compare.
    """
    base = scenarios[0].base or scenarios[0]
    problems = [
        _problem(each, "base", f"it does not start from the same base as {scenarios[0].id}.")
        for each in scenarios
        if (each.base or each) != base
    ]
    others = [each for each in scenarios if each != base]
    if not others:
        problems.append(_problem(base, "base", "there is nothing to compare it with."))
    if len(others) >= MOST_OUTLOOKS:
        what = f"at most {MOST_OUTLOOKS - 1} scenarios are compared with their base."
        fix = f"Leave out {len(others) - MOST_OUTLOOKS + 1} of the {len(others)}."
        problems.append(Problem(base.id, 0, "", "", what, fix))
    if problems:
        raise ScenarioProblems(problems)
    return base, tuple(_named_apart(base, others))


def _problem(scenario: Scenario, key: str, what: str) -> Problem:
    fix = "Name scenarios that have the same base."
    return Problem(scenario.id, 0, key, "", what, fix)


def _named_apart(base: Scenario, scenarios: Sequence[Scenario]) -> Iterator[Scenario]:
    """Give the scenarios with ids of their own, and with titles that a reader can tell apart."""
    taken = {base.id}
    titles = Counter(each.title for each in (base, *scenarios))
    for scenario in scenarios:
        number, name = 1, scenario.id
        while name in taken:
            number += 1
            name = f"{scenario.id} ({number})"
        taken.add(name)
        title = f"{scenario.title} ({name})" if titles[scenario.title] > 1 else scenario.title
        yield replace(scenario, id=name, title=title)


def _causes(ground: Ground, scenario: Scenario, base: Outlook, outlook: Outlook) -> Causes:
    """Split a scenario's differences; subsets that come to the same scenario are made once."""
    parts = parts_of(ground.base, scenario, ground.tables)
    plan = Plan(parts.count)
    known: dict[str, dict[Subject, Fraction | None]] = {}
    figures: dict[frozenset[int], dict[Subject, Fraction | None]] = {
        frozenset(): base.figures(),
        frozenset(range(parts.count)): outlook.figures(),
    }
    for made in plan.subsets:
        if made not in figures:
            partly = parts.made(made, ground.tables)
            key = repr((partly.changes, partly.policy_block))
            if key not in known:
                known[key] = evaluate_scenario(partly, ground).figures()
            figures[made] = known[key]
    return causes_of(scenario.id, plan, parts.sentences, figures)
