"""Two pages for a board in plain language, as a tagged PDF (PDF/UA-1), set by Typst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from planner.reports.extras import import_extra
from planner.reports.whatif import views
from planner.reports.whatif.drawn.pictures import risks
from planner.reports.whatif.words import NONE, heading, said, spread_said
from planner.results.whatif.comparison import Chances, Comparison, in_futures
from planner.results.whatif.dossier import Dossier
from planner.results.whatif.measures import ALL_YEARS, Measure, Subject
from planner.results.whatif.outlook import Outlook
from planner.units import format_day

_MOST_SENTENCES = 7
_MOST_CHARTS = 6
_CHARTS_ABREAST = 3
_PAGES = 2
_PAGE = re.compile(rb"/Type ?/Page\b")
_TRIED = ((10, True), (6, True), (3, True), (10, False), (3, False), (0, False))
"""Most assumptions on the paper, and whether risks are drawn: less where a third page would
come of it."""
_SHOWN = (Measure.LATE_PUPILS, Measure.UNMET, Measure.ON_TIME_SHARE, Measure.TOTAL_PENCE)


def write_board_pdf(dossier: Dossier, path: Path) -> None:
    """
    Write the two pages; the same dossier gives the same file.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    typst = import_extra("typst")
    paper = b""
    for most, with_charts in _TRIED:
        lines = _source(dossier, most, with_charts=with_charts)
        source = "\n".join(lines).encode("utf-8")
        paper = typst.compile(source, format="pdf", pdf_standards=["ua-1"], timestamp=0)
        if len(_PAGE.findall(paper)) <= _PAGES:
            break
    path.write_bytes(paper)


def _source(dossier: Dossier, most: int, *, with_charts: bool) -> Iterator[str]:
    comparison = dossier.comparison
    title = f"{comparison.base.title}: what the choices would do"
    yield f"#set document(title: {_text(title)}, date: none)"
    yield '#set text(lang: "en", region: "GB", size: 9.5pt)'
    yield '#set page(paper: "a4", margin: 1.6cm, numbering: "1 of 1")'
    yield "#set table(inset: 4pt, stroke: 0.4pt + gray)"
    yield f"= #{_text(title)}"
    yield f"#{_text(f'As at {format_day(comparison.base.identity.as_at)}. {_years(comparison)}')}"
    yield "\n== The answer"
    yield from (f"- #{_text(sentence)}" for sentence in board_answer(comparison))
    if with_charts:
        yield from _drawn(comparison)
    yield "\n== The choices side by side"
    yield from _table(comparison)
    yield "#pagebreak()"
    yield from _second_page(dossier, most)


def board_answer(comparison: Comparison) -> tuple[str, ...]:
    """Return the whole answer if it is short, else what decides and each choice's first effect."""
    if len(comparison.answer) <= _MOST_SENTENCES:
        return comparison.answer
    told = [comparison.answer[0]]
    for outlook in comparison.scenarios:
        own = [says for says in comparison.answer if says.startswith(f"{outlook.title}: ")]
        # What moves nobody in the coming years may move those who wait now.
        told += own[: 2 if _moves_nobody(comparison, outlook) else 1]
    return tuple(dict.fromkeys(told))


def _moves_nobody(comparison: Comparison, outlook: Outlook) -> bool:
    chances = _chances(comparison, outlook)
    return chances is not None and chances.same == 1.0


def _chances(comparison: Comparison, outlook: Outlook) -> Chances | None:
    """Return how often a choice has fewer pupils late than the base, over the whole time."""
    when = ALL_YEARS if len(comparison.base.years) > 1 else "".join(comparison.base.years)
    row = comparison.row(outlook.scenario_id, Measure.LATE_PUPILS.value, when)
    return None if row is None else row.against_base


def _drawn(comparison: Comparison) -> Iterator[str]:
    """Yield the risk by half-term, a chart for each choice, where there are few enough."""
    pictures = risks(comparison)
    if not 0 < len(pictures) <= _MOST_CHARTS:
        return
    yield "\n== Pupils without a place in time, by the half-term of their referral"
    columns = "1fr, " * min(_CHARTS_ABREAST, len(pictures))
    yield f"#grid(columns: ({columns}), gutter: 8pt, align: bottom,"
    for picture in pictures:
        svg = picture.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        image = (
            f'image(bytes({_text(svg)}), format: "svg", height: {_height(len(pictures))}, '
            f"alt: {_text(picture.description)})"
        )
        yield f"  [#{_text(picture.heading)} #{image}],"
    yield ")"
    yield f"#{_text('The band runs from low to high, the line is the middle, dashes the base.')}"


