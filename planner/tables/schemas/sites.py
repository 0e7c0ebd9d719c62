"""Tables about who teaches where: providers and their sites."""

from __future__ import annotations

from planner.domain.codes import Sector
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import own_id, reference, yes_no

_GIAS = "Get Information about Schools (GIAS)"

PROVIDERS = Schema(
    name="providers",
    required=True,
    says="Organisations that run one site or several.",
    key=("provider_id",),
    columns=(
        own_id("provider_id"),
        Column(name="name", kind=Kind.TEXT, required=True, says="Name as officers know it."),
        Column(
            name="sector",
            kind=Kind.CODE,
            codes=Sector,
            required=True,
            says="Kind of provider; decides who pays for places and how.",
            source=_GIAS,
        ),
        yes_no(
            "approved",
            "Whether it stands in the council's approved directory.",
            default="yes",
            source="approved directory",
        ),
        Column(
            name="opened",
            kind=Kind.DATE,
            says="First day of an AP free school; decides from when the council bears places.",
            source=_GIAS,
        ),
    ),
)

SITES = Schema(
    name="sites",
    required=True,
    says="Places where providers teach: hubs, and spokes of hubs.",
    key=("site_id",),
    columns=(
        own_id("site_id"),
        reference(
            "provider_id", "Provider that runs the site.", to="providers.provider_id", required=True
        ),
        Column(name="name", kind=Kind.TEXT, required=True, says="Name as officers know it."),
        Column(
            name="easting",
            kind=Kind.GRID,
            unit="metres",
            required=True,
            minimum=0,
            maximum=700_000,
            path="point.easting",
            says="Easting on the British National Grid (EPSG:27700).",
            source=_GIAS,
        ),
        Column(
            name="northing",
            kind=Kind.GRID,
            unit="metres",
            required=True,
            minimum=0,
            maximum=1_300_000,
            path="point.northing",
            says="Northing on the British National Grid (EPSG:27700).",
            source=_GIAS,
        ),
        Column(
            name="district",
            kind=Kind.TEXT,
            required=True,
            says="District in which the site stands.",
            source=_GIAS,
        ),
        yes_no(
            "registered", "Whether the site is registered as a school.", default="yes", source=_GIAS
        ),
        reference(
            "hub_site_id", "Hub that this site is a spoke of; empty for a hub.", to="sites.site_id"
        ),
        Column(name="postcode", kind=Kind.POSTCODE, says="Postcode of the site.", source=_GIAS),
        Column(
            name="urn",
            kind=Kind.IDENTIFIER,
            says="Unique reference number of the school.",
            source=_GIAS,
        ),
    ),
)
