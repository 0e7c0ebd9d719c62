"""``planner decide``: what people decide is added to the tables, tied to the run, and kept."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import Result

from planner.errors import EXIT_CLASH, EXIT_DATA, EXIT_DONE, EXIT_OUTPUT, EXIT_RECORD, EXIT_USAGE

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"
PUPIL = "WORCS-0003"
WITHOUT_A_PLACE = "WORCS-0006"
"""The best plan for everybody leaves this pupil without a place; some choices are ranked."""


@pytest.fixture
def table(worked_case: Path) -> Path:
    return worked_case / "tables" / "decisions.csv"


@pytest.fixture(scope="module")
def run(planner: Planner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One pupil's ranked choices with their record."""
    folder = tmp_path_factory.mktemp("kept") / "run"
    planner("suggest", CASE, PUPIL, "-q", "-o", folder)
    return folder


@pytest.fixture
def shown(run: Path) -> list[str]:
    """Commissions in the order of their ranks."""
    found = json.loads((run / "suggestions.json").read_text(encoding="utf-8"))
    return [choice["commission_id"] for choice in found["choices"]]


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_place_accepted_is_kept_with_its_run_and_everything_that_was_shown(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    before = _rows(table)
    case = worked_case / "base.yaml"
    how = ("--run", run, "--accept", shown[0], "--reason", "as_suggested", "-q")
    done = planner("decide", case, PUPIL, *how)
    assert done.exit_code == EXIT_DONE, done.stderr
    assert done.stdout.startswith(f"Recorded as number 1: {PUPIL} accepted {shown[0]} from ")
    *older, row = _rows(table)
    assert [{name: each[name] for name in before[0]} for each in older] == before
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))["record"]
    assert row["run_id"] == record["run_id"]
    assert row["fingerprint"] == record["run"]["data_fingerprint"]
    assert row["seed"] == "2021"
    assert row["options_shown"] == "; ".join(shown)
    assert row["rank_chosen"] == "1"
    answer = json.loads(planner("allocate", case, "--json", "-q").stdout)
    (placed,) = (each for each in answer["placed"] if each["pupil_id"] == PUPIL)
    assert (placed["commission_id"], placed["start_date"]) == (shown[0], row["start_date"])
    again = planner("replay", run, "-q", "--data", worked_case / "tables")
    assert again.exit_code == EXIT_DONE, again.stderr


