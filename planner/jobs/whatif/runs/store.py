"""
Results of runs in a folder, one file a run: whole, or not there at all.

A power cut or a kill at any moment loses only what was under way.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from planner.errors import OutputRefused
from planner.jobs.whatif.runs.keys import Plain, canonical

_FOLDER = "runs"
_LOCK = "runs.lock"
_PART = ".part"


class Store:
    """The results kept in one folder; only one program at a time may hold it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> dict[str, Plain] | None:
        """Return a run's result, or None where it is not there or was cut off in writing."""
        try:
            kept = json.loads(self._path(key).read_text(encoding="ascii"))
            record: dict[str, Plain] = kept["record"]
            return record if kept["sha256"] == _seal(key, record) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def add(self, key: str, record: Mapping[str, Plain]) -> None:
        """Keep a run's result for good before returning."""
        text = json.dumps(
            {"sha256": _seal(key, record), "key": key, "record": record}, allow_nan=False
        )
        path = self._path(key)
        part = path.with_suffix(_PART)
        with part.open("w", encoding="ascii", newline="\n") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _settle(path.parent)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """
    Give the results kept in a folder, for this program alone.

    Parameters
    ----------
    folder
        Where a sweep writes; made if it is not there.

    Raises
    ------
    OutputRefused
        If another program holds the folder, or nothing can be written there.
    """
    runs = folder / _FOLDER
    try:
        runs.mkdir(parents=True, exist_ok=True)
        for left in runs.glob(f"*{_PART}"):
            left.unlink()
    except OSError as error:
        raise OutputRefused(
            f"Nothing can be written in {folder}: {error.strerror}. Name another folder."
        ) from error
    with _held(folder):
        yield Store(runs)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a folder until the end, or the program's death: the system then lets it go."""
    # SQLite's lock on a file works alike on every system; nothing is ever written into it.
    with closing(sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise OutputRefused(
                f"Another program is at work in {folder}. Wait until it has ended, "
                "or name another folder."
            ) from error
        yield


def _seal(key: str, record: Mapping[str, Plain]) -> str:
    return hashlib.sha256(f"{key} {canonical(record)}".encode("ascii")).hexdigest()


def _settle(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut, where the system has a way to ask."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
