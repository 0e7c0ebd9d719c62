"""Every number of places tried draws in its own referrals: held against the plain meaning."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Effect, Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import effects_of
from planner.sizing.queueing.world import bounds_of
from planner.sizing.search.enough import Search
from planner.sizing.search.plan import all_needed
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(100))
NEVER = 10**6


def world(draws=25, weekly=0.7):
    generator = np.random.default_rng(1)
    routes = (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
    cohorts = tuple(Cohort("North", KeyStage.KS3, None, route) for route in routes)
    counts = generator.poisson(weekly, (draws, len(WEEKS), 2)).astype(np.int16)
    dataset = Dataset(AS_AT, SchoolCalendar(()))
    types = Policy().place_types
    return build_world(DemandPaths(WEEKS, cohorts, counts), dataset, place_types=types, seed=1)


def effects(draws, *, induced=None, prevented=None):
    policy = Policy(induced_referrals=induced, prevented_exclusions=prevented)
    return effects_of(policy, draws=draws, seed=1)


def pool(whole, strength):
    """The prevention places, whose free places draw in so many referrals in a hundred a year."""
    called = effects(whole.draws, induced=Effect(strength, strength, "a test.")).induced
    group = next(i for i, (_, kind) in enumerate(whole.groups) if kind is PlaceType.PREVENTION)
    return Search(whole.apart[group], lambda most: called.into_one(whole.apart[group], group, most))


def lived_by_hand(one, seats):
    """
    Live one future day by day: the meaning of places that draw referrals in.

    On each day who is due to leave leaves, then who waits longest starts first, and then the
    day's referrals come one by one. Who asks for free places is referred only if there are
    as many. Returns the start of each who has one.
    """
    opens = one.clock.year_starts()
    leaves, waits, starts = [int(day) for day in one.leaves], [], {}
    for day in range(len(one.clock.days) + 8):
        held = seats[max(i for i, first in enumerate(opens) if first <= day)]
        leaves = [each for each in leaves if each > day]
        coming = np.flatnonzero(np.maximum(one.arrival, 0) == day)
        for pupil in [*waits, *coming]:
            free = held - len(leaves)
            if free < max(1, one.asks[pupil]):
                continue
            starts[pupil] = day
            if one.cutoff[pupil] > day:
                leaves.append(min(day + one.stay[pupil], one.cutoff[pupil]))
        waits += [pupil for pupil in coming if not one.asks[pupil]]
        waits = [pupil for pupil in waits if pupil not in starts]
    return starts


def told_by_hand(one, seats):
    """How many of each year's pupils are late, and how many start in each year."""
    starts, years = lived_by_hand(one, seats), len(one.clock.years)
    late, started = [0] * years, [0] * years
    for pupil in np.flatnonzero(one.counted):
        start = starts.get(pupil, NEVER)
        in_time = start - one.arrival[pupil] <= 5 and start < one.cutoff[pupil]
        late[one.year_of[pupil]] += not in_time
    for pupil, start in starts.items():
        if start < min(one.cutoff[pupil], len(one.clock.days)):
            started[np.searchsorted(one.clock.year_starts(), start, side="right") - 1] += 1
    return late, started


def by_hand(whole, seats):
    futures = [told_by_hand(whole.one(draw), seats) for draw in range(whole.draws)]
    late, started = (np.array(each) for each in zip(*futures, strict=True))
    return late, started


@pytest.mark.parametrize("strength", [0, 60, 300])
@pytest.mark.parametrize("seats", [(0, 0), (9, 9), (6, 18), (30, 12), (60, 60)])
def test_the_search_and_the_simulation_find_what_living_day_by_day_finds(strength, seats):
    whole = world(draws=6)
    search, held = pool(whole, strength), np.array(seats)
    tempted, lived = search.lived(held)
    late, started = by_hand(tempted, held)
    for year in range(2):
        assert search.late(held, year).tolist() == late[:, year].tolist()
    began = np.isfinite(lived.start) & (lived.start < len(whole.clock.days))
    number = np.bincount(tempted.draw_of[began], minlength=6)
    assert number.tolist() == started.sum(axis=1).tolist()


