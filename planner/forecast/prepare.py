"""From an authority's tables to a history that a forecast may rest on, or to the reasons not."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.dataset import Dataset
from planner.forecast.history.counts import History, read_months
from planner.forecast.oddities import (
    leave_out,
    leave_out_half_entered,
    leave_out_spikes,
    leave_out_stopped,
    renamed_districts,
)

LEAST_MONTHS = 12
LEAST_REFERRALS = 12
"""With fewer the level would be known to no better than about a third."""


def prepared_history(dataset: Dataset, *, keep_windows: bool = False) -> History:
    """
    Return the monthly history with windows, spikes and a half-entered month set aside.

    Parameters
    ----------
    dataset
        The authority's tables.
    keep_windows
        Whether to leave everything in, for the sensitivity run.
    """
    history = read_months(dataset.history, as_at=dataset.as_at)
    if not history.starts or keep_windows:
        return history
    history = leave_out(history, dataset.windows)
    history = leave_out_half_entered(leave_out_stopped(leave_out_spikes(history)))
    notes = (*history.notes, *renamed_districts(history), *few_years(history))
    return replace(history, notes=notes)


def refusals_of(history: History) -> tuple[str, ...]:
    """Return why no forecast is made, or nothing where one may be."""
    if not history.starts:
        return ("There is no complete month of referral counts in the table history.",)
    months = int(history.usable.sum()) * 12 // history.per_year
    if months < LEAST_MONTHS:
        return (
            f"Only {months} {'month' if months == 1 else 'months'} of referral counts "
            f"{'is' if months == 1 else 'are'} usable; at least {LEAST_MONTHS} are "
            "needed to see one school year.",
        )
    if history.total == 0:
        return (
            "Every count in the table history is 0: either nothing was recorded or nobody was "
            "referred, and the table cannot say which.",
        )
    if history.total < LEAST_REFERRALS:
        return (
            f"Only {history.total} {'referral is' if history.total == 1 else 'referrals are'} "
            f"counted in {months} months; fewer than {LEAST_REFERRALS} tell no level.",
        )
    return ()


def few_years(history: History) -> tuple[str, ...]:
    """Say what is assumed where less than two school years are known."""
    months = int(history.usable.sum()) * 12 // history.per_year
    if not LEAST_MONTHS <= months < 2 * LEAST_MONTHS:
        return ()
    return (
        f"Only {months} months are usable, so each month of the year was seen once or twice: the "
        "shape of the school year and the drift are largely assumed, and the record is short.",
    )
