"""Tables about money, the past and what was assumed."""

from __future__ import annotations

from planner.domain.codes import Need, Route
from planner.tables.schemas.column import Column, Kind, Schema
from planner.units import KeyStage

_MOST_PENCE = 100_000_000_000
_MOST_PLACE_MONTHS = 120_000
_BUDGET = "section 251 budget or contract"


def _place_months(name: str, says: str) -> Column:
    return Column(
        name=name,
        kind=Kind.WHOLE,
        unit="place-months",
        required=True,
        minimum=0,
        maximum=_MOST_PLACE_MONTHS,
        says=says,
        source=_BUDGET,
    )


def _money(name: str, says: str, *, unit: str) -> Column:
    return Column(
        name=name,
        kind=Kind.POUNDS,
        unit=unit,
        required=True,
        minimum=0,
        maximum=_MOST_PENCE,
        says=says,
        source=_BUDGET,
    )


_YEAR = Column(
    name="financial_year",
    kind=Kind.FINANCIAL_YEAR,
    required=True,
    minimum=1990,
    maximum=2100,
    says="Year in which the financial year starts: 2021 (or 2021/22) for April 2021 to March 2022.",
)
_SOURCE = Column(name="source", kind=Kind.TEXT, says="Where the figures come from.")

FUNDING = Schema(
    name="funding",
    says="What one commission's places and top-up cost in one financial year, and who pays.",
    key=("commission_id", "financial_year"),
    columns=(
        Column(
            name="commission_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=("commissions.commission_id",),
            says="Commission that is paid for.",
        ),
        _YEAR,
        _money(
            "place_rate_pounds",
            "Place funding for one place for one year.",
            unit="pounds a place a year",
        ),
        _place_months(
            "council_place_months",
            "Place-months paid by the council to the provider; 12 make one place for one year.",
        ),
        _place_months(
            "recouped_place_months",
            "Place-months paid by the DfE and deducted from the council's dedicated schools grant.",
        ),
        _place_months(
            "dfe_direct_place_months",
            "Place-months paid by the DfE and not deducted in the year's table.",
        ),
        _money(
            "top_up_pounds",
            "Top-up for the whole commission for the whole year.",
            unit="pounds a year",
        ),
        _SOURCE,
    ),
)

SERVICES = Schema(
    name="services",
    says="Services that are bought without places, such as outreach.",
    key=("service_id", "financial_year"),
    columns=(
        Column(name="service_id", kind=Kind.IDENTIFIER, required=True, says="Short id of our own."),
        Column(
            name="provider_name", kind=Kind.TEXT, required=True, says="Who provides the service."
        ),
        Column(name="service", kind=Kind.TEXT, required=True, says="What is provided."),
        _YEAR,
        _money("annual_pounds", "Price for the whole year.", unit="pounds a year"),
        _SOURCE,
    ),
)

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
