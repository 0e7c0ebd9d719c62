"""Tables are aligned and whole; progress never reaches standard output."""

import pytest

from planner.cli.console import print_table, progress


def test_a_table_is_aligned_with_numbers_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("pupil", "minutes"), [("P1", 5), ("P1000", 120)])
    assert capsys.readouterr().out == "  pupil  minutes\n  P1           5\n  P1000      120\n"


def test_progress_is_plain_lines_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(steps=1, quiet=False) as tell:
        tell("Reading the tables")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Reading the tables ...\n")


def test_quiet_shows_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(steps=1, quiet=True) as tell:
        tell("Reading the tables")
    assert capsys.readouterr().err == ""
