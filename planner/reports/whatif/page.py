"""The report of a comparison as one page: the answer first, and everything that it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.reports.pages import rendered
from planner.reports.whatif import views, weighing
from planner.reports.whatif.drawn import maps, pictures
from planner.results.whatif.dossier import Dossier
from planner.results.whatif.measures import Measure

if TYPE_CHECKING:
    import geopandas

SECTIONS = (
    ("side", "Side by side"),
    ("differs", "What differs, and how surely"),
    ("why", "What each change did"),
    ("years", "The coming years"),
    ("map", "Sites and unmet need"),
    ("regret", "What if another had been better"),
    ("groups", "Who gains and who does not"),
    ("register", "What is assumed"),
    ("method", "How it was worked out, and how wrong such figures have been"),
    ("run", "Where this came from"),
)
"""Parts of the page after the answer: anchor and heading, in their order."""


def write_comparison_page(dossier: Dossier, path: Path, outlines: geopandas.GeoDataFrame) -> None:
    """
    Write the report as one page that makes no request and can be printed.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    path.write_text(comparison_page(dossier, outlines), encoding="utf-8", newline="\n")


def comparison_page(dossier: Dossier, outlines: geopandas.GeoDataFrame) -> str:
    """Return the text of the page; the same dossier gives the same text."""
    comparison = dossier.comparison
    scenarios = [
        {
            "title": outlook.title,
            "question": outlook.question,
            "changes": outlook.changes[len(comparison.base.changes) :],
            "differences": views.differences(comparison, outlook.scenario_id),
        }
        for outlook in comparison.scenarios
    ]
    return rendered(
        "whatif/comparison.html",
        sections=SECTIONS,
        comparison=comparison,
        base=comparison.base,
        identity=comparison.base.identity,
        threshold=comparison.base.suppression_threshold,
        scenarios=scenarios,
        side=views.side_by_side(comparison),
        why=_why(dossier),
        fans=[
            (pictures.fans(comparison, measure), views.yearly(comparison, measure))
            for measure in (Measure.LATE_PUPILS, Measure.TOTAL_PENCE)
            if comparison.rows
        ],
        who_pays=views.who_pays(comparison),
        fan_keys=pictures.FAN_KEYS,
        risks=pictures.risks(comparison),
        risk_keys=pictures.FAN_KEYS,
        half_terms=views.half_terms(comparison),
        maps=maps.maps(dossier, outlines),
        map_keys=maps.keys(dossier),
        sites=maps.sites_table(dossier),
        need=maps.need_table(dossier),
        beats=list(weighing.beats(comparison)),
        regret=weighing.regret(comparison),
        groups=list(weighing.groups(comparison)),
        register=views.register(dossier),
        record=dossier.record,
        files=views.files(dossier),
        notes=sorted({note for outlook in comparison.outlooks for note in outlook.notes}),
    )


def _why(dossier: Dossier) -> list[dict[str, object]]:
    comparison = dossier.comparison
    title = {outlook.scenario_id: outlook.title for outlook in comparison.outlooks}
    return [
        {
            "title": title[causes.scenario_id],
            "method": causes.method,
            "unanswered": causes.unanswered,
            "pictures": list(pictures.waterfalls(causes, title[causes.scenario_id], number)),
            "shares": views.shares(causes),
        }
        for number, causes in enumerate(comparison.causes, start=1)
    ]
