"""A supposed change of demand is a checked value, known by whom it is about and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.choices.whatif import ReferralChange, ShiftChange, StayChange, whom_and_when
from planner.domain.codes import PlaceType, Route
from planner.units import KeyStage

MORE = ReferralChange(
    districts=frozenset({"Redditch", "Wychavon"}),
    key_stages=frozenset({KeyStage.KS4}),
    factor_low=1.1,
    factor_high=1.3,
    because="A school closes.",
)


def test_the_same_change_at_another_strength_or_for_another_reason_is_about_the_same_pupils() -> (
    None
):
    stronger = replace(MORE, factor_high=1.5, because="Two schools close.")
    assert whom_and_when(stronger) == whom_and_when(MORE)
    assert whom_and_when(replace(MORE, from_day=date(2022, 9, 1))) != whom_and_when(MORE)


def test_an_interval_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 or more upwards"):
        replace(MORE, factor_low=1.4)
    with pytest.raises(ValueError, match="end before it begins"):
        replace(MORE, from_day=date(2022, 9, 1), until=date(2022, 8, 31))


def test_a_share_above_one_and_a_stay_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 1"):
        ShiftChange(
            to_route=Route.OFF_SITE_DIRECTION, share_low=0.2, share_high=1.2, because="Policy."
        )
    with pytest.raises(ValueError, match="above 0"):
        StayChange(
            place_types=frozenset({PlaceType.EXCLUSION}),
            factor_low=0.0,
            factor_high=0.5,
            because="Shorter stays.",
        )
