"""Making a past run again from its record, or saying what no longer matches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from planner import __version__
from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.errors import InputProblems, RecordRefused, ScenarioProblems
from planner.geography.atlas import open_atlas
from planner.jobs.deciding.record import (
    answer_mark,
    file_of,
    geography_marks,
    journeys_mark,
    prices_mark,
    read_run,
)
from planner.jobs.opening import (
    OPENING_STEPS,
    SoundCase,
    Tell,
    case_of,
    read_tables,
    silently,
    sound_case,
)
from planner.results.placing.allocation import Allocation
from planner.results.placing.suggestion import Suggestions
from planner.results.recorded.record import Asked, Kind, Mark, RunRecord
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.solver.search import SOLVER_VERSION
from planner.tables.fingerprint import fingerprint_of, marks_of

REPLAY_STEPS = OPENING_STEPS + 2


@dataclass(frozen=True)
class Replayed:
    """A run made again: bit for bit what it answered then."""

    record: RunRecord
    case: Case
    answer: Allocation | Suggestions


def replay(
    path: Path, *, data: Path | None = None, geo: Path | None = None, tell: Tell = silently
) -> Replayed:
    """
    Make a run again from its record and the tables that it was asked of.

    Decisions that were added to the tables since are left out, so that a run can
    be made again after people have decided on it.

    Parameters
    ----------
    path
        The record, or the folder that holds it.
    data
        The tables, where they have moved.
    geo
        The geographic tables, where they have moved.
    tell
        Is told each step as it begins.

    Raises
    ------
    RecordRefused
        If anything no longer matches; each such thing is named.
    """
    record = read_run(path)
    tell("Reading the scenario and the tables")
    scenario = _scenario_of(record, file_of(path).parent, data=data, geo=geo)
    tables = _tables_then(scenario, record)
    atlas = open_atlas(scenario.geo)
    sound = sound_case(scenario, tables, atlas, tell=tell)
    case = case_of(sound, tell=tell)
    _refuse_other_journeys(case, record, geography_marks(atlas))
    case = replace(case, offers=record.asked.offers)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    answer = _answer(sound, case, record.asked)
    if answer_mark(answer) != record.answer:
        raise RecordRefused(f"The answer is another one. {_versions(record)}")
    return Replayed(record, case, answer)


def _scenario_of(
    record: RunRecord, folder: Path, *, data: Path | None, geo: Path | None
) -> Scenario:
    """Read the scenario out of the record, its paths made absolute."""
    keys = yaml.safe_load(record.asked.scenario)
    starts_from = (folder / record.found_at).resolve()
    for key, named in (("data", data), ("geo", geo)):
        if key not in keys:
            continue
        path = named.resolve() if named is not None else starts_from / keys[key]
        if not path.exists():
            raise RecordRefused(
                f"The record's `{key}` is not at {path} any more. Say where it is with --{key}."
            )
        keys[key] = str(path.resolve())
    with tempfile.TemporaryDirectory() as beside:
        file = Path(beside) / f"{record.asked.scenario_id}.yaml"
        file.write_text(yaml.safe_dump(keys, sort_keys=False), encoding="utf-8")
        try:
            return load_scenario(file)
        except ScenarioProblems as found:
            told = "; ".join(f"{each.column}: {each.what}" for each in found.problems)
            raise RecordRefused(
                f"The scenario in the record is not understood any more: {told} {_versions(record)}"
            ) from None


def _tables_then(scenario: Scenario, record: RunRecord) -> Dataset:
    """Return the tables as they were at the run, or name each that differs."""
    try:
        tables = read_tables(scenario)
    except InputProblems as found:
        files = ", ".join(sorted({each.file for each in found.problems}))
        raise RecordRefused(
            f"The tables have problems now, so the run cannot be made again: {files}. "
            "`planner check` names them."
        ) from None
    known = tuple(d for d in tables.decisions if d.number <= record.asked.last_decision)
    tables = replace(tables, decisions=known)
    then, now = record.asked.tables, marks_of(tables)
    told = [_difference(name, then.get(name), now.get(name)) for name in sorted({*then, *now})]
    changed = [each for each in told if each]
    if changed:
        lines = "\n".join(f"  {each}" for each in changed)
        raise RecordRefused(
            f"The tables in {scenario.data.name} are not those of the run any more:\n{lines}\n"
            "Restore them, or name the folder that holds them with --data."
        )
    return replace(tables, fingerprint=fingerprint_of(tables))


def _difference(name: str, then: Mark | None, now: Mark | None) -> str:
    if then == now:
        return ""
    if then is None:
        return f"{name}: {now.rows if now else 0:,} rows; there were none."
    if now is None:
        return f"{name}: no rows; there were {then.rows:,}."
    if then.rows != now.rows:
        return f"{name}: {now.rows:,} rows; there were {then.rows:,}."
    return f"{name}: {now.rows:,} rows as before, with other values."


def _refuse_other_journeys(case: Case, record: RunRecord, geography: Mapping[str, str]) -> None:
    asked = record.asked
    changed = [
        name
        for name, then, now in (
            ("journeys", asked.journeys, journeys_mark(case)),
            ("prices", asked.prices, prices_mark(case)),
        )
        if then != now
    ]
    if not changed:
        return
    files = [
        name
        for name in sorted({*asked.geography, *geography})
        if asked.geography.get(name) != geography.get(name)
    ]
    because = f"Geographic files changed: {', '.join(files)}." if files else _versions(record)
    raise RecordRefused(f"The {' and '.join(changed)} are not those of the run. {because}")


def _answer(sound: SoundCase, case: Case, asked: Asked) -> Allocation | Suggestions:
    if asked.kind is Kind.ALLOCATE:
        from planner.allocation.allocate import allocate

        return allocate(case)
    from planner.allocation.suggest.question import open_question
    from planner.jobs.deciding.asking import asked_of
    from planner.jobs.geography.walking import walks_of

    question = open_question(case, walks=walks_of(sound))
    return asked_of(question, pupil_id=asked.pupil_id, commission_id=asked.commission_id)


def _versions(record: RunRecord) -> str:
    differing = list(_other_versions(record))
    if differing:
        return f"The run was made with {' and '.join(differing)}."
    return "Nothing in the record explains it: this is a fault in the planner. Please report it."


def _other_versions(record: RunRecord) -> Iterator[str]:
    if record.run.planner_version != __version__:
        yield f"planner {record.run.planner_version} (here {__version__})"
    if record.run.solver_version != SOLVER_VERSION:
        yield f"{record.run.solver_version} (here {SOLVER_VERSION})"
