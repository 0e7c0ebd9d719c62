"""The tables of a comparison's report, as finished text."""

from __future__ import annotations

from collections.abc import Iterator

from planner.reports.html import View
from planner.reports.tables.columns import NOTHING, Column, Kind
from planner.reports.tables.suppression import WITHHELD
from planner.reports.whatif.words import NONE, chance_said, heading, said, spread_said
from planner.results.whatif.comparison import Attribution, Causes, Comparison
from planner.results.whatif.dossier import Dossier
from planner.results.whatif.measures import ALL_YEARS, Measure, Subject, Topic, Unit
from planner.units import format_day

FIRST_LOOK = (
    Measure.LATE_PUPILS,
    Measure.LATE_DAYS,
    Measure.UNMET,
    Measure.ANY_LATE,
    Measure.ON_TIME_SHARE,
    Measure.TRAVEL_MINUTES,
    Measure.IN_DISTRICT_SHARE,
    Measure.TOTAL_PENCE,
    Measure.COUNCIL_PENCE,
    Measure.RECOUPED_PENCE,
    Measure.DFE_PENCE,
)
"""Figures of the coming years that stand side by side first."""


_PAYERS = (Measure.COUNCIL_PENCE, Measure.RECOUPED_PENCE, Measure.DFE_PENCE)
"""What each payer pays of the total, told where it is anything."""


def shown_subjects(comparison: Comparison) -> tuple[Subject, ...]:
    """Return the figures of the first look: over all years where they add up, else the last."""
    last = comparison.base.years[-1] if comparison.base.years else ""
    several = _payers(comparison)
    found = {
        (row.subject.name, row.subject.when): row.subject
        for row in comparison.rows
        if row.subject.name not in _PAYERS or row.subject.name in several
    }
    subjects = (
        found.get((measure.value, ALL_YEARS)) or found.get((measure.value, last))
        for measure in FIRST_LOOK
    )
    return tuple(subject for subject in subjects if subject is not None)


def _payers(comparison: Comparison) -> frozenset[str]:
    """Return the payers of the coming years; none where one alone pays the whole."""
    rows = (row for row in comparison.rows if row.subject.name in _PAYERS and row.spread.p90)
    found = frozenset(row.subject.name for row in rows)
    return found if len(found) > 1 else frozenset()


def plain_subjects(comparison: Comparison) -> tuple[Subject, ...]:
    """
    Return figures without futures that are not nought everywhere, in their order.

    Where one payer alone pays, what all pay together is not told besides.
    """
    some = {row.subject for row in comparison.plain if row.value or row.withheld}
    payers = {subject.name for subject in some if subject.topic is Topic.MONEY} - {"total"}
    ordered = dict.fromkeys(row.subject for row in comparison.plain)
    return tuple(
        subject
        for subject in ordered
        if subject in some
        and not (subject.topic is Topic.MONEY and subject.name == "total" and len(payers) < 2)
    )


def side_by_side(comparison: Comparison) -> tuple[View, ...]:
    """Return a table for each topic: one row a figure, one column a scenario."""
    subjects = (*shown_subjects(comparison), *plain_subjects(comparison))
    return tuple(
        _beside(comparison, topic, [subject for subject in subjects if subject.topic is topic])
        for topic in Topic
        if any(subject.topic is topic for subject in subjects)
    )


def _beside(comparison: Comparison, topic: Topic, subjects: list[Subject]) -> View:
    names = [outlook.scenario_id for outlook in comparison.outlooks]
    return View(
        f"{topic.says[0].upper()}{topic.says[1:]}",
        (
            Column("Figure", Kind.LONG_TEXT),
            *(Column(outlook.title, Kind.NUMBER) for outlook in comparison.outlooks),
        ),
        tuple(
            (heading(subject), *(_value(comparison, name, subject) for name in names))
            for subject in subjects
        ),
    )


def _value(comparison: Comparison, scenario_id: str, subject: Subject) -> str:
    if subject.topic is Topic.YEARS:
        row = comparison.row(scenario_id, subject.name, subject.when)
        return NONE if row is None else spread_said(subject, row.spread)
    plain = comparison.plain_row(scenario_id, subject.name, subject.when)
    if plain is not None and plain.withheld:
        return WITHHELD
    return NONE if plain is None else said(subject, plain.value)


def differences(comparison: Comparison, scenario_id: str) -> View:
    """Return one scenario's differences from the base, with how often it does better."""
    rows = []
    for subject in shown_subjects(comparison):
        row = comparison.row(scenario_id, subject.name, subject.when)
        if row is not None and row.difference is not None:
            changed = spread_said(subject, row.difference, change=True)
            chance = chance_said(row.against_base, money=subject.unit is Unit.PENCE)
            rows.append((heading(subject), changed, chance))
    for subject in plain_subjects(comparison):
        plain = comparison.plain_row(scenario_id, subject.name, subject.when)
        if plain is not None and plain.difference:
            rows.append((heading(subject), said(subject, plain.difference, change=True), NONE))
    columns = (
        Column("Figure", Kind.LONG_TEXT),
        Column("Difference from the base", Kind.NUMBER),
        Column("Chance", Kind.TEXT),
    )
    return View(f"{_title(comparison, scenario_id)}: what differs", columns, tuple(rows))


def _title(comparison: Comparison, scenario_id: str) -> str:
    return next(o.title for o in comparison.outlooks if o.scenario_id == scenario_id)


