"""All commands under one name, in the order in which the help lists them."""

# isort: off
from planner.cli.frame import app
from planner.cli.commands import check
from planner.cli.commands import futures
from planner.cli.commands import start
from planner.cli.commands import reference
# isort: on

__all__ = ["app", "check", "futures", "reference", "start"]
