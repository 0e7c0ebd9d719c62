"""One self-contained page: it makes no request, runs no script and can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from planner.reports import tables
from planner.reports.charts.futures import PLACES_KEYS, demand_pictures, places_pictures
from planner.reports.charts.map import map_picture, need_keys, site_keys
from planner.reports.charts.money import cost_keys, cost_picture
from planner.reports.charts.occupancy import KEYS as OCCUPANCY_KEYS
from planner.reports.charts.occupancy import occupancy_pictures
from planner.reports.headline import headline
from planner.reports.pages import rendered
from planner.reports.replanning import changes_frame
from planner.reports.tables.columns import COLUMNS, NOTHING, Column, Kind, written
from planner.reports.tables.words import goal_says
from planner.results.answer import Answer

if TYPE_CHECKING:
    import geopandas

SECTIONS = (
    ("late", "Who is late, and why"),
    ("unplaced", "Who has no place, and why"),
    ("placements", "Suggested placements"),
    ("equity", "What it means for groups of pupils"),
    ("goals", "Goals and proof"),
    ("occupancy", "How full it is, week by week"),
    ("map", "Map of sites and unmet need"),
    ("demand", "Demand for the next years"),
    ("places", "Places needed"),
    ("costs", "Cost by provider and payer"),
    ("assumptions", "Assumptions made"),
    ("warnings", "Warnings"),
    ("limits", "What this leaves out"),
    ("words", "What the words mean"),
    ("run", "Where this came from"),
)
"""Parts of the page after the answer: anchor and heading, in their order."""

_LATE = (
    "pupil_id",
    "school_days_late",
    "due_date",
    "start_date",
    "site",
    "interim_pence",
    "reasons",
)
_PLACEMENTS = (
    "pupil_id",
    "site",
    "commission_id",
    "start_date",
    "end_date",
    "school_days_late",
    "travel_minutes",
    "annual_pence",
    "reasons",
)
_CHANGES = (
    "pupil_id",
    "from_commission_id",
    "from_start_date",
    "to_commission_id",
    "to_start_date",
    "counts_as_changed_offer",
    "causes",
)
_SHOWN_IF_ANY = frozenset({"interim_pence"})
_STANDS_FOR_NOTHING = {"start_date": "no place"}
_FINDINGS = ("sentence", "arithmetic", "finding_kind")
_COSTS = ("provider", "kind", "payer", "quantity", "unit", "rate_pence", "amount_pence", "source")


@dataclass(frozen=True, slots=True)
class View:
    """A table as a template prints it: columns, and rows of finished text."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def write_html(answer: Answer, path: Path, outlines: geopandas.GeoDataFrame | None) -> None:
    """
    Write the report as one page.

    Parameters
    ----------
    answer
        What the run found.
    path
        File to write.
    outlines
        Outlines of the districts in EPSG:27700, columns ``district`` and
        ``geometry``; None for a map of the sites alone.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    path.write_text(report_page(answer, outlines), encoding="utf-8", newline="\n")


def report_page(answer: Answer, outlines: geopandas.GeoDataFrame | None) -> str:
    """Return the text of the page; the same answer gives the same text."""
    return rendered("report.html", **_context(answer, outlines))


def _context(answer: Answer, outlines: geopandas.GeoDataFrame | None) -> dict[str, object]:
    case = answer.case
    return {
        "answer": answer,
        "case": case,
        "headline": headline(answer),
        "sections": SECTIONS,
        "numbered": dict(SECTIONS),
        "threshold": case.policy.suppression_threshold,
        **_people(answer),
        **_provision(answer, outlines),
        **_account(answer),
    }


def _people(answer: Answer) -> dict[str, object]:
    statutory = tables.statutory(answer)
    late = statutory[statutory["school_days_late"] > 0]
    on_time = statutory[statutory["school_days_late"] == 0]
    return {
        "late": view(late, "Pupils late past their statutory day", _LATE),
        "on_time": view(on_time, "Pupils who start by their statutory day", _LATE),
        "placements": view(tables.placements(answer), "Suggested placements", _PLACEMENTS),
        "unplaced": view(tables.unplaced(answer), "Pupils without a place"),
        "equity": view(tables.equity(answer), "Those who wait, by group"),
        "changes": view(changes_frame(answer.changes), "Changes to the earlier plan", _CHANGES),
        "sen_decides": [
            placed.pupil_id for placed in answer.allocation.placed if placed.interim_sen_decides
        ],
    }


def _provision(answer: Answer, outlines: geopandas.GeoDataFrame | None) -> dict[str, object]:
    return {
        "occupancy_pictures": occupancy_pictures(answer),
        "occupancy_keys": OCCUPANCY_KEYS,
        "occupancy": _weekly(answer),
        "map": map_picture(answer, outlines),
        "has_outlines": outlines is not None and not outlines.empty,
        "need_keys": need_keys(answer),
        "site_keys": site_keys(answer),
        "districts": view(tables.districts(answer), "Places and unmet need by district"),
        "sites": view(tables.sites(answer), "Sites, numbered as on the map"),
        "demand_pictures": demand_pictures(answer),
        "demand": view(tables.demand(answer), "Referrals expected in a school year"),
        "demand_totals": view(tables.demand_totals(answer), "All referrals in a school year"),
        "places_pictures": places_pictures(answer),
        "places_keys": PLACES_KEYS,
        "places": view(tables.places(answer), "Places needed and places commissioned"),
    }


def _account(answer: Answer) -> dict[str, object]:
    financial_year = answer.statement.financial_year
    return {
        "goals": view(tables.goals_written(answer), "Goals in the order of the scenario"),
        "cost_picture": cost_picture(answer),
        "cost_keys": cost_keys(answer),
        "costs": view(
            tables.costs_by_payer(answer), f"Cost by provider and payer, {financial_year}"
        ),
        "cost_lines": view(tables.costs(answer), f"Every line of cost, {financial_year}", _COSTS),
        "findings": view(tables.findings(answer), "What has to be explained", _FINDINGS),
        "register": view(tables.register(answer), "What the scenario assumes, change by change"),
        "assumptions": view(
            tables.assumptions(answer).query("table != ''"), "Values that had to be assumed"
        ),
        "warnings": view(tables.warnings(answer), "Warnings"),
        "glossary": [(goal.goal, goal_says(goal.goal)) for goal in answer.allocation.goals],
    }


def _weekly(answer: Answer) -> View:
    frame = tables.occupancy(answer)
    weeks: list[date] = sorted(set(frame["week"]))
    rows = []
    for (commission_id, site, place_type), part in frame.groupby(
        ["commission_id", "site", "place_type"], sort=True
    ):
        used = part["placed_sessions"] + part["suggested_sessions"]
        cells = {
            week: f"{taken:,} of {held:,}"
            for week, taken, held in zip(part["week"], used, part["capacity_sessions"], strict=True)
        }
        rows.append(
            (
                str(commission_id),
                f"{site}, {place_type}",
                *(cells.get(week, written(None, Kind.TEXT)) for week in weeks),
            )
        )
    columns = (
        COLUMNS["commission_id"],
        COLUMNS["site"],
        *(Column(f"{week.day} {week:%b}", Kind.NUMBER) for week in weeks),
    )
    return View("Sessions used of sessions held, by commission and week", columns, tuple(rows))


def view(frame: pd.DataFrame, caption: str, names: Sequence[str] = ()) -> View:
    """
    Return a table ready to print.

    A column that is not registered holds money. A column of the printed choice
    that has only noughts says nothing and is left out.
    """
    shown = [str(name) for name in (names or frame.columns)]
    idle = [name for name in shown if name in _SHOWN_IF_ANY and not frame[name].any()]
    shown = [name for name in shown if name not in idle]
    columns = tuple(COLUMNS.get(name, Column(name, Kind.MONEY)) for name in shown)
    rows = tuple(
        tuple(
            _STANDS_FOR_NOTHING.get(name, NOTHING) if value is None else written(value, column.kind)
            for name, value, column in zip(shown, row, columns, strict=True)
        )
        for row in frame[shown].itertuples(index=False, name=None)
    )
    return View(caption, columns, rows)
