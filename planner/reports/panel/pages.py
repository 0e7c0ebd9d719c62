"""What stands on each pupil's page, as finished words; the HTML and the PDF only lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.case import Case
from planner.domain.policy import Goal
from planner.domain.referrals import Referral
from planner.results.suggestion import Fix, Fixes, GoalChange, Move, Suggestion, Suggestions
from planner.rules.days import due_date
from planner.units import format_day, format_pounds

CHOICE_COLUMNS = ("Rank", "Place", "Starts", "Fit", "Travel", "Cost", "What it changes for others")


@dataclass(frozen=True)
class Page:
    """One pupil's page."""

    heading: str
    facts: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    """Rows of ``CHOICE_COLUMNS``."""
    no_choice: str
    """Said where no commission may take the pupil."""
    fixes: tuple[str, ...]
    not_possible: tuple[tuple[str, str], ...]
    """Commission, and every reason."""


@dataclass(frozen=True)
class Paper:
    """The whole paper: whose it is, and a page a pupil, statutory days first."""

    title: str
    note: str
    pages: tuple[Page, ...]


def panel_paper(case: Case, found: Suggestions, fixes: tuple[Fixes, ...]) -> Paper:
    """
    Lay out the panel's paper.

    Parameters
    ----------
    found
        Choices of every waiting pupil.
    fixes
        Fixes for pupils whom the best answer leaves without a place.
    """
    order = sorted(case.dataset.referrals, key=lambda r: _turn(r, case))
    asked = {c.pupil_id for c in found.choices} | {n.pupil_id for n in found.not_possible}
    by_pupil = {each.pupil_id: each for each in fixes}
    return Paper(
        title=f"Panel paper: {case.title}, as at {format_day(case.as_at)}",
        note=(
            "Everything here is suggested; the panel decides. Choices are ranked by what they "
            f"change for everybody, in the scenario's order of goals. Run {found.run.scenario_id}, "
            f"data {found.run.data_fingerprint[:12]}, seed {found.run.seed}, "
            f"planner {found.run.planner_version}."
        ),
        pages=tuple(
            _page(r, case, found, by_pupil.get(r.pupil_id)) for r in order if r.pupil_id in asked
        ),
    )


def _turn(referral: Referral, case: Case) -> tuple[int, date, str]:
    due = due_date(referral, case)
    if due is not None:
        return 0, due, referral.pupil_id
    return 1, referral.place_by or date.max, referral.pupil_id


def _page(referral: Referral, case: Case, found: Suggestions, fixes: Fixes | None) -> Page:
    mine = [c for c in found.choices if c.pupil_id == referral.pupil_id]
    barred = [n for n in found.not_possible if n.pupil_id == referral.pupil_id]
    return Page(
        heading=referral.pupil_id,
        facts=tuple(_facts(referral, case)),
        choices=tuple(_choice(c) for c in mine),
        no_choice="" if mine else "No commission may take this pupil within the horizon.",
        fixes=tuple(_fixes(fixes)),
        not_possible=tuple(
            (n.commission_id, " ".join(reason.sentence for reason in n.reasons)) for n in barred
        ),
    )


def _facts(referral: Referral, case: Case) -> Iterator[str]:
    due = due_date(referral, case)
    yield f"Year {referral.year_group}; {referral.route.says}"
    if due is not None:
        yield f"Full-time education due by {format_day(due)}"
    elif referral.place_by is not None:
        yield f"Place wanted by {format_day(referral.place_by)}"
    yield (
        f"{referral.sessions_per_week} sessions a week for {referral.planned_weeks} weeks planned"
    )
    if referral.has_ehc_plan:
        yield "Has an EHC plan: SEN casework decides an interim placement"


def _choice(choice: Suggestion) -> tuple[str, ...]:
    fit = {True: "made for the need", False: "accepts, not made for it", None: "no need recorded"}
    tier = "" if choice.tier is None else f"; tier {choice.tier}"
    late = f", {choice.school_days_late} school days late" if choice.school_days_late else ""
    walk = choice.walking_verdict.replace("_", " ")
    return (
        str(choice.rank),
        choice.commission_id,
        f"{format_day(choice.start_date)}{late}",
        f"{fit[choice.need_fit]}{tier}",
        f"{choice.travel_minutes} minutes; walking limit: {walk}",
        f"{format_pounds(choice.this_year_pence)} this year, "
        f"{format_pounds(choice.next_year_pence)} next",
        _for_others(choice),
    )


def _for_others(choice: Suggestion) -> str:
    if choice.costs_nobody:
        return "Costs nobody anything."
    told = ", ".join(_changes(choice.change)) or "no goal changes"
    proof = "" if choice.exact else " (at most; not proven)"
    return f"For everybody: {told}{proof}. " + " ".join(_move(m) for m in choice.moves)


def _changes(changes: tuple[GoalChange, ...]) -> Iterator[str]:
    for each in changes:
        if each.change and each.goal != Goal.TIE_BREAK:
            sign = "+" if each.change > 0 else ""
            money = each.unit == Goal.COST.unit
            amount = format_pounds(each.change) if money else f"{each.change}"
            yield f"{sign}{amount} {'cost' if money else Goal(each.goal).says}"


def _move(move: Move) -> str:
    to = move.to_commission_id or "no place"
    starts = f" from {format_day(move.to_start)}" if move.to_start else ""
    return f"{move.pupil_id} to {to}{starts} ({move.school_days:+d} school days)."


def _fixes(fixes: Fixes | None) -> Iterator[str]:
    if fixes is None:
        return
    if not fixes.fixes:
        yield (
            f"No set of up to {fixes.most_relaxations} change(s) of the stated kinds would place "
            f"this pupil by {format_day(fixes.latest_start)}."
        )
    yield from (_fix(fix) for fix in fixes.fixes)


def _fix(fix: Fix) -> str:
    changes = "; and ".join(relaxation.sentence for relaxation in fix.relaxations)
    rate = "" if fix.place_rate_known else ", place funding unknown"
    return (
        f"{changes}: starts at {fix.commission_id} on {format_day(fix.start_date)}; "
        f"{format_pounds(fix.this_year_pence)} this financial year, "
        f"{format_pounds(fix.next_year_pence)} next{rate}; "
        f"{len(fix.effect.moves) - 1} other pupil(s) move."
    )
