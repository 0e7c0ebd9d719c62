"""The answer of a comparison in sentences for somebody who reads nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from planner.results.whatif.comparison import (
    FutureRow,
    PlainRow,
    RegretRow,
    Spread,
    in_futures,
)
from planner.results.whatif.measures import ALL_YEARS, Measure, WaitingFigure
from planner.results.whatif.outlook import Outlook
from planner.units import format_pounds

_POUNDS_TOLD = 100_000
"""Simulated money is told to the nearest thousand pounds. [pence]"""


def answer_of(
    outlooks: Sequence[Outlook],
    rows: Sequence[FutureRow],
    plain: Sequence[PlainRow],
    regret: Sequence[RegretRow],
) -> Iterator[str]:
    """Give what to know first: the best choice, then of each the coming years, now, the money."""
    when = _whole_time(outlooks[0])
    future = {(row.scenario_id, row.subject.name, row.subject.when): row for row in rows}
    now = {(row.scenario_id, row.subject.name, row.subject.when): row for row in plain}
    if len(outlooks) > 2:
        yield from _best(outlooks, regret, when)
    for outlook in outlooks[1:]:
        late = future.get((outlook.scenario_id, Measure.LATE_PUPILS, when))
        money = future.get((outlook.scenario_id, Measure.TOTAL_PENCE, when))
        if late is not None:
            yield _coming(outlook.title, late, money)
        yield from _waiting(outlook, now)
        yield from _agreed(outlook, outlooks[0], now)


def _whole_time(base: Outlook) -> str:
    """Return the name of all the coming years together: one year may show nothing by itself."""
    return ALL_YEARS if len(base.years) > 1 else "".join(base.years)


def _coming(title: str, late: FutureRow, money: FutureRow | None) -> str:
    difference, chances = late.difference, late.against_base
    if difference is None or chances is None or difference.median is None:
        return f"{title}: nobody to measure over {late.subject.when}."
    when = late.subject.when
    if chances.same == 1.0:
        return f"{title}: as many pupils late over {when} in every future{_price(money)}."
    middle = round(difference.median)
    word = "fewer" if middle < 0 else "more"
    pupils = "pupil" if abs(middle) == 1 else "pupils"
    many = f"{abs(middle):,} {word} {pupils}" if middle else f"about as many {pupils}"
    return (
        f"{title}: {many} late over {when}{_range(difference)}: fewer in "
        f"{in_futures(chances.better)}, more in {in_futures(chances.worse)}{_price(money)}."
    )


def _range(difference: Spread) -> str:
    low, high = round(difference.p10 or 0), round(difference.p90 or 0)
    return "" if low == high else f" ({_signed(low)} to {_signed(high)} in eight futures of ten)"


def _signed(number: int) -> str:
    return f"{number:+,}" if number else "0"


def _price(money: FutureRow | None) -> str:
    if money is None or money.difference is None or money.difference.median is None:
        return ""
    middle = _round_pence(money.difference.median)
    if middle == 0:
        return ", at about the same cost"
    low, high = (_round_pence(each or 0) for each in (money.difference.p10, money.difference.p90))
    word = "more" if middle > 0 else "less"
    told = "" if low == high else f" ({format_pounds(low)} to {format_pounds(high)})"
    return f", for {format_pounds(abs(middle))} {word}{told}"


def _round_pence(pence: float) -> int:
    return round(pence / _POUNDS_TOLD) * _POUNDS_TOLD


def _waiting(outlook: Outlook, now: dict[tuple[str, str, str], PlainRow]) -> Iterator[str]:
    placed = now.get((outlook.scenario_id, WaitingFigure.PLACED, ""))
    days = now.get((outlook.scenario_id, WaitingFigure.LATE_DAYS, ""))
    if outlook.waiting is None or placed is None or days is None:
        return
    count, fewest = len(outlook.waiting.pupils), outlook.suppression_threshold
    if 0 < count < fewest:
        yield f"{outlook.title}: fewer than {fewest} pupils wait now, so nothing is told of them."
        return
    told = [
        f"{outlook.title}: of the {count:,} pupils who wait now {_placed(outlook, placed)} "
        "can be placed"
    ]
    if placed.difference is not None:
        more = placed.difference
        told.append(f"{_more(more)} than before" if more else "as many as before")
    if days.difference is not None:
        late = days.difference
        told.append(f"with {_more(late) if late else 'as many'} school days late")
    yield f"{', '.join(told)}."


def _placed(outlook: Outlook, row: PlainRow) -> str:
    """Return how many can be placed; of a few, or of all but a few, only that they are few."""
    if row.value is not None or outlook.waiting is None:
        return str(row.value)
    fewest = outlook.suppression_threshold
    placed = sum(pupil.placed for pupil in outlook.waiting.pupils)
    return f"fewer than {fewest}" if placed < fewest else f"all but fewer than {fewest}"


def _more(number: Fraction) -> str:
    return f"{abs(number)} {'more' if number > 0 else 'fewer'}"


def _agreed(
    outlook: Outlook, base: Outlook, now: dict[tuple[str, str, str], PlainRow]
) -> Iterator[str]:
    told = []
    for year in base.money:
        row = now.get((outlook.scenario_id, "council", year.financial_year))
        if row is not None and row.difference:
            word = "more" if row.difference > 0 else "less"
            pounds = format_pounds(round(abs(row.difference) / 100) * 100)
            told.append(f"{pounds} {word} in {row.subject.when}")
    if told:
        yield f"{outlook.title}: by what is agreed the council pays {', '.join(told)}."


def _best(outlooks: Sequence[Outlook], regret: Sequence[RegretRow], when: str) -> Iterator[str]:
    titles = {outlook.scenario_id: outlook.title for outlook in outlooks}
    mine = [
        row
        for row in regret
        if row.subject.name == Measure.LATE_PUPILS and row.subject.when == when
    ]
    least = min(mine, key=lambda row: row.mean, default=None)
    alike = [row for row in mine if least is not None and row.mean == least.mean]
    if mine and not any(row.greatest for row in mine):
        yield f"All have as many pupils late over {when} in every future: choose by something else."
    elif len(alike) > 1:
        told = " and ".join(titles[row.scenario_id] for row in alike)
        yield f"{told} have the fewest pupils late on average over {when}, as many as each other."
    elif least is not None:
        behind = (
            f"where another is better, it falls behind by at most {_counted(least.greatest)}"
            if least.greatest
            else "none of the others is better in any future"
        )
        yield (
            f"{titles[least.scenario_id]} has the fewest pupils late on average over {when}: it is "
            f"best alone in {in_futures(least.best_alone)} and shares the best in "
            f"{in_futures(least.best_shared)}; {behind}."
        )


def _counted(pupils: float) -> str:
    return f"{pupils:,.0f} pupil{'' if round(pupils) == 1 else 's'}"
