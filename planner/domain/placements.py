"""Who is in a place now, and what people have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.codes import (
    DecisionStatus,
    Destination,
    Funder,
    Need,
    PlaceType,
    Route,
    SenProvision,
)
from planner.units import KeyStage, Sessions, key_stage_of


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

    def lasts_to(self, day: date) -> bool:
        """Say whether the placement goes on to a day at least; it may not have begun."""
        return self.ends is None or self.ends >= day

    def is_there_on(self, day: date) -> bool:
        """Say whether the pupil is in the place on a day."""
        return self.starts <= day and self.lasts_to(day)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided for one waiting pupil."""

    pupil_id: str
    status: DecisionStatus
    decided_on: date
    commission_id: str | None = None
    start_date: date | None = None
    reason: str = ""
    """Why, in words."""
    number: int = 0
    """Place in the order of entry; among decisions of one day the greater number is the newer."""
    reason_code: str = ""
    run_id: str = ""
    """The run that suggested it; empty for a decision that no run stands behind."""
    fingerprint: str = ""
    """Fingerprint of the tables that the run was asked of."""
    seed: int | None = None
    planner_version: str = ""
    solver_version: str = ""
    options_shown: str = ""
    """Ids of the commissions shown, in the order of their ranks, parted by semicolons."""
    rank_chosen: int | None = None
    """Rank of the place decided on; None where it was not among those shown."""

    @property
    def order(self) -> tuple[date, int]:
        """Sorts the decisions of a pupil from the oldest to the newest."""
        return self.decided_on, self.number


@dataclass(frozen=True, slots=True)
class Offer:
    """A place and a first day that an earlier plan gave a pupil, and that people were told."""

    pupil_id: str
    commission_id: str
    start_date: date


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in provision, ended or still open, from which lengths of stay are learnt."""

    stay_id: str
    """A pseudonym, or only a number."""
    place_type: PlaceType
    year_group: int
    """Year group at the start."""
    starts: date
    ends: date | None = None
    """Last day; None where the pupil is still there."""
    destination: Destination | None = None
    ready_from: date | None = None
    """Day from which the pupil was ready to leave and no special place was to be had."""
    counted_from: date | None = None
    """Day from which stays were recorded; shorter stays that ended before are unknown."""
    need: Need | None = None
    route: Route | None = None

    @property
    def key_stage(self) -> KeyStage:
        """Key stage at the start."""
        return key_stage_of(self.year_group)
