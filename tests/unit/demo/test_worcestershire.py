from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path

import pytest
from shapely.geometry import Point

from planner.costing.statement import year_statement
from planner.demo.calibration import FIGURES, MONTH_WEIGHTS, REFERRED_STAGES
from planner.demo.worcestershire import AS_AT, worcestershire
from planner.demo.worcestershire.area import DISTRICTS
from planner.demo.worcestershire.past import EXCLUSIONS, USUAL
from planner.domain.choices.policy import DEFAULT_PLACE_TYPES
from planner.domain.codes import PlaceType, Route, SenProvision
from planner.domain.provision import LimitUnit
from planner.geography.atlas import open_atlas
from planner.geography.outlines import district_outlines
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.sizing.stays.law import stay_law
from planner.tables.read import check_tables, read_dataset
from planner.tables.write import write_dataset
from planner.units import AcademicYear, FinancialYear, KeyStage, divide_half_up, key_stage_of

CASE = Path(__file__).parents[3] / "scenarios" / "worcestershire"


@pytest.fixture(scope="module")
def county():
    return read_dataset(CASE / "tables", as_at=AS_AT)


def thousands(pence):
    return divide_half_up(pence, 100_000)


def test_the_tables_read_without_a_problem():
    assert check_tables(CASE / "tables", as_at=AS_AT) == ()


def test_the_committed_tables_are_what_the_seed_writes(tmp_path, county):
    write_dataset(worcestershire(), tmp_path)

    assert read_dataset(tmp_path, as_at=AS_AT) == county


def test_the_transposed_figure_of_aspire_is_found(county):
    findings = year_statement(county, FinancialYear(2021)).findings

    told = [row.sentence for row in findings if row.code == "differs:DFE-DIRECT-ASPIRE"]
    assert len(told) == 1
    assert "£1,012,000" in told[0]
    codes = {row.code for row in findings}
    assert "differs:DIRECT-SPEND-ALL" in codes
    assert "differs:PREVENTION-PLACES-ALL" in codes
    assert not {code for code in codes if code.startswith("differs:TOP-UP")}


