"""Reading a scenario with its base: what is inherited, and where faults are shown."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from planner.domain.choices.policy import Goal, InterimOffer, Policy
from planner.domain.codes import Enforcement, Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.finance.transport import TransportRules
from planner.errors import EXIT_SCENARIO, ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.places import AddPlaces
from planner.scenario.load import load_scenario
from planner.scenario.policy import InterimBlock
from planner.scenario.schema import Scenario
from planner.scenario.writing.dump import scenario_text
from planner.scenario.writing.starter import starter

BASE = """
title: Today
data: tables
as_at: 2021-11-08
policy: {travel_cap_minutes: 90, due_school_day: {ebsa: 15}}
settings: {seed: 7, draws: 50}
"""
MORE = """
title: More
base: base.yaml
changes:
  - change: add_places
    commission: FORGE-E
    places: 5
    from: 2021-11-22
    because: schools asked.
"""
FAULTS = Path(__file__).parents[2] / "golden" / "scenario_faults"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write YAML files, by their names without ending; return the path of the last."""

    def write_all(**files: str) -> Path:
        (tmp_path / "tables").mkdir(exist_ok=True)
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path / f"{name}.yaml"

    return write_all


def refused(path: Path) -> str:
    with pytest.raises(ScenarioProblems) as caught:
        load_scenario(path)
    return str(caught.value)


def test_faults_in_intervals_suppositions_and_rules_are_named_at_once_with_their_lines(
    monkeypatch: pytest.MonkeyPatch, agrees_with_golden: Callable[[str, str], None]
) -> None:
    monkeypatch.chdir(FAULTS)
    agrees_with_golden(refused(Path("supposed.yaml")) + "\n", "scenario_faults_supposed.txt")


def test_fifteen_faults_and_more_are_named_at_once_with_their_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(FAULTS)
    with pytest.raises(ScenarioProblems) as caught:
        load_scenario(Path("what_if.yaml"))
    expected = FAULTS.with_suffix(".txt").read_text(encoding="utf-8")
    assert f"{caught.value}\n" == expected
    assert len(caught.value.problems) == 18
    assert all(problem.line and problem.fix for problem in caught.value.problems)
    assert caught.value.exit_code == EXIT_SCENARIO


def test_a_what_if_takes_from_its_base_what_it_does_not_say(write: Write) -> None:
    more = MORE + "policy: {horizon_weeks: 20}\nsettings: {draws: 80}\n"
    scenario = load_scenario(write(base=BASE, more=more))
    assert scenario.base is not None
    assert (scenario.id, scenario.base.id, scenario.base.changes) == ("more", "base", ())
    assert (scenario.as_at, scenario.data.name) == (date(2021, 11, 8), "tables")
    assert (scenario.settings.seed, scenario.settings.draws) == (7, 80)
    policy = scenario.policy()
    assert (policy.horizon_weeks, policy.travel_cap_minutes) == (20, 90)


def test_a_what_if_can_take_back_what_its_base_says(write: Write) -> None:
    more = MORE + "policy: {travel_cap_minutes: null, due_school_day: {ebsa: }}\n"
    policy = load_scenario(write(base=BASE, more=more)).policy()
    assert policy.travel_cap_minutes is None
    assert Route.EBSA not in policy.due_school_day


def test_changes_of_the_base_come_first(write: Write, authority: Dataset) -> None:
    change = MORE.split("changes:\n")[1]
    base = BASE + "changes:\n" + change.replace("places: 5", "places: 1")
    scenario = load_scenario(write(base=base, more=MORE))
    assert [c.places for c in scenario.changes if isinstance(c, AddPlaces)] == [1, 5]
    _, said = apply(authority, scenario)
    assert [sentence[:23] for sentence in said] == [
        "FORGE-E: places 35 -> 3",
        "FORGE-E: places 36 -> 4",
    ]


def test_paths_start_from_the_file_that_names_them(write: Write, tmp_path: Path) -> None:
    write(base=BASE)
    (tmp_path / "what_ifs").mkdir()
    path = tmp_path / "what_ifs" / "more.yaml"
    path.write_text(MORE.replace("base.yaml", "../base.yaml"), encoding="utf-8")
    assert load_scenario(path).data == (tmp_path / "tables").resolve()


def test_a_fault_of_the_base_is_shown_in_the_base_and_once(write: Write) -> None:
    said = refused(write(base=BASE.replace("90", "ninety"), more=MORE))
    assert said.count("base.yaml, line 5, policy.travel_cap_minutes: must be a whole") == 1
    assert said.startswith("1 problem found.")


