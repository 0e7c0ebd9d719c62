from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point, ReferralCount
from planner.geography.access.gaps import gap_table, places_for_each_referral, yearly_demand
from planner.geography.access.isochrones import catchments, isochrones, reached_roads
from planner.geography.access.reach import (
    Kind,
    Reach,
    kinds_of,
    limits_of,
    measure_reach,
    nearest_of,
    reach_table,
)
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.engines.network import open_network
from planner.geography.engines.straight import StraightLine
from planner.units import KeyStage

GEO = Path(__file__).parents[3] / "geo"
EAST, NORTH = 385_000, 255_000
DAY = date(2026, 1, 12)


def site(site_id: str, east: int, north: int, provider: str = "A", district: str = "Worcester"):
    return Site(site_id, provider, f"Site {site_id}", Point(east, north), district)


def commission(commission_id: str, site_id: str, places: int = 10, **facts) -> Commission:
    facts = {"place_type": PlaceType.EXCLUSION, "starts": date(2020, 9, 1)} | facts
    return Commission(commission_id, site_id, places=places, **facts)


def dataset(sites, commissions, **tables) -> Dataset:
    return Dataset(
        DAY, SchoolCalendar(()), sites=tuple(sites), commissions=tuple(commissions), **tables
    )


def square_areas(side: int = 400, columns: int = 4, rows: int = 3) -> gpd.GeoDataFrame:
    boxes = [
        (column, row, shapely.box(0, 0, side, side))
        for column in range(columns)
        for row in range(rows)
    ]
    return gpd.GeoDataFrame(
        {
            "area": [f"A{column}{row}" for column, row, _ in boxes],
            "name": [f"Square {column}{row}" for column, row, _ in boxes],
            "district": ["West" if column < 2 else "East" for column, _, _ in boxes],
        },
        geometry=[
            shapely.affinity.translate(box, EAST + side * column, NORTH + side * row)
            for column, row, box in boxes
        ],
        crs=27700,
    )


@pytest.fixture(scope="module")
def grid(grid_file):
    return open_network(grid_file, source="a made-up town", attribution="© nobody")


def given_reach(minutes, commissions, sites=None, **tables) -> Reach:
    places = sites or [site("S1", EAST, NORTH), site("S2", EAST + 900, NORTH, provider="B")]
    areas = square_areas(columns=len(minutes), rows=1)
    matrix = np.array(minutes, dtype=np.float32)
    engine = StraightLine(Atlas())
    return Reach(dataset(places, commissions, **tables), areas, matrix, engine)


def test_only_places_of_the_kind_within_the_limit_are_counted():
    reach = given_reach(
        [[10, 40], [50, 20], [np.nan, 90]],
        [
            commission("C1", "S1", 8, year_groups=frozenset({7, 8, 9})),
            commission("C2", "S2", 5, needs=frozenset({Need.SEMH})),
            commission("C3", "S2", 7, place_type=PlaceType.PREVENTION),
            commission("C4", "S1", 99, ends=date(2025, 8, 31), rolls_over=False),
        ],
    )
    table = reach_table(reach, limits_of(Policy(), minutes=45))
    picked = table.set_index(["key_stage", "need", "place_type", "area"])["places"].sort_index()
    assert picked["KS3", "SEMH", "E"].tolist() == [13, 5, 0]
    assert picked["KS3", "any", "P"].tolist() == [7, 7, 0]
    assert picked["KS4", "any", "E"].tolist() == [5, 5, 0]
    nearest = table.set_index(["key_stage", "need", "place_type", "area"])[
        "nearest_site"
    ].sort_index()
    assert nearest["KS3", "SEMH", "E"].tolist() == ["S1", "S2", "S2"]


def test_where_no_site_takes_a_kind_there_is_none_nearest():
    reach = given_reach([[10, 40]], [commission("C1", "S1", year_groups=frozenset({10, 11}))])
    table = reach_table(reach, limits_of(Policy()), by_need=False)
    assert set(table["key_stage"]) == {"KS4"}
    assert reach.commissions_of(Kind(KeyStage.KS1, None, PlaceType.EXCLUSION)) == ()
    assert nearest_of(np.zeros((2, 0), np.float32))[0].tolist() == [-1, -1]


