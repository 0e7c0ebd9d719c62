"""Two people who record decisions at the same moment: each is judged with the other's in force."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from planner.domain.codes import DecisionStatus
from planner.domain.placements import Decision
from planner.errors import DecisionRefused
from planner.jobs.deciding.decide import Entry, decide

Planner = Callable[..., Result]
PLACE = "BIRCH-QUARRY-END-E"


@pytest.fixture
def case(planner: Planner, tmp_path: Path) -> Path:
    """A made-up authority in which one place is free at `PLACE` on 23 November."""
    planner("new", tmp_path / "made", "--pupils", "12", "--seed", "3")
    case = tmp_path / "made" / "base.yaml"
    assert planner("allocate", case, "-q", "-o", tmp_path / "plan").exit_code == 0
    return case


def test_of_two_who_give_away_the_last_place_at_once_the_second_is_refused_and_others_are_not(
    case: Path, tmp_path: Path
) -> None:
    plan, table = tmp_path / "plan", case.parent / "tables" / "decisions.csv"

    def accepted(pupil_id: str) -> Entry:
        starts, why = date(2026, 11, 23), "as_suggested"
        return Entry(pupil_id, DecisionStatus.ACCEPTED, PLACE, starts, reason_code=why)

    def while_another_records(entry: Entry, other: Entry) -> Decision:
        def tell(step: str) -> None:
            if step == "Recording":
                decide(case, other, run=plan)

        return decide(case, entry, run=plan, tell=tell).decision

    with pytest.raises(DecisionRefused, match="It cannot stand"):
        while_another_records(accepted("PUPIL-0010"), accepted("PUPIL-0009"))
    assert "PUPIL-0009,accepted" in table.read_text(encoding="utf-8")
    assert "PUPIL-0010" not in table.read_text(encoding="utf-8")

    first, second = (
        Entry(pupil_id, DecisionStatus.DEFERRED, reason_code="more_information")
        for pupil_id in ("PUPIL-0001", "PUPIL-0002")
    )
    assert while_another_records(second, first).number == 3
    assert table.read_text(encoding="utf-8").count("deferred") == 2
