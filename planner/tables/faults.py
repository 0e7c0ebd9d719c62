"""Collecting every fault of a user's tables, in bounded memory, and naming what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from planner.errors import Problem

MOST_PROBLEMS_A_FILE = 1_000
"""After so many problems in one table its further rows are not looked at."""

_SHOWN_CHARACTERS = 80
_LISTED = 15


class Faults:
    """The problems found so far; adding one never stops the reading."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._count: Counter[str] = Counter()

    def add(
        self,
        file: str,
        line: int = 0,
        column: str = "",
        *,
        what: str,
        fix: str,
        value: str = "",
    ) -> None:
        """Note one problem; past the most for a file, only that there are more."""
        self._count[file] += 1
        if self._count[file] < MOST_PROBLEMS_A_FILE:
            place = (shown(file), line, shown(column), shown(value))
            self._found.append(Problem(*place, plain(what), plain(fix)))
        elif self._count[file] == MOST_PROBLEMS_A_FILE:
            self._found.append(
                Problem(
                    shown(file),
                    0,
                    "",
                    "",
                    f"More than {MOST_PROBLEMS_A_FILE:,} problems; the rest was not looked at.",
                    "Mend what is listed and check again.",
                )
            )

    def is_given_up(self, file: str) -> bool:
        """Say whether a file has so many problems that its further rows are skipped."""
        return self._count[file] >= MOST_PROBLEMS_A_FILE

    @property
    def has_given_up(self) -> bool:
        """Whether the rows of any file were skipped."""
        return any(count >= MOST_PROBLEMS_A_FILE for count in self._count.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem once, by place."""
        return tuple(sorted(set(self._found)))


def plain(text: str) -> str:
    r"""
    Return a text on one line, with control characters written out.

    Examples
    --------
    >>> plain("two\nlines")
    'two\\nlines'
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def shown(value: str) -> str:
    """Return a value as it can be printed: plain, and cut to 80 characters."""
    short = plain(value[: _SHOWN_CHARACTERS + 1])
    return short if len(short) <= _SHOWN_CHARACTERS else f"{short[: _SHOWN_CHARACTERS - 1]}…"


def nearest(value: str, candidates: Iterable[str]) -> str | None:
    """
    Return the candidate that was most likely meant, or None where none is close.

    Examples
    --------
    >>> nearest("commision_id", ["commission_id", "site_id"])
    'commission_id'
    """
    return _nearest(value[:_SHOWN_CHARACTERS].casefold(), tuple(candidates))


@lru_cache(maxsize=1024)
def _nearest(value: str, candidates: tuple[str, ...]) -> str | None:
    by_folded = {candidate.casefold(): candidate for candidate in reversed(candidates)}
    found = get_close_matches(value, list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def listed(choices: Sequence[str]) -> str:
    """
    Return choices as a list in words, the first few where there are many.

    Examples
    --------
    >>> listed(["E", "P"])
    'E or P'
    """
    if len(choices) > _LISTED:
        return f"{', '.join(choices[:_LISTED])} … ({len(choices):,} in all)"
    if len(choices) < 2:
        return "".join(choices)
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def meant(value: str, choices: Sequence[str], *, otherwise: str) -> str:
    """Return what to do about an unknown word: the nearest choice, else other advice."""
    near = nearest(value, choices)
    return f'Did you mean "{near}"? {otherwise}' if near else otherwise
