import heapq
import itertools
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

NEWPORT = Path(__file__).parents[3] / "../shared/data/geo"
EAST, NORTH, SPACING = 385_000.0, 255_000.0, 200.0
COLUMNS, ROWS = 9, 7


@pytest.fixture(scope="session")
def newport_roads() -> Path:
    """A real road file, where this machine has it."""
    path = NEWPORT / "newport-2023-06-13.osm.pbf"
    if not path.is_file():
        pytest.skip("the Newport extract is not on this machine")
    return path


@pytest.fixture(scope="session")
def newport_timetable() -> Path:
    path = NEWPORT / "newport-20230613_gtfs.zip"
    if not path.is_file():
        pytest.skip("the Newport timetable is not on this machine")
    return path


@pytest.fixture(scope="session")
def grid_roads() -> gpd.GeoDataFrame:
    """A town of straight streets, some of them one way, each block with its own limit."""
    draw = np.random.default_rng(4)
    roads = []
    for column in range(COLUMNS):
        for row in range(ROWS):
            here = (EAST + SPACING * column, NORTH + SPACING * row)
            for step_east, step_north in ((1, 0), (0, 1)):
                there = (here[0] + SPACING * step_east, here[1] + SPACING * step_north)
                if column + step_east < COLUMNS and row + step_north < ROWS:
                    roads.append(
                        {
                            "highway": "residential",
                            "maxspeed": f"{draw.choice([20, 30, 40])} mph",
                            "oneway": draw.choice(["no", "no", "no", "yes"]),
                            "geometry": shapely.LineString([here, there]),
                        }
                    )
    return gpd.GeoDataFrame(roads, crs=27700)


@pytest.fixture(scope="session")
def grid_file(grid_roads, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("roads") / "grid.gpkg"
    grid_roads.to_file(path, layer="roads")
    return path


@pytest.fixture(scope="session")
def brute_force(grid_roads) -> Callable[..., list[float]]:
    """Seconds by car (or metres on foot) from every start to one end, searched without haste."""

    def search(starts, end, *, walk=False) -> list[float]:
        graph: dict[tuple[float, float], list[tuple[tuple[float, float], float]]] = {}
        points = [tuple(map(float, point)) for point in [*starts, end]]
        for road in grid_roads.itertuples():
            first, last = road.geometry.coords
            on_it = {p for p in points if road.geometry.distance(shapely.Point(p)) < 1e-6}
            stops = sorted({first, last} | on_it)
            metres_per_second = int(road.maxspeed.split()[0]) * 1.609344 * 0.8 / 3.6
            for one, other in itertools.pairwise(stops):
                metres = shapely.Point(one).distance(shapely.Point(other))
                crossing = 0.5 * metres / SPACING  # half a second at every crossing reached
                cost = metres if walk else metres / metres_per_second + crossing
                graph.setdefault(one, []).append((other, cost))
                if walk or road.oneway == "no":
                    graph.setdefault(other, []).append((one, cost))
        return [_cheapest(graph, start, points[-1]) for start in points[:-1]]

    return search


def _cheapest(graph, start, end) -> float:
    queue, seen = [(0.0, start)], set()
    while queue:
        cost, here = heapq.heappop(queue)
        if here == end:
            return cost
        if here not in seen:
            seen.add(here)
            for there, step in graph.get(here, ()):
                heapq.heappush(queue, (cost + step, there))
    return float("inf")
