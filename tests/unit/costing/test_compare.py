"""Options side by side, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from planner.costing.compare.options import Proposal, compare_options
from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Basis, PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import (
    ExitCount,
    IndexChange,
    IndexKind,
    Rate,
    RateKind,
    Terms,
    TopUpBasis,
)
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point
from planner.results.finance.comparison import CostComparison, Driver
from planner.units import FinancialYear

YEAR = FinancialYear(2023)


def authority() -> Dataset:
    names = ("OAK", "ELM")
    return Dataset(
        as_at=date(2023, 10, 2),
        calendar=SchoolCalendar(()),
        providers=tuple(Provider(name, name.title(), Sector.MAINTAINED_PRU) for name in names),
        sites=tuple(Site(name, name, name, Point(0, 0), "Worcester") for name in names),
        commissions=tuple(
            Commission(f"{name}-E", name, PlaceType.EXCLUSION, places, date(2020, 9, 1))
            for name, places in zip(names, (10, 30), strict=True)
        ),
        rates=tuple(
            Rate(f"R-{name}", RateKind.TOP_UP, pence, date(2020, 4, 1), commission_id=f"{name}-E")
            for name, pence in zip(names, (16_000_00, 6_000_00), strict=True)
        ),
        terms=tuple(Terms(f"{name}-E", TopUpBasis.PLACE) for name in names),
    )


def with_places(dataset: Dataset, places: int) -> Dataset:
    first, second = dataset.commissions
    return replace(dataset, commissions=(replace(first, places=places), second))


def with_rate(dataset: Dataset, pence: int) -> Dataset:
    first, second = dataset.rates
    return replace(dataset, rates=(replace(first, pence=pence), second))


def compared(*datasets: Dataset, years: int = 1) -> CostComparison:
    proposals = [Proposal(str(n), f"Option {n}", dataset) for n, dataset in enumerate(datasets)]
    return compare_options(proposals, [FinancialYear(2023 + n) for n in range(years)])


def bars(first: Dataset, other: Dataset) -> dict[Driver, int]:
    (difference,) = compared(first, other).differences
    return {bar.driver: bar.pence for bar in difference.bars if bar.pence}


def test_more_places_and_a_higher_rate_are_told_apart() -> None:
    base = authority()
    assert bars(base, with_places(base, 14)) == {
        Driver.PLACES: 4 * 10_000_00,
        Driver.TOP_UP: 4 * 16_000_00,
    }
    assert bars(base, with_rate(base, 17_000_00)) == {Driver.RATES: 10 * 1_000_00}
    assert bars(base, with_rate(with_places(base, 14), 17_000_00)) == {
        Driver.PLACES: 4 * 10_000_00,
        Driver.TOP_UP: 4 * 16_000_00,
        Driver.RATES: 10 * 1_000_00,
        Driver.INTERACTION: 4 * 1_000_00,
    }


def test_a_commission_that_only_one_option_has_is_a_change_of_places() -> None:
    base = authority()
    without = replace(
        base, commissions=base.commissions[:1], rates=base.rates[:1], terms=base.terms[:1]
    )
    assert bars(without, base) == {
        Driver.PLACES: 30 * 10_000_00,
        Driver.TOP_UP: 30 * 6_000_00,
    }
    assert bars(base, without) == {
        Driver.PLACES: -30 * 10_000_00,
        Driver.TOP_UP: -30 * 6_000_00,
    }


def test_spot_purchase_instead_of_places_shows_as_both() -> None:
    base = authority()
    stay = Placement("P1", "OAK-E", date(2023, 4, 1), date(2024, 3, 31), 10, 8)
    base = replace(base, placements=(stay,))
    first, second = base.commissions
    singly = replace(first, basis=Basis.SPOT, spot_weekly_pence=600_00)
    found = bars(base, replace(base, commissions=(singly, second)))
    assert found[Driver.PLACES] == -10 * 10_000_00
    assert found[Driver.TOP_UP] == -10 * 16_000_00
    assert found[Driver.SPOT] > 0


def test_later_years_are_given_at_the_first_years_prices() -> None:
    prices = IndexChange(IndexKind.GENERAL_PRICES, 2024, 300)
    pay = IndexChange(IndexKind.TOP_UP, 2024, 300)
    dataset = replace(authority(), indices=(prices, pay))
    (option,) = compared(dataset, years=2).options
    cash = [statement.total_pence for statement in option.statements]
    assert cash == [740_000_00, 400_000_00 + 340_000_00 * 103 // 100]
    assert option.real_pence == (cash[0], round(Fraction(cash[1] * 100, 103)))


def test_one_rate_for_all_names_winners_and_losers_and_protects() -> None:
    standard = compared(authority()).standard_rate
    assert standard is not None
    assert standard.rate_pence == 8_500_00
    oak, elm = sorted(standard.rows, key=lambda row: row.provider_id, reverse=True)
    assert (oak.current_pence, oak.standard_pence) == (160_000_00, 85_000_00)
    assert oak.protected_pence == 155_200_00  # 97 per cent of what it has
    assert oak.change_pence == -elm.change_pence


def test_unit_costs_divide_by_places_pupils_weeks_and_good_exits() -> None:
    stays = tuple(Placement(f"P{n}", "OAK-E", date(2023, 4, 1), None, 5, 8) for n in range(8))
    exits = (ExitCount("OAK-E", 2023, 9, 5), ExitCount("OAK-E", 2022, 9, 1))
    units = compared(replace(authority(), placements=stays, exits=exits)).unit_costs
    oak = next(unit for unit in units if unit.provider_id == "OAK")
    assert (oak.pence, oak.full_time_pupils) == (260_000_00, 4)
    assert oak.per_place_pence == 26_000_00
    assert oak.per_pupil_pence == 65_000_00
    assert oak.per_pupil_week_pence == 1_710_53
    assert oak.per_successful_exit_pence == 52_000_00
    assert oak.vacancy_pence == 6 * 10_000_00
    elm = next(unit for unit in units if unit.provider_id == "ELM")
    assert (elm.per_pupil_pence, elm.per_successful_exit_pence) == (None, None)


def test_a_block_pays_for_itself_from_a_number_of_pupils_on() -> None:
    week = Rate("S", RateKind.SPOT_WEEK, 500_00, date(2020, 4, 1))
    dataset = authority()
    found = compared(replace(dataset, rates=(*dataset.rates, week))).break_even
    oak = next(row for row in found if row.commission_id == "OAK-E")
    assert oak.fixed_pence == 260_000_00
    assert oak.spot_pupil_pence == 19_000_00
    assert oak.pupils == Fraction(260, 19)
    assert oak.occupancy == Fraction(26, 19)
    assert compared(dataset).break_even == ()


def test_a_block_dearer_for_each_pupil_than_spot_never_pays() -> None:
    week = Rate("S", RateKind.SPOT_WEEK, 100_00, date(2020, 4, 1))
    dataset = replace(authority(), terms=())
    found = compared(replace(dataset, rates=(*dataset.rates, week))).break_even
    assert {row.pupils for row in found} == {None}
    assert {row.occupancy for row in found} == {None}


def test_nothing_to_compare_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="there must be an option and a year"):
        compare_options([], [YEAR])


def test_a_floor_is_a_share() -> None:
    with pytest.raises(ValueError, match="from 0 to 10,000 basis points"):
        compare_options([Proposal("0", "One", authority())], [YEAR], floor_basis_points=10_001)
