"""One top-up rate for every exclusion place: who wins, who loses, and a floor under losses."""

from __future__ import annotations

from collections.abc import Sequence

from planner.costing.rates.rate_book import BASIS_POINTS
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.results.finance.comparison import StandardRate, StandardRateRow
from planner.results.finance.money import CostKind, CostStatement
from planner.units import MONTHS_PER_YEAR, Pence, divide_half_up


def standard_rate(
    dataset: Dataset, statement: CostStatement, *, floor_basis_points: int
) -> StandardRate | None:
    """
    Share the same total of top-up by exclusion places alone.

    A provider keeps at least the floor's share of what it has; what that costs
    is taken from the gains of the others, in proportion. The total is the same
    to the penny before, without protection, and with it.

    Parameters
    ----------
    floor_basis_points
        10,000 lets nobody lose anything; 0 protects nobody.

    Returns
    -------
    StandardRate | None
        None where fewer than two providers have exclusion places with top-up.
    """
    if not 0 <= floor_basis_points <= BASIS_POINTS:
        raise ValueError("the floor is a share from 0 to 10,000 basis points")
    months = {
        provider.provider_id: _months(statement, provider.provider_id)
        for provider in dataset.providers
    }
    current = {key: _top_up(dataset, statement, key) for key, placed in months.items() if placed}
    if sum(1 for pence in current.values() if pence) < 2:
        return None
    keys = list(current)
    total, whole = sum(current.values()), sum(months[key] for key in keys)
    standard = split(total, [months[key] for key in keys])
    protected = protect([current[key] for key in keys], standard, floor_basis_points)
    rows = tuple(
        StandardRateRow(key, months[key], current[key], standard[n], protected[n])
        for n, key in enumerate(keys)
    )
    return StandardRate(
        year=statement.financial_year,
        rate_pence=divide_half_up(total * MONTHS_PER_YEAR, whole),
        floor_basis_points=floor_basis_points,
        rows=rows,
    )


def _months(statement: CostStatement, provider_id: str) -> int:
    return sum(
        line.quantity
        for line in statement.lines
        if line.provider_id == provider_id
        and line.kind is CostKind.PLACE
        and line.place_type == PlaceType.EXCLUSION
    )


def _top_up(dataset: Dataset, statement: CostStatement, provider_id: str) -> Pence:
    return sum(
        line.pence
        for line in statement.lines
        if line.provider_id == provider_id
        and line.kind is CostKind.TOP_UP
        and line.commission_id is not None
        and dataset.commission[line.commission_id].place_type is PlaceType.EXCLUSION
    )


def split(total: int, weights: Sequence[int]) -> list[int]:
    """
    Split a whole amount by weights into whole parts that add up to it.

    Examples
    --------
    >>> split(100, [1, 1, 1])
    [33, 34, 33]
    """
    whole, upto, taken = sum(weights), 0, 0
    parts: list[int] = []
    for weight in weights:
        upto += weight
        reached = divide_half_up(total * upto, whole)
        parts.append(reached - taken)
        taken = reached
    return parts


def protect(
    current: Sequence[Pence], standard: Sequence[Pence], floor_basis_points: int
) -> list[Pence]:
    """Lift losers to their floor, and take what that costs from the winners in proportion."""
    floors = [-(-pence * floor_basis_points // BASIS_POINTS) for pence in current]
    lifted = [
        max(new, floor) if new < old else new
        for old, new, floor in zip(current, standard, floors, strict=True)
    ]
    cost = sum(lifted) - sum(standard)
    gains = [max(0, new - old) for old, new in zip(current, lifted, strict=True)]
    if not cost:
        return lifted
    given_up = split(cost, gains)
    return [pence - less for pence, less in zip(lifted, given_up, strict=True)]
