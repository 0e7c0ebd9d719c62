"""What the tests of many runs share: a small made-up authority with a scenario to sweep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.demo.write import new_case

SWEPT = """\
title: More places at Marchfield
base: base.yaml
changes:
  - change: add_places
    commission: BIRCH-MARCHFIELD-E
    places: {values: [1, 3, 2]}
    because: what is tried
  - change: move_places
    commission: BIRCH-MARCHFIELD-P
    to_commission: BIRCH-WILLOWBECK-E
    places: {low: 1, high: 2, step: 1}
    because: what is tried with it
"""


@pytest.fixture(scope="session")
def swept_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of a scenario with six combinations, on an authority of six waiting pupils."""
    folder = tmp_path_factory.mktemp("authority")
    base = new_case(folder, seed=1, pupils=6)
    text = base.read_text(encoding="utf-8").replace("draws: 1000", "draws: 20")
    base.write_text(text, encoding="utf-8", newline="\n")
    path = folder / "swept.yaml"
    path.write_text(SWEPT, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """
    The address of a Dask cluster in this process, without a page.

    It goes with the module: its threads draw from `random`, which Hypothesis forbids while
    it makes up examples for the tests of other rooms.
    """
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=False,
        protocol="tcp",
        # Any free port: two workers of the tests may each have a cluster at once.
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
    ) as cluster:
        yield cluster.scheduler_address.removeprefix("tcp://")
