"""The panel's paper as a tagged PDF (PDF/UA-1), set by Typst."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.reports.extras import import_extra
from planner.reports.panel.pages import CHOICE_COLUMNS, Page, Paper

_DECISION = (
    "Place and start decided, or deferred until:",
    "Reason (for accepting or for deciding otherwise):",
    "Decided by, and day:",
)


def write_panel_pdf(paper: Paper, path: Path) -> None:
    """Write the paper as PDF, each pupil on a page of their own."""
    typst = import_extra("typst")
    source = "\n".join(_source(paper)).encode("utf-8")
    path.write_bytes(typst.compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0))


def _source(paper: Paper) -> Iterator[str]:
    yield f"#set document(title: {_text(paper.title)}, date: none)"
    yield '#set text(lang: "en", region: "GB", size: 8pt)'
    yield '#set page(paper: "a4", flipped: true, margin: 1.3cm, numbering: "1")'
    yield "#set table(inset: 3pt, stroke: 0.4pt + gray)"
    yield f"= #{_text(paper.title)}"
    yield f"#{_text(paper.note)}"
    for page in paper.pages:
        yield f"+ #{_text(page.heading + ': ' + '; '.join(page.facts))}"
    for page in paper.pages:
        yield "#pagebreak()"
        yield from _page(page)


def _page(page: Page) -> Iterator[str]:
    yield f"== #{_text(page.heading)}"
    yield f"#{_text('; '.join(page.facts) + '.')}"
    yield "\n=== Suggested choices, best for everybody first"
    if page.choices:
        yield from _choices(page)
    else:
        yield f"*#{_text(page.no_choice)}*"
    if page.fixes:
        yield "\n=== What would give a place"
        yield from (f"- #{_text(fix)}" for fix in page.fixes)
    if page.not_possible:
        yield "\n=== Not possible"
        yield from (f"- *#{_text(where)}*: #{_text(why)}" for where, why in page.not_possible)
    yield "\n=== The panel's decision"
    for line in _DECISION:
        yield f"#block(above: 1em, below: 1.6em)[#{_text(line)}]"


def _choices(page: Page) -> Iterator[str]:
    yield "#table(columns: (auto, auto, auto, auto, auto, auto, 1fr),"
    yield f"  table.header({', '.join(f'[*#{_text(c)}*]' for c in CHOICE_COLUMNS)}),"
    for row in page.choices:
        yield "  " + " ".join(f"[#{_text(cell)}]," for cell in row)
    yield ")"


def _text(words: str) -> str:
    """Return words as a Typst string, in which no sign has a meaning of its own."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