@pytest.mark.parametrize("promise", list(Promise))
@pytest.mark.parametrize("chance", [0.7, 0.95])
def test_the_fewest_places_are_those_of_trying_every_number(promise, chance):
    whole = world(draws=8)
    search, before = pool(whole, 200), np.array([12, 0])
    came = search.came(1)
    tempted, _ = search.lived(np.full(2, 60))
    kept = []
    for places in range(60):
        late = by_hand(tempted, np.array([12, places]))[0][:, 1]
        share = 1 - late.sum() / came.sum()
        kept.append(share if promise is Promise.PUPILS else float(np.mean(late == 0)))
    fewest = next(places for places, share in enumerate(kept) if share >= chance)
    assert search.fewest(1, before, chance=chance, promise=promise) == fewest


def test_more_referrals_by_free_places_never_need_fewer_places():
    whole, nobody = world(), np.zeros(2, dtype=np.int64)
    fewest = [
        pool(whole, strength).fewest(1, nobody, chance=0.95, promise=Promise.PUPILS)
        for strength in (0, 100, 300)
    ]
    assert fewest == sorted(fewest)
    assert fewest[0] < fewest[2]


def test_a_number_tried_after_a_larger_one_has_the_same_answer():
    whole = world()
    first, second = pool(whole, 100), pool(whole, 100)
    numbers = [np.full(2, seats) for seats in (3, 90, 14)]
    forwards = [first.late(seats, 1).tolist() for seats in numbers]
    backwards = [second.late(seats, 1).tolist() for seats in reversed(numbers)]
    assert forwards == backwards[::-1]


def hand_made(pupils):
    """One future of pupils given as day, stay and free places asked for."""
    base = world(draws=1).apart[1]
    days, stays, asks = (np.array(each) for each in zip(*pupils, strict=True))
    rows = np.zeros(len(pupils), dtype=np.int64)
    names = ("cohort", "group", "key", "blocked", "mark", "asked")
    same = {name: getattr(base, name)[rows] for name in names}
    return replace(
        base,
        **same,
        bounds=bounds_of(np.array([len(pupils)])),
        arrival=days.astype(float),
        stay=stays.astype(float),
        cutoff=np.full(len(pupils), float(NEVER)),
        counted=asks == 0,
        asks=asks,
        resident_bounds=np.zeros(2, dtype=np.int64),
        resident_group=base.resident_group[:0],
        resident_commission=base.resident_commission[:0],
        leaves=base.leaves[:0],
    )


def test_one_place_more_can_make_more_pupils_late():
    # With one place the second pupil starts late, and somebody is in place on the days on which
    # a free place would draw in two who stay long. With two places both come, and three are late.
    everybody = [(0, 10, 0), (0, 3, 0), (4, 90, 1), (11, 90, 1)]
    everybody += [(day, 1, 0) for day in (20, 30, 40)]
    tempted = hand_made(everybody)
    search = Search(tempted.only(tempted.asks == 0, np.zeros(0, dtype=bool)), lambda _: tempted)
    late = [int(search.late(np.full(2, seats), 0)[0]) for seats in (1, 2, 3)]
    assert late == [1, 3, 0]
    assert [told_by_hand(tempted, (seats, seats))[0][0] for seats in (1, 2, 3)] == late


def test_exclusions_answer_to_the_prevention_places_found_for_the_same_chance():
    whole = world(draws=60)
    held = [(20, 20) for _ in whole.groups]
    chosen = {"chances": (0.5, 0.95), "promises": (Promise.PUPILS,)}
    plain = all_needed(whole, effects(60), held, **chosen)
    moved = all_needed(whole, effects(60, prevented=Effect(60, 60, "a test.", 10)), held, **chosen)
    kinds = [kind for _, kind in whole.groups]
    exclusion, prevention = (kinds.index(kind) for kind in PlaceType)
    assert [row.places for row in moved[prevention].enough] == [
        row.places for row in plain[prevention].enough
    ]
    for chance in (0.5, 0.95):
        asked = (Promise.PUPILS, chance)
        seats = moved[prevention].seats[asked]
        _, started = by_hand(whole.apart[prevention], seats)
        lost = whole.apart[exclusion].draws * 0.0
        lost += (0.6 * np.maximum(started[:, 0] - 10 * 195 / 190, 0)).sum()
        before = moved[exclusion].searches[asked].came(1).sum()
        assert plain[exclusion].searches[asked].came(1).sum() - before == pytest.approx(
            lost, rel=0.15
        )
    second_year = [
        [row.places for row in needed[exclusion].enough if row.academic_year == "2024/25"]
        for needed in (plain, moved)
    ]
    assert all(fewer < more for more, fewer in zip(*second_year, strict=True))
