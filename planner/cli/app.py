"""All commands under one name, in the order in which the help lists them."""

# isort: off
from planner.cli.frame import app
from planner.cli.commands import check
from planner.cli.commands import answers
from planner.cli.commands.suggesting import choices
from planner.cli.commands.suggesting import places
from planner.cli.commands.suggesting import fixes
from planner.cli.commands.suggesting import panel
from planner.cli.commands.deciding import decide
from planner.cli.commands import futures
from planner.cli.commands.whatif import comparing
from planner.cli.commands.whatif import sweep
from planner.cli.commands.whatif import seek
from planner.cli.commands.whatif import stress
from planner.cli.commands.whatif import scenarios
from planner.cli.commands import costing
from planner.cli.commands import reconciling
from planner.cli.commands import geography
from planner.cli.commands import start
from planner.cli.commands import reference
# isort: on

__all__ = [
    "answers",
    "app",
    "check",
    "choices",
    "comparing",
    "costing",
    "decide",
    "fixes",
    "futures",
    "geography",
    "panel",
    "places",
    "reconciling",
    "reference",
    "scenarios",
    "seek",
    "start",
    "stress",
    "sweep",
]
