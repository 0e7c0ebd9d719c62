"""What is sound in faulty tables can be checked further, and nothing else of them."""

from datetime import date
from pathlib import Path

from planner.demo.write import new_case
from planner.tables.read import read_sound_rows

AS_AT = date(2026, 11, 9)


def spoiled(folder: Path, table: str, found: str, instead: str) -> Path:
    tables = new_case(folder / "case", seed=1, pupils=5).parent / "tables"
    path = tables / f"{table}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert found in text
    path.write_text(text.replace(found, instead, 1), encoding="utf-8")
    return tables


def test_a_faulty_row_is_left_out_and_its_neighbours_stay(tmp_path: Path) -> None:
    read = read_sound_rows(spoiled(tmp_path, "providers", ",yes", ",perhaps"), as_at=AS_AT)
    assert len(read.problems) == 1
    assert len(read.dataset.referrals) == 5
    assert "providers" not in read.sound_tables
    assert {"referrals", "sites", "commissions"} <= read.sound_tables


def test_a_table_with_a_faulty_heading_is_left_out_whole(tmp_path: Path) -> None:
    read = read_sound_rows(spoiled(tmp_path, "referrals", "year_group", "yeargroup"), as_at=AS_AT)
    assert read.problems
    assert read.dataset.referrals == ()
    assert read.dataset.sites != ()


def test_where_nothing_can_be_read_there_is_nothing_sound(tmp_path: Path) -> None:
    read = read_sound_rows(tmp_path / "nowhere", as_at=AS_AT)
    assert len(read.problems) == 1
    assert read.dataset.referrals == ()
    assert not read.sound_tables
