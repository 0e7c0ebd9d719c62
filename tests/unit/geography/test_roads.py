import geopandas as gpd
import numpy as np
import pytest

from planner.errors import InputProblems
from planner.geography.roads.core import Links, core_of
from planner.geography.roads.cost import minutes_and_metres, pack
from planner.geography.roads.graph import mode_graph
from planner.geography.roads.network import load_network
from planner.geography.roads.read import read_network
from planner.geography.roads.speeds import use_of

INNER = 1, 7  # streets far enough inside that every junction is a crossing
SPACING = 200.0


def points_on_streets(count: int, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    along = draw.uniform(200, 1000, count).round(1)
    street = 200.0 * draw.integers(1, 6, count)
    across = draw.integers(0, 2, count).astype(bool)
    east = np.where(across, along, street)
    north = np.where(across, street, along)
    return np.column_stack([385_000 + east, 255_000 + north])


@pytest.fixture(scope="module")
def network(grid_file):
    return read_network(grid_file)


def test_minutes_by_car_agree_with_a_search_without_haste(network, brute_force):
    graph = mode_graph(network, walk=False)
    homes, sites = points_on_streets(60, seed=1), points_on_streets(5, seed=2)
    minutes, _ = minutes_and_metres(graph.cost_to(graph.snap(homes), graph.snap(sites)))
    for column, site in enumerate(sites):
        expected = np.array(brute_force(homes, site)) / 60
        # The town's edge has crossings of two streets, where nothing is lost.
        assert np.abs(minutes[:, column] - expected).max() < 0.05


def test_metres_on_foot_agree_with_a_search_without_haste(network, brute_force):
    graph = mode_graph(network, walk=True)
    homes, sites = points_on_streets(60, seed=3), points_on_streets(5, seed=4)
    minutes, metres = minutes_and_metres(graph.cost_to(graph.snap(homes), graph.snap(sites)))
    for column, site in enumerate(sites):
        expected = np.array(brute_force(homes, site, walk=True))
        assert np.abs(metres[:, column] - expected).max() < 1.0
        assert np.abs(minutes[:, column] - expected / 80).max() < 0.02


def test_a_home_on_its_sites_own_street_does_not_go_round_the_block(network):
    graph = mode_graph(network, walk=True)
    home, site = np.array([[385_250.0, 255_200.0]]), np.array([[385_290.0, 255_200.0]])
    _, metres = minutes_and_metres(graph.cost_to(graph.snap(home), graph.snap(site)))
    assert metres[0, 0] == pytest.approx(40.0, abs=0.2)


def test_the_walk_to_the_road_is_counted_and_a_point_far_from_every_road_has_no_journey(network):
    graph = mode_graph(network, walk=True)
    homes = np.array([[385_300.0, 255_260.0], [385_300.0, 251_000.0]])
    site = np.array([[385_300.0, 255_200.0]])
    cost = graph.cost_to(graph.snap(homes), graph.snap(site))
    minutes, metres = minutes_and_metres(cost)
    assert metres[0, 0] == pytest.approx(60.0, abs=0.2)
    assert minutes[0, 0] == pytest.approx(60 / 80, abs=0.01)
    assert np.isnan(minutes[1, 0])


def test_a_limit_leaves_shorter_journeys_as_they_are_and_drops_the_longer(network):
    graph = mode_graph(network, walk=False)
    homes, sites = graph.snap(points_on_streets(80, 5)), graph.snap(points_on_streets(4, 6))
    free, _ = minutes_and_metres(graph.cost_to(homes, sites))
    limited, _ = minutes_and_metres(graph.cost_to(homes, sites, limit_minutes=1.0))
    assert np.array_equal(np.isnan(limited), free > 1.0)
    assert np.array_equal(limited[~np.isnan(limited)], free[free <= 1.0])


def test_several_processes_give_the_same_as_one(network, monkeypatch):
    monkeypatch.setattr("planner.geography.roads.graph._PROCESS_WORK", 1)
    monkeypatch.setattr("planner.geography.roads.graph._BATCH", 2)
    graph = mode_graph(network, walk=False)
    homes, sites = graph.snap(points_on_streets(30, 7)), graph.snap(points_on_streets(5, 8))
    alone = graph.cost_to(homes, sites)
    assert np.array_equal(graph.cost_to(homes, sites, workers=2), alone)


def test_time_and_distance_come_back_exactly_from_one_number():
    ms, dm = np.array([0.0, 1.0, 7_200_000.0]), np.array([3.0, 0.0, 2_000_000.0])
    minutes, metres = minutes_and_metres(pack(ms, dm))
    assert np.array_equal(minutes, (ms / 60_000).astype(np.float32))
    assert np.array_equal(metres, (dm / 10).astype(np.float32))


def test_an_island_of_the_extract_is_left_out(grid_roads, tmp_path):
    island = grid_roads.iloc[[0]].translate(5_000, 0)
    both = gpd.GeoDataFrame(
        {"highway": ["residential"] * (len(grid_roads) + 1)},
        geometry=[*grid_roads.geometry, *island],
        crs=27700,
    )
    both.to_file(tmp_path / "both.gpkg")
    graph = mode_graph(read_network(tmp_path / "both.gpkg"), walk=False)
    assert graph.node_count == 9 * 7


def test_the_cache_gives_the_same_network_and_is_made_anew_when_the_file_changes(
    grid_roads, tmp_path
):
    path, cache = tmp_path / "town.gpkg", tmp_path / "cache"
    grid_roads.to_file(path)
    first = read_network(path, cache=cache)
    kept = read_network(path, cache=cache)
    assert np.array_equal(first.drive_ms, kept.drive_ms)
    grid_roads.iloc[:20].to_file(path)
    assert len(read_network(path, cache=cache).from_node) == 20
    (cache / "town.gpkg.roads.npz").write_bytes(b"half written")
    assert len(read_network(path, cache=cache).from_node) == 20
    assert load_network(cache / "town.gpkg.roads.npz", made_from="another") is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.osm.pbf", b"", "not a whole OpenStreetMap extract"),
        ("damaged.osm.pbf", b"\x00\x00\x00\x0dnot a map at all", "not a whole OpenStreetMap"),
        ("none.osm", b"<?xml version='1.0'?><osm version='0.6'></osm>", "no road on which"),
        ("table.gpkg", b"nothing", "cannot be read as a table of roads"),
    ],
)
def test_a_file_without_roads_is_a_problem_and_not_a_traceback(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputProblems, match=said):
        read_network(path)


