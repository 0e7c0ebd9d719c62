from collections import Counter

import pytest

from planner.demo.draws import Draws


def test_the_stream_is_the_same_for_ever():
    draws = Draws(2021, "referrals")

    assert [draws.below(1000) for _ in range(8)] == [773, 816, 207, 493, 784, 500, 484, 819]


def test_streams_of_one_seed_do_not_follow_each_other():
    one, other = Draws(1, "referrals"), Draws(1, "placements")

    assert [one.below(10**9) for _ in range(3)] != [other.below(10**9) for _ in range(3)]


@pytest.mark.parametrize("count", [1, 7, 60, 1000])
def test_a_spread_keeps_the_mix_at_any_size(count):
    weights = {"a": 46, "b": 35, "c": 9, "d": 10}

    found = Counter(Draws(count, "spread").spread(count, weights))

    for key, weight in weights.items():
        assert abs(found[key] - weight * count / 100) < 1


def test_a_shuffle_keeps_every_item_and_moves_some():
    items = list(range(50))

    shuffled = Draws(3, "deck").shuffled(items)

    assert sorted(shuffled) == items
    assert shuffled != items


def test_every_number_up_to_the_limit_is_drawn():
    draws = Draws(5, "below")

    assert {draws.between(3, 7) for _ in range(200)} == {3, 4, 5, 6, 7}


def test_a_limit_below_one_is_refused():
    with pytest.raises(ValueError, match="limit of 1 or more"):
        Draws(1, "x").below(0)
