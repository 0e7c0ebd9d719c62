from collections import Counter

import pytest

from planner.demo.authority import AS_AT, DISTRICTS, made_up_authority, made_up_calendar
from planner.demo.calibration import MONTH_WEIGHTS, ROUTES, TERM_SHARES
from planner.demo.write import new_case
from planner.domain.codes import Basis, Route, SenProvision
from planner.errors import OutputRefused
from planner.scenario.load import load_scenario
from planner.tables.read import check_tables, read_dataset
from planner.tables.write import write_dataset


def test_every_route_has_its_share_of_the_waiting_pupils():
    assert set(ROUTES) == set(Route)


def test_the_months_weights_add_up_to_the_terms_shares():
    terms = ((9, 10, 11, 12), (1, 2, 3), (4, 5, 6, 7))

    assert tuple(sum(MONTH_WEIGHTS[m] for m in months) for months in terms) == TERM_SHARES


@pytest.mark.parametrize("pupils", [1, 2, 20, 60, 400])
def test_an_authority_of_any_size_reads_back_as_it_was_written(tmp_path, pupils):
    authority = made_up_authority(seed=7, pupils=pupils)
    write_dataset(authority, tmp_path)

    assert check_tables(tmp_path, as_at=AS_AT) == ()
    read = read_dataset(tmp_path, as_at=AS_AT)
    assert len(read.referrals) == pupils
    assert (read.referrals, read.commissions) == (authority.referrals, authority.commissions)
    assert (read.placements, read.history) == (authority.placements, authority.history)


def test_the_same_seed_gives_the_same_authority_and_another_seed_another():
    assert made_up_authority(seed=5, pupils=40) == made_up_authority(seed=5, pupils=40)
    assert (
        made_up_authority(seed=5, pupils=40).referrals
        != made_up_authority(seed=6, pupils=40).referrals
    )


def test_no_placement_breaks_a_commission_or_a_limit():
    authority = made_up_authority(seed=11, pupils=200)
    taken = Counter()
    for row in authority.placements:
        commission = authority.commission[row.commission_id]
        taken[row.commission_id] += row.sessions_per_week
        assert row.year_group in commission.year_groups
        assert commission.delivers_ehc_plan or row.sen_provision is not SenProvision.EHC_PLAN
        assert row.ends is None or row.ends >= AS_AT
    for commission in authority.commissions:
        assert taken[commission.commission_id] <= commission.capacity_sessions(AS_AT)
    for limit in authority.limits:
        used = sum(
            row.sessions_per_week
            for row in authority.placements
            if row.year_group in limit.year_groups
            and authority.commission[row.commission_id].site_id == limit.site_id
        )
        assert used <= limit.maximum


def test_a_larger_authority_has_spokes_pairs_decisions_and_a_spot_provider():
    authority = made_up_authority(seed=1, pupils=120)

    assert any(site.hub_site_id for site in authority.sites)
    assert {pair.kind.value for pair in authority.pairs} == {"apart", "together"}
    assert authority.decisions
    assert any(row.basis is Basis.SPOT for row in authority.commissions)
    assert not all(site.registered for site in authority.sites)
    assert {row.district for row in authority.referrals} == set(DISTRICTS)


def test_a_decision_holds_a_place_that_is_free_and_fits():
    authority = made_up_authority(seed=2, pupils=300)
    taken = Counter()
    for row in authority.placements:
        taken[row.commission_id] += row.sessions_per_week

    assert authority.decisions
    for decision in authority.decisions:
        commission = authority.commission[decision.commission_id]
        pupil = authority.referral[decision.pupil_id]
        assert pupil.year_group in commission.year_groups
        assert taken[decision.commission_id] + 10 <= commission.capacity_sessions(AS_AT)
        taken[decision.commission_id] += 10


def test_a_made_up_school_year_has_the_usual_190_days():
    calendar = made_up_calendar(2025, 4)

    by_year = Counter(day.year if day.month >= 9 else day.year - 1 for day in calendar.days)
    assert set(by_year.values()) == {190}


def test_an_authority_without_pupils_is_refused():
    with pytest.raises(ValueError, match="at least one pupil"):
        made_up_authority(seed=1, pupils=0)


def test_a_new_case_can_be_read_at_once(tmp_path):
    scenario = load_scenario(new_case(tmp_path / "new" / "case", seed=9, pupils=25))

    assert len(read_dataset(scenario.data, as_at=scenario.as_at).referrals) == 25
    assert scenario.settings.seed == 9


def test_a_new_case_writes_nothing_over_what_is_there(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")

    with pytest.raises(OutputRefused, match="nothing is written over"):
        new_case(tmp_path, seed=1, pupils=5)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_new_case_is_the_same_bytes_for_the_same_seed(tmp_path):
    for name in ("one", "other"):
        new_case(tmp_path / name / "case", seed=3, pupils=30)

    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.csv")}
        for name in ("one", "other")
    ]
    assert files[0] == files[1]
