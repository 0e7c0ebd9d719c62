"""A scenario's own changes, one by one, so that any subset of them can be made on its base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.dataset import Dataset
from planner.errors import ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.register import AnyChange
from planner.scenario.schema import Scenario
from planner.scenario.writing.rules_said import rule_sentences


@dataclass(frozen=True)
class Parts:
    """
    What a scenario changes against its base: changes of the tables, then keys of the policy.

    Positions follow the changes' own text and not the order in which they are written, so
    that writing independent changes in another order makes the same parts.
    """

    base: Scenario
    scenario: Scenario
    order: tuple[int, ...]
    """Place of each changed row among the scenario's own changes, by position."""
    policy_keys: tuple[str, ...]
    sentences: tuple[str, ...]
    """Every part in words, by position."""

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self.order) + len(self.policy_keys)

    def made(self, positions: frozenset[int], tables: Dataset) -> Scenario:
        """
        Return the scenario in which only some parts are made.

        A change that does not fit the tables without another that is left out, or that
        changes nothing then, is left out too.
        """
        own = self.scenario.changes[len(self.base.changes) :]
        wanted = {self.order[each] for each in positions if each < len(self.order)}
        keys = [self.policy_keys[each - len(self.order)] for each in sorted(positions)
                if each >= len(self.order)]  # fmt: skip
        policy = self.base.policy_block.model_copy(
            update={key: getattr(self.scenario.policy_block, key) for key in keys}
        )
        bare = replace(self.scenario, changes=self.base.changes, policy_block=policy, origins=())
        return _fitting(bare, tuple(own[place] for place in sorted(wanted)), tables)


def parts_of(base: Scenario, scenario: Scenario, tables: Dataset) -> Parts:
    """
    Take a scenario apart.

    Parameters
    ----------
    base, scenario
        The scenario's changes begin with those of its base.
    tables
        As read; every change of the scenario fits them.
    """
    own = scenario.changes[len(base.changes) :]
    order = sorted(range(len(own)), key=lambda place: (_text(own[place]), place))
    keys = tuple(
        key
        for key in type(scenario.policy_block).model_fields
        if getattr(base.policy_block, key) != getattr(scenario.policy_block, key)
    )
    _, said = apply(tables, scenario)
    told = said[len(base.changes) :]
    return Parts(
        base,
        scenario,
        tuple(order),
        keys,
        (*(told[place] for place in order), *_policy_said(base, scenario, keys)),
    )


def _policy_said(base: Scenario, scenario: Scenario, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        value = getattr(scenario.policy_block, key)
        alone = base.policy_block.model_copy(update={key: value})
        yield " ".join(rule_sentences(base.policy_block, alone)) or f"Policy, {key}."


def _text(change: AnyChange) -> str:
    return change.model_dump_json(by_alias=True)


def _fitting(bare: Scenario, changes: tuple[AnyChange, ...], tables: Dataset) -> Scenario:
    whole = _with(bare, changes)
    if _fits(whole, tables):
        return whole
    kept: tuple[AnyChange, ...] = ()
    for change in changes:
        if _fits(_with(bare, (*kept, change)), tables):
            kept = (*kept, change)
    return _with(bare, kept)


def _with(bare: Scenario, changes: tuple[AnyChange, ...]) -> Scenario:
    return replace(bare, changes=(*bare.changes, *changes))


def _fits(scenario: Scenario, tables: Dataset) -> bool:
    try:
        apply(tables, scenario)
    except ScenarioProblems:
        return False
    return True
