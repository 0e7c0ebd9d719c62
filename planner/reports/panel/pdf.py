"""The panel's paper as a tagged PDF (PDF/UA-1), set by Typst."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.reports.extras import import_extra
from planner.reports.panel.pages import CHOICE_COLUMNS, DECISIONS, SECTIONS, Page, Paper

_BOX = "#box(width: 0.9em, height: 0.9em, stroke: 0.6pt)"
_LINE = "#box(width: 1fr, line(length: 100%, stroke: 0.4pt + gray))"


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
    for statutory, heading in SECTIONS:
        members = [page for page in paper.pages if page.statutory == statutory]
        if members:
            yield f"\n== #{_text(heading)}"
        yield from (f"+ #{_text(f'{p.heading}: {p.front}')}" for p in members)
    for page in paper.pages:
        yield "#pagebreak()"
        yield from _page(page)


def _page(page: Page) -> Iterator[str]:
    yield f"== #{_text(page.heading)}"
    yield f"#{_text('; '.join(page.facts) + '.')}"
    yield f"\n*#{_text(page.summary)}*"
    if page.choices:
        yield "\n=== Choices, best for everybody first"
        yield from _choices(page)
    if page.fixes:
        yield f"\n=== #{_text(page.fixes_heading)}"
        yield from (f"- #{_text(fix)}" for fix in page.fixes)
    if page.not_possible:
        yield "\n=== Not possible"
        yield from (f"- *#{_text(where)}*: #{_text(why)}" for where, why in page.not_possible)
    yield "\n=== The panel's decision"
    if page.choices:
        yield "Tick one of the choices above, or write:"
    for line in DECISIONS:
        yield f"#block(above: 1em, below: 1em)[#{_text(line)} {_LINE}]"


def _choices(page: Page) -> Iterator[str]:
    yield "#table(columns: (auto, auto, auto, 8em, 7em, 9em, 8em, 1fr),"
    yield f"  table.header({', '.join(f'[*#{_text(c)}*]' for c in ('Decide', *CHOICE_COLUMNS))}),"
    for row in page.choices:
        yield f"  [{_BOX}], " + " ".join(f"[{_lines(cell)}]," for cell in row)
    yield ")"


def _lines(words: str) -> str:
    return " #linebreak() ".join(f"#{_text(line)}" for line in words.split("\n"))


def _text(words: str) -> str:
    """Return words as a Typst string, in which no sign has a meaning of its own."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
