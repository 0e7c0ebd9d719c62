"""Laws of scenarios: no change changes nothing, text reads back, nothing fells the reader."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep
from planner.errors import InputProblems, Problem, ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.places import AddPlaces, MovePlaces, SetPlaces
from planner.scenario.changes.register import CHANGES
from planner.scenario.changes.sites import OpenSite
from planner.scenario.effects.places import places_between
from planner.scenario.load import load_scenario
from planner.scenario.policy import PolicyBlock
from planner.scenario.schema import Scenario, ScenarioFile
from planner.scenario.writing.dump import scenario_text

DAYS = st.dates(date(2021, 1, 1), date(2023, 12, 31))
KEYS = st.sampled_from(
    [*ScenarioFile.model_fields, *PolicyBlock.model_fields, *OpenSite.model_fields, "from", "x"]
)
SCALARS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*CHANGES, ".", "..", "2021-11-08", "5", "-5", "010", "1e9", "NO", "~"]),
    st.sampled_from(["12:30", "{}", "[]", "all", "7-11", "11-7", "SEMH", "9" * 20, ".inf"]),
    st.sampled_from(["£5", "''", '"', "2021/22", "2021/23", "0.001"]),
)
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=5)),
    max_leaves=25,
)


@st.composite
def commissions(draw: st.DrawFn, name: str) -> Commission:
    starts = draw(DAYS)
    steps = draw(st.dictionaries(DAYS, st.integers(0, 60), max_size=3))
    return Commission(
        name,
        "SITE",
        PlaceType.EXCLUSION,
        draw(st.integers(0, 60)),
        starts,
        steps=tuple(PlaceStep(day, places) for day, places in sorted(steps.items())),
    )


@given(commissions("A"), DAYS, st.one_of(st.none(), DAYS), DAYS, st.integers(1, 9))
def test_places_change_on_the_days_named_and_on_no_others(
    commission: Commission, first: date, last: date | None, day: date, more: int
) -> None:
    changed = places_between(commission, first, last, lambda places: places + more)
    within = first <= day and (last is None or day <= last) and day >= commission.starts
    assert changed.places_on(day) == commission.places_on(day) + (more if within else 0)


@given(commissions("A"))
def test_no_changes_leave_the_tables_as_they_are(commission: Commission) -> None:
    dataset = Dataset(date(2022, 1, 1), SchoolCalendar(()), commissions=(commission,))
    scenario = Scenario("s", "S", Path(), dataset.as_at)
    assert apply(dataset, scenario) == (dataset, ())


@given(commissions("A"), commissions("B"), DAYS, st.integers(1, 70), DAYS)
def test_moving_places_makes_and_loses_none(
    giver: Commission, taker: Commission, day: date, places: int, later: date
) -> None:
    dataset = Dataset(date(2021, 1, 1), SchoolCalendar(()), commissions=(giver, taker))
    move = MovePlaces.model_validate(
        {
            "change": "move_places",
            "commission": "A",
            "to_commission": "B",
            "places": places,
            "from": day,
            "because": "test",
        }
    )
    try:
        moved, _ = apply(dataset, Scenario("s", "S", Path(), day, changes=(move,)))
    except ScenarioProblems:
        return
    both = later >= max(day, giver.starts, taker.starts)
    if both:
        before = giver.places_on(later) + taker.places_on(later)
        assert sum(each.places_on(later) for each in moved.commissions) == before
    assert all(each.places_on(later) >= 0 for each in moved.commissions)


MADE = st.one_of(
    st.builds(
        lambda places, day, why: AddPlaces.model_validate(
            {
                "change": "add_places",
                "commission": "A",
                "places": places,
                "from": day,
                "because": why,
            }
        ),
        st.integers(1, 2000),
        st.one_of(st.none(), DAYS),
        st.text("aß:#'\"-\n [{*&!|>%@`", min_size=1).filter(str.strip),
    ),
    st.builds(
        lambda name, places: SetPlaces.model_validate(
            {"change": "set_places", "commission": name, "places": places, "because": "x"}
        ),
        st.sampled_from(["010", "NO", "null", "1.50", "a: b", "~", "2021-11-08"]),
        st.integers(0, 2000),
    ),
)


@given(st.lists(MADE, max_size=4), DAYS)
def test_what_is_dumped_reads_back(changes: list[AddPlaces | SetPlaces], day: date) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        scenario = Scenario("s", "S: s", folder, day, changes=tuple(changes))
        path = folder / "s.yaml"
        path.write_text(scenario_text(scenario, folder=folder), encoding="utf-8", newline="")
        assert load_scenario(path) == scenario


def read(content: bytes) -> None:
    """Read bytes as a scenario: it is one, or every problem has a remedy."""
    with TemporaryDirectory() as name:
        path = Path(name) / "s.yaml"
        path.write_bytes(content)
        problems = found_in(path)
    assert all(problem.what and problem.fix for problem in problems)
    said = str(InputProblems(problems))
    assert "Input should" not in said
    assert "this value cannot be used here" not in said


def found_in(path: Path) -> tuple[Problem, ...]:
    try:
        load_scenario(path)
    except ScenarioProblems as found:
        return found.problems
    return ()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_fell_the_reader(content: bytes) -> None:
    read(content)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}#&*!|>'\"%@`,?\t\n 0~.\x85\u2028\ufeff"), max_size=60))
@example("a: 1\x852: 3\n")
@example("base: \n")
def test_no_punctuation_fells_the_reader(text: str) -> None:
    read(text.encode())


def yaml_like(value: object, indent: int = 0) -> str:
    """Write nested lists and dicts as block YAML without quoting anything."""
    pad = "  " * indent
    if isinstance(value, dict):
        return "".join(
            f"\n{pad}{key}: {yaml_like(each, indent + 1)}" for key, each in value.items()
        )
    if isinstance(value, list):
        return "".join(f"\n{pad}- {yaml_like(each, indent + 1)}" for each in value)
    return str(value)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(KEYS, DOCUMENTS, max_size=6))
def test_no_document_fells_the_reader(document: dict[str, object]) -> None:
    read(yaml_like(document).encode("utf-8", "surrogatepass"))
