"""What stands on each pupil's page, as finished words; the HTML and the PDF only lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.reports.panel.wording import changes_told, more_or_less, move_told
from planner.results.placing.suggestion import Fix, Fixes, Suggestion, Suggestions
from planner.rules.days import due_date
from planner.units import format_day, format_pounds

CHOICE_COLUMNS = ("Rank", "Place", "Starts", "Fit", "Travel", "Cost", "What it means for everybody")

DECISIONS = (
    "Another place, and its first day:",
    "Deferred until:",
    "Reason (for taking a suggestion or not):",
    "Decided by, and day:",
)
"""What the panel fills in; a choice of the table is taken by its box."""

SECTIONS = ((True, "Pupils with a statutory day, soonest first"), (False, "Other pupils"))
"""Whether the law sets a day, and the heading of the list."""

HOW_TO_READ = (
    "How to read a page: the planner made one plan in which all waiting pupils together are "
    "served best, in the order of goals that the scenario states. A choice shows what would "
    "happen to everybody, the pupil among them, if the pupil went there and all others were "
    "placed anew around it, against that plan. Where several things change, the first one named "
    "decides the rank. Cost is top-up and transport in this financial year and the next. For "
    "pupils without a place and for those who start late each of these changes was tried alone, "
    "with everybody placed anew: one more place, a year group or need accepted, places opened to "
    "pupils of the other type, a longer journey, a stay that ends sooner, notice waived."
)


@dataclass(frozen=True)
class Page:
    """One pupil's page."""

    heading: str
    statutory: bool
    """Whether the law sets a day for the pupil."""
    front: str
    """What the list in front tells: by when, and what is suggested; no fact about the pupil."""
    facts: tuple[str, ...]
    summary: str
    """What is suggested, in a sentence."""
    choices: tuple[tuple[str, ...], ...]
    """Rows of ``CHOICE_COLUMNS``."""
    fixes_heading: str
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
        Fixes for pupils whom the best answer leaves without a place, or late.
    """
    order = sorted(case.dataset.referrals, key=lambda r: _turn(r, case))
    asked = {c.pupil_id for c in found.choices} | {n.pupil_id for n in found.not_possible}
    by_pupil = {each.pupil_id: each for each in fixes}
    return Paper(
        title=f"Panel paper: {case.title}",
        note=(
            f"As at {format_day(case.as_at)}. Everything here is suggested; the panel decides. "
            f"{HOW_TO_READ} Run {found.run.scenario_id}, "
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
        statutory=due_date(referral, case) is not None,
        front=f"{_due(referral, case)}. {_suggested(mine)}",
        facts=tuple(_facts(referral, case)),
        summary=_summary(mine),
        choices=tuple(_choice(c) for c in mine),
        fixes_heading="What would give a place"
        if not _placed(mine)
        else "What would bring the start on time",
        fixes=tuple(_fixes(fixes)),
        not_possible=tuple(
            (n.commission_id, " ".join(reason.sentence for reason in n.reasons)) for n in barred
        ),
    )


def _placed(choices: list[Suggestion]) -> bool:
    return bool(choices) and choices[0].is_best


def _suggested(choices: list[Suggestion]) -> str:
    if not _placed(choices):
        return "No place is suggested."
    best = choices[0]
    late = f", {best.school_days_late} school days late" if best.school_days_late else ""
    return f"Suggested: {best.commission_id} from {format_day(best.start_date)}{late}."


def _summary(choices: list[Suggestion]) -> str:
    if not choices:
        return "No place is suggested: no commission may take this pupil within the horizon."
    if not choices[0].is_best:
        return (
            "No place is suggested: in the plan that is best for everybody this pupil goes "
            "without one, because each choice below would be worse for others."
        )
    return _suggested(choices)


def _facts(referral: Referral, case: Case) -> Iterator[str]:
    yield f"Year {referral.year_group}; {referral.route.says}"
    yield _due(referral, case)
    yield (
        f"{referral.sessions_per_week} sessions a week for {referral.planned_weeks} weeks planned"
    )
    if referral.has_ehc_plan:
        yield "Has an EHC plan: SEN casework decides an interim placement"


def _due(referral: Referral, case: Case) -> str:
    due = due_date(referral, case)
    if due is not None:
        return f"Full-time education due by {format_day(due)}"
    if referral.place_by is not None:
        return f"Place wanted by {format_day(referral.place_by)}"
    return "No day by which a place is due"


def _choice(choice: Suggestion) -> tuple[str, ...]:
    fit = {True: "made for the need", False: "accepts, not made for it", None: "no need recorded"}
    tier = "" if choice.tier is None else f"; tier {choice.tier}"
    late = f", {choice.school_days_late} school days late" if choice.school_days_late else ""
    return (
        str(choice.rank),
        choice.commission_id,
        f"{format_day(choice.start_date)}{late}",
        f"{fit[choice.need_fit]}{tier}",
        f"{choice.travel_minutes} minutes; {_WALKING[choice.walking_verdict]}, "
        f"by {choice.walking_measured_by}",
        f"{format_pounds(choice.this_year_pence)} this year, "
        f"{format_pounds(choice.next_year_pence)} next",
        _for_everybody(choice),
    )


def _for_everybody(choice: Suggestion) -> str:
    if choice.is_best:
        return "This is the plan that is best for everybody."
    moved = "; ".join(move_told(move) for move in choice.moves)
    others = f"Others: {moved}." if moved else "Costs nobody else anything."
    return f"In all: {changes_told(choice.change, exact=choice.exact)}.\n{others}"


def _fixes(fixes: Fixes | None) -> Iterator[str]:
    if fixes is None:
        return
    if not fixes.fixes:
        yield (
            f"{_SIZES[fixes.most_relaxations]} of the kinds named in front would let this pupil "
            f"start by {format_day(fixes.latest_start)}."
        )
    yield from (_fix(fix) for fix in fixes.fixes)


def _fix(fix: Fix) -> str:
    changes = "; and ".join(relaxation.sentence for relaxation in fix.relaxations)
    rate = "" if fix.place_rate_known else " (what the further place itself costs is not known)"
    others = len(fix.effect.moves) - 1
    moved = {0: "Nobody else's suggestion changes", 1: "One other pupil's suggestion changes"}
    return (
        f"{changes}. Then this pupil would start at {fix.commission_id} on "
        f"{format_day(fix.start_date)}. For the council {more_or_less(fix.this_year_pence)} this "
        f"financial year and {more_or_less(fix.next_year_pence)} next{rate}. "
        f"{moved.get(others, f'The suggestions of {others} other pupils change')}."
        f"{'' if fix.effect.exact else ' A still better answer with it is not ruled out.'}"
    )


_SIZES = {
    1: "No single change",
    2: "No one or two changes",
    3: "No one, two or three changes",
}

_WALKING = {
    "within": "within the statutory walking distance",
    "beyond": "beyond the statutory walking distance",
    "measure_the_route": "near the statutory walking distance: measure the route",
    "home_unknown": "home not known, so the walking distance is not judged",
}
