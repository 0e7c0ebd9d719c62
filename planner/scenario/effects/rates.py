"""Changes to prices: in the funding table, in the dated rates, by an index, and of charges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge
from planner.domain.finance.rates import IndexChange, Rate, RateKind
from planner.domain.provision import Funding, ServiceLine
from planner.scenario.changes.rates import SetCharge, SetIndex, SetRates
from planner.scenario.effects.funding import place_months, shared_top_up, source_changed
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    check_known,
    commission_named,
    with_commissions,
)
from planner.scenario.reading.fields import pence
from planner.units import FinancialYear, Pence, format_pounds

_PRICES = (
    (RateKind.PLACE, "place_rate_pounds", "place funding", "a place and year"),
    (RateKind.TOP_UP, "top_up_pounds", "top-up", "a place and year"),
    (RateKind.SPOT_WEEK, "spot_weekly_pounds", "spot price", "a week"),
    (RateKind.DAY, "day_pounds", "day rate", "a day"),
)


def set_rates(dataset: Dataset, change: SetRates) -> Outcome:
    """Set what places cost, wherever the tables have their price."""
    for commission_id in change.commissions:
        commission_named(dataset, commission_id, key="commissions")
    after = dataset
    if change.band is None:
        after = _funding_repriced(after, change)
        after = _spot_repriced(after, change)
    for kind, key, _, _ in _PRICES:
        price = getattr(change, key)
        if price is not None:
            after = replace(after, rates=_with_price(after, change, kind, pence(price)))
    whom = ", ".join(change.commissions) or "all commissions"
    band = "" if change.band is None else f", band {change.band}"
    year = f" in {change.year_label}" if change.year_label else ""
    return Outcome(after, f"{whom}{band}: {_said(change)}{year}")


def set_index(dataset: Dataset, change: SetIndex) -> Outcome:
    """Set one index's rise in one financial year."""
    year = change.financial_year
    others = [
        each
        for each in dataset.indices
        if (each.index, each.financial_year) != (change.index, year)
    ]
    moved = IndexChange(change.index, year, int(change.change_per_cent * 100), "scenario")
    indices = sorted([*others, moved], key=lambda each: (each.index, each.financial_year))
    was = [each.change_basis_points for each in dataset.indices if each not in others]
    if was == [moved.change_basis_points]:
        indices = list(dataset.indices)
    before = f", not {_per_cent(was[0])}" if was else ""
    says = f"index {change.index} moves by {_per_cent(moved.change_basis_points)}{before}"
    return Outcome(replace(dataset, indices=tuple(indices)), f"{says} in {FinancialYear(year)}")


def set_charge(dataset: Dataset, change: SetCharge) -> Outcome:
    """Set the price or the quantity of a charge, or the yearly sum of a service."""
    charges = {each.charge_id for each in dataset.charges}
    services = {each.service_id for each in dataset.services}
    known = dict.fromkeys(sorted(charges | services))
    check_known(change.charge, known, noun="charge or service", key="charge")
    price = None if change.rate_pounds is None else pence(change.rate_pounds)
    after = replace(
        dataset,
        charges=tuple(
            _recharged(each, price, change.quantity) if each.charge_id == change.charge else each
            for each in dataset.charges
        ),
    )
    if price is not None:
        after = replace(after, services=_services_repriced(dataset, change.charge, price))
    said = [] if price is None else [f"rate {format_pounds(price)}"]
    said += [] if change.quantity is None else [f"quantity {change.quantity:,}"]
    return Outcome(after, f"{change.charge}: {', '.join(said)}")


def _recharged(charge: Charge, price: Pence | None, quantity: int | None) -> Charge:
    after = replace(
        charge,
        rate_pence=charge.rate_pence if price is None else price,
        quantity=charge.quantity if quantity is None else quantity,
    )
    return after if after == charge else replace(after, source=source_changed(charge.source))


def _services_repriced(dataset: Dataset, service_id: str, price: Pence) -> tuple[ServiceLine, ...]:
    """Return the services with one's price set from the as-at date's financial year on."""
    first = FinancialYear.of(dataset.as_at).start_year
    own = [each for each in dataset.services if each.service_id == service_id]
    later = [each for each in own if each.financial_year >= first]
    if own and not later:
        # It goes on as in its last year; the price is a line of its own from this year on.
        last = max(own, key=lambda each: each.financial_year)
        new = replace(last, financial_year=first, annual_pence=price, source="scenario")
        return (*dataset.services, new)
    return tuple(
        replace(each, annual_pence=price, source=source_changed(each.source))
        if each in later and each.annual_pence != price
        else each
        for each in dataset.services
    )


