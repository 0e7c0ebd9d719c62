"""Places held against need where the history never counted a referral of the kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from planner.results.coming.gaps import EVERY, NOT_KNOWN, Gap, PlacesByDate
from planner.sizing.stays.law import Group


def gaps_as_known(gaps: tuple[Gap, ...], unknown: Collection[Group]) -> tuple[Gap, ...]:
    """Return gaps without a figure for key stages and types of whom nothing is known."""
    return tuple(
        replace(
            gap,
            needed_p10=None,
            needed_p50=None,
            needed_p90=None,
            share=None,
            commissions_enough=None,
            note=NOT_KNOWN,
        )
        if (gap.key_stage, gap.place_type) in unknown
        else gap
        for gap in gaps
    )


def dates_as_known(
    rows: tuple[PlacesByDate, ...], unknown: Collection[Group]
) -> tuple[PlacesByDate, ...]:
    """Return places by date without a figure for key stages and types that are not known."""
    kinds = {(row.key_stage, row.place_type) for row in rows if row.key_stage != EVERY}
    named = {(stage.value, kind) for stage, kind in unknown} & kinds
    return tuple(_as_known(row, kinds, named) for row in rows)


def _as_known(
    row: PlacesByDate, kinds: Collection[tuple[str, object]], named: Collection[tuple[str, object]]
) -> PlacesByDate:
    parts = {each for each in kinds if each[1] is row.place_type}
    if row.key_stage != EVERY:
        parts = {(row.key_stage, row.place_type)}
    lacking = sorted(stage for stage, kind in parts if (stage, kind) in named)
    if not lacking:
        return row
    if len(lacking) == len(parts):
        return replace(row, needed_p10=None, needed_p50=None, needed_p90=None, note=NOT_KNOWN)
    # Of theirs only those who wait or are in place were counted.
    return replace(row, note=f"at least: no referral of {', '.join(lacking)} was ever recorded")
