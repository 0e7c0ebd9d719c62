"""The optional libraries of the reports, imported only where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from planner.errors import MissingExtra

INSTALL_COMMAND = 'python -m pip install "ap-sufficiency-planner[reports]"'


def import_extra(name: str) -> Any:
    """
    Import a library that comes with the optional part ``reports``.

    Raises
    ------
    MissingExtra
        If it is not installed; the text holds the command that installs it.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as exc:
        library = (exc.name or name).partition(".")[0]
        raise MissingExtra(
            f'The reports need "{library}", which is not installed. Run: {INSTALL_COMMAND}'
        ) from exc
