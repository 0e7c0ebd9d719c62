"""What all charts share: colours that the colour-blind can tell apart, and the way to SVG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Any

from planner.reports.extras import import_extra

INK = "#1b2733"
MUTED = "#55636f"
GRID = "#e3e8ec"
TAKEN = "#8a9aa8"
SUGGESTED = "#0b62a4"
HELD = "#b3400a"
NEEDED = "#0b62a4"
SHORT = "#b3400a"
SPARE = "#8a9aa8"
PAYER_COLOURS = ("#0b62a4", "#7fb6dc", "#e0a458", "#5b6b78", "#b9c2c9")

LINE = "M-1.15,-.25H1.15V.25H-1.15Z"
DOT = "M-.75,0A.75,.75,0,1,1,.75,0A.75,.75,0,1,1,-.75,0Z"
BAR = "M-.2,-1H.2V1H-.2Z"

_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
_NOISE = re.compile(
    r' (?:role|aria-[a-z]+|class|pointer-events|xmlns(?::xlink)?|version)="[^"]*"'
    r'| aria-hidden="true"'
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn figure: its heading, what it shows in words, and the SVG."""

    heading: str
    description: str
    svg: str
    note: str = ""
    """One line under the heading."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: the colour and what it means."""

    colour: str
    says: str
    path: str = "M-1,-1H1V1H-1Z"
    """Outline of the sample, from -1 to 1 on both axes."""


def altair() -> Any:
    """Return the charting library, or say how to install it."""
    return import_extra("altair")


def plain(chart: Any) -> Any:
    """Give a chart the house style: small text, light grid, no frame."""
    return (
        chart.configure(aria=False, background="transparent", font=_FONT, padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            labelFontSize=12,
            titleColor=MUTED,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=GRID,
            domainColor=MUTED,
            tickColor=MUTED,
            tickSize=4,
        )
        .configure_header(labelFontSize=12, labelColor=INK, labelFontWeight="bold", title=None)
    )


def drawn(chart: Any, *, name: str, heading: str, description: str, note: str = "") -> Picture:
    """
    Draw a chart as SVG that a page can hold inline.

    Parameters
    ----------
    chart
        An Altair chart.
    name
        Letters, digits and dashes; unique in the page.
    heading
        Short title, read first by a screen reader.
    description
        What the chart shows, for those who cannot see it.
    note
        One line to stand under the heading.
    """
    converter = import_extra("vl_convert")
    # the specification is ours and tested; checking it again costs a quarter of the time
    svg = str(converter.vegalite_to_svg(plain(chart).to_dict(validate=False)))
    return Picture(heading, description, _inline(svg, name, heading, description), note)


def _inline(svg: str, name: str, heading: str, description: str) -> str:
    opening, _, body = svg.partition(">")
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', opening)
    width, height = size.groups() if size else ("300", "150")
    body = _LONG_NUMBER.sub(_shortened, _NOISE.sub("", body))
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<title id="{name}-t">{escape(heading)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{body}'
    )


def _shortened(number: re.Match[str]) -> str:
    # a hundredth of a pixel is not seen; the rest differs between machines and fills the page
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
