"""Commands about place: journeys of those who wait, what lies within reach, and maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import whole_folder

if TYPE_CHECKING:
    from planner.jobs.geography.cases import GeographyAnswer

Within = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        metavar="N",
        min=1,
        max=240,
        help="Count places within this many minutes by car, instead of the guide times.",
    ),
]


@command(
    "travel",
    Example(f"planner travel {WORKED_CASE} -o out/travel", "Journeys of all who wait, as CSV."),
    Example(f"planner travel {WORKED_CASE} --json", "The same as one JSON object."),
)
def travel(
    case: CasePath,
    output: Output = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Measure every waiting pupil's journey to every site.

    Minutes by car, the statutory walking test, the way of travel by policy, what it
    costs and who pays. The table holds pupils' pseudonyms: it is for officers only.
    """
    from planner.jobs.geography.cases import GEOGRAPHY_STEPS, travel_case

    with progress(steps=GEOGRAPHY_STEPS, quiet=quiet) as tell:
        answer = travel_case(case, as_at=as_at, tell=tell)
    _show(answer, output, as_json=as_json)


@command(
    "reach",
    Example(f"planner reach {WORKED_CASE} -o out/reach", "Places within the guide times."),
    Example(f"planner reach {WORKED_CASE} --minutes 20", "Within twenty minutes instead."),
)
def reach(
    case: CasePath,
    output: Output = None,
    minutes: Within = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Count the places within reach of every area, and find gaps and overlaps.

    By small area, key stage, need and place type, with the nearest site; and by
    district against the referrals of the last year. No pupil is in it.
    """
    from planner.jobs.geography.cases import GEOGRAPHY_STEPS, reach_case

    with progress(steps=GEOGRAPHY_STEPS, quiet=quiet) as tell:
        answer = reach_case(case, as_at=as_at, minutes=minutes, tell=tell)
    _show(answer, output, as_json=as_json)


@command(
    "map",
    Example(f"planner map {WORKED_CASE} -o out/map", "An interactive page, pictures, GeoPackage."),
)
def map_(
    case: CasePath,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Folder for the files.")
    ],
    minutes: Within = None,
    as_at: AsAt = None,
    quiet: Quiet = False,
) -> None:
    """
    Draw the districts, sites, isochrones, catchments and gaps.

    Writes map.html (one file that works without a network), pictures for reports, and
    map.gpkg, which QGIS opens with its styles. No pupil's home is on any of them.
    """
    from planner.jobs.geography.cases import GEOGRAPHY_STEPS, map_case, write_tables

    with (
        progress(steps=GEOGRAPHY_STEPS, quiet=quiet) as tell,
        whole_folder(output) as fresh,
    ):
        answer = map_case(case, fresh, as_at=as_at, minutes=minutes, tell=tell)
        write_tables(answer, fresh)
    typer.echo(f"{answer.engine}\nWrote {output / 'map.html'}, pictures and map.gpkg.")


def _show(answer: GeographyAnswer, output: Path | None, *, as_json: bool) -> None:
    from planner.jobs.geography.cases import write_tables

    if output is not None:
        with whole_folder(output) as fresh:
            write_tables(answer, fresh)
    if as_json:
        print_json(_as_json(answer))
        return
    typer.echo(answer.engine)
    for name, table in answer.tables.items():
        where = f" in {output / name}.csv" if output is not None else ""
        typer.echo(f"{name}: {len(table):,} rows{where}")
    if output is None:
        typer.echo("Name a folder with -o to have the tables, or ask for --json.")


def _as_json(answer: GeographyAnswer) -> dict[str, object]:
    # NaN and NA are no JSON; None is.
    tables = {
        name: table.astype(object).where(table.notna(), None).to_dict("records")
        for name, table in answer.tables.items()
    }
    return {"run": answer.record, **tables}
