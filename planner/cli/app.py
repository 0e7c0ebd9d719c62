"""All commands under one name, in the order in which the help lists them."""

from planner.cli import reference
from planner.cli.frame import app

__all__ = ["app", "reference"]
