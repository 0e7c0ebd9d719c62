"""
What a rule is, and the register in which every rule stands.

A rule says what it means in plain Python, with no solver. The allocation says
the same once more as rows and masks; tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Breach, Reason, UnplacedKind


@dataclass(frozen=True, slots=True)
class PlannedStay:
    """A pupil on a commission from a first day to a last day."""

    commission_id: str
    starts: date
    ends: date


PlannedStays = Mapping[str, PlannedStay]
"""Who goes where: a stay for each pupil placed, by ``pupil_id``."""


class PairRule(Protocol):
    """A rule about one pupil and one commission: where it speaks, there is no option."""

    code: str
    title: str
    source: str
    kind: UnplacedKind

    def bars(self, referral: Referral, commission: Commission, case: Case) -> Reason | None:
        """Return why this pupil may not go to this commission, or None."""


def reason_of(rule: PairRule, sentence: str, **facts: str | int) -> Reason:
    """Return a rule's reason: its code, a sentence and the facts behind it."""
    return Reason(rule.code, sentence, facts)


class SetRule(Protocol):
    """A rule about everybody at once, week by week."""

    code: str
    title: str
    source: str
    kind: UnplacedKind

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield each way in which the stays break the rule."""
