"""Outlooks to one comparison: everything side by side, and the answer in words first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.comparison.attribution import told_causes
from planner.comparison.groups import group_rows
from planner.comparison.regret import regret_rows
from planner.comparison.side_by_side import future_rows, pair_rows, plain_rows
from planner.comparison.words import answer_of
from planner.results.whatif.comparison import Causes, Comparison
from planner.results.whatif.outlook import FEWEST_FUTURES, Outlook

MOST_OUTLOOKS = 12
"""More than so many do not fit beside each other. [outlooks, with the base]"""


def compare(outlooks: Sequence[Outlook], causes: Sequence[Causes] = ()) -> Comparison:
    """
    Put outlooks side by side; the first is the base.

    Parameters
    ----------
    outlooks
        From 2 to 12, of the same tables, day, seed, draws and years.
    causes
        Why each differs from the base, where that was asked for.

    Returns
    -------
    Comparison
        Without figures of the coming years, and with the reason, where some outlook has no
        futures or too few for a range.

    Raises
    ------
    ValueError
        If the outlooks do not share their futures, or two have the same name.
    """
    _check(outlooks)
    missing = tuple(_missing(outlooks))
    in_futures = not missing
    rows = tuple(future_rows(outlooks)) if in_futures else ()
    plain = tuple(plain_rows(outlooks))
    regret = tuple(regret_rows(outlooks)) if in_futures else ()
    reasons = dict.fromkeys((*missing, *_reasons(outlooks)))
    return Comparison(
        outlooks=tuple(outlooks),
        answer=tuple(answer_of(outlooks, rows, plain, regret)),
        rows=rows,
        plain=plain,
        pairs=tuple(pair_rows(outlooks)) if in_futures else (),
        regret=regret,
        groups=tuple(group_rows(outlooks)),
        causes=tuple(told_causes(causes, outlooks)),
        method=_method(outlooks) if in_futures else "",
        unanswered=tuple(reasons),
    )


def _check(outlooks: Sequence[Outlook]) -> None:
    if not 2 <= len(outlooks) <= MOST_OUTLOOKS:
        raise ValueError(f"from 2 to {MOST_OUTLOOKS} outlooks are compared")
    if len({outlook.scenario_id for outlook in outlooks}) < len(outlooks):
        raise ValueError("two outlooks have the same name")
    if any(outlook.identity != outlooks[0].identity for outlook in outlooks):
        raise ValueError("outlooks of other tables, days, seeds or draws are not compared")
    if len({outlook.years for outlook in outlooks if outlook.futures}) > 1:
        raise ValueError("outlooks of other years are not compared")


def _missing(outlooks: Sequence[Outlook]) -> Iterator[str]:
    """Say why there are no ranges and chances, if there are none."""
    without = [outlook for outlook in outlooks if not outlook.futures]
    draws = outlooks[0].draws
    if without:
        whose = "" if len(without) == len(outlooks) else f" of {_titles(without)}"
        yield f"The coming years are not compared, for there are no futures{whose}."
    elif draws < FEWEST_FUTURES:
        yield (
            f"The coming years are not compared, for only {draws} futures were drawn; a range "
            f"needs at least {FEWEST_FUTURES}."
        )


def _titles(outlooks: Sequence[Outlook]) -> str:
    return ", ".join(outlook.title for outlook in outlooks)


def _reasons(outlooks: Sequence[Outlook]) -> Iterator[str]:
    """Give what was not answered: once what all of them lack, and by name what some do."""
    for reason in dict.fromkeys(each for outlook in outlooks for each in outlook.unanswered):
        lacking = [outlook for outlook in outlooks if reason in outlook.unanswered]
        yield reason if len(lacking) == len(outlooks) else f"{_titles(lacking)}: {reason}"


def _method(outlooks: Sequence[Outlook]) -> str:
    left_out = dict.fromkeys(clause for outlook in outlooks for clause in outlook.leaves_out)
    told = f" The coming years leave out: {'. Also: '.join(left_out)}." if left_out else ""
    return (
        f"All scenarios meet the same {outlooks[0].draws:,} futures (common random numbers). A "
        "difference is taken in each future and then ranged: low is passed by nine futures in "
        "ten, high by one. Better, the same and worse are counted future by future. Regret is "
        f"how far a scenario falls behind the best of those compared in the same future.{told}"
    )
