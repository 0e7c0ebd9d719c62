"""Ranked bars and one curve as SVG, drawn without a charting library and narrow enough to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten

from planner.reports.charts.style import GRID, INK, MUTED, SPARE, SUGGESTED, Picture

_WIDTH = 340
_ROW = 40
_LABEL = 48
"""Most letters of a bar's label; the table has all of them."""
_CURVE_HEIGHT = 170
_LEFT, _BOTTOM = 84, 22


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar: where it begins and ends, and what stands beside it."""

    label: str
    low: float
    high: float
    says: str
    """Its ends or its length in words."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value tried, with the middle and the range of what comes of it."""

    at: float
    low: float
    middle: float
    high: float


def ranked(
    bars: Sequence[Drawn], *, centre: float, name: str, heading: str, description: str, note: str
) -> Picture:
    """
    Draw bars one below the other, each under its label, with a line at the centre.

    Parameters
    ----------
    bars
        In their order.
    centre
        Where the line stands; what lies beyond it on the one side is lighter.
    name
        Letters, digits and dashes; unique in the page.
    heading, description, note
        As in `Picture`.
    """
    low = min((centre, *(min(bar.low, bar.high) for bar in bars)))
    high = max((centre, *(max(bar.low, bar.high) for bar in bars)))
    width = (high - low) or 1.0
    at = _scale(low, width)
    height = _ROW * len(bars) + 6
    parts = [
        part
        for number, bar in enumerate(bars)
        for part in _bar(bar, at, top=_ROW * number, centre=centre)
    ]
    return Picture(heading, description, _svg(name, heading, description, height, parts), note)


def _bar(bar: Drawn, at: Callable[[float], float], *, top: int, centre: float) -> list[str]:
    ends = sorted((bar.low, bar.high))
    below, above = min(ends[1], centre), max(ends[0], centre)
    label = escape(shorten(bar.label, _LABEL, placeholder="…"))
    return [
        _words(0, top + 14, label, INK),
        _words(_WIDTH, top + 14, escape(bar.says), MUTED, anchor="end"),
        _box(at(ends[0]), at(below), top, SPARE),
        _box(at(above), at(ends[1]), top, SUGGESTED),
        _line(at(centre), top + 18, at(centre), top + 36, INK),
    ]


def curve(
    points: Sequence[Point],
    *,
    told: Callable[[float], str],
    name: str,
    heading: str,
    description: str,
    note: str,
) -> Picture:
    """
    Draw what comes of each value: the band from low to high, and the middle as a line.

    Parameters
    ----------
    points
        In the order of their values; at least two.
    told
        Writes a figure in its unit.
    name
        Letters, digits and dashes; unique in the page.
    heading, description, note
        As in `Picture`.
    """
    most = max(max(point.high for point in points), 0.0) or 1.0
    across = _scale(points[0].at, points[-1].at - points[0].at, left=_LEFT)

    def up(value: float) -> float:
        return _CURVE_HEIGHT - _BOTTOM - (value / most) * (_CURVE_HEIGHT - _BOTTOM - 12)

    edge = [(across(p.at), up(p.high)) for p in points]
    edge += [(across(p.at), up(p.low)) for p in reversed(points)]
    middle = [(across(p.at), up(p.middle)) for p in points]
    parts = [
        _line(_LEFT, up(0), _WIDTH, up(0), GRID),
        _line(_LEFT, up(most), _WIDTH, up(most), GRID),
        _words(_LEFT - 6, up(0) + 4, escape(told(0)), MUTED, anchor="end"),
        _words(_LEFT - 6, up(most) + 4, escape(told(most)), MUTED, anchor="end"),
        f'<polygon points="{_joined(edge)}" fill="{SUGGESTED}" fill-opacity=".25"/>',
        f'<polyline points="{_joined(middle)}" fill="none" stroke="{SUGGESTED}" '
        'stroke-width="2.5"/>',
        _words(_LEFT, _CURVE_HEIGHT - 4, f"{points[0].at:g}", MUTED),
        _words(_WIDTH, _CURVE_HEIGHT - 4, f"{points[-1].at:g}", MUTED, anchor="end"),
    ]
    svg = _svg(name, heading, description, _CURVE_HEIGHT, parts)
    return Picture(heading, description, svg, note)


def _scale(low: float, width: float, *, left: int = 0) -> Callable[[float], float]:
    return lambda value: left + 2 + (_WIDTH - left - 4) * (value - low) / width


def _box(start: float, end: float, top: int, colour: str) -> str:
    return (
        f'<rect x="{start:.1f}" y="{top + 20}" width="{max(0.0, end - start):.1f}" height="14" '
        f'fill="{colour}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        'stroke-width="1.5"/>'
    )


def _words(x: float, y: float, says: str, colour: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}" '
        f'fill="{colour}">{says}</text>'
    )


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _svg(name: str, heading: str, description: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" width="{_WIDTH}" '
        f'height="{height}" viewBox="0 0 {_WIDTH} {height}"><title id="{name}-t">'
        f'{escape(heading)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )
