"""Which encoding a text file is in: UTF-8, UTF-16 or Windows-1252, never a guess beyond."""

from __future__ import annotations

import codecs

_SAMPLE_BYTES = 4096
_BINARY_STARTS = {
    b"PK\x03\x04": "an Excel workbook or zip file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip file",
}


def encode(text: str) -> bytes:
    """Return a table's text as the bytes of a file that Excel reads rightly."""
    # Without the mark Excel reads UTF-8 as Windows-1252 and damages accents.
    return text.encode("ascii" if text.isascii() else "utf-8-sig")


class Undecodable(Exception):
    """A file that is no text in an encoding that is read."""

    def __init__(self, what: str, fix: str, line: int = 0) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix
        self.line = line


def decode(content: bytes) -> str:
    """
    Return the text of a file.

    UTF-8 and UTF-16 are told by their marks or by their shape. What is no UTF-8 is
    read as Windows-1252, which Excel writes under "CSV", unless it holds a byte
    that Windows-1252 does not know.

    Raises
    ------
    Undecodable
        If it is no text, or text with characters that cannot be told.
    """
    for start, kind in _BINARY_STARTS.items():
        if content.startswith(start):
            raise Undecodable(
                f"This is {kind}, not a CSV file.", 'Save the table as "CSV UTF-8" and try again.'
            )
    text = _decode_utf16(content)
    if text is None:
        text = _decode_eight_bit(content)
    if (place := text.find("\0")) >= 0:
        raise Undecodable(
            "There is a NUL byte in the file: it is damaged or not a text file.",
            'Open it in a spreadsheet and save it anew as "CSV UTF-8".',
            _line_at(text, place),
        )
    return text


def _decode_utf16(content: bytes) -> str | None:
    encoding = _utf16_of(content)
    if encoding is None:
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Undecodable(
            "The file looks like UTF-16 but is damaged or cut short.",
            'Save it anew as "CSV UTF-8".',
        ) from None


def _utf16_of(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    if half and sample[0::2].count(0) > 0.6 * half:
        return "utf-16-be"
    return None


def _decode_eight_bit(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf8_line = content.count(b"\n", 0, error.start) + 1
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Undecodable(
            f"The file is neither UTF-8 (see line {utf8_line}) nor Windows-1252: there is a byte "
            f"{content[error.start]:#04x}.",
            'Open it in the program it came from and save it as "CSV UTF-8".',
            content.count(b"\n", 0, error.start) + 1,
        ) from None


def _line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
