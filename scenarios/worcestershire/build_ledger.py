"""
Write a made-up ledger for the worked case: seven months as committed, with six slips.

Run by hand from the repository's root: ``python scenarios/worcestershire/build_ledger.py``.
A test holds the committed file to what this writes.
"""

import csv
from datetime import timedelta
from pathlib import Path

from planner.costing.commitments.gather import commitments_of
from planner.costing.ledger.subjects import expected_of
from planner.costing.months import months_of
from planner.demo.worcestershire import worcestershire
from planner.results.finance.money import CostKind
from planner.units import FinancialYear

YEAR = FinancialYear(2021)
MONTHS = months_of(YEAR)[:7]
HEADING = ("cost_centre", "account", "posted_on", "supplier", "amount", "reference")

Row = list[str | int]


def rows() -> list[Row]:
    """Return the postings, each month's on the tenth day, with the slips."""
    dataset = worcestershire()
    expected = expected_of(dataset, commitments_of(dataset, months_of(YEAR)), YEAR)
    codes = {(CostKind(c.purpose.value), c.provider_id): c for c in dataset.ledger_codes}
    made: list[Row] = []
    for subject, series in sorted(expected.items()):
        code = codes[subject.purpose, subject.provider_id]
        for number, month in enumerate(MONTHS, start=1):
            day = month + timedelta(days=9)
            reference = (
                f"{code.cost_centre}-{code.account}-{subject.provider_id[:3].upper()}{number}"
            )
            supplier = dataset.provider.get(subject.provider_id)
            name = supplier.name if supplier else subject.provider_id
            made.append(
                [
                    code.cost_centre,
                    code.account,
                    day.isoformat(),
                    name,
                    series.pence[month],
                    reference,
                ]
            )
    return with_slips(made)


def with_slips(made: list[Row]) -> list[Row]:
    """Post one invoice twice and one late, lose one, raise a rate, credit one, miscode one."""

    def own(supplier: str, account: str) -> list[Row]:
        return [row for row in made if row[3] == supplier and row[1] == account]

    twice = own("The Forge", "41020")[2]
    late = own("Perryfields", "41010")[3]
    lost = own("Chadsgrove", "41030")[4]
    credited = own("The Beacon", "41010")[5]
    for row in own("Newbridge", "41020")[3:]:
        row[4] = (int(row[4]) * 1027 + 500) // 1000
    late[2] = own("Perryfields", "41010")[4][2]
    made.remove(lost)
    made.append(list(twice))
    made.append([*credited[:4], -125_000, "CREDIT-1"])
    made.append(["AP99", "41020", credited[2], "Tutors Ltd", 96_000, "T-17"])
    return sorted(made, key=lambda row: (str(row[2]), str(row[0]), str(row[1]), str(row[5])))


def write(path: Path) -> None:
    """Write the ledger with amounts in pounds, money that came back in brackets."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADING)
        for row in rows():
            pence = int(row[4])
            amount = f"{abs(pence) // 100}.{abs(pence) % 100:02d}"
            writer.writerow([*row[:4], f"({amount})" if pence < 0 else amount, row[5]])


if __name__ == "__main__":
    write(Path(__file__).parent / "ledger-2021-22.csv")
