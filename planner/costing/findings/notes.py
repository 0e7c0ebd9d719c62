"""What agrees, or has no counterpart, and still has to be understood before it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from planner.costing.findings.figures import agrees, figure_for, written
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.finance.stated import StatedFigure, StatedMeasure
from planner.results.finance.money import CostKind, CostLine, Finding, FindingKind
from planner.units import MONTHS_PER_YEAR, divide_half_up, format_pounds


def notes_on(
    dataset: Dataset, lines: tuple[CostLine, ...], stated: tuple[StatedFigure, ...]
) -> Iterator[Finding]:
    """Give the notes on one year's lines and printed figures."""
    yield from _part_year_places(dataset, lines, stated)
    yield from _indirect_spend(dataset, lines, stated)
    yield from _direct_and_indirect(dataset, lines, stated)
    yield from _equal_services(lines)
    yield from _services_outside_total(dataset, lines)
    yield from _top_up_spread(dataset, lines)
    yield from _prevention_without_top_up(dataset, lines)


def _note(code: str, sentence: str, arithmetic: str) -> Finding:
    return Finding(code=code, sentence=sentence, arithmetic=arithmetic, kind=FindingKind.NOTE)


def _part_year_places(
    dataset: Dataset, lines: tuple[CostLine, ...], stated: tuple[StatedFigure, ...]
) -> Iterator[Finding]:
    for printed in stated:
        figure = figure_for(dataset, lines, printed.measure, printed.provider_id)
        whole = printed.value_hundredths % 100 == 0
        if printed.measure.is_money or whole or not agrees(printed, figure.hundredths):
            continue
        months = round(figure.hundredths * MONTHS_PER_YEAR / 100)
        shown = written(printed.measure, printed.value_hundredths)
        yield _note(
            f"part_year_places:{printed.figure_id}",
            f"{shown} {printed.measure.says} is a number of place-years, not of places: "
            f"{months} place-months.",
            f"{months} / {MONTHS_PER_YEAR} = {shown} to two decimals",
        )


def _indirect_spend(
    dataset: Dataset, lines: tuple[CostLine, ...], stated: tuple[StatedFigure, ...]
) -> Iterator[Finding]:
    for printed in _of(stated, StatedMeasure.INDIRECT_SPEND):
        figure = figure_for(dataset, lines, StatedMeasure.INDIRECT_SPEND, None)
        if not agrees(printed, figure.hundredths):
            continue
        direct = figure_for(dataset, lines, StatedMeasure.DFE_DIRECT, None)
        providers = list(dict.fromkeys(part.provider_id for part in figure.parts))
        places = {
            key: figure_for(dataset, lines, StatedMeasure.PLACES, key).hundredths
            for key in providers
        }
        all_places = sum(places.values(), Fraction(0))
        of_which = figure.hundredths - direct.hundredths
        yield _note(
            f"indirect_spend:{printed.figure_id}",
            f"The indirect spend of {format_pounds(printed.value_hundredths)} is all place "
            f"funding that the DfE (formerly ESFA) pays out: "
            f"{written(StatedMeasure.PLACES, all_places)} places, of which "
            f"{format_pounds(round(of_which))} is recouped from the council's grant and already "
            "in the high needs total. Adding the two would count it twice.",
            f"{' + '.join(written(StatedMeasure.PLACES, value) for value in places.values())} = "
            f"{written(StatedMeasure.PLACES, all_places)} places; "
            f"{format_pounds(round(of_which))} + {format_pounds(round(direct.hundredths))} = "
            f"{format_pounds(round(figure.hundredths))}",
        )


def _direct_and_indirect(
    dataset: Dataset, lines: tuple[CostLine, ...], stated: tuple[StatedFigure, ...]
) -> Iterator[Finding]:
    total = figure_for(dataset, lines, StatedMeasure.TOTAL, None).hundredths
    for direct in _of(stated, StatedMeasure.DIRECT_SPEND):
        for indirect in _of(stated, StatedMeasure.INDIRECT_SPEND):
            added = direct.value_hundredths + indirect.value_hundredths
            slack = direct.rounded_to_hundredths + indirect.rounded_to_hundredths
            if 2 * abs(total - added) <= slack:
                continue
            yield Finding(
                code="direct_and_indirect",
                sentence=(
                    f"Printed direct and indirect spend are together {format_pounds(added)}; "
                    f"total funding is {format_pounds(round(total))}. "
                    f"{format_pounds(round(total - added))} is unexplained."
                ),
                arithmetic=(
                    f"{format_pounds(direct.value_hundredths)} + "
                    f"{format_pounds(indirect.value_hundredths)} = {format_pounds(added)}; "
                    f"{format_pounds(round(total))} - {format_pounds(added)} = "
                    f"{format_pounds(round(total - added))}"
                ),
            )


