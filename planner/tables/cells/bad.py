"""The one way a cell says that it cannot be read."""

from __future__ import annotations


class BadCell(Exception):
    """A cell that cannot be read: what is wrong with it, and what to write."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
