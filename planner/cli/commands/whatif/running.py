"""Where runs are worked and kept: the options that every command of many runs shares."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.output import check_folder, claim_folder

if TYPE_CHECKING:
    from planner.jobs.whatif.runs.executor import Executor
    from planner.jobs.whatif.runs.keys import Plain
    from planner.jobs.whatif.runs.store import Store

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


def executor_of(
    workers: int, name: str | None, *, share_rows: bool, begin: bool = True
) -> Executor:
    """
    Return where runs are worked.

    Parameters
    ----------
    workers, name, share_rows
        As the user wrote the options of the same names.
    begin
        Whether runs will surely be made, so that the processes for them are begun at once.

    Raises
    ------
    typer.BadParameter
        If the executor's name is not understood, or rows would be shared with nobody.
    """
    from planner.jobs.whatif.runs.cluster import Cluster
    from planner.jobs.whatif.runs.executor import InProcess
    from planner.jobs.whatif.runs.processes import Processes
    from planner.jobs.whatif.tasks.work import NEEDS

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
    if count == 1:
        return InProcess()
    processes = Processes(count, needs=NEEDS)
    if begin:
        processes.make_ready()
    return processes


def default_folder(case: Path, word: str) -> Path:
    """Return the folder for a command's output where the user names none."""
    return Path("out", f"{case.stem}-{word}")


class Kept:
    """Keeps runs in a folder that is claimed with the first: a refusal before leaves nothing."""

    def __init__(self, folder: Path, held: ExitStack) -> None:
        self._folder, self._held = folder, held
        self._opened: Store | None = None
        self.taken = 0
        """Runs that stood in the folder already."""
        self.added = 0

    def get(self, key: str) -> dict[str, Plain] | None:
        """Return a run's record, or None."""
        record = self._store.get(key)
        self.taken += record is not None
        return record

    def add(self, key: str, record: Mapping[str, Plain]) -> None:
        """Keep a run's record."""
        self._store.add(key, record)
        self.added += 1

    @property
    def _store(self) -> Store:
        from planner.jobs.whatif.runs.store import open_store

        if self._opened is None:
            claim_folder(self._folder)
            self._opened = self._held.enter_context(open_store(self._folder))
        return self._opened


@contextmanager
def kept_in(output: Path | None) -> Iterator[Kept | None]:
    """
    Keep runs in the output folder, so that a further question there is quick.

    What ends the work early is followed by a line that says what stands in the folder.
    """
    if output is None:
        yield None
        return
    check_folder(output)
    with ExitStack() as held:
        kept = Kept(output, held)
        try:
            yield kept
        except BaseException:
            if kept.taken + kept.added:
                typer.echo(_cut_off(output, kept), err=True)
            raise


def _cut_off(output: Path, kept: Kept) -> str:
    runs = kept.taken + kept.added
    stand = "1 run stands" if runs == 1 else f"{runs:,} runs stand"
    return (
        f"{stand} whole in {output / 'runs'}, and the tables in {output} are as they were. "
        "The same line goes on from there."
    )


def say_folder(output: Path, files: Mapping[str, str]) -> None:
    """Say what stands in a folder when a command has ended: each file, and what it is for."""
    typer.echo(f"\nIn {output}:")
    width = max(map(len, files))
    for name, purpose in files.items():
        typer.echo(f"  {name.ljust(width)}  {purpose}")
