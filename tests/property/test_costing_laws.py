"""Laws of the statements: nothing is lost or found between years, payers and lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.costing.commitments.gather import commitments_of
from planner.costing.compare.options import Proposal, compare_options
from planner.costing.compare.standard_rate import protect, split
from planner.costing.months import month_end, months_from
from planner.costing.statement import paid_by, year_statement
from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Basis, Funder, PlaceType, Sector, SenProvision
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind
from planner.domain.finance.rates import (
    IndexChange,
    IndexKind,
    Proration,
    Rate,
    RateKind,
    Terms,
    TopUpBasis,
)
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Funding, PlaceStep, Provider, Site
from planner.domain.referrals import Point
from planner.results.finance.comparison import AttributionRow, Driver
from planner.results.finance.money import CostKind, CostLine
from planner.units import AcademicYear, FinancialYear, divide_half_up

FIRST, LAST = date(2021, 4, 1), date(2025, 8, 31)
days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
pence = st.integers(0, 3_000_000)


@st.composite
def commissions(draw: st.DrawFn, number: int) -> Commission:
    starts = draw(days)
    return Commission(
        commission_id=f"C{number}",
        site_id="S",
        place_type=draw(st.sampled_from(PlaceType)),
        places=draw(st.integers(0, 60)),
        starts=starts,
        ends=draw(st.none() | st.integers(0, 900).map(lambda n: starts + timedelta(days=n))),
        rolls_over=draw(st.booleans()),
        basis=draw(st.sampled_from(Basis)),
        spot_weekly_pence=draw(st.integers(0, 90_000)),
        steps=tuple(
            PlaceStep(day, draw(st.integers(0, 60)))
            for day in sorted(draw(st.lists(days, max_size=2, unique=True)))
        ),
    )


@st.composite
def placements(draw: st.DrawFn, number: int, commission_ids: list[str]) -> Placement:
    starts = draw(days)
    return Placement(
        pupil_id=f"P{number}",
        commission_id=draw(st.sampled_from(commission_ids)),
        starts=starts,
        ends=draw(st.none() | st.integers(0, 700).map(lambda n: starts + timedelta(days=n))),
        sessions_per_week=draw(st.integers(1, 10)),
        year_group=draw(st.integers(0, 11)),
        sen_provision=SenProvision.NONE,
        band=draw(st.sampled_from(["", "A"])),
        funder=draw(st.sampled_from(Funder)),
    )


@st.composite
def funding_rows(draw: st.DrawFn, commission_id: str) -> list[Funding]:
    years = draw(st.lists(st.sampled_from([2021, 2022, 2023]), max_size=2, unique=True))
    months = st.integers(0, 400)
    return [
        Funding(
            commission_id,
            year,
            draw(pence),
            draw(months),
            draw(months),
            draw(months),
            draw(st.integers(0, 60_000_000)),
        )
        for year in years
    ]


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    bought = [draw(commissions(number)) for number in range(draw(st.integers(1, 3)))]
    ids = [c.commission_id for c in bought]
    rates = [
        Rate("R0", RateKind.TOP_UP, draw(pence), date(2015, 4, 1)),
        Rate("R1", RateKind.TOP_UP, draw(pence), draw(days)),
        Rate("R2", RateKind.TOP_UP, draw(pence), date(2015, 4, 1), commission_id="C0", band="A"),
        Rate("R3", RateKind.PLACE, draw(pence), date(2015, 4, 1)),
    ]
    terms = [
        Terms(
            key,
            top_up_basis=draw(st.none() | st.sampled_from(TopUpBasis)),
            proration=draw(st.sampled_from(Proration)),
        )
        for key in ids
    ]
    starts = draw(days)
    charge = Charge(
        "X",
        draw(st.sampled_from(ChargeKind)),
        "P",
        starts,
        min(LAST, starts + timedelta(400)),
        draw(st.integers(1, 9)),
        "places",
        draw(pence),
    )
    return Dataset(
        as_at=date(2023, 6, 1),
        calendar=SchoolCalendar(()),
        providers=(Provider("P", "Provider", draw(st.sampled_from(Sector))),),
        sites=(Site("S", "P", "Site", Point(0, 0), "District"),),
        commissions=tuple(bought),
        placements=tuple(draw(placements(n, ids)) for n in range(draw(st.integers(0, 6)))),
        funding=tuple(row for key in ids for row in draw(funding_rows(key))),
        rates=tuple(rates[: draw(st.integers(1, 4))]) if draw(st.booleans()) else (),
        terms=tuple(terms),
        charges=(charge,),
        indices=(IndexChange(IndexKind.TOP_UP, 2023, draw(st.integers(-300, 900))),),
    )


@settings(max_examples=60, deadline=None)
@given(datasets())
def test_academic_and_financial_views_hold_the_same_pence(dataset: Dataset) -> None:
    financial = [year_statement(dataset, FinancialYear(y)).total_pence for y in range(2020, 2027)]
    academic = [year_statement(dataset, AcademicYear(y)).total_pence for y in range(2019, 2027)]
    # Both views are cut from the same months; the fringes are the months one has and the other
    # has not.
    board = commitments_of(dataset, months_from(date(2019, 9, 1), 96))
    by_month = dict(zip(board.months, board.pence.sum(axis=0).tolist(), strict=True))
    fringe_before = sum(by_month[m] for m in months_from(date(2019, 9, 1), 7))
    fringe_after = sum(by_month[m] for m in months_from(date(2027, 4, 1), 5))
    assert sum(academic) == sum(financial) + fringe_before + fringe_after


@settings(max_examples=60, deadline=None)
@given(datasets(), st.booleans())
def test_every_line_is_its_own_formula_to_the_penny(dataset: Dataset, academic: bool) -> None:
    year = AcademicYear(2022) if academic else FinancialYear(2022)
    for line in year_statement(dataset, year).lines:
        assert line.pence == by_formula(line)


def by_formula(line: CostLine) -> int:
    upto = divide_half_up(line.rate_pence * (line.before + line.quantity), line.divisor)
    return line.sign * (upto - divide_half_up(line.rate_pence * line.before, line.divisor))


@settings(max_examples=60, deadline=None)
@given(datasets())
def test_payers_of_one_commission_share_its_rounded_whole(dataset: Dataset) -> None:
    statement = year_statement(dataset, FinancialYear(2022))
    assert sum(paid_by(statement).values()) == statement.total_pence
    for commission in dataset.commissions:
        lines = [
            line
            for line in statement.lines
            if line.kind is CostKind.PLACE and line.commission_id == commission.commission_id
        ]
        for rate, divisor in {(line.rate_pence, line.divisor) for line in lines}:
            same = [x for x in lines if (x.rate_pence, x.divisor) == (rate, divisor)]
            whole = divide_half_up(rate * sum(x.quantity for x in same), divisor)
            assert sum(x.pence for x in same) == whole


@settings(max_examples=60, deadline=None)
@given(datasets())
def test_the_order_of_the_tables_changes_no_amount(dataset: Dataset) -> None:
    turned = replace(
        dataset,
        placements=dataset.placements[::-1],
        rates=dataset.rates[::-1],
        funding=dataset.funding[::-1],
    )
    year = FinancialYear(2023)
    assert year_statement(dataset, year).lines == year_statement(turned, year).lines


@settings(max_examples=40, deadline=None)
@given(datasets(), st.integers(0, 11))
def test_occupancy_counted_pupil_by_pupil_gives_the_same_quantities(
    dataset: Dataset, offset: int
) -> None:
    """The slow way: one placement and one day at a time."""
    terms = tuple(
        Terms(c.commission_id, TopUpBasis.OCCUPANCY, Proration.CALENDAR_DAYS)
        for c in dataset.commissions
    )
    dataset = replace(
        dataset,
        terms=terms,
        rates=(Rate("R0", RateKind.TOP_UP, 1_000_000, FIRST),),
        funding=(),
        commissions=tuple(replace(c, basis=Basis.BLOCK) for c in dataset.commissions),
        placements=tuple(replace(p, year_group=3) for p in dataset.placements),
    )
    month = months_from(date(2022, 4, 1), 12)[offset]
    board = commitments_of(dataset, (month,))
    column = board.months.index(month)
    counted = sum(
        int(board.quantity[row, column])
        for row, c in enumerate(board.commitments)
        if c.nature.kind is CostKind.TOP_UP
    )
    expected = sum(
        p.sessions_per_week
        for p in dataset.placements
        for day in range(month.toordinal(), month_end(month).toordinal() + 1)
        if p.starts.toordinal() <= day and (p.ends is None or day <= p.ends.toordinal())
    )
    assert counted == expected


@settings(max_examples=60, deadline=None)
@given(datasets(), datasets())
def test_an_attribution_adds_up_for_any_two_ways_of_commissioning(
    first: Dataset, other: Dataset
) -> None:
    years = [FinancialYear(2021), FinancialYear(2022), FinancialYear(2023)]
    proposals = [Proposal("A", "A", first), Proposal("B", "B", other)]
    compared = compare_options(proposals, years, row_by_row=True)
    for number, difference in enumerate(compared.differences):
        bars = sum(bar.pence for bar in difference.bars)
        totals = [option.statements[number].total_pence for option in compared.options]
        assert bars == totals[1] - totals[0]
        rows = [row for row in compared.attribution if row.year == difference.year]
        assert by_driver(rows) == {bar.driver: bar.pence for bar in difference.bars}


def by_driver(rows: list[AttributionRow]) -> dict[Driver, int]:
    found = dict.fromkeys(Driver, 0)
    for row in rows:
        old, new = row.pence(quantity=False, rate=False), row.pence(quantity=True, rate=True)
        more = row.pence(quantity=True, rate=False)
        dearer = row.pence(quantity=False, rate=True)
        found[row.driver] += more - old
        found[Driver.RATES] += dearer - old
        found[Driver.INTERACTION] += new - more - dearer + old
    return found


@settings(max_examples=30, deadline=None)
@given(datasets())
def test_an_option_does_not_differ_from_itself(dataset: Dataset) -> None:
    twice = [Proposal("A", "A", dataset), Proposal("B", "B", dataset)]
    (difference,) = compare_options(twice, [FinancialYear(2022)]).differences
    assert {bar.pence for bar in difference.bars} == {0}


@given(
    st.lists(st.tuples(st.integers(1, 2_000), st.integers(0, 90_000_000)), min_size=2, max_size=8),
    st.integers(0, 10_000),
)
def test_one_rate_for_all_costs_the_same_and_the_floor_holds(
    rows: list[tuple[int, int]], floor: int
) -> None:
    standard = split(sum(pence for _, pence in rows), [months for months, _ in rows])
    current = [pence for _, pence in rows]
    protected = protect(current, standard, floor)
    assert sum(protected) == sum(standard) == sum(current)
    for now, new in zip(current, protected, strict=True):
        assert 10_000 * new >= min(10_000 * now, floor * now)
