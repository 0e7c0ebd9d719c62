"""A case with its options and its facts, and how an answer to it is held against the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from allocation_rivals.facts import Facts, LimitFacts, PairFacts
from planner.allocation.costs import objectives, stay_prices
from planner.allocation.occupancy import first_week, last_week, rooms
from planner.allocation.options import Options, all_options
from planner.domain.case import Case
from planner.domain.codes import PairKind
from planner.rules.base import PlannedStay
from planner.rules.check import breaches
from planner.rules.goals import goal_values


@dataclass(frozen=True)
class Question:
    """A case with its options and facts."""

    case: Case
    options: Options
    facts: Facts

    def stays(self, chosen: list[int]) -> dict[str, PlannedStay]:
        """Return the stays of the chosen options."""
        mask = np.zeros(len(self.options), dtype=bool)
        mask[chosen] = True
        return self.options.stays(mask)

    def values(self, chosen: list[int]) -> dict[str, int]:
        """
        Return the goals of an answer by the plain rules, once it is held against every rule.

        Raises
        ------
        ValueError
            If the answer breaks a rule.
        """
        stays = self.stays(chosen)
        broken = breaches(stays, self.case)
        if broken or len(stays) != len(chosen):
            raise ValueError(f"an answer breaks rules: {sorted({b.rule for b in broken})}")
        return {goal.value: value for goal, value in goal_values(stays, self.case).items()}


def question(case: Case) -> Question:
    """Collect the facts of a case."""
    options = all_options(case)
    return Question(
        case,
        options,
        Facts(
            pupil=options.pupil.tolist(),
            first_week=first_week(options).tolist(),
            last_week=last_week(options).tolist(),
            limits=[
                LimitFacts(
                    f"{room.rule} {room.subject}",
                    room.left.tolist(),
                    {int(j): int(room.takes[j]) for j in np.flatnonzero(room.takes)},
                )
                for room in rooms(options)
            ],
            pairs=list(_pairs(options)),
            price_pence=stay_prices(options).tolist(),
            budget_pence=case.policy.budget_cap_pence,
            goals=[(g.name, g.constant, g.coefficients.tolist()) for g in objectives(options)],
        ),
    )


def _pairs(options: Options) -> Iterator[PairFacts]:
    dataset = options.case.dataset
    rows = {r.pupil_id: row for row, r in enumerate(dataset.referrals)}
    sites = np.array([c.site_id for c in dataset.commissions])[options.commission]
    for pair in dataset.pairs:
        one = options.pupil == rows[pair.pupil_id]
        other = options.pupil == rows[pair.other_pupil_id]
        for site in sorted(set(sites[one | other].tolist())):
            here = sites == site
            yield PairFacts(
                (rows[pair.pupil_id], rows[pair.other_pupil_id]),
                np.flatnonzero(one & here).tolist(),
                np.flatnonzero(other & here).tolist(),
                pair.kind is PairKind.TOGETHER,
            )
