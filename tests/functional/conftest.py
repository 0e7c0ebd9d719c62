"""What the tests of the command line share."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from planner.cli.app import app

Planner = Callable[..., Result]


@pytest.fixture(scope="session")
def planner() -> Planner:
    """Run the command line as a user would: ``planner("check", path)``."""
    runner = CliRunner()

    def run(*arguments: object) -> Result:
        return runner.invoke(app, [str(argument) for argument in arguments], prog_name="planner")

    return run
