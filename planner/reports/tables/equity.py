"""The equity audit as a table from which no small count can be worked back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import pandas as pd

from planner.reports.tables.suppression import WITHHELD, safe_shares, suppressed
from planner.results.answer import Answer
from planner.results.placing.equity import EquityRow, Length, Middle, Outcome, Share

EQUITY = (
    "group_kind",
    "group",
    "waiting_pupils",
    "unplaced_share",
    "late_share",
    "part_time_share",
    "unregistered_share",
    "wait_days",
    "travel_median",
)
_SHARES: Mapping[Outcome, str] = {
    Outcome.UNPLACED: "unplaced_share",
    Outcome.LATE: "late_share",
    Outcome.PART_TIME: "part_time_share",
    Outcome.UNREGISTERED: "unregistered_share",
}
_MIDDLES: Mapping[Length, str] = {Length.WAIT: "wait_days", Length.TRAVEL: "travel_median"}
_NOBODY = "nobody to count"


def equity(answer: Answer) -> pd.DataFrame:
    """
    Return one row a group: shares with intervals, waits and journeys with the chance of chance.

    Within one kind of group a count is shown only where the group, those with the outcome and
    those without it are each none or at least the threshold, and where what is withheld cannot
    be found by taking the others from the total.
    """
    threshold = answer.case.policy.suppression_threshold
    rows = [
        row
        for _, members in groupby(answer.equity.rows, key=lambda row: row.kind)
        for row in _rows(list(members), threshold)
    ]
    return pd.DataFrame(rows, columns=list(EQUITY), dtype=object)


def _rows(members: Sequence[EquityRow], threshold: int) -> Iterator[dict[str, object]]:
    sizes = suppressed({row.group: row.pupils for row in members}, threshold=threshold)
    safe = {
        outcome: safe_shares(
            {
                row.group: (share.count, share.of)
                for row in members
                for share in row.shares
                if share.outcome is outcome
            },
            threshold=threshold,
        )
        for outcome in Outcome
    }
    shown_of = {
        Length.WAIT: {group: size is not None for group, size in sizes.items()},
        Length.TRAVEL: _journeys_shown(members, sizes, threshold),
    }
    for row in members:
        size = sizes[row.group]
        cells: dict[str, object] = {
            "group_kind": row.kind or "all",
            "group": row.group,
            "waiting_pupils": WITHHELD if size is None else size,
        }
        for share in row.shares:
            shown = size is not None and row.group in safe[share.outcome]
            cells[_SHARES[share.outcome]] = _share_said(share) if shown else WITHHELD
        for middle in row.middles:
            cells[_MIDDLES[middle.length]] = (
                _middle_said(middle) if shown_of[middle.length][row.group] else WITHHELD
            )
        yield cells


def _journeys_shown(
    members: Sequence[EquityRow], sizes: Mapping[str, int | None], threshold: int
) -> dict[str, bool]:
    """
    Say of each group whether its median journey may be shown.

    Only of groups of twice the threshold, so that a journey which is not shown for want of
    pupils with a place hardly tells how many have none.
    """
    placed = {
        row.group: middle.of
        for row in members
        for middle in row.middles
        if middle.length is Length.TRAVEL
    }
    return {
        row.group: sizes[row.group] is not None
        and row.pupils >= 2 * threshold
        and placed[row.group] >= threshold
        for row in members
    }


def _share_said(share: Share) -> str:
    if share.of == 0:
        return _NOBODY
    return (
        f"{share.count:,} of {share.of:,}: {share.count / share.of:.0%} "
        f"({share.low:.0%} to {share.high:.0%})"
    )


def _middle_said(middle: Middle) -> str:
    if middle.middle is None:
        return _NOBODY
    if middle.others is None or middle.chance is None:
        return f"{middle.middle:,.0f}"
    chance = "under 1%" if middle.chance < 0.01 else f"{middle.chance:.0%}"
    return f"{middle.middle:,.0f}, others {middle.others:,.0f}; by chance {chance}"
