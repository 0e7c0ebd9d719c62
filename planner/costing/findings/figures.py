"""The figures that a document may print, worked out exactly from the statement's lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.finance.stated import StatedFigure, StatedMeasure
from planner.results.finance.money import CostKind, CostLine, Payer
from planner.units import format_pounds

_DFE_PAYS_OUT = frozenset({Payer.RECOUPED, Payer.DFE})


@dataclass(frozen=True, slots=True)
class Part:
    """One line's share of a figure, named as an officer would name it."""

    name: str
    provider_id: str
    hundredths: Fraction
    """Pence, or hundredths of a place."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the parts that make it up."""

    measure: StatedMeasure
    parts: tuple[Part, ...]

    @property
    def hundredths(self) -> Fraction:
        """The sum of the parts: pence, or hundredths of a place."""
        return sum((part.hundredths for part in self.parts), Fraction(0))


def figure_for(
    dataset: Dataset, lines: Iterable[CostLine], measure: StatedMeasure, provider_id: str | None
) -> Figure:
    """Work out one measure, for one provider or (None) for all of them."""
    counts = _COUNTED[measure]
    parts = tuple(
        Part(
            name=_name(dataset, line, measure),
            provider_id=line.provider_id,
            hundredths=_hundredths(measure, line),
        )
        for line in lines
        if counts(dataset, line) and provider_id in {None, line.provider_id}
    )
    return Figure(measure, parts)


def written(measure: StatedMeasure, hundredths: Fraction | int) -> str:
    """
    Write a figure: money to the penny, places to at most two decimals.

    Examples
    --------
    >>> written(StatedMeasure.DEDUCTED_PLACES, Fraction(30400, 12))
    '25.33'
    """
    whole = round(hundredths)
    if measure.is_money:
        return format_pounds(whole)
    return f"{whole / 100:,.2f}".rstrip("0").rstrip(".")


def agrees(stated: StatedFigure, computed_hundredths: Fraction) -> bool:
    """
    Say whether a printed figure is the computed one, as far as its rounding shows.

    A figure printed in thousands agrees with everything up to five hundred away.
    """
    gap = abs(stated.value_hundredths - computed_hundredths)
    return 2 * gap <= stated.rounded_to_hundredths


def _hundredths(measure: StatedMeasure, line: CostLine) -> Fraction:
    if measure.is_money:
        return Fraction(line.pence)
    return Fraction(100 * line.quantity, line.divisor)


def _name(dataset: Dataset, line: CostLine, measure: StatedMeasure) -> str:
    if line.commission_id is None:
        return f"{line.provider_id} {line.kind.says}"
    provider = dataset.provider[line.provider_id].name
    place_type = dataset.commission[line.commission_id].place_type
    return f"{provider} {place_type} {line.kind.says if measure.is_money else 'places'}"


def _is_place(line: CostLine) -> bool:
    return line.kind is CostKind.PLACE


def _place_of(place_type: PlaceType) -> Callable[[Dataset, CostLine], bool]:
    def counts(dataset: Dataset, line: CostLine) -> bool:
        return (
            _is_place(line)
            and line.commission_id is not None
            and dataset.commission[line.commission_id].place_type is place_type
        )

    return counts


_COUNTED: Mapping[StatedMeasure, Callable[[Dataset, CostLine], bool]] = {
    StatedMeasure.EXCLUSION_PLACES: _place_of(PlaceType.EXCLUSION),
    StatedMeasure.PREVENTION_PLACES: _place_of(PlaceType.PREVENTION),
    StatedMeasure.PLACES: lambda _, line: _is_place(line),
    StatedMeasure.DEDUCTED_PLACES: lambda _, line: _is_place(line) and line.payer is Payer.RECOUPED,
    StatedMeasure.HIGH_NEEDS_PLACE_FUNDING: lambda _, line: (
        _is_place(line) and line.payer is not Payer.DFE
    ),
    StatedMeasure.TOP_UP: lambda _, line: line.kind is CostKind.TOP_UP,
    StatedMeasure.HIGH_NEEDS_TOTAL: lambda _, line: (
        line.kind is CostKind.TOP_UP or (_is_place(line) and line.payer is not Payer.DFE)
    ),
    StatedMeasure.DFE_DIRECT: lambda _, line: _is_place(line) and line.payer is Payer.DFE,
    StatedMeasure.TOTAL: lambda _, line: line.kind in {CostKind.PLACE, CostKind.TOP_UP},
    StatedMeasure.DIRECT_SPEND: lambda _, line: (
        line.kind is CostKind.TOP_UP or (_is_place(line) and line.payer is Payer.COUNCIL)
    ),
    StatedMeasure.INDIRECT_SPEND: lambda _, line: _is_place(line) and line.payer in _DFE_PAYS_OUT,
    StatedMeasure.SERVICES: lambda _, line: line.kind is CostKind.SERVICE,
}
