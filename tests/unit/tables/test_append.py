"""Adding a decision: older rows stay as they are, and nothing is half written or lost."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from planner.domain.codes import DecisionStatus
from planner.domain.placements import Decision
from planner.errors import DecisionRefused, InputProblems, OutputRefused
from planner.tables.append import add_decision, appended, put_in_place
from planner.tables.files.lock import one_writer
from planner.tables.read import read_dataset

AS_AT = date(2021, 11, 8)


def _deferred(pupil_id: str = "P2", reason: str = "") -> Decision:
    return Decision(pupil_id, DecisionStatus.DEFERRED, AS_AT, reason=reason)


def _add(folder: Path, decision: Decision) -> Decision:
    return add_decision(folder, decision, as_at=AS_AT, horizon_weeks=4)


def _decisions(folder: Path) -> tuple[Decision, ...]:
    return read_dataset(folder, as_at=AS_AT, horizon_weeks=4).decisions


def test_what_was_added_is_read_back_with_everything_in_it(folder) -> None:
    entered = Decision(
        "P2",
        DecisionStatus.ACCEPTED,
        AS_AT,
        "OAK-P",
        date(2021, 11, 15),
        'Said "yes", in two\nlines; naïve',
        reason_code="other",
        run_id="53190b6f4cb5",
        fingerprint="f" * 64,
        seed=7,
        planner_version="0.1.0",
        solver_version="ortools 9.15",
        options_shown="OAK-P; OAK-E",
        rank_chosen=1,
    )
    recorded = _add(folder.path, entered)
    assert recorded.number == 1
    assert recorded in _decisions(folder.path)
    assert _add(folder.path, _deferred("P1")).number == 2


def test_the_older_text_of_a_table_is_the_beginning_of_the_newer(folder) -> None:
    _add(folder.path, _deferred())
    before = folder.file("decisions").read_text(encoding="utf-8-sig")
    _add(folder.path, _deferred("P3", "Zoë’s view"))
    after = folder.file("decisions").read_text(encoding="utf-8-sig")
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 1


def test_without_a_table_one_is_begun(folder) -> None:
    folder.file("decisions").unlink()
    recorded = _add(folder.path, _deferred())
    assert _decisions(folder.path) == (recorded,)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_keeps_its_signs_between_cells_and_its_line_ends(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    path = tmp_path / "decisions.csv"
    rows = [["pupil_id", "status", "decided_on", "reason"], ["P1", "deferred", "1/11/2021", "x"]]
    rows[1][3] = f'"a{delimiter} b{end}c"'
    text = end.join(delimiter.join(row) for row in rows)  # no line end after the last row
    path.write_bytes(text.encode())
    cells = {"pupil_id": "P2", "status": "deferred", "decided_on": "2021-11-08", "number": "1"}
    made = appended(path, "decisions", cells).decode()
    assert made == end.join(
        [
            delimiter.join([*rows[0], "number"]),
            delimiter.join([*rows[1], ""]),
            delimiter.join(["P2", "deferred", "2021-11-08", "", "1"]),
            "",
        ]
    )


def test_a_decision_with_which_the_tables_do_not_hold_changes_nothing(folder) -> None:
    before = folder.file("decisions").read_bytes()
    with pytest.raises(InputProblems, match="no such id in the table commissions"):
        _add(folder.path, Decision("P2", DecisionStatus.DECLINED_BY_PROVIDER, AS_AT, "OAKE"))
    with pytest.raises(InputProblems, match="UPN"):
        _add(folder.path, _deferred("P2", "B801200005001"))
    assert folder.file("decisions").read_bytes() == before


def test_a_file_that_cannot_be_replaced_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").mkdir()  # nothing can be moved over a folder
    with pytest.raises(OutputRefused, match="It is as it was"):
        put_in_place(b"x", tmp_path / "decisions.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.csv"]


def test_half_a_file_left_by_a_crash_is_not_read(folder) -> None:
    (folder.path / ".decisions.csv.part").write_bytes(b"pupil_id,sta")
    known = _decisions(folder.path)
    recorded = _add(folder.path, _deferred())
    assert set(_decisions(folder.path)) == {*known, recorded}


def test_two_writers_at_once_wait_for_each_other(folder) -> None:
    table = folder.file("decisions")
    refused = pytest.raises(OutputRefused, match="being written by another program")
    with one_writer(table), refused, one_writer(table, wait_seconds=0.1):
        pass


def _add_some(path: Path, pupil_id: str) -> None:
    for _ in range(3):
        _add(path, _deferred(pupil_id))


def test_no_row_is_lost_where_two_processes_record_at_once(folder) -> None:
    context = multiprocessing.get_context("spawn")
    pupils = ("P1", "P2")
    known = len(_decisions(folder.path))
    writers = [context.Process(target=_add_some, args=(folder.path, p)) for p in pupils]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = sorted(d.number for d in _decisions(folder.path))
    assert numbers == [0] * known + [1, 2, 3, 4, 5, 6]


def test_tables_that_are_no_folder_of_csv_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tables.xlsx").write_bytes(b"PK")
    with pytest.raises(OutputRefused, match="Add this row to the sheet decisions of tables"):
        _add(tmp_path / "tables.xlsx", _deferred())


def test_asked_as_at_an_earlier_day_later_decisions_are_not_known_yet(folder) -> None:
    known = _decisions(folder.path)
    later = date(2021, 11, 12)
    entered = Decision("P2", DecisionStatus.DEFERRED, later)
    recorded = add_decision(folder.path, entered, as_at=later, horizon_weeks=4)
    assert _decisions(folder.path) == known
    then = read_dataset(folder.path, as_at=later, horizon_weeks=4).decisions
    assert set(then) == {*known, recorded}
    with pytest.raises(DecisionRefused, match="A decision of 12 Nov 2021 is recorded for P2"):
        _add(folder.path, _deferred("P2"))


def test_the_history_of_pupils_who_have_gone_stays(folder) -> None:
    _add(folder.path, Decision("P2", DecisionStatus.DECLINED_BY_PROVIDER, AS_AT, "OAK-P"))
    for table in ("referrals", "pairs", "avoidances"):
        rows = folder.rows(table)
        folder.write(table, [row for row in rows if "P2" not in row])
    assert "P2" in {decision.pupil_id for decision in _decisions(folder.path)}
