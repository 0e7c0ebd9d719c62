"""Making the record of a run, writing it, and reading it again."""

from __future__ import annotations

import hashlib
import json
import os.path
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planner.allocation.replan.earlier import rooms_of
from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.errors import RecordRefused
from planner.geography.atlas import Atlas
from planner.jobs.opening import SoundCase
from planner.results.placing.allocation import Allocation
from planner.results.placing.suggestion import Suggestions
from planner.results.plain import plain, write_json
from planner.results.recorded.record import RECORD_VERSION, Asked, Kind, RunRecord, Shown
from planner.results.run import Run
from planner.scenario.writing.dump import scenario_text
from planner.tables.fingerprint import marks_of

RECORD_FILE = "run.json"
_RECORD: TypeAdapter[RunRecord] = TypeAdapter(RunRecord)
_ID_FIGURES = 12


def record_of_allocation(
    sound: SoundCase, case: Case, allocation: Allocation, folder: Path
) -> RunRecord:
    """Return the record of a plan that will be written into a folder."""
    shown = tuple(
        Shown(
            each.pupil_id,
            each.commission_id,
            each.start_date,
            each.end_date,
            rank=1,
            suggested=True,
        )
        for each in allocation.placed
    )
    asked = _asked(sound, case, Kind.ALLOCATE)
    return _record(sound, case, asked, allocation.run, shown, answer_mark(allocation), folder)


def record_of_suggestions(
    sound: SoundCase,
    case: Case,
    found: Suggestions,
    folder: Path,
    *,
    pupil_id: str | None,
    commission_id: str | None,
) -> RunRecord:
    """Return the record of a ranked list that will be written into a folder."""
    shown = tuple(
        Shown(
            each.pupil_id,
            each.commission_id,
            each.start_date,
            each.end_date,
            each.rank,
            suggested=each.is_best,
        )
        for each in found.choices
    )
    asked = _asked(sound, case, Kind.SUGGEST)
    asked = replace(asked, pupil_id=pupil_id, commission_id=commission_id)
    return _record(sound, case, asked, found.run, shown, answer_mark(found), folder)


def answer_mark(answer: Allocation | Suggestions) -> str:
    """Return the SHA-256 over a whole answer, apart from the run that it names."""
    parts = {f.name: plain(getattr(answer, f.name)) for f in fields(answer) if f.name != "run"}
    return _mark(parts)


def journeys_mark(case: Case) -> str:
    """Return the SHA-256 over minutes and metres of every journey."""
    travel = case.travel
    ids = {"pupils": travel.pupil_ids, "sites": travel.site_ids}
    return _mark([plain(ids), travel.minutes.tolist(), travel.metres.tolist()])


def prices_mark(case: Case) -> str:
    """Return the SHA-256 over the yearly price of every pupil at every commission."""
    return _mark(case.prices.annual_pence.tolist())


def geography_marks(atlas: Atlas) -> dict[str, str]:
    """Return the checksums of the geographic files by their names."""
    named = sorted(atlas.files.items())
    return {name: entry.sha256 for name, entry in named if entry.sha256 is not None}


def write_run(record: RunRecord, folder: Path) -> None:
    """Write a record into a folder as ``run.json``."""
    written = {"record_version": RECORD_VERSION, "record": plain(record)}
    write_json(folder / RECORD_FILE, written)


def read_run(path: Path) -> RunRecord:
    """
    Read the record of a run.

    Parameters
    ----------
    path
        A ``run.json``, or the folder that holds one.

    Raises
    ------
    RecordRefused
        If there is none, if it is of another version, or if it was changed.
    """
    file = file_of(path)
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecordRefused(
            f"{file} cannot be read ({error.strerror}). Name the folder that `-o` wrote."
        ) from None
    except ValueError:
        raise RecordRefused(f"{file} is no record of a run: it is not JSON.") from None
    if not isinstance(written, dict) or "record" not in written:
        raise RecordRefused(
            f"{file} holds no record that can be made again. Write one with "
            "`planner allocate -o` or `planner suggest -o`."
        )
    if written.get("record_version") != RECORD_VERSION:
        raise RecordRefused(
            f"{file} is a record of version {written.get('record_version')}; this program reads "
            f"version {RECORD_VERSION}."
        )
    return _validated(written["record"], file)


def refuse_other_case(record: RunRecord, dataset: Dataset) -> None:
    """
    Refuse a run of other tables: most of its commissions are not in these.

    Pupils of two authorities may have the same ids, and so may a commission or two.

    Raises
    ------
    RecordRefused
        If the run is of another case.
    """
    here = sum(room.commission_id in dataset.commission for room in record.rooms)
    if 2 * here < len(record.rooms):
        raise RecordRefused(
            f"Run {record.run_id} is of another case: {here:,} of its {len(record.rooms):,} "
            "commissions are in these tables. Name a run of this case."
        )


def file_of(path: Path) -> Path:
    """Return the record's file, where its folder may be named instead."""
    return path / RECORD_FILE if path.is_dir() else path


def _validated(written: Any, file: Path) -> RunRecord:
    try:
        record = _RECORD.validate_python(written)
    except ValidationError as error:
        where = ", ".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
        raise RecordRefused(f"{file} is damaged: {where}.") from None
    if record.run_id != _id_of(record):
        raise RecordRefused(f"{file} was changed after it was written, so it proves nothing.")
    return record


def _asked(sound: SoundCase, case: Case, kind: Kind) -> Asked:
    scenario = replace(sound.scenario, as_at=case.as_at)
    return Asked(
        kind=kind,
        pupil_id=None,
        commission_id=None,
        scenario_id=scenario.id,
        scenario=scenario_text(scenario, folder=scenario.data.parent),
        tables=marks_of(sound.tables),
        last_decision=max((d.number for d in sound.tables.decisions), default=0),
        geography=geography_marks(sound.atlas),
        journeys=journeys_mark(case),
        prices=prices_mark(case),
        offers=case.offers,
    )


def _record(
    sound: SoundCase,
    case: Case,
    asked: Asked,
    run: Run,
    shown: tuple[Shown, ...],
    answer: str,
    folder: Path,
) -> RunRecord:
    starts_from = os.path.relpath(sound.scenario.data.parent, folder.resolve())
    record = RunRecord(
        run_id="",
        asked=asked,
        run=run,
        waiting=tuple(r.pupil_id for r in case.dataset.referrals),
        placed=tuple(sorted({p.pupil_id for p in case.dataset.placements})),
        shown=shown,
        rooms=rooms_of(case),
        first_week=case.weeks[0],
        answer=answer,
        found_at=Path(starts_from).as_posix(),
    )
    return sealed(record)


def sealed(record: RunRecord) -> RunRecord:
    """Return a record with the id that its contents give it."""
    return replace(record, run_id=_id_of(record))


def _id_of(record: RunRecord) -> str:
    run = replace(record.run, solve_seconds=0.0)
    return _mark(plain(replace(record, run_id="", found_at="", run=run)))[:_ID_FIGURES]


def _mark(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
