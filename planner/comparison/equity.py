"""What an allocation means for groups of waiting pupils; it never changes the allocation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Allocation, Placed, Unplaced
from planner.results.placing.equity import EquityAudit, EquityRow, Length, Middle, Outcome, Share
from planner.results.placing.groups import NOT_RECORDED, Group, groups_of
from planner.units import FULL_TIME_SESSIONS

EVERYBODY = "everybody"
_REGROUPINGS = 2000
_NORMAL_95 = 1.959964
_METHOD = (
    "Shares have a 95% Wilson score interval. It treats those who wait as a sample of those who "
    "might; a wide interval says that the group is too small to tell.",
    "Waits and journeys are held against everybody else's by "
    f"{_REGROUPINGS:,} random regroupings of the same sizes (a permutation test): the "
    "chance is the share of them that differ at least as much.",
    "Many groups are looked at, so about one in twenty differs by chance alone at a chance of 5%. "
    "A difference is a reason to look, not a finding of unfairness; its absence clears nobody.",
    "A pupil without a place is counted as waiting to the end of the weeks looked at, and has no "
    "journey. Journeys are medians, so that no number of pupils can be worked back from them.",
    "None of these groups decides who is placed, except where a rule names it: the statutory day "
    "of looked-after pupils, EHC plans, single-sex provision, travel by district. Ethnicity is "
    "taken out before anything is worked out.",
)


@dataclass(frozen=True, slots=True)
class _Pupil:
    groups: tuple[Group, ...]
    outcomes: Mapping[Outcome, bool | None]
    """None where the outcome cannot befall the pupil."""
    lengths: Mapping[Length, int | None]


def equity_audit(
    dataset: Dataset, allocation: Allocation, *, horizon_ends: date, seed: int
) -> EquityAudit:
    """
    Audit an allocation by sex, SEN, care, income, district, key stage and ethnicity.

    Parameters
    ----------
    dataset
        The tables, with ethnicity where the council gives it.
    allocation
        What was suggested for the same pupils.
    horizon_ends
        Day to which a pupil without a place is counted as waiting, at least.
    seed
        Start of the random regroupings.
    """
    pupils = list(_pupils(dataset, allocation, horizon_ends))
    if not pupils:
        return EquityAudit()
    groups: dict[Group, list[int]] = {}
    for position, pupil in enumerate(pupils):
        for group in pupil.groups:
            groups.setdefault(group, []).append(position)
    compared = {length: _Regrouped(pupils, length, seed) for length in Length}
    everybody = ("", EVERYBODY)
    members = {everybody: list(range(len(pupils))), **dict(sorted(groups.items()))}
    return EquityAudit(
        tuple(
            EquityRow(
                kind=group[0],
                group=group[1],
                pupils=len(positions),
                shares=tuple(
                    _share(outcome, [pupils[p] for p in positions]) for outcome in Outcome
                ),
                middles=tuple(each.middle_of(positions) for each in compared.values()),
            )
            for group, positions in members.items()
        ),
        _METHOD,
    )


def _pupils(dataset: Dataset, allocation: Allocation, horizon_ends: date) -> Iterator[_Pupil]:
    everybody: tuple[Placed | Unplaced, ...] = (*allocation.placed, *allocation.unplaced)
    answered = {each.pupil_id: each for each in everybody}
    some_ethnicity = any(referral.ethnicity for referral in dataset.referrals)
    for referral in dataset.referrals:
        answer = answered.get(referral.pupil_id)
        if answer is None:
            continue
        placed = answer if isinstance(answer, Placed) else None
        yield _Pupil(
            groups=tuple(_groups(referral, with_ethnicity=some_ethnicity)),
            outcomes={
                Outcome.UNPLACED: placed is None,
                Outcome.LATE: answer.school_days_late > 0 if answer.due_date else None,
                Outcome.PART_TIME: referral.sessions_per_week < FULL_TIME_SESSIONS,
                # Of all who wait: the number placed would give away the number who are not.
                Outcome.UNREGISTERED: (
                    placed is not None and not dataset.site[placed.site_id].registered
                ),
            },
            lengths={
                Length.WAIT: _days(referral, horizon_ends if placed is None else placed.start_date),
                Length.TRAVEL: None if placed is None else placed.travel_minutes,
            },
        )


def _days(referral: Referral, start: date) -> int:
    return max(0, (start - referral.referred_on).days)


def _groups(referral: Referral, *, with_ethnicity: bool) -> Iterator[Group]:
    yield from groups_of(referral)
    if with_ethnicity:
        yield "ethnicity", referral.ethnicity or NOT_RECORDED


def _share(outcome: Outcome, pupils: Iterable[_Pupil]) -> Share:
    known = [found for pupil in pupils if (found := pupil.outcomes[outcome]) is not None]
    low, high = wilson(sum(known), len(known))
    return Share(outcome, sum(known), len(known), low, high)


def wilson(count: int, of: int) -> tuple[float, float]:
    """
    Return the 95% Wilson score interval of a share.

    Source: Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical
    inference", JASA 22.

    Examples
    --------
    >>> tuple(round(end, 3) for end in wilson(3, 10))
    (0.108, 0.603)
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if of == 0:
        return 0.0, 1.0
    square = _NORMAL_95**2
    share = count / of
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _NORMAL_95 / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of**2))
    return max(0.0, middle - half), min(1.0, middle + half)


class _Regrouped:
    """One length of all of whom it is known, and the same dealt out at random many times."""

    def __init__(self, pupils: list[_Pupil], length: Length, seed: int) -> None:
        self._length = length
        self._values = {
            position: value
            for position, pupil in enumerate(pupils)
            if (value := pupil.lengths[length]) is not None
        }
        generator = np.random.default_rng((seed, 7))
        known = np.array(list(self._values.values()), dtype=np.float64)
        self._dealt = generator.permuted(np.tile(known, (_REGROUPINGS, 1)), axis=1)

    def _middle(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the middle of each row: a mean of waits, a median of journeys."""
        found: NDArray[np.float64] = (
            values.mean(axis=1) if self._length is Length.WAIT else np.median(values, axis=1)
        )
        return found

    def _one(self, values: list[int]) -> float | None:
        return float(self._middle(np.array([values], dtype=np.float64))[0]) if values else None

    def middle_of(self, positions: list[int]) -> Middle:
        """Return a group's middle, everybody else's, and how easily chance differs as much."""
        group = set(positions)
        mine = [value for position, value in self._values.items() if position in group]
        rest = [value for position, value in self._values.items() if position not in group]
        middle, others = self._one(mine), self._one(rest)
        chance = None
        if middle is not None and others is not None:
            size = len(mine)
            apart = np.abs(
                self._middle(self._dealt[:, :size]) - self._middle(self._dealt[:, size:])
            )
            as_much = int((apart >= abs(middle - others) - 1e-9).sum())
            chance = (1 + as_much) / (1 + _REGROUPINGS)
        return Middle(self._length, len(mine), middle, others, chance)
