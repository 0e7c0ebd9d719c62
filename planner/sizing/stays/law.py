"""The law of stays for each key stage and place type: from records, plans or an assumption."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.codes import Destination, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement, Stay
from planner.sizing.stays.blocked import until_ready
from planner.sizing.stays.survival import Floats, Spells, aalen_johansen, exits_and_risk
from planner.units import KeyStage, key_stage_of

Group = tuple[KeyStage, PlaceType]

WEEKS = 160
"""Longest stay kept apart; about four school years. [school weeks]"""

SCHOOL_WEEKS_PER_YEAR = 39
_WEEKS_PER_DAY = SCHOOL_WEEKS_PER_YEAR / 365.25
ASSUMED_MEAN_WEEKS = 20.0
"""Mean stay where no table tells one. [school weeks]
Source: 202 calendar days for leavers from unregistered provision in one county, Devon County
Council, freedom of information answer, 2024/25."""

LEAST_STAYS = 12
_SHRINK_STAYS = 10.0
_SHORTEST_PLAN_WEEKS = 3.0


@dataclass(frozen=True)
class StayLaw:
    """Weekly chances of leaving for each group, with how sure they are."""

    groups: tuple[Group, ...]
    exits: Floats
    """Exits by week, with the group's pull towards its place type, (groups, weeks)."""
    risk: Floats
    """Stays at risk by week, (groups, weeks)."""
    says: str
    assumed: bool = False

    def mean_weeks(self) -> Floats:
        """Return each group's mean stay, in school weeks."""
        survival: Floats = np.cumprod(1 - self.exits / self.risk, axis=1).astype(np.float64)
        mean: Floats = survival.sum(axis=1) + 0.5
        return mean

    def sample_cdf(self, draws: int, generators: Sequence[np.random.Generator]) -> Floats:
        """
        Draw the law itself anew for each future, (draws, groups, weeks).

        Each group has a generator of its own, so that a further group changes no other.

        Each week's chance of leaving is drawn from the beta distribution that its exits
        and stays at risk leave open, so few records make a wide range of futures.
        """
        shape = (draws, self.exits.shape[1])
        left = self.risk - self.exits + 1e-3
        hazard = np.stack(
            [
                generator.beta(ended, staying, shape)
                for generator, ended, staying in zip(
                    generators, self.exits + 1e-3, left, strict=True
                )
            ],
            axis=1,
        )
        cdf: Floats = (1 - np.cumprod(1 - hazard, axis=2)).astype(np.float64)
        cdf[:, :, -1] = 1.0
        return cdf


def stay_law(dataset: Dataset, groups: tuple[Group, ...]) -> StayLaw:
    """
    Return the law of stays from the best table there is.

    Recorded stays come first, each until its pupil was ready to leave. Without enough of
    them the planned stays of those in place now are taken, each weighed by one over its
    length, for a stay twice as long is found twice as often on one day. Without those a
    mean is assumed.
    """
    recorded = [stay for stay in dataset.stays if stay.ends is None or stay.ends >= stay.starts]
    if len(recorded) >= LEAST_STAYS:
        until = [until_ready(stay) for stay in recorded]
        return _law(
            groups,
            lambda kind, stage: _recorded_spells(until, dataset.as_at, kind, stage),
            f"lengths of {len(recorded)} recorded stays, those still open counted as open",
        )
    planned = [placement for placement in dataset.placements if placement.ends is not None]
    if len(planned) >= LEAST_STAYS:
        return _law(
            groups,
            lambda kind, stage: _planned_spells(dataset, planned, kind, stage),
            f"planned lengths of the {len(planned)} stays under way with a planned end, weighed "
            "against the longer ones being found more often",
        )
    return _assumed(groups)


