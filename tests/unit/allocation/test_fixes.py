"""What may be relaxed for a fix; the sets are held against trying everything elsewhere."""

from __future__ import annotations

from planner.allocation.suggest.relaxations import relaxations_for
from planner.testing import random_case


def test_law_approval_and_keeping_apart_are_never_relaxed():
    kinds = {
        relaxation.kind
        for seed in range(60)
        for case in [random_case(seed)]
        for referral in case.dataset.referrals
        for relaxation in relaxations_for(referral, case)
    }
    assert kinds == {"place", "year_group", "need", "overflow", "minutes", "end", "notice"}
