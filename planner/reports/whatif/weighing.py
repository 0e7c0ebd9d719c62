"""Who is best how often, who falls behind by how much, and what groups get: finished tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from planner.reports.html import View
from planner.reports.tables.columns import Column, Kind
from planner.reports.whatif.frames import comparison_frames
from planner.reports.whatif.views import shown_subjects
from planner.reports.whatif.words import NONE, heading, said
from planner.results.whatif.comparison import Comparison
from planner.results.whatif.measures import Measure, Subject

_WEIGHED = (Measure.LATE_PUPILS, Measure.LATE_DAYS, Measure.UNMET, Measure.TOTAL_PENCE)
"""Figures by which scenarios are weighed against each other."""

_GROUPS = {
    "kind": "By",
    "group": "Group",
    "pupils": "Waiting",
    "placed": "Placed",
    "late": "Late",
    "late_days": "School days late",
    "part_time": "Part-time",
    "unregistered": "Unregistered site",
    "in_district": "In own district",
    "mean_minutes": "Mean minutes",
}


def regret(comparison: Comparison) -> View:
    """Return how far each scenario falls behind the best of those compared."""
    title = {outlook.scenario_id: outlook.title for outlook in comparison.outlooks}
    wanted = {(subject.name, subject.when) for subject in _weighed(comparison)}
    rows = [
        (
            heading(row.subject),
            title[row.scenario_id],
            said(row.subject, row.mean),
            said(row.subject, row.p90),
            said(row.subject, row.greatest),
            f"{row.best_alone:.0%}",
            f"{row.best_shared:.0%}",
        )
        for row in comparison.regret
        if (row.subject.name, row.subject.when) in wanted
    ]
    columns = (
        Column("Figure", Kind.LONG_TEXT),
        Column("Scenario", Kind.LONG_TEXT),
        Column("Mean regret", Kind.NUMBER),
        Column("Passed by one future in ten", Kind.NUMBER),
        Column("Greatest", Kind.NUMBER),
        Column("Best alone", Kind.NUMBER),
        Column("Best with another", Kind.NUMBER),
    )
    return View("How far each falls behind the best, future by future", columns, tuple(rows))


def beats(comparison: Comparison) -> Iterator[View]:
    """Give a table for each figure: how often each scenario does better than each other."""
    outlooks = comparison.outlooks
    for subject in _weighed(comparison):
        better = {
            pair: share
            for row in comparison.pairs
            if (row.subject.name, row.subject.when) == (subject.name, subject.when)
            for pair, share in (
                ((row.scenario_id, row.other_id), row.chances.better),
                ((row.other_id, row.scenario_id), row.chances.worse),
            )
        }
        rows = tuple(
            (
                one.title,
                *(
                    f"{better[key]:.0%}"
                    if (key := (one.scenario_id, two.scenario_id)) in better
                    else NONE
                    for two in outlooks
                ),
            )
            for one in outlooks
        )
        columns = (
            Column("Does better than", Kind.LONG_TEXT),
            *(Column(outlook.title, Kind.NUMBER) for outlook in outlooks),
        )
        yield View(heading(subject), columns, rows)


def _weighed(comparison: Comparison) -> list[Subject]:
    wanted = {measure.value for measure in _WEIGHED}
    return [subject for subject in shown_subjects(comparison) if subject.name in wanted]


def groups(comparison: Comparison) -> Iterator[View]:
    """Give those who wait now by group, a table for each scenario, small counts withheld."""
    frame = comparison_frames(comparison)["groups"]
    columns = tuple(
        Column(header, Kind.TEXT if number < 2 else Kind.NUMBER)
        for number, header in enumerate(_GROUPS.values())
    )
    for outlook in comparison.outlooks if not frame.empty else ():
        mine = frame[frame["scenario"] == outlook.scenario_id]
        rows = tuple(
            tuple(_cell(value) for value in row)
            for row in mine[list(_GROUPS)].itertuples(index=False, name=None)
        )
        yield View(outlook.title, columns, rows)


def _cell(value: object) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "withheld"
    return str(value)
