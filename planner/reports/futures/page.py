"""One self-contained page for a forecast, its record, or a sufficiency statement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

import pandas as pd

from planner.reports.futures.words import cell, heading

_STYLE = """
body{font:16px/1.5 Arial,sans-serif;color:#0b0c0c;background:#fff;max-width:62rem;
margin:0 auto;padding:1rem}
h1{font-size:1.8rem}h2{font-size:1.3rem;margin-top:2rem}
.answer{font-size:1.15rem;border-left:6px solid #1d70b8;padding-left:1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
caption{text-align:left;font-weight:bold;padding:.4rem 0}
th,td{border-bottom:1px solid #b1b4b6;padding:.3rem .6rem;text-align:left}
td.n,th.n{text-align:right}svg{width:100%;min-width:38rem;height:auto}
nav ul{columns:2 16rem;padding-left:1.2rem}a{color:#1d70b8}
@media print{body{max-width:none}.scroll{overflow:visible}svg{min-width:0}}
"""

_WIDTH, _HEIGHT, _LEFT, _FOOT = 720, 260, 84, 30
_LETTERS = 14
_MOST_STEPS, _MOST_LABELS = 5, 5
_FEW_SECTIONS = 7

Section = tuple[str, Sequence[str]]
"""A heading as plain text, and the blocks of HTML under it."""


def page(
    *,
    title: str,
    answers: Iterable[str],
    sections: Iterable[Section],
) -> str:
    """
    Return a page: the answer first, then sections of ready HTML, no script and no request.

    Parameters
    ----------
    title
        Heading of the page, as plain text.
    answers
        The first sentences, as plain text.
    sections
        Heading as plain text, and blocks of HTML made by the functions here.
    """
    said = "".join(f'<p class="answer">{escape(text)}</p>' for text in answers)
    parts = list(sections)
    body = "".join(
        f'<section><h2 id="part-{number}">{escape(heading)}</h2>{"".join(blocks)}</section>'
        for number, (heading, blocks) in enumerate(parts, start=1)
    )
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{said}{_contents(parts)}{body}</main></body></html>\n"
    )


def _contents(parts: Sequence[Section]) -> str:
    """Return links to the sections of a page that is too long to look through."""
    if len(parts) <= _FEW_SECTIONS:
        return ""
    items = "".join(
        f'<li><a href="#part-{number}">{escape(heading)}</a></li>'
        for number, (heading, _) in enumerate(parts, start=1)
    )
    return f'<nav aria-label="On this page"><ul>{items}</ul></nav>'


def write_page(text: str, path: Path) -> None:
    """Write a page with line ends that are the same everywhere."""
    path.write_text(text, encoding="utf-8", newline="\n")


def paragraphs(sentences: Iterable[str]) -> str:
    """Return sentences as paragraphs."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{items}</ul>"


def table(frame: pd.DataFrame, *, caption: str, figures: Sequence[str] = ()) -> str:
    """Return a table with its caption and headings; numbers and ``figures`` stand to the right."""
    if frame.empty:
        return f"<p>{escape(caption)}: nothing to show.</p>"
    number = {
        name: name in figures or pd.api.types.is_numeric_dtype(frame[name])
        for name in frame.columns
    }
    head = "".join(
        f'<th scope="col"{_class(number[name])}>{escape(heading(str(name)))}</th>'
        for name in frame.columns
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(number[name])}>{escape(cell(str(name), value))}</td>"
            for name, value in zip(frame.columns, row, strict=True)
        )
        + "</tr>"
        for row in frame.itertuples(index=False, name=None)
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _class(number: bool) -> str:
    return ' class="n"' if number else ""


def steps_chart(points: Sequence[tuple[float, float]], *, says: str) -> str:
    """Return a drawing of pounds against a share; the same figures stand in a table."""
    top = max([high for _, high in points] + [1.0]) * 1.05
    at = [(_LEFT + (_WIDTH - _LEFT - 40) * across, _up(pounds, top)) for across, pounds in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1d70b8"/>' for x, y in at)
    ticks = "".join(
        _text(_LEFT + (_WIDTH - _LEFT - 40) * part, _HEIGHT - 8, f"{part:.0%}")
        for part in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    drawn = (
        f'<polyline points="{line}" fill="none" stroke="#1d70b8" stroke-width="2"/>{dots}{ticks}'
    )
    return _drawing(f"{drawn}{_side(top, '£')}", says=says)


def bars_chart(
    bars: Sequence[tuple[str, float, float]], *, names: tuple[str, str], says: str
) -> str:
    """
    Return two bars for each label, each with its share in per cent written at its end.

    Parameters
    ----------
    bars
        A label and two shares, the first drawn darker. [1 is 100%]
    names
        What the first bar and the second stand for.
    says
        What is seen, in a sentence.
    """
    left, deep = 300, 44
    top = max([share for _, *shares in bars for share in shares] + [0.01])
    drawn = [
        f'<rect x="{left}" y="4" width="14" height="14" fill="#1d70b8"/>',
        _text(left + 20, 16, names[0]),
        f'<rect x="{left + 190}" y="4" width="14" height="14" fill="#b1b4b6"/>',
        _text(left + 210, 16, names[1]),
    ]
    for number, (label, *shares) in enumerate(bars):
        y = 30 + deep * number
        drawn.append(_text(2, y + 22, label))
        for share, below, colour in zip(shares, (0, 18), ("#1d70b8", "#b1b4b6"), strict=True):
            long = (_WIDTH - left - 60) * share / top
            drawn.append(
                f'<rect x="{left}" y="{y + below}" width="{long:.1f}" height="16" fill="{colour}"/>'
            )
            drawn.append(_text(left + long + 6, y + below + 13, f"{share:.0%}"))
    return _drawing("".join(drawn), says=says, height=34 + deep * len(bars))


def _drawing(drawn: str, *, says: str, height: int = _HEIGHT) -> str:
    """Return a drawing that is scrolled, not shrunk, where the window is too narrow to read it."""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(says)}">'
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(says)}">'
        f"{drawn}</svg></div><p>{escape(says)}</p>"
    )


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{_LETTERS}">{escape(words)}</text>'


def _up(value: float, top: float) -> float:
    """Return how far down the drawing a value stands."""
    return (_HEIGHT - _FOOT) * (1 - value / top) + 4


def _side(top: float, unit: str = "") -> str:
    """Return round numbers up the side, as people write them."""
    power = 10.0 ** math.floor(math.log10(top))
    step = next(power * part for part in (0.2, 0.5, 1, 2) if top / (power * part) <= _MOST_STEPS)
    return "".join(
        _text(2, _up(step * number, top) + 8, f"{unit}{step * number:,.10g}")
        for number in range(int(top / step) + 1)
    )


def band_chart(
    labels: Sequence[str],
    low: Sequence[float],
    middle: Sequence[float],
    high: Sequence[float],
    *,
    says: str,
    held: Sequence[float] = (),
) -> str:
    """
    Return a drawing of a line with its range; the same figures stand in a table beside it.

    Parameters
    ----------
    labels
        Along the foot.
    low, middle, high
        The range and the line in it.
    says
        What is seen, in a sentence.
    held
        A second line to hold against the first, such as places; dark and dashed.
    """
    top = max([*high, *held, 1.0]) * 1.05
    across = (_WIDTH - _LEFT - 10) / max(1, len(labels) - 1)

    def points(values: Sequence[float]) -> list[str]:
        return [f"{_LEFT + across * i:.1f},{_up(value, top):.1f}" for i, value in enumerate(values)]

    band = " ".join([*points(low), *reversed(points(high))])
    second = (
        f'<polyline points="{" ".join(points(held))}" fill="none" stroke="#0b0c0c" '
        'stroke-width="2" stroke-dasharray="6 4"/>'
        if held
        else ""
    )
    step = max(1, -(-len(labels) // _MOST_LABELS))
    ticks = "".join(
        _text(_LEFT + across * i, _HEIGHT - 8, label)
        for i, label in enumerate(labels)
        if i % step == 0 and i < len(labels) - 1
    )
    return _drawing(
        f'<polygon points="{band}" fill="#1d70b8" fill-opacity="0.25"/>'
        f'<polyline points="{" ".join(points(middle))}" fill="none" stroke="#1d70b8" '
        f'stroke-width="2"/>{second}{ticks}{_side(top)}',
        says=says,
    )
