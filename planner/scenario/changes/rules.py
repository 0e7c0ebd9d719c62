"""Changes to the authority's own rules: goals, law packs, transport, and what places do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from planner.domain.codes import Enforcement
from planner.scenario.between import BETWEEN
from planner.scenario.changes.base import Change
from planner.scenario.policy import Goals, PolicyBlock, TransportBlock, WeeklySessions
from planner.scenario.reading.fields import Whole, refusal

PerHundred: TypeAlias = Annotated[Whole, Field(ge=0, le=500), BETWEEN]


class RuleChange(Change):
    """A change to the policy block, over the whole time looked at."""

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        raise NotImplementedError

    def over(self, block: PolicyBlock) -> PolicyBlock:
        """Return a policy block with this change made, key by key."""
        return PolicyBlock.model_validate(
            _laid(block.model_dump(by_alias=True, exclude_unset=True), self.overlay())
        )


class SetGoals(RuleChange):
    """Another order of the goals: the first counts before all others."""

    change: Literal["set_goals"]
    goals: Goals
    """What an allocation makes small, the most important first; goals left out do not count.
    `unplaced` stands for the three goals of unplaced pupils by priority."""

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        return {"goals": self.goals}


class SetLawPack(RuleChange):
    """How a pack of law that is announced but not in force is applied."""

    change: Literal["set_law_pack"]
    pack: Literal["non_school_limits"]
    """The pack: non_school_limits, on weeks and sessions at unregistered sites."""
    enforcement: Enforcement
    """off, warn or enforce."""
    maximum_weeks: Annotated[Whole, Field(ge=1, le=52)] | None = None
    """Longest stay at an unregistered site under the pack; left out, as now. [weeks]"""
    maximum_sessions: WeeklySessions | None = None
    """Most sessions a week there under the pack; left out, as now. [sessions]"""

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        keys = {
            "non_school_limits": self.enforcement,
            "non_school_maximum_weeks": self.maximum_weeks,
            "non_school_maximum_sessions": self.maximum_sessions,
        }
        return {key: value for key, value in keys.items() if value is not None}


class SetTransport(RuleChange):
    """Another transport policy: the keys given change, the others stay."""

    change: Literal["set_transport"]
    transport: TransportBlock
    """How entitled pupils are brought to a site, and who pays."""

    @model_validator(mode="after")
    def _check_some_key(self) -> SetTransport:
        _check_some_key(self.transport)
        return self

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        return {"transport": self.transport.model_dump(exclude_unset=True)}


class SetRules(RuleChange):
    """New rules of the authority: the keys given change, the others stay."""

    change: Literal["set_rules"]
    rules: PolicyBlock
    """Any keys of a scenario's policy, such as travel_cap_minutes or due_school_day."""

    @model_validator(mode="after")
    def _check_some_key(self) -> SetRules:
        _check_some_key(self.rules)
        return self

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        return self.rules.model_dump(by_alias=True, exclude_unset=True)


class ExpectInducedReferrals(RuleChange):
    """Referrals that come because there are spare prevention places."""

    change: Literal["expect_induced_referrals"]
    per_hundred: PerHundred
    """Prevention referrals a year for every hundred spare prevention places. Of an interval every
    simulated future draws its own value. [referrals]"""

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        return {"induced_referrals": _effect(self)}


class ExpectPrevention(RuleChange):
    """Exclusions that do not come because pupils were in prevention places."""

    change: Literal["expect_prevention"]
    per_hundred: PerHundred
    """Exclusions fewer in the year after every hundred prevention starts. Of an interval every
    simulated future draws its own value. [exclusions]"""
    usual_starts_a_year: Annotated[Whole, Field(ge=0, le=100_000)]
    """Prevention starts a year that past exclusions reflect already; only more than these count."""

    def overlay(self) -> dict[str, Any]:
        """Return the keys of the policy block that this sets."""
        effect = _effect(self) | {"usual_starts_a_year": self.usual_starts_a_year}
        return {"prevented_exclusions": effect}


def _effect(change: ExpectInducedReferrals | ExpectPrevention) -> dict[str, Any]:
    span, number = change.spans.get("per_hundred"), change.per_hundred
    low, high = (int(span.low), int(span.high)) if span else (number, number)
    return {"low_percent": low, "high_percent": high, "because": change.because}


def _check_some_key(block: PolicyBlock | TransportBlock) -> None:
    if not block.model_fields_set:
        raise refusal("no key is given.", "Write at least one key below it.")


def _laid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested keys, those above in place of those below."""
    laid = dict(below)
    for key, value in above.items():
        under = laid.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            value = _laid(under, value)
        laid[key] = value
    return laid
