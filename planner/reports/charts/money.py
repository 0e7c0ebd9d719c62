"""Cost by provider, split by who pays."""

from __future__ import annotations

import pandas as pd

from planner.reports.charts.style import PAYER_COLOURS, Key, Picture, altair, drawn
from planner.reports.tables import costs_by_payer
from planner.reports.tables.words import PAYER_SAYS
from planner.results.answer import Answer
from planner.results.finance.money import Payer
from planner.units import format_pounds

_COLOURS = {PAYER_SAYS[payer]: colour for payer, colour in zip(Payer, PAYER_COLOURS, strict=True)}

_POUNDS = (
    "datum.value == 0 ? '£0' : datum.value >= 1e6 ? '£' + format(datum.value / 1e6, '~r') + 'm'"
    " : datum.value >= 1e3 ? '£' + format(datum.value / 1e3, '~r') + 'k' : '£' + datum.value"
)
"""Labels of the axis, in the way that finance writes round amounts."""


def cost_keys(answer: Answer) -> tuple[Key, ...]:
    """Return the legend: the payers that pay anything."""
    shown = costs_by_payer(answer).columns[1:-1]
    return tuple(Key(_COLOURS[payer], payer) for payer in shown)


def cost_picture(answer: Answer) -> Picture | None:
    """Draw one bar for each provider; None where nothing costs anything."""
    frame = costs_by_payer(answer).iloc[:-1]
    if frame.empty:
        return None
    total = answer.statement.total_pence
    dearest = frame.sort_values(["All", "provider"]).iloc[-1]
    return drawn(
        _chart(frame),
        name="cost",
        heading=f"Cost by provider and payer, {answer.statement.financial_year}",
        description=(
            f"{format_pounds(total)} in all. The largest is {dearest['provider']} with "
            f"{format_pounds(int(dearest['All']))}."
        ),
    )


def _chart(frame: pd.DataFrame) -> object:
    alt = altair()
    payers = [str(name) for name in frame.columns[1:-1]]
    parts = pd.DataFrame(
        [
            {
                "provider": row["provider"],
                "payer": payer,
                "order": order,
                "pounds": row[payer] / 100,
            }
            for _, row in frame.iterrows()
            for order, payer in enumerate(payers)
        ]
    )
    return (
        alt.Chart(parts)
        .mark_bar(height=16)
        .encode(
            x=alt.X(
                "pounds:Q",
                title=None,
                axis=alt.Axis(tickCount=4, labelExpr=_POUNDS),
            ),
            y=alt.Y(
                "provider:N",
                title=None,
                axis=alt.Axis(labelLimit=140, labelPadding=6, ticks=False, domain=False),
            ),
            color=alt.Color(
                "payer:N",
                scale=alt.Scale(domain=payers, range=[_COLOURS[payer] for payer in payers]),
                legend=None,
            ),
            order="order:Q",
        )
        .properties(width=210, height={"step": 26})
    )
