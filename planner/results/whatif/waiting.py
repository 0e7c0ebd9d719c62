"""The suggested placing of those who wait now, pupil by pupil, ready to be compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Allocation, Placed
from planner.results.placing.groups import Group, groups_of
from planner.results.whatif.measures import Subject, Topic, WaitingFigure
from planner.units import FULL_TIME_SESSIONS, Minutes, Pence


@dataclass(frozen=True, slots=True)
class PupilOutcome:
    """What is suggested for one waiting pupil."""

    pupil_id: str
    groups: tuple[Group, ...]
    """What the pupil is counted in, for the equity tables."""
    commission_id: str | None
    """None where there is no place within the horizon."""
    school_days_late: int
    travel_minutes: Minutes
    """One way; 0 without a place."""
    in_district: bool
    """Whether the place is in the pupil's home district; False where either is not known."""
    part_time: bool
    """Whether less than a full week is to be provided, with a place or without."""
    unregistered: bool
    """Whether the place is at a site that is not registered as a school."""
    stay_pence: Pence
    interim_pence: Pence

    @property
    def placed(self) -> bool:
        """Whether there is a place."""
        return self.commission_id is not None


@dataclass(frozen=True, slots=True)
class WaitingNow:
    """Everybody who waits on the as-at day, in the order of the tables."""

    pupils: tuple[PupilOutcome, ...]
    proven: bool
    """Whether no placing is better by the scenario's goals."""

    def figures(self) -> dict[Subject, Fraction | None]:
        """Return each figure over all who wait; None where it is about nobody."""
        return figures_over(self.pupils)


def figures_over(pupils: tuple[PupilOutcome, ...]) -> dict[Subject, Fraction | None]:
    """Return each figure of some waiting pupils; None where it is about nobody."""
    placed = [pupil for pupil in pupils if pupil.placed]
    minutes = sum(pupil.travel_minutes for pupil in placed)
    values: dict[WaitingFigure, Fraction | None] = {
        WaitingFigure.PLACED: Fraction(len(placed)),
        WaitingFigure.UNPLACED: Fraction(len(pupils) - len(placed)),
        WaitingFigure.LATE_PUPILS: Fraction(sum(p.school_days_late > 0 for p in pupils)),
        WaitingFigure.LATE_DAYS: Fraction(sum(p.school_days_late for p in pupils)),
        WaitingFigure.MEAN_MINUTES: Fraction(minutes, len(placed)) if placed else None,
        WaitingFigure.IN_DISTRICT: Fraction(sum(p.in_district for p in pupils)),
        WaitingFigure.STAY_PENCE: Fraction(sum(p.stay_pence for p in pupils)),
        WaitingFigure.INTERIM_PENCE: Fraction(sum(p.interim_pence for p in pupils)),
    }
    return {waiting_subject(figure): value for figure, value in values.items()}


_FEWEST_AVERAGED = 10
"""Over so many whole numbers a mean to one decimal fits any count of them. [pupils]"""


def withheld_of(waiting: WaitingNow, *, threshold: int) -> frozenset[WaitingFigure]:
    """
    Return the figures that are not published: those that tell of a few pupils, or of the rest.

    Whoever knows how many wait and how many are placed knows how many are not, so what a
    subtraction would give away is withheld with it. Nought is told: it says nothing of anybody.

    Parameters
    ----------
    waiting
        Everybody who waits.
    threshold
        Smallest count that is shown. [pupils]
    """

    def few(*counts: int) -> bool:
        return any(0 < count < threshold for count in counts)

    count = len(waiting.pupils)
    if few(count):
        return frozenset(WaitingFigure)
    placed = sum(pupil.placed for pupil in waiting.pupils)
    late = sum(pupil.school_days_late > 0 for pupil in waiting.pupils)
    near = sum(pupil.in_district for pupil in waiting.pupils)
    found: set[WaitingFigure] = set()
    if few(placed, count - placed):
        found |= {WaitingFigure.PLACED, WaitingFigure.UNPLACED, WaitingFigure.INTERIM_PENCE}
        if placed < _FEWEST_AVERAGED:
            found.add(WaitingFigure.MEAN_MINUTES)
    if few(placed):
        found |= {WaitingFigure.MEAN_MINUTES, WaitingFigure.STAY_PENCE}
    if few(late, count - late):
        found |= {WaitingFigure.LATE_PUPILS, WaitingFigure.LATE_DAYS, WaitingFigure.INTERIM_PENCE}
    if few(near, placed - near, count - near):
        found.add(WaitingFigure.IN_DISTRICT)
    return frozenset(found)


def waiting_subject(figure: WaitingFigure) -> Subject:
    """Return a figure of those who wait as a subject of comparison."""
    return Subject(Topic.WAITING, figure.value, "", figure.unit, figure.less_is_better, figure.says)


def waiting_now(case: Case, allocation: Allocation) -> WaitingNow:
    """Gather what an allocation suggests for each waiting pupil of a case."""
    placed = {each.pupil_id: each for each in allocation.placed}
    without = {each.pupil_id: each for each in allocation.unplaced}
    return WaitingNow(
        tuple(
            _placed(case, referral, placed[referral.pupil_id])
            if referral.pupil_id in placed
            else PupilOutcome(
                pupil_id=referral.pupil_id,
                groups=tuple(groups_of(referral)),
                commission_id=None,
                school_days_late=without[referral.pupil_id].school_days_late,
                travel_minutes=0,
                in_district=False,
                part_time=referral.sessions_per_week < FULL_TIME_SESSIONS,
                unregistered=False,
                stay_pence=0,
                interim_pence=without[referral.pupil_id].interim_pence,
            )
            for referral in case.dataset.referrals
        ),
        allocation.proven,
    )


def _placed(case: Case, referral: Referral, placed: Placed) -> PupilOutcome:
    site = case.dataset.site[placed.site_id]
    return PupilOutcome(
        pupil_id=referral.pupil_id,
        groups=tuple(groups_of(referral)),
        commission_id=placed.commission_id,
        school_days_late=placed.school_days_late,
        travel_minutes=placed.travel_minutes,
        in_district=referral.district is not None and referral.district == site.district,
        part_time=referral.sessions_per_week < FULL_TIME_SESSIONS,
        unregistered=not site.registered,
        stay_pence=placed.stay_pence,
        interim_pence=placed.interim_pence,
    )
