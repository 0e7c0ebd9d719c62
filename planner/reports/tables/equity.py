"""The equity audit as a table from which no small count can be worked back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import pandas as pd

from planner.reports.tables.suppression import WITHHELD, suppressed
from planner.results.answer import Answer
from planner.results.equity import EquityRow, Length, Mean, Outcome, Share

EQUITY = (
    "group_kind",
    "group",
    "waiting_pupils",
    "unplaced_share",
    "late_share",
    "part_time_share",
    "unregistered_share",
    "wait_mean",
    "travel_mean",
)
_SHARES: Mapping[Outcome, str] = {
    Outcome.UNPLACED: "unplaced_share",
    Outcome.LATE: "late_share",
    Outcome.PART_TIME: "part_time_share",
    Outcome.UNREGISTERED: "unregistered_share",
}
_MEANS: Mapping[Length, str] = {Length.WAIT: "wait_mean", Length.TRAVEL: "travel_mean"}
_NOBODY = "nobody to count"


def equity(answer: Answer) -> pd.DataFrame:
    """
    Return one row a group: shares with intervals, means with the chance of chance.

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
    shares = {
        outcome: _shown(
            [share for row in members for share in row.shares if _is(share, outcome)],
            [row.group for row in members],
            sizes,
            threshold,
        )
        for outcome in Outcome
    }
    for number, row in enumerate(members):
        size = sizes[row.group]
        cells: dict[str, object] = {
            "group_kind": row.kind or "all",
            "group": row.group,
            "waiting_pupils": WITHHELD if size is None else size,
        }
        for share in row.shares:
            shown = shares[share.outcome][number]
            cells[_SHARES[share.outcome]] = _share_said(share) if shown else WITHHELD
        placed = _placed_shown(members, sizes, threshold)
        for mean in row.means:
            cells[_MEANS[mean.length]] = _mean_said(mean) if placed[row.group] else WITHHELD
        yield cells


def _is(share: Share, outcome: Outcome) -> bool:
    return share.outcome is outcome


def _shown(
    shares: Sequence[Share],
    groups: Sequence[str],
    sizes: Mapping[str, int | None],
    threshold: int,
) -> list[bool]:
    """Say of each group whether its share may be shown; those with and without both count."""
    told = zip(groups, shares, strict=True)
    counts = {group: (share.count, share.of - share.count) for group, share in told}
    safe = [
        suppressed({group: pair[side] for group, pair in counts.items()}, threshold=threshold)
        for side in (0, 1)
    ]
    return [
        all(each[group] is not None for each in safe) and sizes[group] is not None
        for group in groups
    ]


def _placed_shown(
    members: Sequence[EquityRow], sizes: Mapping[str, int | None], threshold: int
) -> dict[str, bool]:
    placed = {row.group: row.means[0].of for row in members}
    safe = suppressed(placed, threshold=threshold)
    return {group: count is not None and sizes[group] is not None for group, count in safe.items()}


def _share_said(share: Share) -> str:
    if share.of == 0:
        return _NOBODY
    return (
        f"{share.count:,} of {share.of:,}: {share.count / share.of:.0%} "
        f"({share.low:.0%} to {share.high:.0%})"
    )


def _mean_said(mean: Mean) -> str:
    if mean.mean is None:
        return _NOBODY
    if mean.others is None or mean.chance is None:
        return f"{mean.mean:,.1f}"
    chance = "under 1%" if mean.chance < 0.01 else f"{mean.chance:.0%}"
    return f"{mean.mean:,.1f}, others {mean.others:,.1f}; by chance {chance}"
