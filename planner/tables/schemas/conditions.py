"""Tables that bind pupils to each other and to places: pairs, areas to avoid, journeys."""

from __future__ import annotations

from planner.domain.codes import PairKind
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import reference

_WAITING_OR_PLACED = ("referrals.pupil_id", "placements.pupil_id")

PAIRS = Schema(
    name="pairs",
    says="Pupils who must be kept apart, or kept together, in alternative provision.",
    key=("pupil_id", "other_pupil_id", "kind"),
    columns=(
        reference(
            "pupil_id",
            "One of the two pupils, waiting or placed.",
            to=_WAITING_OR_PLACED,
            required=True,
        ),
        reference(
            "other_pupil_id",
            "The other pupil, waiting or placed.",
            to=_WAITING_OR_PLACED,
            required=True,
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
        reference("pupil_id", "Pupil who waits.", to="referrals.pupil_id", required=True),
        reference(
            "site_id",
            "Site that the pupil must not attend.",
            to="sites.site_id",
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
        reference("pupil_id", "Pupil who travels.", to=_WAITING_OR_PLACED, required=True),
        reference("site_id", "Site that the pupil travels to.", to="sites.site_id", required=True),
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
