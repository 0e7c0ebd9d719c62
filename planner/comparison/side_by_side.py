"""Figures of several outlooks beside each other, future by future."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from planner.results.whatif.comparison import Chances, FutureRow, PairRow, PlainRow, Spread
from planner.results.whatif.measures import Subject, Topic
from planner.results.whatif.outlook import Outlook

Values = NDArray[np.float64]


def future_rows(outlooks: Sequence[Outlook]) -> Iterator[FutureRow]:
    """
    Give every figure of the coming years of every outlook, with its difference to the first.

    A difference is taken in each future and only then ranged: both meet the same pupils, so
    its range is much narrower than that of either figure.
    """
    tables = [outlook.by_subject() for outlook in outlooks]
    for subject in _in_all(tables):
        base = tables[0][subject]
        for number, (outlook, table) in enumerate(zip(outlooks, tables, strict=True)):
            own = table[subject]
            yield FutureRow(
                subject,
                outlook.scenario_id,
                spread_of(own),
                spread_of(own - base) if number else None,
                chances_of(subject, own, base) if number else None,
            )


def pair_rows(outlooks: Sequence[Outlook]) -> Iterator[PairRow]:
    """Say how often each outlook beats each other in every figure that has a better way."""
    tables = [outlook.by_subject() for outlook in outlooks]
    for subject in _in_all(tables):
        for one, other in combinations(range(len(outlooks)), 2):
            chances = chances_of(subject, tables[other][subject], tables[one][subject])
            if chances is not None:
                yield PairRow(
                    subject, outlooks[other].scenario_id, outlooks[one].scenario_id, chances
                )


def plain_rows(outlooks: Sequence[Outlook]) -> Iterator[PlainRow]:
    """
    Give every figure without futures of every outlook, with its difference to the first.

    What would tell of a few waiting pupils is withheld, and every difference with it.
    """
    tables = [outlook.figures() for outlook in outlooks]
    subjects = dict.fromkeys(
        subject for table in tables for subject in table if subject.topic is not Topic.YEARS
    )
    for subject in subjects:
        base = None if outlooks[0].withholds(subject) else tables[0].get(subject)
        for number, (outlook, table) in enumerate(zip(outlooks, tables, strict=True)):
            withheld = outlook.withholds(subject)
            own = None if withheld else table.get(subject)
            known = number > 0 and own is not None and base is not None
            difference = own - base if known and own is not None and base is not None else None
            yield PlainRow(subject, outlook.scenario_id, own, difference, withheld)


def spread_of(values: Values) -> Spread:
    """Return the middle and the range of a figure over the futures that have it."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Spread(None, None, None, None)
    low, middle, high = (float(each) for each in np.quantile(known, (0.1, 0.5, 0.9)))
    return Spread(middle, low, high, float(known.mean()))


def chances_of(subject: Subject, own: Values, other: Values) -> Chances | None:
    """
    Return how often one figure is better than another in the same future, ties apart.

    None where neither way is better, or no future has both.
    """
    if subject.less_is_better is None:
        return None
    both = np.isfinite(own) & np.isfinite(other)
    if not both.any():
        return None
    gain = gains(subject, own[both] - other[both])
    better, worse = float((gain > 0).mean()), float((gain < 0).mean())
    return Chances(better, float((gain == 0).mean()), worse)


def gains(subject: Subject, difference: Values) -> Values:
    """Return a difference with the better way above nought."""
    return -difference if subject.less_is_better else difference


def _in_all(tables: Sequence[dict[Subject, Values]]) -> list[Subject]:
    return [subject for subject in tables[0] if all(subject in table for table in tables)]