def test_the_guide_time_is_the_limit_unless_another_is_asked_for():
    assert limits_of(Policy())[KeyStage.KS2] == 45
    assert limits_of(Policy())[KeyStage.KS3] == 75
    assert set(limits_of(Policy(), minutes=30).values()) == {30}


def test_worcestershires_areas_stand_for_all_its_districts():
    here = dataset([site("S1", 385_000, 255_000)], [commission("C1", "S1")])
    reach = measure_reach(here, open_atlas(GEO), StraightLine(open_atlas(GEO)))
    assert len(reach.areas) == 364
    assert reach.areas["district"].nunique() == 6
    table = reach_table(reach, limits_of(Policy(), minutes=20), by_need=False)
    by_district = table[table["key_stage"] == "KS3"].groupby("district")["places"].max()
    assert by_district["Worcester"] == 10
    assert by_district["Redditch"] == 0


def test_the_places_for_each_referral_agree_with_pysals_access():
    library = pytest.importorskip("access")
    draw = np.random.default_rng(3)
    demand, places = draw.integers(0, 9, 30).astype(float), draw.integers(1, 20, 6)
    minutes = draw.uniform(5, 60, (30, 6))
    ours = places_for_each_referral(demand, places, minutes <= 30)
    area, column = np.indices(minutes.shape)
    with pytest.warns(pd.errors.Pandas4Warning):
        theirs = library.Access(
            demand_df=pd.DataFrame({"area": range(30), "demand": demand}),
            demand_index="area",
            demand_value="demand",
            supply_df=pd.DataFrame({"site": range(6), "places": places}),
            supply_index="site",
            supply_value="places",
            cost_df=pd.DataFrame({"o": area.ravel(), "d": column.ravel(), "m": minutes.ravel()}),
            cost_origin="o",
            cost_dest="d",
            cost_name="m",
        ).two_stage_fca(name="r", cost="m", max_cost=30)
    assert np.allclose(ours, theirs["r_places"].fillna(0).to_numpy())


def test_all_places_are_shared_out_among_the_referrals_that_reach_them():
    demand, places = np.array([4.0, 0.0, 6.0]), np.array([5, 7])
    within = np.array([[True, False], [True, True], [True, True]])
    ratio = places_for_each_referral(demand, places, within)
    assert float(demand @ ratio) == pytest.approx(places.sum())


def history(district: str, count: int, month: date = date(2025, 12, 1)) -> ReferralCount:
    return ReferralCount(month, district, KeyStage.KS3, Need.SEMH, Route.PERMANENT_EXCLUSION, count)


def test_gaps_shortage_and_overlap_are_told_apart():
    sites = [
        site("S1", EAST, NORTH),
        site("S2", EAST, NORTH, provider="B"),
        site("S3", EAST, NORTH, provider="C"),
    ]
    years = {"year_groups": frozenset({7, 8, 9})}
    commissions = [
        commission("C1", "S1", 10, **years),
        commission("C2", "S2", 10, **years),
        commission("C3", "S3", 1, **years),
    ]
    minutes = [[10, 10, 90], [10, 10, 90], [90, 90, 90], [90, 90, 10]]
    reach = given_reach(
        minutes, commissions, sites, history=(history("West", 10), history("East", 10))
    )
    table = gap_table(reach, limits_of(Policy(), minutes=45)).set_index("district")
    assert table.loc["West", "finding"].startswith("overlap: several providers")
    assert table.loc["West", "places_for_each_referral"] == 2.0
    assert table.loc["East", "areas_with_a_place_within_reach"] == 1
    assert table.loc["East", "finding"].startswith("short")
    reach = given_reach([[90, 90, 90]] * 4, commissions, sites, history=(history("West", 10),))
    found = gap_table(reach, limits_of(Policy(), minutes=45))["finding"]
    assert all(one.startswith("gap") for one in found)


def test_demand_is_of_the_last_twelve_months_known_or_of_those_who_wait():
    old = history("West", 50, month=date(2020, 1, 1))
    recent = [history("West", 1, month=date(2025, month, 1)) for month in range(1, 13)]
    key = ("west", KeyStage.KS3, PlaceType.EXCLUSION)
    assert yearly_demand(dataset([], [], history=(old, *recent)))[key] == 12
    assert yearly_demand(dataset([], [])) == {}


