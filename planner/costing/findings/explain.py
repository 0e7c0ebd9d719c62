"""Slips of the pen that would account for a difference, each tried by arithmetic alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.costing.findings.figures import Figure, written
from planner.domain.finance.stated import StatedFigure
from planner.units import divide_half_up


def explanations(stated: StatedFigure, figure: Figure) -> tuple[str, ...]:
    """
    Say which single slip would turn the computed figure into the printed one.

    Returns
    -------
    tuple[str, ...]
        One sentence for each slip that fits; empty where none does. More than
        one means that the figures alone cannot decide.
    """
    if _digits_exchanged(stated, figure.hundredths):
        unit = stated.rounded_to_hundredths
        correct = divide_half_up(round(figure.hundredths), unit) * unit
        return (
            "Two neighbouring digits are exchanged: "
            f"{written(stated.measure, stated.value_hundredths)} for "
            f"{written(stated.measure, correct)}.",
        )
    return (*_zero_slips(stated, figure), *_parts_left_out(stated, figure))


def _digits_exchanged(stated: StatedFigure, computed: Fraction) -> bool:
    unit = stated.rounded_to_hundredths
    printed = str(stated.value_hundredths // unit)
    correct = str(divide_half_up(round(computed), unit))
    return any(
        printed[:place] + printed[place + 1] + printed[place] + printed[place + 2 :] == correct
        for place in range(len(printed) - 1)
        if printed != correct
    )


def _zero_slips(stated: StatedFigure, figure: Figure) -> Iterator[str]:
    gap = stated.value_hundredths - figure.hundredths
    for part in figure.parts:
        if part.hundredths and gap == 9 * part.hundredths:
            yield (
                f"It fits if {part.name}, {written(stated.measure, part.hundredths)} in the data, "
                f"were {written(stated.measure, 10 * part.hundredths)} (a zero dropped)."
            )


def _parts_left_out(stated: StatedFigure, figure: Figure) -> Iterator[str]:
    gap = figure.hundredths - stated.value_hundredths
    for part in figure.parts:
        if part.hundredths and 2 * abs(gap - part.hundredths) <= stated.rounded_to_hundredths:
            yield (
                f"It fits if {part.name} of {written(stated.measure, part.hundredths)} "
                "were left out."
            )
