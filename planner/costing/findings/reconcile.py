"""Compare what a document printed with what the data give, and say what stands out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.costing.findings.explain import explanations
from planner.costing.findings.figures import Figure, agrees, figure_for, written
from planner.costing.findings.notes import notes_on
from planner.domain.dataset import Dataset
from planner.domain.finance.stated import StatedFigure, StatedMeasure
from planner.results.finance.money import CostLine, Finding
from planner.units import FinancialYear


def findings_of(
    dataset: Dataset, lines: tuple[CostLine, ...], financial_year: FinancialYear
) -> tuple[Finding, ...]:
    """
    Find what does not reconcile in one year, and what agrees but has to be understood.

    Printed figures are compared with the computed ones as exact fractions;
    within the rounding they were printed with, they agree. Nothing is mended:
    the statement keeps the computed figures.
    """
    stated = tuple(
        figure for figure in dataset.stated if figure.financial_year == financial_year.start_year
    )
    return (
        *_differences(dataset, lines, stated),
        *_footings(stated),
        *notes_on(dataset, lines, stated),
    )


def _differences(
    dataset: Dataset, lines: tuple[CostLine, ...], stated: tuple[StatedFigure, ...]
) -> Iterator[Finding]:
    for printed in stated:
        figure = figure_for(dataset, lines, printed.measure, printed.provider_id)
        if not agrees(printed, figure.hundredths):
            yield _difference(dataset, printed, figure)


def _difference(dataset: Dataset, printed: StatedFigure, figure: Figure) -> Finding:
    measure = printed.measure
    whose = "all providers"
    if printed.provider_id is not None:
        whose = dataset.provider[printed.provider_id].name
    gap = printed.value_hundredths - figure.hundredths
    found = explanations(printed, figure)
    undecided = " More than one slip fits: the figures cannot decide." if len(found) > 1 else ""
    return Finding(
        code=f"differs:{printed.figure_id}",
        sentence=(
            f"{printed.source or 'A document'} states "
            f"{written(measure, printed.value_hundredths)} for {measure.says}, {whose}; "
            f"the commissions' data give {written(measure, figure.hundredths)}. "
            f"{' '.join(found) or 'No single slip explains it.'}{undecided}"
        ),
        arithmetic=(
            f"{_sum_by_provider(dataset, figure)}; "
            f"{written(measure, printed.value_hundredths)} - "
            f"{written(measure, figure.hundredths)} = {written(measure, gap)}"
        ),
    )


def _sum_by_provider(dataset: Dataset, figure: Figure) -> str:
    by_provider: dict[str, Fraction] = {}
    for part in figure.parts:
        total = by_provider.get(part.provider_id, Fraction(0)) + part.hundredths
        by_provider[part.provider_id] = total
    terms = [
        f"{dataset.provider[key].name if key in dataset.provider else key} "
        f"{written(figure.measure, value)}"
        for key, value in by_provider.items()
    ]
    return f"{' + '.join(terms)} = {written(figure.measure, figure.hundredths)}"


def _footings(stated: tuple[StatedFigure, ...]) -> Iterator[Finding]:
    """Check that each printed total is the sum of its printed parts, within their rounding."""
    for total in (figure for figure in stated if figure.provider_id is None):
        parts = [
            figure
            for figure in stated
            if figure.measure is total.measure and figure.provider_id is not None
        ]
        if not parts:
            continue
        added = sum(part.value_hundredths for part in parts)
        slack = sum(part.rounded_to_hundredths for part in (*parts, total))
        if 2 * abs(added - total.value_hundredths) > slack:
            yield _footing(total, parts, added)


def _footing(total: StatedFigure, parts: list[StatedFigure], added: int) -> Finding:
    measure: StatedMeasure = total.measure
    terms = " + ".join(written(measure, part.value_hundredths) for part in parts)
    gap = total.value_hundredths - added
    return Finding(
        code=f"does_not_foot:{total.figure_id}",
        sentence=(
            f"The printed parts of {measure.says} add up to {written(measure, added)}, "
            f"not to the printed total of {written(measure, total.value_hundredths)}."
        ),
        arithmetic=(
            f"{terms} = {written(measure, added)}; "
            f"{written(measure, total.value_hundredths)} - {written(measure, added)} = "
            f"{written(measure, gap)}"
        ),
    )
