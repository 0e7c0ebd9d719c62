"""The page of everything that a scenario may say, made from the faces themselves."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic.fields import FieldInfo

from planner.scenario.between import may_be_between, may_be_listed
from planner.scenario.changes.base import Change
from planner.scenario.changes.register import CHANGES
from planner.scenario.policy import PolicyBlock
from planner.scenario.reading.fields import Face
from planner.scenario.schema import ScenarioFile, Settings, SweepBlock
from planner.scenario.writing.questions import QUESTIONS
from planner.scenario.writing.starter import face_of

_INTRODUCTION = """\
# What a scenario may say

Made by `planner changes`; an editor that is given `planner schema scenario` says the same while \
you write. `planner scenario new` writes a scenario to fill in, and `planner diff A B` says what \
one scenario really changes against another.

A scenario starts from a `base`, another scenario, and says what is different. Its changes are \
made in the order written, and each says why in `because`; the report prints all of them as the \
register of assumptions. A change that changes nothing is refused.

## Numbers that are not known for sure

Where a key below is marked *may be an interval*, one of these may stand in place of the number:

| written | meaning |
|---|---|
| `places: {low: 8, high: 12}` | An interval: every value between is thought equally likely. |
| `places: {low: 8, high: 12, likely: 9}` | The same with a most likely value, from which the \
chances fall off in straight lines. |
| `places: {low: 4, high: 12, step: 4}` | A range: a sweep tries 4, 8 and 12. |
| `places: {values: [4, 8, 20]}` | A list: a sweep tries each. |
| `from: {values: [2027-09-01, 2028-01-04]}` | A list of days, where a day is marked *may be a \
list of days*. |

Where one number is needed, it is `likely`, or else the middle of the interval (rounded, halves \
up) or the value in the middle of the list. Changes of referrals and stays are drawn from their \
interval anew in every simulated future; every other interval goes to the register, and to sweeps.
"""


def changes_page() -> str:
    """Return the page as Markdown."""
    lines = [_INTRODUCTION, "## Questions, and the changes that ask them", ""]
    lines += ["| question | asks | changes |", "|---|---|---|"]
    for word, question in QUESTIONS.items():
        kinds = "every one" if word == "anything" else ", ".join(_link(k) for k in question.kinds)
        lines += [f"| `{word}` | {question.asks} | {kinds} |"]
    lines += ["", "## Changes", "", "Every change may also have these keys:", ""]
    lines += [*_keys(Change), ""]
    for word, kind in CHANGES.items():
        lines += [f"### {word}", "", _line(kind.__doc__), "", *_keys(kind), ""]
    for heading, face in (
        ("The whole file", ScenarioFile),
        ("Policy", PolicyBlock),
        ("Settings", Settings),
        ("Sweep", SweepBlock),
    ):
        lines += [f"## {heading}", "", _line(face.__doc__), "", *_keys(face), ""]
    return "\n".join(lines).rstrip() + "\n"


def _link(word: str) -> str:
    return f"[{word}](#{word})"


def _line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _keys(face: type[Face]) -> Iterator[str]:
    yield "| key | meaning | |"
    yield "|---|---|---|"
    yield from _rows(face, "")


def _rows(face: type[Face], above: str) -> Iterator[str]:
    shared = set() if face is Change else set(Change.model_fields)
    for name, info in face.model_fields.items():
        if name not in shared and name != "change":
            key = f"{above}{info.alias or name}"
            yield f"| `{key}` | {_line(info.description)} | {_marks(info)} |"
            below = face_of(info)
            if below is not None and below is not PolicyBlock and face is not ScenarioFile:
                yield from _rows(below, f"{key}.")


def _marks(info: FieldInfo) -> str:
    marks = ["needed"] if info.is_required() else []
    marks += ["may be an interval"] if may_be_between(info) else []
    marks += ["may be a list of days"] if may_be_listed(info) else []
    return ", ".join(marks)