def test_overriding_takes_exactly_what_accepting_takes(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    case = worked_case / "base.yaml"
    how = ("--run", run, "--override", shown[1], "--reason", "family_view", "-q")
    done = planner("decide", case, PUPIL, *how)
    assert done.exit_code == EXIT_DONE, done.stderr
    row = _rows(table)[-1]
    assert (row["status"], row["reason_code"], row["rank_chosen"]) == (
        *("overridden", "family_view"),
        "2",
    )


def test_each_next_step_of_a_placement_is_a_row_of_its_own(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    decide = ("decide", worked_case / "base.yaml", PUPIL, "-q")
    steps = (
        ("--run", run, "--defer", "--reason", "more_information"),
        ("--run", run, "--accept", shown[0], "--reason", "as_suggested"),
        ("--declined-by-provider", shown[0], "--reason", "need_not_met"),
        ("--run", run, "--override", shown[1], "--reason", "no_room"),
        ("--ended", "2021-11-08", "--reason", "news"),
    )
    codes = [planner(*decide, *step).exit_code for step in steps]
    assert codes == [EXIT_DONE] * 4 + [EXIT_CLASH]  # what has not started cannot end
    mine = [row for row in _rows(table) if row["pupil_id"] == PUPIL]
    assert [(row["number"], row["status"]) for row in mine] == [
        ("1", "deferred"),
        ("2", "accepted"),
        ("3", "declined_by_provider"),
        ("4", "overridden"),
    ]
    assert len({row["run_id"] for row in mine}) == 1


def test_a_placement_that_ends_early_is_recorded_after_the_pupil_has_left_the_list(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    case, referrals = worked_case / "base.yaml", worked_case / "tables" / "referrals.csv"
    how = ("--run", run, "--accept", shown[0], "--reason", "as_suggested")
    decide = ("decide", case, PUPIL, "-q")
    assert planner(*decide, *how).exit_code == EXIT_DONE
    assert planner(*decide, "--started", "2021-11-08").exit_code == EXIT_DONE
    lines = referrals.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(PUPIL)]
    referrals.write_text("".join(kept), encoding="utf-8")
    placements = worked_case / "tables" / "placements.csv"
    with placements.open("a", encoding="utf-8") as file:
        file.write(f"{PUPIL},{shown[0]},2021-11-08,2022-03-04,10,9,N,no,,council\n")
    ended = planner(*decide, "--ended", "2021-11-08", "--reason", "news")
    assert ended.exit_code == EXIT_DONE, ended.stderr
    assert [row["status"] for row in _rows(table)[-3:]] == ["accepted", "started", "ended_early"]
    assert planner("check", case, "-q").exit_code == EXIT_DONE


def test_what_was_decided_later_does_not_keep_a_run_from_being_made_again(
    planner: Planner, worked_case: Path, run: Path, shown: list[str]
) -> None:
    case, tables = worked_case / "base.yaml", worked_case / "tables"
    how = ("--run", run, "--accept", shown[0], "--reason", "as_suggested", "-q")
    decided = planner("decide", case, PUPIL, *how, "--as-at", "2021-11-15")
    assert decided.exit_code == EXIT_DONE, decided.stderr
    assert "on 15 Nov 2021." in decided.stdout
    again = planner("replay", run, "-q", "--data", tables)
    assert again.exit_code == EXIT_DONE, again.stderr
    assert planner("check", case, "-q").exit_code == EXIT_DONE


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("--accept", "{first}"), "A reason is needed"),
        (("--accept", "{first}", "--reason", "moon"), "family_view: view of the family"),
        (("--accept", "{first}", "--reason", "other"), "add --text"),
        (
            ("--accept", "{second}", "--reason", "cost"),
            "not {second}. Record {second} with --override",
        ),
        (("--override", "{first}", "--reason", "cost"), "Record it with --accept"),
        (("--override", "PERRYFIELDS-P", "--reason", "cost"), "It cannot stand: PERRYFIELDS-P"),
        (("--override", "NOWHERE", "--reason", "cost"), "No commission has the id NOWHERE"),
        (
            ("--accept", "{first}", "--reason", "as_suggested", "--on", "2061-11-08"),
            "is after 8 Nov 2021, the day on which the question is asked",
        ),
        (
            ("--override", "{second}", "--reason", "as_suggested"),
            "as_suggested is a reason for taking what the run suggests",
        ),
        (("--started", "2021-11-08"), f"No place is decided for {PUPIL}"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_recorded(
    planner: Planner,
    worked_case: Path,
    table: Path,
    run: Path,
    shown: list[str],
    how: tuple[str, ...],
    told: str,
) -> None:
    before = table.read_bytes()
    words = [word.format(first=shown[0], second=shown[1]) for word in how]
    done = planner("decide", worked_case / "base.yaml", PUPIL, "--run", run, *words, "-q")
    assert done.exit_code == EXIT_CLASH
    assert told.format(first=shown[0], second=shown[1]) in done.stderr
    assert "Nothing was recorded" in done.stderr
    assert table.read_bytes() == before


def test_words_that_a_spreadsheet_would_run_are_refused(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    before = table.read_bytes()
    how = ("--accept", shown[0], "--reason", "other", "--text", "=HYPERLINK(1)")
    done = planner("decide", worked_case / "base.yaml", PUPIL, "--run", run, *how, "-q")
    assert done.exit_code == EXIT_DATA
    assert table.read_bytes() == before


def test_an_unknown_pupil_is_told_with_the_nearest_id_before_anything_is_measured(
    planner: Planner, worked_case: Path
) -> None:
    done = planner("decide", worked_case / "base.yaml", "WORCS-006", "--defer", "--reason", "news")
    assert done.exit_code == EXIT_CLASH
    assert 'Did you mean "WORCS-0006"? Nothing was recorded.' in done.stderr
    assert "Measuring" not in done.stderr


def test_a_run_that_ranked_another_pupils_choices_is_refused(
    planner: Planner, worked_case: Path, table: Path, run: Path
) -> None:
    before = table.read_bytes()
    how = ("--run", run, "--defer", "--reason", "news", "-q")
    done = planner("decide", worked_case / "base.yaml", "WORCS-0001", *how)
    assert done.exit_code == EXIT_CLASH
    assert f"ranked the choices of {PUPIL} and showed none for WORCS-0001" in done.stderr
    assert table.read_bytes() == before


def test_a_run_of_another_case_is_refused_though_its_pupils_have_the_same_ids(
    planner: Planner, tmp_path: Path
) -> None:
    for name, seed in (("ours", 3), ("theirs", 9)):
        planner("new", tmp_path / name, "--pupils", "3", "--seed", seed)
    case, plan = tmp_path / "ours" / "base.yaml", tmp_path / "plan"
    assert planner("allocate", tmp_path / "theirs" / "base.yaml", "-q", "-o", plan).exit_code == 0
    how = ("--run", plan, "--defer", "--reason", "news", "-q")
    decided = planner("decide", case, "PUPIL-0001", *how)
    replanned = planner("allocate", case, "-q", "--previous", plan)
    for done in (decided, replanned):
        assert done.exit_code == EXIT_RECORD
        assert "is of another case" in done.stderr
    assert not (tmp_path / "ours" / "tables" / "decisions.csv").exists()


def test_nobody_has_started_on_a_day_that_is_still_to_come(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    decide = ("decide", worked_case / "base.yaml", PUPIL, "-q")
    how = ("--run", run, "--accept", shown[0], "--reason", "as_suggested")
    assert planner(*decide, *how).exit_code == EXIT_DONE
    before = table.read_bytes()
    done = planner(*decide, "--started", "2021-11-22")
    assert done.exit_code == EXIT_CLASH
    assert "nobody has started yet" in done.stderr
    assert table.read_bytes() == before
    assert planner(*decide, "--started", "2021-11-22", "--as-at", "2021-11-22").exit_code == 0


def test_exactly_one_decision_is_recorded_at_a_time(planner: Planner, worked_case: Path) -> None:
    case = worked_case / "base.yaml"
    assert planner("decide", case, PUPIL).exit_code == EXIT_USAGE
    two = planner("decide", case, PUPIL, "--defer", "--accept", "CPA-E")
    assert two.exit_code == EXIT_USAGE


def test_an_authority_may_have_its_own_reasons(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    case = worked_case / "base.yaml"
    own = "  decision_reasons:\n    A1: panel agrees\n    B2: panel differs\n  horizon_weeks: 12\n"
    text = case.read_text(encoding="utf-8").replace("  horizon_weeks: 12\n", own)
    case.write_text(text, encoding="utf-8")
    how = ("--run", run, "--accept", shown[0], "-q", "--reason")
    assert "B2: panel differs" in planner("decide", case, PUPIL, *how, "as_suggested").stderr
    assert planner("decide", case, PUPIL, *how, "A1").exit_code == EXIT_DONE
    assert _rows(table)[-1]["reason_code"] == "A1"


def test_a_first_rank_that_the_plan_does_not_suggest_is_recorded_as_what_it_is(
    planner: Planner, worked_case: Path, table: Path, tmp_path: Path
) -> None:
    case, run = worked_case / "base.yaml", tmp_path / "run"
    listed = planner("suggest", case, WITHOUT_A_PLACE, "-q", "--json", "-o", run)
    first = json.loads(listed.stdout)["choices"][0]["commission_id"]
    before = table.read_bytes()
    decide = ("decide", case, WITHOUT_A_PLACE, "--run", run, "-q")
    taken = planner(*decide, "--accept", first, "--reason", "as_suggested")
    assert taken.exit_code == EXIT_CLASH
    assert f"suggests no place for {WITHOUT_A_PLACE}" in taken.stderr
    assert f"Record {first} with --override" in taken.stderr
    assert table.read_bytes() == before
    done = planner(*decide, "--override", first, "--reason", "professional_view")
    assert done.exit_code == EXIT_DONE, done.stderr
    row = _rows(table)[-1]
    assert (row["status"], row["commission_id"], row["rank_chosen"]) == ("overridden", first, "1")


def test_the_same_decision_given_twice_is_one_row(
    planner: Planner, worked_case: Path, table: Path, run: Path, shown: list[str]
) -> None:
    decide = ("decide", worked_case / "base.yaml", PUPIL, "-q")
    steps = (
        ("--declined-by-provider", shown[1], "--reason", "no_room"),
        ("--run", run, "--accept", shown[0], "--reason", "as_suggested"),
        ("--started", "2021-11-08"),
        ("--ended", "2021-11-08", "--reason", "news"),
    )
    for number, step in enumerate(steps, start=1):
        assert planner(*decide, *step).exit_code == EXIT_DONE
        before = table.read_bytes()
        again = planner(*decide, *step)
        assert again.exit_code == EXIT_DONE, again.stderr
        told = f"Nothing was written, it stands already as number {number}: {PUPIL} "
        assert again.stdout.startswith(told)
        assert json.loads(planner(*decide, *step, "--json").stdout)["written"] is False
        assert table.read_bytes() == before


def test_an_end_that_is_entered_late_is_refused_with_what_to_do(
    planner: Planner, worked_case: Path, run: Path, shown: list[str]
) -> None:
    decide = ("decide", worked_case / "base.yaml", PUPIL, "-q", "--as-at", "2021-11-22")
    how = ("--run", run, "--accept", shown[0], "--reason", "as_suggested", "--on", "2021-11-08")
    assert planner(*decide, *how).exit_code == EXIT_DONE
    assert planner(*decide, "--started", "2021-11-09").exit_code == EXIT_DONE
    late = planner(*decide, "--ended", "2021-11-19", "--reason", "news")
    assert late.exit_code == EXIT_CLASH
    assert '--ended 2021-11-22 --text "left on 19 Nov 2021"' in late.stderr
    assert "write 19 Nov 2021 into `ends` of the placements table" in late.stderr
    as_told = ("--ended", "2021-11-22", "--text", "left on 19 Nov 2021", "--reason", "news")
    assert planner(*decide, *as_told).exit_code == EXIT_DONE


def test_a_day_that_would_be_left_unread_is_a_wrong_command_line(
    planner: Planner, worked_case: Path
) -> None:
    decide = ("decide", worked_case / "base.yaml", PUPIL)
    assert planner(*decide, "--ended", "2021-11-08", "--on", "2021-11-05").exit_code == EXIT_USAGE
    started = planner(*decide, "--started", "2021-11-08", "--from", "2021-11-05")
    assert started.exit_code == EXIT_USAGE


def test_for_tables_in_a_workbook_the_row_to_add_is_told_and_holds_once_added(
    planner: Planner, tmp_path: Path
) -> None:
    planner("new", tmp_path / "made", "--pupils", "3", "--seed", "3")
    case, book = tmp_path / "made" / "base.yaml", tmp_path / "made" / "tables.xlsx"
    workbook = Workbook()
    workbook.remove(workbook.active)
    for file in sorted((tmp_path / "made" / "tables").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            sheet = workbook.create_sheet(file.stem)
            for line in csv.reader(lines):
                sheet.append(line)
    workbook.save(book)
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("data: tables", "data: tables.xlsx"), encoding="utf-8")
    before = book.read_bytes()
    place = "BIRCH-QUARRY-END-E"
    how = ("--declined-by-provider", place, "--reason", "no_room", "-q")
    done = planner("decide", case, "PUPIL-0001", *how)
    assert done.exit_code == EXIT_OUTPUT, done.stderr
    assert book.read_bytes() == before
    told = dict(re.findall(r"^  (\w+): (.+)$", done.stderr, flags=re.MULTILINE))
    assert (told["pupil_id"], told["status"], told["number"]) == (
        *("PUPIL-0001", "declined_by_provider"),
        "1",
    )
    sheet = workbook.create_sheet("decisions")
    sheet.append(list(told))
    sheet.append(list(told.values()))
    workbook.save(book)
    answer = json.loads(planner("suggest", case, "PUPIL-0001", "--json", "-q").stdout)
    (barred,) = (n for n in answer["not_possible"] if n["commission_id"] == place)
    assert "declined" in {reason["rule"] for reason in barred["reasons"]}
    assert planner("decide", case, "PUPIL-0001", *how).stdout.startswith("Nothing was written")
