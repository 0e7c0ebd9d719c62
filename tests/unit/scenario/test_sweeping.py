"""Numbers that are not known for sure: intervals, ranges and lists in place of one number."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from planner.errors import ScenarioProblems
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.scenario.sweeping.intervals import (
    Interval,
    axes_of,
    intervals_of,
    numbers_of,
)
from planner.scenario.sweeping.values import with_values
from planner.scenario.writing.dump import scenario_text

OPEN = """\
title: A
data: .
as_at: 2026-09-01
changes:
  - change: add_places
    commission: FORGE-E
    places: {low: 8, high: 11}
    because: the governors named both
  - change: add_places
    commission: FORGE-E
    places: {values: [4, 8, 12]}
    because: x
  - change: open_site
    site: S
    name: New
    provider: P
    easting: 1
    northing: 2
    district: D
    because: x
    commissions:
      - commission: S-P
        place_type: P
        places: {low: 4, high: 12, step: 4, likely: 8}
        year_groups: 7-8
        place_rate_pounds: 10000
        top_up_pounds: {low: 8000, high: 9000.5, likely: 8500}
"""
Written = Callable[[str], Scenario]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def read(text: str) -> Scenario:
        path = tmp_path / "s.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path)

    return read


def refused(written: Written, places: str) -> list[str]:
    with pytest.raises(ScenarioProblems) as found:
        written(OPEN.replace("{low: 8, high: 11}", places))
    return [f"{each.column}: {each.what} {each.fix}" for each in found.value.problems]


def test_the_central_value_stands_where_one_number_is_needed(written: Written) -> None:
    first, second, opened = written(OPEN).changes
    # Halves go up; of a list or a range it is the value in the middle; likely goes before both.
    assert (first.places, second.places) == (10, 8)  # type: ignore[union-attr]
    (bought,) = opened.commissions  # type: ignore[union-attr]
    assert (bought.places, bought.top_up_pounds) == (8, 8500)


def test_every_open_number_is_named_with_its_ends_and_its_reason(written: Written) -> None:
    scenario = written(OPEN)
    told = [(each.name, each.low, each.high, each.central) for each in intervals_of(scenario)]
    assert told == [
        ("places@FORGE-E#1", 8, 11, 10),
        ("places@FORGE-E#2", 4, 12, 8),
        ("places@S-P", 4, 12, 8),
        ("top_up_pounds@S-P", 8000, Decimal("9000.5"), 8500),
    ]
    assert intervals_of(scenario)[0].because == "the governors named both"
    assert intervals_of(scenario)[0].says == (
        "Places more than there are. [full-time-equivalent places]"
    )
    certain = {each.name for each in numbers_of(scenario)} - {name for name, *_ in told}
    assert certain == {"place_rate_pounds@S-P"}


def test_a_product_varies_lists_and_ranges_and_a_sample_intervals_too(written: Written) -> None:
    scenario = written(OPEN)
    assert [each.name for each in axes_of(scenario)] == ["places@FORGE-E#2", "places@S-P"]
    assert [each.values for each in axes_of(scenario)] == [(4, 8, 12), (4, 8, 12)]
    sampled = written(OPEN + "sweep: {method: latin_hypercube, runs: 50}\n")
    assert len(axes_of(sampled)) == 4


def test_a_scenario_with_values_is_certain_where_they_stand_and_nowhere_else(
    written: Written,
) -> None:
    scenario = written(OPEN)
    paths = {
        "changes.0.places": Decimal(9),
        "changes.2.commissions.0.top_up_pounds": Decimal("8123.45"),
        "policy.travel_cap_minutes": 50,
        "settings.draws": 10.0,
    }
    varied = with_values(scenario, paths)
    assert [each.path for each in intervals_of(varied)] == [
        "changes.1.places",
        "changes.2.commissions.0.places",
    ]
    assert varied.changes[0].places == 9  # type: ignore[union-attr]
    assert _by_name(varied)["top_up_pounds@S-P"].central == Decimal("8123.45")
    assert (varied.policy().travel_cap_minutes, varied.settings.draws) == (50, 10)
    assert varied.changes[1] is scenario.changes[1]
    assert intervals_of(scenario)[0].high == 11


def test_values_that_may_not_stand_there_are_all_named_at_once(written: Written) -> None:
    with pytest.raises(ScenarioProblems) as found:
        with_values(
            written(OPEN),
            {
                "changes.0.places": 9000,
                "changes.2.commissions.0.topup_pounds": 1,
                "changes.7.places": 9,
                "policy.travel_cap_minute": 3,
                "nothing": 1,
            },
        )
    said = [f"{each.column} {each.value}: {each.what}" for each in found.value.problems]
    assert said == [
        " changes.7.places: this path leads to no value of the scenario.",
        " nothing: this path leads to no value of the scenario.",
        "changes[1].places 9000: must be at most 2000.",
        'changes[3].commissions[1].topup_pounds 1: the key "topup_pounds" is not known here.',
        'policy.travel_cap_minute 3: the key "travel_cap_minute" is not known here.',
    ]


def test_a_number_has_the_name_of_what_it_is_about(written: Written) -> None:
    assert _by_name(written(OPEN))["places@S-P"].path == "changes.2.commissions.0.places"


def _by_name(scenario: Scenario) -> dict[str, Interval]:
    return {each.name: each for each in numbers_of(scenario)}


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("{low: 8}", 'places: the key "high" is missing. Write low and high, or values.'),
        (
            "{low: 8, hgih: 9}",
            'places.hgih: the key "hgih" is not known in place of a number. Did you mean "high"?',
        ),
        ("{low: 9, high: 8}", "places.low: runs backwards. Write the lower end as low."),
        ("{low: 9, high: 9}", "places: has no width. Write the number itself."),
        (
            "{low: 8, high: 9, likely: 7}",
            "places.likely: is not between 8 and 9. Move it, or widen the interval.",
        ),
        (
            "{low: 8, high: 9.5}",
            "places.high: must be a whole number. Write it in digits, such as 12.",
        ),
        (
            "{low: 8, high: 12, step: 3}",
            "places.step: does not lead from low to high. "
            "Write a step that divides the way from 8 to 12.",
        ),
        ("{low: 8, high: 12, step: x}", "places.step: must be above 0. Write it in digits."),
        ("{low: 8, high: 12, step: 0}", "places.step: must be above 0. Write it in digits."),
        (
            "{values: [4]}",
            "places.values: must be a list of two values or more. Write it like [4, 8, 12].",
        ),
        ("{values: [4, 4]}", "places.values: names a value twice. Keep it once."),
        (
            "{values: [4, -8]}",
            "places.values[2]: must be at least 1. To have fewer places, use set_places.",
        ),
        (
            "{values: [4, 8], low: 3}",
            "places.low: stands beside a list of values. Keep values, or low and high.",
        ),
    ],
)
def test_a_faulty_interval_is_told_at_its_key(written: Written, places: str, said: str) -> None:
    assert refused(written, places) == [f"changes[1].{said}"]


def test_faults_beside_an_interval_are_told_with_those_in_it(written: Written) -> None:
    both = refused(written, "{low: 1, high: x}\n    comission: FORGE-E")
    assert len(both) == 2


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("{method: latin_hypercube}", "latin_hypercube needs a number of runs. Add runs"),
        ("{runs: 5}", "a product has as many runs as there are combinations. Leave runs out"),
        ("{method: sobol}", 'is not one of the words known here. Found "sobol"'),
    ],
)
def test_a_sweep_that_cannot_be_run_is_refused(written: Written, block: str, said: str) -> None:
    with pytest.raises(ScenarioProblems, match=said):
        written(f"{OPEN}sweep: {block}\n")


def test_intervals_read_back_as_they_were(written: Written, tmp_path: Path) -> None:
    scenario = written(OPEN + "sweep: {method: latin_hypercube, runs: 50}\n")
    text = scenario_text(scenario, folder=tmp_path)
    again = written(text)
    assert replace(again, id=scenario.id) == scenario
    assert intervals_of(again) == intervals_of(scenario)


def test_rules_may_be_open_too_where_a_reason_is_given(written: Written) -> None:
    rules = "{travel_cap_minutes: {values: [30, 45, 60]}, interim: {sessions_per_week: 6, "
    rules += "weekly_pounds: {low: 200, high: 300}}, guide_minutes_primary: 40}"
    scenario = written(
        f"title: A\ndata: .\nas_at: 2026-09-01\nchanges:\n"
        f"  - {{change: set_rules, rules: {rules}, because: x}}\n"
    )
    told = [(each.name, each.path) for each in intervals_of(scenario)]
    assert told == [
        ("travel_cap_minutes", "changes.0.rules.travel_cap_minutes"),
        ("weekly_pounds", "changes.0.rules.interim.weekly_pounds"),
    ]
    assert len(numbers_of(scenario)) == 3
    assert scenario.policy().travel_cap_minutes == 45
    varied = with_values(scenario, {told[0][1]: 60})
    assert varied.policy().travel_cap_minutes == 60
    assert [each.name for each in intervals_of(varied)] == ["weekly_pounds"]


def test_an_interval_in_the_policy_itself_is_refused_because_it_has_no_reason(
    written: Written,
) -> None:
    policy = "policy:\n  travel_cap_minutes: {low: 30, high: 45}\n"
    policy += "  interim: {sessions_per_week: 6, weekly_pounds: {low: 200, high: 300}}\n"
    with pytest.raises(ScenarioProblems) as found:
        written(f"title: A\ndata: .\nas_at: 2026-09-01\n{policy}")
    assert [(each.column, each.line) for each in found.value.problems] == [
        ("policy.travel_cap_minutes", 5),
        ("policy.interim.weekly_pounds", 6),
    ]
    assert "set_rules" in str(found.value)


def test_a_scenario_with_intervals_goes_to_another_process_as_it_is(written: Written) -> None:
    scenario = written(OPEN)
    assert intervals_of(pickle.loads(pickle.dumps(scenario))) == intervals_of(scenario)


def test_shares_of_an_interval_fall_off_from_the_likely_value() -> None:
    flat = Interval("", "", Decimal(0), Decimal(10), Decimal(5), whole=False)
    peaked = replace(flat, likely=True)
    assert [float(flat.at(share)) for share in (0, 0.25, 0.5, 1)] == [0, 2.5, 5, 10]
    # A triangle: half of the chances lie on each side, and an eighth below a quarter of the way.
    assert [float(peaked.at(share)) for share in (0, 0.125, 0.5, 1)] == [0, 2.5, 5, 10]
    whole = replace(flat, high=Decimal(3), central=Decimal(2), whole=True)
    shares = [int(whole.at(place / 400)) for place in range(400)]
    assert [shares.count(number) for number in range(4)] == [100, 100, 100, 100]
    listed = replace(flat, values=(Decimal(4), Decimal(8)))
    assert [int(listed.at(share)) for share in (0, 0.49, 0.5, 1)] == [4, 4, 8, 8]


DATED = """\
title: A
data: .
as_at: 2026-09-01
changes:
  - change: add_places
    commission: FORGE-E
    places: 4
    from: {values: [2027-09-01, 2028-01-04, 2027-01-05]}
    because: nobody knows when the building is ready
