"""The commands about coming years: demand, its record, and enough places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet, Years
from planner.cli.output import whole_folder
from planner.cli.pages.places_page import (
    print_by_date,
    print_enough,
    print_glance,
    print_options,
)
from planner.results.coming.options import By

if TYPE_CHECKING:
    from planner.results.coming.futures import CohortDemand

Exclusions = Annotated[
    Path | None,
    typer.Option(
        "--exclusions",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A table of permanent exclusions as the DfE publishes it, instead of the history.",
    ),
]

Authority = Annotated[
    str, typer.Option("--authority", metavar="NAME", help="The authority's name in that table.")
]


Panels = Annotated[
    int,
    typer.Option(
        "--panels",
        min=0,
        max=12,
        help="Panel days of one future on which the simulation is held against the allocation.",
    ),
]


TellBy = Annotated[
    By,
    typer.Option(
        "--by",
        help="Tell the places that are enough by key stage and place type, by commission, or "
        "by site as one number.",
    ),
]


def parse_split(text: str) -> dict[str, int]:
    """
    Read how the commissions of a site share its places.

    Examples
    --------
    >>> parse_split("OAK-E=40,OAK-P=60")
    {'OAK-E': 40, 'OAK-P': 60}
    """
    parts = [part.partition("=") for part in text.split(",")]
    if not all(name.strip() and value.strip().isdecimal() for name, _, value in parts):
        fix = "Write commissions and whole numbers, such as OAK-E=40,OAK-P=60."
        raise typer.BadParameter(f"{text!r} is not a split. {fix}")
    return {name.strip(): int(value) for name, _, value in parts}


Split = Annotated[
    dict[str, int] | None,
    typer.Option(
        "--split",
        metavar="COMMISSION=PLACES,...",
        parser=parse_split,
        help="With --by site: proportions in which commissions share a site's places, if not "
        "today's.",
    ),
]


@command(
    "forecast",
    Example(f"planner forecast {WORKED_CASE}", "Referrals of the next three school years."),
    Example(
        f"planner forecast {WORKED_CASE} -o out/forecast --years 5",
        "A page, a workbook and tables with the fan of futures week by week.",
    ),
)
def forecast(
    case: CasePath,
    output: Output = None,
    years: Years = 3,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Say how many referrals may come, with a range, and how wrong such figures have been.

    A history that does not bear a forecast is refused with the reason.
    """
    from planner.jobs.futures import FORECAST_STEPS, forecast_case

    with progress(steps=FORECAST_STEPS, quiet=quiet) as tell:
        answer = forecast_case(case, as_at=as_at, years=years, tell=tell)
    if output is not None:
        from planner.reports.futures.write import write_forecast

        with whole_folder(output) as folder:
            title = answer.case.title
            write_forecast(
                answer.forecast,
                answer.record,
                answer.paths,
                folder,
                title=title,
                as_at=answer.case.as_at,
                assumed=answer.case.dataset.assumptions,
            )
    if as_json:
        print_json({"forecast": asdict(answer.forecast), "backtest": asdict(answer.record)})
        return
    typer.echo(f"{answer.case.title}.\n")
    for sentence in answer.forecast.unanswered:
        typer.echo(sentence)
    if answer.forecast.totals:
        heading = ("school year", "low", "middle", "high", "last year again", "nothing left out")
        print_table(heading, [tuple(asdict(total).values()) for total in answer.forecast.totals])
        typer.echo()
        heading = ("school year", "key stage", "places", "low", "middle", "high")
        print_table(heading, [_plain(c) for c in answer.forecast.cohorts])
    _say((answer.forecast.method, *answer.forecast.notes))
    again = answer.forecast.unanswered
    _say((*answer.record.sentences, *(s for s in answer.record.unanswered if s not in again)))


