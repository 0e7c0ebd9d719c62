"""Each cohort's share of the whole, drawn towards what its kind leads one to expect."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from planner.forecast.history.counts import History
from planner.forecast.model.level import Floats, ages_of

_HALF_LIFE_YEARS = 3.0
_STRENGTHS = (2.0, 8.0, 32.0, 128.0, 512.0)
"""Referrals that the expectation counts as; the likelihood chooses."""


def shares_of(history: History) -> Floats:
    """
    Return each cohort's share, drawn towards the product of its margins.

    How far is chosen by the likelihood of the counts (Dirichlet-multinomial).
    """
    ages = ages_of(len(history.starts), history.per_year)
    weights = history.usable * 0.5 ** (ages / _HALF_LIFE_YEARS)
    counts: Floats = weights @ history.counts.astype(np.float64)
    expectation = _product_of_margins(history, counts)
    best = max(_STRENGTHS, key=lambda strength: _log_likelihood(counts, strength * expectation))
    share: Floats = (counts + best * expectation) / (counts.sum() + best)
    return share


def _product_of_margins(history: History, counts: Floats) -> Floats:
    product = np.ones(len(history.cohorts))
    keys = [(c.district, c.key_stage, c.need, c.route, c.phase) for c in history.cohorts]
    for position in range(5):
        values = [str(key[position]) for key in keys]
        codes = np.unique(values, return_inverse=True)[1]
        margin = np.bincount(codes, weights=counts) + 0.5
        product *= (margin / margin.sum())[codes]
    share: Floats = product / product.sum()
    return share


def _log_likelihood(counts: Floats, alpha: Floats) -> float:
    total = gammaln(alpha.sum()) - gammaln(alpha.sum() + counts.sum())
    return float(total + (gammaln(alpha + counts) - gammaln(alpha)).sum())
