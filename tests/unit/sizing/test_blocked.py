from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.codes import PlaceType
from planner.domain.placements import Stay
from planner.sizing.stays.blocked import block_law, until_ready

AS_AT = date(2023, 9, 1)


def stays(*, blocked_days, count=200, still_there=False):
    rows = []
    for number in range(count):
        starts = AS_AT - timedelta(days=900 + number)
        ready = starts + timedelta(days=150)
        blocked = number % 4 == 0
        ends = ready + timedelta(days=blocked_days if blocked else 0)
        closed = None if blocked and still_there else ends
        ready_from = ready if blocked else None
        rows.append(Stay(str(number), PlaceType.EXCLUSION, 8, starts, closed, None, ready_from))
    return tuple(rows)


def sample(rows, pupils=20_000):
    generator = np.random.default_rng(1)
    law = block_law(rows, AS_AT)
    share = law.shares(100, generator)[np.arange(pupils) % 100]
    return law.days(share, *generator.random((3, pupils)))


def test_a_quarter_is_held_for_as_long_as_the_records_say():
    held = sample(stays(blocked_days=187))
    assert float((held > 0).mean()) == pytest.approx(0.25, abs=0.03)
    assert float(held[held > 0].mean()) == pytest.approx(100, rel=0.1)


def test_waits_still_under_way_are_not_taken_as_over():
    ended, open_still = (
        sample(stays(blocked_days=60, still_there=still)) for still in (False, True)
    )
    assert open_still[open_still > 0].mean() > 2 * ended[ended > 0].mean()


def test_without_a_blocked_stay_nothing_is_held_and_nothing_said():
    rows = [until_ready(stay) for stay in stays(blocked_days=60)]
    plain = tuple(Stay(r.stay_id, r.place_type, 8, r.starts, r.ends) for r in rows)
    assert not sample(plain).any()
    assert block_law(plain, AS_AT).says == ""


def test_a_blocked_stay_counts_until_the_pupil_was_ready():
    stay = stays(blocked_days=60)[0]
    assert until_ready(stay).ends == stay.ready_from
