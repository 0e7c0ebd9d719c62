"""A stress test in words, as a ranked table, and as one record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from planner.reports.csvs import write_frame
from planner.results.plain import write_json
from planner.results.searches.stress import Stress, Stressed


def stress_words(found: Stress) -> Iterator[str]:
    """Yield the answer first, then each shock with its cheapest rescue."""
    yield f"{found.title}. {_first(found)}"
    over = over_words(found)
    for number, row in enumerate(found.shocks, start=1):
        yield f"{number}. {shock_words(row, over)}"
    yield from (f"Assumed: {sentence}" for sentence in found.assumed)


def over_words(found: Stress) -> str:
    """Say over which school years pupils and days are counted."""
    years = [year for year, _ in found.base_on_time]
    return f"in {years[0]}" if len(years) == 1 else "over all years"


def _first(found: Stress) -> str:
    promise = f"{found.promise:.0%} start within five school days"
    ill = f" Even without a shock not {promise} in {', '.join(found.base_broken)}."
    broken = [row for row in found.shocks if row.broken_year]
    if broken:
        first = broken[0]
        says = f"What breaks sufficiency first: {first.says}, from {first.broken_year}."
    elif found.shocks and found.shocks[0].late_more > 0:
        says = (
            f"No shock breaks the promise in a year that keeps it; the worst is: {_worst(found)}."
        )
    else:
        says = "No shock makes more pupils late."
    return says + (ill if found.base_broken else "")


def _worst(found: Stress) -> str:
    return f"{found.shocks[0].says}, with {found.shocks[0].late_more:,.0f} pupils more late"


def shock_words(row: Stressed, over: str) -> str:
    """Say what one shock does, and the ways back."""
    if row.failed:
        return f"{row.says}: this could not be tried. {row.failed}"
    lost = f", {row.places_lost} places" if row.places_lost else ""
    gone = {None: ", a few pupils put out", 0: ""}.get(
        row.put_out, f", {row.put_out} pupils put out"
    )
    breaks = f"; breaks the promise in {row.broken_year}" if row.broken_year else ""
    says = (
        f"{row.says}{lost}{gone}: {row.late_more:+,.1f} pupils late {over}, "
        f"{row.late_days_more:+,.0f} days without a place{breaks}."
    )
    if row.rescues:
        ways = "; ".join(rescue.says for rescue in row.rescues)
        says += f" Ways back, the cheapest first: {ways}."
    return says


def stress_record(found: Stress) -> dict[str, Any]:
    """Return a stress test as one object."""
    return {
        **asdict(found),
        "base_broken": list(found.base_broken),
        "sentences": list(stress_words(found)),
    }


def write_stress(found: Stress, folder: Path) -> None:
    """Write ``stress.csv`` with a row for each shock, ``rescues.csv`` and ``stress.json``."""
    write_frame(folder / "stress.csv", stress_frame(found))
    write_frame(folder / "rescues.csv", rescues_frame(found))
    write_json(folder / "stress.json", stress_record(found))


def stress_frame(found: Stress) -> pd.DataFrame:
    """Return one row for each shock, the worst first."""
    rows = [
        {
            "rank": number,
            **{name: value for name, value in asdict(row).items() if name != "rescues"},
            "cheapest_rescue": row.rescues[0].says if row.rescues else "",
        }
        for number, row in enumerate(found.shocks, start=1)
    ]
    return pd.DataFrame(rows)


def rescues_frame(found: Stress) -> pd.DataFrame:
    """Return one row for each way back that was looked for."""
    names = ("rank", "shock", "means", "places", "enough", "late_pupils", "yearly_pounds", "says")
    rows = [
        (
            number,
            row.says,
            rescue.means,
            ", ".join(f"{count} at {name}" for name, count in rescue.parts),
            rescue.enough,
            rescue.late_pupils,
            None if rescue.yearly_pence is None else rescue.yearly_pence / 100,
            rescue.says,
        )
        for number, row in enumerate(found.shocks, start=1)
        for rescue in row.rescues
    ]
    return pd.DataFrame(rows, columns=list(names))
