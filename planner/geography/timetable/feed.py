"""A GTFS timetable as rides between neighbouring stops on one day."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Transformer

from planner.errors import InputProblems, Problem
from planner.geography.atlas import BRITISH_GRID

_NEEDED = {
    "stops.txt": ("stop_id", "stop_lat", "stop_lon"),
    "trips.txt": ("trip_id", "service_id"),
    "stop_times.txt": ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
}
_NOT_ALLOWED = 1
"""GTFS: passengers may not board (pickup_type) or alight (drop_off_type) here."""

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Timetable:
    """Rides from one stop to the next on one day, latest departure first; arrays of one length."""

    day: date
    """The day whose services these are."""
    stop_metres: NDArray[np.float64]
    """Where the stops are (stops, 2). [metres]"""
    from_stop: NDArray[np.int64]
    to_stop: NDArray[np.int64]
    departs: NDArray[np.int64]
    """Seconds after midnight."""
    arrives: NDArray[np.int64]
    trip: NDArray[np.int64]
    may_board: NDArray[np.bool_]
    may_alight: NDArray[np.bool_]


def read_timetable(path: Path, day: date) -> Timetable:
    """
    Read the rides of one day.

    If the timetable is not in force on that day, the rides of the first same weekday on
    which it is are taken, and ``day`` of the answer says which.

    Raises
    ------
    InputProblems
        If the file is no GTFS, or nothing runs on that weekday.
    """
    tables = _read_tables(path)
    chosen = _day_in_force(tables, day)
    running = _services(tables, chosen)
    trips = tables["trips.txt"]
    trips = trips[trips["service_id"].isin(running)]
    times = tables["stop_times.txt"]
    times = times[times["trip_id"].isin(trips["trip_id"])]
    if times.empty:
        what = f"Nothing runs on {chosen:%A} {chosen.day} {chosen:%B %Y} in this timetable."
        raise _problem(path, what, "Use a timetable that is in force on the day asked for.")
    return _rides(chosen, tables["stops.txt"], times)


def _read_tables(path: Path) -> dict[str, pd.DataFrame]:
    if not path.is_file():
        raise _problem(path, "There is no such file.", "Correct the path of the timetable.")
    try:
        with zipfile.ZipFile(path) as archive:
            held = set(archive.namelist())
            names = [*_NEEDED, "calendar.txt", "calendar_dates.txt"]
            tables = {
                name: pd.read_csv(archive.open(name), dtype=str, encoding="utf-8-sig")
                for name in names
                if name in held
            }
    except (zipfile.BadZipFile, UnicodeDecodeError, pd.errors.ParserError) as error:
        what = "The file is not a whole GTFS timetable."
        raise _problem(path, what, "Download it again; it may have been cut short.") from error
    missing = [
        f"{name}: {column}"
        for name, columns in _NEEDED.items()
        for column in columns
        if name not in tables or column not in tables[name].columns
    ]
    if missing or not {"calendar.txt", "calendar_dates.txt"} & tables.keys():
        what = f"The timetable lacks {', '.join(missing) or 'calendar.txt'}."
        raise _problem(path, what, "Use a complete GTFS file.")
    return tables


def _day_in_force(tables: dict[str, pd.DataFrame], day: date) -> date:
    first, last = _validity(tables)
    if first <= day <= last:
        return day
    return first + timedelta(days=(day.weekday() - first.weekday()) % 7)


def _validity(tables: dict[str, pd.DataFrame]) -> tuple[date, date]:
    written: list[str] = []
    if "calendar.txt" in tables:
        calendar = tables["calendar.txt"]
        written += [*calendar["start_date"], *calendar["end_date"]]
    if "calendar_dates.txt" in tables:
        written += list(tables["calendar_dates.txt"]["date"])
    days = sorted(written)
    return date.fromisoformat(days[0]), date.fromisoformat(days[-1])


def _services(tables: dict[str, pd.DataFrame], day: date) -> set[str]:
    written = f"{day:%Y%m%d}"
    running: set[str] = set()
    if "calendar.txt" in tables:
        calendar = tables["calendar.txt"]
        in_force = (calendar["start_date"] <= written) & (written <= calendar["end_date"])
        runs = calendar[_WEEK[day.weekday()]] == "1"
        running |= set(calendar.loc[in_force & runs, "service_id"])
    if "calendar_dates.txt" in tables:
        today = tables["calendar_dates.txt"]
        today = today[today["date"] == written]
        running |= set(today.loc[today["exception_type"] == "1", "service_id"])
        running -= set(today.loc[today["exception_type"] == "2", "service_id"])
    return running


def _rides(day: date, stops: pd.DataFrame, times: pd.DataFrame) -> Timetable:
    calls = times.assign(
        stop=pd.Index(stops["stop_id"]).get_indexer(times["stop_id"]),
        sequence=pd.to_numeric(times["stop_sequence"]),
        arrives=_seconds(times["arrival_time"]),
        departs=_seconds(times["departure_time"]),
        trip=pd.factorize(times["trip_id"], sort=True)[0],
        may_board=_allowed(times, "pickup_type"),
        may_alight=_allowed(times, "drop_off_type"),
    )
    # A stop without a time is passed between two that have one.
    calls = calls.dropna(subset=["arrives", "departs"]).sort_values(["trip", "sequence"])
    calls = calls[calls["stop"] >= 0]
    here, there = calls.iloc[:-1], calls.iloc[1:]
    same = (here["trip"].to_numpy() == there["trip"].to_numpy()) & (
        here["departs"].to_numpy() <= there["arrives"].to_numpy()
    )
    here, there = here[same], there[same]
    order = np.lexsort((here["sequence"], here["trip"], here["departs"]))[::-1]
    here, there = here.iloc[order], there.iloc[order]
    return Timetable(
        day=day,
        stop_metres=_on_grid(stops),
        from_stop=here["stop"].to_numpy(dtype=np.int64),
        to_stop=there["stop"].to_numpy(dtype=np.int64),
        departs=here["departs"].to_numpy(dtype=np.int64),
        arrives=there["arrives"].to_numpy(dtype=np.int64),
        trip=here["trip"].to_numpy(dtype=np.int64),
        may_board=here["may_board"].to_numpy(dtype=bool),
        may_alight=there["may_alight"].to_numpy(dtype=bool),
    )


def _allowed(times: pd.DataFrame, column: str) -> pd.Series[bool]:
    if column not in times.columns:
        return pd.Series(True, index=times.index)
    return pd.to_numeric(times[column], errors="coerce") != _NOT_ALLOWED


def _seconds(times: pd.Series[str]) -> pd.Series[float]:
    """Read hours, minutes and seconds; after midnight the hours go on past 24."""
    parts = times.str.strip().str.split(":", expand=True)
    if parts.shape[1] != 3:
        return pd.Series(np.nan, index=times.index)
    hours, minutes, seconds = (pd.to_numeric(parts[n], errors="coerce") for n in range(3))
    return hours * 3600 + minutes * 60 + seconds


def _on_grid(stops: pd.DataFrame) -> NDArray[np.float64]:
    to_grid = Transformer.from_crs("EPSG:4326", BRITISH_GRID, always_xy=True)
    longitude = pd.to_numeric(stops["stop_lon"], errors="coerce").to_numpy()
    latitude = pd.to_numeric(stops["stop_lat"], errors="coerce").to_numpy()
    metres: NDArray[np.float64] = np.column_stack(to_grid.transform(longitude, latitude))
    return metres


def _problem(path: Path, what: str, fix: str) -> InputProblems:
    return InputProblems([Problem(path.name, 0, "", "", what, fix)])
