"""Tables sent along to a cluster: unpacked once, for however many runs at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planner.jobs.whatif.tasks.parcel import pack, unpacked


def test_runs_at_once_share_one_folder_and_none_loses_it(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    for number in range(50):
        (tables / f"{number}.csv").write_text("a\n" * 2000, encoding="utf-8")
    parcel = pack(tables, None)
    with ThreadPoolExecutor(8) as workers:
        places = list(workers.map(lambda _: unpacked(parcel)[0], range(8)))
    assert len(set(places)) == 1
    assert len(list(places[0].glob("*.csv"))) == 50
