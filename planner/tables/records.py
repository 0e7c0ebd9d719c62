"""Between rows of values and the domain's types, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, replace
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, cast

from planner.domain.calendar import CalendarPeriod, SchoolCalendar
from planner.domain.dataset import Assumption, Dataset, JourneyRecord
from planner.domain.finance.charges import Charge, ExclusionTransfer
from planner.domain.finance.ledger import Budget, LedgerCode
from planner.domain.finance.rates import ExitCount, IndexChange, Rate, Terms
from planner.domain.finance.stated import StatedFigure
from planner.domain.finance.transport import TransportRates
from planner.domain.placements import Decision, Placement
from planner.domain.provision import (
    Commission,
    Funding,
    Limit,
    PlaceStep,
    Provider,
    ServiceLine,
    Site,
)
from planner.domain.referrals import Avoidance, Pair, Point, Referral, ReferralCount
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
    points: dict[str, dict[str, object]] = defaultdict(dict)
    for column in schema.columns:
        value = row.get(column.name, _implied(column))
        if value is None and column.field not in _without_default(schema):
            continue
        group, _, coordinate = column.field.rpartition(".")
        if group:
            points[group][coordinate] = value
        else:
            fields[column.field] = value
    for group, coordinates in points.items():
        fields[group] = Point(**cast("dict[str, Any]", coordinates))
    return RECORD_TYPES[schema.name](**cast("dict[str, Any]", fields))


def _without_default(schema: Schema) -> frozenset[str]:
    """Return the fields that the domain type must be given, if only as None."""
    return frozenset(
        field.name
        for field in fields_of(RECORD_TYPES[schema.name])
        if field.default is MISSING and field.default_factory is MISSING
    )


def _implied(column: Column) -> object:
    if column.default:
        return parse_cell(column.default, column)
    if column.kind is Kind.CODES:
        return frozenset()
    return None


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
    return {
        name: [_texts(schema, record) for record in _in_order(schema, records[name])]
        for name, schema in SCHEMAS.items()
    }


def _in_order(schema: Schema, records: Iterable[object]) -> tuple[object, ...]:
    key_columns = [schema.column(name) for name in schema.key]

    def order(record: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
        key = tuple(show_cell(_value(record, column), column) for column in key_columns)
        return key, _texts(schema, record)

    return tuple(sorted(records, key=order))


def _texts(schema: Schema, record: object) -> tuple[str, ...]:
    return tuple(show_cell(_value(record, column), column) for column in schema.columns)


def _value(record: object, column: Column) -> object:
    value: object = record
    for name in column.field.split("."):
        value = None if value is None else getattr(value, name)
    return value
