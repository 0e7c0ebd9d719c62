"""The nearest valid word to a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST_LISTED = 12


def nearest(word: str, known: Iterable[str]) -> str | None:
    """
    Return the known word most like ``word``, whatever its case, or None.

    Examples
    --------
    >>> nearest("forge_e", ["FORGE-E", "FORGE-P"])
    'FORGE-E'
    """
    by_folded = {_folded(candidate): candidate for candidate in sorted(known, reverse=True)}
    close = get_close_matches(_folded(word), list(by_folded), n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return advice: the nearest known word, or what there is to choose from."""
    known = sorted(known)
    close = nearest(word, known)
    if close is not None:
        return f'Did you mean "{close}"?'
    if not known:
        return "There are none."
    listed = ", ".join(known[:_MOST_LISTED])
    more = len(known) - _MOST_LISTED
    return f"Use one of: {listed}{f' and {more} more' if more > 0 else ''}."


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
