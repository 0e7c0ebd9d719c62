"""Where places lack and where several commissions serve what fewer would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.results.coming.futures import Cohort
from planner.results.coming.gaps import EVERY, NOT_RECORDED, Gap
from planner.sizing.gaps.filled import Filled, range_of, spans_of
from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.law import Group
from planner.sizing.stays.survival import Floats
from planner.units import KeyStage


@dataclass(frozen=True, order=True)
class _Cell:
    """One area, key stage, need and place type; an area or need may stand for all."""

    area: str
    key_stage: KeyStage
    need: str
    place_type: PlaceType

    def wider(self) -> Iterator[_Cell]:
        """Return the cells with all areas, with all needs, and with both."""
        for area, need in ((EVERY, self.need), (self.area, EVERY), (EVERY, EVERY)):
            yield _Cell(area, self.key_stage, need, self.place_type)


def gaps_of(filled: Filled, dataset: Dataset) -> tuple[Gap, ...]:
    """
    Return every combination's need in every year beside the places that accept it.

    Rows for all areas, for all needs and for both come with them. Needs of parts do not
    add up to the whole's, for their busiest weeks differ.
    """
    world = filled.world
    edges = (*world.clock.year_starts(), len(world.clock.days))
    spans = list(spans_of(filled, edges))
    needed = _needed(filled, spans)
    rows: list[Gap] = []
    for year, _ in enumerate(world.clock.years):
        middle = {cell: ranges[year][1] for cell, ranges in needed.items()}
        shares = _shares(world, dataset, year, middle)
        for cell in sorted(needed):
            rows.append(_gap(world, dataset, year, cell, needed[cell][year], shares[cell]))
    return tuple(rows)


def _cell_of(cohort: Cohort, group: Group) -> _Cell:
    return _Cell(cohort.district, group[0], cohort.need or NOT_RECORDED, group[1])


def _needed(filled: Filled, spans: list[slice]) -> dict[_Cell, list[tuple[int, int, int]]]:
    """Return places needed in each span, low, middle and high, by cell."""
    world = filled.world
    counts: dict[_Cell, Ints] = {}
    for index, (cohort, group) in enumerate(zip(world.cohorts, world.group_of_cohort, strict=True)):
        own = filled.of_cohort(index)
        cell = _cell_of(cohort, group)
        for each in dict.fromkeys((cell, *cell.wider())):
            counts[each] = counts[each] + own if each in counts else own
    part = {group: float(world.places_per_pupil[i]) for i, group in enumerate(world.groups)}
    return {
        cell: [range_of(own, span, part[cell.key_stage, cell.place_type]) for span in spans]
        for cell, own in counts.items()
    }


def _shares(
    world: World, dataset: Dataset, year: int, middle: dict[_Cell, int]
) -> dict[_Cell, Floats]:
    """Return what each commission leaves for each cell, (commissions), shared by middle need."""
    leaves = sorted({_cell_of(*pair) for pair in _cohorts(world)})
    shares = {cell: np.zeros(len(dataset.commissions)) for cell in middle}
    for column, commission in enumerate(dataset.commissions):
        places = commission.places_on(_first_day(world, dataset, year))
        weights = {
            cell: (middle[cell] + 0.01) * _part_taken(commission, cell)
            for cell in leaves
            if _part_taken(commission, cell)
        }
        whole = sum(weights.values())
        for cell, weight in weights.items():
            for each in dict.fromkeys((cell, *cell.wider())):
                shares[each][column] += places * weight / whole
    return shares


def _cohorts(world: World) -> Iterator[tuple[Cohort, Group]]:
    yield from zip(world.cohorts, world.group_of_cohort, strict=True)


def _part_taken(commission: Commission, cell: _Cell) -> float:
    """Return the part of a cell's year groups that a commission of its type accepts."""
    if commission.place_type is not cell.place_type or not _accepts_need(commission, cell.need):
        return 0.0
    years = set(cell.key_stage.year_groups)
    return len(commission.year_groups & years) / len(years)


def _accepts_need(commission: Commission, need: str) -> bool:
    return need in {EVERY, NOT_RECORDED} or not commission.needs or need in commission.needs


def _gap(
    world: World,
    dataset: Dataset,
    year: int,
    cell: _Cell,
    needed: tuple[int, int, int],
    shares: Floats,
) -> Gap:
    day = _first_day(world, dataset, year)
    accepting = [c for c in dataset.commissions if _part_taken(c, cell) and c.places_on(day)]
    near = [c for c in accepting if dataset.site_of(c.commission_id).district == cell.area]
    most_first = np.cumsum(np.sort(shares)[::-1])
    enough = np.flatnonzero(most_first >= needed[2] - 0.5)
    return Gap(
        academic_year=str(world.clock.years[year]),
        area=cell.area,
        key_stage=cell.key_stage,
        need=cell.need,
        place_type=cell.place_type,
        needed_p10=needed[0],
        needed_p50=needed[1],
        needed_p90=needed[2],
        accepting=sum(c.places_on(day) for c in accepting),
        in_area=sum(c.places_on(day) for c in (accepting if cell.area == EVERY else near)),
        share=round(float(shares.sum())),
        commissions=len(accepting),
        commissions_enough=int(enough[0]) + 1 if len(enough) else None,
    )


def _first_day(world: World, dataset: Dataset, year: int) -> date:
    return max(world.clock.years[year].starts, dataset.as_at)
