"""How many random cases the suggestions are held against."""

from __future__ import annotations

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take as many seeds as asked for; cases that the suite takes every time come first."""
    if "oracle_seed" in metafunc.fixturenames:
        seeds = range(metafunc.config.getoption("--oracle-seeds"))
        metafunc.parametrize("oracle_seed", seeds)