@pytest.mark.parametrize("path", sorted(CASE.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_scenario_loads_and_stands_in_the_readme(path):
    scenario = load_scenario(path)

    assert scenario.as_at == AS_AT
    assert f"[{path.name}]({path.name}) | {scenario.question}" in (CASE / "README.md").read_text()


def test_the_printed_funding_table_follows_from_the_commissions(county):
    place_pence = defaultdict(int)
    direct_pence = defaultdict(int)
    for row in county.funding:
        provider = county.provider_of(row.commission_id).provider_id
        months = row.council_place_months + row.recouped_place_months
        place_pence[provider] += row.place_rate_pence * months
        direct_pence[provider] += row.place_rate_pence * row.dfe_direct_place_months
    places = {name: thousands(divide_half_up(pence, 12)) for name, pence in place_pence.items()}
    direct = {name: thousands(divide_half_up(pence, 12)) for name, pence in direct_pence.items()}
    top_up = thousands(sum(row.top_up_pence for row in county.funding))

    assert places == {
        "FORGE": 480,
        "BEACON": 450,
        "PERRYFIELDS": 520,
        "NEWBRIDGE": 680,
        "CPA": 253,
        "ASPIRE": 29,
    }
    assert (sum(places.values()), top_up, sum(places.values()) + top_up) == (2_412, 2_002, 4_414)
    assert (direct["CPA"], direct["ASPIRE"], sum(direct.values())) == (647, 1_021, 1_668)


def test_the_places_and_place_months_are_the_documents(county):
    places = Counter()
    for row in county.commissions:
        places[row.place_type] += row.places
    months = {
        row.commission_id: row.council_place_months
        + row.recouped_place_months
        + row.dfe_direct_place_months
        for row in county.funding
    }

    assert places == {PlaceType.EXCLUSION: 192, PlaceType.PREVENTION: 216}
    assert months == {row.commission_id: 12 * row.places for row in county.commissions}
    assert sum(row.annual_pence for row in county.services) == 43_090_000


def test_nobody_is_taught_in_malvern_pershore_droitwich_or_evesham(county):
    assert {site.district for site in county.sites} == {"Redditch", "Worcester", "Wyre Forest"}
    assert {row.district for row in county.referrals} >= {"Malvern Hills", "Wychavon"}


def test_the_places_are_nearly_full(county):
    taken = Counter()
    for row in county.placements:
        taken[row.commission_id] += row.sessions_per_week
    outreach = {"BEACON-P", "PERRYFIELDS-P"}
    rows = [row for row in county.commissions if row.commission_id not in outreach]
    room = sum(row.capacity_sessions(AS_AT) for row in rows)

    assert 0.95 <= sum(taken[row.commission_id] for row in rows) / room < 1
    for row in county.commissions:
        assert taken[row.commission_id] <= row.capacity_sessions(AS_AT)


def test_the_placements_now_keep_year_groups_plans_and_group_limits(county):
    for row in county.placements:
        commission = county.commission[row.commission_id]
        assert row.year_group in commission.year_groups
        assert commission.delivers_ehc_plan or row.sen_provision is not SenProvision.EHC_PLAN
    for limit in county.limits:
        assert limit.unit is LimitUnit.PUPILS
        there = [
            row
            for row in county.placements
            if row.year_group in limit.year_groups
            and (
                row.commission_id == limit.commission_id
                or county.commission[row.commission_id].site_id == limit.site_id
            )
        ]
        assert len(there) <= limit.maximum


def test_leavers_come_over_the_weeks_so_that_some_must_wait(county):
    soon = AS_AT + timedelta(weeks=12)
    leaving = [row for row in county.placements if row.ends is not None and row.ends < soon]

    assert 0.05 <= len(leaving) / len(county.placements) <= 0.20
    assert len({row.ends for row in leaving}) >= 8


def test_the_waiting_pupils_have_every_circumstance_that_the_case_is_for(county):
    referrals = county.referrals
    assert len(referrals) == 60
    assert {row.route for row in referrals} == set(Route)
    assert 1 <= sum(row.looked_after for row in referrals) <= 5
    assert sum(row.has_ehc_plan for row in referrals) >= 5
    assert {pair.kind.value for pair in county.pairs} == {"apart", "together"}
    assert len(county.avoidances) == 1
    assert sum(decision.status.holds_a_place for decision in county.decisions) == 2
    notices = [row.notice_date for row in referrals if row.route is Route.OFF_SITE_DIRECTION]
    assert max(notices) == AS_AT


def test_statutory_routes_say_when_the_absence_began_and_others_when_a_place_is_wanted(county):
    for row in county.referrals:
        if row.route in {
            Route.PERMANENT_EXCLUSION,
            Route.SUSPENSION_OVER_FIVE_DAYS,
            Route.SECTION_19_OTHER,
        }:
            assert row.absent_from is not None
            assert county.calendar.is_school_day(row.absent_from)
            assert row.absent_from <= row.referred_on <= AS_AT
        else:
            assert row.place_by is not None


def test_siblings_live_under_one_roof_and_may_go_to_one_site(county):
    (pair,) = [pair for pair in county.pairs if pair.kind.value == "together"]
    one, other = county.referral[pair.pupil_id], county.referral[pair.other_pupil_id]

    assert (one.home, one.district) == (other.home, other.district)
    assert one.route is other.route


def test_the_history_adds_up_to_the_yearly_counts_of_permanent_exclusions(county):
    years = Counter()
    for row in county.history:
        if row.route is Route.PERMANENT_EXCLUSION:
            years[AcademicYear.of(row.month).start_year] += row.count

    assert {year: years[year] for year in range(2016, 2021)} == {
        2016: 94,
        2017: 121,
        2018: 126,
        2019: 56,
        2020: 64,
    }
    assert 12 <= years[2021] <= 18


def test_the_historys_terms_have_the_published_shares(county):
    terms = Counter()
    for row in county.history:
        if row.route is Route.PERMANENT_EXCLUSION and row.month.year < 2019:
            terms["autumn" if row.month.month >= 9 else _half(row.month.month)] += row.count
    total = sum(terms[name] for name in ("autumn", "spring", "summer"))

    # Two and a third usual years: the autumn of 2018 stands without its spring and summer.
    usual = (94 + 121) * 0.36 + 126 * 0.36
    assert abs(terms["autumn"] - usual) <= 3
    assert abs(terms["spring"] - (94 + 121) * 0.30) <= 3
    assert total == 94 + 121 + round(126 * 0.36)


def _half(month):
    return "spring" if month <= 3 else "summer"


def test_the_history_dips_in_the_first_covid_summer(county):
    summers = Counter()
    for row in county.history:
        if row.month.month in {4, 5, 6, 7}:
            summers[row.month.year] += row.count if row.route is Route.PERMANENT_EXCLUSION else 0

    assert summers[2020] == 1
    assert summers[2019] >= 30


def test_the_districts_that_exclude_most_are_the_documents(county):
    districts = Counter()
    for row in county.history:
        districts[row.district] += row.count

    assert {name for name, _ in districts.most_common(4)} == {
        "Redditch",
        "Worcester",
        "Wychavon",
        "Wyre Forest",
    }


def test_the_pupils_in_provision_have_the_published_mix_of_sen(county):
    mix = Counter(row.sen_provision for row in county.placements)
    share = {key: 100 * count / len(county.placements) for key, count in mix.items()}

    assert abs(share[SenProvision.EHC_PLAN] - 25.5) < 1
    assert abs(share[SenProvision.SUPPORT] - 57.0) < 2


def test_the_readme_gives_every_calibrated_figure_with_its_source():
    readme = (CASE / "README.md").read_text()

    for figure in FIGURES:
        assert f"| {figure.name} | {figure.value} | {figure.source} |" in readme


def test_the_case_says_that_its_pupils_are_synthetic(county):
    assert "synthetic: every pupil" in (CASE / "README.md").read_text()
    assert all(row.pupil_id.startswith("WORCS-") for row in county.referrals)
    made_up = {row.table for row in county.assumptions if row.value == "made up"}
    assert made_up == {"referrals", "placements", "history"}


def test_every_assumption_names_a_table_of_the_case(county):
    tables = {path.stem for path in (CASE / "tables").iterdir()}

    assert {row.table for row in county.assumptions} <= tables


@pytest.mark.parametrize("path", sorted(CASE.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_scenario_can_be_applied_to_the_tables(path, county):
    scenario = load_scenario(path)

    # A change that changes nothing is refused; changes of demand leave the tables as they are.
    _, sentences = apply(county, scenario)

    assert len(sentences) == len(scenario.changes)


def test_every_what_if_asks_something_that_the_base_does_not():
    base = load_scenario(CASE / "base.yaml")

    for path in sorted(CASE.glob("*.yaml")):
        scenario = load_scenario(path)
        same = (scenario.changes, scenario.policy()) == (base.changes, base.policy())
        assert same is (path.stem == "base")


def test_every_home_lies_in_the_district_that_its_pupil_is_counted_in(county):
    outlines = district_outlines(open_atlas(CASE.parents[1] / "geo"), sorted(DISTRICTS))
    district_at = outlines.set_index("district").geometry

    for row in county.referrals:
        # The shipped outlines are simplified, so a home at the very border may fall outside.
        home = Point(row.home.easting, row.home.northing)
        assert district_at[row.district].distance(home) < 300


@pytest.mark.parametrize("kind", PlaceType)
def test_the_referrals_and_the_stays_go_with_the_pupils_in_place(county, kind):
    """Little's law: starts of a year times the mean stay in years are those in place."""
    usual = {**USUAL, Route.PERMANENT_EXCLUSION: sum(EXCLUSIONS[2018])}
    yearly, there = Counter(), Counter()
    for route, count in usual.items():
        weights = REFERRED_STAGES[route]
        for stage, weight in weights.items():
            if kind in DEFAULT_PLACE_TYPES[route]:
                yearly[stage] += count * weight / sum(weights.values())
    for row in county.placements:
        if county.commission[row.commission_id].place_type is kind:
            there[key_stage_of(row.year_group)] += 1
    law = stay_law(county, tuple((stage, kind) for stage in KeyStage))
    # Half of those who come in key stage 4 leave in June of their first year.
    cut = {KeyStage.KS4: 0.6}
    stays = dict(zip(KeyStage, law.mean_weeks() / 39, strict=True))
    expected = {stage: yearly[stage] * stays[stage] * cut.get(stage, 0.95) for stage in KeyStage}

    assert sum(expected.values()) == pytest.approx(sum(there.values()), rel=0.25)
    for stage in (KeyStage.KS2, KeyStage.KS3, KeyStage.KS4):
        assert expected[stage] == pytest.approx(there[stage], rel=0.4)


def test_a_year_differs_from_the_last_as_much_as_authorities_counts_do(county):
    years = Counter()
    for row in county.history:
        years[AcademicYear.of(row.month).start_year] += row.count
    changes = [abs(years[year + 1] / years[year] - 1) for year in (2016, 2017)]

    assert 0.10 <= sum(changes) / 2 <= 0.30
    assert years[2019] < 0.8 * years[2018]


def test_months_differ_more_than_chance_alone_would_have_it(county):
    prevention = [row for row in county.history if row.route is Route.OFF_SITE_DIRECTION]
    months = Counter()
    for row in prevention:
        if row.month.year < 2020:
            months[row.month] += row.count
    by_year = defaultdict(list)
    for month in months:
        by_year[AcademicYear.of(month).start_year].append(month)
    ratios = []
    for mine in by_year.values():
        weights = {month: MONTH_WEIGHTS[month.month] for month in mine}
        total = sum(months[month] for month in mine)
        for month, weight in weights.items():
            expected = total * weight / sum(weights.values())
            ratios.append((months[month] - expected) ** 2 / expected)

    assert 1.2 <= sum(ratios) / len(ratios) * 12 / 11 <= 4.0
