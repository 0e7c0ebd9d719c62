"""What a scenario supposes of demand, stays and rules: in words, for the simulation, refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from planner.domain.choices.policy import Effect, Goal
from planner.domain.choices.whatif import ReferralChange, ShiftChange, StayChange
from planner.domain.codes import Enforcement, Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.referrals import ReferralCount
from planner.errors import ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.register import AnyChange
from planner.scenario.policy import (
    EffectBlock,
    InterimBlock,
    PolicyBlock,
    PreventionBlock,
    TransportBlock,
)
from planner.scenario.schema import Scenario
from planner.scenario.writing.rules_said import NAMES, rules_said
from planner.units import KeyStage

AS_AT = date(2021, 11, 8)
ADAPTER: TypeAdapter[AnyChange] = TypeAdapter(AnyChange)
EXCLUDED, DIRECTED = Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION
Made = Callable[..., Scenario]
Said = Callable[..., str]


@pytest.fixture
def tables(authority: Dataset) -> Dataset:
    month = date(2021, 9, 1)
    history = (
        ReferralCount(month, "Redditch", KeyStage.KS3, Need.SEMH, EXCLUDED, 3),
        ReferralCount(month, "Worcester", KeyStage.KS4, None, DIRECTED, 2),
    )
    return replace(authority, history=history)


def made(change: str, *, block: PolicyBlock | None = None, **keys: object) -> Scenario:
    written = {"change": change, "because": "agreed."}
    written |= {key.removesuffix("_"): value for key, value in keys.items()}  # type: ignore[dict-item]
    return Scenario(
        "test",
        "Test",
        Path(),
        AS_AT,
        changes=(ADAPTER.validate_python(written),),
        policy_block=block or PolicyBlock(),
    )


@pytest.fixture
def said(tables: Dataset) -> Said:
    def say(change: str, **keys: object) -> str:
        scenario = made(change, **keys)  # type: ignore[arg-type]
        after, (sentence,) = apply(tables, scenario)
        assert after == tables
        return sentence

    return say


@pytest.fixture
def refused(tables: Dataset) -> Said:
    def refuse(change: str, **keys: object) -> str:
        with pytest.raises(ScenarioProblems) as found:
            apply(tables, made(change, **keys))  # type: ignore[arg-type]
        (problem,) = found.value.problems
        return f"{problem.column}: {problem.what} {problem.fix}"

    return refuse


def test_referrals_of_some_pupils_change_for_a_time_and_each_future_draws_how_far(
    said: Said,
) -> None:
    keys = {
        "per_cent": {"low": -5, "high": 10},
        "districts": ["Redditch"],
        "key_stages": "KS3",
        "needs": "SEMH",
        "routes": "permanent_exclusion",
        "from_": date(2022, 1, 1),
        "until": date(2022, 8, 31),
    }
    assert said("change_referrals", **keys) == (
        "referrals 5 per cent fewer to 10 per cent more (permanent exclusion; Redditch; KS3; SEMH) "
        "from 1 Jan 2022 to 31 Aug 2022 (because agreed)."
    )
    assert made("change_referrals", **keys).whatif == (  # type: ignore[arg-type]
        ReferralChange(
            districts=frozenset({"Redditch"}),
            key_stages=frozenset({KeyStage.KS3}),
            needs=frozenset({Need.SEMH}),
            routes=frozenset({EXCLUDED}),
            from_day=date(2022, 1, 1),
            until=date(2022, 8, 31),
            factor_low=0.95,
            factor_high=1.1,
            because="agreed.",
        ),
    )


def test_a_share_of_exclusions_becomes_prevention(said: Said) -> None:
    keys = {
        "routes": "permanent_exclusion",
        "to_route": "off_site_direction",
        "share_per_cent": 20,
    }
    assert said("shift_route", **keys) == (
        "20 per cent of referrals come by off-site direction by the school instead "
        "(permanent exclusion) from 8 Nov 2021 (because agreed)."
    )
    (shift,) = made("shift_route", **keys).whatif  # type: ignore[arg-type]
    assert shift == ShiftChange(
        to_route=DIRECTED,
        routes=frozenset({EXCLUDED}),
        share_low=0.2,
        share_high=0.2,
        because="agreed.",
    )


def test_stays_of_one_place_type_become_shorter(said: Said) -> None:
    keys = {"per_cent": {"low": -30, "high": -10}, "place_types": "P"}
    assert said("change_stays", **keys) == (
        "stays 10 to 30 per cent shorter (P) from 8 Nov 2021 (because agreed)."
    )
    (change,) = made("change_stays", **keys).whatif  # type: ignore[arg-type]
    assert isinstance(change, StayChange)
    assert change.place_types == {PlaceType.PREVENTION}
    assert (change.factor_low, change.factor_high) == (0.7, 0.9)


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            {"districts": ["Redditch", "Worcestr"]},
            'changes[1].districts[2]: no referral from "Worcestr" stands in the history. '
            'Did you mean "Worcester"?',
        ),
        (
            {"districts": "Worcester", "routes": "permanent_exclusion"},
            "changes[1].change: this changes nothing, because no such referral stands in the "
            "history. Correct it, or leave it out.",
        ),
        (
            {"per_cent": 0},
            "changes[1].per_cent: this changes nothing. Correct it, or leave it out.",
        ),
        (
            {"until": date(2021, 11, 7)},
            "changes[1].until: this changes nothing, because it is over before the as-at date. "
            "Choose a later last day, or leave it out.",
        ),
    ],
)
def test_a_change_of_demand_that_changes_nothing_is_refused(
    refused: Said, keys: dict[str, object], fault: str
) -> None:
    assert refused("change_referrals", **({"per_cent": 10} | keys)) == fault


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"needs": "PMLD"}, "no such referral stands in the history"),
        ({"key_stages": "KS1"}, "no such referral stands in the history"),
    ],
)
def test_a_change_of_stays_that_concerns_nobody_is_refused(
    refused: Said, keys: dict[str, object], fault: str
) -> None:
    assert fault in refused("change_stays", per_cent=-10, **keys)


def test_a_change_of_stays_in_places_that_nobody_has_bought_is_refused(tables: Dataset) -> None:
    only_p = replace(
        tables, commissions=tuple(c for c in tables.commissions if c.place_type == "P")
    )
    with pytest.raises(ScenarioProblems, match="no such place is commissioned"):
        apply(only_p, made("change_stays", per_cent=-10, place_types="E"))


@pytest.mark.parametrize(
    ("change", "keys", "fault"),
    [
        (
            "change_stays",
            {"per_cent": 5, "from_": "2022-02-01", "until": "2022-01-01"},
            "ends before it begins.",
        ),
        (
            "phase_places",
            {
                "commission": "A",
                "phases": [
                    {"from": "2022-02-01", "places": 4},
                    {"from": "2022-01-01", "places": 5},
                ],
            },
            "the phases are not in the order of their days.",
        ),
    ],
)
def test_days_in_the_wrong_order_are_refused(
    change: str, keys: dict[str, object], fault: str
) -> None:
    with pytest.raises(ValidationError) as found:
        made(change, **keys)  # type: ignore[arg-type]
    (detail,) = found.value.errors()
    assert detail["ctx"]["what"] == fault


def test_rules_are_laid_over_the_policy_key_by_key_and_said() -> None:
    block = PolicyBlock.model_validate(
        {"travel_cap_minutes": 90, "due_school_day": {"ebsa": 10}, "guide_minutes_primary": 30}
    )
    scenario = made(
        "set_rules",
        block=block,
        rules={"travel_cap_minutes": None, "due_school_day": {"section_19_medical": 15}},
    )
    policy = scenario.policy()
    assert policy.travel_cap_minutes is None
    assert policy.guide_minutes_primary == 30
    assert policy.due_school_day[Route.EBSA] == 10
    assert policy.due_school_day[Route.SECTION_19_MEDICAL] == 15


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        (
            "set_rules",
            {"rules": {"travel_cap_minutes": 45}},
            "the longest one-way journey allowed goes from no limit to 45 minutes "
            "(because agreed).",
        ),
        (
            "set_goals",
            {"goals": ["late_days", "unplaced", "cost"]},
            "goals in the order late_days, unplaced, cost (because agreed).",
        ),
        (
            "set_law_pack",
            {"pack": "non_school_limits", "enforcement": "enforce", "maximum_weeks": 10},
            "how the announced limits on unregistered sites are applied goes from warn to enforce; "
            "the longest stay at an unregistered site goes from 12 weeks to 10 weeks "
            "(because agreed).",
        ),
        (
            "set_law_pack",
            {"pack": "non_school_limits", "enforcement": "off"},
            "the law pack non_school_limits is left out of account (because agreed).",
        ),
        (
            "set_transport",
            {"transport": {"mileage_offered": "yes"}},
            "transport, paying parents for mileage before a taxi is sent goes from no to yes "
            "(because agreed).",
        ),
        (
            "expect_induced_referrals",
            {"per_hundred": {"low": 20, "high": 60}},
            "20 to 60 prevention referrals a year for every hundred spare prevention places "
            "(because agreed).",
        ),
        (
            "expect_prevention",
            {"per_hundred": 15, "usual_starts_a_year": 150},
            "15 exclusions fewer in the year after every hundred prevention starts above 150 "
            "(because agreed).",
        ),
    ],
)
def test_every_change_of_rules_is_said(
    said: Said, change: str, keys: dict[str, object], sentence: str
) -> None:
    assert said(change, **keys) == sentence


def test_changes_of_rules_are_in_force() -> None:
    assert made("set_goals", goals=["unplaced", "cost"]).policy().goals == (
        Goal.UNPLACED_FIRST,
        Goal.UNPLACED_SECOND,
        Goal.UNPLACED_THIRD,
        Goal.COST,
    )
    pack = made("set_law_pack", pack="non_school_limits", enforcement="enforce").policy()
    assert pack.non_school_limits is Enforcement.ENFORCE
    induced = made("expect_induced_referrals", per_hundred={"low": 20, "high": 60}).policy()
    assert induced.induced_referrals == Effect(20, 60, "agreed.")
    prevented = made("expect_prevention", per_hundred=15, usual_starts_a_year=150).policy()
    assert prevented.prevented_exclusions == Effect(15, 15, "agreed.", 150)
    assert (
        made("set_transport", transport={"mileage_offered": "yes"})
        .policy()
        .transport.mileage_offered
    )


def test_rules_that_are_so_already_are_refused(refused: Said) -> None:
    assert refused("set_rules", rules={"horizon_weeks": 12}) == (
        "changes[1].change: this changes nothing: the rules are so already. "
        "Correct it, or leave it out."
    )


def test_a_later_change_of_rules_builds_on_an_earlier_one(tables: Dataset) -> None:
    scenario = replace(
        made("set_rules", rules={"travel_cap_minutes": 60}),
        changes=(
            *made("set_rules", rules={"travel_cap_minutes": 60}).changes,
            *made("set_rules", rules={"travel_cap_minutes": 30}).changes,
        ),
    )
    assert apply(tables, scenario)[1][1].startswith(
        "the longest one-way journey allowed goes from 60 minutes to 30 minutes"
    )
    assert scenario.policy().travel_cap_minutes == 30


@pytest.mark.parametrize(
    "block", [PolicyBlock, TransportBlock, InterimBlock, EffectBlock, PreventionBlock]
)
def test_every_rule_has_a_name_in_words(block: type[BaseModel]) -> None:
    assert set(block.model_fields) <= set(NAMES)


def test_rules_that_change_are_told_in_words_and_with_units() -> None:
    after = PolicyBlock.model_validate(
        {
            "budget_cap_pounds": 20000,
            "interim": {"sessions_per_week": 10, "weekly_pounds": 650},
            "due_school_day": {"ebsa": 1},
            "goals": ["unplaced", "late_days"],
            "induced_referrals": {"low_percent": 0, "high_percent": 60, "because": "x"},
        }
    )
    said = " | ".join(rules_said(PolicyBlock(), after))
    assert "may cost together goes from no limit to £20,000" in said
    assert "interim tuition goes from none to 10 sessions a week at £650 a week" in said
    assert "spare places bring goes from none to between 0 and 60" in said
    assert not re.search(r"[a-z]_[a-z]|->", said), said
