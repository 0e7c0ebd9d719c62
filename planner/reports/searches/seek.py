"""A goal sought: the answer in words, and the curve that was tried as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from planner.reports.csvs import write_frame
from planner.results.plain import write_json
from planner.results.searches.seek import Sought
from planner.results.whatif.measures import Unit
from planner.units import format_pounds


def seek_words(found: Sought) -> Iterator[str]:
    """Yield the answer, one sentence at a time."""
    span = f"from {found.low:g} to {found.high:g}"
    if found.value is None:
        yield f"No value of {found.vary} {span} reaches {found.target}."
        then = said(found, found.figure)
        if len({each.figure for each in found.tried}) == 1:
            yield f"It does not move the figure: the {found.says} is always {then}."
        elif found.best is not None:
            yield f"The best is {found.best:g}: the {found.says} is then {then}."
    else:
        only = "most that still" if found.most else "least that"
        if found.value in (found.low, found.high) and all(each.reaches for each in found.tried):
            yield f"Every value of {found.vary} tried {span} reaches {found.target}."
        yield f"{found.vary} at {found.value:g} is the {only} reaches {found.target}."
        yield f"The {found.says} is then {said(found, found.figure)}."
    if not found.monotone:
        yield (
            "The figure does not move one way only over the values tried, so others may "
            "reach the goal too: look at the curve."
        )
    yield from found.notes


def said(found: Sought, figure: float) -> str:
    """Write a figure: money in whole pounds, everything else in its own unit."""
    if found.unit == Unit.PENCE:
        return format_pounds(round(figure / 100) * 100)
    return f"{figure:,g}"


def seek_record(found: Sought) -> dict[str, Any]:
    """Return what was found as one object; money in pounds."""
    return {
        **asdict(found),
        "unit": "pounds" if found.unit == Unit.PENCE else found.unit,
        "figure": _amount(found, found.figure),
        "tried": [{**asdict(each), "figure": _amount(found, each.figure)} for each in found.tried],
        "sentences": list(seek_words(found)),
    }


def _amount(found: Sought, figure: float) -> float:
    return round(figure / 100, 2) if found.unit == Unit.PENCE else figure


def write_seek(found: Sought, folder: Path) -> None:
    """Write ``seek.csv``, the curve that was tried, and ``seek.json``."""
    record = seek_record(found)
    write_frame(folder / "seek.csv", pd.DataFrame(record["tried"]))
    write_json(folder / "seek.json", record)