"""


def test_a_list_of_days_is_a_number_to_sweep_with_its_middle_day_where_one_is_needed(
    written: Written,
) -> None:
    scenario = written(DATED)
    [axis] = axes_of(scenario)
    assert (axis.name, axis.path) == ("from@FORGE-E", "changes.0.from")
    days = [axis.said(value) for value in axis.values]
    assert days == ["2027-09-01", "2028-01-04", "2027-01-05"]
    assert axis.said(axis.central) == "2028-01-04"
    assert (axis.said(axis.low), axis.said(axis.high)) == ("2027-01-05", "2028-01-04")
    for value in axis.values:
        made = with_values(scenario, {axis.path: value})
        assert made.changes[0].from_day.isoformat() == axis.said(value)
        assert intervals_of(made) == ()


def test_a_list_of_days_reads_back_as_it_is_written(written: Written, tmp_path: Path) -> None:
    scenario = written(DATED)
    again = written(scenario_text(scenario, folder=tmp_path))
    assert again.changes == scenario.changes
    assert axes_of(again) == axes_of(scenario)


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ("{low: 2027-01-05, high: 2027-09-01}", "Write values: [2027-09-01, 2028-01-01]."),
        ("{values: [2027-01-05]}", "must be a list of two values or more."),
        ("{values: [2027-01-05, 2027-01-05]}", "names a value twice."),
        ("{values: [2027-01-05, soon]}", "soon"),
        ("{valeus: [2027-01-05, 2027-09-01]}", 'the key "valeus" is not known'),
    ],
)
def test_what_is_no_list_of_days_is_refused_with_its_line(
    written: Written, instead: str, told: str
) -> None:
    text = DATED.replace("{values: [2027-09-01, 2028-01-04, 2027-01-05]}", instead)
    with pytest.raises(ScenarioProblems) as refused:
        written(text)
    assert told in str(refused.value)
    assert "line 8" in str(refused.value)
    assert "Traceback" not in str(refused.value)
