"""Tables that bind pupils to each other and to places: pairs, areas to avoid, journeys."""

from __future__ import annotations

from planner.domain.codes import PairKind
from planner.tables.schemas.column import Column, Kind, Schema

_WAITING_OR_PLACED = ("referrals.pupil_id", "placements.pupil_id")

PAIRS = Schema(
    name="pairs",
    says="Pupils who must be kept apart, or kept together, in alternative provision.",
    key=("pupil_id", "other_pupil_id", "kind"),
    columns=(
        Column(
            name="pupil_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=_WAITING_OR_PLACED,
            says="One of the two pupils, waiting or placed.",
        ),
        Column(
            name="other_pupil_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=_WAITING_OR_PLACED,
            says="The other pupil, waiting or placed.",
        ),
        Column(
            name="kind",
            kind=Kind.CODE,
            codes=PairKind,
            required=True,
            says="Whether the two must be kept apart or together.",
            source="risk assessment",
        ),
    ),
)

AVOIDANCES = Schema(
    name="avoidances",
    says="Sites or districts to which one pupil must not be sent; one of the two on each row.",
    key=("pupil_id", "site_id", "district"),
    columns=(
        Column(
            name="pupil_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=("referrals.pupil_id",),
            says="Pupil who waits.",
        ),
        Column(
            name="site_id",
            kind=Kind.IDENTIFIER,
            refers_to=("sites.site_id",),
            says="Site that the pupil must not attend.",
            source="risk assessment",
        ),
        Column(
            name="district",
            kind=Kind.TEXT,
            says="District in which the pupil must not attend any site.",
            source="risk assessment",
        ),
    ),
)

JOURNEYS = Schema(
    name="journeys",
    says="The council's own one-way journeys from homes to sites; they go before our estimates.",
    key=("pupil_id", "site_id"),
    columns=(
        Column(
            name="pupil_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=_WAITING_OR_PLACED,
            says="Pupil who travels.",
        ),
        Column(
            name="site_id",
            kind=Kind.IDENTIFIER,
            required=True,
            refers_to=("sites.site_id",),
            says="Site that the pupil travels to.",
        ),
        Column(
            name="minutes",
            kind=Kind.WHOLE,
            unit="minutes",
            required=True,
            minimum=0,
            maximum=600,
            says="Door-to-door time, one way.",
            source="council's transport team",
        ),
        Column(
            name="metres",
            kind=Kind.WHOLE,
            unit="metres",
            minimum=0,
            maximum=1_000_000,
            says="Distance by the route taken, one way.",
            source="council's transport team",
        ),
    ),
)
