"""Output folders are whole or not there, and nobody else's files are touched."""

from pathlib import Path

import pytest

from planner.cli.output import MARK, whole_folder
from planner.errors import OutputRefused


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != MARK)


def write_run(target: Path, text: str) -> None:
    with whole_folder(target) as folder:
        (folder / "run.json").write_text(text)
        (folder / "tables").mkdir()
        (folder / "tables" / "goals.csv").write_text(text)


def test_a_new_folder_and_its_parents_are_made(tmp_path: Path) -> None:
    write_run(tmp_path / "out" / "today", "first")
    assert (tmp_path / "out" / "today" / "tables" / "goals.csv").read_text() == "first"
    assert names_in(tmp_path / "out") == ["today"]


def test_a_second_run_replaces_its_own_files_and_leaves_the_officers_notes(tmp_path: Path) -> None:
    write_run(tmp_path / "out", "first")
    (tmp_path / "out" / "notes.docx").write_text("mine")
    write_run(tmp_path / "out", "second")
    assert (tmp_path / "out" / "tables" / "goals.csv").read_text() == "second"
    assert (tmp_path / "out" / "notes.docx").read_text() == "mine"
    assert names_in(tmp_path) == ["out"]


def test_when_the_work_fails_the_folder_is_as_it_was(tmp_path: Path) -> None:
    write_run(tmp_path / "out", "first")
    with pytest.raises(FileNotFoundError), whole_folder(tmp_path / "out") as folder:
        (folder / "run.json").rename(tmp_path / "missing" / "half.json")
    assert (tmp_path / "out" / "run.json").read_text() == "first"
    assert names_in(tmp_path) == ["out"]


def test_a_folder_with_other_peoples_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_text("beach")
    with (
        pytest.raises(OutputRefused, match="holds files that the planner did not write"),
        whole_folder(tmp_path),
    ):
        pass
    assert names_in(tmp_path) == ["holiday.jpg"]


def test_an_earlier_output_is_refused_where_a_new_case_is_to_begin(tmp_path: Path) -> None:
    write_run(tmp_path / "out", "first")
    with (
        pytest.raises(OutputRefused, match=r"out is not empty\. Name a new or an empty folder\."),
        whole_folder(tmp_path / "out", may_replace=False),
    ):
        pass


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_run(tmp_path / "out", "first")
    assert names_in(tmp_path / "out") == ["run.json", "tables"]


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with (
        pytest.raises(OutputRefused, match=r"is a file\. Name a folder"),
        whole_folder(tmp_path / "out"),
    ):
        pass


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with (
        pytest.raises(OutputRefused, match="Nothing can be written beside"),
        whole_folder(tmp_path / "file" / "out"),
    ):
        pass


def test_an_output_that_is_open_elsewhere_is_refused_before_anything_changes(
    tmp_path: Path,
) -> None:
    write_run(tmp_path / "out", "first")
    # A folder in the file's place cannot be opened for writing, as a locked file cannot.
    (tmp_path / "out" / "tables" / "goals.csv").unlink()
    (tmp_path / "out" / "tables" / "goals.csv").mkdir()
    with pytest.raises(OutputRefused, match=r"goals\.csv cannot be replaced"):
        write_run(tmp_path / "out", "second")
    assert (tmp_path / "out" / "run.json").read_text() == "first"
