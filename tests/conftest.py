"""What all tests share: goldens, which are rewritten only on request."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault: examples are limited by number, never by the clock.
settings.register_profile("planner", deadline=None, derandomize=True)
settings.load_profile("planner")

GOLDENS = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the reviewed texts under tests/golden instead of comparing with them",
    )
    parser.addoption(
        "--oracle-seeds",
        type=int,
        default=12,
        help="random cases in which suggestions, prices and fixes are held against everything",
    )


@pytest.fixture
def agrees_with_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the reviewed one of a name, or rewrite that one where asked to."""

    def agrees(text: str, name: str) -> None:
        path = GOLDENS / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return agrees
