"""A ledger with seeded faults: all found, none invented, every penny accounted for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.costing.commitments.gather import commitments_of
from planner.costing.ledger.reconcile import reconcile
from planner.costing.ledger.subjects import expected_of
from planner.costing.months import months_of
from planner.domain.dataset import Dataset
from planner.domain.finance.ledger import Budget, LedgerCode, LedgerEntry, LedgerPurpose
from planner.domain.finance.rates import Rate, RateKind
from planner.domain.placements import Placement
from planner.errors import InputProblems
from planner.results.finance.ledger import Cause, Reconciliation
from planner.units import FinancialYear

YEAR = FinancialYear(2021)
MONTHS = months_of(YEAR)

Seeded = set[tuple[Cause, str, date]]


@pytest.fixture
def coded(worcestershire: Dataset) -> Dataset:
    """The county with a ledger code for everything that the council pays."""
    subjects = expected_of(worcestershire, commitments_of(worcestershire, MONTHS), YEAR)
    codes = [
        LedgerCode(f"H{n:03d}", "4010", LedgerPurpose(s.purpose.value), s.provider_id)
        for n, s in enumerate(sorted(subjects))
    ]
    return replace(worcestershire, ledger_codes=tuple(codes))


def clean(dataset: Dataset, *, references: bool = True) -> list[LedgerEntry]:
    """One posting for each subject and month, exactly as committed."""
    expected = expected_of(dataset, commitments_of(dataset, MONTHS), YEAR)
    code = {(c.purpose.value, c.provider_id): c for c in dataset.ledger_codes}
    entries = []
    for subject, series in sorted(expected.items()):
        for month, pence in sorted(series.pence.items()):
            own = code[subject.purpose.value, subject.provider_id]
            entries.append(
                LedgerEntry(
                    line=len(entries) + 2,
                    cost_centre=own.cost_centre,
                    account=own.account,
                    posted_on=month + timedelta(days=9),
                    supplier=subject.provider_id,
                    amount_pence=pence,
                    reference=f"INV-{own.cost_centre}-{month:%m}" if references else "",
                )
            )
    return entries


def found(result: Reconciliation) -> Seeded:
    return {
        (each.cause, each.subject.provider_id if each.subject else "", each.month)
        for each in result.discrepancies
    }


def test_a_ledger_as_committed_has_no_discrepancy(coded: Dataset) -> None:
    result = reconcile(coded, clean(coded), YEAR)
    assert result.discrepancies == ()
    assert result.posted_pence == result.committed_pence
    assert result.committed_pence == (1_450_000 + 2_002_000 + 430_900) * 100
    assert all(o.low_pence == o.high_pence == o.committed_pence for o in result.outturns)


class Spoiler:
    """Puts faults into a clean ledger and remembers which."""

    def __init__(self, entries: list[LedgerEntry], seed: int) -> None:
        self.entries = entries
        self.seeded: Seeded = set()
        self.draw = random.Random(seed)
        self._free = {e.cost_centre: list(MONTHS[1:10:3]) for e in entries}

    def spot(self) -> LedgerEntry:
        """Return a posting in whose neighbourhood nothing is wrong yet."""
        centre = self.draw.choice([c for c, months in sorted(self._free.items()) if months])
        month = self.draw.choice(self._free[centre])
        self._free[centre].remove(month)
        return next(
            e
            for e in self.entries
            if e.cost_centre == centre and e.posted_on.replace(day=1) == month
        )

    def remember(self, cause: Cause, entry: LedgerEntry, month: date | None = None) -> None:
        self.seeded.add((cause, entry.supplier, month or entry.posted_on.replace(day=1)))

    def add(self, entry: LedgerEntry, **changes: object) -> None:
        self.entries.append(replace(entry, line=len(self.entries) + 900, **changes))

    def duplicate(self) -> None:
        entry = self.spot()
        self.add(entry, posted_on=entry.posted_on + timedelta(days=5))
        self.remember(Cause.DUPLICATE, entry)

    def wrong_period(self) -> None:
        entry = self.spot()
        self.entries.remove(entry)
        late = MONTHS[MONTHS.index(entry.posted_on.replace(day=1)) + 1]
        self.add(entry, posted_on=late + timedelta(days=1))
        self.remember(Cause.WRONG_PERIOD, entry)
        self.remember(Cause.WRONG_PERIOD, entry, late)

    def unmapped(self) -> None:
        entry = self.draw.choice(self.entries)
        self.add(entry, account="9999", amount_pence=self.draw.randint(1, 10**6), reference="")
        self.seeded.add((Cause.UNMAPPED, "", entry.posted_on.replace(day=1)))

    def credit_note(self) -> None:
        entry = self.spot()
        self.add(entry, amount_pence=-entry.amount_pence // 3, reference="CN")
        self.remember(Cause.CREDIT_NOTE, entry)

    def missing(self) -> None:
        entry = self.spot()
        self.entries.remove(entry)
        self.remember(Cause.MISSING_INVOICE, entry)

    def rate(self) -> None:
        centre = self.draw.choice([c for c, free in sorted(self._free.items()) if len(free) == 3])
        self._free[centre] = []
        first = self.draw.choice(MONTHS[2:9])
        for index, entry in enumerate(self.entries):
            if entry.cost_centre == centre and entry.posted_on >= first:
                dearer = (entry.amount_pence * 10_237 + 5_000) // 10_000
                self.entries[index] = replace(entry, amount_pence=dearer)
                self.remember(Cause.RATE, entry)


@pytest.mark.parametrize("references", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_thirty_seeded_faults_are_all_found_and_none_is_invented(
    coded: Dataset, seed: int, references: bool
) -> None:
    spoiler = Spoiler(clean(coded, references=references), seed)
    for _ in range(5):
        spoiler.rate()
    for fault in (spoiler.duplicate, spoiler.wrong_period, spoiler.unmapped,
                  spoiler.credit_note, spoiler.missing):  # fmt: skip
        for _ in range(5):
            fault()
    spoiler.draw.shuffle(spoiler.entries)
    result = reconcile(coded, spoiler.entries, YEAR)
    assert found(result) == spoiler.seeded
    gap = result.posted_pence - result.committed_pence
    assert sum(each.pence for each in result.discrepancies) == gap
    assert result.posted_pence == sum(e.amount_pence for e in spoiler.entries)


def one(coded: Dataset, entries: list[LedgerEntry]) -> Iterator[tuple[Cause, int, str]]:
    for each in reconcile(coded, entries, YEAR).discrepancies:
        yield each.cause, each.pence, each.sentence


def test_a_place_less_for_a_month_is_a_change_of_volume(coded: Dataset) -> None:
    entries = clean(coded)
    spot = next(n for n, e in enumerate(entries) if e.supplier == "FORGE")
    less = entries[spot].amount_pence - 2 * 83_333
    entries[spot] = replace(entries[spot], amount_pence=less)
    ((cause, pence, sentence),) = one(coded, entries)
    assert (cause, pence) == (Cause.VOLUME, -166_666)
    assert "2 places less than agreed" in sentence


def test_an_odd_amount_stays_unexplained_to_the_penny(coded: Dataset) -> None:
    entries = clean(coded)
    entries[3] = replace(entries[3], amount_pence=entries[3].amount_pence + 12_345)
    ((cause, pence, _),) = one(coded, entries)
    assert (cause, pence) == (Cause.UNEXPLAINED, 12_345)


def test_a_commitment_without_a_code_is_named(coded: Dataset) -> None:
    entries = clean(coded)
    without = replace(coded, ledger_codes=coded.ledger_codes[1:])
    result = reconcile(without, entries, YEAR)
    assert {each.cause for each in result.discrepancies} == {Cause.NO_CODE, Cause.UNMAPPED}
    assert result.posted_pence == result.committed_pence


def test_a_supplier_decides_where_the_codes_are_shared(coded: Dataset) -> None:
    shared = tuple(
        replace(code, cost_centre="H1", supplier=code.provider_id)
        if code.purpose is LedgerPurpose.SERVICE
        else code
        for code in coded.ledger_codes
    )
    own = {c.cost_centre for c in coded.ledger_codes if c.purpose is LedgerPurpose.SERVICE}
    entries = [replace(e, cost_centre="h1") if e.cost_centre in own else e for e in clean(coded)]
    assert reconcile(replace(coded, ledger_codes=shared), entries, YEAR).discrepancies == ()


def test_a_rate_rise_is_carried_to_the_years_end(coded: Dataset) -> None:
    entries = [
        replace(e, amount_pence=e.amount_pence * 11 // 10)
        if e.supplier == "Chadsgrove" and e.posted_on >= date(2021, 8, 1)
        else e
        for e in clean(coded)
        if e.posted_on < date(2021, 11, 1)
    ]
    result = reconcile(coded, entries, YEAR)
    (outturn,) = [o for o in result.outturns if o.subject.provider_id == "Chadsgrove"]
    assert outturn.committed_pence == 190_450_00
    assert outturn.central_pence == pytest.approx(190_450_00 * (4 + 8 * 1.1) / 12, abs=12)
    assert outturn.low_pence == outturn.central_pence == outturn.high_pence


def test_the_range_runs_from_never_billed_to_paid_twice(coded: Dataset) -> None:
    entries = [e for e in clean(coded) if e.posted_on < date(2021, 11, 1)]
    own = [e for e in entries if e.supplier == "Chadsgrove"]
    entries.remove(own[1])
    entries.append(replace(own[4], line=999))
    (outturn,) = [
        o for o in reconcile(coded, entries, YEAR).outturns
        if o.subject.provider_id == "Chadsgrove"
    ]  # fmt: skip
    assert outturn.central_pence == 190_450_00
    assert outturn.central_pence - outturn.low_pence == own[1].amount_pence
    assert outturn.high_pence - outturn.central_pence == own[4].amount_pence


def test_what_passes_its_budget_or_the_panels_threshold_is_flagged(coded: Dataset) -> None:
    budgets = (
        Budget(2021, LedgerPurpose.TOP_UP, 2_000_000_00),
        Budget(2021, LedgerPurpose.TOP_UP, 400_000_00, "FORGE"),
        Budget(2020, LedgerPurpose.TOP_UP, 1),
    )
    stay = Placement("P1", "FORGE-E", date(2021, 9, 1), None, 10, 9)
    gone = replace(stay, pupil_id="P2", ends=date(2021, 10, 1))
    dataset = replace(coded, budgets=budgets, placements=(stay, gone))
    entries = clean(coded)
    result = reconcile(dataset, entries, YEAR, threshold_pence=10_000_00)
    assert [(b.provider_id, b.outturn_pence) for b in result.over_budget] == [("", 2_002_000_00)]
    assert [(p.pupil_id, p.annual_pence) for p in result.high_cost] == [("P1", 10_542_86)]
    assert reconcile(dataset, entries, YEAR).high_cost == ()


def test_the_panel_sees_a_placement_by_the_rate_of_its_band(coded: Dataset) -> None:
    rates = tuple(
        Rate(band, RateKind.TOP_UP, pence, date(2021, 4, 1), commission_id="FORGE-P", band=band)
        for band, pence in (("A", 5_000_00), ("B", 28_000_00))
    )
    stay = Placement("P1", "FORGE-P", date(2021, 9, 1), None, 10, 9, band="A")
    stays = (stay, replace(stay, pupil_id="P2", band="B"))
    dataset = replace(coded, placements=stays, rates=rates)
    result = reconcile(dataset, clean(coded), YEAR, threshold_pence=20_000_00)
    assert [(p.pupil_id, p.annual_pence) for p in result.high_cost] == [("P2", 28_000_00)]


def test_a_ledger_of_another_year_is_refused(coded: Dataset) -> None:
    with pytest.raises(InputProblems, match="not in the financial year 2022/23"):
        reconcile(coded, clean(coded), FinancialYear(2022))
    with pytest.raises(InputProblems, match="The ledger has no posting"):
        reconcile(coded, [], YEAR)


def test_a_pupils_extra_sessions_are_a_change_of_volume(coded: Dataset) -> None:
    """Top-up by occupancy: what is billed follows the pupils, and so does the check."""
    stays = tuple(
        Placement(f"P{n}", "FORGE-P", date(2021, 4, 1), date(2022, 3, 31), 5, 8) for n in (1, 2)
    )
    rate = Rate("R", RateKind.TOP_UP, 12_000_00, date(2021, 4, 1), commission_id="FORGE-P")
    only = (LedgerCode("H1", "4010", LedgerPurpose.TOP_UP, "FORGE", commission_id="FORGE-P"),)
    dataset = replace(coded, placements=stays, rates=(rate,), ledger_codes=only)
    expected = expected_of(dataset, commitments_of(dataset, MONTHS), YEAR)
    (series,) = [s for s in expected.values() if s.subject.commission_id == "FORGE-P"]
    entries = [
        LedgerEntry(n, "H1", "4010", month, "Forge", pence)
        for n, (month, pence) in enumerate(sorted(series.pence.items()), 2)
    ]
    each = series.unit_pence(MONTHS[4])
    assert each is not None
    entries[4] = replace(entries[4], amount_pence=entries[4].amount_pence + 3 * each)
    own = [
        d for d in reconcile(dataset, entries, YEAR).discrepancies if d.subject == series.subject
    ]
    assert [(d.cause, d.month, d.pence) for d in own] == [(Cause.VOLUME, MONTHS[4], 3 * each)]
    assert "3 weekly sessions more than agreed" in own[0].sentence


def test_money_for_a_month_without_a_commitment_is_unexplained(coded: Dataset) -> None:
    code = LedgerCode("H500", "4010", LedgerPurpose.TRANSPORT, "Taxis Ltd")
    dataset = replace(coded, ledger_codes=(*coded.ledger_codes, code))
    stray = LedgerEntry(9, "H500", "4010", date(2021, 6, 1), "Taxis Ltd", 4_321)
    ((cause, pence, sentence),) = one(dataset, [*clean(coded), stray])
    assert (cause, pence) == (Cause.UNEXPLAINED, 4_321)
    assert "£43.21 is posted and £0 committed" in sentence
