"""Tables about what has been bought: commissions, their later steps and limits inside them."""

from __future__ import annotations

from planner.domain.codes import Basis, Need, PlaceType, Sex
from planner.domain.provision import LimitUnit
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import (
    commission,
    own_id,
    pounds,
    reference,
    year_groups,
    yes_no,
)

_CONTRACT = "contract schedule"
_MOST_PLACES = 10_000

_BOUGHT = (
    own_id("commission_id"),
    reference(
        "site_id", "Site where the places are.", to="sites.site_id", required=True, source=_CONTRACT
    ),
    Column(
        name="place_type",
        kind=Kind.CODE,
        codes=PlaceType,
        required=True,
        says="E for exclusion places, P for prevention places.",
        source=_CONTRACT,
    ),
    Column(
        name="places",
        kind=Kind.WHOLE,
        unit="full-time-equivalent places",
        required=True,
        minimum=0,
        maximum=_MOST_PLACES,
        says="Places bought, whether or not they are filled.",
        source=_CONTRACT,
    ),
    Column(
        name="starts",
        kind=Kind.DATE,
        required=True,
        says="First day of the contract.",
        source=_CONTRACT,
    ),
    Column(
        name="ends",
        kind=Kind.DATE,
        says="Last day of the contract; empty where it has no end.",
        source=_CONTRACT,
    ),
    yes_no(
        "rolls_over",
        "Whether the contract goes on past its end unless notice is given.",
        default="yes",
        source=_CONTRACT,
    ),
)

_TAKEN = (
    year_groups("Year groups taken.", source=_CONTRACT),
    Column(
        name="needs",
        kind=Kind.CODES,
        codes=Need,
        says="Needs accepted; empty means every need and none.",
        source=_CONTRACT,
    ),
    Column(
        name="specialisms",
        kind=Kind.CODES,
        codes=Need,
        says="Needs that the provision is made for; decides fit, not eligibility.",
        source=_CONTRACT,
    ),
    Column(
        name="tier",
        kind=Kind.WHOLE,
        unit="tier",
        minimum=1,
        maximum=3,
        says="Tier of support.",
        source="SEND and AP improvement plan (2023), three tiers",
    ),
    Column(name="intervention", kind=Kind.TEXT, says="What is provided, in words."),
    Column(name="commissioner", kind=Kind.TEXT, says="Who bought the places."),
    Column(
        name="basis",
        kind=Kind.CODE,
        codes=Basis,
        default="block",
        says="Whether places are bought as a block or singly as they are used.",
        source=_CONTRACT,
    ),
    yes_no(
        "accepts_overflow",
        "Whether pupils whose route asks for the other place type may come here.",
        source=_CONTRACT,
    ),
    yes_no(
        "delivers_ehc_plan", "Whether the provider can deliver an EHC plan.", source="SEN casework"
    ),
    Column(
        name="sex",
        kind=Kind.CODE,
        codes=Sex,
        says="The only sex taken; empty where both are.",
        source=_CONTRACT,
    ),
    Column(
        name="minimum_sessions",
        kind=Kind.WHOLE,
        unit="sessions a week",
        minimum=1,
        maximum=10,
        default="1",
        says="Fewest sessions a week that the provider takes a pupil for.",
        source=_CONTRACT,
    ),
    pounds(
        "spot_weekly_pounds",
        "Price of one full-time pupil for one week, where places are bought singly.",
        unit="pounds a week",
        required=False,
        maximum=1_000_000,
        source="purchase order",
    ),
    Column(name="cost_code", kind=Kind.TEXT, says="Finance code, carried through to the report."),
)

COMMISSIONS = Schema(
    name="commissions",
    required=True,
    says="Blocks of places that one commissioner has bought at one site.",
    key=("commission_id",),
    columns=(*_BOUGHT, *_TAKEN),
)

PLACE_STEPS = Schema(
    name="place_steps",
    says="Later changes of a commission's places.",
    key=("commission_id", "starts"),
    columns=(
        commission("Commission that changes.", required=True),
        Column(
            name="starts",
            kind=Kind.DATE,
            required=True,
            says="First day with the new number.",
            source=_CONTRACT,
        ),
        Column(
            name="places",
            kind=Kind.WHOLE,
            unit="full-time-equivalent places",
            required=True,
            minimum=0,
            maximum=_MOST_PLACES,
            says="Places from that day on.",
            source=_CONTRACT,
        ),
    ),
)

LIMITS = Schema(
    name="limits",
    says="Further limits: a site's room, a key-stage group, a group's size. Each row names a site "
    "or a commission.",
    key=("limit_id",),
    columns=(
        own_id("limit_id"),
        reference("site_id", "Site where the limit holds.", to="sites.site_id"),
        commission("Commission where the limit holds."),
        year_groups("Year groups that are counted."),
        Column(
            name="unit",
            kind=Kind.CODE,
            codes=LimitUnit,
            required=True,
            says="Whether sessions a week are counted or pupils.",
        ),
        Column(
            name="maximum",
            kind=Kind.WHOLE,
            unit="sessions a week or pupils",
            required=True,
            minimum=0,
            maximum=100_000,
            says="Most at once.",
            source="building or staffing plan",
        ),
    ),
)
