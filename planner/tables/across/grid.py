"""Coordinates written in the wrong order, told by where the other points are."""

from __future__ import annotations

from statistics import median

from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults

_COLUMNS = {
    "sites": ("easting", "northing"),
    "referrals": ("home_easting", "home_northing"),
}
_NEAR_METRES = 100_000


def refuse_swapped_coordinates(tables: ParsedTables, faults: Faults) -> None:
    """Note each point far from all the others that would be near with its numbers swapped."""
    points = [
        (easting, northing)
        for name, columns in _COLUMNS.items()
        for row in tables.rows(name)
        for easting, northing in [_point(row, columns)]
        if easting is not None and northing is not None
    ]
    if not points:
        return
    middle = (median(point[0] for point in points), median(point[1] for point in points))
    for name, columns in _COLUMNS.items():
        noter = Noter(tables, name, faults)
        for row in noter.rows:
            if _is_swapped(_point(row, columns), middle):
                noter.note(
                    row,
                    columns[0],
                    what="Easting and northing seem to be swapped: as written the point is far "
                    "from all the others, the other way about it is among them.",
                    fix="Swap the two numbers.",
                )


def _point(row: ParsedRow, columns: tuple[str, str]) -> tuple[int | None, int | None]:
    return row.get(columns[0], int), row.get(columns[1], int)


def _is_swapped(point: tuple[int | None, int | None], middle: tuple[float, float]) -> bool:
    easting, northing = point
    if easting is None or northing is None:
        return False
    return not _is_near((easting, northing), middle) and _is_near((northing, easting), middle)


def _is_near(point: tuple[float, float], middle: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _NEAR_METRES for a, b in zip(point, middle, strict=True))
