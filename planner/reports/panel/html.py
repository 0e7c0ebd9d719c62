"""The panel's paper as one page of HTML that needs no network."""

from __future__ import annotations

from pathlib import Path

from planner.reports.pages import rendered
from planner.reports.panel.pages import CHOICE_COLUMNS, DECISIONS, SECTIONS, Paper


def write_panel_html(paper: Paper, path: Path) -> None:
    """Write the paper as HTML; printed, each pupil begins a new page."""
    text = rendered(
        "panel.html",
        paper=paper,
        columns=CHOICE_COLUMNS,
        sections=SECTIONS,
        decisions=DECISIONS,
    )
    path.write_text(text, encoding="utf-8", newline="\n")