def street_points(count: int) -> np.ndarray:
    draw = np.random.default_rng(8)
    along, street = draw.uniform(0, 1200, count), 200.0 * draw.integers(0, 7, count)
    across = draw.integers(0, 2, count).astype(bool)
    east, north = np.where(across, along, street), np.where(across, street, along)
    return np.column_stack([EAST + east, NORTH + north])


@pytest.mark.parametrize("limit", [1.0, 2.0])
def test_an_isochrones_roads_are_those_from_which_brute_force_arrives_in_time(
    grid, brute_force, limit
):
    end = (EAST + 530.0, NORTH + 600.0)
    place = gpd.GeoDataFrame({"id": ["S"]}, geometry=[shapely.Point(end)], crs=27700)
    (lines,) = reached_roads(grid.drivers, place, limit_minutes=limit)
    starts = street_points(150)
    minutes = np.array(brute_force(starts, end)) / 60
    near = shapely.distance(shapely.union_all(lines), shapely.points(starts)) < 0.5
    clear = np.abs(minutes - limit) > 0.03  # the town's edge has no crossings, see the roads' test
    assert 20 < near.sum() < 140
    assert np.array_equal(near[clear], minutes[clear] <= limit)


def test_an_isochrone_is_land_beside_the_roads_and_grows_with_its_minutes(grid):
    place = gpd.GeoDataFrame(
        {"id": ["S"]}, geometry=[shapely.Point(EAST + 500, NORTH + 600)], crs=27700
    )
    found = isochrones(place.to_crs(4326), grid, [1, 2])
    assert found["minutes"].tolist() == [2, 1]
    assert found.geometry.iloc[0].buffer(1).contains(found.geometry.iloc[1])
    assert found.geometry.is_valid.all()
    assert found.crs.to_epsg() == 27700
    assert set(found["quality"]) == {"routed"}


def test_by_the_straight_line_an_isochrone_is_a_circle_and_says_so():
    place = gpd.GeoDataFrame({"id": ["S"]}, geometry=[shapely.Point(EAST, NORTH)], crs=27700)
    found = isochrones(place, StraightLine(Atlas()), [21, 1])
    # The curve of English towns takes 21.3 minutes for 10 km, and 5.7 at the very least.
    assert 9_500 < found.geometry.iloc[0].bounds[2] - EAST < 10_000
    assert found.geometry.iloc[1].is_empty
    assert set(found["quality"]) == {"estimated"}


def test_a_catchment_holds_the_areas_that_brute_force_finds_nearest(grid, brute_force):
    sites = [site("S1", EAST + 100, NORTH + 200), site("S2", EAST + 1300, NORTH + 800)]
    commissions = [commission("C1", "S1"), commission("C2", "S2")]
    areas = square_areas()
    centres = areas.geometry.centroid
    starts = [(p.x, p.y) for p in centres]
    here = dataset(sites, commissions)
    atlas = Atlas()
    atlas.__dict__["areas"] = areas
    reach = measure_reach(
        replace(here, history=(history("West", 1), history("East", 1))), atlas, grid
    )
    expected = np.column_stack(
        [brute_force(starts, (one.point.easting, one.point.northing)) for one in sites]
    )
    assert np.abs(reach.minutes - expected * 1.2 / 60).max() < 0.06
    found = catchments(reach).set_index("site_id")
    for place, one in enumerate(sites):
        mine = expected.argmin(axis=1) == place
        assert found.loc[one.site_id, "areas"] == mine.sum()
        assert found.loc[one.site_id, "geometry"].area == pytest.approx(mine.sum() * 400 * 400)


def test_without_areas_there_is_nothing_and_no_error():
    here = dataset([site("S1", EAST, NORTH)], [commission("C1", "S1")])
    reach = measure_reach(here, Atlas(), StraightLine(Atlas()))
    assert reach_table(reach, limits_of(Policy()))["area"].tolist() == []
    assert gap_table(reach, limits_of(Policy())).empty
    assert catchments(reach).empty
    assert len(kinds_of(here)) == 4
