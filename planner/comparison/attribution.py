"""A difference split over the changes that made it: order-free and adding up exactly."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import factorial

from planner.results.whatif.comparison import Attribution, Causes, Part
from planner.results.whatif.measures import Subject, Topic, WaitingFigure
from planner.results.whatif.outlook import Outlook
from planner.results.whatif.waiting import waiting_subject

Made = frozenset[int]
"""Positions of the changes that are made."""

Figures = Mapping[Subject, Fraction | None]

MOST_IN_FULL = 6
"""Up to so many changes every subset of them is tried; 64 subsets of six."""

ORDERS_BEYOND = 4
"""Orders of making the changes that are tried where there are more."""


@dataclass(frozen=True)
class Plan:
    """
    Which subsets of the changes have to be evaluated to split a difference over them.

    Positions are those of the changes in an order that does not depend on how they were
    written, so that writing them in another order tries the same subsets.
    """

    changes: int

    @cached_property
    def orders(self) -> tuple[tuple[int, ...], ...]:
        """Orders tried where there are too many changes for every subset, each and its reverse."""
        if self.changes <= MOST_IN_FULL:
            return ()
        generator = random.Random(self.changes)
        found = []
        for _ in range(ORDERS_BEYOND // 2):
            order = list(range(self.changes))
            generator.shuffle(order)
            found += [tuple(order), tuple(reversed(order))]
        return tuple(found)

    @cached_property
    def subsets(self) -> tuple[Made, ...]:
        """Subsets to evaluate, the empty and the full one among them, the smallest first."""
        everything = range(self.changes)
        if not self.orders:
            sizes = range(self.changes + 1)
            return tuple(frozenset(c) for size in sizes for c in combinations(everything, size))
        wanted = {frozenset({each}) for each in everything}
        for order in self.orders:
            wanted |= {frozenset(order[:size]) for size in range(self.changes + 1)}
        return tuple(sorted(wanted, key=lambda made: (len(made), sorted(made))))

    @property
    def says(self) -> str:
        """How the difference is split, in a sentence."""
        if self.changes <= 1:
            return "There is one change, so the whole difference is its own."
        way = (
            f"all {len(self.subsets)} ways of making some of the {self.changes} changes"
            if not self.orders
            else f"{len(self.orders)} orders of making the {self.changes} changes, two drawn "
            "and their reverses, because there are too many for every subset"
        )
        return (
            f"Shapley values over {way}: a change's share is the mean of what it adds to those "
            "made before it. Futures count by their mean. A change that cannot be made without "
            "another counts for nothing until that one is made."
        )


def causes_of(
    scenario_id: str,
    plan: Plan,
    sentences: Sequence[str],
    figures: Mapping[Made, Figures],
) -> Causes:
    """
    Split every figure's difference from the base over a scenario's changes.

    Parameters
    ----------
    scenario_id
        The scenario.
    plan
        Which subsets were evaluated.
    sentences
        Each change in words, by position.
    figures
        The figures of every subset of the plan.

    Returns
    -------
    Causes
        One attribution for each figure that every subset has and that differs somewhere.
        Places that are enough are not split: searching them for every subset would cost
        more than all the rest.
    """
    nothing, everything = frozenset[int](), frozenset(range(plan.changes))
    found, missing = [], []
    for subject, base in figures[nothing].items():
        if subject.topic is Topic.PLACES:
            continue
        values = {made: figures[made].get(subject) for made in plan.subsets}
        known = {made: value for made, value in values.items() if value is not None}
        if base is None or len(known) < len(values):
            missing.append(subject.key)
            continue
        if all(value == base for value in known.values()):
            continue
        found.append(
            Attribution(
                subject,
                scenario_id,
                base,
                known[everything],
                tuple(_parts(plan, sentences, known)),
            )
        )
    unanswered = tuple(f"Not split, for some subset of the changes has none: {k}." for k in missing)
    return Causes(scenario_id, plan.says, tuple(found), unanswered)


def told_causes(causes: Sequence[Causes], outlooks: Sequence[Outlook]) -> Iterator[Causes]:
    """
    Yield the causes without those of figures that are withheld: shares add up to a difference.

    Parameters
    ----------
    causes
        Why scenarios differ from the base.
    outlooks
        The base, then the scenarios.
    """
    base, by_name = outlooks[0], {outlook.scenario_id: outlook for outlook in outlooks}
    for each in causes:
        own = by_name[each.scenario_id]
        few = _few_by_parts(base, each.attributions)
        told = tuple(
            one
            for one in each.attributions
            if not base.withholds(one.subject)
            and not own.withholds(one.subject)
            and one.subject not in few
        )
        missing = [one.subject.key for one in each.attributions if one not in told]
        says = tuple(f"Not told, for it would tell of a few pupils: {key}." for key in missing)
        yield replace(each, attributions=told, unanswered=(*each.unanswered, *says))


_PLACED = (WaitingFigure.PLACED, WaitingFigure.UNPLACED, WaitingFigure.INTERIM_PENCE)
_TOLD_TOGETHER: Mapping[str, tuple[WaitingFigure, ...]] = {
    WaitingFigure.PLACED: _PLACED,
    WaitingFigure.UNPLACED: _PLACED,
    WaitingFigure.LATE_PUPILS: (
        WaitingFigure.LATE_PUPILS,
        WaitingFigure.LATE_DAYS,
        WaitingFigure.INTERIM_PENCE,
    ),
    WaitingFigure.IN_DISTRICT: (WaitingFigure.IN_DISTRICT,),
}
"""By a count of waiting pupils, the figures that are withheld with it."""


def _few_by_parts(base: Outlook, attributions: Sequence[Attribution]) -> frozenset[Subject]:
    """Return figures that some change by itself would make a count of a few, or of all but few."""
    if base.waiting is None:
        return frozenset()
    count, fewest = len(base.waiting.pupils), base.suppression_threshold
    hidden: set[Subject] = set()
    for each in attributions:
        if each.subject.topic is not Topic.WAITING:
            continue
        alone = [each.base_value + part.alone for part in each.parts if part.alone is not None]
        if any(0 < few < fewest for value in alone for few in (value, count - value)):
            together = _TOLD_TOGETHER.get(each.subject.name, ())
            hidden |= {waiting_subject(figure) for figure in together}
    return frozenset(hidden)


def _parts(plan: Plan, sentences: Sequence[str], values: Mapping[Made, Fraction]) -> Iterator[Part]:
    base = values[frozenset()]
    shares = _of_orders(plan, values) if plan.orders else _of_subsets(plan, values)
    for position, share in enumerate(shares):
        yield Part(sentences[position], share, values[frozenset({position})] - base)


def _of_subsets(plan: Plan, values: Mapping[Made, Fraction]) -> list[Fraction]:
    r"""
    Return the Shapley values over every subset.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!} (v(S \cup i) - v(S))
    """
    count = plan.changes
    shares = [Fraction(0)] * count
    for made in plan.subsets:
        for position in range(count):
            if position not in made:
                weight = Fraction(
                    factorial(len(made)) * factorial(count - len(made) - 1), factorial(count)
                )
                shares[position] += weight * (values[made | {position}] - values[made])
    return shares


def _of_orders(plan: Plan, values: Mapping[Made, Fraction]) -> list[Fraction]:
    """Return each change's mean addition over the orders tried; their sum telescopes."""
    shares = [Fraction(0)] * plan.changes
    for order in plan.orders:
        for size, position in enumerate(order):
            before, after = frozenset(order[:size]), frozenset(order[: size + 1])
            shares[position] += (values[after] - values[before]) / len(plan.orders)
    return shares
