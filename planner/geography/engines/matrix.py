"""A council's own table of journeys, with a stated answer for its holes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.errors import InputProblems, Problem
from planner.geography.engines.contract import (
    QUALITIES,
    Engine,
    Journeys,
    Mode,
    Quality,
    Request,
)

_COLUMNS = ("from_id", "to_id", "minutes")


@dataclass(frozen=True)
class OwnMatrix:
    """
    Journeys by car from a table; its holes are asked of another engine, and marked so.

    Other modes are asked of the other engine altogether.
    """

    table: pd.DataFrame
    """Columns from_id, to_id, minutes and, if known, metres; each pair once."""
    otherwise: Engine

    @property
    def name(self) -> str:
        """One word for tables."""
        return "own_matrix"

    @property
    def says(self) -> str:
        """What made the figures."""
        return f"the council's own travel table, and for its holes {self.otherwise.says}"

    @property
    def error_minutes(self) -> float | None:
        """The error of the table is not known."""
        return None

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed with the figures."""
        return self.otherwise.attributions

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """Answer for all pairs."""
        filled = self.otherwise.journeys(origins, destinations, request)
        if request.mode is not Mode.DRIVE:
            return filled
        row = pd.Index(origins["id"].astype(str)).get_indexer(self.table["from_id"])
        column = pd.Index(destinations["id"].astype(str)).get_indexer(self.table["to_id"])
        known = (row >= 0) & (column >= 0)
        cells = row[known], column[known]
        minutes, metres = filled.minutes.copy(), filled.metres.copy()
        quality = np.array(filled.quality)
        minutes[cells] = self.table["minutes"].to_numpy(dtype=np.float32)[known]
        quality[cells] = QUALITIES.index(Quality.GIVEN)
        if "metres" in self.table.columns:
            own = self.table["metres"].to_numpy(dtype=np.float32)[known]
            metres[cells] = np.where(np.isnan(own), metres[cells], own)
        return Journeys(minutes, metres, quality)


def read_matrix(path: Path, *, otherwise: Engine) -> OwnMatrix:
    """
    Read a table of journeys from CSV or Parquet.

    Raises
    ------
    InputProblems
        If the file cannot be read, a column is missing, minutes are not numbers from 0
        to 600, metres are no numbers, or a pair stands twice; every kind of fault at
        once, each with its first row.
    """
    table = _read(path)
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        what = f"The travel table has no column {', '.join(missing)}."
        fix = "Give from_id, to_id, minutes and, if known, metres."
        raise InputProblems([Problem(path.name, 1, "", "", what, fix)])
    table = table.assign(
        from_id=table["from_id"].astype(str),
        to_id=table["to_id"].astype(str),
        written=table["minutes"],
        minutes=pd.to_numeric(table["minutes"], errors="coerce"),
    )
    problems = _faults(table, path.name)
    if "metres" in table.columns:
        table["metres"] = pd.to_numeric(table["metres"], errors="coerce")
    if problems:
        raise InputProblems(problems)
    return OwnMatrix(table.drop(columns="written"), otherwise)


def _read(path: Path) -> pd.DataFrame:
    """Read every cell as text: an id such as 007 is no number."""
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        what = "The travel table is empty, or is no CSV or Parquet file."
        raise InputProblems([Problem(path.name, 0, "", "", what, "Save it again.")]) from error


def _faults(table: pd.DataFrame, file: str) -> list[Problem]:
    bad = ~table["minutes"].between(0, 600)
    twice = table.duplicated(["from_id", "to_id"])
    found = []
    if bad.any():
        row = int(bad.to_numpy().argmax())
        what = f"{int(bad.sum())} rows have no minutes from 0 to 600; this is the first."
        fix = "Correct them; leave a pair out where there is no journey in the table."
        value = str(table["written"].fillna("").iloc[row])
        found.append(Problem(file, row + 2, "minutes", value, what, fix))
    if "metres" in table.columns:
        odd = table["metres"].notna() & ~pd.to_numeric(table["metres"], errors="coerce").ge(0)
        if odd.any():
            row = int(odd.to_numpy().argmax())
            what = (
                f"{int(odd.sum())} rows have metres that are no number from 0; this is the first."
            )
            fix = "Correct them, or leave the cell empty."
            found.append(
                Problem(file, row + 2, "metres", str(table["metres"].iloc[row]), what, fix)
            )
    if twice.any():
        row = int(twice.to_numpy().argmax())
        what = f"{int(twice.sum())} pairs stand twice; this is the first."
        found.append(Problem(file, row + 2, "from_id", "", what, "Leave one row for each pair."))
    return found
