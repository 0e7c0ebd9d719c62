from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.case import NO_ROUTE
from planner.domain.codes import Route
from planner.domain.dataset import Dataset, JourneyRecord
from planner.domain.provision import Site
from planner.domain.referrals import Point, Referral
from planner.errors import ScenarioProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.engines.curves import ENGLAND, read_curves
from planner.geography.travel import engine_of, travel_table

GEO = Path(__file__).parents[3] / "geo"


def dataset(homes: dict[str, Point | None], districts=None, journeys=()) -> Dataset:
    referrals = tuple(
        Referral(
            pupil_id,
            Route.EBSA,
            date(2026, 1, 5),
            year_group=8,
            home=home,
            district=(districts or {}).get(pupil_id),
        )
        for pupil_id, home in homes.items()
    )
    sites = (
        Site("S1", "A", "One", Point(385_000, 255_000), "Worcester"),
        Site("S2", "A", "Two", Point(395_000, 255_000), "Wychavon"),
    )
    return Dataset(
        date(2026, 1, 12),
        SchoolCalendar(()),
        referrals=referrals,
        sites=sites,
        journeys=tuple(journeys),
    )


def test_minutes_follow_the_curve_of_the_homes_authority_and_the_error_is_stated():
    here = dataset({"P1": Point(385_000, 255_000)}, {"P1": "Worcester"})
    table = travel_table(here, open_atlas(GEO))
    # 2.21 + 0.28 * 10 + 4.78 * sqrt(10) = 20.1; within 500 m: 2.21 + 0.14 + 3.38 = 5.7
    assert table.minutes.tolist() == [[6, 20]]
    assert table.metres.tolist() == [[0, 13_000]]
    assert table.engine == "straight line with fitted curve (Worcestershire)"
    assert table.error_minutes == 2.7


def test_without_an_atlas_the_curve_of_english_towns_is_used():
    table = travel_table(dataset({"P1": Point(385_000, 255_000)}), Atlas())
    assert table.minutes.tolist() == [[6, 21]]
    assert "towns in England and Wales" in table.engine


def test_the_fallback_curve_is_the_one_in_geo():
    shipped = read_curves(open_atlas(GEO))["Urban city and town"]
    sample = np.linspace(0, 80, 30)
    assert np.array_equal(shipped.minutes(sample), ENGLAND.minutes(sample))
    assert shipped.mean_absolute_error_minutes == ENGLAND.mean_absolute_error_minutes


def test_a_home_outside_every_authority_takes_the_class_of_its_area():
    village = Point(370_000, 262_000)  # west of Worcester, in Malvern Hills
    table = travel_table(dataset({"P1": village}), open_atlas(GEO))
    assert "Rural" in table.engine


def test_the_councils_own_journeys_win_and_are_counted():
    own = [JourneyRecord("P1", "S1", 44), JourneyRecord("P1", "S2", 50, 9_000)]
    here = dataset({"P1": Point(385_000, 250_000), "P2": Point(385_000, 250_000)}, journeys=own)
    table = travel_table(here, Atlas())
    assert table.minutes_between("P1", "S1") == 44
    assert table.metres_between("P1", "S1") == 6_500
    assert table.metres_between("P1", "S2") == 9_000
    assert table.minutes_between("P2", "S1") == 15
    assert table.engine.startswith("the council's own travel table for 2 of 4 journeys, else")


def test_a_pupil_without_a_home_has_only_the_councils_own_journeys():
    here = dataset({"P1": None}, journeys=[JourneyRecord("P1", "S2", 12)])
    assert travel_table(here, Atlas()).minutes.tolist() == [[NO_ROUTE, 12]]


def test_an_unknown_curve_is_refused_with_the_names_known():
    with pytest.raises(ScenarioProblems, match="The curves known are: Bristol, Hackney"):
        travel_table(dataset({}), open_atlas(GEO), curve="Worcs")


def test_no_pupils_and_no_sites_give_an_empty_table():
    empty = Dataset(date(2026, 1, 12), SchoolCalendar(()))
    assert travel_table(empty, Atlas()).minutes.shape == (0, 0)


def test_beyond_forty_kilometres_the_curve_goes_on_as_a_straight_line():
    steps = np.diff(ENGLAND.minutes(np.array([39.0, 40.0, 41.0, 60.0, 61.0])))
    assert steps[1] == pytest.approx(steps[3])
    assert steps[0] == pytest.approx(steps[1], rel=0.02)


def test_a_matrix_and_a_peak_factor_change_the_engine_without_any_code(tmp_path, grid_file):
    entry = "what: Ours\n    source: us\n    licence: ours\n    attribution: us\n    date: 2026"
    (tmp_path / "pairs.csv").write_text("from_id,to_id,minutes\nP1,S1,33\n", encoding="utf-8")
    roads = f"  roads:\n    path: {grid_file.name}\n    {entry}\n"
    (tmp_path / grid_file.name).write_bytes(grid_file.read_bytes())
    (tmp_path / "manifest.yaml").write_text(f"files:\n{roads}", encoding="utf-8")
    usual, slow = (engine_of(open_atlas(tmp_path), peak_factor=factor) for factor in (None, 1.5))
    assert (usual.peak_factor, slow.peak_factor) == (1.2, 1.5)
    matrix = f"  matrix:\n    path: pairs.csv\n    {entry}\n"
    (tmp_path / "manifest.yaml").write_text(f"files:\n{matrix}", encoding="utf-8")
    table = travel_table(dataset({"P1": Point(385_000, 255_000)}), open_atlas(tmp_path))
    assert table.minutes_between("P1", "S1") == 33
    assert table.minutes_between("P1", "S2") == 21
    assert table.engine.startswith("the council's own travel table, and for its holes straight")
    assert table.engine.endswith("(1 of 2 journeys are in the table)")


def test_osrm_is_asked_for_where_the_atlas_names_its_files(tmp_path):
    (tmp_path / "town.osrm.hsgr").write_bytes(b"")
    (tmp_path / "manifest.yaml").write_text(
        "files:\n  osrm: {path: town.osrm.hsgr, what: Town, source: us, licence: ours, "
        "attribution: us, date: 2026}\n",
        encoding="utf-8",
    )
    engine = engine_of(open_atlas(tmp_path))
    assert (engine.name, engine.path) == ("osrm", tmp_path / "town.osrm")
