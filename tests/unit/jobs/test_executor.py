"""Many runs: the same results wherever they are worked, and one that fails loses no other."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from planner.errors import NoAnswer
from planner.jobs.whatif.runs.cluster import Cluster
from planner.jobs.whatif.runs.executor import Executor, Failed, InProcess
from planner.jobs.whatif.runs.processes import Processes
from planner.jobs.whatif.tasks.work import NEEDS
from planner.scenario.load import load_scenario

ROOTS = [(f"run-{number}", float(number)) for number in (9, 4, 1, 25, 16)]


@pytest.fixture(params=["in this process", "on two processes", "on a cluster"])
def executor(request: pytest.FixtureRequest) -> Executor:
    if request.param == "on a cluster":
        return Cluster(request.getfixturevalue("scheduler"))
    return InProcess() if request.param == "in this process" else Processes(2)


def test_every_executor_gives_each_result_under_its_key_and_names_the_one_that_fails(
    executor: Executor,
) -> None:
    found = dict(executor.run_many(math.sqrt, [("bad", -1.0), *ROOTS]))
    bad = found.pop("bad")
    assert found == {"run-9": 3, "run-4": 2, "run-1": 1, "run-25": 5, "run-16": 4}
    assert isinstance(bad, Failed)
    assert bad.says.startswith("A fault in the planner: ValueError at executor.py")
    assert "math domain" not in bad.says  # an unknown error's text may hold a pupil's values


def test_a_users_mistake_in_one_run_is_told_in_full(tmp_path: Path) -> None:
    tasks = [("missing", tmp_path / "nowhere.yaml")]
    [(_, found)] = InProcess().run_many(load_scenario, tasks)
    assert isinstance(found, Failed)
    assert "this file does not exist" in found.says


@pytest.mark.skipif(os.name != "posix", reason="processes die of signals on POSIX only")
def test_a_process_that_dies_loses_only_the_run_that_killed_it() -> None:
    tasks = [("first", 0), ("killer", int(signal.SIGKILL)), ("after", 0), ("last", 0)]
    found = dict(Processes(2).run_many(signal.raise_signal, tasks))
    assert found.pop("killer") == Failed("The process died: it may have run out of memory.")
    assert found == {"first": None, "after": None, "last": None}


def _threads_beside(_: int) -> tuple[int, bool]:
    """The threads of the process that this one is a copy of, and whether it was loaded."""
    return len(
        [*Path(f"/proc/{os.getppid()}/task").iterdir()]
    ), "planner.sizing.outlook" in sys.modules


@pytest.mark.skipif(sys.platform != "linux", reason="workers are copies on Linux only")
def test_workers_that_are_copies_come_from_a_loaded_process_without_threads() -> None:
    """A fork copies one thread: a lock that another holds would never be free in the copy."""
    processes = Processes(2, needs=NEEDS)
    processes.make_ready()
    found = dict(processes.run_many(_threads_beside, [(f"run-{each}", each) for each in range(4)]))
    assert set(found.values()) == {(1, True)}


def test_a_scheduler_that_is_not_there_is_named() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(NoAnswer, match=r"No Dask scheduler answers at 127.0.0.1:1\."):
        dict(Cluster("127.0.0.1:1").run_many(math.sqrt, ROOTS))


@pytest.mark.skipif(os.name != "posix", reason="looks at processes as POSIX does")
def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "sleepers.py"
    program.write_text(
        textwrap.dedent("""\
            import time
            from planner.jobs.whatif.runs.processes import Processes

            if __name__ == "__main__":
                tasks = [("quick", 0), *((f"long-{n}", 600) for n in range(3))]
                for key, _ in Processes(2).run_many(time.sleep, tasks):
                    print(key, flush=True)
        """),
        encoding="utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "quick\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(200):
        if not _group_lives(parent.pid):
            return
        time.sleep(0.1)
    os.killpg(parent.pid, signal.SIGKILL)
    pytest.fail("processes outlived the parent that was killed")


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