def test_a_fault_over_the_base_is_shown_where_it_is_written(write: Write) -> None:
    said = refused(write(base=BASE, more=MORE + "policy: {travel_cap_minutes: ninety}\n"))
    assert "more.yaml, line 10, policy.travel_cap_minutes" in said


def test_a_base_may_not_have_a_base(write: Write) -> None:
    said = refused(write(first=BASE, base=BASE + "base: first.yaml\n", more=MORE))
    assert "base.yaml, line 7, base: a scenario that serves as a base may not itself" in said


def test_of_a_base_that_has_a_base_nothing_else_is_said(write: Write) -> None:
    middle = "title: Middle\nbase: first.yaml\n"
    said = refused(write(first=BASE, base=middle, more=MORE))
    assert said.startswith("1 problem found.")
    assert "base.yaml, line 2, base: a scenario that serves as a base may not itself" in said


def test_a_scenario_may_not_be_its_own_base(write: Write) -> None:
    said = refused(write(more=MORE.replace("base.yaml", "more.yaml")))
    assert "may not itself have a base" in said


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("base.yaml", "bse.yaml", 'no such scenario file. Found "bse.yaml". Did you mean "base'),
        ("base: base.yaml", "base: ''", "no such scenario file"),
        ("base: base.yaml", "base: base.yaml\ndata: tabels", 'Did you mean "tables"'),
        ("base: base.yaml", "base: base.yaml\ngeo: maps", "there is no such folder or file"),
        ("base: base.yaml", "base: [a]", "must be a text"),
        ("base: base.yaml", f"base: {'x' * 3000}", "no such scenario file"),
        ("base: base.yaml", "base: base.yaml\ndata: '~/x'", "no such folder or file"),
        ("base: base.yaml", 'base: base.yaml\ndata: "a\\0b"', "no such folder or file"),
        ("title: More", "title:", "title: is empty"),
        ("title: More", "", 'the key "title" is missing'),
        ("base: base.yaml", "", 'the key "data" is missing'),
        ("changes:", "policy:\n- a\nchanges:", "policy: must have keys of its own"),
        ("changes:", "policy: {goals: late_days}\nchanges:", "goals: must be a list"),
        ("changes:", "policy: {goals: [late_days]}\nchanges:", "unplaced_priority_1 is missing"),
        (
            "changes:",
            "policy: {goals: [unplaced, unplaced]}\nchanges:",
            "unplaced_priority_1 is listed twice",
        ),
        (
            "changes:",
            "policy: {goals: [unplaced, tie_break]}\nchanges:",
            "tie_break is always the last goal",
        ),
        ("places: 5", "places: 5.0", "must be a whole number"),
        ("places: 5", "places: [5]", "must be a whole number"),
        ("places: 5", "places: 12:30", "must be a whole number"),
        ("2021-11-22", "22.11.2021", "Write year-month-day, such as 2021-11-22"),
        ("2021-11-22", "2021-11-22\n    until: 2021-11-21", "ends before it begins"),
        ("because: schools asked.", "because: ' '", "is empty"),
        ("commission: FORGE-E", f"commission: {'x' * 65}", "longer than 64 characters"),
        ("  - change", "  - places\n  - change", "must have keys of its own"),
        ("  - change: add_places\n    ", "  - ", 'the key "change" is missing'),
    ],
)
def test_a_fault_is_said_in_plain_words(write: Write, old: str, new: str, sentence: str) -> None:
    assert old in MORE
    assert sentence in refused(write(base=BASE, more=MORE.replace(old, new)))


def test_a_misspelt_key_is_not_also_called_missing(write: Write) -> None:
    said = refused(write(base=BASE, more=MORE.replace("because", "becuase")))
    assert said.startswith("1 problem found.")
    assert 'Did you mean "because"' in said


def test_a_file_that_is_not_there_names_the_nearest(write: Write, tmp_path: Path) -> None:
    write(base=BASE)
    said = refused(tmp_path / "bass.yaml")
    assert 'this file does not exist. Did you mean "base.yaml"?' in said


def test_a_list_or_a_sentence_is_no_scenario(write: Write) -> None:
    assert "a scenario is a list of keys with values" in refused(write(base="- title: Today\n"))
    assert "a space follows each colon" in refused(write(base="title:Today\n"))


def test_a_path_that_no_file_can_have_is_not_there() -> None:
    assert "this file does not exist" in refused(Path("x" * 3000))
    assert "this file does not exist" in refused(Path("no such folder") / "base.yaml")


