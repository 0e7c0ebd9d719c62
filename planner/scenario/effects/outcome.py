"""What a change comes to: a new dataset and a clause, or why it does not fit the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.scenario.changes.base import FromDay
from planner.scenario.reading.nearest import did_you_mean
from planner.units import format_day


@dataclass(frozen=True, slots=True)
class Outcome:
    """A dataset after a change, and what the change did in one clause."""

    dataset: Dataset
    says: str


class Unfit(Exception):
    """A change that does not fit the tables."""

    def __init__(
        self, *, key: int | str, what: str, fix: str, within: tuple[int | str, ...] = ()
    ) -> None:
        super().__init__(what)
        self.location = (*within, key)
        self.what = what
        self.fix = fix


def commission_named(
    dataset: Dataset, commission_id: str, *, key: str = "commission"
) -> Commission:
    """
    Return a commission by the id in a change.

    Raises
    ------
    Unfit
        If there is no such commission; the nearest id is named.
    """
    check_known(commission_id, dataset.commission, noun="commission", key=key)
    return dataset.commission[commission_id]


def check_known(name: str, known: Mapping[str, object], *, noun: str, key: str) -> None:
    """Raise Unfit unless ``name`` is among the known ids."""
    if name not in known:
        what = f'there is no {noun} "{name}" in the tables.'
        raise Unfit(key=key, what=what, fix=did_you_mean(name, known))


def check_new(
    name: str,
    known: Mapping[str, object],
    *,
    noun: str,
    key: str,
    within: tuple[int | str, ...] = (),
) -> None:
    """Raise Unfit if ``name`` is the id of something that is there already."""
    if name in known:
        what = f'there is a {noun} "{name}" in the tables already.'
        raise Unfit(key=key, what=what, fix="Give it an id of its own.", within=within)


def first_day(change: FromDay, dataset: Dataset) -> date:
    """Return the first day on which a change holds."""
    return change.from_day if change.from_day is not None else dataset.as_at


def from_words(day: date, until: date | None = None) -> str:
    """
    Write the days on which a change holds.

    Examples
    --------
    >>> from_words(date(2021, 11, 22)), from_words(date(2021, 11, 22), date(2021, 12, 17))
    ('from 22 Nov 2021', 'from 22 Nov 2021 to 17 Dec 2021')
    """
    return f"from {format_day(day)}{f' to {format_day(until)}' if until else ''}"


def counted(number: int, noun: str) -> str:
    """
    Write a count with its noun.

    Examples
    --------
    >>> counted(1, "pupil"), counted(3, "pupil")
    ('1 pupil', '3 pupils')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def with_commissions(dataset: Dataset, changed: Iterable[Commission]) -> Dataset:
    """Return the dataset with commissions replaced or added, in the order of their ids."""
    by_id = {**dataset.commission, **{each.commission_id: each for each in changed}}
    return replace(dataset, commissions=tuple(by_id[name] for name in sorted(by_id)))
