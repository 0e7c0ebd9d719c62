"""The table of pupils who wait."""

from __future__ import annotations

from planner.domain.codes import Need, Route, SenProvision, Sex
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import year_group, yes_no

PUPIL_SAYS = (
    "Pseudonym of the pupil, made by the council and meaningless outside it. "
    "Never a UPN, a name or a date of birth."
)
_SEN_GUIDE = "DfE, school census guide, SEN provision and SEN type code sets"

_WHO = (
    Column(
        name="pupil_id",
        kind=Kind.IDENTIFIER,
        required=True,
        says=PUPIL_SAYS,
        source="council's own key file, held apart",
    ),
    Column(
        name="route",
        kind=Kind.CODE,
        codes=Route,
        required=True,
        says="Why the pupil needs alternative provision; decides the statutory day.",
        source="referral form",
    ),
    Column(
        name="referred_on",
        kind=Kind.DATE,
        required=True,
        says="Day the referral was made.",
        source="referral form",
    ),
    Column(
        name="absent_from",
        kind=Kind.DATE,
        says="First school day of the exclusion, suspension or absence: day 1 of the statutory "
        "count. Needed for the routes that have a statutory day.",
        source="exclusion notice; SI 2007/1870 regs 3 and 4",
    ),
    year_group(
        "National-curriculum year group on the as-at date; reception is 0.", source="school census"
    ),
    Column(
        name="sex",
        kind=Kind.CODE,
        codes=Sex,
        says="Used only where provision is single-sex.",
        source="school census",
    ),
)

_NEEDS = (
    Column(
        name="sen_provision",
        kind=Kind.CODE,
        codes=SenProvision,
        default="N",
        says="SEN provision: N none, K SEN support, E EHC plan.",
        source=_SEN_GUIDE,
    ),
    Column(
        name="primary_need",
        kind=Kind.CODE,
        codes=Need,
        says="Primary type of need.",
        source=_SEN_GUIDE,
    ),
    Column(
        name="secondary_need",
        kind=Kind.CODE,
        codes=Need,
        says="Secondary type of need.",
        source=_SEN_GUIDE,
    ),
    yes_no(
        "looked_after",
        "Whether the pupil is looked after by a local authority.",
        source="virtual school",
    ),
    yes_no(
        "social_worker",
        "Whether the pupil has a social worker now.",
        source="children's social care",
    ),
    yes_no(
        "low_income",
        "Whether the family's income is low enough for extended rights to school travel.",
        source="Education Act 1996, Schedule 35B",
    ),
)

_STAY = (
    Column(
        name="sessions_per_week",
        kind=Kind.WHOLE,
        unit="sessions a week",
        minimum=1,
        maximum=10,
        default="10",
        says="Sessions (half days) to be provided each week; 10 is full time.",
        source="referral form",
    ),
    Column(
        name="planned_weeks",
        kind=Kind.WHOLE,
        unit="calendar weeks",
        minimum=1,
        maximum=260,
        default="12",
        says="Planned length of the stay.",
        source="referral form",
    ),
    Column(
        name="notice_date",
        kind=Kind.DATE,
        says="Day the written notice of an off-site direction was given.",
        source="SI 2010/1156 as amended",
    ),
    Column(
        name="place_by",
        kind=Kind.DATE,
        says="Day by which a place is wanted where no statutory day applies.",
        source="panel",
    ),
    Column(
        name="priority",
        kind=Kind.WHOLE,
        unit="band",
        minimum=1,
        maximum=3,
        says="Band from 1 (first) to 3 where an officer sets it; empty lets the rules decide.",
        source="panel",
    ),
    Column(
        name="tier_needed",
        kind=Kind.WHOLE,
        unit="tier",
        minimum=1,
        maximum=3,
        says="Lowest tier of support that is sufficient.",
        source="panel; SEND and AP improvement plan (2023), three tiers",
    ),
)

_HOME = (
    Column(
        name="home_postcode",
        kind=Kind.POSTCODE,
        says="Postcode of the home, or of the school where the home is protected. Give this or "
        "the coordinates.",
        source="pupil record",
    ),
    Column(
        name="home_easting",
        kind=Kind.GRID,
        unit="metres",
        minimum=0,
        maximum=700_000,
        path="home.easting",
        says="Easting of the home on the British National Grid (EPSG:27700).",
        source="pupil record",
    ),
    Column(
        name="home_northing",
        kind=Kind.GRID,
        unit="metres",
        minimum=0,
        maximum=1_300_000,
        path="home.northing",
        says="Northing of the home on the British National Grid (EPSG:27700).",
        source="pupil record",
    ),
    Column(
        name="district",
        kind=Kind.TEXT,
        says="District where the pupil lives, written as in the table of sites.",
        source="pupil record",
    ),
    Column(
        name="home_school",
        kind=Kind.TEXT,
        says="School where the pupil is, or was last, on roll.",
        source="school census",
    ),
    Column(
        name="interim_from",
        kind=Kind.DATE,
        says="First day of interim tuition that is already arranged.",
        source="tuition order",
    ),
    Column(
        name="interim_sessions_per_week",
        kind=Kind.WHOLE,
        unit="sessions a week",
        minimum=0,
        maximum=10,
        default="0",
        says="Sessions of interim tuition each week; 10 ends the breach of the day-6 duty.",
        source="tuition order",
    ),
    Column(
        name="ethnicity",
        kind=Kind.TEXT,
        says="Ethnic group as the council writes it. Leave it out unless the equity audit is to "
        "count it; it is taken out before any place is suggested.",
        source="school census; Equality Act 2010, section 149",
    ),
)

REFERRALS = Schema(
    name="referrals",
    required=True,
    says="One row for each pupil who waits for a place.",
    key=("pupil_id",),
    columns=(*_WHO, *_NEEDS, *_STAY, *_HOME),
)
