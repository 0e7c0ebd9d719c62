"""Why here, and why not: sentences made from our own facts, not from the solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from planner.allocation.occupancy import Room, first_week, last_week, rooms
from planner.allocation.options import Integers, Options, all_options
from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason, UnplacedKind
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.days import cover_starts, due_date, school_days_late
from planner.rules.eligibility.register import PAIR_RULES, barred_by
from planner.rules.goals import need_gap, tier_excess
from planner.rules.load import decided_stays
from planner.units import format_day

_MOST_NAMED = 6
_FIRST_START = "no earlier start is possible"
_LATER_START = (
    "places that start sooner are full, go to other pupils by the order of goals, or would do "
    "worse on a goal or limit that comes first"
)
_KIND_OF_RULE = {rule.code: rule.kind for rule in PAIR_RULES}


@dataclass(frozen=True)
class Whys:
    """All options of a case with the room that an answer leaves them."""

    case: Case
    decided: frozenset[str]
    """Pupils whose place somebody has decided."""
    rows: Mapping[str, int]
    """Row of each pupil in the dataset's referrals."""
    options: Options
    fits: np.ndarray[tuple[int], np.dtype[np.bool_]]
    """Whether each option, taken beside the answer, would stay within every limit."""

    def placed(self, referral: Referral, stay: PlannedStay) -> tuple[Reason, ...]:
        """Say why a pupil is suggested for a place, and what speaks against it."""
        return tuple(_placed(self, referral, stay))

    def unplaced(self, referral: Referral) -> tuple[UnplacedKind, tuple[Reason, ...]]:
        """Say why there is no place for a pupil: the kind, and a reason for each commission."""
        mine = self._of(referral)
        if not mine.size:
            return _never(referral, self.case)
        if self.fits[mine].any():
            return _blocked(self, mine)
        return UnplacedKind.FULL, tuple(_full(self, mine))

    def _of(self, referral: Referral) -> Integers:
        return np.flatnonzero(self.options.pupil == self.rows[referral.pupil_id])


def whys(case: Case, stays: PlannedStays) -> Whys:
    """Gather what is needed to explain an answer."""
    options = all_options(case)
    rows = {referral.pupil_id: row for row, referral in enumerate(case.dataset.referrals)}
    fits = _fitting(options, stays)
    return Whys(case, frozenset(decided_stays(case)), rows, options, fits)


def _fitting(options: Options, stays: PlannedStays) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    fits = np.ones(len(options), dtype=bool)
    first, last = first_week(options), last_week(options)
    chosen = _positions(options, stays)
    for room in rooms(options):
        inside = np.flatnonzero(room.takes)
        for week, left in enumerate(_left_beside(room, chosen, first, last)):
            here = inside[(first[inside] <= week) & (last[inside] >= week)]
            fits[here] &= room.takes[here] <= left
    return fits


def _left_beside(room: Room, chosen: Integers, first: Integers, last: Integers) -> Integers:
    left = room.left.copy()
    for position in chosen[room.takes[chosen] > 0]:
        left[first[position] : last[position] + 1] -= room.takes[position]
    return left


def _positions(options: Options, stays: PlannedStays) -> Integers:
    dataset = options.case.dataset
    rows = {r.pupil_id: row for row, r in enumerate(dataset.referrals)}
    columns = {c.commission_id: column for column, c in enumerate(dataset.commissions)}
    wanted = {
        (rows[pupil_id], columns[stay.commission_id], stay.starts.toordinal())
        for pupil_id, stay in stays.items()
    }
    taken = zip(
        options.pupil.tolist(), options.commission.tolist(), options.starts.tolist(), strict=True
    )
    return np.array([i for i, key in enumerate(taken) if key in wanted], dtype=np.int64)


def _placed(why: Whys, referral: Referral, stay: PlannedStay) -> Iterator[Reason]:
    case = why.case
    if referral.pupil_id in why.decided:
        yield Reason("decisions_stay", "Somebody decided this place; it stands.")
        return
    commission = case.dataset.commission[stay.commission_id]
    yield _start_reason(why, referral, stay)
    if referral.primary_need is not None:
        fit = "is not made especially" if need_gap(referral, stay, case) else "is made"
        yield Reason(
            "need_fit",
            f"{commission.commission_id} takes the pupil and {fit} for the pupil's primary need.",
        )
    excess = tier_excess(referral, stay, case)
    if excess:
        yield Reason("tier_excess", f"The place is {excess} tier(s) above the lowest sufficient.")
    yield from _nearer(why, referral, stay)
    if referral.has_ehc_plan:
        yield Reason("ehc_plan", "Interim placement: SEN casework decides.")


def _start_reason(why: Whys, referral: Referral, stay: PlannedStay) -> Reason:
    late = school_days_late(referral, why.case, stay.starts)
    due = due_date(referral, why.case)
    starts = format_day(stay.starts)
    if due is None:
        return Reason("start_day", f"The place can start on {starts}.")
    says = f"Starts on {starts}; full-time education is due by {format_day(due)}"
    cover = cover_starts(referral, why.case)
    if cover is not None and max(due, cover) < stay.starts:
        says += f", and full-time tuition covers the wait from {format_day(cover)}"
    if not late:
        return Reason("late_days", f"{says}.")
    mine = why._of(referral)
    first = not (why.options.starts[mine] < stay.starts.toordinal()).any()
    because = _FIRST_START if first else _LATER_START
    return Reason(
        "late_days",
        f"{says}: {late} school day{'' if late == 1 else 's'} late; {because}.",
        {"school_days_late": late, "first_possible_start": int(first)},
    )


