"""How errors leave the program: in words, with an exit code, and without a pupil's data."""

import pytest
import typer
from typer.testing import CliRunner, Result

from planner.cli.frame import Frame, describe, describe_fault
from planner.errors import EXIT_DATA, EXIT_FAULT, DecisionsClash, InputProblems, Problem


def fault_with(text: str) -> Exception:
    try:
        raise KeyError(text)
    except KeyError as error:
        return error


def test_problems_are_grouped_by_file_and_each_says_what_to_do() -> None:
    problems = [
        Problem("sites.csv", 3, "easting", "x", "this is not a number.", "Write metres."),
        Problem("referrals.csv", 14, "year_group", "Yr 10", "this is not a year.", "Write 10."),
        Problem("referrals.csv", 9, "sex", "", "empty.", "Write F or M."),
        Problem("calendar.csv", 0, "", "", "the file is missing.", "Add it."),
    ]
    assert describe(InputProblems(problems)) == (
        "calendar.csv: 1 problem\n"
        "  the file is missing. Add it.\n"
        "\n"
        "referrals.csv: 2 problems\n"
        "  line 9, sex: empty. Write F or M.\n"
        '  line 14, year_group: this is not a year. Found "Yr 10". Write 10.\n'
        "\n"
        "sites.csv: 1 problem\n"
        '  line 3, easting: this is not a number. Found "x". Write metres.\n'
        "\n"
        "4 problems found. Nothing was calculated."
    )


def test_another_error_of_the_users_is_told_in_its_own_words() -> None:
    assert describe(DecisionsClash("P01 is decided twice.")) == "P01 is decided twice."


def test_a_fault_of_ours_tells_nothing_that_it_was_working_on() -> None:
    text = describe_fault(fault_with("Ada, WR1 2AB"))
    assert text.startswith(
        "This is a fault in the planner, not in your files: KeyError at test_frame.py:"
    )
    assert "Ada" not in text


def test_a_developer_can_ask_for_the_whole_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_DEBUG", "1")
    assert "KeyError: 'Ada, WR1 2AB'" in describe_fault(fault_with("Ada, WR1 2AB"))


def failing_with(error: Exception) -> Result:
    app = typer.Typer(cls=Frame, pretty_exceptions_enable=False)

    @app.command("fail")
    def fail() -> None:
        raise error

    @app.command("other")
    def other() -> None:
        """Make the application one of several commands."""

    return CliRunner().invoke(app, ["fail"])


def test_a_users_problems_end_with_their_own_exit_code() -> None:
    result = failing_with(InputProblems([Problem("sites.csv", 3, "", "", "wrong.", "Mend it.")]))
    assert result.exit_code == EXIT_DATA
    assert result.stdout == ""
    assert result.stderr == (
        "sites.csv: 1 problem\n  line 3: wrong. Mend it.\n\n"
        "1 problem found. Nothing was calculated.\n"
    )


def test_a_fault_of_ours_ends_with_its_exit_code_and_without_data() -> None:
    result = failing_with(KeyError("Ada, WR1 2AB"))
    assert result.exit_code == EXIT_FAULT
    assert "Ada" not in result.output
    assert "This is a fault in the planner" in result.stderr


def test_a_command_that_ends_early_on_purpose_is_left_alone() -> None:
    assert failing_with(typer.Exit(3)).exit_code == 3
