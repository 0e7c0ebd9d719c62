"""
Code lists: the words that a council's tables may use.

Each member's value is what is written in a table. The DfE's own codes are used
where there are any; the rest are ours and documented here once.
"""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """Why a pupil is referred to alternative provision."""

    PERMANENT_EXCLUSION = "permanent_exclusion"
    SUSPENSION_OVER_FIVE_DAYS = "suspension_over_five_days"
    OFF_SITE_DIRECTION = "off_site_direction"
    SECTION_19_MEDICAL = "section_19_medical"
    SECTION_19_OTHER = "section_19_other"
    EBSA = "ebsa"
    NEW_ARRIVAL = "new_arrival"
    EHC_PLAN_INTERIM = "ehc_plan_interim"

    @property
    def says(self) -> str:
        """The route in an officer's words."""
        return _ROUTE_SAYS[self]


_ROUTE_SAYS = {
    Route.PERMANENT_EXCLUSION: "permanent exclusion",
    Route.SUSPENSION_OVER_FIVE_DAYS: "suspension of more than five school days",
    Route.OFF_SITE_DIRECTION: "off-site direction by the school",
    Route.SECTION_19_MEDICAL: "section 19, medical",
    Route.SECTION_19_OTHER: "section 19, other",
    Route.EBSA: "emotionally based school avoidance",
    Route.NEW_ARRIVAL: "new arrival without a school place",
    Route.EHC_PLAN_INTERIM: "EHC plan, interim provision",
}


class SenProvision(StrEnum):
    """SEN provision in the DfE's codes."""

    NONE = "N"
    SUPPORT = "K"
    EHC_PLAN = "E"


class Need(StrEnum):
    """Type of special educational need in the DfE's codes."""

    SPLD = "SPLD"
    MLD = "MLD"
    SLD = "SLD"
    PMLD = "PMLD"
    SEMH = "SEMH"
    SLCN = "SLCN"
    HI = "HI"
    VI = "VI"
    MSI = "MSI"
    PD = "PD"
    ASD = "ASD"
    OTH = "OTH"
    NSA = "NSA"

    @property
    def says(self) -> str:
        """The need in words."""
        return _NEED_SAYS[self]


_NEED_SAYS = {
    Need.SPLD: "specific learning difficulty",
    Need.MLD: "moderate learning difficulty",
    Need.SLD: "severe learning difficulty",
    Need.PMLD: "profound and multiple learning difficulty",
    Need.SEMH: "social, emotional and mental health",
    Need.SLCN: "speech, language and communication",
    Need.HI: "hearing impairment",
    Need.VI: "vision impairment",
    Need.MSI: "multi-sensory impairment",
    Need.PD: "physical disability",
    Need.ASD: "autistic spectrum disorder",
    Need.OTH: "other difficulty or disability",
    Need.NSA: "SEN support without specialist assessment",
}


class Sex(StrEnum):
    """Sex as in the school census; used by the planner only where provision is single-sex."""

    FEMALE = "F"
    MALE = "M"


class PlaceType(StrEnum):
    """What a commissioned place is for."""

    EXCLUSION = "E"
    PREVENTION = "P"


class Sector(StrEnum):
    """Kind of provider, which decides who pays for places and how."""

    MAINTAINED_PRU = "maintained_pru"
    AP_ACADEMY = "ap_academy"
    AP_FREE_SCHOOL = "ap_free_school"
    INDEPENDENT_SCHOOL = "independent_school"
    FURTHER_EDUCATION = "further_education"
    UNREGISTERED = "unregistered"
    MAINSTREAM_OR_SPECIAL = "mainstream_or_special"


class Basis(StrEnum):
    """How places are bought."""

    BLOCK = "block"
    SPOT = "spot"


class Funder(StrEnum):
    """Who commissions a pupil's placement and so pays what follows the pupil."""

    COUNCIL = "council"
    SCHOOL = "school"
    OTHER_AUTHORITY = "other_authority"


class PairKind(StrEnum):
    """Whether two pupils must be kept apart or kept together."""

    APART = "apart"
    TOGETHER = "together"


class DecisionStatus(StrEnum):
    """What became of a suggestion. Only people set these."""

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    DEFERRED = "deferred"
    DECLINED_BY_PROVIDER = "declined_by_provider"
    STARTED = "started"
    ENDED_EARLY = "ended_early"

    @property
    def holds_a_place(self) -> bool:
        """Whether a decision with this status keeps the pupil on the commission named."""
        return self in {
            DecisionStatus.ACCEPTED,
            DecisionStatus.OVERRIDDEN,
            DecisionStatus.STARTED,
        }


class Enforcement(StrEnum):
    """How a policy that is not (yet) law is applied."""

    OFF = "off"
    WARN = "warn"
    ENFORCE = "enforce"


class Destination(StrEnum):
    """Where a pupil went at the end of a stay."""

    REINTEGRATION = "reintegration"
    SPECIAL_SCHOOL = "special_school"
    LEAVER = "leaver"
    OTHER = "other"

    @property
    def says(self) -> str:
        """The destination in words."""
        return _DESTINATION_SAYS[self]


_DESTINATION_SAYS = {
    Destination.REINTEGRATION: "back to a mainstream school",
    Destination.SPECIAL_SCHOOL: "to a special school",
    Destination.LEAVER: "left at the end of compulsory school age",
    Destination.OTHER: "elsewhere",
}
