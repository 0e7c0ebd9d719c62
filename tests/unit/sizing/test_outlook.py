"""Futures as lived: a change moves whom it is about and nobody else."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import InterimOffer, Policy
from planner.domain.choices.whatif import ReferralChange, ShiftChange, StayChange
from planner.domain.codes import Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.build import build_world
from planner.sizing.outlook import lived_futures
from planner.testing import random_case
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(90))
NORTH = Cohort("North", KeyStage.KS3, None, Route.PERMANENT_EXCLUSION)
SOUTH = Cohort("South", KeyStage.KS3, Need.SEMH, Route.PERMANENT_EXCLUSION)
SENT = Cohort("South", KeyStage.KS4, Need.SEMH, Route.OFF_SITE_DIRECTION)
SITES = (
    Site("N", "council", "North", Point(390000, 260000), "North"),
    Site("S", "council", "South", Point(390000, 230000), "South"),
)


def paths(cohorts=(NORTH, SOUTH, SENT), *, rate=0.6, draws=40):
    counts = np.random.default_rng(5).poisson(rate, (draws, len(WEEKS), len(cohorts)))
    return DemandPaths(WEEKS, cohorts, counts.astype(np.int16))


def case(*whatif, places=12, policy=None):
    commissions = tuple(
        Commission(f"{site}-{kind}", site, kind, places, date(2020, 9, 1))
        for site in "NS"
        for kind in PlaceType
    )
    dataset = Dataset(AS_AT, SchoolCalendar(()), sites=SITES, commissions=commissions)
    nothing = np.zeros((0, 2), dtype=np.int32)
    travel = TravelTable((), ("N", "S"), nothing, nothing, "none")
    prices = PriceTable(np.zeros((0, len(commissions)), dtype=np.int64))
    return Case(dataset, policy or Policy(), travel, prices, whatif=whatif)


def world(*whatif, demand=None, **kwargs):
    own = case(*whatif, **kwargs)
    types = own.policy.place_types
    return build_world(demand or paths(), own.dataset, place_types=types, seed=1, whatif=whatif)


def futures(*whatif, demand=None, **kwargs):
    own = case(*whatif, **kwargs)
    return lived_futures(demand or paths(), own.dataset, own.policy, case=own, seed=1)


def people(of, cohort):
    """Return everything drawn of one cohort's pupils, future by future."""
    mine = np.flatnonzero(of.cohort == of.cohorts.index(cohort))
    columns = (of.draw_of, of.key, of.arrival, of.stay, of.cutoff, of.mark)
    return [column[mine].tolist() for column in columns]


MORE = ReferralChange(
    districts=frozenset({"North"}), factor_low=1.2, factor_high=1.6, because="A school closes."
)


def test_more_referrals_of_one_cohort_leave_every_other_pupil_as_drawn():
    before, after = world(), world(MORE)
    for cohort in (SOUTH, SENT):
        assert people(after, cohort) == people(before, cohort)
    assert len(people(after, NORTH)[0]) > 1.15 * len(people(before, NORTH)[0])


def test_a_further_cohort_leaves_every_other_pupil_as_drawn():
    whole = paths()
    part = DemandPaths(whole.weeks, whole.cohorts[1:], whole.counts[:, :, 1:])
    for cohort in part.cohorts:
        assert people(world(demand=part), cohort) == people(world(demand=whole), cohort)


def test_other_places_leave_every_pupil_as_drawn():
    assert people(world(places=40), NORTH) == people(world(places=3), NORTH)


def test_a_stronger_change_moves_the_same_pupils_and_more():
    def keys(factor):
        fewer = replace(MORE, factor_low=factor, factor_high=factor)
        return set(people(world(fewer), NORTH)[1])

    assert keys(0.3) < keys(0.6) < keys(1.0) < keys(1.4) < keys(2.5)
    assert keys(1.0) == set(people(world(), NORTH)[1])


@pytest.mark.parametrize("factor", [0.4, 1.0, 1.3, 3.0])
def test_referrals_are_as_many_as_the_factor_says(factor):
    change = replace(MORE, factor_low=factor, factor_high=factor)
    share = len(people(world(change), NORTH)[0]) / len(people(world(), NORTH)[0])
    assert share == pytest.approx(factor, rel=0.05)


def test_each_future_draws_a_change_s_strength_once():
    wide = replace(MORE, factor_low=1.0, factor_high=3.0)
    before, after = world(), world(wide)
    north = before.cohorts.index(NORTH)
    share = np.bincount(after.draw_of[after.cohort == north]) / np.bincount(
        before.draw_of[before.cohort == north]
    )
    assert share.min() < 1.3
    assert share.max() > 2.7


def test_a_change_holds_from_its_first_day_to_its_last():
    spring = replace(
        MORE, factor_low=2.0, factor_high=2.0, from_day=date(2024, 1, 1), until=date(2024, 4, 30)
    )
    before, after = world(), world(spring)
    first, last = (before.clock.time(day) for day in (date(2024, 1, 1), date(2024, 5, 1)))
    inside = (before.arrival >= first) & (before.arrival < last)
    assert len(after.arrival) - len(before.arrival) == int(
        (inside & (before.cohort == before.cohorts.index(NORTH))).sum()
    )


