"""One self-contained page for a forecast, its record, or a sufficiency statement."""

from __future__ import annotations

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
td.n,th.n{text-align:right}svg{max-width:100%;height:auto}
@media print{body{max-width:none}.scroll{overflow:visible}}
"""

_WIDTH, _HEIGHT, _LEFT, _FOOT = 720, 260, 46, 30

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
    body = "".join(
        f"<section><h2>{escape(heading)}</h2>{''.join(blocks)}</section>"
        for heading, blocks in sections
    )
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{said}{body}</main></body></html>\n"
    )


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
    """Return a drawing of one figure against another; the same figures stand in a table."""
    top = max([high for _, high in points] + [1.0]) * 1.05
    at = [
        (_LEFT + (_WIDTH - _LEFT - 40) * across, (_HEIGHT - _FOOT) * (1 - up / top) + 4)
        for across, up in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1d70b8"/>' for x, y in at)
    ticks = "".join(
        f'<text x="{_LEFT + (_WIDTH - _LEFT - 40) * part:.0f}" y="{_HEIGHT - 8}" font-size="11">'
        f"{part:.0%}</text>"
        for part in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(says)}">'
        f'<polyline points="{line}" fill="none" stroke="#1d70b8" stroke-width="2"/>{dots}{ticks}'
        f'<text x="2" y="12" font-size="11">{top:,.3g}</text></svg><p>{escape(says)}</p>'
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
        return [
            f"{_LEFT + across * i:.1f},{(_HEIGHT - _FOOT) * (1 - value / top) + 4:.1f}"
            for i, value in enumerate(values)
        ]

    band = " ".join([*points(low), *reversed(points(high))])
    second = (
        f'<polyline points="{" ".join(points(held))}" fill="none" stroke="#0b0c0c" '
        'stroke-width="2" stroke-dasharray="6 4"/>'
        if held
        else ""
    )
    step = max(1, len(labels) // 6)
    ticks = "".join(
        f'<text x="{_LEFT + across * i:.1f}" y="{_HEIGHT - 8}" font-size="11">'
        f"{escape(label)}</text>"
        for i, label in enumerate(labels)
        if i % step == 0 and i < len(labels) - 1
    )
    sides = "".join(
        f'<text x="2" y="{(_HEIGHT - _FOOT) * (1 - part) + 12:.0f}" font-size="11">'
        f"{top * part:.3g}</text>"
        for part in (0.0, 0.5, 0.95)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(says)}">'
        f'<polygon points="{band}" fill="#1d70b8" fill-opacity="0.25"/>'
        f'<polyline points="{" ".join(points(middle))}" fill="none" stroke="#1d70b8" '
        f'stroke-width="2"/>{second}{ticks}{sides}</svg><p>{escape(says)}</p>'
    )