@command(
    "backtest",
    Example(f"planner backtest {WORKED_CASE}", "How wrong past forecasts would have been."),
    Example(
        f"planner backtest {WORKED_CASE} --exclusions exclusions.csv --authority Worcestershire",
        "The same on the permanent exclusions that the DfE publishes.",
    ),
)
def backtest(
    case: CasePath,
    output: Output = None,
    years: Years = 3,
    exclusions: Exclusions = None,
    authority: Authority = "",
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Make the forecast again as at past days and hold it against what came.

    Each level and horizon is told with its error, last year's count taken again
    beside it, and how often the ranges held.
    """
    from planner.jobs.futures import BACKTEST_STEPS, backtest_case

    if exclusions is not None and not authority:
        raise typer.BadParameter("Name the authority in the table with --authority.")
    with progress(steps=BACKTEST_STEPS, quiet=quiet) as tell:
        opened, record = backtest_case(
            case, as_at=as_at, years=years, exclusions=exclusions, authority=authority, tell=tell
        )
    if output is not None:
        from planner.reports.futures.write import write_backtest

        with whole_folder(output) as folder:
            title = authority or opened.title
            write_backtest(record, folder, title=title, as_at=opened.as_at)
    if as_json:
        print_json(asdict(record))
        return
    _say((*record.sentences, *record.unanswered))
    if record.rows:
        heading = ("level", "years", "forecasts", "error", "last year", "skill", "80%", "95%")
        rows = [
            (
                *(row.level, row.years_ahead, row.forecasts),
                *(f"{row.error_share:.0%}", f"{row.last_year_error_share:.0%}"),
                *(f"{row.skill:.0%}", f"{row.cover_80:.0%}", f"{row.cover_95:.0%}"),
            )
            for row in record.rows
        ]
        typer.echo()
        print_table(heading, rows)


@command(
    "places",
    Example(f"planner places {WORKED_CASE}", "How many places keep the day-6 promise."),
    Example(
        f"planner places {WORKED_CASE} -o out/places", "The sufficiency statement with all tables."
    ),
    Example(
        f"planner places {WORKED_CASE} --by site --split ASPIRE-E=40,ASPIRE-P=60",
        "How many places at each site, shared out over its commissions, with the whole curve.",
    ),
)
def places(
    case: CasePath,
    output: Output = None,
    years: Years = 3,
    by: TellBy = By.COHORT,
    split: Split = None,
    panels: Panels = 0,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Say how many places are enough, by key stage, place type and year, with a chance.

    The coming years are lived through pupil by pupil in many futures. Also told:
    what moves the number, and what would make today's places enough.
    """
    from planner.jobs.futures import PLACES_STEPS, places_case
    from planner.reports.futures.headline import at_a_glance, by_year, headline

    if split and by is not By.SITE:
        raise typer.BadParameter("--split goes with --by site.")
    with progress(steps=PLACES_STEPS, quiet=quiet) as tell:
        opened, answer = places_case(
            case, as_at=as_at, years=years, panels=panels, by=by, split=split, tell=tell
        )
    if output is not None:
        from planner.reports.futures.write import write_places

        with whole_folder(output) as folder:
            title, assumed = opened.title, opened.dataset.assumptions
            write_places(answer, folder, title=title, as_at=opened.as_at, assumed=assumed)
    if as_json:
        print_json(asdict(answer))
        return
    typer.echo(f"{opened.title}.\n")
    _say((*headline(answer), *answer.doubts, *answer.effects))
    print_glance(at_a_glance(answer))
    _say(by_year(answer))
    if by is By.COHORT:
        print_enough(answer.enough)
    else:
        print_options(answer.options)
    print_by_date(answer.by_date)
    _say(option.sentence for option in answer.site_options)
    _say(driver.sentence for driver in answer.drivers)
    _say(way.sentence for way in answer.ways_out)
    _say((answer.method, answer.against_allocation))


def _plain(row: CohortDemand) -> tuple[object, ...]:
    values = asdict(row).values()
    return tuple(f"{value:.0%}" if isinstance(value, float) else value for value in values)


def _say(sentences: Iterable[str]) -> None:
    said = list(sentences)
    if said:
        typer.echo("\n".join(said))
        typer.echo()
