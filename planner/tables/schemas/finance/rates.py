"""Dated rates, indices, contract terms, and how many left well."""

from __future__ import annotations

from planner.domain.finance.rates import IndexKind, Proration, RateKind, TopUpBasis
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import FINANCIAL_YEAR, SOURCE, commission, own_id, pounds

RATES = Schema(
    name="rates",
    says="Prices from a day on: of places, top-up, and places bought singly.",
    key=("rate_id",),
    columns=(
        own_id("rate_id"),
        Column(name="kind", kind=Kind.CODE, codes=RateKind, required=True, says="What it prices."),
        pounds(
            "price_pounds",
            "The price.",
            unit="pounds a place and year, a week, or a day",
            path="pence",
        ),
        Column(name="starts", kind=Kind.DATE, required=True, says="First day on which it holds."),
        Column(
            name="ends",
            kind=Kind.DATE,
            says="Last day on which it holds; empty where it holds until the next one.",
        ),
        commission("Commission it is for; empty for all without their own."),
        Column(
            name="band",
            kind=Kind.TEXT,
            default="",
            says="Top-up band it is for; empty for all bands without their own.",
        ),
        Column(
            name="index",
            kind=Kind.CODE,
            codes=IndexKind,
            says="Index that moves it each April; empty for the kind's usual one.",
        ),
        SOURCE,
    ),
)

INDICES = Schema(
    name="indices",
    says="How much an index rises on 1 April of a financial year.",
    key=("index", "financial_year"),
    columns=(
        Column(name="index", kind=Kind.CODE, codes=IndexKind, required=True, says="Which index."),
        FINANCIAL_YEAR,
        Column(
            name="change_basis_points",
            kind=Kind.WHOLE,
            unit="hundredths of one per cent",
            required=True,
            minimum=-5_000,
            maximum=10_000,
            says="The rise: 250 for 2.5 per cent; below zero for a fall.",
        ),
        SOURCE,
    ),
)

TERMS = Schema(
    name="terms",
    says="What the contract of a commission says about paying for it, where it is not the usual.",
    key=("commission_id",),
    columns=(
        commission("Commission that the terms are for.", required=True),
        Column(
            name="top_up_basis",
            kind=Kind.CODE,
            codes=TopUpBasis,
            says="Whether top-up is paid for pupils who are there or for places; empty for the "
            "usual, by occupancy where there is a top-up rate.",
        ),
        Column(
            name="proration",
            kind=Kind.CODE,
            codes=Proration,
            default=Proration.CALENDAR_DAYS,
            says="How a part of a year is counted for a pupil.",
        ),
        Column(
            name="expected_pupils",
            kind=Kind.WHOLE,
            unit="full-time pupils",
            minimum=0,
            maximum=5_000,
            says="Pupils expected on average after the as-at month; empty to count known ones.",
        ),
        Column(
            name="section_251",
            kind=Kind.TEXT,
            default="",
            says="Section 251 line of the top-up, where it is not the sector's usual one.",
        ),
    ),
)

EXITS = Schema(
    name="exits",
    says="How many pupils left a commission in a financial year, and how many as planned.",
    key=("commission_id", "financial_year"),
    columns=(
        commission("Commission that the pupils left.", required=True),
        FINANCIAL_YEAR,
        Column(
            name="leavers",
            kind=Kind.WHOLE,
            unit="pupils",
            required=True,
            minimum=0,
            maximum=10_000,
            says="All who left.",
        ),
        Column(
            name="successful",
            kind=Kind.WHOLE,
            unit="pupils",
            required=True,
            minimum=0,
            maximum=10_000,
            says="Those who left for the destination that was planned.",
        ),
    ),
)