def exits_by_destination(dataset: Dataset) -> dict[Destination, Floats]:
    """Return the share of recorded stays that have ended each way by each week, or nothing."""
    recorded = [stay for stay in dataset.stays if stay.ends is None or stay.ends >= stay.starts]
    if len(recorded) < LEAST_STAYS:
        return {}
    kinds = tuple(Destination)
    spells = _recorded_spells(recorded, dataset.as_at, None, None)
    causes = np.array(
        [kinds.index(stay.destination or Destination.OTHER) for stay in recorded], dtype=np.int64
    )
    shares = aalen_johansen(spells, causes, len(kinds), WEEKS)
    return dict(zip(kinds, shares, strict=True))


def _law(
    groups: tuple[Group, ...],
    spells_of: Callable[[PlaceType | None, KeyStage | None], Spells],
    says: str,
) -> StayLaw:
    exits, risk = [], []
    everything = _hazard(spells_of(None, None), np.full(WEEKS, 1 / ASSUMED_MEAN_WEEKS), 1.0)
    for stage, kind in groups:
        of_kind = _hazard(spells_of(kind, None), everything, _SHRINK_STAYS)
        own_exits, own_risk = exits_and_risk(spells_of(kind, stage), WEEKS)
        exits.append(own_exits + _SHRINK_STAYS * of_kind)
        risk.append(own_risk + _SHRINK_STAYS)
    return StayLaw(groups, np.array(exits), np.array(risk), says)


def _hazard(spells: Spells, towards: Floats, strength: float) -> Floats:
    exits, risk = exits_and_risk(spells, WEEKS)
    hazard: Floats = (exits + strength * towards) / (risk + strength)
    return hazard


def _assumed(groups: tuple[Group, ...]) -> StayLaw:
    risk = np.full((len(groups), WEEKS), 30.0)
    says = (
        f"a mean stay of {ASSUMED_MEAN_WEEKS:.0f} school weeks, ending with the same chance every "
        "week; assumed, for no table tells lengths of stay"
    )
    return StayLaw(groups, risk / ASSUMED_MEAN_WEEKS, risk, says, assumed=True)


def _recorded_spells(
    stays: list[Stay], as_at: date, kind: PlaceType | None, stage: KeyStage | None
) -> Spells:
    mine = [
        stay
        for stay in stays
        if (kind is None or stay.place_type is kind) and (stage is None or stay.key_stage is stage)
    ]
    entered = [_weeks(stay.starts, stay.counted_from) for stay in mine]
    left = [_weeks(stay.starts, stay.ends or as_at) + 1 for stay in mine]
    return Spells(
        np.array(entered, dtype=np.int64),
        np.maximum(np.array(left, dtype=np.int64), np.array(entered, dtype=np.int64) + 1),
        np.array([stay.ends is not None for stay in mine], dtype=np.bool_),
        np.ones(len(mine)),
    )


def _planned_spells(
    dataset: Dataset, placements: list[Placement], kind: PlaceType | None, stage: KeyStage | None
) -> Spells:
    lengths = np.array(
        [
            max(0.0, ((p.ends or p.starts) - p.starts).days * _WEEKS_PER_DAY)
            for p in placements
            if (kind is None or dataset.commission[p.commission_id].place_type is kind)
            and (stage is None or key_stage_of(p.year_group) is stage)
        ]
    )
    weight = 1 / np.maximum(lengths, _SHORTEST_PLAN_WEEKS)
    if len(weight):
        # Scaled to the number of stays that would tell as much if each counted alike.
        weight *= weight.sum() / (weight**2).sum()
    nothing = np.zeros(len(lengths), dtype=np.int64)
    whole = np.maximum(1, np.ceil(lengths)).astype(np.int64)
    return Spells(nothing, whole, np.ones(len(lengths), dtype=np.bool_), weight)


def _weeks(starts: date, day: date | None) -> int:
    """Return whole school weeks from a start to a day; 0 where the day is not later."""
    if day is None or day <= starts:
        return 0
    return int((day - starts).days * _WEEKS_PER_DAY)
