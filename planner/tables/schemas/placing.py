"""Tables about who is placed, what has been decided and when schools are open."""

from __future__ import annotations

from planner.domain.calendar import PeriodKind
from planner.domain.codes import (
    DecisionStatus,
    Destination,
    Funder,
    Need,
    PlaceType,
    Route,
    SenProvision,
)
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import commission, year_group, yes_no
from planner.tables.schemas.pupils import PUPIL_SAYS

PLACEMENTS = Schema(
    name="placements",
    says="Pupils who are on a commission now, until a planned end.",
    key=("pupil_id", "commission_id", "starts"),
    columns=(
        Column(name="pupil_id", kind=Kind.IDENTIFIER, required=True, says=PUPIL_SAYS),
        commission("Commission that the pupil is on.", required=True),
        Column(name="starts", kind=Kind.DATE, required=True, says="First day of the placement."),
        Column(
            name="ends",
            kind=Kind.DATE,
            says="Last day planned; empty where no end is planned.",
        ),
        Column(
            name="sessions_per_week",
            kind=Kind.WHOLE,
            unit="sessions a week",
            required=True,
            minimum=1,
            maximum=10,
            says="Sessions (half days) each week; 10 is full time.",
            source="attendance register",
        ),
        year_group("National-curriculum year group on the as-at date; reception is 0."),
        Column(
            name="sen_provision",
            kind=Kind.CODE,
            codes=SenProvision,
            default="N",
            says="SEN provision: N none, K SEN support, E EHC plan.",
            source="DfE, school census guide, SEN provision code set",
        ),
        yes_no("looked_after", "Whether the pupil is looked after by a local authority."),
        Column(
            name="band",
            kind=Kind.TEXT,
            default="",
            says="Top-up band, where the provider's rates have bands.",
            source="placement agreement",
        ),
        Column(
            name="funder",
            kind=Kind.CODE,
            codes=Funder,
            default=Funder.COUNCIL,
            says="Who pays the top-up: the home council, the school, or another authority.",
            source="placement agreement",
        ),
    ),
)

DECISIONS = Schema(
    name="decisions",
    says="What people have decided for waiting pupils; the allocation keeps it. Rows are only ever "
    "added: of a pupil's rows the newest that stands counts, and the older ones are the history. "
    "`planner decide` adds them; the columns from `run_id` on are its own.",
    key=("pupil_id", "decided_on", "commission_id", "number"),
    columns=(
        Column(
            name="pupil_id",
            kind=Kind.IDENTIFIER,
            required=True,
            says="Pupil who waits, as in `referrals.pupil_id`; in a row that `planner decide` "
            "added, also one who waited then.",
        ),
        Column(
            name="status",
            kind=Kind.CODE,
            codes=DecisionStatus,
            required=True,
            says="What became of the suggestion.",
            source="panel minutes",
        ),
        Column(
            name="decided_on",
            kind=Kind.DATE,
            required=True,
            says="Day of the decision. Asked as at an earlier day, a numbered row does not count.",
        ),
        Column(
            name="commission_id",
            kind=Kind.IDENTIFIER,
            says="Commission decided on, as in `commissions.commission_id`; needed where the "
            "decision keeps a place.",
        ),
        Column(name="start_date", kind=Kind.DATE, says="Agreed first day, where there is one."),
        Column(name="reason", kind=Kind.TEXT, says="Why it was decided so, in words."),
        Column(
            name="number",
            kind=Kind.WHOLE,
            unit="order of entry",
            minimum=0,
            maximum=10_000_000,
            default="0",
            says="Order of entry: among decisions of one day the greater number is the newer.",
        ),
        Column(
            name="reason_code",
            kind=Kind.IDENTIFIER,
            default="",
            says="Why it was decided so, as a code; see `policy: decision_reasons`.",
        ),
        Column(
            name="run_id",
            kind=Kind.IDENTIFIER,
            default="",
            says="Run that suggested it, as its record names it.",
        ),
        Column(
            name="fingerprint",
            kind=Kind.IDENTIFIER,
            default="",
            says="Fingerprint of the tables that the run was asked of.",
        ),
        Column(
            name="seed",
            kind=Kind.WHOLE,
            unit="start of the random draws",
            minimum=0,
            maximum=4_294_967_295,
            says="Seed of the run.",
        ),
        Column(
            name="planner_version",
            kind=Kind.IDENTIFIER,
            default="",
            says="Version of the planner that suggested it.",
        ),
        Column(
            name="solver_version",
            kind=Kind.IDENTIFIER,
            default="",
            says="Version of the solver beneath it.",
        ),
        Column(
            name="options_shown",
            kind=Kind.TEXT,
            default="",
            says="Commissions shown for the pupil, in the order of their ranks, with semicolons "
            "between them.",
        ),
        Column(
            name="rank_chosen",
            kind=Kind.WHOLE,
            unit="rank",
            minimum=1,
            maximum=10_000,
            says="Rank of the place decided on; empty where it was not among those shown.",
        ),
    ),
)

CALENDAR = Schema(
    name="calendar",
    required=True,
    says="Terms, and the holidays and training days inside them. It must reach from before the "
    "oldest absence to past the horizon.",
    key=("starts", "kind"),
    columns=(
        Column(
            name="kind",
            kind=Kind.CODE,
            codes=PeriodKind,
            required=True,
            says="Whether the period is a term or a closure inside one.",
            source="council's term dates",
        ),
        Column(name="name", kind=Kind.TEXT, required=True, says="Name of the period."),
        Column(name="starts", kind=Kind.DATE, required=True, says="First day."),
        Column(name="ends", kind=Kind.DATE, required=True, says="Last day; it counts."),
    ),
)

STAYS = Schema(
    name="stays",
    says="Stays in provision, ended or open, from which lengths of stay are learnt.",
    key=("stay_id",),
    columns=(
        Column(
            name="stay_id",
            kind=Kind.IDENTIFIER,
            required=True,
            says="A number or pseudonym of the stay, never a UPN.",
        ),
        Column(
            name="place_type",
            kind=Kind.CODE,
            codes=PlaceType,
            required=True,
            says="Type of the place: E exclusion, P prevention.",
        ),
        year_group("National-curriculum year group at the start; reception is 0."),
        Column(name="starts", kind=Kind.DATE, required=True, says="First day of the stay."),
        Column(name="ends", kind=Kind.DATE, says="Last day; empty while the stay goes on."),
        Column(
            name="destination",
            kind=Kind.CODE,
            codes=Destination,
            says="Where the pupil went; empty while the stay goes on or if unknown.",
        ),
        Column(
            name="ready_from",
            kind=Kind.DATE,
            says="Day from which the pupil was ready to leave but blocked for want of a place.",
        ),
        Column(
            name="counted_from",
            kind=Kind.DATE,
            says="Day from which stays were recorded, if some that ended earlier are missing.",
        ),
        Column(name="need", kind=Kind.CODE, codes=Need, says="Primary need, if recorded."),
        Column(name="route", kind=Kind.CODE, codes=Route, says="Why the pupil was referred."),
    ),
)
