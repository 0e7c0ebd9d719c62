"""Names, UPNs and dates of birth are refused, unless the user says otherwise."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "heading",
    [
        "UPN", "pupil_name", "First Name", "surname", "Forename", "dob", "Date of Birth",
        "DateOfBirth", "Parent email", "Name", "child's name", "NHS number", "Legal surname",
    ],
)  # fmt: skip
def test_a_column_that_looks_personal_is_refused_and_left_unread_when_allowed(
    folder, heading: str
) -> None:
    folder.change("referrals", lambda rows: [[*rows[0], heading], *([*r, "x"] for r in rows[1:])])
    problem = folder.the_problem()
    assert problem.column == heading
    assert "looks like names, UPNs or dates of birth, which are never needed" in problem.what
    assert folder.problems(allow_identifiers=True) == ()


@pytest.mark.parametrize("heading", ["provider_name", "birthrate", "parental_choice", "colour"])
def test_a_column_that_is_only_unknown_is_refused_even_when_identifiers_are_allowed(
    folder, heading: str
) -> None:
    folder.change("referrals", lambda rows: [[*rows[0], heading], *([*r, "x"] for r in rows[1:])])
    (problem,) = folder.problems(allow_identifiers=True)
    assert problem.what == "There is no such column in this table."


@pytest.mark.parametrize(
    ("pupil_id", "kind"),
    [
        ("B801200005001", "UPNs"),
        ("L885400026001", "UPNs"),
        ("Ada Lovelace", "names of persons"),
        ("Lovelace, Ada", "names of persons"),
        ("O'Neill Séan", "names of persons"),
        ("12/05/2008", "dates of birth"),
    ],
)
def test_ids_that_look_personal_are_refused_without_repeating_them(
    folder, pupil_id: str, kind: str
) -> None:
    folder.set("referrals", 3, "pupil_id", pupil_id)
    folder.set("pairs", 3, "pupil_id", pupil_id)
    folder.set("avoidances", 2, "pupil_id", pupil_id)
    says = [str(problem) for problem in folder.problems()]
    assert any(f"referrals.csv, line 3, pupil_id: The values look like {kind}" in s for s in says)
    assert not any(pupil_id in s for s in says)
    assert folder.problems(allow_identifiers=True) == ()


@pytest.mark.parametrize("pupil_id", ["P-0001", "A801200005001", "Ada", "PX 17", "oak/3"])
def test_a_pseudonym_is_not_taken_for_a_person(folder, pupil_id: str) -> None:
    folder.set("referrals", 3, "pupil_id", pupil_id)
    folder.set("pairs", 3, "pupil_id", pupil_id)
    folder.set("avoidances", 2, "pupil_id", pupil_id)
    assert folder.problems() == ()


def test_a_upn_is_found_in_any_words(folder) -> None:
    folder.set("decisions", 2, "reason", "B801200005001")
    assert "look like UPNs" in folder.the_problem().what
