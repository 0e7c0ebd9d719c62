"""A first path through the room: read, apply, refuse."""

from datetime import date
from pathlib import Path

import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.errors import ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario

BASE = """
title: Today
data: tables
as_at: 2021-11-08
policy: {travel_cap_minutes: 90}
settings: {seed: 7}
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


def dataset() -> Dataset:
    forge = Commission("FORGE-E", "FORGE", PlaceType.EXCLUSION, 35, date(2021, 9, 1))
    return Dataset(date(2021, 11, 8), SchoolCalendar(()), commissions=(forge,))


def written(folder: Path, **files: str) -> Path:
    (folder / "tables").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{name}.yaml"


def test_places_are_added_from_a_day(tmp_path: Path) -> None:
    scenario = load_scenario(written(tmp_path, base=BASE, more=MORE))
    assert scenario.policy().travel_cap_minutes == 90
    assert scenario.settings.seed == 7
    changed, said = apply(dataset(), scenario)
    forge = changed.commission["FORGE-E"]
    assert (forge.places_on(date(2021, 11, 21)), forge.places_on(date(2021, 11, 22))) == (35, 40)
    assert said == ("FORGE-E: places 35 -> 40 from 22 Nov 2021 (because schools asked).",)


def test_an_unknown_commission_is_named_with_its_line_and_the_nearest_id(tmp_path: Path) -> None:
    path = written(tmp_path, base=BASE, more=MORE.replace("FORGE-E", "FORGE-F"))
    with pytest.raises(ScenarioProblems, match=r'line 6.*Did you mean "FORGE-E"'):
        apply(dataset(), load_scenario(path))
