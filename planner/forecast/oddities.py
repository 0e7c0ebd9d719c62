"""Months to leave out, spikes and renamed districts: noticed, acted on where safe, and said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from planner.domain.referrals import HistoryWindow
from planner.forecast.history.counts import MONTHS, History, month_label
from planner.forecast.model.level import Floats

COVID = HistoryWindow(
    date(2020, 3, 1),
    date(2021, 8, 31),
    "schools were closed or half empty in the Covid-19 pandemic",
)
"""The window left out where a council names none of its own."""

_SPIKE_TIMES = 3.0
_SPIKE_LEAST = 10
_SPIKE_CHANCE = 1e-5
_MOST_SPIKES = 3
_ALIKE = 0.6
_YEARS_FOR_MEDIANS = 3
_NOTE_TIMES = 10.0
"""Times its usual count that one cohort must have before its month is left out."""
_STOPPED_CHANCE = 1e-4
_SPREAD = 3.0
"""Variance over mean that a month may have before it counts as out of line."""
_HALF_ENTERED_SPREAD = 2.0
_HALF_ENTERED_CHANCE = 0.02
"""A last month left out by mistake costs little, for the months before tell the level as well."""


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
    for _ in range(_MOST_SPIKES):
        expected = _usual(history)
        spike = history.usable & _beyond_chance(history.totals, expected, times=_SPIKE_TIMES)
        if not spike.any():
            break
        worst = int(np.argmax(np.where(spike, history.totals, -1.0)))
        history = history.without(
            np.arange(len(history.starts)) == worst,
            f"{month_label(history.starts[worst])} has {history.totals[worst]:,.0f} referrals "
            f"where about {expected[worst]:,.0f} would be usual; it is left out. If it is right, "
            "the forecast is too low.",
        )
    return _leave_out_notes(history)


def _leave_out_notes(history: History) -> History:
    """Return the history without periods in which one cohort's count alone is beyond chance."""
    counts = history.counts * history.usable[:, None]
    others = np.maximum(history.usable.sum() - 1, 1)
    expected = (counts.sum(axis=0) - counts) / others
    spikes = _beyond_chance(counts.astype(np.float64), expected, times=_NOTE_TIMES)
    for period, column in np.argwhere(spikes)[:_MOST_SPIKES]:
        cohort = history.cohorts[column]
        kind = (cohort.district, cohort.key_stage, cohort.need, cohort.route, cohort.phase)
        history = history.without(
            np.arange(len(history.starts)) == period,
            f"{month_label(history.starts[period])} has {counts[period, column]:,} referrals of "
            f"{', '.join(str(part) for part in kind if part)}, where about "
            f"{expected[period, column]:.1f} would be usual; that month is left out. If it is "
            "right, the forecast is too low.",
        )
    return history


def _beyond_chance(counts: Floats, expected: Floats, *, times: float) -> NDArray[np.bool_]:
    size = np.maximum(expected, 0.5) / (_SPREAD - 1)
    # The chance of so many or more, negative binomial.
    chance = betainc(np.maximum(counts, 1.0), size, 1 - 1 / _SPREAD)
    beyond: NDArray[np.bool_] = (
        (counts > times * np.maximum(expected, 1.0))
        & (counts >= _SPIKE_LEAST)
        & (chance < _SPIKE_CHANCE)
    )
    return beyond


def leave_out_stopped(history: History) -> History:
    """
    Return the history without long runs of noughts that chance cannot explain.

    Nobody may have been referred, but it is likelier that nothing was recorded; which,
    only the authority knows, and a forecast of nought is the dearer mistake.
    """
    parts = _robust_profile(history)[history.seasons]
    busy = history.usable & (history.totals > 0)
    if busy.sum() < history.per_year:
        return history
    rate = float(history.totals[busy].sum() / max(parts[busy].sum(), 1e-9))
    for first, last in _runs_of_nought(history):
        span = slice(first, last + 1)
        expected = rate * float((parts * history.usable)[span].sum())
        if (1 / _SPREAD) ** (expected / (_SPREAD - 1)) > _STOPPED_CHANCE:
            continue
        places = np.arange(len(history.starts))
        history = history.without(
            (places >= first) & (places <= last),
            f"{month_label(history.starts[first])} to {month_label(history.starts[last])} has no "
            f"referral at all where about {expected:,.0f} would be usual; it is taken as not "
            "recorded and left out. If nobody was referred, the forecast is too high.",
        )
    return history


def _runs_of_nought(history: History) -> list[tuple[int, int]]:
    """Return the first and last period of each run without a referral."""
    nought = np.concatenate(([False], history.usable & (history.totals == 0), [False]))
    turns = np.flatnonzero(np.diff(nought.astype(np.int8)))
    return [(int(first), int(after) - 1) for first, after in turns.reshape(-1, 2)]


def leave_out_half_entered(history: History) -> History:
    """Return the history without a last period that looks half entered."""
    if history.total == 0 or not history.usable[-1]:
        return history
    earlier = history.without(np.arange(len(history.starts)) == len(history.starts) - 1, "")
    if earlier.total == 0:
        return history
    expected = float(_usual(earlier)[-1])
    size = max(expected, 0.5) / (_HALF_ENTERED_SPREAD - 1)
    last = float(history.totals[-1])
    chance = float(betainc(size, last + 1, 1 / _HALF_ENTERED_SPREAD))
    if last > 0.5 * expected or chance > _HALF_ENTERED_CHANCE:
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
    pairs = {
        old: [
            new
            for new, (start, _) in spans.items()
            if 0 < start - end <= (history.per_year if _alike(old, new) else gap + 1)
            and end < last - gap
            and start > gap
        ]
        for old, (_, end) in spans.items()
    }
    return tuple(
        f'"{old}" has no referrals after {month_label(history.starts[spans[old][1]])} and '
        f'"{_most_alike(old, later)}" none before: if the district was renamed, give both the '
        "same name."
        for old, later in pairs.items()
        if later
    )


def _most_alike(name: str, others: list[str]) -> str:
    return max(others, key=lambda other: SequenceMatcher(None, name, other).ratio())


def _alike(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other).ratio() > _ALIKE


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
    if history.usable_years < _YEARS_FOR_MEDIANS:
        even = np.ones(history.per_year)
        if history.per_year == MONTHS:
            even[-1] = 0.0  # Schools are closed in August.
        shares: Floats = even / even.sum()
        return shares
    middles = np.array(
        [
            float(np.median(mine)) if len(mine) else 0.0
            for season in range(history.per_year)
            for mine in [history.totals[history.usable & (history.seasons == season)]]
        ]
    )
    return middles / max(float(middles.sum()), 1e-9)