def split(causes: Causes) -> tuple[Attribution, ...]:
    """Return the attributions that a report shows: of the first look, and not nought."""
    years = {measure.value for measure in FIRST_LOOK}
    return tuple(
        each
        for each in causes.attributions
        if each.difference
        and len(each.parts) > 1
        and each.subject.topic is Topic.YEARS
        and each.subject.name in years
        and (each.subject.when == ALL_YEARS or not each.subject.unit.adds_up)
    )


def shares(causes: Causes) -> View:
    """Return each change's part of each difference; the parts add up."""
    rows = [row for each in split(causes) for row in _share_rows(each)]
    columns = (
        Column("Figure", Kind.LONG_TEXT),
        Column("Change", Kind.LONG_TEXT),
        Column("Its part", Kind.NUMBER),
        Column("By itself", Kind.NUMBER),
    )
    return View("What each change did", columns, tuple(rows))


def _share_rows(each: Attribution) -> Iterator[tuple[str, ...]]:
    subject = each.subject
    for part in each.parts:
        name = part.change.partition(" (because ")[0]
        mine, alone = said(subject, part.share, change=True), said(subject, part.alone, change=True)
        yield heading(subject), name, mine, alone
    if each.interaction:
        together = said(subject, each.interaction, change=True)
        yield heading(subject), "together, beyond each by itself", NONE, together
    yield heading(subject), "all changes", said(subject, each.difference, change=True), NONE


def register(dossier: Dossier) -> View:
    """Return every assumption of every scenario, with reason, evidence, owner and place."""
    title = {o.scenario_id: o.title for o in dossier.comparison.outlooks}
    rows = [
        (
            title[side.scenario_id],
            row.sentence,
            row.value or NOTHING,
            row.because,
            row.evidence or NOTHING,
            row.owner or NOTHING,
            format_day(row.reviewed) if row.reviewed else NOTHING,
            row.where or NOTHING,
        )
        for side in dossier.sides
        for row in side.register
    ]
    columns = tuple(
        Column(header, kind)
        for header, kind in (
            ("Scenario", Kind.LONG_TEXT),
            ("Assumed", Kind.LONG_TEXT),
            ("Value", Kind.TEXT),
            ("Because", Kind.LONG_TEXT),
            ("Evidence", Kind.LONG_TEXT),
            ("Owner", Kind.TEXT),
            ("Reviewed", Kind.DAY),
            ("Written in", Kind.TEXT),
        )
    )
    return View("What each scenario assumes", columns, tuple(rows))


def files(dossier: Dossier) -> View:
    """Return each scenario's file and its fingerprint."""
    columns = (Column("Scenario"), Column("File", Kind.CODE), Column("SHA-256 of the file"))
    rows = tuple((s.scenario_id, s.file, s.file_fingerprint or NOTHING) for s in dossier.sides)
    return View("The scenarios' files", columns, rows)


def half_terms(comparison: Comparison) -> View:
    """Return the chance that anybody is late and the pupils late, half-term by half-term."""
    lived = [(o.title, o.lived) for o in comparison.outlooks if o.lived is not None]
    if not lived:
        return View("Half-term by half-term", (), ())
    rows = tuple(
        (
            name,
            *(
                f"{each.any_late_chance[place]:.0%}; "
                f"{each.half_term_late_at(0.1)[place]:,.0f} to "
                f"{each.half_term_late_at(0.9)[place]:,.0f}"
                for _, each in lived
            ),
        )
        for place, name in enumerate(lived[0][1].half_terms)
    )
    columns = (
        Column("Half-term", Kind.TEXT),
        *(Column(title, Kind.NUMBER) for title, _ in lived),
    )
    caption = "Chance that a pupil referred then starts late; pupils late, low to high"
    return View(caption, columns, rows)


def yearly(comparison: Comparison, measure: Measure) -> View:
    """Return one figure year by year in each scenario: the table of a fan chart."""
    years = comparison.base.years
    rows = []
    for outlook in comparison.outlooks:
        cells = [comparison.row(outlook.scenario_id, measure.value, year) for year in years]
        rows.append(
            (
                outlook.title,
                *(NONE if row is None else spread_said(row.subject, row.spread) for row in cells),
            )
        )
    columns = (
        Column("Scenario", Kind.LONG_TEXT),
        *(Column(year, Kind.NUMBER) for year in years),
    )
    return View(f"{measure.says[0].upper()}{measure.says[1:]}, year by year", columns, tuple(rows))


def who_pays(comparison: Comparison) -> View:
    """Return what each payer pays in each year in each scenario, where the tables say."""
    years = (*comparison.base.years, ALL_YEARS)
    rows, several = [], _payers(comparison)
    for outlook in comparison.outlooks:
        for measure in (each for each in _PAYERS if each in several):
            found = [comparison.row(outlook.scenario_id, measure.value, year) for year in years]
            cells = [row for row in found if row is not None]
            if any(row.spread.p90 for row in cells):
                paid = (spread_said(row.subject, row.spread) for row in cells)
                rows.append((outlook.title, _WHO[measure], *paid))
    told = years if len(comparison.base.years) > 1 else comparison.base.years
    columns = (
        Column("Scenario", Kind.LONG_TEXT),
        Column("Who pays", Kind.LONG_TEXT),
        *(Column(year, Kind.NUMBER) for year in told),
    )
    return View("Who pays, year by year", columns, tuple(rows))


_WHO = {
    Measure.COUNCIL_PENCE: "the council",
    Measure.RECOUPED_PENCE: "the DfE, recouped from the council's grant",
    Measure.DFE_PENCE: "the DfE direct",
}
