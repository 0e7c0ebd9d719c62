"""Output folders that are whole or not there: written beside the target, moved at the end."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import OutputRefused

MARK = ".planner-output"
"""File that shows a folder to be an output of the planner."""

_MARK_TEXT = """\
AP Planner wrote this folder. When it writes here again it replaces its files of the same name
and leaves all others alone.
"""


@contextmanager
def whole_folder(target: Path, *, may_replace: bool = True) -> Iterator[Path]:
    """
    Give a fresh folder to write into; at the end it becomes the target.

    If anything goes wrong before the end, the target is as it was. In a folder
    of an earlier run the files of the same name are replaced and all others stay.

    Parameters
    ----------
    target
        Folder that the user asked for; it need not exist.
    may_replace
        Whether the target may be a folder of an earlier run.

    Raises
    ------
    OutputRefused
        If the target is a file, holds something else than an earlier output, or
        cannot be written to. The user can name another folder.
    """
    _refuse_unless_ours(target, may_replace=may_replace)
    fresh = _make_sibling(target.resolve())
    try:
        yield fresh
        if may_replace:
            (fresh / MARK).write_text(_MARK_TEXT, encoding="utf-8", newline="\n")
        _move(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def perhaps_folder(target: Path | None) -> Iterator[Path | None]:
    """Give a fresh folder as `whole_folder` does, or None where the user asked for none."""
    if target is None:
        yield None
        return
    with whole_folder(target) as folder:
        yield folder


def check_folder(target: Path | None) -> None:
    """
    Refuse a folder that `whole_folder` would refuse, before long work is begun for it.

    Raises
    ------
    OutputRefused
        If the target is a file, holds something else than an earlier output, or cannot be
        written to.
    """
    if target is not None:
        _refuse_unless_ours(target, may_replace=True)
        _try_to_write(target.resolve())


def claim_folder(target: Path) -> None:
    """
    Make a folder an output of the planner, for work that is kept as it goes on.

    Raises
    ------
    OutputRefused
        As `whole_folder` does.
    """
    _refuse_unless_ours(target, may_replace=True)
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / MARK).write_text(_MARK_TEXT, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputRefused(
            f"Nothing can be written in {target}: {error.strerror}. Name another folder."
        ) from error


def _refuse_unless_ours(target: Path, *, may_replace: bool) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputRefused(f"{target} is a file. Name a folder for the output.")
    names = {entry.name for entry in target.iterdir()}
    if names and not may_replace:
        raise OutputRefused(f"{target} is not empty. Name a new or an empty folder.")
    if names and MARK not in names:
        raise OutputRefused(
            f"{target} holds files that the planner did not write. "
            "Name a new or an empty folder for the output."
        )


def _try_to_write(target: Path) -> None:
    """Make a folder where the output is going to be, and take it away again."""
    above = [each for each in target.parents if not each.exists()]
    fresh = _make_sibling(target)
    for each in (fresh, *above):
        each.rmdir()


def _make_sibling(target: Path) -> Path:
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        fresh.mkdir(parents=True)
    except OSError as error:
        raise OutputRefused(
            f"Nothing can be written beside {target}: {error.strerror}. Name another folder."
        ) from error
    return fresh


def _move(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.replace(target)
        return
    # The mark goes last, so that it never vouches for files that are not there yet.
    files = sorted(
        (path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()),
        key=lambda path: (path.name == MARK, path),
    )
    for file in files:
        _refuse_if_locked(target / file)
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        (fresh / file).replace(target / file)


def _refuse_if_locked(path: Path) -> None:
    if not path.exists():
        return
    try:
        path.open("r+b").close()
    except OSError as error:
        raise OutputRefused(
            f"{path} cannot be replaced: {error.strerror}. Close it where it is open, or name "
            "another folder."
        ) from error
