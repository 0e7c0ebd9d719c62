"""Suggesting: a case is solved once, then each choice is priced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.jobs.opening import (
    OPENING_STEPS,
    Tell,
    case_of,
    check_case,
    silently,
)
from planner.results.placing.suggestion import Fixes, PlacePrice, Suggestions

SUGGEST_STEPS = OPENING_STEPS + 2
"""Steps that are told while choices are priced."""

PANEL_STEPS = SUGGEST_STEPS + 2
"""Steps that are told while the panel's paper is written."""


def suggest(
    path: Path,
    *,
    pupil_id: str | None = None,
    commission_id: str | None = None,
    as_at: date | None = None,
    previous: Path | None = None,
    folder: Path | None = None,
    tell: Tell = silently,
) -> tuple[Case, Suggestions]:
    """
    Rank the choices of a pupil, or the pupils for a commission; of everybody without either.

    With the record of an earlier plan, changes to its offers count as a goal of their
    own. Where a folder is given, the record of the run is written into it.

    Takes and raises what `allocate_case` does; and `UnknownSubject` for an id that
    is not there or already decided.
    """
    from planner.allocation.suggest.choices import known_commission, known_pupil
    from planner.allocation.suggest.question import open_question
    from planner.jobs.deciding.asking import asked_of
    from planner.jobs.deciding.planning import earlier_plan, with_offers
    from planner.jobs.deciding.record import record_of_suggestions, write_run
    from planner.jobs.geography.walking import walks_of

    record = None if previous is None else earlier_plan(previous)
    sound = check_case(path, as_at=as_at, tell=tell)
    # A wrong id is told before journeys are measured and everybody is placed.
    if pupil_id is not None:
        known_pupil(sound.dataset, pupil_id)
    if commission_id is not None:
        known_commission(sound.dataset, commission_id)
    case = with_offers(case_of(sound, tell=tell), record)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case, walks=walks_of(sound))
    tell("Pricing each choice for everybody")
    found = asked_of(question, pupil_id=pupil_id, commission_id=commission_id)
    if folder is not None:
        asked = {"pupil_id": pupil_id, "commission_id": commission_id}
        write_run(record_of_suggestions(sound, case, found, folder, **asked), folder)
    return case, found


def price_places(
    path: Path,
    *,
    commission_id: str | None = None,
    from_day: date | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> tuple[PlacePrice, ...]:
    """
    Price one place fewer and one more at one commission, or at each.

    Takes and raises what `suggest` does. Without ``from_day`` from the as-at day on.
    """
    from planner.allocation.suggest.choices import known_commission
    from planner.allocation.suggest.places import place_prices
    from planner.allocation.suggest.question import open_question

    sound = check_case(path, as_at=as_at, tell=tell)
    ids = [c.commission_id for c in sound.dataset.commissions]
    if commission_id is not None:
        known_commission(sound.dataset, commission_id)
        ids = [commission_id]
    case = case_of(sound, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case)
    tell("Pricing one place fewer and one more")
    return place_prices(question, from_day=from_day or case.as_at, commission_ids=ids)


def find_fixes(
    path: Path,
    *,
    pupil_id: str | None = None,
    most_relaxations: int = 1,
    on_time: bool = False,
    as_at: date | None = None,
    tell: Tell = silently,
) -> tuple[Fixes, ...]:
    """
    Look for the smallest changes that would place one pupil, or each pupil in need.

    Takes and raises what `suggest` does. With ``on_time`` pupils placed late are in
    need too, and a fix must bring a start on time.
    """
    from planner.allocation.suggest.choices import known_pupil
    from planner.allocation.suggest.fixes import FixSearch
    from planner.allocation.suggest.question import open_question

    sound = check_case(path, as_at=as_at, tell=tell)
    if pupil_id is not None:
        known_pupil(sound.dataset, pupil_id)
    case = case_of(sound, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case)
    tell("Looking for fixes")
    search = FixSearch(question, most_relaxations, on_time)
    wanted = [pupil_id] if pupil_id is not None else search.in_need()
    return tuple(search.fixes_for(each) for each in wanted)


def write_panel(
    path: Path, *, folder: Path, as_at: date | None = None, tell: Tell = silently
) -> int:
    """
    Write the panel's paper into an empty folder, and return how many pupils it has.

    The record of the run stands beside it, so that decisions can be tied to it.

    Takes and raises what `suggest` does.
    """
    from planner.allocation.suggest.choices import suggest_all
    from planner.allocation.suggest.fixes import FixSearch
    from planner.allocation.suggest.question import open_question
    from planner.jobs.deciding.record import record_of_suggestions, write_run
    from planner.jobs.geography.walking import walks_of
    from planner.reports.panel.html import write_panel_html
    from planner.reports.panel.pages import panel_paper
    from planner.reports.panel.pdf import write_panel_pdf

    sound = check_case(path, as_at=as_at, tell=tell)
    case = case_of(sound, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case, walks=walks_of(sound))
    tell("Pricing each choice for everybody")
    found = suggest_all(question)
    asked = {"pupil_id": None, "commission_id": None}
    write_run(record_of_suggestions(sound, case, found, folder, **asked), folder)
    tell("Looking for fixes")
    within = FixSearch(question, on_time=False)
    on_time = replace(within, on_time=True)  # it knows what the other has solved
    unplaced = within.in_need()
    late = [pupil_id for pupil_id in on_time.in_need() if pupil_id not in unplaced]
    fixes = (*map(within.fixes_for, unplaced), *map(on_time.fixes_for, late))
    tell("Writing the paper")
    paper = panel_paper(case, found, fixes)
    write_panel_html(paper, folder / "panel.html")
    write_panel_pdf(paper, folder / "panel.pdf")
    return len(paper.pages)