def _with_price(
    dataset: Dataset, change: SetRates, kind: RateKind, price: Pence
) -> tuple[Rate, ...]:
    """
    Return the dated rates with a price laid over those that hold in the years concerned.

    The rates below stay: they hold before, and again after one single year, moved by
    their own index. The price itself is moved only in the years after its first.
    """
    own = [*_own(dataset, change, kind)]
    first, last = _days_of(change, dataset)
    laid = [
        replace(
            rate,
            rate_id=f"{rate.rate_id}~scenario",
            pence=price,
            starts=max(rate.starts, first),
            ends=min((day for day in (rate.ends, last) if day is not None), default=None),
            source="scenario",
        )
        for rate in own
        if (rate.ends is None or rate.ends >= first) and (last is None or rate.starts <= last)
        if rate.pence != price or rate.starts < first
    ]
    if not laid:
        return dataset.rates
    known = {rate.rate_id for rate in dataset.rates}
    return (*dataset.rates, *(rate for rate in own if rate.rate_id not in known), *laid)


def _own(dataset: Dataset, change: SetRates, kind: RateKind) -> Iterator[Rate]:
    """
    Give the rates that a change concerns: those of its commissions, and for all every one.

    A named commission without a rate of its own gets a copy of the general ones,
    because its own would hide them in every year.
    """
    of_kind = [
        rate for rate in dataset.rates if rate.kind is kind and change.band in {None, rate.band}
    ]
    if not change.commissions:
        yield from of_kind
        return
    for name in change.commissions:
        own = [rate for rate in of_kind if rate.commission_id == name]
        yield from own
        bands = {
            rate.band for rate in dataset.rates if rate.kind is kind and rate.commission_id == name
        }
        for rate in of_kind:
            if rate.commission_id is None and not {rate.band, ""} & bands:
                yield replace(rate, rate_id=f"{rate.rate_id}~{name}", commission_id=name)


def _days_of(change: SetRates, dataset: Dataset) -> tuple[date, date | None]:
    if change.financial_year is not None:
        year = FinancialYear(change.financial_year)
        return year.starts, year.ends
    return FinancialYear.of(dataset.as_at).starts, None


def _funding_repriced(dataset: Dataset, change: SetRates) -> Dataset:
    names = frozenset(change.commissions or {row.commission_id for row in dataset.funding})
    return replace(
        dataset,
        funding=tuple(
            _repriced(row, change, dataset.rates)
            if row.commission_id in names and _concerns(row, change, dataset)
            else row
            for row in dataset.funding
        ),
    )


def _concerns(row: Funding, change: SetRates, dataset: Dataset) -> bool:
    if change.financial_year is not None:
        return row.financial_year == change.financial_year
    return row.financial_year >= FinancialYear.of(dataset.as_at).start_year


def _repriced(row: Funding, change: SetRates, rates: Iterable[Rate]) -> Funding:
    before = row
    if change.place_rate_pounds is not None:
        row = replace(row, place_rate_pence=pence(change.place_rate_pounds))
    # A sum agreed for the year goes before a dated rate: none may come of setting the rate.
    dated = any(
        rate.kind is RateKind.TOP_UP and rate.commission_id in {None, row.commission_id}
        for rate in rates
    )
    if change.top_up_pounds is not None and (row.top_up_pence or not dated):
        top_up = shared_top_up(pence(change.top_up_pounds), place_months(row))
        row = replace(row, top_up_pence=top_up)
    return row if row == before else replace(row, source=source_changed(row.source))


def _spot_repriced(dataset: Dataset, change: SetRates) -> Dataset:
    if change.spot_weekly_pounds is None:
        return dataset
    price = pence(change.spot_weekly_pounds)
    written = [
        each
        for each in dataset.commissions
        if each.spot_weekly_pence is not None
        and (not change.commissions or each.commission_id in change.commissions)
    ]
    if written and change.year_label:
        what = f"the spot price of {written[0].commission_id} is written without a year."
        fix = "Leave financial_year out, or give the price in the rates table."
        raise Unfit(key="financial_year", what=what, fix=fix)
    return with_commissions(dataset, [replace(each, spot_weekly_pence=price) for each in written])


def _said(change: SetRates) -> str:
    said: list[str] = []
    for _, key, name, per in _PRICES:
        price: Decimal | None = getattr(change, key)
        if price is not None:
            said.append(f"{name} {format_pounds(pence(price))} {per}")
    return ", ".join(said)


def _per_cent(basis_points: int) -> str:
    return f"{basis_points / 100:g} per cent"
