"""
Hold an allocation against the tables, sharing no code with the planner.

Usage: ``python independent_check.py ANSWER.json TABLES AS_AT WEEKS``. Reads only the JSON that
``planner allocate --json`` prints and the CSV tables, in the default policy; prints each broken
rule on a line and ends with 1 if there is one. Uses nothing beyond Python's standard library.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
STATUTORY = {"permanent_exclusion", "suspension_over_five_days", "section_19_other"}
PREVENTION = {"off_site_direction", "ebsa", "new_arrival"}
HOLDS = {"accepted", "overridden", "started"}

Row = dict[str, str]


def read(folder: Path, table: str) -> list[Row]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def years(text: str) -> set[int]:
    return {int(year) for year in text.split()} if text else set(range(12))


def monday(of: date) -> date:
    return of - of.weekday() * DAY


class Tables:
    """The tables as plain rows, with the few things that must be counted."""

    def __init__(self, folder: Path, as_at: date, weeks: int) -> None:
        self.as_at, self.ends = as_at, monday(as_at) + 7 * weeks * DAY
        for name in ("limits", "placements", "decisions", "pairs", "avoidances", "place_steps"):
            setattr(self, name, read(folder, name))
        self.pupils = {row["pupil_id"]: row for row in read(folder, "referrals")}
        self.providers = {row["provider_id"]: row for row in read(folder, "providers")}
        self.sites = {row["site_id"]: row for row in read(folder, "sites")}
        self.commissions = {row["commission_id"]: row for row in read(folder, "commissions")}
        self.school_days = sorted(self._school_days(read(folder, "calendar")))
        self.decided = {
            d["pupil_id"]: d
            for d in self.decisions
            if d["status"] in HOLDS and d["pupil_id"] in self.pupils
        }

    def _school_days(self, calendar: list[Row]) -> set[date]:
        found: dict[str, set[date]] = {"term": set(), "closure": set()}
        for row in calendar:
            first, last = day(row["starts"]), day(row["ends"])
            span = {first + n * DAY for n in range((last - first).days + 1)}
            found[row["kind"]] |= {d for d in span if d.weekday() < 5}
        return found["term"] - found["closure"]

    def site_of(self, commission_id: str) -> Row:
        return self.sites[self.commissions[commission_id]["site_id"]]

    def days_between(self, first: date, before: date) -> int:
        return sum(first <= d < before for d in self.school_days)

    def due(self, pupil: Row) -> date | None:
        if pupil["route"] not in STATUTORY:
            return None
        first = day(pupil["absent_from"]) or day(pupil["referred_on"])
        number = 1 if pupil["looked_after"] == "yes" else 6
        counted = [d for d in self.school_days if d >= first]
        return counted[number - 1] if len(counted) >= number else None

    def days_late(self, pupil: Row, starts: date | None) -> int:
        due, until = self.due(pupil), starts or self.ends
        if due is None:
            return 0
        tuition = day(pupil.get("interim_from", ""))
        if tuition and int(pupil.get("interim_sessions_per_week") or 0) >= 10:
            until = min(until, tuition)
        return self.days_between(due, until)

    def year_on(self, pupil: Row, when: date) -> int:
        def school_year(d: date) -> int:
            return d.year if d.month >= 9 else d.year - 1

        return int(pupil["year_group"]) + school_year(when) - school_year(self.as_at)


def broken(answer: dict, tables: Tables) -> Iterator[str]:
    yield from everybody_once(answer, tables)
    for placed in answer["placed"]:
        pupil = tables.pupils[placed["pupil_id"]]
        for rule in (suits, may_by_law, wanted_there, begins_and_ends, counts):
            for what in rule(placed, pupil, tables):
                yield f"{placed['pupil_id']}: {what}"
    yield from decisions_stand(answer, tables)
    yield from pairs_kept(answer, tables)
    yield from room(answer, tables)
    yield from goals_add_up(answer, tables)


def everybody_once(answer: dict, tables: Tables) -> Iterator[str]:
    named = [each["pupil_id"] for each in (*answer["placed"], *answer["unplaced"])]
    if sorted(named) != sorted(tables.pupils):
        yield "everybody once: somebody is missing, unknown or named twice"


def suits(placed: dict, pupil: Row, tables: Tables) -> Iterator[str]:
    commission = tables.commissions[placed["commission_id"]]
    needs, need = commission["needs"].split(), pupil["primary_need"]
    if need and needs and need not in needs:
        yield "need: not accepted"
    wanted = "P" if pupil["route"] in PREVENTION else "E"
    if commission["place_type"] != wanted and commission["accepts_overflow"] != "yes":
        yield "place type: no overflow here"
    if commission["sex"] and commission["sex"] != pupil["sex"]:
        yield "sex: single-sex provision"
    tier, needed = commission["tier"], pupil["tier_needed"]
    if tier and needed and int(tier) < int(needed):
        yield "tier: not sufficient"
    if int(pupil["sessions_per_week"] or 10) < int(commission["minimum_sessions"] or 1):
        yield "sessions: too few for the provider"


def may_by_law(placed: dict, pupil: Row, tables: Tables) -> Iterator[str]:
    commission, site = tables.commissions[placed["commission_id"]], None
    site = tables.site_of(placed["commission_id"])
    plan = pupil["sen_provision"] == "E"
    if tables.providers[site["provider_id"]]["approved"] == "no":
        yield "directory: provider not approved"
    if plan and commission["delivers_ehc_plan"] != "yes":
        yield "plan: cannot be delivered"
    full_time = int(pupil["sessions_per_week"] or 10) * 195 > 18 * 60
    if site["registered"] == "no" and full_time and (plan or pupil["looked_after"] == "yes"):
        yield "registration: would make the site a school"


def wanted_there(placed: dict, pupil: Row, tables: Tables) -> Iterator[str]:
    site, mine = tables.site_of(placed["commission_id"]), pupil["pupil_id"]
    for row in tables.avoidances:
        if row["pupil_id"] == mine and (
            row["site_id"] == site["site_id"] or row["district"] == site["district"]
        ):
            yield "avoided: the pupil must not go there"
    decided = tables.decided.get(mine)
    for row in tables.decisions:
        if (
            decided is None
            and row["status"] == "declined_by_provider"
            and (row["pupil_id"], row["commission_id"]) == (mine, placed["commission_id"])
        ):
            yield "declined: the provider has said no"


def begins_and_ends(placed: dict, pupil: Row, tables: Tables) -> Iterator[str]:
    commission = tables.commissions[placed["commission_id"]]
    starts, ends = day(placed["start_date"]), day(placed["end_date"])
    taken = years(commission["year_groups"])
    if starts != day(tables.decided.get(pupil["pupil_id"], {}).get("start_date", "")):
        if starts not in tables.school_days or not tables.as_at < starts < tables.ends:
            yield "start: not a school day of the horizon"
        notice = day(pupil["notice_date"]) or tables.as_at
        if pupil["route"] == "off_site_direction" and (
            tables.days_between(notice + DAY, starts + DAY) < 2
        ):
            yield "notice: fewer than two school days"
    for when in (starts, ends):
        if tables.year_on(pupil, when) not in taken:
            yield "year group: not taken"
    planned = monday(starts) + (7 * int(pupil["planned_weeks"] or 12) - 3) * DAY
    if ends > planned:
        yield "end: after the planned weeks"
    closes = day(commission["ends"])
    rolls_over = commission["rolls_over"] != "no"
    if starts < day(commission["starts"]) or (closes and not rolls_over and ends > closes):
        yield "contract: outside its dates"


def counts(placed: dict, pupil: Row, tables: Tables) -> Iterator[str]:
    if placed["school_days_late"] != tables.days_late(pupil, day(placed["start_date"])):
        yield "lateness: counted otherwise"
    if placed["site_id"] != tables.commissions[placed["commission_id"]]["site_id"]:
        yield "site: not the commission's"


def decisions_stand(answer: dict, tables: Tables) -> Iterator[str]:
    suggested = {p["pupil_id"]: (p["commission_id"], p["start_date"]) for p in answer["placed"]}
    for pupil_id, decision in tables.decided.items():
        where, starts = suggested.get(pupil_id, ("", ""))
        if starts and where != decision["commission_id"]:
            yield f"{pupil_id}: decision: does not stand"
        if decision["start_date"] and starts != decision["start_date"]:
            yield f"{pupil_id}: decision: does not stand on its day"


def pairs_kept(answer: dict, tables: Tables) -> Iterator[str]:
    site = {p["pupil_id"]: p["site_id"] for p in answer["placed"]}
    spells = {p["pupil_id"]: (day(p["start_date"]), day(p["end_date"])) for p in answer["placed"]}
    for row in tables.placements:
        if row["pupil_id"] not in tables.pupils:
            site[row["pupil_id"]] = tables.commissions[row["commission_id"]]["site_id"]
            spells[row["pupil_id"]] = day(row["starts"]), day(row["ends"]) or date.max
    for pair in tables.pairs:
        one, other = pair["pupil_id"], pair["other_pupil_id"]
        both_settled = {one, other}.isdisjoint(tables.pupils)
        here = one in site and other in site and site[one] == site[other]
        if pair["kind"] == "apart" and here and not both_settled:
            (first, last), (begin, end) = spells[one], spells[other]
            if first <= end and begin <= last:
                yield f"{one}, {other}: apart: at one site"
        waiting = one in tables.pupils and other in tables.pupils
        if pair["kind"] == "together" and waiting and site.get(one) != site.get(other):
            yield f"{one}, {other}: together: separated"


def room(answer: dict, tables: Tables) -> Iterator[str]:
    """Count sessions and pupils in every week that a suggested stay touches."""
    everybody = [
        (p["commission_id"], day(p["start_date"]), day(p["end_date"]), pupil, True)
        for p in answer["placed"]
        for pupil in [tables.pupils[p["pupil_id"]]]
    ] + [
        (row["commission_id"], day(row["starts"]), day(row["ends"]) or date.max, row, False)
        for row in tables.placements
    ]
    for number in range((tables.ends - monday(tables.as_at)).days // 7):
        week = monday(tables.as_at) + 7 * number * DAY
        present = [e for e in everybody if e[1] <= week + 6 * DAY and e[2] >= week]
        yield from places(present, week, tables)
        yield from limits(present, week, tables)
        yield from unregistered(present, week, tables)


def sessions_of(row: Row) -> int:
    return int(row["sessions_per_week"] or 10)


def places(present: list, week: date, tables: Tables) -> Iterator[str]:
    used: dict[str, int] = defaultdict(int)
    for commission_id, _, _, row, _ in present:
        used[commission_id] += sessions_of(row)
    for commission_id in {e[0] for e in present if e[4]}:
        steps = sorted(
            (row["starts"], int(row["places"]))
            for row in tables.place_steps
            if row["commission_id"] == commission_id and day(row["starts"]) <= week + 4 * DAY
        )
        bought = steps[-1][1] if steps else int(tables.commissions[commission_id]["places"])
        if used[commission_id] > 10 * bought:
            yield f"{commission_id}: places: more sessions than places in the week of {week}"


def limits(present: list, week: date, tables: Tables) -> Iterator[str]:
    for limit in tables.limits:
        inside = [
            e
            for e in present
            if limit["site_id"] in ("", tables.commissions[e[0]]["site_id"])
            and limit["commission_id"] in ("", e[0])
            and (tables.year_on(e[3], e[1]) if e[4] else int(e[3]["year_group"]))
            in years(limit["year_groups"])
        ]
        by_head = limit["unit"] == "pupils"
        total = sum(1 if by_head else sessions_of(e[3]) for e in inside)
        if total > int(limit["maximum"]) and any(e[4] for e in inside):
            yield f"{limit['limit_id']}: limit: passed in the week of {week}"


def unregistered(present: list, week: date, tables: Tables) -> Iterator[str]:
    for site_id, site in tables.sites.items():
        here = [
            e
            for e in present
            if tables.commissions[e[0]]["site_id"] == site_id and sessions_of(e[3]) * 195 > 18 * 60
        ]
        if site["registered"] == "no" and len(here) > 4 and any(e[4] for e in here):
            yield f"{site_id}: registration: five full-time pupils in the week of {week}"


def goals_add_up(answer: dict, tables: Tables) -> Iterator[str]:
    starts = {p["pupil_id"]: day(p["start_date"]) for p in answer["placed"]}
    found: dict[str, int] = defaultdict(int)
    for pupil_id, pupil in tables.pupils.items():
        looked_after = pupil["looked_after"] == "yes"
        late = tables.days_late(pupil, starts.get(pupil_id))
        found["late_days_looked_after" if looked_after else "late_days"] += late
        statutory = pupil["route"] in STATUTORY
        second = looked_after or pupil["social_worker"] == "yes"
        band = int(pupil["priority"] or (1 if statutory else 2 if second else 3))
        found[f"unplaced_priority_{band}"] += pupil_id not in starts
    found["travel_minutes"] = sum(p["travel_minutes"] for p in answer["placed"])
    for goal in answer["goals"]:
        if goal["goal"] in found and goal["value"] != found[goal["goal"]]:
            yield f"{goal['goal']}: goal: {goal['value']} told, {found[goal['goal']]} counted"
        if goal["proven"] != (goal["value"] == goal["bound"]):
            yield f"{goal['goal']}: goal: called proven without being so"


def main(answer: str, folder: str, as_at: str, weeks: str) -> int:
    tables = Tables(Path(folder), date.fromisoformat(as_at), int(weeks))
    found = list(broken(json.loads(Path(answer).read_text(encoding="utf-8")), tables))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
