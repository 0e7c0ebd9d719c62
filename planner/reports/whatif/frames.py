"""A comparison as plain tables, one row a figure; money in pounds, small groups withheld."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd

from planner.reports.csvs import write_frame
from planner.reports.tables.suppression import safe_shares
from planner.results.whatif.comparison import (
    Attribution,
    Comparison,
    FutureRow,
    GroupRow,
    PairRow,
    PlainRow,
    RegretRow,
    Spread,
)
from planner.results.whatif.measures import Subject, Topic, Unit
from planner.results.whatif.outlook import Outlook

Row = dict[str, Any]
Number = float | Fraction | int | None

_COUNTED = ("placed", "late", "part_time", "unregistered", "in_district", "placed_base")


def comparison_frames(comparison: Comparison) -> Mapping[str, pd.DataFrame]:
    """
    Return every table of a comparison by its name.

    Money stands in pounds under the unit ``pounds``; an empty cell has no value. Groups of
    pupils below the authority's threshold are withheld.
    """
    threshold = comparison.base.suppression_threshold
    tables: Mapping[str, Iterable[Row]] = {
        "years": map(_future, comparison.rows),
        "waiting_and_money": map(_plain, comparison.plain),
        "pairs": map(_pair, comparison.pairs),
        "regret": map(_regret, comparison.regret),
        "causes": (
            row
            for causes in comparison.causes
            for attribution in causes.attributions
            for row in _cause(attribution)
        ),
        "groups": _groups(comparison.groups, threshold),
    }
    return {name: pd.DataFrame(list(rows), dtype=object) for name, rows in tables.items()}


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as one object, with what is needed to make it again."""
    return {
        "answer": list(comparison.answer),
        "unanswered": list(comparison.unanswered),
        "method": comparison.method,
        "scenarios": [_outlook(outlook) for outlook in comparison.outlooks],
        "causes": [
            {"scenario": c.scenario_id, "method": c.method, "unanswered": list(c.unanswered)}
            for c in comparison.causes
        ],
        "tables": {
            name: [
                {key: None if pd.isna(value) else value for key, value in row.items()}
                for row in frame.to_dict(orient="records")
            ]
            for name, frame in comparison_frames(comparison).items()
        },
    }


def write_comparison_tables(comparison: Comparison, folder: Path) -> None:
    """Write every table of a comparison that has rows as a CSV file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in comparison_frames(comparison).items():
        if not frame.empty:
            write_frame(folder / f"{name}.csv", frame)


def _outlook(outlook: Outlook) -> Row:
    identity = {key: str(value) for key, value in asdict(outlook.identity).items()}
    return {
        "scenario": outlook.scenario_id,
        "title": outlook.title,
        "question": outlook.question,
        "changes": list(outlook.changes),
        "unanswered": list(outlook.unanswered),
        "notes": list(outlook.notes),
        "run": identity,
    }


def _subject(subject: Subject) -> Row:
    return {
        "about": subject.topic.value,
        "figure": subject.name,
        "when": subject.when,
        "unit": "pounds" if subject.unit is Unit.PENCE else subject.unit.value,
        "says": subject.says,
    }


def _amount(subject: Subject, value: Number) -> float | None:
    """Return a value for a table: pence as pounds, everything else as finely as is told."""
    if value is None:
        return None
    scale = 100 if subject.unit is Unit.PENCE else 1
    # Adding nought makes a rounded −0.0 a plain nought.
    return round(float(value) / scale, _decimals(subject)) + 0.0


def _decimals(subject: Subject) -> int:
    """
    Return how finely a figure is told.

    Journeys are whole minutes, so a finer mean of those who wait would tell how many it is
    taken over, and with it how few are without a place.
    """
    if subject.unit is Unit.PENCE:
        return 2
    return 1 if subject.topic is Topic.WAITING and subject.unit is Unit.MINUTES else 4


def _spread(subject: Subject, spread: Spread | None, prefix: str = "") -> Row:
    parts = ("median", "p10", "p90", "mean")
    return {
        f"{prefix}{part}": _amount(subject, getattr(spread, part)) if spread else None
        for part in parts
    }


def _future(row: FutureRow) -> Row:
    chances = row.against_base
    return {
        "scenario": row.scenario_id,
        **_subject(row.subject),
        **_spread(row.subject, row.spread),
        **_spread(row.subject, row.difference, "difference_"),
        "better_than_base": round(chances.better, 4) if chances else None,
        "same_as_base": round(chances.same, 4) if chances else None,
        "worse_than_base": round(chances.worse, 4) if chances else None,
    }


def _plain(row: PlainRow) -> Row:
    return {
        "scenario": row.scenario_id,
        **_subject(row.subject),
        "value": _amount(row.subject, row.value),
        "difference": _amount(row.subject, row.difference),
        "withheld": "yes" if row.withheld else "no",
    }


def _pair(row: PairRow) -> Row:
    return {
        "scenario": row.scenario_id,
        "other": row.other_id,
        **_subject(row.subject),
        "better": round(row.chances.better, 4),
        "same": round(row.chances.same, 4),
        "worse": round(row.chances.worse, 4),
    }


def _regret(row: RegretRow) -> Row:
    return {
        "scenario": row.scenario_id,
        **_subject(row.subject),
        "mean_regret": _amount(row.subject, row.mean),
        "p90_regret": _amount(row.subject, row.p90),
        "greatest_regret": _amount(row.subject, row.greatest),
        "best_alone": round(row.best_alone, 4),
        "best_shared": round(row.best_shared, 4),
    }


def _cause(attribution: Attribution) -> Iterable[Row]:
    """Yield a row for each change, then one for what the changes do together."""
    subject = attribution.subject
    told = {"scenario": attribution.scenario_id, **_subject(subject)}
    # Pounds to the penny have to add up in the table too; other shares are told as they are.
    whole = attribution.whole_shares() if subject.unit is Unit.PENCE else None
    for number, part in enumerate(attribution.parts):
        share = part.share if whole is None else whole[number]
        yield {
            **told,
            "change": part.change,
            "share": _amount(subject, share),
            "alone": _amount(subject, part.alone),
        }
    if attribution.interaction is not None:
        yield {
            **told,
            "change": "of this together, beyond each alone",
            "share": None,
            "alone": _amount(subject, attribution.interaction),
        }


def _groups(rows: Sequence[GroupRow], threshold: int) -> Iterable[Row]:
    for _, kind in groupby(rows, key=attrgetter("scenario_id", "kind")):
        members = list(kind)
        shown = {
            name: _shown(members, attrgetter(name), threshold) for name in ("pupils", *_COUNTED)
        }
        for row in members:
            counts = {name: shown[name][row.group] for name in shown}
            if counts["pupils"] is None:
                counts = dict.fromkeys(counts)
            known = counts["placed"] is not None and row.mean_minutes is not None
            yield {
                "scenario": row.scenario_id,
                "kind": row.kind,
                "group": row.group,
                **counts,
                "late_days": row.late_days if counts["late"] is not None else None,
                "mean_minutes": round(float(row.mean_minutes or 0), 1) if known else None,
                "withheld": "yes" if None in counts.values() else "no",
            }


def _shown(
    members: Sequence[GroupRow], count: Callable[[GroupRow], int], threshold: int
) -> dict[str, int | None]:
    """Return each group's count where neither it nor the rest of its group can be found small."""
    safe = safe_shares(
        {row.group: (count(row), row.pupils) for row in members}, threshold=threshold
    )
    return {row.group: count(row) if row.group in safe else None for row in members}
