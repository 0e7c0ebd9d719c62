"""What every command stands in: how it is taught, and how an error leaves the program."""

from __future__ import annotations

import errno
import os
import traceback
from collections import defaultdict
from collections.abc import Callable
from inspect import cleandoc
from itertools import groupby
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from planner import __version__
from planner.errors import (
    EXIT_CODES,
    EXIT_FAULT,
    EXIT_OUTPUT,
    InputProblems,
    PlannerError,
    Problem,
    fault_place,
)

_KEEP_LAYOUT = "\b\n"
"""Tells the help formatter to leave the lines of a paragraph as they are."""


class Example(NamedTuple):
    """A command line that a reader may copy, and what it is for."""

    line: str
    purpose: str


class Frame(TyperGroup):
    """The commands together, with the one place where errors become exit codes."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command named; say what went wrong in the words of whoever can mend it."""
        try:
            return super().invoke(ctx)
        except PlannerError as error:
            typer.echo(describe(error), err=True)
            raise typer.Exit(error.exit_code) from None
        except (typer.Exit, typer.Abort, typer.TyperException, BrokenPipeError):
            raise
        except Exception as fault:  # noqa: BLE001 - the last edge before the screen
            if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
                typer.echo("There is no room left to write the result. Free some.", err=True)
                raise typer.Exit(EXIT_OUTPUT) from None
            typer.echo(describe_fault(fault), err=True)
            raise typer.Exit(EXIT_FAULT) from None


def describe(error: PlannerError) -> str:
    """Write an error for the person at the keyboard, problems grouped by their file."""
    if not isinstance(error, InputProblems):
        return str(error)
    lines = []
    for file, problems in groupby(error.problems, key=lambda problem: problem.file):
        found = [f"  {_without_file(problem)}" for problem in problems]
        lines += [f"{file}: {_count(len(found))}", *found, ""]
    return "\n".join([*lines, f"{_count(len(error.problems))} found. Nothing was calculated."])


def _count(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems:,} problems"


def _without_file(problem: Problem) -> str:
    return str(problem).removeprefix(problem.file).removeprefix(", ").removeprefix(": ")


def describe_fault(fault: Exception) -> str:
    """
    Write a fault of the program without anything that it was working on.

    The text of an unknown error may hold a pupil's values, so only its type and
    the line of the program are told, unless ``PLANNER_DEBUG`` is set to 1.
    """
    if os.environ.get("PLANNER_DEBUG") == "1":
        return "".join(traceback.format_exception(fault))
    return (
        f"This is a fault in the planner, not in your files: {fault_place(fault)}.\n"
        "No answer was written. Please report this line; with PLANNER_DEBUG=1 the same command "
        "prints the whole trace, which may hold pupils' data."
    )


def exit_codes_text() -> str:
    """Return the table of exit codes for the foot of the help."""
    rows = [f"  {code:>2}  {says}" for code, says in sorted(EXIT_CODES.items())]
    return "\n".join(["Exit codes:", *rows])


app = typer.Typer(
    cls=Frame,
    epilog=_KEEP_LAYOUT + exit_codes_text(),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def planner(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """
    Place pupils in alternative provision, price the choices, and plan enough places.

    It suggests; a person decides.

    A CASE is a scenario: a YAML file that names the tables and says what changes.
    Begin with 'planner template' for your own tables, or with 'planner new' for a
    made-up authority to try things on.
    """


EXAMPLES: dict[str, tuple[Example, ...]] = defaultdict(tuple)
"""The examples in each command's help, by the command's name."""

Command = Callable[..., None]


def command(name: str, *examples: Example) -> Callable[[Command], Command]:
    """Register a command whose help is its docstring and examples that can be copied."""
    EXAMPLES[name] = examples
    lines = [f"  {example.line}\n      {example.purpose}" for example in examples]
    epilog = "\n".join([_KEEP_LAYOUT + "Examples:", *lines])

    def register(run: Command) -> Command:
        # Given here, the first sentence is wrapped in the list of commands and not cut off.
        sentence, _, _ = cleandoc(run.__doc__ or "").partition("\n\n")
        return app.command(name, epilog=epilog, short_help=" ".join(sentence.split()))(run)

    return register
