"""Where runs are worked and kept: the options that every command of many runs shares."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.output import claim_folder

if TYPE_CHECKING:
    from planner.jobs.whatif.runs.executor import Executor
    from planner.jobs.whatif.tasks.gather import Keeps

Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        min=0,
        max=256,
        help="Processes on this machine; 0 for one to each core, 1 for this process alone.",
    ),
]

ExecutorName = Annotated[
    str | None,
    typer.Option(
        "--executor",
        metavar="dask://HOST:PORT",
        help="Work the runs on a Dask cluster that is there already, instead of this machine.",
    ),
]

ShareRows = Annotated[
    bool,
    typer.Option(
        "--share-pupil-rows",
        help="Send the tables, pupils' rows included, to the cluster. Without it no row leaves "
        "this machine and the cluster's workers read the case from its own path.",
    ),
]

Years = Annotated[
    int, typer.Option("--years", min=1, max=5, help="School years ahead, from 1 to 5.")
]


def executor_of(workers: int, name: str | None, *, share_rows: bool) -> Executor:
    """
    Return where runs are worked.

    Raises
    ------
    typer.BadParameter
        If the executor's name is not understood, or rows would be shared with nobody.
    """
    from planner.jobs.whatif.runs.cluster import Cluster
    from planner.jobs.whatif.runs.executor import InProcess
    from planner.jobs.whatif.runs.processes import Processes

    if name is not None:
        found = re.fullmatch(r"dask://([^/:\s]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})/?", name)
        if found is None:
            raise typer.BadParameter(
                f"{name!r} is no cluster. Write it like dask://HOST:8786.", param_hint="--executor"
            )
        return Cluster(f"{found[1]}:{found[2]}")
    if share_rows:
        raise typer.BadParameter(
            "Rows can be shared only with a cluster: add --executor dask://HOST:PORT.",
            param_hint="--share-pupil-rows",
        )
    count = workers or os.cpu_count() or 1
    return InProcess() if count == 1 else Processes(count)


def default_folder(case: Path, word: str) -> Path:
    """Return the folder for a command's output where the user names none."""
    return Path("out", f"{case.stem}-{word}")


@contextmanager
def kept_in(output: Path | None) -> Iterator[Keeps | None]:
    """Keep runs in the output folder, so that a further question there is quick."""
    from planner.jobs.whatif.runs.store import open_store

    if output is None:
        yield None
        return
    claim_folder(output)
    with open_store(output) as store:
        yield store
