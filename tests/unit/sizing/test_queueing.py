"""The simulation against the theory of queues where theory has an answer."""

import heapq

import numpy as np
import pytest
from scipy.stats import poisson

from planner.sizing.formulas import erlang_c_on_time, places_by_offered_load
from planner.sizing.queueing import kernel


def serve(arrivals, stays, seats, *, groups=None, rank=(0,), prefers=((0,),), times=(0.0,)):
    """Serve futures given as lists of arrays; return starts and pools, one array each."""
    bounds = np.concatenate(([0], np.cumsum([len(each) for each in arrivals])))
    arrival, stay = np.concatenate(arrivals), np.concatenate(stays)
    group = np.zeros(len(arrival), int) if groups is None else np.concatenate(groups)
    prefers = np.array(prefers)
    seats = np.array(seats).reshape(len(times), -1)
    accepts = (prefers[:, :, None] == np.arange(seats.shape[1])).any(axis=1)
    start, pool = np.full(len(arrival), np.inf), np.full(len(arrival), -1)
    nobody = (np.zeros(0), np.zeros(0, int))
    kernel.serve_all(
        bounds,
        group,
        (arrival, stay, np.full(len(arrival), np.inf)),
        (np.zeros(len(arrival), np.int64), np.zeros(len(arrival), np.int64)),
        np.zeros(len(bounds), int),
        nobody,
        (np.array(times), seats),
        (np.array(rank), prefers, accepts),
        (start, pool),
    )
    return arrival, start, pool


def steady_futures(seed, *, rate, mean_stay, days, futures):
    generator = np.random.default_rng(seed)
    counts = generator.poisson(rate * days, futures)
    arrivals = [np.sort(generator.uniform(0, days, count)) for count in counts]
    stays = [generator.exponential(mean_stay, count) for count in counts]
    return arrivals, stays


def test_it_agrees_with_erlang_c_within_a_point():
    arrivals, stays = steady_futures(1, rate=0.8, mean_stay=75.0, days=4000.0, futures=250)
    arrival, start, _ = serve(arrivals, stays, [[68]])
    settled = arrival > 1000
    on_time = float((start - arrival <= 5)[settled].mean())
    theory = erlang_c_on_time(0.8, 75.0, 68, within_days=5.0)
    assert on_time == pytest.approx(theory, abs=0.01)


def test_littles_law_holds():
    arrivals, stays = steady_futures(2, rate=0.5, mean_stay=60.0, days=6000.0, futures=40)
    _, start, _ = serve(arrivals, stays, [[34]])
    stay = np.concatenate(stays)
    at = np.linspace(1500, 5500, 60)
    there = np.mean([((start <= t) & (start + stay > t)).sum() / 40 for t in at])
    assert there == pytest.approx(0.5 * 60.0, rel=0.03)


def test_those_who_wait_are_the_rate_times_the_mean_wait():
    arrivals, stays = steady_futures(2, rate=0.5, mean_stay=60.0, days=6000.0, futures=40)
    arrival, start, _ = serve(arrivals, stays, [[34]])
    settled = (arrival > 1500) & (arrival < 5500)
    at = np.linspace(1500, 5500, 400)
    line = np.mean([((arrival <= t) & (start > t)).sum() / 40 for t in at])
    wait = (start - arrival)[settled].sum() / (settled.sum())
    rate = settled.sum() / 40 / 4000
    assert line == pytest.approx(rate * wait, rel=0.05)


def test_without_a_limit_the_number_in_place_is_poisson():
    arrivals, stays = steady_futures(3, rate=0.4, mean_stay=50.0, days=600.0, futures=1500)
    future = np.repeat(np.arange(1500), [len(each) for each in arrivals])
    _, start, _ = serve(arrivals, stays, [[10_000]])
    there = (start <= 500) & (start + np.concatenate(stays) > 500)
    numbers = np.bincount(future[there], minlength=1500)
    assert numbers.mean() == pytest.approx(20.0, rel=0.03)
    assert numbers.var() == pytest.approx(20.0, rel=0.15)


def test_places_by_offered_load_meet_the_quantile_at_a_steady_rate():
    survival = np.exp(-np.arange(120) / 10)
    arrivals = np.full(400, 2.0)
    load = 2.0 * survival.sum()
    found = places_by_offered_load(arrivals, survival, chance=0.95, counted_from=120)
    assert found == int(poisson.ppf(0.95, load)) + 1


def reference(arrival, stay, seats):
    """Serve one pool in order of arrival, the plain way: each takes the seat free first."""
    free = [0.0] * seats
    starts = []
    for time, length in zip(arrival, stay, strict=True):
        begin = max(time, heapq.heappop(free))
        starts.append(begin)
        heapq.heappush(free, begin + length)
    return starts


@pytest.mark.parametrize("seats", [1, 3, 9])
def test_every_start_is_that_of_the_plain_recursion(seats):
    arrivals, stays = steady_futures(4, rate=0.3, mean_stay=20.0, days=300.0, futures=5)
    _, start, _ = serve(arrivals, stays, [[seats]])
    expected = [s for a, b in zip(arrivals, stays, strict=True) for s in reference(a, b, seats)]
    assert start.tolist() == pytest.approx(expected)


def test_exclusions_are_served_before_prevention():
    arrivals = [np.array([0.0, 1.0, 2.0])]
    groups = [np.array([1, 1, 0])]
    stays = [np.array([10.0, 10.0, 10.0])]
    _, start, _ = serve(arrivals, stays, [[1]], groups=groups, rank=(0, 1), prefers=((0,), (0,)))
    assert start.tolist() == [0.0, 20.0, 10.0]


def test_places_that_open_later_are_used_when_they_open():
    arrivals, stays = [np.array([0.0, 1.0])], [np.array([100.0, 100.0])]
    _, start, _ = serve(arrivals, stays, [[1], [2]], times=(0.0, 30.0))
    assert start.tolist() == [0.0, 30.0]


def test_nobody_new_starts_while_more_are_there_than_places_left():
    arrivals = [np.array([0.0, 0.0, 12.0])]
    stays = [np.array([40.0, 20.0, 5.0])]
    _, start, _ = serve(arrivals, stays, [[2], [1]], times=(0.0, 10.0))
    assert start.tolist() == [0.0, 0.0, 40.0]


def test_the_second_choice_is_taken_when_the_first_is_full():
    arrivals, stays = [np.array([0.0, 1.0, 2.0])], [np.array([50.0, 50.0, 50.0])]
    _, _, pool = serve(arrivals, stays, [[1, 1]], prefers=((0, 1),))
    assert pool.tolist() == [0, 1, 0]
