"""The command line as a whole: help that teaches, exit codes, nothing heavy at start."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from typer.main import get_command
from typer.testing import Result

from planner import __version__
from planner.cli.app import app
from planner.cli.frame import EXAMPLES
from planner.errors import EXIT_CODES, EXIT_USAGE

Planner = Callable[..., Result]
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def test_the_help_lists_every_command_and_every_exit_code(planner: Planner) -> None:
    help_text = planner("--help").stdout
    for command in COMMANDS:
        assert f"\n  {command} " in help_text
    for code, says in EXIT_CODES.items():
        assert f"{code:>2}  {says}" in help_text


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_teaches_with_examples(command: str, planner: Planner) -> None:
    help_text = planner(command, "--help").stdout
    assert EXAMPLES[command]
    for example in EXAMPLES[command]:
        assert example.line in help_text
        assert example.line.startswith(f"planner {command}")


def test_an_unknown_command_is_a_usage_error_on_standard_error(planner: Planner) -> None:
    result = planner("vershion")
    assert result.exit_code == EXIT_USAGE
    assert result.stdout == ""
    assert "Did you mean 'version'?" in result.stderr


def test_the_version_is_told_in_both_ways(planner: Planner) -> None:
    assert planner("version").stdout == planner("--version").stdout == f"{__version__}\n"


def test_help_starts_without_any_heavy_library() -> None:
    code = (
        "import sys; from planner.cli.app import app; "
        "print(sorted({'pandas', 'ortools', 'geopandas', 'numpy', 'pydantic', 'rich'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
