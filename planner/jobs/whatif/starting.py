"""A new scenario to fill in, with the ids of the tables that it is about."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from planner.domain.dataset import Dataset
from planner.errors import Problem, ScenarioProblems
from planner.jobs.opening import read_tables
from planner.scenario.load import load_scenario
from planner.scenario.writing.questions import QUESTIONS
from planner.scenario.writing.starter import starter
from planner.tables.read import read_dataset


def new_scenario(
    file: Path,
    *,
    question: str,
    base: Path | None = None,
    tables: Path | None = None,
    as_at: date | None = None,
) -> str:
    """
    Write a commented scenario for one question.

    Parameters
    ----------
    file
        Where it will stand; paths in it start from its folder.
    question
        Kind of question, a word of `QUESTIONS`.
    base
        The scenario to start from.
    tables, as_at
        Without a base: folder or workbook of the tables, and the day of the question.

    Raises
    ------
    ScenarioProblems, InputProblems
        If the base or the tables have problems.
    """
    asked = QUESTIONS[question]
    if base is not None:
        start = load_scenario(base)
        if start.base is not None:
            what = "this scenario has a base itself, so it may not serve as one."
            fix = "Start from its base, and copy its changes."
            raise ScenarioProblems([Problem(base.as_posix(), 0, "base", "", what, fix)])
        dataset, day = read_tables(start), start.as_at
    else:
        assert tables is not None
        assert as_at is not None
        dataset, day = read_dataset(tables, as_at=as_at), as_at
    return starter(
        title=asked.title,
        question=asked.asks,
        as_at=day,
        data=_beside(file, tables) if tables is not None else "",
        base=_beside(file, base) if base is not None else None,
        kinds=asked.kinds,
        ids=_ids(dataset, day),
    )


def _beside(file: Path, target: Path) -> str:
    return Path(os.path.relpath(target, file.parent)).as_posix()


def _ids(dataset: Dataset, day: date) -> Mapping[str, tuple[str, ...]]:
    """Return the ids that a change may name: provision that runs on, and prices."""
    running = [each for each in dataset.commissions if each.ends is None or each.ends >= day]
    services = {each.service_id for each in dataset.services}
    districts = {each.district for each in dataset.sites} | {r.district for r in dataset.history}
    return {
        "commission": tuple(each.commission_id for each in running),
        "site": tuple(dict.fromkeys(each.site_id for each in running)),
        "provider": tuple(dict.fromkeys(dataset.site[c.site_id].provider_id for c in running)),
        "charge": tuple(sorted({each.charge_id for each in dataset.charges} | services)),
        "district": tuple(sorted(districts)),
    }
