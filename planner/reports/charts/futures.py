"""Demand with its range, and places needed beside places commissioned, by cohort and year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from planner.domain.codes import PlaceType
from planner.reports.charts.style import (
    BAR,
    DOT,
    NEEDED,
    SHORT,
    SPARE,
    Key,
    Picture,
    altair,
    drawn,
)
from planner.reports.tables.words import PLACE_TYPE_SAYS
from planner.results.answer import Answer
from planner.results.coming.futures import CohortDemand, PlacesNeeded

PLACES_KEYS = (
    Key(NEEDED, "places needed", DOT),
    Key(SHORT, "places commissioned, too few", BAR),
    Key(SPARE, "places commissioned, enough", BAR),
)
_WIDTH = 210


def demand_pictures(answer: Answer) -> tuple[Picture, ...]:
    """Draw the range of referrals, one chart for each place type."""
    by_type = {
        place_type: [row for row in answer.forecast.cohorts if row.place_type is place_type]
        for place_type in PlaceType
    }
    return tuple(_demand_picture(kind, cohorts) for kind, cohorts in by_type.items() if cohorts)


def _demand_picture(place_type: PlaceType, cohorts: Sequence[CohortDemand]) -> Picture:
    highest = max(cohorts, key=lambda row: row.referrals_p50)
    return drawn(
        _demand_chart(cohorts),
        name=f"demand-{place_type.value.lower()}",
        heading=f"Referrals a school year for {PLACE_TYPE_SAYS[place_type]} places",
        description=(
            f"Middle and 10th to 90th percentile by key stage and year. The most are expected in "
            f"{highest.key_stage.value} in {highest.academic_year}: {highest.referrals_p50}, "
            f"from {highest.referrals_p10} to {highest.referrals_p90}."
        ),
    )


def _demand_chart(cohorts: Sequence[CohortDemand]) -> object:
    alt = altair()
    frame = pd.DataFrame(
        [
            {
                "stage": row.key_stage.value,
                "year": row.academic_year,
                "low": row.referrals_p10,
                "middle": row.referrals_p50,
                "high": row.referrals_p90,
            }
            for row in cohorts
        ]
    )
    y = alt.Y("year:O", title=None, axis=alt.Axis(ticks=False, domain=False))
    base = alt.Chart(frame)
    ranges = base.mark_bar(height=8, color=NEEDED, opacity=0.35).encode(
        x=alt.X("low:Q", title="referrals a year", axis=alt.Axis(tickCount=4)), x2="high:Q", y=y
    )
    middles = base.mark_point(filled=True, size=55, color=NEEDED, opacity=1).encode(
        x="middle:Q", y=y
    )
    return _by_stage(ranges + middles)


def places_pictures(answer: Answer) -> tuple[Picture, ...]:
    """Draw places needed against places commissioned, one chart for each place type."""
    by_type = {
        place_type: [row for row in answer.plan.needs if row.place_type is place_type]
        for place_type in PlaceType
    }
    return tuple(_places_picture(kind, needs) for kind, needs in by_type.items() if needs)


def _places_picture(place_type: PlaceType, needs: Sequence[PlacesNeeded]) -> Picture:
    worst = max(needs, key=lambda row: row.gap)
    gap = f"{worst.gap} short" if worst.gap > 0 else f"{-worst.gap} spare"
    return drawn(
        _places_chart(needs),
        name=f"places-{place_type.value.lower()}",
        heading=f"Places needed and commissioned, {PLACE_TYPE_SAYS[place_type]}",
        description=(
            f"By key stage and year. The tightest is {worst.key_stage.value} in "
            f"{worst.academic_year}: {worst.places_needed} needed, "
            f"{worst.places_commissioned} commissioned, {gap}."
        ),
    )


def _places_chart(needs: Sequence[PlacesNeeded]) -> object:
    alt = altair()
    frame = pd.DataFrame(
        [
            {
                "stage": row.key_stage.value,
                "year": row.academic_year,
                "needed": row.places_needed,
                "held": row.places_commissioned,
                "state": "short" if row.gap > 0 else "spare",
            }
            for row in needs
        ]
    )
    y = alt.Y("year:O", title=None, axis=alt.Axis(ticks=False, domain=False))
    state = alt.Color(
        "state:N", scale=alt.Scale(domain=["short", "spare"], range=[SHORT, SPARE]), legend=None
    )
    x = alt.X("needed:Q", title="places", axis=alt.Axis(tickCount=4))
    base = alt.Chart(frame)
    gaps = base.mark_rule(strokeWidth=3).encode(x=x, x2="held:Q", y=y, color=state)
    held = base.mark_tick(thickness=3.5, bandSize=16, opacity=1).encode(
        x="held:Q", y=y, color=state
    )
    needed = base.mark_point(filled=True, size=60, color=NEEDED, opacity=1).encode(x=x, y=y)
    return _by_stage(gaps + held + needed)


def _by_stage(layers: Any) -> object:
    alt = altair()
    header = alt.Header(labelAngle=0, labelAlign="left")
    row = alt.Row("stage:O", title=None, header=header)
    return layers.properties(width=_WIDTH, height={"step": 18}).facet(row=row, spacing=10)
