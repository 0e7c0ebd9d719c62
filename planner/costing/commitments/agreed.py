"""Money that is agreed as lines: services, charges, and what moves with excluded pupils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from planner.costing.commitments.board import Commitment, Nature
from planner.costing.exclusions import (
    WEEKS_PER_YEAR,
    deduction_pence,
    weeks_after_admission,
    weeks_remaining,
)
from planner.costing.months import months_spanning
from planner.costing.rates.payers import PAYER_OF_FUNDER, SOURCE_OF_PAYER, section_251_line
from planner.costing.rates.rate_book import DatedRate, RateBook
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind, ExclusionTransfer
from planner.domain.finance.rates import IndexKind
from planner.domain.provision import ServiceLine
from planner.results.finance.money import CostKind, FundingSource, Payer
from planner.units import MONTHS_PER_YEAR, FinancialYear

_KIND: Mapping[ChargeKind, CostKind] = {kind: CostKind(kind.value) for kind in ChargeKind}

_USUAL_INDEX: Mapping[ChargeKind, IndexKind] = {
    ChargeKind.SERVICE: IndexKind.SERVICE,
    ChargeKind.TUITION: IndexKind.TUITION,
    ChargeKind.INTERIM: IndexKind.TUITION,
    ChargeKind.TRANSPORT: IndexKind.TRANSPORT,
    ChargeKind.SCHOOL_CONTRIBUTION: IndexKind.TOP_UP,
    ChargeKind.EXPORT: IndexKind.TOP_UP,
    ChargeKind.IMPORT: IndexKind.TOP_UP,
}

_GENERAL_FUND = frozenset({ChargeKind.TRANSPORT, ChargeKind.CAPITAL})
"""Not a use of the dedicated schools grant."""

_WHO_PAYS_IN: Mapping[ChargeKind, Payer] = {
    ChargeKind.IMPORT: Payer.OTHER_AUTHORITY,
    ChargeKind.SCHOOL_CONTRIBUTION: Payer.SCHOOL,
}


@dataclass(frozen=True, slots=True)
class _Flow:
    """Quantity and price of one flow of money over the months of a board."""

    quantity: tuple[int, ...]
    rates: tuple[DatedRate, ...]
    divisor: tuple[int, ...]
    group: str


def service_commitments(
    dataset: Dataset, book: RateBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    """
    Give services bought without places, a twelfth of the year's sum each month.

    A service is taken to go on, moved by its index, in years after the last one
    that the tables have it in.
    """
    services: dict[str, list[ServiceLine]] = {}
    for service in dataset.services:
        services.setdefault(service.service_id, []).append(service)
    for service_id, lines in services.items():
        held = [_service_in(lines, month) for month in months]
        if not any(held):
            continue
        last = max(lines, key=lambda line: line.financial_year)
        yield Commitment(
            nature=Nature(
                kind=CostKind.SERVICE,
                provider_id=last.provider_name,
                payer=Payer.COUNCIL,
                funding_source=FundingSource.HIGH_NEEDS,
                unit="months",
                rate_unit="year",
                section_251=section_251_line(CostKind.SERVICE, None),
                index=IndexKind.SERVICE,
                detail=service_id,
            ),
            quantity=tuple(int(line is not None) for line in held),
            rates=tuple(
                None if line is None else _service_rate(line, book, month)
                for line, month in zip(held, months, strict=True)
            ),
            divisor=(MONTHS_PER_YEAR,) * len(months),
            group=f"service:{service_id}",
        )


def _service_in(lines: list[ServiceLine], month: date) -> ServiceLine | None:
    year = FinancialYear.of(month).start_year
    reached = [line for line in lines if line.financial_year <= year]
    return max(reached, key=lambda line: line.financial_year, default=None)


def _service_rate(line: ServiceLine, book: RateBook, month: date) -> DatedRate:
    starts = FinancialYear(line.financial_year).starts
    return book.moved(DatedRate(line.annual_pence, starts, line.source), IndexKind.SERVICE, month)


def charge_commitments(
    dataset: Dataset, book: RateBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    """
    Give every charge; money received stands twice, once for each side.

    What the council receives from a school or another authority is a minus for
    the council and a plus for whoever pays it: the total does not change, only
    who bears it.
    """
    for charge in dataset.charges:
        flow = _charge_flow(charge, book, months)
        if not any(flow.quantity):
            continue
        paid_by = _WHO_PAYS_IN.get(charge.kind, PAYER_OF_FUNDER[charge.funder])
        nature = _charge_nature(dataset, charge, paid_by)
        yield _commitment(nature, flow)
        if charge.kind.is_income:
            receives = _charge_nature(dataset, charge, Payer.COUNCIL)
            yield _commitment(
                replace(receives, sign=-1), replace(flow, group=f"{flow.group}:received")
            )


def _commitment(nature: Nature, flow: _Flow) -> Commitment:
    return Commitment(nature, flow.quantity, flow.rates, flow.divisor, flow.group)


def _charge_flow(charge: Charge, book: RateBook, months: tuple[date, ...]) -> _Flow:
    base = DatedRate(charge.rate_pence, charge.starts, charge.source)
    covered = months_spanning(charge.starts, charge.ends)
    if charge.kind.is_lump:
        covered = covered[:1]
    divisor = 1 if charge.kind.is_lump else MONTHS_PER_YEAR
    return _Flow(
        quantity=tuple(charge.quantity if month in covered else 0 for month in months),
        rates=tuple(book.moved(base, _index(charge), month) for month in months),
        divisor=(divisor,) * len(months),
        group=f"charge:{charge.charge_id}",
    )


def _index(charge: Charge) -> IndexKind:
    return charge.index or _USUAL_INDEX.get(charge.kind, IndexKind.NONE)


def _charge_nature(dataset: Dataset, charge: Charge, payer: Payer) -> Nature:
    kind = _KIND[charge.kind]
    provider = dataset.provider.get(charge.provider_id)
    commission = None if charge.commission_id is None else dataset.commission[charge.commission_id]
    general = charge.kind in _GENERAL_FUND and payer is Payer.COUNCIL
    return Nature(
        kind=kind,
        provider_id=charge.provider_id,
        payer=payer,
        funding_source=FundingSource.GENERAL_FUND if general else SOURCE_OF_PAYER[payer],
        unit=charge.unit if charge.kind.is_lump else f"months of {charge.unit}",
        rate_unit=f"one of {charge.unit}" + ("" if charge.kind.is_lump else " and year"),
        commission_id=charge.commission_id,
        commissioner="" if commission is None else commission.commissioner,
        section_251=charge.section_251
        or section_251_line(kind, None if provider is None else provider.sector),
        cost_code=charge.cost_code or ("" if commission is None else commission.cost_code),
        place_type="" if commission is None else commission.place_type,
        index=_index(charge),
        detail=charge.charge_id,
    )


def exclusion_commitments(dataset: Dataset, months: tuple[date, ...]) -> Iterator[Commitment]:
    """Give what excluded pupils' schools lose and the schools that admit them gain."""
    for transfer in dataset.transfers:
        if transfer.exempt:
            continue
        yield from _deduction(transfer, months)
        if transfer.admitted_on is not None:
            yield from _passed_on(transfer, months)


