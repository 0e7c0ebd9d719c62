"""Runs on several processes of this machine, by the standard library."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from multiprocessing.context import BaseContext
from typing import TypeVar

from planner.errors import fault_place
from planner.jobs.whatif.runs.executor import Failed, attempt

T = TypeVar("T")
R = TypeVar("R")

_ONE_THREAD = {
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
    ),
    # Arrow's allocator has a thread of its own otherwise, which a fork would not copy.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""Each process works on one core, so that neither numbers nor times depend on their number."""

_AHEAD = 2
"""Tasks handed out for each process, so that none waits for its next."""


class Processes:
    """
    Works tasks on some processes, each on one core.

    Forking this process may hang, for it has threads. So each worker starts afresh, or, on
    Linux and where it is said what they need, as a copy of a process that has loaded that
    and has no thread besides its own.
    """

    def __init__(self, workers: int, *, needs: Sequence[str] = ()) -> None:
        self.workers = workers
        self._needs = [*needs] if sys.platform == "linux" else []

    def make_ready(self) -> None:
        """Begin to load what the workers need, while this process still reads."""
        if self._needs:
            from multiprocessing import forkserver  # not there on every system

            self._context()
            with _one_core_each():
                forkserver.ensure_running()

    def _context(self) -> BaseContext:
        if not self._needs:
            return multiprocessing.get_context("spawn")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(self._needs)
        return context

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
        waiting, context = deque(tasks), self._context()
        while waiting:
            suspects: deque[tuple[str, T]] = deque()
            ahead = _AHEAD * self.workers
            pool = _pool(self.workers, context)
            yield from _until_broken(pool, work, waiting, suspects, ahead=ahead)
            while suspects:
                culprits: deque[tuple[str, T]] = deque()
                pool = _pool(1, context)
                yield from _until_broken(pool, work, suspects, culprits, ahead=1)
                for key, _ in culprits:
                    yield key, Failed("The process died: it may have run out of memory.")


def _until_broken(
    begun: AbstractContextManager[ProcessPoolExecutor],
    work: Callable[[T], R],
    waiting: deque[tuple[str, T]],
    lost: deque[tuple[str, T]],
    *,
    ahead: int,
) -> Iterator[tuple[str, R | Failed]]:
    """Yield results until nothing waits or a process dies; ``lost`` then holds those under way."""
    under_way: dict[Future[R | Failed], tuple[str, T]] = {}
    with begun as pool:
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
def _pool(workers: int, context: BaseContext) -> Iterator[ProcessPoolExecutor]:
    with _one_core_each():
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_core_each() -> Iterator[None]:
    """Have processes that are begun now use one core each, and no thread besides their own."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
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
