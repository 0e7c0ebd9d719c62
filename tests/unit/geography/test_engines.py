from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from planner.errors import InputProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.engines.contract import COLUMNS, Mode, travel_times
from planner.geography.engines.matrix import read_matrix
from planner.geography.engines.network import is_peak, open_network
from planner.geography.engines.straight import StraightLine

GEO = Path(__file__).parents[3] / "geo"
NINE = datetime(2026, 1, 12, 8, 50)


def points(*places, crs="EPSG:27700", ids=None) -> gpd.GeoDataFrame:
    names = ids or [f"{'ABCDEFGH'[n]}" for n in range(len(places))]
    return gpd.GeoDataFrame({"id": names}, geometry=[Point(p) for p in places], crs=crs)


HOMES = points((385_000, 255_000), (385_000, 265_000))
SITES = points((385_000, 256_000), (395_000, 255_000), ids=["S1", "S2"])


@pytest.fixture(scope="module")
def grid(grid_file):
    return open_network(grid_file, source="a made-up town", attribution="© nobody")


def test_the_answer_is_a_long_table_in_the_order_of_its_points():
    table = travel_times(HOMES, SITES, engine=StraightLine(Atlas()))
    assert tuple(table.columns) == COLUMNS
    assert table["from_id"].tolist() == ["A", "A", "B", "B"]
    assert table["to_id"].tolist() == ["S1", "S2", "S1", "S2"]
    # 2.11 + 0.41 + 4.77 = 7.3 minutes for one kilometre
    assert np.allclose(table["travel_minutes"], [7.3, 21.3, 20.1, 25.8], atol=0.05)
    assert set(table["quality"]) == {"estimated"}
    assert table["travel_minutes"].dtype == np.float32


def test_points_in_degrees_give_the_same_as_on_the_grid():
    degrees = travel_times(HOMES.to_crs(4326), SITES.to_crs(3857), engine=StraightLine(Atlas()))
    metres = travel_times(HOMES, SITES, engine=StraightLine(Atlas()))
    assert np.allclose(degrees["travel_minutes"], metres["travel_minutes"], atol=0.01)


def test_all_faults_of_both_tables_are_named_at_once():
    nowhere = points((385_000, 255_000)).set_crs(None, allow_override=True)
    twice = points((385_000, 255_000), (385_000, 255_000), ids=["S", "S"])
    with pytest.raises(InputProblems, match="2 problems found") as caught:
        travel_times(nowhere, twice, engine=StraightLine(Atlas()))
    assert "The points have no CRS" in str(caught.value)
    assert "An id stands twice" in str(caught.value)


def test_swapped_degrees_are_named_and_not_answered():
    swapped = points((52.2, -2.2), crs="EPSG:4326")
    with pytest.raises(InputProblems, match=r"outside Great Britain.*swapped"):
        travel_times(swapped, SITES, engine=StraightLine(Atlas()))


def test_a_maximum_leaves_longer_journeys_out():
    table = travel_times(HOMES, SITES, engine=StraightLine(Atlas()), max_minutes=21)
    assert table[["from_id", "to_id"]].to_numpy().tolist() == [["A", "S1"], ["B", "S1"]]


def test_without_a_way_every_pair_still_has_its_row_and_is_missing(grid):
    table = travel_times(points((385_200, 255_200), (300_000, 255_200)), SITES, engine=grid)
    assert table["travel_minutes"].isna().tolist() == [False, True, True, True]
    assert table["quality"].tolist() == ["routed", "no_route", "no_route", "no_route"]


def test_a_point_far_from_the_road_is_marked(grid):
    table = travel_times(points((385_000, 254_200)), SITES.iloc[:1], engine=grid)
    assert table["quality"].tolist() == ["far_from_road"]


def test_the_school_peak_takes_longer_by_car_and_not_on_foot(grid):
    free = travel_times(HOMES.iloc[:1], SITES.iloc[:1], engine=grid)
    peak = travel_times(HOMES.iloc[:1], SITES.iloc[:1], engine=grid, arrive=NINE)
    ratio = peak["travel_minutes"] / free["travel_minutes"]
    assert ratio.tolist() == [pytest.approx(1.2)]
    walks = [
        travel_times(HOMES.iloc[:1], SITES.iloc[:1], Mode.WALK, engine=grid, arrive=when)
        for when in (None, NINE)
    ]
    assert walks[0]["travel_minutes"].tolist() == walks[1]["travel_minutes"].tolist()
    assert "times 1.2 in the school peak" in peak.attrs["engine"]


