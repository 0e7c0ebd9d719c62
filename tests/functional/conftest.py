"""What the tests of the command line share."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from planner.cli.app import app

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def planner() -> Planner:
    """Run the command line as a user would: ``planner("check", path)``."""
    runner = CliRunner()

    def run(*arguments: object) -> Result:
        return runner.invoke(app, [str(argument) for argument in arguments], prog_name="planner")

    return run


@pytest.fixture
def worked_case(tmp_path: Path) -> Path:
    """A copy of the worked case's folder that a test may spoil, with its geographic tables."""
    shutil.copytree(ROOT / "geo", tmp_path / "geo")
    folder = tmp_path / "scenarios" / "worcestershire"
    shutil.copytree(ROOT / "scenarios" / "worcestershire", folder)
    return folder
