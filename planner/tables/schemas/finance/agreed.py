"""Agreed lines of money, and what moves with excluded pupils."""

from __future__ import annotations

from planner.domain.codes import Funder
from planner.domain.finance.charges import ChargeKind
from planner.domain.finance.rates import IndexKind
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import SOURCE, commission, own_id, pounds, yes_no

CHARGES = Schema(
    name="charges",
    says="Money agreed as a quantity at a rate: services, tuition, transport, grants, one-off "
    "sums, contributions by schools, and what other authorities pay or are paid.",
    key=("charge_id",),
    columns=(
        own_id("charge_id"),
        Column(
            name="kind", kind=Kind.CODE, codes=ChargeKind, required=True, says="What it is for."
        ),
        Column(
            name="provider_id",
            kind=Kind.TEXT,
            required=True,
            says="Provider, or the name of whoever is paid or pays.",
        ),
        Column(name="starts", kind=Kind.DATE, required=True, says="First day it is paid for."),
        Column(name="ends", kind=Kind.DATE, required=True, says="Last day it is paid for."),
        Column(
            name="quantity",
            kind=Kind.WHOLE,
            unit="as in the column unit",
            required=True,
            minimum=0,
            maximum=1_000_000,
            says="How many.",
        ),
        Column(name="unit", kind=Kind.TEXT, required=True, says="What is counted, such as places."),
        pounds(
            "rate_pounds",
            "Price of one for one year; of a one-off sum, of one.",
            unit="pounds a year",
        ),
        commission("Commission it belongs to."),
        Column(
            name="funder",
            kind=Kind.CODE,
            codes=Funder,
            default=Funder.COUNCIL,
            says="Who pays; not needed for money that the council receives.",
        ),
        Column(name="section_251", kind=Kind.TEXT, default="", says="Section 251 line."),
        Column(name="cost_code", kind=Kind.TEXT, default="", says="The council's cost code."),
        Column(
            name="index",
            kind=Kind.CODE,
            codes=IndexKind,
            says="Index that moves the rate each April; empty for the kind's usual one.",
        ),
        SOURCE,
    ),
)

TRANSFERS = Schema(
    name="transfers",
    says="Permanent exclusions from mainstream schools, with the money that moves.",
    key=("transfer_id",),
    columns=(
        Column(
            name="transfer_id",
            kind=Kind.IDENTIFIER,
            required=True,
            says="Short id of our own, which is no pupil's.",
        ),
        Column(
            name="excluding_school", kind=Kind.TEXT, required=True, says="School that excluded."
        ),
        Column(
            name="relevant_date",
            kind=Kind.DATE,
            required=True,
            says="Day from which weeks are counted: the sixth school day following the exclusion.",
        ),
        Column(name="excluded_on", kind=Kind.DATE, required=True, says="Day of the exclusion."),
        pounds(
            "amount_pounds",
            "A: what the school has for such a pupil for the whole funding period.",
            unit="pounds a year",
        ),
        yes_no("academy", "Whether the funding period is the school year."),
        yes_no(
            "leaves_this_summer",
            "Whether pupils of that age normally leave the school this summer.",
        ),
        pounds(
            "adjustment_order_pounds",
            "C: financial adjustment order, where one was made.",
            unit="pounds",
            required=False,
            default="0",
        ),
        yes_no("exempt", "Whether no deduction is made: special school, unit, or reserved place."),
        Column(
            name="admitting_school",
            kind=Kind.TEXT,
            default="",
            says="Mainstream school that took the pupil on.",
        ),
        Column(name="admitted_on", kind=Kind.DATE, says="Day the pupil was taken on."),
    ),
)