def test_shorter_stays_move_only_those_whom_they_are_about():
    shorter = StayChange(
        place_types=frozenset({PlaceType.PREVENTION}),
        factor_low=0.5,
        factor_high=0.5,
        because="Two pupils to a place.",
    )
    before, after = world(), world(shorter)
    assert people(after, NORTH) == people(before, NORTH)
    half = 0.5 * np.array(people(before, SENT)[3])
    assert np.array(people(after, SENT)[3]) == pytest.approx(half, abs=1.0)


def test_pupils_shifted_to_another_route_ask_for_its_place_type():
    shift = ShiftChange(
        to_route=Route.OFF_SITE_DIRECTION,
        districts=frozenset({"North"}),
        share_low=1.0,
        share_high=1.0,
        because="Schools send before they exclude.",
    )
    after = world(shift)
    sent = replace(NORTH, route=Route.OFF_SITE_DIRECTION)
    assert people(after, NORTH) == [[], [], [], [], [], []]
    assert people(after, sent)[1] == people(world(), NORTH)[1]
    assert after.group_of_cohort[after.cohorts.index(sent)][1] is PlaceType.PREVENTION


def test_the_same_case_has_the_same_futures():
    first, second = futures(MORE), futures(MORE)
    for each in fields(first):
        assert np.array_equal(getattr(first, each.name), getattr(second, each.name))


def test_whoever_is_referred_starts_or_does_not():
    lived = futures(places=6)
    assert (lived.started + lived.unmet == lived.referrals).all()
    assert (lived.unmet <= lived.late_pupils).all()
    assert (lived.late_days <= lived.days_without).all()
    assert (lived.half_term_late.sum(axis=1) == lived.late_pupils.sum(axis=1)).all()
    assert lived.half_term_referrals.sum() == lived.referrals.sum()


def test_more_places_make_nobody_s_wait_longer_on_the_whole():
    days = [futures(places=places).days_without.sum() for places in (3, 6, 12, 60)]
    assert days == sorted(days, reverse=True)
    assert futures(places=500).late_pupils.sum() == 0


def test_pupils_go_to_the_nearer_site_while_it_has_places():
    lived = futures(places=500)
    assert (lived.in_district == lived.districts_known).all()
    assert lived.journey_minutes_sum.sum() == 0
    assert futures(places=3).in_district.sum() < futures(places=3).districts_known.sum()


def test_a_commission_for_other_needs_takes_nobody_of_this_one():
    own = case(places=500)
    only_autism = tuple(replace(c, needs=frozenset({Need.ASD})) for c in own.dataset.commissions)
    dataset = replace(own.dataset, commissions=only_autism)
    lived = lived_futures(paths((SOUTH,)), dataset, own.policy, case=own, seed=1)
    assert lived.started.sum() == 0
    unknown = lived_futures(paths((NORTH,)), dataset, own.policy, case=own, seed=1)
    assert unknown.unmet.sum() == 0


def test_interim_tuition_is_priced_for_the_days_without_a_place():
    policy = Policy(interim=InterimOffer(10, 20_000))
    lived = futures(places=3, policy=policy)
    assert lived.interim_pence.sum() == pytest.approx(lived.days_without.sum() / 5 * 20_000)


def test_a_case_with_people_waiting_and_in_place_is_lived_too():
    own = random_case(3)
    lived = lived_futures(paths(), own.dataset, own.policy, case=own, seed=1)
    assert lived.attendance_pence.sum() + lived.spot_pence.sum() > 0
    assert lived.total_pence.shape == (40, len(lived.academic_years))


def _referrals(low, high, why):
    return ReferralChange(
        districts=frozenset({"North"}), factor_low=low, factor_high=high, because=why
    )


def _stays(low, high, why):
    return StayChange(factor_low=low, factor_high=high, because=why)


def _shift(low, high, why):
    return ShiftChange(
        to_route=Route.OFF_SITE_DIRECTION,
        routes=frozenset({Route.PERMANENT_EXCLUSION}),
        share_low=low,
        share_high=high,
        because=why,
    )


@pytest.mark.parametrize(
    ("make", "ends"),
    [
        (_referrals, ((1.2, 1.6), (0.5, 0.5), (0.7, 1.1))),
        (_stays, ((0.8, 1.2), (1.1, 1.1), (0.5, 0.9))),
        (_shift, ((0.1, 0.4), (0.2, 0.2), (0.0, 0.3))),
    ],
)
def test_changes_of_the_same_pupils_in_another_order_lead_to_the_same_futures(make, ends):
    written = [make(low, high, f"reason {number}") for number, (low, high) in enumerate(ends)]
    one, other = world(*written), world(*reversed(written))
    alone = world(written[0])
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, np.ndarray):
            np.testing.assert_array_equal(value, getattr(other, field.name), err_msg=field.name)
    assert (
        len(one.key) != len(alone.key)
        or not np.array_equal(one.stay, alone.stay)
        or (not np.array_equal(one.cohort, alone.cohort))
    )


def test_two_alike_changes_together_are_as_strong_as_one_after_the_other():
    both = world(_referrals(1.5, 1.5, "one"), _referrals(2.0, 2.0, "other"))
    one = world(_referrals(3.0, 3.0, "both"))
    assert len(both.key) == len(one.key)
    shifted = world(_shift(0.5, 0.5, "one"), _shift(0.5, 0.5, "other"))
    np.testing.assert_array_equal(shifted.cohort, world(_shift(0.75, 0.75, "both")).cohort)
