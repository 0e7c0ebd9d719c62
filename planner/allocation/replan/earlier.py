"""An earlier plan seen from today: what it offered, and the room that there was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from planner.domain.case import Case
from planner.domain.codes import DecisionStatus
from planner.domain.decisions import standing_decision
from planner.domain.placements import Decision, Offer
from planner.results.recorded.record import Room, RunRecord, Shown
from planner.rules.load import attending, decided_stays, standing, week_capacity_sessions

_DAYS_IN_WEEK = 7
_TAKEN_BACK = frozenset({DecisionStatus.DEFERRED, DecisionStatus.ENDED_EARLY})


def rooms_of(case: Case) -> tuple[Room, ...]:
    """Return each commission's sessions week by week, before anything is suggested."""
    there = [*standing(case), *attending(decided_stays(case), case, suggested=False)]
    return tuple(
        Room(
            commission.commission_id,
            tuple(week_capacity_sessions(commission, week) for week in case.weeks),
            tuple(
                sum(
                    a.sessions
                    for a in there
                    if a.commission_id == commission.commission_id and a.in_week(week)
                )
                for week in case.weeks
            ),
        )
        for commission in case.dataset.commissions
    )


@dataclass(frozen=True)
class Earlier:
    """An earlier plan beside the case of today."""

    record: RunRecord
    case: Case

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """What was offered, by ``pupil_id``."""
        return {each.pupil_id: each for each in self.record.shown}

    @cached_property
    def waited(self) -> frozenset[str]:
        """Who waited then."""
        return frozenset(self.record.waiting)

    def stands(self, pupil_id: str) -> Decision | None:
        """Return the decision that stands today for a pupil."""
        mine = (d for d in self.case.dataset.decisions if d.pupil_id == pupil_id)
        return standing_decision(mine)

    def is_news(self, decision: Decision) -> bool:
        """Say whether a decision was recorded after the earlier plan."""
        if decision.number:
            return decision.number > self.record.asked.last_decision
        return decision.decided_on > self.record.run.as_at

    def put_off(self, pupil_id: str) -> Decision | None:
        """Return the deferral or the early end that has taken an offer back since, or None."""
        stands = self.stands(pupil_id)
        if stands is None or stands.status not in _TAKEN_BACK:
            return None
        return stands if self.is_news(stands) else None

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """
        Offers that a new plan is to keep where it can.

        Those of pupils who wait still and whose decision nobody has put off since.
        """
        return tuple(
            Offer(each.pupil_id, each.commission_id, each.start_date)
            for each in self.record.shown
            if each.pupil_id in self.case.dataset.referral and not self.put_off(each.pupil_id)
        )

    @cached_property
    def _then(self) -> dict[str, Room]:
        return {room.commission_id: room for room in self.record.rooms}

    @cached_property
    def _now(self) -> dict[str, Room]:
        return {room.commission_id: room for room in rooms_of(self.case)}

    def has_commission_then(self, commission_id: str) -> bool:
        """Say whether the tables held a commission at the earlier plan."""
        return commission_id in self._then

    def sessions(
        self, commission_id: str, week: date
    ) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return taken and all sessions of a week then and now; None where either is unknown."""
        then, now = self._then.get(commission_id), self._now.get(commission_id)
        at_then = (week - self.record.first_week).days // _DAYS_IN_WEEK
        at_now = (week - self.case.weeks[0]).days // _DAYS_IN_WEEK
        if then is None or now is None or at_then < 0 or at_now < 0:
            return None
        if at_then >= len(then.taken_sessions) or at_now >= len(now.taken_sessions):
            return None
        return (
            (then.taken_sessions[at_then], then.capacity_sessions[at_then]),
            (now.taken_sessions[at_now], now.capacity_sessions[at_now]),
        )
