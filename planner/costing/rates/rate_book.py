"""Which price holds for what in which month: dated rates, moved by their index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.dataset import Dataset
from planner.domain.finance.rates import IndexKind, Rate, RateKind
from planner.results.finance.money import Uplift
from planner.units import FinancialYear, Pence, divide_half_up

BASIS_POINTS = 10_000

USUAL_INDEX: Mapping[RateKind, IndexKind] = {
    RateKind.PLACE: IndexKind.PLACE,
    RateKind.TOP_UP: IndexKind.TOP_UP,
    RateKind.SPOT_WEEK: IndexKind.INDEPENDENT,
    RateKind.DAY: IndexKind.INDEPENDENT,
}


@dataclass(frozen=True, slots=True)
class DatedRate:
    """A price with the day it holds from and where it was written."""

    pence: Pence
    starts: date
    source: str
    written_pence: Pence | None = None
    """Before its uplifts; None where it has none."""
    written_from: date | None = None
    uplifts: tuple[Uplift, ...] = ()


_Key = tuple[RateKind, str | None, str]


class RateBook:
    """The dated rates of one dataset, ready to be asked."""

    def __init__(self, dataset: Dataset) -> None:
        self._rates: dict[_Key, list[Rate]] = {}
        self._asked: dict[tuple[_Key, date], DatedRate | None] = {}
        for rate in sorted(dataset.rates, key=lambda rate: (rate.starts, rate.rate_id)):
            key = (rate.kind, rate.commission_id, rate.band)
            self._rates.setdefault(key, []).append(rate)
        self._priced = {(kind, commission) for kind, commission, _ in self._rates}
        self._moving = {change.index for change in dataset.indices}
        self._changes = {
            (change.index, change.financial_year): change.change_basis_points
            for change in dataset.indices
        }

    def is_priced(self, kind: RateKind, commission_id: str) -> bool:
        """Say whether any rate, of whatever date and band, is meant for a commission."""
        return (kind, None) in self._priced or (kind, commission_id) in self._priced

    def bands_of(self, kind: RateKind, commission_id: str) -> tuple[str, ...]:
        """Return the bands that a commission's rates of a kind tell apart."""
        own = {
            band for k, commission, band in self._rates if (k, commission) == (kind, commission_id)
        }
        general = {band for k, commission, band in self._rates if (k, commission) == (kind, None)}
        return tuple(sorted(own or general))

    def rate_on(
        self, kind: RateKind, commission_id: str, day: date, *, band: str = ""
    ) -> DatedRate | None:
        """
        Return the price on a day, or None in a gap.

        The commission's own rate for the band comes first, then its rate for
        every band, then the band's rate at large, then the general one.
        """
        for key in _keys(kind, commission_id, band):
            if key in self._rates:
                if (key, day) not in self._asked:
                    self._asked[key, day] = self._latest(self._rates[key], day)
                return self._asked[key, day]
        return None

    def index_of(self, kind: RateKind, commission_id: str, band: str = "") -> IndexKind:
        """Return the index that moves a commission's rate of a kind."""
        for key in _keys(kind, commission_id, band):
            if key in self._rates:
                return self._rates[key][-1].index or USUAL_INDEX[kind]
        return USUAL_INDEX[kind]

    def moved(self, rate: DatedRate, index: IndexKind, day: date) -> DatedRate:
        """
        Move a price by its index on each 1 April after its own financial year, to a day.

        The price is rounded to the penny each April, as a contract's new price
        would be. A year without a change in the tables leaves it as it is.
        """
        if index not in self._moving:
            return rate
        moved = rate
        first = FinancialYear.of(rate.starts).start_year + 1
        for year in range(first, FinancialYear.of(day).start_year + 1):
            change = self._changes.get((index, year), 0)
            if change:
                moved = DatedRate(
                    pence=divide_half_up(moved.pence * (BASIS_POINTS + change), BASIS_POINTS),
                    starts=FinancialYear(year).starts,
                    source=rate.source,
                    written_pence=rate.pence,
                    written_from=rate.starts,
                    uplifts=(*moved.uplifts, Uplift(index.value, year, change)),
                )
        return moved

    def _latest(self, rates: list[Rate], day: date) -> DatedRate | None:
        holding = [
            rate for rate in rates if rate.starts <= day and (rate.ends is None or day <= rate.ends)
        ]
        if not holding:
            return None
        rate = holding[-1]
        written = DatedRate(rate.pence, rate.starts, rate.source)
        return self.moved(written, rate.index or USUAL_INDEX[rate.kind], day)


def _keys(kind: RateKind, commission_id: str, band: str) -> tuple[_Key, ...]:
    keys = ((kind, commission_id, band), (kind, commission_id, ""), (kind, None, band))
    return (*dict.fromkeys(keys), (kind, None, ""))
