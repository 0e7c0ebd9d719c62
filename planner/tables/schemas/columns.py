"""Columns that several tables share, and kinds of column that have much in common."""

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


def own_id(name: str) -> Column:
    """Return the column of the ids by which a table's rows are known."""
    return Column(name=name, kind=Kind.IDENTIFIER, required=True, says="Short id of our own.")


def reference(
    name: str, says: str, *, to: str | tuple[str, ...], required: bool = False, source: str = ""
) -> Column:
    """Return a column of ids that stand in another table, or in one of several."""
    return Column(
        name=name,
        kind=Kind.IDENTIFIER,
        required=required,
        refers_to=(to,) if isinstance(to, str) else to,
        says=says,
        source=source,
    )


def commission(says: str, *, required: bool = False) -> Column:
    """Return a column that names a commission."""
    return reference("commission_id", says, to="commissions.commission_id", required=required)


def yes_no(name: str, says: str, *, default: str = "no", source: str = "") -> Column:
    """Return a column of yes or no."""
    return Column(name=name, kind=Kind.YES_NO, default=default, says=says, source=source)


def year_group(says: str, *, source: str = "") -> Column:
    """Return the column of a pupil's year group."""
    return Column(
        name="year_group",
        kind=Kind.YEAR_GROUP,
        required=True,
        minimum=0,
        maximum=11,
        says=says,
        source=source,
    )


def year_groups(says: str, *, source: str = "") -> Column:
    """Return a column of several year groups, all of them where it is empty."""
    return Column(
        name="year_groups",
        kind=Kind.YEAR_GROUPS,
        minimum=0,
        maximum=11,
        default="0 1 2 3 4 5 6 7 8 9 10 11",
        says=says,
        source=source,
    )


def pounds(
    name: str,
    says: str,
    *,
    unit: str,
    required: bool = True,
    default: str = "",
    path: str = "",
    maximum: int = MOST_PENCE,
    source: str = "",
) -> Column:
    """Return a column of money, never below zero."""
    return Column(
        name=name,
        kind=Kind.POUNDS,
        unit=unit,
        required=required,
        minimum=0,
        maximum=maximum,
        default=default,
        path=path,
        says=says,
        source=source,
    )