def test_an_extract_cut_short_and_a_missing_file_are_problems(newport_roads, tmp_path):
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(newport_roads.read_bytes()[:1_000_000])
    with pytest.raises(InputProblems, match="Download it again"):
        read_network(cut)
    with pytest.raises(InputProblems, match="no such file"):
        read_network(tmp_path / "absent.osm.pbf")


def test_a_road_table_without_a_crs_is_a_problem(grid_roads, tmp_path):
    path = tmp_path / "town.shp"
    grid_roads.to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputProblems, match="does not name its CRS"):
        read_network(path)


@pytest.mark.parametrize(
    ("tags", "drive", "forward", "backward", "walk"),
    [
        ({"highway": "residential"}, True, True, True, True),
        ({"highway": "residential", "oneway": "-1"}, True, False, True, True),
        ({"highway": "motorway"}, True, True, False, False),
        ({"highway": "primary", "junction": "roundabout"}, True, True, False, True),
        ({"highway": "service", "access": "private", "foot": "yes"}, False, True, True, True),
        ({"highway": "service", "access": "no", "motorcar": "yes"}, True, True, True, False),
        ({"highway": "footway"}, False, True, True, True),
        ({"highway": "residential", "foot": "no"}, True, True, True, False),
    ],
)  # fmt: skip
def test_tags_say_who_may_use_a_road(tags, drive, forward, backward, walk):
    use = use_of(tags)
    assert use is not None
    assert (use.drive_kmh > 0, use.walk) == (drive, walk)
    assert (use.forward, use.backward) == (forward, backward)


def test_a_road_that_nobody_may_use_is_none():
    assert use_of({"highway": "construction"}) is None
    assert use_of({"highway": "service", "access": "private"}) is None
    assert use_of({"highway": "track", "foot": "no"}) is None


def test_skipping_dead_ends_and_bends_changes_no_cost():
    draw = np.random.default_rng(6)
    for _ in range(20):
        nodes, edges = int(draw.integers(2, 40)), int(draw.integers(1, 60))
        links = Links(
            low=draw.integers(0, nodes, edges),
            high=draw.integers(0, nodes, edges),
            up=np.where(draw.random(edges) < 0.8, draw.integers(1, 50, edges), np.inf),
            down=np.where(draw.random(edges) < 0.8, draw.integers(1, 50, edges), np.inf),
        )
        ends = np.full((nodes, 3), np.inf)
        ends[draw.integers(0, nodes, 3), range(3)] = draw.integers(0, 20, 3)
        expected = ends.copy()
        for _ in range(nodes):
            np.minimum.at(expected, links.low, links.up[:, None] + expected[links.high])
            np.minimum.at(expected, links.high, links.down[:, None] + expected[links.low])
        assert np.array_equal(core_of(links, nodes).costs_to(ends), expected)
