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
from planner.results.allocation import Allocation, Placed, Unplaced
from planner.results.equity import EquityAudit, EquityRow, Length, Mean, Outcome, Share
from planner.units import FULL_TIME_SESSIONS

EVERYBODY = "everybody"
NOT_RECORDED = "not recorded"
_REGROUPINGS = 2000
_NORMAL_95 = 1.959964
_METHOD = (
    "Shares have a 95% Wilson score interval. It treats those who wait as a sample of those who "
    "might; a wide interval says that the group is too small to tell.",
    f"Means are held against everybody else's by {_REGROUPINGS:,} random regroupings of the same "
    "sizes (a permutation test): the chance is the share of them that differ at least as much.",
    "Many groups are looked at, so about one in twenty differs by chance alone at a chance of 5%. "
    "A difference is a reason to look, not a finding of unfairness; its absence clears nobody.",
    "Wait and travel are those of pupils with a place; pupils without one are in the share without "
    "a place.",
    "None of these groups decides who is placed, except where a rule names it: the statutory day "
    "of looked-after pupils, EHC plans, single-sex provision, travel by district. Ethnicity is "
    "taken out before anything is worked out.",
)


@dataclass(frozen=True, slots=True)
class _Pupil:
    groups: tuple[tuple[str, str], ...]
    outcomes: Mapping[Outcome, bool | None]
    """None where the outcome cannot befall the pupil."""
    lengths: Mapping[Length, int | None]


def equity_audit(dataset: Dataset, allocation: Allocation, *, seed: int) -> EquityAudit:
    """
    Audit an allocation by sex, SEN, care, income, district, key stage and ethnicity.

    Parameters
    ----------
    dataset
        The tables, with ethnicity where the council gives it.
    allocation
        What was suggested for the same pupils.
    seed
        Start of the random regroupings.
    """
    pupils = list(_pupils(dataset, allocation))
    if not pupils:
        return EquityAudit()
    groups: dict[tuple[str, str], list[int]] = {}
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
                means=tuple(each.mean_of(positions) for each in compared.values()),
            )
            for group, positions in members.items()
        ),
        _METHOD,
    )


def _pupils(dataset: Dataset, allocation: Allocation) -> Iterator[_Pupil]:
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
                Outcome.UNREGISTERED: (
                    None if placed is None else not dataset.site[placed.site_id].registered
                ),
            },
            lengths={
                Length.WAIT: None if placed is None else _days(referral, placed.start_date),
                Length.TRAVEL: None if placed is None else placed.travel_minutes,
            },
        )


def _days(referral: Referral, start: date) -> int:
    return max(0, (start - referral.referred_on).days)


def _groups(referral: Referral, *, with_ethnicity: bool) -> Iterator[tuple[str, str]]:
    yield "sex", referral.sex.value if referral.sex else NOT_RECORDED
    yield "SEN provision", referral.sen_provision.value
    yield "looked after", _yes(referral.looked_after)
    yield "social worker", _yes(referral.social_worker)
    yield "low income (free meals)", _yes(referral.low_income)
    yield "district", referral.district or NOT_RECORDED
    yield "key stage", referral.key_stage.value
    if with_ethnicity:
        yield "ethnicity", referral.ethnicity or NOT_RECORDED


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


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
    """One length of all who are placed, and the same dealt out at random many times."""

    def __init__(self, pupils: list[_Pupil], length: Length, seed: int) -> None:
        self._length = length
        known = {
            position: value
            for position, pupil in enumerate(pupils)
            if (value := pupil.lengths[length]) is not None
        }
        self._values = known
        self._total = float(sum(known.values()))
        generator = np.random.default_rng((seed, 7))
        dealt = np.tile(np.array(list(known.values()), dtype=np.float64), (_REGROUPINGS, 1))
        generator.permuted(dealt, axis=1, out=dealt)
        self._sums: NDArray[np.float64] = np.cumsum(dealt, axis=1)

    def mean_of(self, positions: list[int]) -> Mean:
        """Return a group's mean, everybody else's, and how easily chance differs as much."""
        mine = [self._values[position] for position in positions if position in self._values]
        size, rest = len(mine), len(self._values) - len(mine)
        mean = sum(mine) / size if size else None
        others = (self._total - sum(mine)) / rest if rest else None
        chance = None
        if mean is not None and others is not None:
            sums = self._sums[:, size - 1]
            differ = np.abs(sums / size - (self._total - sums) / rest)
            as_much = int((differ >= abs(mean - others) - 1e-9).sum())
            chance = (1 + as_much) / (1 + _REGROUPINGS)
        return Mean(self._length, size, mean, others, chance)
