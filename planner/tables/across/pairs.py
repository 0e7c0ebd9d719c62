"""Pupils kept apart or together, and sites or districts to avoid."""

from __future__ import annotations

from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults, nearest


def check_pairs(tables: ParsedTables, faults: Faults) -> None:
    """Check that two different pupils are paired, once, and in one way."""
    noter = Noter(tables, "pairs", faults)
    first_rows: dict[frozenset[str], ParsedRow] = {}
    for row in noter.rows:
        pupils = frozenset({row.text("pupil_id"), row.text("other_pupil_id")})
        if "" in pupils:
            continue
        if len(pupils) == 1:
            noter.note(
                row,
                "other_pupil_id",
                what="A pupil is paired with itself.",
                fix="Name the other pupil.",
            )
        else:
            _refuse_second(row, first_rows.setdefault(pupils, row), noter)


def _refuse_second(row: ParsedRow, first: ParsedRow, noter: Noter) -> None:
    if row is first or "kind" in row.faulty | first.faulty:
        return
    if row.values.get("kind") != first.values.get("kind"):
        noter.note(
            row,
            "kind",
            what=f"Row {first.line} keeps the same two pupils the other way; they cannot be both "
            "apart and together.",
            fix="Keep one of the two rows.",
        )
    elif row.text("pupil_id") != first.text("pupil_id"):
        noter.note(
            row,
            "pupil_id",
            what=f"Row {first.line} has the same two pupils in the other order.",
            fix="Keep one of the two rows.",
        )


def check_avoidances(tables: ParsedTables, faults: Faults) -> None:
    """Check that each row names a site or a district, and a district that there is."""
    noter = Noter(tables, "avoidances", faults)
    districts = {**tables.words_in("sites.district"), **tables.words_in("referrals.district")}
    for row in noter.rows:
        has_site, has_district = not row.is_empty("site_id"), not row.is_empty("district")
        if has_site == has_district:
            noter.note(
                row,
                "site_id",
                what="The row names both a site and a district."
                if has_site
                else "The row names neither a site nor a district.",
                fix="Name one of them; write two rows for two.",
            )
        district = row.text("district")
        near = nearest(district, districts) if district and district not in districts else None
        if near:
            noter.note(
                row,
                "district",
                what="No site and no pupil is in a district of this name, so nothing would be "
                "avoided.",
                fix=f'Did you mean "{near}"? Write it as in the table of sites.',
            )
