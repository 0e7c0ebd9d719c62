"""A case opened to be asked many times, and the tasks that ask it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.domain.dataset import Dataset
from planner.geography.atlas import Atlas, open_atlas
from planner.jobs.opening import read_tables
from planner.jobs.problems import whole_case
from planner.jobs.whatif.runs.keys import key_of
from planner.jobs.whatif.tasks.parcel import Parcel, pack
from planner.jobs.whatif.tasks.work import Task, ground_key
from planner.scenario.apply import apply
from planner.scenario.changes.base import Change
from planner.scenario.changes.demand import ChangeReferrals, ChangeStays
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.scenario.sweeping.intervals import intervals_of
from planner.scenario.sweeping.values import with_values


@dataclass(frozen=True)
class Question:
    """A scenario with open numbers, and what all its runs share."""

    scenario: Scenario
    base: Scenario
    tables: Dataset
    """As read, before any change."""
    ground: str
    as_at: date | None
    years: int
    parcel: Parcel | None

    def task(self, values: Mapping[str, object]) -> Task:
        """
        Return the run with some values; every other open number is at its centre.

        Parameters
        ----------
        values
            By the path of the number.
        """
        return self.task_of(self.certain(with_values(self.scenario, values)))

    def certain(self, scenario: Scenario) -> Scenario:
        """Return a scenario with every open number at its centre, without changes of nought."""
        centre = {each.path: each.central for each in intervals_of(scenario)}
        made = with_values(scenario, centre)
        return replace(made, changes=tuple(c for c in made.changes if not _is_nought(c)))

    def task_of(self, scenario: Scenario) -> Task:
        """Return the run of a scenario on this question's tables."""
        return Task(
            scenario=replace(scenario, base=None, origins=()),
            base=replace(self.base, base=None, origins=()),
            ground=self.ground,
            fingerprint=self.tables.fingerprint,
            as_at=self.as_at,
            years=self.years,
            parcel=self.parcel,
        )


def open_question(
    path: Path, *, as_at: date | None = None, years: int, share_rows: bool = False
) -> Question:
    """
    Open a case to be asked many times.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    share_rows
        Whether the tables, pupils' rows included, go with every task.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem in the files at once.
    """
    with whole_case(path, as_at=as_at):
        scenario = load_scenario(path)
        # Nothing is compared with the base here, so the scenario's own seed and draws count.
        base = replace(scenario.base or scenario, settings=scenario.settings)
        tables = read_tables(base, as_at=as_at)
        apply(tables, scenario)
        atlas = open_atlas(scenario.geo)
    return Question(
        scenario=scenario,
        base=base,
        tables=tables,
        ground=ground_key(
            base,
            fingerprint=tables.fingerprint,
            geography=_geography(atlas),
            as_at=as_at,
            years=years,
        ),
        as_at=as_at,
        years=years,
        parcel=pack(scenario.data, scenario.geo) if share_rows else None,
    )


def _is_nought(change: Change) -> bool:
    """Say whether a change is of nought per cent: written in a file it would be refused."""
    return isinstance(change, ChangeReferrals | ChangeStays) and change.per_cent == 0


def _geography(atlas: Atlas) -> str:
    """Return a key of every file of an atlas; its manifest vouches for those with a checksum."""
    return key_of(
        {
            name: {**entry.model_dump(mode="json"), "found": _checksum(atlas, name)}
            for name, entry in atlas.files.items()
        }
    )


def _checksum(atlas: Atlas, name: str) -> str:
    path, said = atlas.path(name), atlas.files[name].sha256
    if said is not None or path is None or not path.is_file():
        return said or ""
    return hashlib.sha256(path.read_bytes()).hexdigest()
