"""Tables about money: funding, services, printed figures, transport rates."""

from __future__ import annotations

from planner.domain.finance.stated import StatedMeasure
from planner.tables.schemas.column import Column, Kind, Schema

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

STATED = Schema(
    name="stated",
    says="Figures as a document printed them, right or wrong; they are only compared with what "
    "the commissions' data give.",
    key=("figure_id",),
    columns=(
        Column(name="figure_id", kind=Kind.IDENTIFIER, required=True, says="Short id of our own."),
        _YEAR,
        Column(
            name="measure",
            kind=Kind.CODE,
            codes=StatedMeasure,
            required=True,
            says="What the figure claims to measure.",
        ),
        Column(
            name="value",
            kind=Kind.FIGURE,
            path="value_hundredths",
            unit="pounds or places",
            required=True,
            minimum=0,
            maximum=_MOST_PENCE,
            says="The figure as printed, with at most two decimals.",
        ),
        Column(
            name="rounded_to",
            kind=Kind.FIGURE,
            path="rounded_to_hundredths",
            unit="pounds or places",
            minimum=1,
            maximum=_MOST_PENCE,
            default="0.01",
            says="Unit to which the figure was printed: 1000 for thousands of pounds.",
        ),
        Column(
            name="provider_id",
            kind=Kind.IDENTIFIER,
            refers_to=("providers.provider_id",),
            says="Provider the figure is for; empty where it is for all of them.",
        ),
        _SOURCE,
    ),
)

TRANSPORT_RATES = Schema(
    name="transport_rates",
    says="What the council pays for home-to-school transport from a day on.",
    key=("starts",),
    columns=(
        Column(
            name="starts", kind=Kind.DATE, required=True, says="First day on which the rates hold."
        ),
        Column(
            name="taxi_pounds_per_mile",
            kind=Kind.POUNDS,
            path="taxi_pence_per_mile",
            unit="pounds a mile",
            required=True,
            minimum=0,
            maximum=100_000,
            says="One pupil's share of a vehicle for one mile with the pupil on board.",
            source="council's transport team",
        ),
        Column(
            name="school_days_per_year",
            kind=Kind.WHOLE,
            unit="school days",
            minimum=1,
            maximum=260,
            default="190",
            says="School days on which transport runs in a year.",
        ),
        _SOURCE,
        Column(
            name="assumed",
            kind=Kind.YES_NO,
            default="no",
            says="Whether the rate is an assumption that no contract or document gives.",
        ),
    ),
)
