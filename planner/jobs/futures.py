"""What may come: the forecast with its record, and the places that would be enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.domain.choices.whatif import StayChange
from planner.errors import DecisionsClash, Problem, ScenarioProblems
from planner.forecast.demand import demand_paths, forecast_demand
from planner.forecast.history.exclusions import read_exclusions
from planner.forecast.history.uncounted import uncounted_kinds, uncounted_say
from planner.forecast.oddities import leave_out, leave_out_spikes
from planner.forecast.prepare import prepared_history
from planner.forecast.record import backtest_demand, backtest_history
from planner.forecast.supposed import with_paths
from planner.jobs.opening import OPENING_STEPS, Tell, open_case, silently
from planner.jobs.panels import differences_say, panel_differences
from planner.results.coming.futures import Backtest, DemandForecast, DemandPaths
from planner.results.coming.options import By
from planner.results.coming.places import Curve, Enough, HalfTermRisk, Sufficiency, WayOut
from planner.sizing.drawing.demand import supposed_paths
from planner.sizing.gaps.unknown import dates_as_known, gaps_as_known
from planner.sizing.statement.make import sufficiency

FORECAST_STEPS = OPENING_STEPS + 2
BACKTEST_STEPS = OPENING_STEPS + 1
PLACES_STEPS = OPENING_STEPS + 2

_NO_STAYS = (
    "What this scenario supposes of stays moves no referral, so it is no part of these figures; "
    "planner places lives through it."
)


@dataclass(frozen=True)
class ForecastAnswer:
    """A case's demand, with the method's record on its own past."""

    case: Case
    forecast: DemandForecast
    record: Backtest
    paths: DemandPaths | None


def forecast_case(
    path: Path, *, as_at: date | None = None, years: int = 3, tell: Tell = silently
) -> ForecastAnswer:
    """
    Forecast a case's referrals and hold the method against the case's own past.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    tell
        Is told each step as it begins.
    """
    case = open_case(path, as_at=as_at, tell=tell)
    tell("Drawing futures of demand")
    forecast = forecast_demand(
        case.dataset,
        years=years,
        draws=case.draws,
        seed=case.seed,
        place_types=case.policy.place_types,
    )
    paths = demand_paths(case.dataset, years=years, draws=case.draws, seed=case.seed)
    if paths is not None and case.whatif:
        forecast, paths = _as_supposed(case, forecast, paths)
    tell("Holding past forecasts against what came")
    return ForecastAnswer(case, forecast, backtest_demand(case.dataset, seed=case.seed), paths)


def _as_supposed(
    case: Case, forecast: DemandForecast, paths: DemandPaths
) -> tuple[DemandForecast, DemandPaths]:
    """Return a forecast and its futures after what the scenario supposes of referrals."""
    types = case.policy.place_types
    if any(not isinstance(change, StayChange) for change in case.whatif):
        paths = supposed_paths(
            paths, case.dataset, place_types=types, seed=case.seed, whatif=case.whatif
        )
        forecast = with_paths(forecast, case.dataset, paths, place_types=types)
    if any(isinstance(change, StayChange) for change in case.whatif):
        forecast = replace(forecast, notes=(_NO_STAYS, *forecast.notes))
    return forecast, paths


def backtest_case(
    path: Path,
    *,
    as_at: date | None = None,
    years: int = 3,
    exclusions: Path | None = None,
    authority: str = "",
    tell: Tell = silently,
) -> tuple[Case, Backtest]:
    """
    Hold the method against a case's own past, or against a DfE table of exclusions.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    exclusions
        CSV file of the DfE, to use instead of the case's history.
    authority
        Name of the authority in that file.
    tell
        Is told each step as it begins.
    """
    case = open_case(path, as_at=as_at, tell=tell)
    tell("Holding past forecasts against what came")
    if exclusions is None:
        return case, backtest_demand(case.dataset, years=years, seed=case.seed)
    history = leave_out(read_exclusions(exclusions, authority=authority), case.dataset.windows)
    history = leave_out_spikes(history)
    record = backtest_history(history, years=years, seed=case.seed)
    return case, replace(record, sentences=(*record.sentences, *history.notes))


def places_case(
    path: Path,
    *,
    as_at: date | None = None,
    years: int = 3,
    panels: int = 0,
    by: By = By.COHORT,
    split: Mapping[str, int] | None = None,
    tell: Tell = silently,
) -> tuple[Case, Sufficiency]:
    """
    Simulate a case's coming years and say how many places are enough.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    panels
        Panel days of the middle future on which the simulation's rule is held against the
        allocation. [days]
    by
        What the places are told by, besides key stage and place type.
    split
        Proportions in which the commissions of a site share its places, if not today's.
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems
        If the split names a commission that is not in the tables.
    """
    case = open_case(path, as_at=as_at, tell=tell)
    _refuse_unknown(case, split or {})
    tell("Drawing futures of demand")
    paths = demand_paths(case.dataset, years=years, draws=case.draws, seed=case.seed)
    why_not: tuple[str, ...] = ()
    if paths is None:
        refused = forecast_demand(
            case.dataset, draws=1, seed=case.seed, place_types=case.policy.place_types
        )
        why_not = refused.unanswered
    tell("Living through the futures and searching for enough places")
    answer = sufficiency(
        paths,
        case.dataset,
        case.policy,
        seed=case.seed,
        why_not=why_not,
        case=case,
        by=by,
        split=split,
    )
    if paths is not None:
        answer = _with_doubts_of_history(case, answer)
    said = [_against_allocation(case, answer)]
    if panels and paths is not None:
        rows = panel_differences(case, paths, count=panels)
        said.append(differences_say(rows, case.policy.horizon_weeks))
        answer = replace(answer, panels=rows)
    return case, replace(answer, against_allocation=" ".join(filter(None, said)))


def _with_doubts_of_history(case: Case, answer: Sufficiency) -> Sufficiency:
    """Tell what is odd about the history, and give no number for whom it never counted."""
    types, history = case.policy.place_types, prepared_history(case.dataset)
    odd = (*history.notes, *uncounted_say(case.dataset, history, types))
    told = replace(answer, doubts=(*odd, *answer.doubts))
    unknown = uncounted_kinds(case.dataset, history, types)
    if case.whatif or not unknown:
        return told

    def known(row: Enough | Curve | HalfTermRisk | WayOut) -> bool:
        return (row.key_stage, row.place_type) not in unknown

    return replace(
        told,
        enough=tuple(row for row in answer.enough if known(row)),
        curves=tuple(row for row in answer.curves if known(row)),
        risks=tuple(row for row in answer.risks if known(row)),
        ways_out=tuple(row for row in answer.ways_out if known(row)),
        gaps=gaps_as_known(answer.gaps, unknown),
        by_date=dates_as_known(answer.by_date, unknown),
    )


def _refuse_unknown(case: Case, split: Mapping[str, int]) -> None:
    known = case.dataset.commission
    fix = f"The commissions are {', '.join(sorted(known))}."
    problems = [
        Problem("--split", 0, "", name, "no commission has this name.", fix)
        for name in sorted(split)
        if name not in known
    ]
    if problems:
        raise ScenarioProblems(problems)


def _against_allocation(case: Case, answer: Sufficiency) -> str:
    """Say how the simulation's rule differs from the allocation for those who wait now."""
    from planner.allocation.allocate import allocate

    if answer.queue_started_mean is None:
        return ""
    try:
        placed = len(allocate(case).placed)
    except DecisionsClash:
        return "The allocation refuses this case, so the simulation is not held against it."
    waiting = len(case.dataset.referrals)
    return (
        f"Of the {waiting} pupils who wait now, planner allocate places {placed} within "
        f"{case.policy.horizon_weeks} weeks; the simulation's simpler rule, with nobody else "
        f"coming, starts {answer.queue_started_mean:.1f}. It leaves out pairs, part weeks and "
        f"decisions, so where it starts more its places needed are too few."
    )