def _of(stated: tuple[StatedFigure, ...], measure: StatedMeasure) -> Iterator[StatedFigure]:
    return (f for f in stated if f.measure is measure and f.provider_id is None)


def _equal_services(lines: tuple[CostLine, ...]) -> Iterator[Finding]:
    services = [line for line in lines if line.kind is CostKind.SERVICE]
    repeated = [
        amount for amount, times in Counter(line.pence for line in services).items() if times > 1
    ]
    for amount in sorted(repeated):
        names = [line.provider_id for line in services if line.pence == amount]
        yield _note(
            f"equal_amounts:{amount}",
            f"{' and '.join(names)} have the same amount for a service, {format_pounds(amount)}: "
            "one contract split in two, or one entered twice.",
            f"{len(names)} x {format_pounds(amount)} = {format_pounds(len(names) * amount)}",
        )


def _services_outside_total(dataset: Dataset, lines: tuple[CostLine, ...]) -> Iterator[Finding]:
    services = figure_for(dataset, lines, StatedMeasure.SERVICES, None).hundredths
    total = figure_for(dataset, lines, StatedMeasure.TOTAL, None).hundredths
    if services and total:
        yield _note(
            "services_outside_total",
            f"Services without places, {format_pounds(round(services))}, stand outside the total "
            "for places and top-up.",
            f"{format_pounds(round(total))} + {format_pounds(round(services))} = "
            f"{format_pounds(round(total + services))}",
        )


def _top_up_spread(dataset: Dataset, lines: tuple[CostLine, ...]) -> Iterator[Finding]:
    rates: dict[str, int] = {}
    for provider_id in dict.fromkeys(line.provider_id for line in lines):
        places = figure_for(dataset, lines, StatedMeasure.EXCLUSION_PLACES, provider_id)
        top_up = figure_for(dataset, lines, StatedMeasure.TOP_UP, provider_id)
        months = round(places.hundredths * MONTHS_PER_YEAR / 100)
        if months and top_up.hundredths:
            rates[provider_id] = divide_half_up(round(top_up.hundredths) * MONTHS_PER_YEAR, months)
    if len(rates) < 2 or min(rates.values()) == max(rates.values()):
        return
    low, high = min(rates, key=lambda k: (rates[k], k)), max(rates, key=lambda k: (rates[k], k))
    yield _note(
        "top_up_spread",
        f"Top-up for one exclusion place runs from {_pounds(rates[low])} "
        f"({dataset.provider[low].name}) to {_pounds(rates[high])} "
        f"({dataset.provider[high].name}).",
        f"{_pounds(rates[high])} / {_pounds(rates[low])} = {rates[high] / rates[low]:.1f}",
    )


def _pounds(pence: int) -> str:
    return format_pounds(100 * divide_half_up(pence, 100))


def _prevention_without_top_up(dataset: Dataset, lines: tuple[CostLine, ...]) -> Iterator[Finding]:
    with_top_up = {line.commission_id for line in lines if line.kind is CostKind.TOP_UP}
    bare = {
        line.commission_id: line
        for line in lines
        if line.commission_id is not None
        and line.commission_id not in with_top_up
        and dataset.commission[line.commission_id].place_type is PlaceType.PREVENTION
    }
    if bare:
        places = figure_for(
            dataset,
            [line for line in lines if line.commission_id in bare],
            StatedMeasure.PREVENTION_PLACES,
            None,
        )
        yield _note(
            "prevention_without_top_up",
            f"Prevention places carry no top-up in the tables. {_contributions(lines)}",
            f"{written(StatedMeasure.PREVENTION_PLACES, places.hundredths)} places x "
            f"{format_pounds(0)} top-up = {format_pounds(0)}",
        )


def _contributions(lines: Iterable[CostLine]) -> str:
    if any(line.kind is CostKind.SCHOOL_CONTRIBUTION for line in lines):
        return "What schools contribute stands in lines of its own."
    return (
        "Schools may contribute to them; such contributions are not known and are not in the "
        "statement."
    )
