"""Changes of the authority's rules in words, for readers who never saw the file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planner.domain.choices.policy import Goal
from planner.domain.codes import Route
from planner.scenario.policy import PolicyBlock
from planner.scenario.writing.describe import rules_differing
from planner.units import format_pounds

NAMES: Mapping[str, str] = {
    "horizon_weeks": "the time ahead in which pupils may start",
    "goals": "the order of the goals",
    "place_types": "the list of place types that may be used",
    "due_school_day": "the school day by which education is due",
    "looked_after_due_school_day": "the school day by which looked-after pupils' education is due",
    "social_worker_due_school_day": "the school day by which education of pupils with a social "
    "worker is due",
    "guide_minutes_primary": "the guide for a one-way journey to Year 6",
    "guide_minutes_secondary": "the guide for a one-way journey from Year 7",
    "travel_cap_minutes": "the longest one-way journey allowed",
    "travel_curve": "the curve that turns straight lines into minutes",
    "travel_peak_factor": "the factor of minutes by car in the school peak",
    "transport": "transport",
    "bus_from_year_group": "the youngest year group given a bus pass",
    "bus_longest_minutes": "the longest journey by bus for which a pass is given",
    "mileage_offered": "paying parents for mileage before a taxi is sent",
    "single_taxi_needs": "the list of needs for which a taxi is not shared",
    "assistant_for_primary": "a passenger assistant in taxis with primary pupils",
    "school_pays_for_prevention": "the school's paying for travel to prevention places",
    "budget_cap_pounds": "the most that the new placements' planned stays may cost together",
    "session_minutes": "the length of a session",
    "full_time_hours": "the number of hours a week above which a pupil is full-time at a site",
    "unregistered_full_time_maximum": "the most full-time pupils at once at an unregistered site",
    "non_school_limits": "how the announced limits on unregistered sites are applied",
    "non_school_maximum_weeks": "the longest stay at an unregistered site",
    "non_school_maximum_sessions": "the most sessions a week at an unregistered site",
    "off_site_notice_school_days": "the notice before an off-site direction",
    "interim": "interim tuition",
    "sessions_per_week": "the number of sessions a week",
    "weekly_pounds": "the price a week",
    "lead_school_days": "the time until it can start",
    "induced_referrals": "the number of prevention referrals that a hundred spare places bring",
    "prevented_exclusions": "the number of exclusions that a hundred prevention starts spare",
    "low_percent": "the weak end",
    "high_percent": "the strong end",
    "because": "the reason",
    "usual_starts_a_year": "the number of usual starts a year",
    "decision_reasons": "the list of reasons for a decision",
    "suppression_threshold": "the smallest count of pupils that is published",
}
"""What each key of the policy block, and of the blocks in it, is called."""

_NOTHING: Mapping[str, str] = {
    "budget_cap_pounds": "no limit",
    "travel_cap_minutes": "no limit",
    "looked_after_due_school_day": "that of others",
    "social_worker_due_school_day": "that of others",
    "travel_curve": "the usual one",
    "travel_peak_factor": "that of the roads in use",
    "decision_reasons": "the planner's own",
}
"""What a key without a value means, where it is not nothing."""

_UNITS = (
    ("minutes", "minute"),
    ("weeks", "week"),
    ("sessions", "session"),
    ("school_days", "school day"),
    ("hours", "hour"),
)


def rules_said(before: PolicyBlock, after: PolicyBlock) -> tuple[str, ...]:
    """
    Say which rules change, one clause each, in words and with units.

    Parameters
    ----------
    before, after
        The policy before and after.
    """
    return tuple(_said(path, old, new) for path, old, new in rules_differing(before, after))


def rule_sentences(before: PolicyBlock, after: PolicyBlock) -> tuple[str, ...]:
    """Say which rules change, one sentence each."""
    return tuple(f"{clause[0].upper()}{clause[1:]}." for clause in rules_said(before, after))


def _said(path: tuple[str, ...], old: object, new: object) -> str:
    key = next(each for each in reversed(path) if each in NAMES)
    named = (_named(each) for each in path)
    return f"{', '.join(named)} goes from {_value(key, old)} to {_value(key, new)}"


def _named(key: str) -> str:
    known = {route.value: route.says for route in Route}
    return NAMES.get(key) or known.get(key) or key


def _value(key: str, value: Any) -> str:
    if value is None:
        return _NOTHING.get(key, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _block(key, value)
    if isinstance(value, list):
        return ", ".join(_value(key, each) for each in value) or "none"
    if key == "goals":
        return Goal(value).says
    return _measured(key, value)


def _block(key: str, block: Mapping[str, Any]) -> str:
    if key == "interim":
        pounds = _value("weekly_pounds", block["weekly_pounds"])
        lead = _value("lead_school_days", block["lead_school_days"])
        return f"{block['sessions_per_week']} sessions a week at {pounds} a week after {lead}"
    if "low_percent" in block:
        return f"between {block['low_percent']} and {block['high_percent']}"
    return "; ".join(f"{_named(name)} {_value(name, each)}" for name, each in block.items())


def _measured(key: str, value: Any) -> str:
    if key.endswith("_pounds"):
        return format_pounds(int(Decimal(str(value)) * 100))
    unit = next((one for many, one in _UNITS if many in key and "due" not in key), "")
    if not unit:
        return str(value)
    return f"{value} {unit}" if value == 1 else f"{value} {unit}s"
