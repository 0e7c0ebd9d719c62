"""The nearest valid word to a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_MOST_LISTED = 16
_SHORT = 3
_LEAST_LIKENESS = 0.6
"""Share of letters in common from which a word may be what was meant. [0 to 1]"""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """
    Return the known word most like ``word``, whatever its case, or None.

    A word that goes on where ``word`` ends is more like it than one that differs within.
    Of a code of three letters or fewer nothing is guessed but its case.

    Examples
    --------
    >>> nearest("forge_e", ["FORGE-E", "FORGE-P"])
    'FORGE-E'
    >>> nearest("travel_cap", ["travel_curve", "travel_cap_minutes"])
    'travel_cap_minutes'
    >>> nearest("KS5", ["KS1", "KS2"]) is None
    True
    """
    likeness = {candidate: _likeness(candidate, word) for candidate in sorted(known)}
    close = max(likeness, key=lambda candidate: likeness[candidate], default=None)
    return close if close is not None and likeness[close] >= _LEAST_LIKENESS else None


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


def _likeness(candidate: str, word: str) -> float:
    known, written = _folded(candidate), _folded(word)
    if len(written) <= _SHORT:
        return float(known == written)
    if known.startswith(written):
        return 1 - 1 / (1 + len(written))
    return SequenceMatcher(None, known, written).ratio()


def _folded(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
