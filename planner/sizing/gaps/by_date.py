"""Places as they open and close by date, held against need half-term by half-term."""

from __future__ import annotations

import numpy as np

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.results.coming.gaps import EVERY, PlacesByDate
from planner.sizing.gaps.filled import Filled, range_of, spans_of
from planner.sizing.offer.commissioned import places_of_groups
from planner.sizing.queueing.world import Ints
from planner.sizing.stays.survival import Floats


def by_date(filled: Filled, dataset: Dataset) -> tuple[PlacesByDate, ...]:
    """Return every half-term's places and need, by key stage and type and for each type."""
    world = filled.world
    half_terms = [each for each in world.clock.half_terms() if each[1] < len(world.clock.days)]
    ahead = _from_today(half_terms)
    spans = list(spans_of(filled, [*(time for _, time in ahead), len(world.clock.days)]))
    counts = _by_group(filled)
    rows: list[PlacesByDate] = []
    for (label, time), span in zip(ahead, spans, strict=True):
        held = places_of_groups(world, dataset, max(dataset.as_at, world.clock.days[time]))
        for kind in PlaceType:
            mine = [i for i, (_, own) in enumerate(world.groups) if own is kind]
            cells = [(world.groups[group][0].value, (group,)) for group in mine]
            for stage, groups in (*cells, *([(EVERY, tuple(mine))] if len(mine) > 1 else [])):
                filled_places = np.sum([counts[group] for group in groups], axis=0)
                needed = range_of(filled_places, span, 1.0)
                places = sum(held[group] for group in groups)
                rows.append(PlacesByDate(label, stage, kind, places, *needed))
    return tuple(rows)


def _from_today(half_terms: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the half-terms from the one that the clock starts in."""
    begun = [index for index, (_, time) in enumerate(half_terms) if time <= 0]
    return half_terms[begun[-1] if begun else 0 :]


def _by_group(filled: Filled) -> list[Floats]:
    """Return each group's places filled at each week's start, (draws, weeks)."""
    world = filled.world
    counts: list[Ints] = [
        np.zeros((world.draws, filled.weeks), dtype=np.int64) for _ in world.groups
    ]
    for cohort, group in enumerate(world.group_of_cohort):
        counts[world.groups.index(group)] += filled.of_cohort(cohort)
    return [own * world.places_per_pupil[group] for group, own in enumerate(counts)]