def _deduction(transfer: ExclusionTransfer, months: tuple[date, ...]) -> Iterator[Commitment]:
    weeks = weeks_remaining(transfer)
    share = (transfer.amount_pence, weeks, WEEKS_PER_YEAR, "weeks of the pupil's funding")
    order = (transfer.adjustment_order_pence, 1, 1, "financial adjustment order")
    for pence, quantity, divisor, unit in (share, order):
        if pence and quantity:
            yield from _both_sides(
                transfer,
                months,
                _Moved(
                    kind=CostKind.EXCLUSION_DEDUCTION,
                    school=transfer.excluding_school,
                    day=transfer.relevant_date,
                    from_school=True,
                ),
                rate=DatedRate(pence, transfer.relevant_date, "A × (B ÷ 52) + C"),
                quantity=quantity,
                divisor=divisor,
                unit=unit,
            )


def _passed_on(transfer: ExclusionTransfer, months: tuple[date, ...]) -> Iterator[Commitment]:
    weeks, left = weeks_remaining(transfer), weeks_after_admission(transfer)
    if weeks and left and transfer.admitted_on is not None:
        yield from _both_sides(
            transfer,
            months,
            _Moved(
                kind=CostKind.EXCLUSION_PASSED_ON,
                school=transfer.admitting_school,
                day=transfer.admitted_on,
                from_school=False,
            ),
            rate=DatedRate(deduction_pence(transfer), transfer.relevant_date, "D × (E ÷ F)"),
            quantity=left,
            divisor=weeks,
            unit="weeks at the new school",
        )


@dataclass(frozen=True, slots=True)
class _Moved:
    """One movement of an excluded pupil's money: which way, and on which day."""

    kind: CostKind
    school: str
    day: date
    from_school: bool


def _both_sides(
    transfer: ExclusionTransfer,
    months: tuple[date, ...],
    moved: _Moved,
    *,
    rate: DatedRate,
    quantity: int,
    divisor: int,
    unit: str,
) -> Iterator[Commitment]:
    here = tuple(
        quantity if (month.year, month.month) == (moved.day.year, moved.day.month) else 0
        for month in months
    )
    if not any(here):
        return
    for payer in (Payer.SCHOOL, Payer.COUNCIL):
        pays = (payer is Payer.SCHOOL) is moved.from_school
        yield Commitment(
            nature=Nature(
                kind=moved.kind,
                provider_id=moved.school,
                payer=payer,
                funding_source=SOURCE_OF_PAYER[payer],
                unit=unit,
                rate_unit="whole",
                detail=transfer.transfer_id,
                sign=1 if pays else -1,
            ),
            quantity=here,
            rates=(rate,) * len(months),
            divisor=(divisor,) * len(months),
            group=f"exclusion:{transfer.transfer_id}:{moved.kind}:{unit}:{payer}",
        )