def test_ids_and_words_stay_as_they_are_written(write: Write) -> None:
    more = MORE.replace("FORGE-E", "010").replace("places: 5", "places: 010")
    more = more.replace("schools asked.", "NO").replace("title: More", "title: 1.50")
    scenario = load_scenario(write(base=BASE, more=more))
    (change,) = scenario.changes
    assert isinstance(change, AddPlaces)
    assert (change.commission, change.places, change.because) == ("010", 10, "NO")
    assert scenario.title == "1.50"


def test_the_policy_block_says_everything_that_the_policy_holds(write: Write) -> None:
    policy = load_scenario(
        write(
            base="""
title: Today
data: tables
as_at: 2021-11-08
policy:
  horizon_weeks: 8
  goals: [cost, unplaced]
  place_types: {ebsa: E P}
  due_school_day: {ebsa: 15, section_19_other: null}
  looked_after_due_school_day: null
  social_worker_due_school_day: 3
  guide_minutes_primary: 40
  guide_minutes_secondary: 60
  travel_cap_minutes: 90
  travel_curve: rural
  budget_cap_pounds: 1000.50
  session_minutes: 180
  full_time_hours: 20
  unregistered_full_time_maximum: 3
  non_school_limits: off
  non_school_maximum_weeks: 10
  non_school_maximum_sessions: 3
  off_site_notice_school_days: 4
  interim: {sessions_per_week: 6, weekly_pounds: 250, lead_school_days: 2}
  suppression_threshold: 7
"""
        )
    ).policy()
    default = Policy()
    assert policy == Policy(
        horizon_weeks=8,
        goals=(Goal.COST, Goal.UNPLACED_FIRST, Goal.UNPLACED_SECOND, Goal.UNPLACED_THIRD),
        place_types={
            **default.place_types,
            Route.EBSA: frozenset({PlaceType.EXCLUSION, PlaceType.PREVENTION}),
        },
        due_school_day={
            Route.PERMANENT_EXCLUSION: 6,
            Route.SUSPENSION_OVER_FIVE_DAYS: 6,
            Route.EBSA: 15,
        },
        looked_after_due_school_day=None,
        social_worker_due_school_day=3,
        guide_minutes_primary=40,
        guide_minutes_secondary=60,
        travel_cap_minutes=90,
        budget_cap_pence=100_050,
        session_minutes=180,
        full_time_hours=20,
        unregistered_full_time_maximum=3,
        non_school_limits=Enforcement.OFF,
        non_school_maximum_weeks=10,
        non_school_maximum_sessions=3,
        off_site_notice_school_days=4,
        interim=InterimOffer(sessions_per_week=6, weekly_pence=25_000, lead_school_days=2),
        suppression_threshold=7,
    )


def test_a_policy_left_out_is_the_domain_s_default(write: Write) -> None:
    scenario = load_scenario(write(base="title: Today\ndata: tables\nas_at: 2021-11-08\n"))
    assert scenario.policy() == Policy()
    assert scenario.travel_curve is None


def test_the_transport_rules_and_the_peak_factor_are_the_scenario_s_to_say(
    write: Write, tmp_path: Path
) -> None:
    rules = "{mileage_offered: yes, single_taxi_needs: ASD SEMH, bus_from_year_group: 9}"
    policy = f"policy: {{travel_peak_factor: 1.35, transport: {rules}}}\n"
    scenario = load_scenario(write(base=f"title: T\ndata: tables\nas_at: 2021-11-08\n{policy}"))
    assert scenario.travel_peak_factor == 1.35
    assert scenario.policy().transport == TransportRules(
        mileage_offered=True,
        single_taxi_needs=frozenset({Need.ASD, Need.SEMH}),
        bus_from_year_group=9,
    )
    (tmp_path / "again.yaml").write_text(scenario_text(scenario, folder=tmp_path), encoding="utf-8")
    assert load_scenario(tmp_path / "again.yaml").policy_block == scenario.policy_block


@pytest.mark.parametrize("factor", ["0.5", "3.5", "fast", "nan", "yes"])
def test_a_peak_factor_that_cannot_be_is_refused(write: Write, factor: str) -> None:
    policy = f"policy: {{travel_peak_factor: {factor}}}\n"
    assert "travel_peak_factor" in refused(write(base=f"{BASE.split('policy')[0]}{policy}"))


