"""How far each choice falls behind the best one, once the future is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from planner.comparison.side_by_side import gains
from planner.results.whatif.comparison import RegretRow
from planner.results.whatif.outlook import Outlook


def regret_rows(outlooks: Sequence[Outlook]) -> Iterator[RegretRow]:
    r"""
    Give each outlook's regret in every figure that has a better way.

    With :math:`x_{sf}` for the figure of scenario s in future f, less being better,

    .. math:: r_{sf} = x_{sf} - \min_t x_{tf}

    Futures in which some outlook has nobody to measure are left out.

    Notes
    -----
    Regret is about one figure at a time: the dearest scenario may have the fewest pupils
    late. Read the money's regret beside the pupils'.
    """
    tables = [outlook.by_subject() for outlook in outlooks]
    for subject in tables[0]:
        if subject.less_is_better is None or any(subject not in table for table in tables):
            continue
        values = np.array([table[subject] for table in tables])
        known = values[:, np.isfinite(values).all(axis=0)]
        if not known.shape[1]:
            continue
        worth = gains(subject, known)
        regret = worth.max(axis=0) - worth
        shared = (regret == 0).sum(axis=0) > 1
        for outlook, own in zip(outlooks, regret, strict=True):
            yield RegretRow(
                subject,
                outlook.scenario_id,
                mean=float(own.mean()),
                p90=float(np.quantile(own, 0.9)),
                greatest=float(own.max()),
                best_alone=float(((own == 0) & ~shared).mean()),
                best_shared=float(((own == 0) & shared).mean()),
            )
