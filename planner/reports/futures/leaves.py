"""Tables of what may come as files: a CSV for each, and a workbook of all."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from planner.reports.csvs import in_pounds, write_frame
from planner.tables.files.steady import steady_workbook


def write_tables(
    frames: Mapping[str, pd.DataFrame], folder: Path, workbook: str, *, as_at: date
) -> None:
    """
    Write each table as a CSV by its name, and all as a workbook with a sheet for each.

    Money is in pounds in both.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write_frame(folder / f"{name}.csv", frame)
    saved = io.BytesIO()
    with pd.ExcelWriter(saved, engine="openpyxl") as writer:
        for name, frame in frames.items():
            in_pounds(frame).to_excel(writer, sheet_name=name[:31], index=False)
    (folder / workbook).write_bytes(steady_workbook(saved.getvalue(), day=as_at))
