"""Columns that the tables of finance share."""

from __future__ import annotations

from planner.tables.schemas.column import Column, Kind

MOST_PENCE = 100_000_000_000

FINANCIAL_YEAR = Column(
    name="financial_year",
    kind=Kind.FINANCIAL_YEAR,
    required=True,
    minimum=1990,
    maximum=2100,
    says="Year in which the financial year starts: 2021 (or 2021/22) for April 2021 to March 2022.",
)

SOURCE = Column(name="source", kind=Kind.TEXT, says="Where the figures come from.")


def commission(*, required: bool, says: str) -> Column:
    """Return a column that names a commission."""
    return Column(
        name="commission_id",
        kind=Kind.IDENTIFIER,
        required=required,
        refers_to=("commissions.commission_id",),
        says=says,
    )


def pounds(
    name: str,
    says: str,
    *,
    unit: str,
    required: bool = True,
    default: str = "",
    path: str = "",
) -> Column:
    """Return a column of money, never below zero."""
    return Column(
        name=name,
        kind=Kind.POUNDS,
        unit=unit,
        required=required,
        minimum=0,
        maximum=MOST_PENCE,
        default=default,
        path=path,
        says=says,
    )
