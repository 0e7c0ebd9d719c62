"""Months to leave out, spikes and renamed districts: noticed, acted on where safe, and said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from scipy.special import betainc

from planner.domain.referrals import HistoryWindow
from planner.forecast.history.counts import History, month_label
from planner.forecast.model.level import Floats, profile_of

COVID = HistoryWindow(
    date(2020, 3, 1),
    date(2021, 8, 31),
    "schools were closed or half empty in the Covid-19 pandemic",
)
"""The window left out where a council names none of its own."""

_SPIKE_TIMES = 3.0
_SPIKE_LEAST = 10
_SPIKE_CHANCE = 1e-5
_SPREAD = 3.0
"""Variance over mean that a month may have before it counts as out of line."""


def leave_out(history: History, windows: Iterable[HistoryWindow]) -> History:
    """Return the history without the periods that a window touches; each window is said."""
    length = timedelta(days=365 // history.per_year - 1)
    for window in windows or (COVID,):
        inside = np.array(
            [start <= window.ends and start + length > window.starts for start in history.starts]
        )
        if inside.any():
            history = history.without(
                inside,
                f"{month_label(window.starts)} to {month_label(window.ends)} is left out: "
                f"{window.because}.",
            )
    return history


def leave_out_spikes(history: History) -> History:
    """
    Return the history without periods that cannot be explained by chance.

    A spike is more than three times what its neighbours lead one to expect, and
    beyond what even a widely spread count would reach once in a hundred thousand.
    """
    if history.total == 0:
        return history
    for _ in range(3):
        expected = _usual(history)
        size = np.maximum(expected, 0.5) / (_SPREAD - 1)
        # The chance of so many or more, negative binomial.
        chance = betainc(np.maximum(history.totals, 1.0), size, 1 - 1 / _SPREAD)
        spike = (
            history.usable
            & (history.totals > _SPIKE_TIMES * np.maximum(expected, 1.0))
            & (history.totals >= _SPIKE_LEAST)
            & (chance < _SPIKE_CHANCE)
        )
        if not spike.any():
            break
        worst = int(np.argmax(np.where(spike, history.totals, -1.0)))
        history = history.without(
            np.arange(len(history.starts)) == worst,
            f"{month_label(history.starts[worst])} has {history.totals[worst]:,.0f} referrals "
            f"where about {expected[worst]:,.0f} would be usual; it is left out. If it is right, "
            "the forecast is too low.",
        )
    return history


def leave_out_half_entered(history: History) -> History:
    """Return the history without a last period that looks half entered."""
    if history.total == 0 or not history.usable[-1]:
        return history
    earlier = history.without(np.arange(len(history.starts)) == len(history.starts) - 1, "")
    if earlier.total == 0:
        return history
    expected = float(_usual(earlier)[-1])
    size = max(expected, 0.5) / (_SPREAD - 1)
    last = float(history.totals[-1])
    if last > 0.5 * expected or betainc(size, last + 1, 1 / _SPREAD) > 0.01:
        return history
    return history.without(
        np.arange(len(history.starts)) == len(history.starts) - 1,
        f"{month_label(history.starts[-1])} has {last:,.0f} referrals where about "
        f"{expected:,.0f} would be usual; it looks half entered and is left out.",
    )


def renamed_districts(history: History) -> tuple[str, ...]:
    """Return a sentence for each district that stops when another begins."""
    spans: dict[str, tuple[int, int]] = {}
    for district in sorted({cohort.district for cohort in history.cohorts}):
        columns = [i for i, cohort in enumerate(history.cohorts) if cohort.district == district]
        seen = np.flatnonzero(history.counts[:, columns].sum(axis=1))
        if len(seen):
            spans[district] = (int(seen[0]), int(seen[-1]))
    gap = max(1, history.per_year // 4)
    last = len(history.starts) - 1
    return tuple(
        f'"{old}" has no referrals after {month_label(history.starts[end])} and "{new}" none '
        "before: if the district was renamed, give both the same name."
        for old, (_, end) in spans.items()
        for new, (start, _) in spans.items()
        if 0 < start - end <= gap + 1 and end < last - gap and start > gap
    )


def _usual(history: History) -> Floats:
    """Return each period's usual count: the median of its neighbours' levels, times the season."""
    profile = _robust_profile(history)
    parts = profile[history.seasons]
    rates = np.where(history.usable & (parts > 0.02), history.totals / np.maximum(parts, 1e-9), -1)
    level = np.zeros(len(rates))
    for index in range(len(rates)):
        near = np.concatenate(
            (
                rates[max(0, index - history.per_year) : index],
                rates[index + 1 : index + 1 + history.per_year],
            )
        )
        near = near[near >= 0]
        level[index] = float(np.median(near)) if len(near) else 0.0
    return level * parts


def _robust_profile(history: History) -> Floats:
    """Return each season's share of a year by medians, so that one wild period changes little."""
    if history.usable_years < 3:
        return profile_of(history)
    middles = np.array(
        [
            float(np.median(mine)) if len(mine) else 0.0
            for season in range(history.per_year)
            for mine in [history.totals[history.usable & (history.seasons == season)]]
        ]
    )
    return middles / max(float(middles.sum()), 1e-9)
