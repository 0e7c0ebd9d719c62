"""Laws of the made-up authority: any seed and size gives tables that read without a problem."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.demo.authority import AS_AT, made_up_authority
from planner.demo.draws import Draws
from planner.tables.read import check_tables, read_dataset
from planner.tables.write import write_dataset

seeds = st.integers(min_value=0, max_value=2**32 - 1)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, pupils=st.integers(min_value=1, max_value=90))
def test_any_made_up_authority_reads_back_exactly(seed: int, pupils: int) -> None:
    authority = made_up_authority(seed=seed, pupils=pupils)
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(authority, Path(folder))

        assert check_tables(Path(folder), as_at=AS_AT) == ()
        read = read_dataset(Path(folder), as_at=AS_AT)
    for table in ("referrals", "sites", "commissions", "placements", "decisions", "history"):
        assert getattr(read, table) == getattr(authority, table)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, pupils=st.integers(min_value=1, max_value=200))
def test_no_made_up_commission_is_over_full(seed: int, pupils: int) -> None:
    authority = made_up_authority(seed=seed, pupils=pupils)
    taken: Counter[str] = Counter()
    for placement in authority.placements:
        taken[placement.commission_id] += placement.sessions_per_week
    for decision in authority.decisions:
        if decision.commission_id is not None:
            pupil = authority.referral[decision.pupil_id]
            taken[decision.commission_id] += pupil.sessions_per_week

    for commission in authority.commissions:
        assert taken[commission.commission_id] <= commission.capacity_sessions(AS_AT)


@given(
    seed=seeds,
    count=st.integers(min_value=0, max_value=300),
    weights=st.dictionaries(
        st.text(max_size=3), st.integers(min_value=1, max_value=50), min_size=1, max_size=8
    ),
)
def test_a_spread_is_never_a_whole_item_off_its_share(
    seed: int, count: int, weights: dict[str, int]
) -> None:
    found = Counter(Draws(seed, "law").spread(count, weights))

    assert found.total() == count
    for key, weight in weights.items():
        assert abs(found[key] * sum(weights.values()) - weight * count) < sum(weights.values())
