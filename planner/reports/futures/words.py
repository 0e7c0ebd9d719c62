"""What columns are called on a page, how their figures are written, and what tables say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from planner.results.coming.gaps import SITE_FUTURES

HEADINGS: Mapping[str, str] = {
    "academic_year": "School year",
    "half_term": "Half-term",
    "key_stage": "Key stage",
    "place_type": "Places for",
    "chance": "Asked for",
    "cohort": "Key stage, places for, school year",
    "area": "Area",
    "need": "Need",
    "commissions": "Commissions",
    "finding": "Finding",
    "option": "Commission or site",
    "name": "Name",
    "promise": "Promise",
    "split": "Shared out as",
    "kept_now": "Kept by today's places",
    "table": "Table",
    "record": "Record",
    "column": "Column",
    "value": "Value",
    "because": "Because",
    "places": "Places needed",
    "places_low": "If few come",
    "places_high": "If many come",
    "commissioned": "Commissioned",
    "kept": "Kept by these places",
    "kept_with_one_fewer": "With one place fewer",
    "note": "Note",
    "gap": "Short (below 0: spare)",
    "referrals_p10": "Referrals, low",
    "referrals_p50": "Referrals, middle",
    "referrals_p90": "Referrals, high",
    "last_year_again": "Last 12 months again",
    "windows_kept_p50": "Middle if nothing is left out",
    "on_time_share": "Start by day 6",
    "waiting_days_mean": "Mean wait, school days",
    "unmet_mean": "Never start, mean pupils",
    "pupils_per_place": "Starts for each place in a year",
    "bridging_pence_p50": "Interim tuition, middle",
    "level": "Level",
    "years_ahead": "Years ahead",
    "forecasts": "Forecasts tried",
    "error_share": "Typically out by",
    "last_year_error_share": "Last year again: out by",
    "last_value_error_share": "Newest count again: out by",
    "skill": "Middle and range together: better than last year again by",
    "cover_80": "Inside the range for 80%",
    "cover_95": "Inside the range for 95%",
    "bias_share": "Too high on average by (below 0: too low)",
    "days_without_p10": "School days without a place, low",
    "days_without_p50": "School days without a place, middle",
    "days_without_p90": "School days without a place, high",
    "spot_starts_mean": "Starts in places bought singly, mean",
    "place_pounds": "Place funding",
    "attendance_pence_p50": "Top-up and transport, middle",
    "spot_pence_p50": "Places bought singly, middle",
    "interim_pence_p50": "Interim tuition, middle",
    "total_pence_p10": "Together, low",
    "total_pence_p50": "Together, middle",
    "total_pence_p90": "Together, high",
    "journey_minutes_mean": "Mean journey, minutes",
    "needed_p10": "Needed, low",
    "needed_p50": "Needed, middle",
    "needed_p90": "Needed, high",
    "accepting": "Places that accept them",
    "in_area": "Of these in the area",
    "share": "Their share of places",
    "commissions_enough": "Commissions that would do",
    "pupils_on_time": "Pupils who start by day 6",
    "futures_on_time": "Futures in which all do",
    "place_pence": "Place funding a year",
    "knee": "More pays little",
    "share_ended": "Share ended",
    "destination": "To",
    "weeks": "School weeks",
}

OUTLAY_SAYS = (
    "Top-up, spot prices, transport and journeys are means over the pupils who wait now, by key "
    "stage and commission. Days without a place run from the due day to the start; interim "
    "tuition is priced for them where the policy offers it. The first year is the part of it "
    "that lies ahead."
)

WAYS_ON_SAYS = (
    "Shares of recorded stays that ended each way by so many weeks, open stays counted as open "
    "(Aalen–Johansen). Too few recorded stays leave this empty."
)

RETURN_SAYS = (
    "ap_place_return.csv has a row for each cohort and year in the style of the DfE's tables; its "
    "places are those commissioned, and needed for 95% of pupils. "
    "Not known here and left empty: old_la_code, new_la_code, la_name, urn and places_census."
)

GAPS_SAY = (
    "Needed: places that would be filled in the year's busiest week if nobody waited, low, middle "
    "and high over the futures. Accepting: places of all commissions that take these pupils; in "
    "area, those of them at sites there. Share: what is left of them if all whom they accept share "
    "alike. A gap is where the share does not meet the middle need; a duplication, where fewer "
    "commissions than accept these pupils would meet the high need. Every area with every need "
    "is in gaps.csv. Small needs are told as a range."
)

SITES_SAY = (
    "Places at one commission from the first day of the year, all others as commissioned; only "
    "pupils who may come to it count. Searched in the first "
    f"{SITE_FUTURES} futures."
)

OPTIONS_SAY = (
    "Places from the first day of the year, everything else as commissioned. The commissions of a "
    "site share its places as the split says. Only pupils who may come to one of its commissions "
    f"count. Searched in the first {SITE_FUTURES} futures. Where the split leaves few of a site's "
    "places to pupils who can go nowhere else, the whole must be very large before those few are "
    "enough: try another split."
)

YEARS_SAY = (
    "Referrals of the first year are those still to come; the forecast's own page adds those "
    "already counted."
)

PLACES_FOR = {"E": "exclusion (E)", "P": "prevention (P)"}

_SHARES = frozenset(
    (
        *("chance", "kept", "kept_with_one_fewer", "on_time_share", "share_ended"),
        *("error_share", "last_year_error_share", "last_value_error_share", "bias_share"),
        *("kept_now", "skill", "cover_80", "cover_95", "pupils_on_time", "futures_on_time"),
    )
)


def heading(name: str) -> str:
    """Return a column's heading in words."""
    return HEADINGS.get(name, name.replace("_", " "))


def cell(name: str, value: object) -> str:
    """Return one figure as people write it: shares in per cent, money in pounds."""
    if value is None or value is pd.NA or value != value:
        return ""
    if name == "place_type":
        return PLACES_FOR.get(str(value), str(value))
    if isinstance(value, bool):
        return "yes" if value else ""
    if not isinstance(value, int | float):
        return str(value)
    return _way(name)(value)


def _way(name: str) -> Callable[[float], str]:
    if name in _SHARES:
        return "{:.0%}".format
    if "pence" in name:
        return lambda pence: _pounds(pence / 100)
    return _pounds if "pounds" in name else _number


def _pounds(pounds: float) -> str:
    return f"{'−' if pounds < 0 else ''}£{abs(pounds):,.0f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
