"""A sweep as one tidy table, its tornado, and one record of both."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.results.plain import write_json
from planner.results.searches.sweep import Bar, Figure, Sweep

if TYPE_CHECKING:
    import pandas as pd

_ROLES = ("median", "p10", "p90", "mean")
_TEXTS = ("topic", "figure", "when", "unit", "failed")
_ENDS = ("at_low", "at_central", "at_high")


def write_sweep(sweep: Sweep, folder: Path) -> None:
    """
    Write ``sweep.csv`` and ``sweep.parquet``, ``tornado.csv`` and ``sweep.json``.

    Money is in pounds. A run that failed has one row that says why.
    """
    # Imported here: a sweep whose tables stand already is told without pandas.
    from planner.reports.csvs import write_frame

    runs, tornado = runs_frame(sweep), tornado_frame(sweep.bars)
    write_frame(folder / "sweep.csv", _short(runs))
    runs.to_parquet(folder / "sweep.parquet", index=False)
    write_frame(folder / "tornado.csv", _short(tornado))
    write_json(folder / "sweep.json", sweep_record(sweep))


def sweep_record(sweep: Sweep) -> dict[str, Any]:
    """Return a sweep as one object, the runs by their values only."""
    return {
        "title": sweep.title,
        "question": sweep.question,
        "method": sweep.method,
        "axes": [asdict(axis) for axis in sweep.axes],
        "runs": [
            {"number": run.number, "values": dict(run.values), "failed": run.failed}
            for run in sweep.runs
        ],
        "tornado": [{**asdict(bar), "swing": bar.swing} for bar in sweep.bars],
        "unanswered": list(sweep.unanswered),
    }


def runs_frame(sweep: Sweep) -> pd.DataFrame:
    """Return one row for each run, figure and year, with a column for each number varied."""
    import pandas as pd

    names = list(sweep.runs[0].values) if sweep.runs else []
    numbers = [each for each in names if not isinstance(sweep.runs[0].values[each], str)]
    rows: list[dict[str, object]] = []
    for run in sweep.runs:
        start = {"run": run.number, **run.values}
        rows += [{**start, **_figure(figure), "failed": ""} for figure in run.figures]
        if run.failed:
            rows.append({**start, "failed": " ".join(run.failed.split())})
    columns = ["run", *names, "topic", "figure", "when", "unit", *_ROLES, "failed"]
    frame = pd.DataFrame(rows, columns=columns, dtype="object")
    return frame.fillna(dict.fromkeys(_TEXTS, "")).astype(
        {"run": "int64", **dict.fromkeys([*numbers, *_ROLES], "float64")}
    )


def tornado_frame(bars: tuple[Bar, ...]) -> pd.DataFrame:
    """Return one row for each figure and number varied, the longest bar of a figure first."""
    import pandas as pd

    heading = ("topic", "figure", "when", "unit", "driver", "low", "central", "high")
    rows = [
        {
            **{"topic": bar.topic, "figure": bar.name, "when": bar.when, "unit": _unit(bar.unit)},
            **{"driver": bar.axis, "low": bar.low, "central": bar.central, "high": bar.high},
            **{end: _amount(bar.unit, getattr(bar, end)) for end in (*_ENDS, "swing")},
        }
        for bar in bars
    ]
    return pd.DataFrame(rows, columns=[*heading, *_ENDS, "swing"])


def _figure(figure: Figure) -> dict[str, object]:
    return {
        **{"topic": figure.topic, "figure": figure.name.removesuffix("_pence")},
        **{"when": figure.when, "unit": _unit(figure.unit)},
        **{role: _amount(figure.unit, getattr(figure, role)) for role in _ROLES},
    }


def _unit(unit: str) -> str:
    return "pounds" if unit == "pence" else unit


def _amount(unit: str, value: float | None) -> float | None:
    return round(value / 100, 2) if unit == "pence" and value is not None else value


def _short(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table for reading: whole numbers without a decimal point."""
    return frame.astype("object").map(
        lambda cell: int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    )
