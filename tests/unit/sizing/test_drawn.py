"""Pupils drawn once serve every case that would draw the same ones, and no other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.demo.authority import made_up_authority
from planner.domain.choices.policy import Policy
from planner.domain.choices.whatif import StayChange
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.provision import PlaceStep
from planner.forecast.demand import demand_paths
from planner.results.coming.futures import DemandPaths
from planner.sizing.outlook import Drawn, drawn_pupils, lived_futures

SEED = 3
POLICY = Policy()


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return made_up_authority(seed=1, pupils=6)


@pytest.fixture(scope="module")
def paths(dataset: Dataset) -> DemandPaths:
    found = demand_paths(dataset, years=1, draws=20, seed=SEED)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def drawn(dataset: Dataset, paths: DemandPaths) -> Drawn:
    return drawn_pupils(paths, dataset, POLICY, whatif=(), seed=SEED)


def test_a_case_with_another_commission_lives_through_the_same_futures_either_way(
    dataset: Dataset, paths: DemandPaths, drawn: Drawn
) -> None:
    first = replace(dataset.commissions[2], commission_id="AAA-NEW", places=3)
    other = replace(dataset, commissions=(first, *dataset.commissions))
    assert drawn.serves(other, POLICY, None, seed=SEED)
    anew = lived_futures(paths, other, POLICY, case=None, seed=SEED)
    kept = lived_futures(paths, other, POLICY, case=None, seed=SEED, drawn=drawn)
    for name in ("late_pupils", "days_without", "total_pence", "journey_minutes_sum", "started"):
        assert np.array_equal(getattr(anew, name), getattr(kept, name)), name
    before = lived_futures(paths, dataset, POLICY, case=None, seed=SEED, drawn=drawn)
    assert kept.late_pupils.sum() < before.late_pupils.sum()


def test_a_case_with_other_pupils_or_stays_is_drawn_anew(dataset: Dataset, drawn: Drawn) -> None:
    assert not drawn.serves(
        replace(dataset, referrals=dataset.referrals[1:]), POLICY, None, seed=SEED
    )
    later = replace(dataset, as_at=dataset.as_at + timedelta(days=7))
    assert not drawn.serves(later, POLICY, None, seed=SEED)
    assert not drawn.serves(dataset, POLICY, None, seed=SEED + 1)
    shorter = StayChange(factor_low=0.8, factor_high=0.9, because="tried")
    supposed = replace(drawn, whatif=(shorter,))
    assert not supposed.serves(dataset, POLICY, None, seed=SEED)


def test_places_from_january_are_paid_for_from_january(
    dataset: Dataset, paths: DemandPaths, drawn: Drawn
) -> None:
    """Of the 43 Mondays from 9 November to the end of August, 34 come after 10 January."""
    old = dataset.commissions[0]
    more = replace(old, steps=(PlaceStep(date(2027, 1, 10), old.places + 43),))
    other = replace(dataset, commissions=(more, *dataset.commissions[1:]))
    before, after = (
        lived_futures(paths, each, POLICY, case=None, seed=SEED, drawn=drawn).place_pence[0, 0]
        for each in (dataset, other)
    )
    held = sum(c.places for c in dataset.commissions if c.basis is Basis.BLOCK)
    assert after / before == pytest.approx((held + 34) / held)
