from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Destination, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.placements import Stay
from planner.sizing.stays.law import exits_by_destination, stay_law
from planner.sizing.stays.survival import Spells, aalen_johansen, kaplan_meier
from planner.units import KeyStage

AS_AT = date(2023, 9, 1)
GROUP = (KeyStage.KS3, PlaceType.EXCLUSION)


def recorded(seed, *, mean_days=200.0, count=600, window_days=1100):
    generator = np.random.default_rng(seed)
    stays = []
    for number in range(count):
        starts = AS_AT - timedelta(days=int(generator.uniform(0, window_days)))
        ends = starts + timedelta(days=int(generator.exponential(mean_days)))
        closed = ends if ends <= AS_AT else None
        destination = Destination.REINTEGRATION if number % 2 else Destination.SPECIAL_SCHOOL
        stays.append(
            Stay(str(number), PlaceType.EXCLUSION, 8, starts, closed, closed and destination)
        )
    return tuple(stays)


def dataset(stays=()):
    return Dataset(AS_AT, SchoolCalendar(()), stays=tuple(stays))


def test_open_stays_are_not_taken_as_ended():
    stays = recorded(1)
    mean = stay_law(dataset(stays), (GROUP,)).mean_weeks()[0]
    truth = 200 * 39 / 365.25
    closed = [(s.ends - s.starts).days * 39 / 365.25 for s in stays if s.ends is not None]
    assert mean == pytest.approx(truth, rel=0.12)
    assert float(np.mean(closed)) < 0.9 * truth


def test_stays_recorded_late_do_not_lengthen_the_law():
    stays = recorded(2, count=2000)
    from_day = AS_AT - timedelta(days=500)
    seen = [
        Stay(s.stay_id, s.place_type, 8, s.starts, s.ends, s.destination, counted_from=from_day)
        for s in stays
        if s.ends is None or s.ends > from_day
    ]
    law = stay_law(dataset(seen), (GROUP,))
    assert law.mean_weeks()[0] == pytest.approx(200 * 39 / 365.25, rel=0.15)


def test_ways_out_add_up_with_those_still_there():
    generator = np.random.default_rng(3)
    spells = Spells(
        np.zeros(200, dtype=int),
        generator.integers(1, 30, 200),
        generator.random(200) < 0.8,
        np.ones(200),
    )
    causes = generator.integers(0, 3, 200)
    shares = aalen_johansen(spells, causes, 3, 40)
    assert (shares.sum(axis=0) + kaplan_meier(spells, 40)).tolist() == pytest.approx([1.0] * 40)


def test_ways_out_are_told_by_destination():
    shares = exits_by_destination(dataset(recorded(4)))
    half = shares[Destination.REINTEGRATION][60] / (
        shares[Destination.REINTEGRATION][60] + shares[Destination.SPECIAL_SCHOOL][60]
    )
    assert half == pytest.approx(0.5, abs=0.08)


def test_without_any_table_the_stay_is_assumed_and_said():
    law = stay_law(dataset(), (GROUP,))
    assert law.assumed
    assert "assumed" in law.says
    assert law.mean_weeks()[0] == pytest.approx(20.0, rel=0.05)


def test_few_records_leave_the_law_more_open_than_many():
    few, many = (stay_law(dataset(recorded(5, count=count)), (GROUP,)) for count in (20, 900))
    spread = [
        (1 - law.sample_cdf(300, [np.random.default_rng(1)])[:, 0]).sum(axis=1).std()
        for law in (few, many)
    ]
    assert spread[0] > 2 * spread[1]
