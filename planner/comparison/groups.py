"""Groups of those who wait now, under each scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from planner.results.whatif.comparison import GroupRow
from planner.results.whatif.outlook import Outlook
from planner.results.whatif.waiting import PupilOutcome, WaitingNow

Group = tuple[str, str]


def group_rows(outlooks: Sequence[Outlook]) -> Iterator[GroupRow]:
    """Give each group's pupils under each outlook that places those who wait."""
    base = outlooks[0].waiting
    if base is None:
        return
    before = _by_group(base)
    for outlook in outlooks:
        if outlook.waiting is None:
            continue
        now = _by_group(outlook.waiting)
        for group in sorted(now):
            yield _row(outlook.scenario_id, group, now[group], before.get(group, []))


def _by_group(waiting: WaitingNow) -> dict[Group, list[PupilOutcome]]:
    members: dict[Group, list[PupilOutcome]] = {}
    for pupil in waiting.pupils:
        for group in pupil.groups:
            members.setdefault(group, []).append(pupil)
    return members


def _row(
    scenario_id: str, group: Group, pupils: list[PupilOutcome], before: list[PupilOutcome]
) -> GroupRow:
    placed = [pupil for pupil in pupils if pupil.placed]
    minutes = sum(pupil.travel_minutes for pupil in placed)
    return GroupRow(
        scenario_id=scenario_id,
        kind=group[0],
        group=group[1],
        pupils=len(pupils),
        placed=len(placed),
        late=sum(pupil.school_days_late > 0 for pupil in pupils),
        late_days=sum(pupil.school_days_late for pupil in pupils),
        part_time=sum(pupil.part_time for pupil in pupils),
        unregistered=sum(pupil.unregistered for pupil in pupils),
        in_district=sum(pupil.in_district for pupil in pupils),
        mean_minutes=Fraction(minutes, len(placed)) if placed else None,
        placed_base=sum(pupil.placed for pupil in before),
        late_days_base=sum(pupil.school_days_late for pupil in before),
    )
