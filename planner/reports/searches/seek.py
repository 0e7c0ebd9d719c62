"""A goal sought: the answer in words, and the curve that was tried as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from planner.reports.csvs import write_frame
from planner.results.searches.seek import Sought


def seek_words(found: Sought) -> Iterator[str]:
    """Yield the answer, one sentence at a time."""
    span = f"from {found.low:g} to {found.high:g}"
    if found.value is None:
        yield f"No value of {found.vary} {span} reaches {found.target}."
        if len({each.figure for each in found.tried}) == 1:
            yield f"It does not move the figure: the {found.says} is always {found.figure:,g}."
        elif found.best is not None:
            yield f"The best is {found.best:g}: the {found.says} is then {found.figure:,g}."
    else:
        only = "most that still" if found.most else "least that"
        if found.value in (found.low, found.high) and all(each.reaches for each in found.tried):
            yield f"Every value of {found.vary} tried {span} reaches {found.target}."
        yield f"{found.vary} at {found.value:g} is the {only} reaches {found.target}."
        yield f"The {found.says} is then {found.figure:,g}."
    if not found.monotone:
        yield (
            "The figure does not move one way only over the values tried, so others may "
            "reach the goal too: look at the curve."
        )
    yield from found.notes


def seek_record(found: Sought) -> dict[str, Any]:
    """Return what was found as one object."""
    return {**asdict(found), "sentences": list(seek_words(found))}


def write_seek(found: Sought, folder: Path) -> None:
    """Write ``seek.csv``, the curve that was tried, and ``seek.json``."""
    curve = pd.DataFrame([asdict(each) for each in found.tried])
    write_frame(folder / "seek.csv", curve)
    text = json.dumps(seek_record(found), indent=2, ensure_ascii=False)
    (folder / "seek.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")
