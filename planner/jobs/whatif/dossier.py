"""The report of a comparison: what stands behind each scenario, gathered and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.dataset import Dataset
from planner.geography.atlas import open_atlas
from planner.jobs.opening import Tell, read_tables, silently
from planner.results.whatif.comparison import Comparison
from planner.results.whatif.dossier import Dossier, Side, SiteMark
from planner.scenario.apply import apply
from planner.scenario.assumed import register_of
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.units import format_day

if TYPE_CHECKING:
    import geopandas


def write_dossier(
    comparison: Comparison,
    paths: Sequence[Path],
    folder: Path,
    *,
    as_at: date | None = None,
    tell: Tell = silently,
) -> None:
    """
    Write a comparison as a page, a workbook and two pages for a board.

    Parameters
    ----------
    comparison
        What `compare_cases` found for the same paths and day.
    paths
        The scenarios' YAML files.
    folder
        Folder to write into.
    as_at
        Day on which the question was asked, if not the base's own.
    tell
        Is told each step as it begins.
    """
    from planner.reports.whatif.board import write_board_pdf
    from planner.reports.whatif.book import write_comparison_book
    from planner.reports.whatif.page import write_comparison_page

    tell("Writing the report")
    dossier, outlines = gather(comparison, paths, as_at=as_at)
    write_comparison_page(dossier, folder / "comparison.html", outlines)
    write_comparison_book(dossier, folder / "comparison.xlsx")
    write_board_pdf(dossier, folder / "board.pdf")


def gather(
    comparison: Comparison, paths: Sequence[Path], *, as_at: date | None = None
) -> tuple[Dossier, geopandas.GeoDataFrame]:
    """Return a comparison with what stands behind each scenario, and its districts' outlines."""
    from planner.forecast.record import backtest_demand
    from planner.geography.outlines import district_outlines

    by_file = {path: load_scenario(path) for path in paths}
    scenarios = [*by_file.values()]
    base = scenarios[0].base or scenarios[0]
    tables = read_tables(base, as_at=as_at)
    day = _counted_on(comparison, tables.as_at)
    others = [(path, each) for path, each in by_file.items() if each != base]
    base_path = next((path for path, each in by_file.items() if each == base), None)
    beside = paths[0].parent / f"{base.id}.yaml"
    sides = [
        _side(outlook.scenario_id, path, scenario, tables, day, skip)
        for outlook, (path, scenario, skip) in zip(
            comparison.outlooks,
            (
                (base_path or beside, base, 0),
                *((path, each, len(base.changes)) for path, each in others),
            ),
            strict=True,
        )
    ]
    named = {site.district for side in sides for site in side.sites} | {
        referral.district for referral in tables.referrals if referral.district
    }
    dossier = Dossier(
        comparison,
        tuple(sides),
        backtest_demand(tables, seed=comparison.base.identity.seed).sentences,
        format_day(day),
    )
    return dossier, district_outlines(open_atlas(base.geo), sorted(named))


def _counted_on(comparison: Comparison, as_at: date) -> date:
    """Return a day in the last school year compared, by which its places stand."""
    years = comparison.base.years
    return date(int(years[-1][:4]), 12, 1) if years else as_at


def _side(
    scenario_id: str, path: Path, scenario: Scenario, tables: Dataset, day: date, skip: int
) -> Side:
    changed, said = apply(tables, scenario)
    return Side(
        scenario_id=scenario_id,
        file=path.name,
        file_fingerprint=sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        sites=tuple(_marks(changed, day)),
        register=register_of(scenario, said)[skip:],
    )


def _marks(dataset: Dataset, day: date) -> Iterator[SiteMark]:
    for site in dataset.sites:
        yield SiteMark(
            site.site_id,
            site.name,
            site.point,
            site.district,
            dataset.provider[site.provider_id].sector,
            sum(c.places_on(day) for c in dataset.commissions if c.site_id == site.site_id),
        )