def _nearer(why: Whys, referral: Referral, stay: PlannedStay) -> Iterator[Reason]:
    case = why.case
    site = case.dataset.site_of(stay.commission_id)
    minutes = case.travel.minutes_between(referral.pupil_id, site.site_id) or 0
    mine = why._of(referral)
    nearer = mine[why.options.minutes[mine] < minutes]
    if not nearer.size:
        yield Reason("travel_minutes", f"{minutes} minutes; no suitable place is nearer.")
        return
    nearest = int(nearer[np.argmin(why.options.minutes[nearer])])
    commission = case.dataset.commissions[int(why.options.commission[nearest])]
    yield Reason(
        "travel_minutes",
        f"{minutes} minutes; {commission.commission_id} is nearer "
        f"({int(why.options.minutes[nearest])} minutes), but {_but(why, referral, stay, nearest)}.",
    )


def _but(why: Whys, referral: Referral, stay: PlannedStay, nearest: int) -> str:
    """Say what speaks against the commission of a nearer option."""
    options, mine = why.options, why._of(referral)
    there = mine[options.commission[mine] == options.commission[nearest]]
    in_time = there[options.starts[there] <= stay.starts.toordinal()]
    if not in_time.size:
        return "cannot start by then"
    if not why.fits[in_time].any():
        return "has no room by then beside the pupils there now and others suggested for it"
    commission = why.case.dataset.commissions[int(options.commission[nearest])]
    other = PlannedStay(commission.commission_id, stay.starts, stay.ends)
    if need_gap(referral, other, why.case) > need_gap(referral, stay, why.case):
        return "is not made for the pupil's primary need"
    if tier_excess(referral, other, why.case) > tier_excess(referral, stay, why.case):
        return "is of a higher tier than is needed"
    return "would do worse on a goal or limit that comes first"


def _never(referral: Referral, case: Case) -> tuple[UnplacedKind, tuple[Reason, ...]]:
    """Explain a pupil whom some rule bars from every commission."""
    nearest: list[Reason] = []
    single: list[Reason] = []
    kinds: set[UnplacedKind] = set()
    for commission in case.dataset.commissions:
        reasons = barred_by(referral, commission, case)
        if not reasons:
            nearest.append(
                Reason(
                    "start_day",
                    f"{commission.commission_id} has no start within the horizon that its "
                    "contract, notice and kept-apart pupils allow.",
                )
            )
            continue
        only = {_KIND_OF_RULE[reason.rule] for reason in reasons}
        if UnplacedKind.NO_SUCH_PROVISION not in only:
            nearest.extend(reasons)
            kinds |= only
        elif len(reasons) == 1:
            single.extend(reasons)
    order = (UnplacedKind.BEYOND_TRAVEL_CAP, UnplacedKind.BARRED_BY_LAW, UnplacedKind.KEPT_APART)
    kind = next((k for k in order if k in kinds), UnplacedKind.NO_SUCH_PROVISION)
    if not nearest:
        nearest = [_nothing(referral, case), *single]
    return kind, tuple(nearest[:_MOST_NAMED])


def _nothing(referral: Referral, case: Case) -> Reason:
    """Say that every commission is ruled out, whose single reasons may follow."""
    says = "The tables hold no commission."
    if case.dataset.commissions:
        says = (
            f"No commission takes this pupil of Year {referral.year_group}: each is ruled out by "
            "year group, need, place type, tier, sex, sessions or the provider's refusal."
        )
    return Reason("no_such_provision", says, {"year_group": referral.year_group})


def _blocked(why: Whys, mine: Integers) -> tuple[UnplacedKind, tuple[Reason, ...]]:
    """Explain a pupil for whom there is room, but not beside another or within the budget."""
    names = sorted(
        {
            why.case.dataset.commissions[int(c)].commission_id
            for c in why.options.commission[mine[why.fits[mine]]]
        }
    )
    pupil_id = why.case.dataset.referrals[int(why.options.pupil[mine[0]])].pupil_id
    paired = any(pupil_id in (p.pupil_id, p.other_pupil_id) for p in why.case.dataset.pairs)
    if paired:
        sentence = (
            f"Room at {', '.join(names)}, but the pupil must be kept apart from, or together "
            "with, another."
        )
        return UnplacedKind.KEPT_APART, (Reason("keep_apart", sentence),)
    sentence = f"Room at {', '.join(names)}, but the budget cap is reached."
    return UnplacedKind.OVER_BUDGET, (Reason("budget_cap", sentence),)


def _full(why: Whys, mine: Integers) -> Iterator[Reason]:
    columns = np.unique(why.options.commission[mine])
    by_minutes = sorted(
        columns.tolist(),
        key=lambda c: (int(why.options.minutes[mine[why.options.commission[mine] == c]][0]), c),
    )
    for column in by_minutes[:_MOST_NAMED]:
        commission = why.case.dataset.commissions[column]
        leaves = _next_leaver(why.case, commission.commission_id)
        until = (
            f"the next planned leaver goes on {format_day(leaves)}"
            if leaves
            else "no leaver is planned"
        )
        yield Reason(
            "full",
            f"{commission.commission_id} suits, but at every start within the horizon its places "
            "or group limits are full with pupils there now and those placed by the order of "
            f"goals; {until}.",
            {"commission_id": commission.commission_id},
        )
    if len(by_minutes) > _MOST_NAMED:
        more = len(by_minutes) - _MOST_NAMED
        yield Reason("full", f"{more} further suitable commissions are full too.")


def _next_leaver(case: Case, commission_id: str) -> date | None:
    ends = [
        p.ends
        for p in case.dataset.placements_at.get(commission_id, ())
        if p.ends is not None and p.ends >= case.as_at - timedelta(days=1)
    ]
    return min(ends, default=None)
