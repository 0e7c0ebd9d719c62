"""What the years as lived would cost, who goes without a place, and how far pupils travel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.results.coming.places import YearOutlay
from planner.results.whatif.futures import Futures

_RANGE = (0.1, 0.5, 0.9)


def outlays_of(futures: Futures) -> tuple[YearOutlay, ...]:
    """Return the cost, the days without a place and the journeys of each year, with ranges."""
    return tuple(
        _outlay(futures, index)
        for index in range(len(futures.academic_years))
        if futures.referrals[:, index].any()
    )


def _outlay(futures: Futures, year: int) -> YearOutlay:
    days = _quantiles(futures.days_without[:, year])
    total = _quantiles(futures.total_pence[:, year])
    journeys = int(futures.journeys[:, year].sum())
    minutes = float(futures.journey_minutes_sum[:, year].sum())
    return YearOutlay(
        academic_year=futures.academic_years[year],
        days_without_p10=days[0],
        days_without_p50=days[1],
        days_without_p90=days[2],
        spot_starts_mean=float(futures.spot_starts[:, year].mean()),
        place_pence=round(float(futures.place_pence[0, year])),
        attendance_pence_p50=_quantiles(futures.attendance_pence[:, year])[1],
        spot_pence_p50=_quantiles(futures.spot_pence[:, year])[1],
        interim_pence_p50=_quantiles(futures.interim_pence[:, year])[1],
        total_pence_p10=total[0],
        total_pence_p50=total[1],
        total_pence_p90=total[2],
        journey_minutes_mean=minutes / journeys if journeys else None,
    )


def _quantiles(values: NDArray[np.float64]) -> tuple[int, int, int]:
    low, middle, high = (round(float(each)) for each in np.quantile(values, _RANGE))
    return low, middle, high
