"""Between rows of values and the domain's types, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, replace
from dataclasses import fields as fields_of
from datetime import date
from operator import attrgetter
from typing import Any, cast

from planner.domain.calendar import CalendarPeriod, SchoolCalendar
from planner.domain.dataset import Assumption, Dataset, JourneyRecord
from planner.domain.finance.charges import Charge, ExclusionTransfer
from planner.domain.finance.ledger import Budget, LedgerCode
from planner.domain.finance.rates import ExitCount, IndexChange, Rate, Terms
from planner.domain.finance.stated import StatedFigure
from planner.domain.finance.transport import TransportRates
from planner.domain.placements import Decision, Placement, Stay
from planner.domain.provision import (
    Commission,
    Funding,
    Limit,
    PlaceStep,
    Provider,
    ServiceLine,
    Site,
)
from planner.domain.referrals import Avoidance, HistoryWindow, Pair, Point, Referral, ReferralCount
from planner.tables.cells.convert import parse_cell, show_cell
from planner.tables.schemas import SCHEMAS, Column, Kind, Schema


@dataclass(frozen=True, slots=True)
class StepRow:
    """A later change of places, with the commission it belongs to."""

    commission_id: str
    starts: date
    places: int


RECORD_TYPES: Mapping[str, type[Any]] = {
    "referrals": Referral,
    "providers": Provider,
    "sites": Site,
    "commissions": Commission,
    "calendar": CalendarPeriod,
    "place_steps": StepRow,
    "limits": Limit,
    "placements": Placement,
    "decisions": Decision,
    "pairs": Pair,
    "avoidances": Avoidance,
    "journeys": JourneyRecord,
    "funding": Funding,
    "services": ServiceLine,
    "stated": StatedFigure,
    "transport_rates": TransportRates,
    "rates": Rate,
    "indices": IndexChange,
    "terms": Terms,
    "charges": Charge,
    "transfers": ExclusionTransfer,
    "exits": ExitCount,
    "budgets": Budget,
    "ledger_codes": LedgerCode,
    "history": ReferralCount,
    "windows": HistoryWindow,
    "stays": Stay,
    "assumptions": Assumption,
}


def build_dataset(rows: Mapping[str, Iterable[Mapping[str, object]]], *, as_at: date) -> Dataset:
    """
    Make the frozen dataset of rows that have been checked.

    Parameters
    ----------
    rows
        Values by column for each row of each table.
    as_at
        Day on which the question is asked.
    """
    records = {
        name: _in_order(schema, (_record(schema, row) for row in rows.get(name, ())))
        for name, schema in SCHEMAS.items()
    }
    calendar = SchoolCalendar(periods=cast("tuple[CalendarPeriod, ...]", records.pop("calendar")))
    steps = cast("tuple[StepRow, ...]", records.pop("place_steps"))
    commissions = cast("tuple[Commission, ...]", records.pop("commissions"))
    return Dataset(
        as_at=as_at,
        calendar=calendar,
        commissions=_with_steps(commissions, steps),
        **cast("dict[str, Any]", records),
    )


def _record(schema: Schema, row: Mapping[str, object]) -> object:
    fields: dict[str, object] = {}
    points: dict[str, dict[str, object]] = {}
    for name, group, field, implied, must_be_given in _FIELDS[schema.name]:
        value = row.get(name, implied)
        if value is None and not must_be_given:
            continue
        if group:
            points.setdefault(group, {})[field] = value
        else:
            fields[field] = value
    for group, coordinates in points.items():
        fields[group] = Point(**cast("dict[str, Any]", coordinates))
    return RECORD_TYPES[schema.name](**cast("dict[str, Any]", fields))


def _implied(column: Column) -> object:
    if column.default:
        return parse_cell(column.default, column)
    if column.kind is Kind.CODES:
        return frozenset()
    return None


def _without_default(record_type: type[Any]) -> frozenset[str]:
    """Return the fields that the domain type must be given, if only as None."""
    return frozenset(
        field.name
        for field in fields_of(record_type)
        if field.default is MISSING and field.default_factory is MISSING
    )


def _fields(schema: Schema) -> list[tuple[str, str, str, object, bool]]:
    needed = _without_default(RECORD_TYPES[schema.name])
    parted = ((column, *column.field.rpartition(".")) for column in schema.columns)
    return [
        (column.name, group, field, _implied(column), not group and field in needed)
        for column, group, _, field in parted
    ]


_FIELDS = {name: _fields(schema) for name, schema in SCHEMAS.items()}
"""For each column of each table: its name, the point it is part of (if any), its field, what an
empty cell means, and whether the domain type must be given the field, if only as None."""


def _with_steps(
    commissions: Iterable[Commission], steps: Iterable[StepRow]
) -> tuple[Commission, ...]:
    by_commission: dict[str, list[PlaceStep]] = defaultdict(list)
    for step in steps:
        by_commission[step.commission_id].append(PlaceStep(step.starts, step.places))
    return tuple(
        replace(commission, steps=tuple(sorted(by_commission[commission.commission_id])))
        for commission in commissions
    )


def rows_of(dataset: Dataset) -> dict[str, list[tuple[str, ...]]]:
    """
    Write a dataset as rows of canonical text, in the order of the schemas and of the ids.

    The same tables give the same rows, whatever files they were read from.
    """
    records: dict[str, Iterable[object]] = {
        name: getattr(dataset, name) for name in SCHEMAS if name not in {"calendar", "place_steps"}
    }
    records["calendar"] = dataset.calendar.periods
    records["place_steps"] = [
        StepRow(commission.commission_id, step.starts, step.places)
        for commission in dataset.commissions
        for step in commission.steps
    ]
    return {name: _text_rows(schema, records[name]) for name, schema in SCHEMAS.items()}


def _text_rows(schema: Schema, records: Iterable[object]) -> list[tuple[str, ...]]:
    writers = [_writer(column) for column in schema.columns]
    key_places = [schema.column_names.index(name) for name in schema.key]
    rows = [tuple(write(record) for write in writers) for record in records]
    rows.sort(key=lambda row: ([row[place] for place in key_places], row))
    return rows


def _in_order(schema: Schema, records: Iterable[object]) -> tuple[object, ...]:
    writers = [_writer(schema.column(name)) for name in schema.key]
    return tuple(sorted(records, key=lambda record: [write(record) for write in writers]))


def _writer(column: Column) -> Callable[[object], str]:
    group, _, field = column.field.rpartition(".")
    get = attrgetter(field)
    if not group:
        return lambda record: show_cell(get(record), column)
    get_point = attrgetter(group)

    def write(record: object) -> str:
        point = get_point(record)
        return "" if point is None else show_cell(get(point), column)

    return write
