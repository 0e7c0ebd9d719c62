"""Runs on several processes of this machine, by the standard library."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from planner.errors import fault_place
from planner.jobs.whatif.runs.executor import Failed, attempt

T = TypeVar("T")
R = TypeVar("R")

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""Each process works on one core, so that neither numbers nor times depend on their number."""

_AHEAD = 2
"""Tasks handed out for each process, so that none waits for its next."""


class Processes:
    """Works tasks on some processes, each begun afresh and each on one core."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    @property
    def says(self) -> str:
        """Where the work is done, in a few words."""
        return f"on {self.workers} process{'es' if self.workers > 1 else ''} of this machine"

    def run_many(
        self, work: Callable[[T], R], tasks: Iterable[tuple[str, T]]
    ) -> Iterator[tuple[str, R | Failed]]:
        """
        Yield the key and the result of every task, in the order in which they end.

        If a process dies, such as for want of memory, those that were under way are
        worked again one by one, so that only the culprit is lost.
        """
        waiting = deque(tasks)
        while waiting:
            suspects: deque[tuple[str, T]] = deque()
            ahead = _AHEAD * self.workers
            yield from _until_broken(work, waiting, suspects, workers=self.workers, ahead=ahead)
            while suspects:
                culprits: deque[tuple[str, T]] = deque()
                yield from _until_broken(work, suspects, culprits, workers=1, ahead=1)
                for key, _ in culprits:
                    yield key, Failed("The process died: it may have run out of memory.")


def _until_broken(
    work: Callable[[T], R],
    waiting: deque[tuple[str, T]],
    lost: deque[tuple[str, T]],
    *,
    workers: int,
    ahead: int,
) -> Iterator[tuple[str, R | Failed]]:
    """Yield results until nothing waits or a process dies; ``lost`` then holds those under way."""
    under_way: dict[Future[R | Failed], tuple[str, T]] = {}
    with _pool(workers) as pool:
        while (waiting or under_way) and not lost:
            _hand_out(pool, work, waiting, under_way, lost, most=ahead)
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                key, task = under_way.pop(future)
                try:
                    yield key, future.result()
                except BrokenProcessPool:
                    lost.append((key, task))
                except Exception as fault:  # noqa: BLE001 - such as a result that cannot be sent
                    yield key, Failed(f"A fault in the planner: {fault_place(fault)}.")
        lost.extend(under_way.values())


def _hand_out(
    pool: ProcessPoolExecutor,
    work: Callable[[T], R],
    waiting: deque[tuple[str, T]],
    under_way: dict[Future[R | Failed], tuple[str, T]],
    lost: deque[tuple[str, T]],
    *,
    most: int,
) -> None:
    while waiting and len(under_way) < most:
        key, task = waiting.popleft()
        try:
            under_way[pool.submit(attempt, work, task)] = (key, task)
        except BrokenProcessPool:
            lost.append((key, task))
            return


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    # Forking a process that has threads may hang it, and Windows cannot; so each starts afresh.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin() -> None:
    """Make a fresh process end with its parent, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
