"""Free words, identifiers, postcodes and the words of a code list."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from planner.tables.cells.bad import BadCell
from planner.tables.faults import listed, meant

LONGEST_TEXT = 2_000
LONGEST_IDENTIFIER = 80

_FORMULA_STARTS = ("=", "+", "-", "@")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
# O and I in the place of a figure are let through: the look-up mends them and says so.
_POSTCODE = re.compile(r"([A-Z]{1,2}[\dOI][A-Z\d]?)([\dOI][A-Z01]{2})", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;|/]+")
_GARBLED = re.compile("[ÃÂâð][\u0080-\u00bf\u0152-\u2122]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")


def tidy(text: str) -> str:
    r"""
    Return a cell's text with one form for what looks alike: spaces, accents, line ends.

    Examples
    --------
    >>> tidy(" P001\u00a0")
    'P001'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    if not text.isprintable():
        text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return text.strip()


def parse_text(text: str) -> str:
    """Read free words; formulas, control characters and damaged letters are refused."""
    _refuse_formula(text)
    if not text.isprintable():
        _refuse_invisible(text.replace("\n", ""))
    _refuse_damaged(text)
    _refuse_longer(text, LONGEST_TEXT)
    return text


def parse_identifier(text: str) -> str:
    """Read an identifier: one line of visible characters."""
    _refuse_formula(text)
    _refuse_invisible(text)
    _refuse_damaged(text)
    _refuse_longer(text, LONGEST_IDENTIFIER)
    return text


def _refuse_formula(text: str) -> None:
    if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text):
        raise BadCell(
            f'A text that starts with "{text[0]}" would be run as a formula by a spreadsheet.',
            "Write the words or the value itself, without the sign in front.",
        )


def _refuse_invisible(text: str) -> None:
    if not text.isprintable():
        raise BadCell(
            "There is an invisible or control character in it.",
            "Type the value anew instead of pasting it.",
        )


def _refuse_damaged(text: str) -> None:
    if not text.isascii() and ("\ufffd" in text or _GARBLED.search(text)):
        raise BadCell(
            "Letters were damaged when the file was saved in another encoding.",
            "Put the letters right and save the file as UTF-8.",
        )


def _refuse_longer(text: str, most: int) -> None:
    if len(text) > most:
        raise BadCell(f"It is longer than {most:,} characters.", "Shorten it.")


def parse_postcode(text: str) -> str:
    """
    Read a full postcode.

    Examples
    --------
    >>> parse_postcode("wr12ab")
    'WR1 2AB'
    """
    match = _POSTCODE.fullmatch("".join(text.upper().split()))
    if match is None:
        raise BadCell("This is not a full postcode.", 'Write it as "WR5 2NP".')
    return f"{match[1]} {match[2]}"


def parse_code(text: str, codes: type[StrEnum]) -> StrEnum:
    """Read a word of a code list, whatever its case; the code's words in full will do too."""
    found = _by_word(codes).get(_plain(text))
    if found is None:
        choices = [member.value for member in codes]
        raise BadCell(
            "This is not a code of the list.",
            meant(text, choices, otherwise=f"Write {listed(choices)}."),
        )
    return found


@lru_cache
def _by_word(codes: type[StrEnum]) -> dict[str, StrEnum]:
    words = {_plain(str(getattr(member, "says", ""))): member for member in codes}
    words |= {_plain(member.name): member for member in codes}
    words |= {_plain(member.value): member for member in codes}
    words.pop("", None)
    return words


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def parse_codes(text: str, codes: type[StrEnum]) -> frozenset[StrEnum]:
    """
    Read several words of a code list, parted by spaces, commas or semicolons.

    Examples
    --------
    >>> from planner.domain.codes import Need
    >>> sorted(parse_codes("semh; ASD", Need))
    [<Need.ASD: 'ASD'>, <Need.SEMH: 'SEMH'>]
    """
    return frozenset(parse_code(word, codes) for word in _SEPARATORS.split(text) if word)
