"""How each column of a result table is headed, written and set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from planner.units import format_day, format_pounds

NOTHING = "–"
"""Shown where there is no value."""


class Kind(StrEnum):
    """How a value is written and aligned."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    CODE = "code"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of any result table: its heading and the kind of its values."""

    header: str
    kind: Kind = Kind.TEXT
    width: int = 14
    """Width in a workbook. [characters]"""


_TEXT, _LONG, _DAY = Kind.TEXT, Kind.LONG_TEXT, Kind.DAY
_NUMBER, _MONEY = Kind.NUMBER, Kind.MONEY

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "academic_year": Column("School year"),
        "amount_pence": Column("Amount", _MONEY),
        "annual_pence": Column("Cost for a year", _MONEY),
        "arithmetic": Column("Arithmetic", _LONG, 60),
        "assumed_value": Column("Assumed", _TEXT, 18),
        "assumption": Column("What is assumed", _LONG, 60),
        "because": Column("Because", _LONG, 60),
        "bound": Column("Bound", _NUMBER),
        "bound_says": Column("No answer can beat", _NUMBER, 18),
        "capacity_sessions": Column("Sessions held a week", _NUMBER),
        "causes": Column("Because", _LONG, 80),
        "chance": Column("Chance of enough", Kind.SHARE),
        "chosen": Column("Suggested", Kind.YES_NO),
        "code": Column("Finding", _TEXT, 22),
        "column": Column("Column"),
        "commission_id": Column("Commission", Kind.CODE, 20),
        "commissions": Column("Commissions", _TEXT, 30),
        "counts_as_changed_offer": Column("An offer changed", Kind.YES_NO),
        "cost_code": Column("Cost code"),
        "detail": Column("For", _TEXT, 24),
        "district": Column("District", _TEXT, 18),
        "due_date": Column("Statutory day", _DAY),
        "end_date": Column("Planned end", _DAY),
        "evidence": Column("Evidence", _TEXT, 40),
        "group": Column("Group", _TEXT, 20),
        "group_kind": Column("By", _TEXT, 18),
        "late_share": Column("Late, of those with a statutory day", _TEXT, 24),
        "part_time_share": Column("Less than a full week", _TEXT, 24),
        "travel_median": Column("Median minutes one way", _TEXT, 30),
        "unplaced_share": Column("Without a place", _TEXT, 24),
        "unregistered_share": Column("At an unregistered site", _TEXT, 24),
        "wait_days": Column("Mean days from referral to start", _TEXT, 30),
        "exclusion_places": Column("Exclusion (E) places", _NUMBER),
        "finding_kind": Column("Kind", _TEXT, 18),
        "from_commission_id": Column("Offered", Kind.CODE, 20),
        "from_start_date": Column("Offered from", _DAY),
        "free_sessions": Column("Sessions free", _NUMBER),
        "funding_source": Column("Borne by", _TEXT, 20),
        "gap_places": Column("Short (+) or spare (−)", _NUMBER),
        "goal": Column("Code", _TEXT, 24),
        "goal_says": Column("Goal", _LONG, 50),
        "interim_pence": Column("Interim tuition", _MONEY),
        "key_stage": Column("Key stage"),
        "kind": Column("Kind", _TEXT, 24),
        "mean_occupancy": Column("Mean in provision", _NUMBER),
        "last_year_again": Column("Last twelve months again", _NUMBER),
        "number": Column("No.", _NUMBER, 6),
        "numbers": Column("Its numbers", _TEXT, 30),
        "order": Column("Order", _NUMBER, 8),
        "owner": Column("Who answers", _TEXT, 18),
        "payer": Column("Paid by", _TEXT, 26),
        "place_pence": Column("Place funding for a year", _MONEY),
        "place_type": Column("Place type", _TEXT, 16),
        "placed_sessions": Column("Sessions taken", _NUMBER),
        "places": Column("Places", _NUMBER),
        "places_commissioned": Column("Places commissioned", _NUMBER),
        "places_needed": Column("Places needed", _NUMBER),
        "prevention_places": Column("Prevention (P) places", _NUMBER),
        "proven": Column("Proven", Kind.YES_NO),
        "provider": Column("Provider", _TEXT, 26),
        "pupil_id": Column("Pupil", Kind.CODE, 14),
        "quantity": Column("Quantity", _NUMBER),
        "rate_pence": Column("Rate", _MONEY),
        "rate_unit": Column("Rate is for", _TEXT, 22),
        "reasons": Column("Why", _LONG, 80),
        "record": Column("Record", _TEXT, 18),
        "referrals_p10": Column("Low (1 in 10 below)", _NUMBER),
        "referrals_p50": Column("Middle", _NUMBER),
        "referrals_p90": Column("High (1 in 10 above)", _NUMBER),
        "reviewed": Column("Last looked at", _DAY),
        "rule": Column("Rule", _TEXT, 26),
        "school_days_late": Column("School days late", _NUMBER),
        "section_251": Column("Section 251 line", _TEXT, 18),
        "sector": Column("Kind of provider", _TEXT, 30),
        "sen_casework_decides": Column("SEN casework decides", Kind.YES_NO),
        "sentence": Column("What it says", _LONG, 80),
        "service": Column("Service", _TEXT, 26),
        "site": Column("Site", _TEXT, 36),
        "source": Column("Source", _LONG, 40),
        "start_date": Column("Start", _DAY),
        "stay_pence": Column("Cost of the stay", _MONEY),
        "subjects": Column("Concerns", _TEXT, 24),
        "suggested_sessions": Column("Sessions suggested", _NUMBER),
        "table": Column("Table"),
        "to_commission_id": Column("Now", Kind.CODE, 20),
        "to_start_date": Column("Now from", _DAY),
        "travel_metres": Column("Metres one way", _NUMBER),
        "travel_minutes": Column("Minutes one way", _NUMBER),
        "uncovered_school_days": Column("School days not covered", _NUMBER),
        "unit": Column("Unit"),
        "unmet_pupils": Column("No place, or a late start", _NUMBER),
        "value": Column("Value", _NUMBER),
        "value_says": Column("This answer", _NUMBER, 18),
        "waiting_pupils": Column("Pupils waiting", _NUMBER),
        "warnings": Column("Warnings", _LONG, 60),
        "week": Column("Week from", _DAY),
        "windows_kept_p50": Column("Middle, nothing left out", _NUMBER),
        "written_in": Column("Written in", _TEXT, 30),
        "year": Column("Financial year"),
    }
)
"""Every column that any result table has, by its name."""


def written(value: object, kind: Kind) -> str:
    """
    Write one value as people read it.

    Examples
    --------
    >>> written(123_450, Kind.MONEY), written(date(2021, 11, 8), Kind.DAY)
    ('£1,234.50', '8 Nov 2021')
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, float):
        return f"{value:.0%}" if kind is Kind.SHARE else f"{value:,.1f}"
    if isinstance(value, int):
        return format_pounds(value) if kind is Kind.MONEY else f"{value:,}"
    return str(value)
