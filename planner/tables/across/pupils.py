"""Referrals: days in their order, the home, and what the route needs."""

from __future__ import annotations

from planner.domain.choices.policy import DEFAULT_DUE_SCHOOL_DAY
from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import format_day


def check_referrals(tables: ParsedTables, faults: Faults) -> None:
    """Check each referral by itself, and that the calendar reaches back to its days."""
    noter = Noter(tables, "referrals", faults)
    covered = _pupils_with_all_journeys(tables)
    for row in noter.rows:
        for column in ("referred_on", "absent_from", "notice_date"):
            noter.refuse_future(row, column)
        noter.refuse_before(row, "place_by", "referred_on")
        _refuse_no_absence(row, noter)
        _refuse_half_interim(row, noter)
        _refuse_no_home(row, noter, covered)
    _refuse_before_calendar(tables, noter)


def _refuse_no_absence(row: ParsedRow, noter: Noter) -> None:
    if row.values.get("route") in DEFAULT_DUE_SCHOOL_DAY and row.is_empty("absent_from"):
        noter.note(
            row,
            "absent_from",
            what="The route has a statutory day, which is counted from this day.",
            fix="Give the first school day of the exclusion or absence.",
        )


def _refuse_half_interim(row: ParsedRow, noter: Noter) -> None:
    sessions = row.get("interim_sessions_per_week", int) or 0
    if sessions and row.is_empty("interim_from"):
        noter.note(
            row,
            "interim_from",
            what="There are sessions of interim tuition but not its first day.",
            fix="Give the first day, or take the sessions away.",
        )
    elif (
        not sessions
        and row.day("interim_from") is not None
        and "interim_sessions_per_week" not in row.faulty
    ):
        noter.note(
            row,
            "interim_sessions_per_week",
            what="There is a first day of interim tuition but no sessions.",
            fix="Give the sessions a week, or take the day away.",
        )


def _refuse_no_home(row: ParsedRow, noter: Noter, covered: frozenset[str]) -> None:
    lacking = [name for name in ("home_easting", "home_northing") if row.is_empty(name)]
    if len(lacking) == 1:
        noter.note(
            row,
            lacking[0],
            what="One coordinate of the home is given and the other is not.",
            fix="Give both, or neither and the postcode.",
        )
    elif lacking and row.is_empty("home_postcode") and row.text("pupil_id") not in covered:
        noter.note(
            row,
            "home_postcode",
            what="The home is given neither as a postcode nor as coordinates.",
            fix="Give the postcode, or the school's where the home is protected.",
        )


def _pupils_with_all_journeys(tables: ParsedTables) -> frozenset[str]:
    """Pupils who need no home because the council's own journeys reach every site."""
    sites = set(tables.words_in("sites.site_id"))
    reached: dict[str, set[str]] = {}
    for row in tables.rows("journeys"):
        reached.setdefault(row.text("pupil_id"), set()).add(row.text("site_id"))
    return frozenset(pupil for pupil, found in reached.items() if sites and sites <= found)


def _refuse_before_calendar(tables: ParsedTables, noter: Noter) -> None:
    days = [day for row in tables.rows("calendar") if (day := row.day("starts")) is not None]
    if not days:
        return
    for row in noter.rows:
        for column in ("absent_from", "notice_date"):
            day = row.day(column)
            if day is not None and day < min(days):
                noter.note(
                    row,
                    column,
                    what=f"The calendar begins only on {format_day(min(days))}, so the school days "
                    "since then cannot be counted.",
                    fix="Add the earlier terms to the calendar, or put the day right.",
                )
