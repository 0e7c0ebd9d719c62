"""
One scenario to one outlook: the same futures, rules, journeys and prices as its base.

What scenarios on the same tables share is made once, as a `Ground`; a worker process makes
one for itself and evaluates as many scenarios on it as it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner import __version__
from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.errors import DecisionsClash, InputProblems, Problem, ScenarioProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.jobs.opening import case_of, read_tables, sound_case
from planner.results.coming.futures import DemandPaths
from planner.results.finance.money import Payer
from planner.results.whatif.futures import Futures
from planner.results.whatif.outlook import Identity, Outlook, YearMoney, measures_of
from planner.results.whatif.waiting import WaitingNow, waiting_now
from planner.scenario.put_out import put_out, put_out_says
from planner.scenario.schema import Scenario
from planner.scenario.writing.describe import outside
from planner.scenario.writing.rules_said import rule_sentences
from planner.units import AcademicYear, FinancialYear

if TYPE_CHECKING:
    from planner.sizing.outlook import Drawn

YEARS = 3
"""School years ahead, unless asked otherwise."""


@dataclass(frozen=True)
class Ground:
    """
    What scenarios on the same tables share, made once.

    ``paths`` are the futures of demand before any scenario's changes of demand: every
    scenario meets the same ones.
    """

    base: Scenario
    tables: Dataset
    """As read, before any change."""
    atlas: Atlas
    paths: DemandPaths | None
    why_not: tuple[str, ...]
    """Why there are no futures, one sentence each."""
    drawn: Drawn | None
    """Pupils of the base's futures, for scenarios that leave demand and stays as they are."""
    years: int
    draws: int
    seed: int
    notes: tuple[str, ...] = ()
    """What was taken for the futures, one sentence each."""


def ground_of(
    base: Scenario,
    *,
    as_at: date | None = None,
    years: int = YEARS,
    draws: int | None = None,
) -> Ground:
    """
    Read the tables of a base and draw the futures of demand that its scenarios share.

    Parameters
    ----------
    base
        The scenario that others are compared with; its seed and draws are used for all.
    as_at
        Day on which the question is asked, if not the base's own.
    years
        School years ahead. [1 to 5]
    draws
        Futures to draw, if not the base's own number.

    Raises
    ------
    InputProblems
        If anything in the tables is wrong.
    """
    from planner.forecast.demand import demand_paths
    from planner.forecast.prepare import prepared_history, refusals_of
    from planner.sizing.outlook import drawn_pupils
    from planner.sizing.queueing.kernel import COMPILED
    from planner.sizing.statement.make import DRAWS_WITHOUT_NUMBA

    tables = read_tables(base, as_at=as_at)
    draws, seed = draws or base.settings.draws, base.settings.seed
    notes: tuple[str, ...] = ()
    if not COMPILED and draws > DRAWS_WITHOUT_NUMBA:
        draws = DRAWS_WITHOUT_NUMBA
        notes = (
            f"numba is not installed (extra 'forecast'), so only {draws} futures were lived "
            "through: take every range as rough.",
        )
    paths = demand_paths(tables, years=years, draws=draws, seed=seed)
    why_not = () if paths is not None else refusals_of(prepared_history(tables))
    atlas = open_atlas(base.geo)
    drawn = None
    if paths is not None:
        dataset = sound_case(base, tables, atlas).dataset
        drawn = drawn_pupils(paths, dataset, base.policy(), whatif=base.whatif, seed=seed)
    return Ground(base, tables, atlas, paths, tuple(why_not), drawn, years, draws, seed, notes)


def evaluate_scenario(
    scenario: Scenario, ground: Ground, *, places_chance: float | None = None
) -> Outlook:
    """
    Say what a scenario comes to on a ground that is made already.

    The same scenario and ground give the same outlook in every process.

    Parameters
    ----------
    scenario
        Every number that it leaves open is taken at its central value, unless it is of
        referrals or stays, which each future draws for itself.
    ground
        What it shares with its base.
    places_chance
        Share of pupils who are to start in time, to search for the places that are
        enough; None to leave that costly search out. [0 to 1]

    Raises
    ------
    ScenarioProblems
        If a change does not fit the tables, or the scenario is about other tables or
        another day than the ground.
    """
    _refuse_other_ground(scenario, ground)
    sound = sound_case(scenario, ground.tables, ground.atlas)
    case = case_of(sound)
    found = outlook_of(
        case, ground, rule_sentences(ground.base.policy_block, scenario.policy_block)
    )
    found = replace(found, notes=(*found.notes, *_not_shown(scenario, ground, found.years)))
    if places_chance is None or ground.paths is None:
        return found
    from planner.sizing.outlook import places_enough

    enough = places_enough(
        ground.paths,
        case.dataset,
        case.policy,
        case=case,
        seed=ground.seed,
        chance=places_chance,
        put_out=put_out(ground.tables, case.dataset, case.policy.place_types),
        drawn=ground.drawn,
    )
    return replace(found, places=enough)


