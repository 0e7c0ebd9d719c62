"""Laws of numbers that are not known for sure, in every kind of change that there is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.scenario.sweeping.intervals import Interval, intervals_of, numbers_of
from planner.scenario.sweeping.values import with_values
from planner.scenario.writing.dump import scenario_text
from planner.scenario.writing.starter import starter

WIDTHS = st.integers(1, 20)


@pytest.fixture(scope="module")
def every_change(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A scenario that makes every kind of change, with every number certain."""
    path = tmp_path_factory.mktemp("every") / "s.yaml"
    text = starter(title="T", question="Q?", as_at=date(2026, 9, 1), data=".")
    made = text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")
    path.write_text(made, encoding="utf-8")
    scenario = load_scenario(path)
    central = {each.path: each.central for each in intervals_of(scenario)}
    return replace(with_values(scenario, central), origins=())


def spans_of(number: Interval) -> st.SearchStrategy[object]:
    """Draw an interval, a range or a list around a number, or the number itself."""
    low = number.central
    return st.one_of(
        st.just(low),
        WIDTHS.map(lambda width: {"low": low, "high": low + width}),
        WIDTHS.map(lambda width: {"low": low, "high": low + width, "likely": low}),
        WIDTHS.map(lambda width: {"low": low, "high": low + 3 * width, "step": width}),
        WIDTHS.map(lambda width: {"values": [low, low + width]}),
    )


def opened(data: st.DataObject, scenario: Scenario) -> Scenario:
    """Draw the scenario with some of its numbers open."""
    numbers = numbers_of(scenario)
    places = data.draw(st.sets(st.integers(0, len(numbers) - 1), max_size=6))
    chosen = [numbers[place] for place in sorted(places)]
    return with_values(scenario, {each.path: data.draw(spans_of(each)) for each in chosen})


@settings(max_examples=40)
@given(st.data())
def test_what_is_open_reads_back_as_it_was(every_change: Scenario, data: st.DataObject) -> None:
    scenario = opened(data, every_change)
    with TemporaryDirectory() as name:
        path = Path(name).resolve() / f"{scenario.id}.yaml"
        path.write_text(scenario_text(scenario, folder=path.parent), encoding="utf-8")
        again = load_scenario(path)
    assert again == scenario
    assert intervals_of(again) == intervals_of(scenario)


@given(st.data())
def test_a_scenario_at_its_central_values_asks_what_it_asked(
    every_change: Scenario, data: st.DataObject
) -> None:
    scenario = opened(data, every_change)
    central = {each.path: each.central for each in intervals_of(scenario)}
    certain = with_values(scenario, central)
    assert intervals_of(certain) == ()
    assert [each.model_dump() for each in certain.changes] == [
        each.model_dump() for each in scenario.changes
    ]
    assert [each.path for each in numbers_of(certain)] == [
        each.path for each in numbers_of(scenario)
    ]


@given(st.data(), st.floats(0, 1), st.floats(0, 1))
def test_a_share_of_the_chances_gives_a_value_that_may_stand_there(
    every_change: Scenario, data: st.DataObject, share: float, more: float
) -> None:
    scenario = opened(data, every_change)
    for each in intervals_of(scenario):
        value = each.at(share)
        assert each.low <= value <= each.high
        assert value == int(value) or not each.whole
        assert not each.values or value in each.values
        if share <= more and tuple(sorted(each.values)) == each.values:
            assert value <= each.at(more)
        (varied,) = [
            number
            for number in numbers_of(with_values(scenario, {each.path: value}))
            if number.path == each.path
        ]
        assert (varied.low, varied.high) == (Decimal(value), Decimal(value))
