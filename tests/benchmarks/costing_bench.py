"""
Time the costing beside a plain row-by-row version of the same sums, in one run.

Run as ``python tests/benchmarks/costing_bench.py`` from the repository's root. Not a test:
nothing is asserted of the clock; the two versions' amounts are compared.
"""

from __future__ import annotations

import calendar
import random
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter, process_time

import pandas as pd

from planner.costing.commitments.gather import commitments_of
from planner.costing.compare.options import Proposal, compare_options
from planner.costing.months import months_from
from planner.costing.statement import year_statement
from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import Rate, RateKind
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point
from planner.results.finance.money import CostKind
from planner.units import FinancialYear

FIRST = date(2021, 4, 1)
MONTHS = 36
COMMISSIONS = 40
PLACEMENTS = 5_000
OPTIONS = 1_000


def authority(*, placements: int, seed: int = 5) -> Dataset:
    """Make up an authority whose pupils come and go over three years."""
    draw = random.Random(seed)
    keys = [f"C{number:02d}" for number in range(COMMISSIONS)]
    starts = [FIRST + timedelta(days=draw.randrange(1000)) for _ in range(placements)]
    return Dataset(
        as_at=date(2022, 10, 3),
        calendar=SchoolCalendar(()),
        providers=tuple(Provider(key, key, Sector.MAINTAINED_PRU) for key in keys),
        sites=tuple(Site(key, key, key, Point(0, 0), "District") for key in keys),
        commissions=tuple(
            Commission(key, key, PlaceType.EXCLUSION, draw.randint(5, 60), date(2020, 9, 1))
            for key in keys
        ),
        rates=tuple(
            Rate(
                f"R-{key}",
                RateKind.TOP_UP,
                draw.randrange(500_000, 1_600_000),
                FIRST,
                commission_id=key,
            )
            for key in keys
        ),
        placements=tuple(
            Placement(
                f"P{number:05d}",
                draw.choice(keys),
                day,
                day + timedelta(days=draw.randrange(20, 400)),
                draw.randint(1, 10),
                5,
            )
            for number, day in enumerate(starts)
        ),
    )


def ours(dataset: Dataset) -> int:
    """Cost three years; return the top-up in pence."""
    board = commitments_of(dataset, months_from(FIRST, MONTHS))
    statements = [
        year_statement(dataset, FinancialYear(2021 + year), board=board) for year in range(3)
    ]
    return sum(
        line.pence
        for statement in statements
        for line in statement.lines
        if line.kind is CostKind.TOP_UP
    )


def row_by_row(dataset: Dataset) -> float:
    """The same top-up as an analyst would write it: every pupil, every month, in pounds."""
    pupils = pd.DataFrame(
        [
            {
                "commission": p.commission_id,
                "starts": p.starts,
                "ends": p.ends,
                "sessions": p.sessions_per_week,
            }
            for p in dataset.placements
        ]
    )
    rates = {rate.commission_id: rate.pence / 100 for rate in dataset.rates}
    total = 0.0
    for month in months_from(FIRST, MONTHS):
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        year = FinancialYear.of(month)
        length = (year.ends - year.starts).days + 1
        for _, pupil in pupils.iterrows():
            days = (min(pupil["ends"], last) - max(pupil["starts"], month)).days + 1
            if days > 0:
                share = pupil["sessions"] / 10 * days / length
                total += rates[pupil["commission"]] * share
    return total


def proposals(dataset: Dataset, count: int) -> list[Proposal]:
    """Each option gives every commission another number of places, and one another rate."""
    made = [Proposal("base", "Base", dataset)]
    for number in range(1, count):
        draw = random.Random(number)
        moved = tuple(
            replace(c, places=max(0, c.places + draw.randint(-5, 5))) for c in dataset.commissions
        )
        first, *others = dataset.rates
        dearer = (replace(first, pence=first.pence + number), *others)
        changed = replace(dataset, commissions=moved, rates=dearer)
        made.append(Proposal(f"O{number}", f"Option {number}", changed))
    return made


def timed(label: str, started: tuple[float, float]) -> None:
    """Print how long something took, and how much of it this process was at work."""
    clock, worked = perf_counter() - started[0], process_time() - started[1]
    print(f"{label:62} {clock:8.2f} s, {worked:8.2f} s at work")


def now() -> tuple[float, float]:
    """Return the wall clock and the time this process has worked."""
    return perf_counter(), process_time()


def main() -> None:
    """Run both versions side by side, then the options."""
    dataset = authority(placements=PLACEMENTS)
    size = f"{PLACEMENTS:,} placements x {MONTHS} months x {COMMISSIONS} commissions"
    started = now()
    exact = ours(dataset)
    timed(f"ours: {size}", started)
    started = now()
    plain = row_by_row(dataset)
    timed("plain pandas, row by row: top-up only", started)
    print(f"top-up: ours £{exact / 100:,.2f}, plain £{plain:,.2f}")

    years = [FinancialYear(2021 + year) for year in range(3)]
    many = proposals(authority(placements=PLACEMENTS), OPTIONS)
    started = now()
    compared = compare_options(many, years)
    timed(f"ours: {OPTIONS:,} options x 3 years, every difference attributed", started)
    print(f"differences explained: {len(compared.differences):,}")


if __name__ == "__main__":
    main()
