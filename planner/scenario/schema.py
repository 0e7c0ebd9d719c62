"""What a scenario file may say, and the scenario that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails

from planner.domain.choices.policy import Policy
from planner.domain.choices.whatif import DemandChange
from planner.scenario.between import Estimated
from planner.scenario.changes.demand import SomeDemand
from planner.scenario.changes.register import AnyChange
from planner.scenario.changes.rules import RuleChange
from planner.scenario.policy import PolicyBlock
from planner.scenario.reading.fields import Day, Face, Text, Whole, YesNo, refusal
from planner.scenario.reading.tree import Node


class SweepMethod(StrEnum):
    """How the runs of a sweep are chosen."""

    PRODUCT = "product"
    LATIN_HYPERCUBE = "latin_hypercube"


class Settings(Face):
    """How the calculation runs, apart from what is asked."""

    seed: Annotated[Whole, Field(ge=0, le=4_294_967_295)] = 0
    """Start of every random draw; the same seed gives the same answer."""
    draws: Annotated[Whole, Field(ge=1, le=100_000)] = 1000
    """Simulated futures of a forecast."""
    allow_identifiers: YesNo = False
    """Whether columns that look like names, UPNs or dates of birth are tolerated; they stay
    unread. Without it such tables are refused."""


class SweepBlock(Face):
    """How the runs of a sweep are chosen from what the changes leave open."""

    method: SweepMethod = SweepMethod.PRODUCT
    """`product` tries every combination of the lists and ranges in the changes, with every
    interval at its central value; `latin_hypercube` draws all of them, intervals too, so that
    a few runs cover each evenly."""
    runs: Annotated[Whole, Field(ge=2, le=10_000)] | None = None
    """How many runs are drawn; only for latin_hypercube, which needs it."""

    @model_validator(mode="after")
    def _check_runs(self) -> SweepBlock:
        if self.method is SweepMethod.LATIN_HYPERCUBE and self.runs is None:
            raise refusal("latin_hypercube needs a number of runs.", "Add runs, such as 50.")
        if self.method is SweepMethod.PRODUCT and self.runs is not None:
            what = "a product has as many runs as there are combinations."
            raise refusal(what, "Leave runs out, or choose latin_hypercube.")
        return self


class ScenarioFile(Face):
    """One question about an authority's places: the tables, the policy and what changes."""

    title: Text
    """A short name for reports and tables."""
    question: Text | None = None
    """The question that the scenario answers, in one sentence."""
    base: Text | None = None
    """Another scenario file, relative to this one, whose data, geo, as_at, policy, settings and
    changes this one starts from. It may not itself have a base."""
    data: Text
    """Folder or workbook of the council's tables, relative to this file. Left out, the base's."""
    geo: Text | None = None
    """Folder of geographic tables, relative to this file. Left out, the base's or none."""
    as_at: Day
    """Day on which the question is asked. Left out, the base's."""
    changes: tuple[AnyChange, ...] = ()
    """What is different from the tables, applied in this order."""
    policy: PolicyBlock = PolicyBlock()
    """The authority's own choices, key by key over the base's."""
    settings: Settings = Settings()
    """How the calculation runs, key by key over the base's."""

    @field_validator("policy")
    @classmethod
    def _check_reasons(cls, policy: PolicyBlock) -> PolicyBlock:
        faults = [*_without_reason(policy), *_without_reason(policy.interim, "interim")]
        if faults:
            raise ValidationError.from_exception_data("policy", faults)
        return policy

    sweep: SweepBlock = SweepBlock()
    """How planner sweep chooses its runs from the lists, ranges and intervals in the changes."""


def _without_reason(block: Estimated | None, *above: str) -> list[InitErrorDetails]:
    """Return a fault for every interval of the policy, because there it has no reason."""
    what = "an interval needs a reason, and a policy has none."
    said = refusal(what, "Write it in a change set_rules, with because.")
    spans = block.spans if block is not None else {}
    return [InitErrorDetails(type=said, loc=(*above, key), input=key) for key in spans]


@dataclass(frozen=True)
class Scenario:
    """A scenario as read: paths are absolute, and what a base gives is filled in."""

    id: str
    """Name of the file without its ending."""
    title: str
    data: Path
    """Folder or workbook of the tables."""
    as_at: date
    question: str = ""
    geo: Path | None = None
    changes: tuple[AnyChange, ...] = ()
    """The base's changes, then this scenario's own, in the order written."""
    settings: Settings = field(default_factory=Settings)
    policy_block: PolicyBlock = field(default_factory=PolicyBlock)
    sweep: SweepBlock = field(default_factory=SweepBlock)
    """How a sweep chooses its runs; what it varies stands in the changes."""
    base: Scenario | None = field(default=None, repr=False, compare=False)
    """The scenario that this one starts from, where its file names one."""
    origins: tuple[Node, ...] = field(default=(), repr=False, compare=False)
    """Where each change is written, in the order of ``changes``; empty if made by a program."""

    def policy(self) -> Policy:
        """Return the authority's policy, with the changes that are made to it."""
        return self.rules_in_force.policy()

    @property
    def rules_in_force(self) -> PolicyBlock:
        """The policy block, with the changes that are made to it."""
        block = self.policy_block
        for change in self.changes:
            block = change.over(block) if isinstance(change, RuleChange) else block
        return block

    @property
    def whatif(self) -> tuple[DemandChange, ...]:
        """What the changes suppose of referrals and stays, in the order written."""
        return tuple(each.supposed() for each in self.changes if isinstance(each, SomeDemand))

    @property
    def travel_curve(self) -> str | None:
        """Name of the curve for journeys, or None for the usual one."""
        return self.rules_in_force.travel_curve

    @property
    def travel_peak_factor(self) -> float | None:
        """Minutes in the school peak for each on free roads, or None for the atlas's."""
        factor = self.rules_in_force.travel_peak_factor
        return None if factor is None else float(factor)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors that complete and explain keys."""
    schema = _tidied(ScenarioFile.model_json_schema(by_alias=True, mode="validation"))
    schema["title"] = "AP Planner scenario"
    for part in schema["$defs"].values():
        _tell_of_intervals(part)
        kind = part.get("properties", {}).get("change")
        if kind is not None:
            kind["description"] = part["description"]
    # A file with a base takes data and as_at from there.
    schema["required"] = ["title"]
    schema["anyOf"] = [{"required": ["data", "as_at"]}, {"required": ["base"]}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _tell_of_intervals(part: dict[str, Any]) -> None:
    """Say of every number that may be an interval that it may."""
    for key in part.get("properties", {}).values():
        if any("low" in each.get("properties", {}) for each in key.get("anyOf", ())):
            key["description"] += " One number, or an interval with low and high, or values to try."
        elif any({*each.get("properties", {})} == {"values"} for each in key.get("anyOf", ())):
            key["description"] += " One day, or values with several for a sweep to try."


_JSON_SCHEMA_WORDS = {"ge": "minimum", "le": "maximum"}
_LEFT_OUT = frozenset({"decimal_places", "discriminator"})


def _tidied(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema in the words that editors know, without titles that repeat the keys."""
    tidied: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _LEFT_OUT or (key == "title" and isinstance(value, str)):
            continue
        name = _JSON_SCHEMA_WORDS.get(key, key)
        tidied[name] = _tidied_value(name, value)
    return tidied


def _tidied_value(name: str, value: Any) -> Any:
    if name == "description" and isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return _tidied(value)
    if isinstance(value, list):
        return [_tidied(each) if isinstance(each, dict) else each for each in value]
    return value
