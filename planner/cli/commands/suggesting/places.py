"""The command that prices one place fewer and one more at each commission."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.suggesting.wording import changes_told, move_told
from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Quiet, parse_day
from planner.units import format_day

if TYPE_CHECKING:
    from planner.results.placing.suggestion import Effect, PlacePrice

From = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DATE",
        parser=parse_day,
        help="Day from which there is a place fewer or more; the as-at day without it.",
    ),
]
Commission = Annotated[
    str | None, typer.Option("--commission", metavar="ID", help="Only this commission.")
]


@command(
    "place-prices",
    Example(
        f"planner place-prices {WORKED_CASE}",
        "What the last place of each commission is worth, and what one more would do.",
    ),
    Example(
        f"planner place-prices {WORKED_CASE} --commission FORGE-E --from 2022-01-05",
        "One commission, from after Christmas.",
    ),
)
def place_prices(
    case: CasePath,
    commission: Commission = None,
    from_day: From = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Price one place fewer and one more at each commission, everybody placed anew.

    The change is that of the goals, in the scenario's order, against the best answer.
    """
    from planner.jobs.suggesting import SUGGEST_STEPS, price_places

    with progress(steps=SUGGEST_STEPS, quiet=quiet) as tell:
        prices = price_places(
            case, commission_id=commission, from_day=from_day, as_at=as_at, tell=tell
        )
    if as_json:
        from planner.results.plain import plain

        print_json({"prices": plain(prices)})
    else:
        typer.echo("\n".join(line for price in prices for line in _lines(price)))


def _lines(price: PlacePrice) -> Iterator[str]:
    yield f"{price.commission_id}, from {format_day(price.from_day)}"
    if price.one_fewer is None:
        yield "   one place fewer: there is none that no decision holds"
    else:
        yield from _effect("fewer", price.one_fewer)
    yield from _effect("more", price.one_more)
    yield ""


def _effect(way: str, effect: Effect) -> Iterator[str]:
    yield f"   one place {way}: {changes_told(effect.change, exact=effect.exact)}"
    yield from (f"      {move_told(move)}" for move in effect.moves)