def _not_shown(scenario: Scenario, ground: Ground, years: tuple[str, ...]) -> Iterator[str]:
    """Yield what the scenario says and its figures cannot show, one sentence each."""
    as_at, base = ground.tables.as_at, ground.base
    first = FinancialYear.of(as_at)
    last = FinancialYear(first.start_year + ground.years - 1).ends
    if years:
        last = max(last, AcademicYear(int(years[-1][:4])).ends)
    for sentence in outside(scenario.changes[len(base.changes) :], first.starts, last):
        yield f"{scenario.title}: {sentence}"
    own, used = scenario.settings, base.settings
    if (own.seed, own.draws) != (used.seed, used.draws):
        yield f"{scenario.title}: its own seed and draws are not used, but those of {base.title}."


def _refuse_other_ground(scenario: Scenario, ground: Ground) -> None:
    base = ground.base
    for key, own, shared in (
        ("data", scenario.data, base.data),
        ("geo", scenario.geo, base.geo),
        ("as_at", scenario.as_at, base.as_at),
    ):
        if own != shared:
            what = f"it is not that of {base.id}, so the futures of the two are not the same."
            fix = "Compare scenarios on the same tables and day."
            written = own.name if isinstance(own, Path) else str(own)
            raise ScenarioProblems([Problem(scenario.id, 0, key, written, what, fix)])


def outlook_of(case: Case, ground: Ground, policy_sentences: tuple[str, ...] = ()) -> Outlook:
    """
    Put a case through the ground's futures, the allocation and the accounts.

    What cannot be answered is left out of the outlook, with the reason.
    """
    from planner.sizing.statement.make import left_out

    gone = put_out(ground.tables, case.dataset, case.policy.place_types)
    moved = put_out_says(gone, threshold=case.policy.suppression_threshold)
    lived = _lived(case, ground, gone)
    waiting, clash = _waiting(case)
    money, unpriced = _money(case.dataset, ground.years)
    return Outlook(
        scenario_id=case.scenario_id,
        title=case.title,
        question=case.question,
        changes=(*case.changes, *policy_sentences),
        identity=_identity(case, ground),
        years=lived.academic_years if lived else (),
        futures=measures_of(lived) if lived else {},
        lived=lived,
        waiting=waiting,
        money=money,
        unanswered=(*ground.why_not, *clash, *unpriced),
        notes=(*ground.notes, *case.notes, *((moved,) if moved else ())),
        leaves_out=left_out(case.policy) if lived else (),
        suppression_threshold=case.policy.suppression_threshold,
    )


def _lived(case: Case, ground: Ground, gone: tuple[Referral, ...]) -> Futures | None:
    from planner.sizing.outlook import lived_futures

    if ground.paths is None:
        return None
    return lived_futures(
        ground.paths,
        case.dataset,
        case.policy,
        case=case,
        seed=ground.seed,
        drawn=ground.drawn,
        put_out=gone,
    )


def _identity(case: Case, ground: Ground) -> Identity:
    from planner.solver.search import SOLVER_VERSION

    return Identity(
        data_fingerprint=ground.tables.fingerprint,
        as_at=case.as_at,
        seed=ground.seed,
        draws=ground.draws,
        planner_version=__version__,
        solver_version=SOLVER_VERSION,
    )


def _waiting(case: Case) -> tuple[WaitingNow | None, tuple[str, ...]]:
    from planner.allocation.allocate import allocate

    try:
        return waiting_now(case, allocate(case)), ()
    except DecisionsClash:
        # The clash itself names pupils; what is compared is read by more people.
        why = "decisions already taken cannot all stand; planner allocate names them."
        return None, (f"Those who wait now are not placed: {why}",)


def _money(dataset: Dataset, years: int) -> tuple[tuple[YearMoney, ...], tuple[str, ...]]:
    """Return what is agreed for each financial year that can be priced, and what cannot."""
    first = FinancialYear.of(dataset.as_at).start_year
    answered: list[YearMoney] = []
    unpriced: dict[str, None] = {}
    for year in (FinancialYear(first + offset) for offset in range(years)):
        try:
            answered.append(_year_money(dataset, year))
        except InputProblems as problems:
            unpriced.update(dict.fromkeys(_said(problems, year)))
    return tuple(answered), tuple(unpriced)


def _year_money(dataset: Dataset, year: FinancialYear) -> YearMoney:
    from planner.costing.commitments.gather import commitments_of
    from planner.costing.months import months_of
    from planner.costing.statement import paid_by, plain_statement

    board = commitments_of(dataset, months_of(year))
    paid = paid_by(plain_statement(board, year))
    return YearMoney(str(year), {payer: paid.get(payer, 0) for payer in Payer})


def _said(problems: InputProblems, year: FinancialYear) -> Iterator[str]:
    for problem in problems.problems:
        yield f"Money of {year}: {problem.what} {problem.fix}"
