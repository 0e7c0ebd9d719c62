"""How full each commission is, week by week: one small chart for each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from planner.reports.charts.style import HELD, LINE, SUGGESTED, TAKEN, Key, Picture, altair, drawn
from planner.reports.tables.words import PLACE_TYPE_SAYS
from planner.results.answer import Answer
from planner.results.placing.allocation import OccupancyWeek
from planner.units import FULL_TIME_SESSIONS, format_day

KEYS = (
    Key(TAKEN, "already taken or decided"),
    Key(SUGGESTED, "suggested in this answer"),
    Key(HELD, "places held", LINE),
)


def occupancy_pictures(answer: Answer) -> tuple[Picture, ...]:
    """Draw one chart for each commission, in the order of their ids."""
    rows = sorted(answer.allocation.occupancy, key=lambda row: (row.commission_id, row.week))
    by_commission = groupby(rows, key=lambda row: row.commission_id)
    return tuple(
        _picture(answer, number, tuple(weeks))
        for number, (_, weeks) in enumerate(by_commission, start=1)
    )


def _picture(answer: Answer, number: int, weeks: Sequence[OccupancyWeek]) -> Picture:
    dataset = answer.case.dataset
    commission = dataset.commission[weeks[0].commission_id]
    full = sum(_used(week) >= week.capacity_sessions for week in weeks)
    return drawn(
        _chart(weeks),
        name=f"occupancy-{number}",
        heading=(
            f"{dataset.site[commission.site_id].name}, {PLACE_TYPE_SAYS[commission.place_type]}"
        ),
        description=_description(weeks),
        note=f"{commission.commission_id}: full in {full} of {len(weeks)} weeks",
    )


def _description(weeks: Sequence[OccupancyWeek]) -> str:
    first, last = weeks[0], weeks[-1]
    return (
        f"{_places(_used(first))} of {_places(first.capacity_sessions)} places used in the week of "
        f"{format_day(first.week)}, {_places(_used(last))} of {_places(last.capacity_sessions)} "
        f"in the week of {format_day(last.week)}."
    )


def _used(week: OccupancyWeek) -> int:
    return week.placed_sessions + week.suggested_sessions


def _places(sessions: int) -> str:
    return f"{sessions / FULL_TIME_SESSIONS:g}"


def _used_frame(weeks: Sequence[OccupancyWeek]) -> pd.DataFrame:
    parts = [
        (week.week.isoformat(), order, part, sessions)
        for week in weeks
        for order, (part, sessions) in enumerate(
            (("taken", week.placed_sessions), ("suggested", week.suggested_sessions))
        )
    ]
    return pd.DataFrame(
        [
            {"week": week, "part": part, "order": order, "places": sessions / FULL_TIME_SESSIONS}
            for week, order, part, sessions in parts
        ]
    )


def _weeks_axis(weeks: Sequence[OccupancyWeek]) -> Any:
    """Return the weeks from left to right, the first and the middle one named."""
    alt = altair()
    labels = {week.week.isoformat(): f"{week.week.day} {week.week:%b}" for week in weeks}
    shown = [weeks[0].week.isoformat(), weeks[len(weeks) // 2].week.isoformat()]
    return alt.X(
        "week:O",
        title=None,
        axis=alt.Axis(
            values=shown,
            labelExpr=f"{labels}[datum.value]",
            labelAngle=0,
            labelAlign="left",
            labelOffset=-4,
            ticks=False,
        ),
        scale=alt.Scale(paddingInner=0.15, paddingOuter=0.1),
    )


def _chart(weeks: Sequence[OccupancyWeek]) -> object:
    alt = altair()
    held = pd.DataFrame(
        [
            {
                "week": week.week.isoformat(),
                "places": week.capacity_sessions / FULL_TIME_SESSIONS,
            }
            for week in weeks
        ]
    )
    x = _weeks_axis(weeks)
    y = alt.Y(
        "places:Q",
        title=None,
        axis=alt.Axis(tickCount=3, format="d", tickMinStep=1, minExtent=24, maxExtent=24),
    )
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=["taken", "suggested"], range=[TAKEN, SUGGESTED]),
        legend=None,
    )
    bars = alt.Chart(_used_frame(weeks)).mark_bar().encode(x=x, y=y, color=colour, order="order:Q")
    line = (
        alt.Chart(held)
        .mark_tick(orient="horizontal", thickness=2.5, opacity=1, color=HELD, bandSize=22)
        .encode(x=x, y=y)
    )
    return (bars + line).properties(width=220, height=84)
