"""The equity audit: it counts after the placing, says how sure it is, and gives nobody away."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.allocation.allocate import allocate
from planner.comparison.equity import equity_audit, wilson
from planner.demo.write import new_case
from planner.domain.dataset import Dataset
from planner.jobs.answers import allocate_case
from planner.jobs.opening import check_case, open_case
from planner.reports.tables.equity import equity
from planner.results.answer import Answer
from planner.results.placing.allocation import Allocation
from planner.results.placing.equity import EquityAudit, EquityRow, Length, Middle, Outcome, Share

PLANNER = Path(__file__).parents[3] / "planner"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_case(tmp_path_factory.mktemp("authority"), seed=3, pupils=12)


def audit(dataset: Dataset, allocation: Allocation) -> EquityAudit:
    return equity_audit(dataset, allocation, horizon_ends=date(2027, 2, 1), seed=1)


def with_ethnicity(base: Path, folder: Path, words: list[str]) -> Path:
    """A copy of a case whose pupils have an ethnic group each, dealt out in turn."""
    import shutil

    shutil.copytree(base.parent, folder, dirs_exist_ok=True)
    table = folder / "tables" / "referrals.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        row["ethnicity"] = words[number % len(words)]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder / base.name


def test_the_allocation_is_the_same_with_and_without_ethnicity(base: Path, tmp_path: Path) -> None:
    _, without = allocate_case(base)
    for words in (["Group A", "Group B"], ["Group B", "Group A", "Group C"]):
        told = with_ethnicity(base, tmp_path / words[0][-1], words)
        _, found = allocate_case(told)
        assert found.placed == without.placed
        assert found.unplaced == without.unplaced
        assert found.goals == without.goals


def test_no_engine_is_given_ethnicity(base: Path, tmp_path: Path) -> None:
    told = with_ethnicity(base, tmp_path / "told", ["Group A"])
    assert {r.ethnicity for r in check_case(told).dataset.referrals} == {"Group A"}
    assert {r.ethnicity for r in open_case(told).dataset.referrals} == {None}


def test_no_room_that_decides_knows_the_word() -> None:
    rooms = ("allocation", "rules", "solver", "sizing", "forecast", "costing", "geography")
    for room in rooms:
        for path in (PLANNER / room).rglob("*.py"):
            assert "ethnic" not in path.read_text(encoding="utf-8"), path


def test_ethnicity_is_a_group_only_where_the_council_gives_it(base: Path, tmp_path: Path) -> None:
    case, allocation = allocate_case(base)
    kinds = {row.kind for row in audit(case.dataset, allocation).rows}
    assert "ethnicity" not in kinds
    assert kinds >= {"sex", "SEN provision", "looked after", "district", "key stage", ""}
    sound = check_case(with_ethnicity(base, tmp_path / "told", ["Group A", ""]))
    rows = audit(sound.dataset, allocation).rows
    assert {r.group for r in rows if r.kind == "ethnicity"} == {"Group A", "not recorded"}


def test_every_pupil_is_in_one_group_of_each_kind_and_outcomes_add_up(base: Path) -> None:
    case, allocation = allocate_case(base)
    rows = audit(case.dataset, allocation).rows
    (everybody,) = (row for row in rows if not row.kind)
    assert everybody.pupils == len(case.dataset.referrals)
    for kind in {row.kind for row in rows}:
        members = [row for row in rows if row.kind == kind]
        assert sum(row.pupils for row in members) == everybody.pupils
        for place, share in enumerate(everybody.shares):
            assert sum(row.shares[place].count for row in members) == share.count


def test_wait_is_counted_from_the_referral_to_the_start_or_the_end_of_the_horizon(
    base: Path,
) -> None:
    case, allocation = allocate_case(base)
    (everybody, *_) = audit(case.dataset, allocation).rows
    since = {r.pupil_id: r.referred_on for r in case.dataset.referrals}
    waits = [(each.start_date - since[each.pupil_id]).days for each in allocation.placed]
    waits += [(date(2027, 2, 1) - since[each.pupil_id]).days for each in allocation.unplaced]
    assert everybody.middles[0].middle == pytest.approx(sum(waits) / len(waits))
    assert everybody.middles[0].others is None


def test_a_group_that_always_waits_longer_is_hardly_chance(base: Path) -> None:
    case = open_case(base)
    allocation = allocate(case)
    pupils = {each.pupil_id: number for number, each in enumerate(allocation.placed)}
    late = {name for name, number in pupils.items() if number < len(pupils) // 2}
    dataset = replace(
        case.dataset,
        referrals=tuple(
            replace(
                r,
                social_worker=r.pupil_id in late,
                referred_on=date(2026, 1, 5) if r.pupil_id in late else date(2026, 11, 2),
            )
            for r in case.dataset.referrals
        ),
    )
    rows = audit(dataset, allocation).rows
    (row,) = (r for r in rows if (r.kind, r.group) == ("social worker", "yes"))
    assert row.middles[0].chance is not None
    assert row.middles[0].chance < 0.05


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 and 0 of 20.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def _row(group: str, pupils: int, yes: int) -> EquityRow:
    shares = tuple(Share(outcome, yes, pupils, 0.0, 1.0) for outcome in Outcome)
    middles = tuple(Middle(length, pupils - yes, 10.0, 9.0, 0.5) for length in Length)
    return EquityRow("sex", group, pupils, shares, middles)


def _table(rows: list[EquityRow], threshold: int) -> list[dict[str, Any]]:
    answer = SimpleNamespace(
        case=SimpleNamespace(policy=SimpleNamespace(suppression_threshold=threshold)),
        equity=EquityAudit(tuple(rows)),
    )
    return equity(cast("Answer", answer)).to_dict(orient="records")


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
        min_size=1,
        max_size=6,
    ),
    st.integers(2, 10),
)
def test_no_small_count_is_shown_or_can_be_worked_back(
    groups: list[tuple[int, int]], threshold: int
) -> None:
    rows = [_row(f"G{n}", pupils, yes) for n, (pupils, yes) in enumerate(groups)]
    table = _table(rows, threshold)
    hidden_yes, hidden_no, hidden = 0, 0, 0
    for row, cells in zip(rows, table, strict=True):
        share = row.shares[0]
        if cells["unplaced_share"] == "withheld":
            hidden, hidden_yes = hidden + 1, hidden_yes + share.count
            hidden_no += share.of - share.count
        else:
            assert share.count == 0 or share.count >= threshold
            assert share.of == share.count or share.of - share.count >= threshold
    # Whoever knows a total that is not small itself can subtract what is shown from it; what is
    # left over must not tell of a small number.
    total_yes = sum(yes for _, yes in groups)
    total_no = sum(pupils - yes for pupils, yes in groups)
    for left, total in ((hidden_yes, total_yes), (hidden_no, total_no)):
        assert left == 0 or left >= threshold or total < threshold
    if hidden == 1:
        assert hidden_yes + hidden_no >= threshold or total_yes + total_no < threshold


def test_no_cell_tells_how_many_are_placed_where_how_many_are_not_is_withheld(base: Path) -> None:
    case, allocation = allocate_case(base)
    rows = audit(case.dataset, allocation).rows
    answer = SimpleNamespace(case=case, equity=EquityAudit(rows))
    for row, cells in zip(
        rows, equity(cast("Answer", answer)).to_dict(orient="records"), strict=True
    ):
        unplaced = row.shares[0].count
        if cells["unplaced_share"] == "withheld" and unplaced:
            told = " ".join(str(cells[name]) for name in ("part_time_share", "unregistered_share"))
            assert f"of {row.pupils - unplaced}:" not in told