def _height(charts: int) -> str:
    """Return how high a chart is, so that two rows of them still fit under the answer."""
    return "auto" if charts <= _CHARTS_ABREAST else "2.6cm"


def _years(comparison: Comparison) -> str:
    years = comparison.base.years
    if not years:
        return "The coming years could not be worked out."
    span = f"s {years[0]} to {years[-1]}" if len(years) > 1 else f" {years[0]}"
    return f"School year{span}, {comparison.base.draws:,} possible futures."


def _table(comparison: Comparison) -> Iterator[str]:
    subjects = _subjects(comparison)
    heads = ["Choice", *(heading(subject) for subject in subjects)]
    yield f"#text(size: 8.5pt)[#table(columns: (1.4fr, {'1fr, ' * len(subjects)}),"
    yield f"  table.header({', '.join(f'[*#{_text(head)}*]' for head in heads)}),"
    for outlook in comparison.outlooks:
        yield "  " + " ".join(f"[#{_text(c)}]," for c in _row(comparison, outlook, subjects))
    yield ")]"
    says = (
        "The middle of all futures; in brackets from low to high: in eight futures of ten the "
        "figure lies between them. A difference is taken in each future before its middle is, so "
        "it need not be the difference of two middles here."
    )
    yield f"#{_text(says)}"


def _subjects(comparison: Comparison) -> list[Subject]:
    wanted = {measure.value for measure in _SHOWN}
    return [s for s in views.shown_subjects(comparison) if s.name in wanted]


def _row(comparison: Comparison, outlook: Outlook, subjects: list[Subject]) -> list[str]:
    rows = (comparison.row(outlook.scenario_id, s.name, s.when) for s in subjects)
    return [
        outlook.title,
        *(NONE if row is None else spread_said(row.subject, row.spread) for row in rows),
    ]


def _second_page(dossier: Dossier, most: int) -> Iterator[str]:
    comparison = dossier.comparison
    yield "== How safe is each choice"
    for outlook in comparison.scenarios:
        chances = _chances(comparison, outlook)
        if chances is not None:
            yield f"- #{_text(f'{outlook.title}: {_safety(chances)}')}"
    yield from _regret(comparison)
    yield "\n== What this rests on"
    yield from _assumptions(dossier, most)
    yield "\n== How wrong such figures have been"
    record = dossier.record or ("The history is too short to say.",)
    yield from (f"\n#{_text(sentence)}" for sentence in record[:3])
    yield "\n== Where this came from"
    yield f"#{_text(_identity(dossier))}"


def _safety(chances: Chances) -> str:
    if chances.same == 1.0:
        return "as many pupils without a place in time as today's arrangements in every future."
    return (
        "fewer pupils without a place in time than today's arrangements in "
        f"{in_futures(chances.better)}, more in {in_futures(chances.worse)}."
    )


def _assumptions(dossier: Dossier, most: int) -> Iterator[str]:
    rows = [row for side in dossier.sides for row in side.register]
    for row in rows[:most]:
        value = f" ({row.value})" if row.is_open else ""
        sentence = f"{row.sentence[:1].upper()}{row.sentence[1:].rstrip('.')}"
        says = f"{sentence}{value}: {row.because.rstrip('.')}."
        yield f"- #{_text(says)}"
    if len(rows) > most:
        more = len(rows) - most
        yield f"\n#{_text(f'{more} further assumptions stand in the full report.')}"


def _regret(comparison: Comparison) -> Iterator[str]:
    rows = [
        row
        for row in comparison.regret
        if (row.subject.name, row.subject.when) == (Measure.LATE_PUPILS.value, ALL_YEARS)
    ]
    if not rows:
        return
    safest = min(rows, key=lambda row: (row.greatest, row.mean, row.scenario_id))
    title = next(o.title for o in comparison.outlooks if o.scenario_id == safest.scenario_id)
    behind = (
        f"in its worst future it leaves {said(safest.subject, safest.greatest)} more pupils late "
        "than the best choice would"
        if safest.greatest
        else "in no future does another leave fewer"
    )
    says = f"{title} is the safest for pupils late: {behind}."
    yield f"- #{_text(says)}"


def _identity(dossier: Dossier) -> str:
    identity = dossier.comparison.base.identity
    files = ", ".join(f"{side.file} ({side.file_fingerprint[:12]})" for side in dossier.sides)
    return (
        f"Tables {identity.data_fingerprint[:12]}; scenarios {files}; seed {identity.seed}; "
        f"{identity.draws:,} futures; planner {identity.planner_version}; solver "
        f"{identity.solver_version}. Worked out by a program; people decide. No pupil is named."
    )


def _text(words: str) -> str:
    """Return words as a Typst string, in which no sign has a meaning of its own."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