def test_a_limit_counts_minutes_as_they_are_in_the_peak(grid):
    free = travel_times(HOMES.iloc[:1], SITES.iloc[:1], engine=grid)["travel_minutes"].iloc[0]
    asked = {"engine": grid, "max_minutes": 1.1 * free}
    assert len(travel_times(HOMES.iloc[:1], SITES.iloc[:1], **asked)) == 1
    assert len(travel_times(HOMES.iloc[:1], SITES.iloc[:1], arrive=NINE, **asked)) == 0


def test_only_weekday_mornings_and_afternoons_are_peak():
    assert is_peak(NINE)
    assert not is_peak(datetime(2026, 1, 11, 8, 50))
    assert not is_peak(datetime(2026, 1, 12, 12, 0))


def test_on_foot_the_straight_line_is_lengthened():
    table = travel_times(HOMES, SITES, Mode.WALK, engine=StraightLine(Atlas()))
    assert table["distance_metres"].iloc[0] == pytest.approx(1250)
    assert table["travel_minutes"].iloc[0] == pytest.approx(1250 / 80)


def test_buses_without_a_timetable_are_missing_and_not_guessed():
    table = travel_times(HOMES, SITES, Mode.TRANSIT, engine=StraightLine(Atlas()))
    assert table["travel_minutes"].isna().all()
    assert set(table["quality"]) == {"no_route"}


def test_a_matrix_with_holes_is_filled_and_says_which_rows_it_filled(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("from_id,to_id,minutes\nA,S1,12\nB,S2,33\nZ,S9,1\n")
    own = read_matrix(path, otherwise=StraightLine(Atlas()))
    table = travel_times(HOMES, SITES, engine=own)
    assert table["quality"].tolist() == ["given", "estimated", "estimated", "given"]
    assert np.allclose(table["travel_minutes"], [12.0, 21.3, 20.1, 33.0], atol=0.05)
    assert "for its holes straight line" in table.attrs["engine"]


def test_a_wrong_matrix_is_named_row_by_row(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("from_id,to_id,minutes\nA,S1,12\nA,S1,13\nB,S2,soon\n")
    with pytest.raises(InputProblems, match="2 problems found") as caught:
        read_matrix(path, otherwise=StraightLine(Atlas()))
    assert [(p.line, p.column, p.value) for p in caught.value.problems] == [
        (3, "from_id", ""),
        (4, "minutes", "soon"),
    ]
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputProblems, match="no column from_id, to_id, minutes"):
        read_matrix(path, otherwise=StraightLine(Atlas()))


def test_large_tables_keep_each_id_once():
    many = points(*[(385_000 + n, 255_000) for n in range(500)], ids=[f"H{n}" for n in range(500)])
    table = travel_times(many, SITES, engine=StraightLine(open_atlas(GEO)))
    assert table.memory_usage(deep=True).sum() < 200_000
    assert isinstance(table["from_id"].dtype, pd.CategoricalDtype)


def test_real_roads_of_newport_take_a_river_into_account(newport_roads):
    roads = open_network(
        newport_roads, source="Newport", attribution="© OpenStreetMap contributors"
    )
    east_bank, west_bank = points((332_300, 187_800)), points((330_700, 187_800), ids=["S"])
    table = travel_times(east_bank, west_bank, engine=roads)
    assert 1_700 < table["distance_metres"].iloc[0] < 4_000
    assert 2 < table["travel_minutes"].iloc[0] < 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("from_id,to_id,minutes\nA,B,\n", "no minutes from 0 to 600"),
        ("from_id,to_id,minutes,metres\nA,B,3,far\n", "metres that are no number"),
    ],
)
def test_a_matrix_that_cannot_be_meant_is_refused(tmp_path, text, said):
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems, match=said):
        read_matrix(path, otherwise=StraightLine(Atlas()))


def test_ids_that_begin_with_noughts_are_found_in_a_matrix(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("from_id,to_id,minutes\n007,S1,33\n", encoding="utf-8")
    assert read_matrix(path, otherwise=StraightLine(Atlas())).table["from_id"].tolist() == ["007"]
