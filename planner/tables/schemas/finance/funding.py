"""Tables about money: funding, services, printed figures, transport rates."""

from __future__ import annotations

from planner.domain.finance.stated import StatedMeasure
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import (
    FINANCIAL_YEAR,
    MOST_PENCE,
    SOURCE,
    commission,
    own_id,
    pounds,
    reference,
    yes_no,
)

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


FUNDING = Schema(
    name="funding",
    says="What one commission's places and top-up cost in one financial year, and who pays.",
    key=("commission_id", "financial_year"),
    columns=(
        commission("Commission that is paid for.", required=True),
        FINANCIAL_YEAR,
        pounds(
            "place_rate_pounds",
            "Place funding for one place for one year.",
            unit="pounds a place a year",
            source=_BUDGET,
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
        pounds(
            "top_up_pounds",
            "Top-up for the whole commission for the whole year.",
            unit="pounds a year",
            source=_BUDGET,
        ),
        SOURCE,
    ),
)

SERVICES = Schema(
    name="services",
    says="Services that are bought without places, such as outreach.",
    key=("service_id", "financial_year"),
    columns=(
        own_id("service_id"),
        Column(
            name="provider_name", kind=Kind.TEXT, required=True, says="Who provides the service."
        ),
        Column(name="service", kind=Kind.TEXT, required=True, says="What is provided."),
        FINANCIAL_YEAR,
        pounds("annual_pounds", "Price for the whole year.", unit="pounds a year", source=_BUDGET),
        SOURCE,
    ),
)

STATED = Schema(
    name="stated",
    says="Figures as a document printed them, right or wrong; they are only compared with what "
    "the commissions' data give.",
    key=("figure_id",),
    columns=(
        own_id("figure_id"),
        FINANCIAL_YEAR,
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
            maximum=MOST_PENCE,
            says="The figure as printed, with at most two decimals.",
        ),
        Column(
            name="rounded_to",
            kind=Kind.FIGURE,
            path="rounded_to_hundredths",
            unit="pounds or places",
            minimum=1,
            maximum=MOST_PENCE,
            default="0.01",
            says="Unit to which the figure was printed: 1000 for thousands of pounds.",
        ),
        reference(
            "provider_id",
            "Provider the figure is for; empty where it is for all of them.",
            to="providers.provider_id",
        ),
        SOURCE,
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
        pounds(
            "taxi_pounds_per_mile",
            "One pupil's share of a vehicle for one mile with the pupil on board.",
            unit="pounds a mile",
            path="taxi_pence_per_mile",
            maximum=100_000,
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
        SOURCE,
        yes_no("assumed", "Whether the rate is an assumption that no contract or document gives."),
    ),
)
