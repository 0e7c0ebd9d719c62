"""Places that are enough with a chosen chance, by key stage, place type and school year."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np
from scipy.special import betainc, pdtr

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.results.coming.futures import CapacityPlan, CohortDemand, DemandForecast, PlacesNeeded
from planner.units import KeyStage, Pence, divide_half_up

STANDARD_PLACE_PENCE: Pence = 1_000_000
"""Place funding for one alternative provision place for one year.
Source: DfE, High needs place change guidance 2025 to 2026 (£10,000 a place)."""

ASSUMED_STAY_WEEKS = 12.0
"""Stay where neither referrals nor placements tell one. [calendar weeks]"""

WEEKS_PER_YEAR = 52.18

_TENTH_TO_NINETIETH = 2 * 1.2816

_LEAVES_OUT = (
    "this is the quick preview by formula: planner places simulates the same cases pupil by pupil, "
    "and where its figures differ they are the ones to plan by",
    "waiting: nobody waits in this formula, so a place is needed from the day of referral",
    "the seasons: occupancy rises towards summer and falls in September",
    "pupils who are ready to leave and have nowhere to go",
    "districts and needs: places of one key stage and type are taken to serve all",
)


def places_needed(
    forecast: DemandForecast, dataset: Dataset, *, chance: float = 0.95
) -> CapacityPlan:
    r"""
    Return the fewest places that are enough with a chance, for each cohort and year.

    With starts at random and nobody waiting, the number of pupils in provision is
    Poisson with mean starts a year times mean stay in years (Little's law,
    M/G/infinity). The yearly rate itself is uncertain: it is taken as gamma with the
    forecast's median and the spread of its tenth to ninetieth percentile, which makes
    the number in provision negative binomial. The answer is the smallest :math:`c` with

    .. math:: P(N \le c) \ge \text{chance}.

    Parameters
    ----------
    forecast
        Referrals by cohort and year with their range.
    dataset
        For stays, places commissioned and place rates.
    chance
        Chance that is asked for. [between 0 and 1]

    Raises
    ------
    ValueError
        If ``chance`` is not strictly between 0 and 1.
    """
    if not 0 < chance < 1:
        raise ValueError("the chance must be strictly between 0 and 1")
    if forecast.unanswered:
        return CapacityPlan(
            "No places are worked out, for there is no forecast.", (), (), forecast.unanswered
        )
    stays = {kind: _mean_stay_weeks(dataset, kind) for kind in PlaceType}
    rate = place_rate_pence(dataset)
    needs = tuple(
        _need(cohort, dataset, forecast.cohorts, stays[cohort.place_type][0], rate, chance)
        for cohort in forecast.cohorts
    )
    return CapacityPlan(_method(chance, stays), _LEAVES_OUT, needs)


def enough_places(mean: float, spread: float, *, chance: float) -> int:
    """
    Return the fewest places for a Poisson number whose mean is itself uncertain.

    Parameters
    ----------
    mean
        Mean pupils in provision. [full-time-equivalent pupils]
    spread
        Standard deviation of the mean divided by it; 0 where it is known.
    chance
        Chance that the number does not pass the places. [0 to 1]

    Examples
    --------
    >>> enough_places(20.0, 0.0, chance=0.90), enough_places(20.0, 0.3, chance=0.90)
    (26, 30)
    """
    if mean <= 0:
        return 0
    if spread < 1e-6:
        return _least(lambda number: float(pdtr(number, mean)), chance)
    size = 1 / spread**2
    share = size / (size + mean)
    return _least(lambda number: float(betainc(size, number + 1, share)), chance)


def _least(chance_of: Callable[[int], float], chance: float) -> int:
    """Return the least whole number that is not passed with a chance."""
    low, high = -1, 1
    while chance_of(high) < chance:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance_of(middle) >= chance else (middle, high)
    return high


def _need(
    cohort: CohortDemand,
    dataset: Dataset,
    cohorts: Iterable[CohortDemand],
    stay_weeks: float,
    rate_pence: Pence,
    chance: float,
) -> PlacesNeeded:
    mean = cohort.referrals_p50 * stay_weeks / WEEKS_PER_YEAR
    low, high = cohort.referrals_p10 + 0.5, cohort.referrals_p90 + 0.5
    spread = float(np.log(high / low)) / _TENTH_TO_NINETIETH
    # The range already holds the chance of a year's count; only the rest is the rate's.
    own = float(np.sqrt(max(0.0, spread**2 - 1 / (cohort.referrals_p50 + 0.5))))
    places = enough_places(mean, own, chance=chance)
    same_year = [c for c in cohorts if c.academic_year == cohort.academic_year]
    return PlacesNeeded(
        academic_year=cohort.academic_year,
        key_stage=cohort.key_stage,
        place_type=cohort.place_type,
        chance=chance,
        places_needed=places,
        places_commissioned=_commissioned(cohort, same_year, dataset),
        mean_occupancy=mean,
        place_pence=places * rate_pence,
    )


def _commissioned(cohort: CohortDemand, same_year: list[CohortDemand], dataset: Dataset) -> int:
    """Return the places held on 1 September of the year, shared out over key stages."""
    day = max(date(int(cohort.academic_year[:4]), 9, 1), dataset.as_at)
    demand = {
        c.key_stage: c.referrals_p50 + 1 for c in same_year if c.place_type is cohort.place_type
    }
    places = 0
    for commission in dataset.commissions:
        if commission.place_type is cohort.place_type:
            shares = shared_out(commission.places_on(day), commission.year_groups, demand)
            places += shares.get(cohort.key_stage, 0)
    return places


def shared_out(
    places: int, year_groups: frozenset[int], demand: dict[KeyStage, int]
) -> dict[KeyStage, int]:
    """Share places over the key stages they serve, by referrals and whole (largest remainder)."""
    parts = {
        stage: demand[stage] * len(year_groups & set(stage.year_groups)) / len(stage.year_groups)
        for stage in KeyStage
        if stage in demand
    }
    total = sum(parts.values())
    if not total:
        return {}
    exact = {stage: places * part / total for stage, part in parts.items()}
    whole = {stage: int(value) for stage, value in exact.items()}
    rest = sorted(exact, key=lambda stage: (whole[stage] - exact[stage], stage))
    for stage in rest[: places - sum(whole.values())]:
        whole[stage] += 1
    return whole


def _mean_stay_weeks(dataset: Dataset, kind: PlaceType) -> tuple[float, str]:
    """Return the mean planned stay in calendar weeks, and where it comes from."""
    stays = [
        (placement.ends - placement.starts).days / 7
        for placement in dataset.placements
        if placement.ends is not None
        and placement.commission_id in dataset.commission
        and dataset.commission[placement.commission_id].place_type is kind
    ]
    if stays:
        # Pupils found in a place on one day have longer stays than those who start: a stay
        # twice as long is found twice as often. The harmonic mean undoes that.
        positive = [stay for stay in stays if stay > 0]
        if positive:
            weeks = len(positive) / sum(1 / stay for stay in positive)
            return weeks, f"{weeks:.0f} weeks from {len(positive)} placements with a planned end"
    planned = [referral.planned_weeks for referral in dataset.referrals]
    if planned:
        weeks = sum(planned) / len(planned)
        return weeks, f"{weeks:.0f} weeks as planned for those who wait"
    return ASSUMED_STAY_WEEKS, f"{ASSUMED_STAY_WEEKS:.0f} weeks, assumed"


def place_rate_pence(dataset: Dataset) -> Pence:
    """Return the mean place funding for a year, or the national rate where none is given."""
    rates = [row.place_rate_pence for row in dataset.funding]
    return divide_half_up(sum(rates), len(rates)) if rates else STANDARD_PLACE_PENCE


def _method(chance: float, stays: dict[PlaceType, tuple[float, str]]) -> str:
    said = "; ".join(f"{kind.value} places {says}" for kind, (_, says) in sorted(stays.items()))
    return (
        f"A quick preview; the full figures are those of planner places. "
        f"Places that are enough with a chance of {chance:.0%}: starts a year times mean stay "
        f"gives the pupils in provision (Little's law), random around it as negative binomial "
        f"with the forecast's own range. Mean stay: {said}. Places serving several key stages "
        f"are shared out by expected referrals."
    )
