"""A scenario's changes applied to a dataset, in the order written, one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from planner.domain.dataset import Dataset
from planner.errors import Problem, ScenarioProblems
from planner.scenario.changes.base import Change
from planner.scenario.changes.demand import SomeDemand
from planner.scenario.changes.register import CHANGES
from planner.scenario.changes.rules import RuleChange
from planner.scenario.effects import closing, opening, places, rates, supposed, terms
from planner.scenario.effects.outcome import Outcome, Unfit
from planner.scenario.policy import PolicyBlock
from planner.scenario.reading.tree import Spot, problem_at, said_location, spot_of
from planner.scenario.schema import Scenario
from planner.scenario.writing.describe import reason

EFFECTS: dict[str, Callable[..., Outcome]] = {
    "add_places": places.add_places,
    "set_places": places.set_places,
    "move_places": places.move_places,
    "close_commission": closing.close_commission,
    "close_site": closing.close_site,
    "provider_fails": closing.provider_fails,
    "open_commission": opening.open_commission,
    "open_site": opening.open_site,
    "accept_needs": terms.accept_needs,
    "accept_year_groups": terms.accept_year_groups,
    "set_tier": terms.set_tier,
    "allow_overflow": terms.allow_overflow,
    "extend_contract": terms.extend_contract,
    "set_rates": rates.set_rates,
    "set_index": rates.set_index,
    "set_charge": rates.set_charge,
    "close_days": terms.close_days,
    "phase_places": places.phase_places,
}
"""What each kind of change of the tables does, by its word in YAML."""

_EFFECT_OF: dict[type[Change], Callable[..., Outcome]] = {
    CHANGES[word]: effect for word, effect in EFFECTS.items()
}


def apply(dataset: Dataset, scenario: Scenario) -> tuple[Dataset, tuple[str, ...]]:
    """
    Return the dataset after a scenario's changes, and what each did.

    Where a change moves money, figures that a document printed about the tables are left
    out, because they no longer describe what is compared with them.

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
    changed, rules = dataset, scenario.policy_block
    sentences: list[str] = []
    problems: list[Problem] = []
    for position, change in enumerate(scenario.changes):
        try:
            changed, rules, says = _made(changed, rules, change)
        except Unfit as unfit:
            problems.append(_problem(scenario, position, unfit))
        else:
            sentences.append(f"{says} {reason(change)}.")
    if problems:
        raise ScenarioProblems(problems)
    if _money(changed) != _money(dataset):
        changed = replace(changed, stated=())
    return changed, tuple(sentences)


def _money(dataset: Dataset) -> tuple[object, ...]:
    return dataset.funding, dataset.rates, dataset.indices, dataset.charges, dataset.services


def _made(dataset: Dataset, rules: PolicyBlock, change: Change) -> tuple[Dataset, PolicyBlock, str]:
    """Return the tables and the rules after one change, and what it did in one clause."""
    if isinstance(change, RuleChange):
        after, says = supposed.ruled(rules, change)
        return dataset, after, says
    if isinstance(change, SomeDemand):
        return dataset, rules, supposed.supposed_of(dataset, change)
    outcome = _outcome(dataset, change)
    return outcome.dataset, rules, outcome.says


def _outcome(dataset: Dataset, change: Change) -> Outcome:
    outcome = _EFFECT_OF[type(change)](dataset, change)
    if outcome.dataset == dataset:
        what = f"this changes nothing ({outcome.says})."
        raise Unfit(key="change", what=what, fix="Correct it, or leave it out.")
    return outcome


def _problem(scenario: Scenario, position: int, unfit: Unfit) -> Problem:
    spot, written, number = Spot(scenario.id), "", position
    if scenario.origins:
        origin = scenario.origins[position]
        spot, written = spot_of(origin, unfit.location)
        # A base's changes come first; the reader counts within the file.
        number = sum(each.spot.file == spot.file for each in scenario.origins[:position])
    return problem_at(
        spot,
        column=said_location(("changes", number, *unfit.location)),
        value=written,
        what=unfit.what,
        fix=unfit.fix,
    )
