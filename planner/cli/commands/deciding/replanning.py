"""How the changes to an earlier plan are asked for, told and given as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.results.plain import plain
from planner.units import format_day

if TYPE_CHECKING:
    from planner.results.recorded.changes import OfferChange
    from planner.results.recorded.record import RunRecord

Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="RUN",
        help="An earlier plan, as -o wrote it, whose offers are kept where they can be.",
    ),
]


def changes_object(previous: RunRecord, changes: Sequence[OfferChange]) -> dict[str, Any]:
    """Return the earlier run and what changes in its plan as plain values."""
    return {"previous_run": previous.run_id, "changes": plain(tuple(changes))}


def changes_told(previous: RunRecord, changes: Sequence[OfferChange]) -> Iterator[str]:
    """Tell what a new plan changes in an earlier one."""
    counted = sum(change.counts for change in changes)
    yield (
        f"\nAgainst the plan of {format_day(previous.run.as_at)} (run {previous.run_id}): "
        f"{counted:,} of {len(previous.shown):,} offers change."
    )
    for change in changes:
        old = _place(change.from_commission_id, change.from_start)
        new = _place(change.to_commission_id, change.to_start)
        yield f"  {change.pupil_id}: {old} -> {new} ({change.kind.says})"
        yield from (f"      {cause.sentence}" for cause in change.causes)


def _place(commission_id: str | None, starts: date | None) -> str:
    if commission_id is None or starts is None:
        return "no place"
    return f"{commission_id} from {format_day(starts)}"