def test_what_is_dumped_reads_back_as_the_same_scenario(write: Write, tmp_path: Path) -> None:
    scenario = load_scenario(write(base=BASE + "question: Who?\ngeo: .\n", more=MORE))
    (tmp_path / "again.yaml").write_text(scenario_text(scenario, folder=tmp_path), encoding="utf-8")
    again = load_scenario(tmp_path / "again.yaml")
    same = ("title", "question", "data", "geo", "as_at", "changes", "settings", "policy_block")
    assert [getattr(again, name) for name in same] == [getattr(scenario, name) for name in same]


def test_a_program_s_scenario_is_refused_by_its_name(authority: Dataset) -> None:
    change = AddPlaces(change="add_places", commission="X", places=1, because="test")
    scenario = Scenario("mine", "Mine", Path(), authority.as_at, changes=(change,))
    with pytest.raises(ScenarioProblems, match=r"mine, changes\[1\]\.commission: there is no"):
        apply(authority, scenario)


def test_an_unknown_id_is_named_with_its_line_and_the_nearest(
    write: Write, authority: Dataset
) -> None:
    more = MORE.replace("FORGE-E", "FORGE-F")
    base = BASE + "changes:\n" + MORE.split("changes:\n")[1].replace("FORGE-E", "BEK-E")
    with pytest.raises(ScenarioProblems) as caught:
        apply(authority, load_scenario(write(base=base, more=more)))
    first, second = caught.value.problems
    assert (Path(first.file).name, first.line, first.value) == ("base.yaml", 9, "BEK-E")
    assert (Path(second.file).name, second.line, second.value) == ("more.yaml", 6, "FORGE-F")
    # A reader counts the changes of one file.
    assert first.column == second.column == "changes[1].commission"
    assert 'Did you mean "FORGE-E"?' in str(second)


def test_pounds_are_exact(write: Write) -> None:
    base = BASE.replace("travel_cap_minutes: 90", "budget_cap_pounds: 1234567.89")
    block = load_scenario(write(base=base)).policy_block
    assert block.budget_cap_pounds == Decimal("1234567.89")
    assert block.policy().budget_cap_pence == 123_456_789


def test_amounts_and_words_made_by_a_program_are_held_to_the_same_rules() -> None:
    made = InterimBlock.model_validate({"sessions_per_week": 6, "weekly_pounds": 300.5})
    assert made.weekly_pounds == Decimal("300.50")
    for wrong in (True, 300.555, "300,5"):
        with pytest.raises(ValidationError, match="weekly_pounds"):
            InterimBlock.model_validate({"sessions_per_week": 6, "weekly_pounds": wrong})
    with pytest.raises(ValidationError, match="sessions_per_week"):
        InterimBlock.model_validate({"sessions_per_week": 6.0, "weekly_pounds": 300})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("set_tier, commission: A, tier: 4", "must be at most 3"),
        ("accept_year_groups, commission: A, year_groups: 9-7", 'Found "9-7". Write 7-9'),
        ("accept_year_groups, commission: A, year_groups: [x]", "must be a whole number"),
        ("accept_needs, commission: A, needs: []", "is empty. Write all for every need"),
        ("set_rates, commissions: [], top_up_pounds: 5", "Name at least one commission"),
        ("set_rates, commissions: all", "no rate is given. Add place_rate_pounds"),
        ("set_rates, commissions: all, top_up_pounds: 1.005", "has parts of a penny"),
        ("set_rates, commissions: all, top_up_pounds: -5", "must be at least 0"),
        ("set_rates, commissions: all, financial_year: 2021", "Write it like 2021/22"),
        ("set_rates, commissions: all, financial_year: 2021/23", "Write it like 2021/22"),
        ("close_days, name: X, first: 2021-11-09, last: 2021-11-08", "ends before it begins"),
        ("close_days, name: X, first: 31/02/2021, last: 2021-11-08", "Write year-month-day"),
        ("allow_overflow, commission: A, allowed: maybe", "must be yes or no"),
        ("add_places, commission: A, places: -5", "To have fewer places, use set_places"),
    ],
)
def test_a_change_s_keys_are_held_to_what_they_mean(
    write: Write, change: str, sentence: str
) -> None:
    changes = f"changes:\n  - {{because: x, change: {change}}}\n"
    assert sentence in refused(write(base=BASE + changes))


def test_the_starter_s_dump_reads_back_for_every_kind_of_change(tmp_path: Path) -> None:
    text = starter(title="T", question="Q?", as_at=date(2026, 9, 1), data=".")
    text = text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")
    text = text.replace("# financial_year:", "financial_year: 2026/27")
    text = text.replace("# allowed:", "allowed: no")
    path = tmp_path / "new.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path)
    path.write_text(scenario_text(scenario, folder=tmp_path), encoding="utf-8")
    assert load_scenario(path) == scenario
