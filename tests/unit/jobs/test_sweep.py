"""A sweep: the same table however it was stopped, wherever it ran, in whatever order it ended."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.errors import ScenarioProblems
from planner.jobs.whatif.runs.cluster import Cluster
from planner.jobs.whatif.runs.executor import Executor, InProcess
from planner.jobs.whatif.runs.store import open_store
from planner.jobs.whatif.sweeping.sweep import sweep_case
from planner.jobs.whatif.tasks.question import open_question
from planner.reports.searches.sweep import write_sweep
from planner.results.searches.sweep import Sweep

ROOT = Path(__file__).resolve().parents[3]


class Backwards:
    """Works tasks in the opposite order."""

    says = "backwards"

    def run_many(
        self, work: Callable[[Any], Any], tasks: Iterable[tuple[str, Any]]
    ) -> Iterator[tuple[str, Any]]:
        return InProcess().run_many(work, reversed(list(tasks)))


class Idle:
    """Must not be given any task."""

    says = "nowhere"

    def run_many(
        self, _work: Callable[[Any], Any], tasks: Iterable[tuple[str, Any]]
    ) -> Iterator[tuple[str, Any]]:
        raise AssertionError(f"{len(list(tasks))} runs were to be made again")


def swept(case: Path, folder: Path, executor: Executor | None = None, **options: Any) -> Sweep:
    with open_store(folder) as store:
        return sweep_case(case, store=store, executor=executor or InProcess(), years=1, **options)


def files(found: Sweep, folder: Path) -> dict[str, bytes]:
    """The bytes of every table that a sweep writes."""
    folder.mkdir(exist_ok=True)
    write_sweep(found, folder)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.*")) if path.is_file()}


@pytest.fixture(scope="session")
def whole(swept_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole sweep, made in one go and in this process."""
    return_folder = tmp_path_factory.mktemp("whole")
    write_sweep(swept(swept_case, return_folder), return_folder)
    return return_folder


def tables(folder: Path) -> dict[str, bytes]:
    names = ("sweep.csv", "sweep.json", "sweep.parquet", "tornado.csv")
    return {name: (folder / name).read_bytes() for name in names}


def test_the_table_has_every_combination_with_every_figure(whole: Path) -> None:
    table = pd.read_csv(whole / "sweep.csv", encoding="utf-8-sig")
    combinations = table.drop_duplicates("run")[
        ["places@BIRCH-MARCHFIELD-E", "places@BIRCH-MARCHFIELD-P"]
    ]
    assert combinations.to_numpy().tolist() == [[1, 1], [1, 2], [3, 1], [3, 2], [2, 1], [2, 2]]
    assert set(table.groupby("run").size()) == {len(table) // 6}
    assert {"coming_years", "waiting_now", "agreed_money"} == set(table["topic"])
    years = table[table["topic"] == "coming_years"].dropna(subset=["p10", "median", "p90"])
    assert len(years) > 20
    assert (years["p10"] <= years["median"]).all()
    assert (years["median"] <= years["p90"]).all()


def test_in_the_table_more_places_never_make_more_pupils_late(whole: Path) -> None:
    table = pd.read_csv(whole / "sweep.csv", encoding="utf-8-sig")
    late = table[(table["figure"] == "late_pupils") & (table["topic"] == "coming_years")]
    mean = late.groupby("places@BIRCH-MARCHFIELD-E")["mean"].sum()
    assert mean[1] >= mean[2] >= mean[3]
    assert mean[1] > mean[3]


def test_no_pupil_stands_in_a_task_or_in_what_is_kept(swept_case: Path, whole: Path) -> None:
    question = open_question(swept_case, years=1)
    tables = question.tables
    pupils = [*(r.pupil_id for r in tables.referrals), *(p.pupil_id for p in tables.placements)]
    assert len(pupils) > 10
    sent = pickle.dumps(question.task({}))
    kept = [path.read_text(encoding="ascii") for path in whole.glob("runs/*.json")]
    assert len(kept) == 6
    for pupil in pupils:
        assert pupil.encode() not in sent
        assert not any(pupil in text for text in kept)


def test_a_finished_sweep_makes_no_run_again(whole: Path, swept_case: Path, tmp_path: Path) -> None:
    again = files(swept(swept_case, whole, Idle()), tmp_path / "again")
    assert again == tables(whole)


def test_the_order_in_which_runs_end_changes_nothing(
    whole: Path, swept_case: Path, tmp_path: Path
) -> None:
    assert files(swept(swept_case, tmp_path, Backwards()), tmp_path / "t") == tables(whole)


@pytest.mark.parametrize("share_rows", [False, True])
def test_a_cluster_writes_the_same_bytes(
    whole: Path, swept_case: Path, tmp_path: Path, scheduler: str, share_rows: bool
) -> None:
    found = swept(swept_case, tmp_path, Cluster(scheduler), share_rows=share_rows)
    assert files(found, tmp_path / "t") == tables(whole)


def test_one_run_that_cannot_be_is_named_and_loses_no_other(
    swept_case: Path, tmp_path: Path
) -> None:
    text = swept_case.read_text(encoding="utf-8").replace("[1, 3, 2]", "[1, 2]")
    bad = swept_case.with_name("bad.yaml")
    bad.write_text(text.replace("{low: 1, high: 2, step: 1}", "{values: [1, 99]}"))
    found = swept(bad, tmp_path)
    assert [bool(run.failed) for run in found.runs] == [False, True, False, True]
    assert "BIRCH-MARCHFIELD-P has only 5 places" in found.runs[1].failed
    assert found.runs[0].figures
    assert any(
        each.startswith("The tornado leaves out places@BIRCH-MARCHFIELD-P: at 99 ")
        for each in found.unanswered
    )
    assert {bar.axis for bar in found.bars} == {"places@BIRCH-MARCHFIELD-E"}
    write_sweep(found, tmp_path)
    table = pd.read_csv(tmp_path / "sweep.csv", encoding="utf-8-sig")
    assert table["failed"].dropna().str.contains("has only 5 places").sum() == 2


def test_a_scenario_that_leaves_nothing_open_is_refused(swept_case: Path, tmp_path: Path) -> None:
    with pytest.raises(ScenarioProblems, match=r"nothing in its changes is left open.*values: \["):
        swept(swept_case.with_name("base.yaml"), tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_a_sweep_killed_on_one_process_and_on_two_and_resumed_writes_the_unbroken_table(
    whole: Path, swept_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "killed"
    line = [sys.executable, "-m", "planner", "sweep", swept_case, "-o", target, "--years", "1"]
    # What is compiled is kept for the processes that follow: starting them is most of the time.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for workers, least in ((1, 1), (2, 3)):
        broken = subprocess.Popen(
            [*map(str, line), "--workers", str(workers), "-q"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while broken.poll() is None and len(list(target.glob("runs/*.json"))) < least:
            time.sleep(0.01)
        broken.send_signal(signal.SIGKILL)
        assert broken.wait() == -signal.SIGKILL
        assert not (target / "sweep.csv").exists()
    kept = {path: path.stat().st_mtime_ns for path in target.glob("runs/*.json")}
    assert len(kept) >= 3
    assert files(swept(swept_case, target), tmp_path / "t") == tables(whole)
    assert all(path.stat().st_mtime_ns == written for path, written in kept.items())
