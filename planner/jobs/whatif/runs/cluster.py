"""Runs on a Dask cluster that somebody else keeps: the same tasks, the same results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from planner import __version__
from planner.errors import MissingExtra, NoAnswer
from planner.jobs.whatif.runs.executor import Failed, attempt
from planner.jobs.whatif.runs.keys import code_fingerprint

T = TypeVar("T")
R = TypeVar("R")

_WAIT_SECONDS = 5


class Cluster:
    """Works tasks on the workers of a Dask scheduler; none is started and no page is served."""

    def __init__(self, address: str) -> None:
        """
        Name a scheduler.

        Parameters
        ----------
        address
            Its host and port, such as ``hub.example:8786``.
        """
        self.address = address

    @property
    def says(self) -> str:
        """Where the work is done, in a few words."""
        return f"on the cluster at {self.address}"

    def run_many(
        self, work: Callable[[T], R], tasks: Iterable[tuple[str, T]]
    ) -> Iterator[tuple[str, R | Failed]]:
        """
        Yield the key and the result of every task, in the order in which they end.

        Raises
        ------
        MissingExtra
            If Dask is not installed here.
        NoAnswer
            If no scheduler answers, it has no workers, or they have another planner.
        """
        distributed = _distributed()
        with _client(distributed, self.address) as client:
            _refuse_others(client, self.address)
            keys = {
                client.submit(attempt, work, task, key=f"planner-{key}", pure=False): key
                for key, task in tasks
            }
            for future in distributed.as_completed(keys, loop=client.loop):
                key = keys.pop(future)
                if future.status == "finished":
                    yield key, future.result()
                else:
                    yield key, Failed("The cluster lost this run: a worker may have died.")
                future.release()


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise MissingExtra(
            "A cluster needs Dask. Install it with: "
            "pip install 'ap-sufficiency-planner[distributed]'"
        ) from error
    return distributed


def _client(distributed: Any, address: str) -> Any:
    try:
        return distributed.Client(f"tcp://{address}", timeout=_WAIT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoAnswer(
            f"No Dask scheduler answers at {address}. Check the host and the port."
        ) from error


def _refuse_others(client: Any, address: str) -> None:
    """Refuse workers that are missing or would reckon with another planner than this one."""
    answers: dict[str, object] = client.run(_identity, on_error="return")
    if not answers:
        raise NoAnswer(f"The scheduler at {address} has no workers. Start some, then try again.")
    others = sorted(worker for worker, found in answers.items() if found != _identity())
    if others:
        raise NoAnswer(
            f"{len(others)} of {len(answers)} workers at {address} do not have this planner "
            f"({__version__}, the same source). Install it there, such as on {others[0]}."
        )


def _identity() -> tuple[str, str]:
    return __version__, code_fingerprint()
