"""Tables about the past and about what was assumed."""

from __future__ import annotations

from planner.domain.codes import Need, Route
from planner.tables.schemas.column import Column, Kind, Schema
from planner.units import KeyStage

HISTORY = Schema(
    name="history",
    says="How many referrals of one kind were made in one calendar month.",
    key=("month", "district", "key_stage", "need", "route"),
    columns=(
        Column(
            name="month",
            kind=Kind.MONTH,
            required=True,
            says="Calendar month, as 2021-09.",
            source="referral log",
        ),
        Column(
            name="district", kind=Kind.TEXT, required=True, says="District where the pupils live."
        ),
        Column(
            name="key_stage", kind=Kind.CODE, codes=KeyStage, required=True, says="Key stage then."
        ),
        Column(
            name="need",
            kind=Kind.CODE,
            codes=Need,
            says="Primary need; empty where it was not recorded or the count is over all needs.",
        ),
        Column(
            name="route",
            kind=Kind.CODE,
            codes=Route,
            required=True,
            says="Why the pupils were referred.",
        ),
        Column(
            name="count",
            kind=Kind.WHOLE,
            unit="referrals",
            required=True,
            minimum=0,
            maximum=100_000,
            says="Number of referrals.",
            source="referral log",
        ),
    ),
)

WINDOWS = Schema(
    name="windows",
    says="Months of the history that say nothing of the years to come. Without this table the "
    "Covid months, March 2020 to August 2021, are left out.",
    key=("starts", "ends"),
    columns=(
        Column(name="starts", kind=Kind.DATE, required=True, says="First day left out."),
        Column(name="ends", kind=Kind.DATE, required=True, says="Last day left out."),
        Column(name="because", kind=Kind.TEXT, required=True, says="Why it is left out."),
    ),
)

ASSUMPTIONS = Schema(
    name="assumptions",
    says="Values that no document gives and somebody had to assume, with the reason.",
    key=("table", "record", "column"),
    columns=(
        Column(name="table", kind=Kind.TEXT, required=True, says="Table that holds the value."),
        Column(name="record", kind=Kind.TEXT, required=True, says="Id of the row."),
        Column(name="column", kind=Kind.TEXT, required=True, says="Column of the value."),
        Column(name="value", kind=Kind.TEXT, required=True, says="Value assumed."),
        Column(name="because", kind=Kind.TEXT, required=True, says="Why this value."),
    ),
)
