"""Names, UPNs and dates of birth: never needed, so refused unless the user says otherwise."""

from __future__ import annotations

import re

from planner.tables.cells.dates import looks_like_a_day
from planner.tables.checks.parsed import ParsedTable
from planner.tables.faults import Faults

_PERSONAL_WORDS = frozenset(
    {
        "upn", "uln", "uci", "dob", "birthday", "birthdate", "birth", "forename", "forenames",
        "surname", "firstname", "lastname", "fullname", "givenname", "familyname", "initials",
        "nhs", "nino", "parent", "guardian", "carer", "telephone", "phone", "mobile", "email",
        "address",
    }
)  # fmt: skip
_WHOSE = frozenset({"first", "last", "given", "family", "middle", "full", "preferred", "legal"})
_PERSONS = frozenset({"pupil", "child", "student", "learner", "young"})

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(rf"([{_LETTERS}])(\d{{11}})([\d{_LETTERS}])", re.ASCII)
_NAME = r"(?:[^\W\d_]['’])?[^\W\d_]{2,}(?:['’-][^\W\d_]+)*"
_PERSON_NAME = re.compile(rf"{_NAME},?(?: +[^\W\d_]\.?)* +{_NAME}(?: +{_NAME})*")
_PUPIL_COLUMNS = frozenset({"pupil_id", "other_pupil_id"})


def is_personal_heading(heading: str) -> bool:
    """
    Say whether a heading looks like a name, a UPN or a date of birth.

    Examples
    --------
    >>> is_personal_heading("Date of birth"), is_personal_heading("district")
    (True, False)
    """
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", heading)
    words = set(re.split(r"[\W_]+", spaced.casefold())) - {""}
    if words & _PERSONAL_WORDS or "".join(sorted(words)) in _PERSONAL_WORDS:
        return True
    return bool(words & {"name", "names"}) and (words <= {"name", "names"} or _is_of_person(words))


def _is_of_person(words: set[str]) -> bool:
    return bool(words & _WHOSE or words & _PERSONS)


def is_upn(text: str) -> bool:
    """
    Say whether a text is a UPN with a true check letter.

    The check letter is the letter at the sum of each later character's value times
    its position (2 to 13), modulo 23.

    Source: DfE, Unique pupil numbers, guide for schools and local authorities.

    Examples
    --------
    >>> is_upn("B801200005001"), is_upn("A801200005001")
    (True, False)
    """
    match = _UPN.fullmatch(text)
    if match is None:
        return False
    values = [int(c) if c.isdigit() else _LETTERS.index(c) for c in match[2] + match[3]]
    total = sum(value * position for position, value in enumerate(values, start=2))
    return _LETTERS[total % 23] == match[1]


def refuse_personal_values(table: ParsedTable, faults: Faults) -> None:
    """Note each column in which values look like UPNs, names or dates of birth, once."""
    for column in table.schema.columns:
        if not column.is_words:
            continue
        texts = [(row.line, row.text(column.name)) for row in table.rows]
        for kind, is_such in _KINDS.items():
            if kind != "UPNs" and column.name not in _PUPIL_COLUMNS:
                continue
            lines = [line for line, text in texts if is_such(text)]
            if lines:
                _refuse_values(table.file, column.name, kind, lines, faults)


_KINDS = {
    "UPNs": is_upn,
    "names of persons": lambda text: bool(_PERSON_NAME.fullmatch(text)),
    "dates of birth": looks_like_a_day,
}


def _refuse_values(file: str, column: str, kind: str, lines: list[int], faults: Faults) -> None:
    others = f" and {len(lines) - 1:,} further rows" if len(lines) > 1 else ""
    # The value itself is left out: a list of problems may travel further than the tables.
    faults.add(
        file,
        lines[0],
        column,
        what=f"The values look like {kind} (this row{others}), which are never needed.",
        fix="Put pseudonyms in their place and keep the key elsewhere, or write "
        "allow_identifiers: yes under settings in the scenario.",
    )
