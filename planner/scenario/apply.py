"""A scenario's changes applied to a dataset, in the order written, one sentence each."""

from __future__ import annotations

from collections.abc import Callable

from planner.domain.dataset import Dataset
from planner.errors import Problem, ScenarioProblems
from planner.scenario.changes import AddPlaces, Change, CloseCommission, SetPlaces
from planner.scenario.effects.outcome import Outcome, Unfit
from planner.scenario.effects.places import add_places, close_commission, set_places
from planner.scenario.reading.tree import Node, Spot, problem_at, said_location, spot_of
from planner.scenario.schema import Scenario

EFFECTS: dict[type[Change], Callable[..., Outcome]] = {
    AddPlaces: add_places,
    SetPlaces: set_places,
    CloseCommission: close_commission,
}
"""What each kind of change does."""


def apply(dataset: Dataset, scenario: Scenario) -> tuple[Dataset, tuple[str, ...]]:
    """
    Return the dataset after a scenario's changes, and what each did.

    Parameters
    ----------
    dataset
        The council's tables; not altered.
    scenario
        Its changes are applied in the order written.

    Returns
    -------
    tuple[Dataset, tuple[str, ...]]
        The new dataset, and one sentence a change with its reason.

    Raises
    ------
    ScenarioProblems
        If a change names what is not in the tables, or would change nothing. Every such
        change is named at once, with its line.
    """
    sentences: list[str] = []
    problems: list[Problem] = []
    for position, change in enumerate(scenario.changes):
        try:
            outcome = EFFECTS[type(change)](dataset, change)
            if outcome.dataset == dataset:
                raise Unfit(
                    key="change",
                    what=f"this change alters nothing ({outcome.says}).",
                    fix="Correct it, or leave it out.",
                )
        except Unfit as unfit:
            problems.append(_problem(scenario, position, unfit))
        else:
            dataset = outcome.dataset
            sentences.append(f"{outcome.says} (because {change.because.rstrip('. ')}).")
    if problems:
        raise ScenarioProblems(problems)
    return dataset, tuple(sentences)


def _problem(scenario: Scenario, position: int, unfit: Unfit) -> Problem:
    origin: Node | None = scenario.origins[position] if scenario.origins else None
    spot, written = (Spot(scenario.id), "") if origin is None else spot_of(origin, (unfit.key,))
    earlier = [each for each in scenario.origins[:position] if each.spot.file == spot.file]
    number = len(earlier) if origin is not None else position
    return problem_at(
        spot,
        column=said_location(("changes", number, unfit.key)),
        value=written,
        what=unfit.what,
        fix=unfit.fix,
    )
