"""What a new plan changes in an earlier one, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from planner.reports.csvs import write_frame
from planner.results.recorded.changes import OfferChange

CHANGES = (
    "pupil_id",
    "kind",
    "from_commission_id",
    "from_start_date",
    "to_commission_id",
    "to_start_date",
    "counts_as_changed_offer",
    "causes",
    "names",
)


def changes_frame(changes: Sequence[OfferChange]) -> pd.DataFrame:
    """Return one row for each pupil for whom the new plan says something else."""
    rows = [
        (
            change.pupil_id,
            change.kind.says,
            change.from_commission_id,
            change.from_start,
            change.to_commission_id,
            change.to_start,
            change.counts,
            " ".join(cause.sentence for cause in change.causes),
            "; ".join(sorted({name for cause in change.causes for name in cause.pupil_ids})),
        )
        for change in changes
    ]
    return pd.DataFrame(rows, columns=list(CHANGES), dtype=object)


def write_changes(changes: Sequence[OfferChange], folder: Path) -> None:
    """Write the changes into a folder as ``changes.csv``."""
    write_frame(folder / "changes.csv", changes_frame(changes))
