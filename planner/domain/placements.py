"""Who is in a place now, and what people have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.codes import DecisionStatus, Funder, SenProvision
from planner.units import Sessions


@dataclass(frozen=True, slots=True)
class Placement:
    """A pupil who is on a commission now, until a planned end."""

    pupil_id: str
    commission_id: str
    starts: date
    ends: date | None
    """Last day planned; None where no end is planned."""
    sessions_per_week: Sessions
    year_group: int
    sen_provision: SenProvision = SenProvision.NONE
    looked_after: bool = False
    band: str = ""
    """Top-up band, where the provider's rates have bands."""
    funder: Funder = Funder.COUNCIL
    """Who pays the top-up: the home council, the school, or another authority."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided for one waiting pupil."""

    pupil_id: str
    status: DecisionStatus
    decided_on: date
    commission_id: str | None = None
    start_date: date | None = None
    reason: str = ""
