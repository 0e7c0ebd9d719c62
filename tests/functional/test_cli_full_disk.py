"""A disk with no room left is no fault of the planner, and has its own exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.errors import EXIT_OUTPUT

FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this machine has no device that is always full")
def test_a_result_for_which_there_is_no_room_is_not_called_a_fault() -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "planner", "schema", "scenario"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    assert done.returncode == EXIT_OUTPUT
    assert "no room left" in done.stderr
    assert "fault" not in done.stderr
