"""Figures of a comparison as people read them."""

from __future__ import annotations

from fractions import Fraction

from planner.results.whatif.comparison import Chances, FutureRow, Spread, in_futures
from planner.results.whatif.measures import Subject, Unit
from planner.units import format_pounds

Number = float | Fraction | int | None
NONE = "–"


def said(subject: Subject, value: Number, *, change: bool = False) -> str:
    """
    Write a figure in its unit; a change with its sign.

    Examples
    --------
    >>> from planner.results.whatif.measures import Topic
    >>> said(Subject(Topic.YEARS, "total_pence", "", Unit.PENCE, True, ""), -1_234_567, change=True)
    '−£12,346'
    """
    if value is None:
        return NONE
    number = float(value)
    text = _plain(subject.unit, abs(number))
    if change and subject.unit in (Unit.SHARE, Unit.CHANCE):
        # A share that rises from 30% to 87% does not rise by 57%.
        text = f"{text.removesuffix('%')} points"
    if text.strip("£0.,% points") == "":
        return text
    sign = "−" if number < 0 else "+" if change else ""
    return f"{sign}{text}"


def _plain(unit: Unit, number: float) -> str:
    if unit is Unit.PENCE:
        return format_pounds(round(number / 100) * 100)
    if unit in (Unit.SHARE, Unit.CHANCE):
        return f"{100 * number:.0f}%"
    return f"{number:,.1f}" if unit is Unit.MINUTES else f"{number:,.0f}"


def spread_said(subject: Subject, spread: Spread, *, change: bool = False) -> str:
    """Write the middle of all futures with the range from low to high."""
    if subject.unit is Unit.CHANCE:
        return said(subject, spread.mean, change=change)
    middle, low, high = (
        rounded(subject, value, change=change) for value in (spread.median, spread.p10, spread.p90)
    )
    return middle if low == high else f"{middle} ({low} to {high})"


def rounded(subject: Subject, value: Number, *, change: bool = False) -> str:
    """Write a figure of many futures; pounds to the thousand, for no future is exact."""
    if subject.unit is not Unit.PENCE or value is None:
        return said(subject, value, change=change)
    return said(subject, round(float(value) / 100_000) * 100_000, change=change)


def chance_said(chances: Chances | None, *, money: bool = False) -> str:
    """
    Write how often a scenario does better, in futures of a hundred; of money, is cheaper.

    Examples
    --------
    >>> chance_said(Chances(0.284, 0.716, 0.0))
    'better in 28 of 100 futures, the same in 72, worse in 0'
    """
    if chances is None:
        return NONE
    if chances.same == 1:
        return "the same in every future"
    words = ("cheaper", "dearer") if money else ("better", "worse")
    same = 100 - round(100 * chances.better) - round(100 * chances.worse)
    better, worse = (_hundredths(share) for share in (chances.better, chances.worse))
    return f"{words[0]} in {better} of 100 futures, the same in {same}, {words[1]} in {worse}"


def _hundredths(share: float) -> str:
    """Return a share in a hundred, without calling a few none or most all."""
    return in_futures(share).partition(" of ")[0] if 0 < share < 1 else f"{100 * share:.0f}"


def heading(row_subject: Subject) -> str:
    """Write what a row is about, with its time."""
    says = row_subject.says[0].upper() + row_subject.says[1:]
    return f"{says}, {row_subject.when}" if row_subject.when else says


def middle_of(row: FutureRow) -> float | None:
    """Return the figure that stands for all futures: the mean of a chance, else the median."""
    return row.spread.mean if row.subject.unit is Unit.CHANCE else row.spread.median
