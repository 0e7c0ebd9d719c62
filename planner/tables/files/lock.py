"""One writer at a time: a lock that the system lets go when its holder ends, however it ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from planner.errors import OutputRefused

_WAIT_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@contextmanager
def one_writer(path: Path, *, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    """
    Hold the lock of a file while writing it.

    Parameters
    ----------
    path
        The file to be written; the lock is a file beside it that stays there.
    wait_seconds
        How long to wait for another writer. [seconds]

    Raises
    ------
    OutputRefused
        If nothing may be written there, or another program writes for too long.
    """
    beside = path.with_name(f".{path.name}.lock")
    try:
        held = beside.open("a+b")
    except OSError as error:
        raise OutputRefused(
            f"Nothing can be written beside {path.name} ({error.strerror}). "
            "Ask for the right to write in its folder."
        ) from error
    with held:
        until = time.monotonic() + wait_seconds
        while not _taken(held):
            if time.monotonic() > until:
                raise OutputRefused(
                    f"{path.name} is being written by another program. Nothing was written; "
                    "try again."
                )
            time.sleep(_PAUSE_SECONDS)
        yield


def _taken(held: IO[bytes]) -> bool:
    """Take the lock if it is free; closing the file gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            held.seek(0)
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
