"""planner compare: scenarios beside their base, with the laws that its figures keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from planner.cli.output import check_folder
from planner.demo.write import new_case
from planner.errors import EXIT_OUTPUT, EXIT_SCENARIO

Planner = Callable[..., Result]

MORE = """\
  - change: add_places
    commission: BIRCH-MARCHFIELD-E
    places: 2
    because: what is tried
"""
MOVED = """\
  - change: move_places
    commission: BIRCH-MARCHFIELD-P
    to_commission: BIRCH-WILLOWBECK-E
    places: 3
    because: what is tried with it
"""
CAPPED = """\
policy:
  travel_cap_minutes: 30
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up authority of six waiting pupils and twenty futures."""
    path = new_case(tmp_path_factory.mktemp("authority"), seed=1, pupils=6)
    text = path.read_text(encoding="utf-8").replace("draws: 1000", "draws: 20")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def scenario(base: Path, name: str, changes: str, policy: str = "") -> Path:
    path = base.with_name(f"{name}.yaml")
    listed = f"changes:\n{changes}" if changes else ""
    text = f"title: {name.capitalize()}\nbase: base.yaml\n{listed}{policy}"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def compared(planner: Planner, *paths: object) -> dict[str, Any]:
    result = planner("compare", *paths, "--json", "--quiet", "--years", 1)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def shares(found: dict[str, Any]) -> dict[tuple[str, str, str], tuple[float | None, float | None]]:
    return {
        (row["figure"], row["when"], row["change"]): (row["share"], row["alone"])
        for row in found["tables"]["causes"]
    }


def test_a_scenario_that_changes_nothing_differs_in_nothing(planner: Planner, base: Path) -> None:
    found = compared(planner, base, scenario(base, "same", ""))
    rows = [row for row in found["tables"]["years"] if row["scenario"] == "same"]
    assert rows
    for row in rows:
        assert {row[f"difference_{part}"] for part in ("median", "p10", "p90", "mean")} <= {0, None}
        assert row["same_as_base"] in (1, None)
    plain = [row for row in found["tables"]["waiting_and_money"] if row["scenario"] == "same"]
    assert {row["difference"] for row in plain} <= {0, None}
    assert found["tables"]["causes"] == []


def test_a_change_after_the_years_told_and_settings_not_used_are_said(
    planner: Planner, base: Path
) -> None:
    later = scenario(base, "later", f"{MORE}    from: 2031-09-01\n", "settings: {draws: 30}\n")
    over = scenario(base, "over", f"{MORE}    from: 2025-10-01\n    until: 2026-03-31\n")
    found = compared(planner, later, over)
    notes = [note for each in found["scenarios"] for note in each["notes"]]
    about = "commission BIRCH-MARCHFIELD-E"
    assert (
        f'Later: no figure here shows "add_places from 2031-09-01, {about}, places 2": it begins '
        "after 31 Aug 2027."
    ) in notes
    assert (
        f'Over: no figure here shows "add_places from 2025-10-01, {about}, until 2026-03-31, '
        'places 2": it is over before 1 Apr 2026.'
    ) in notes
    [used] = [note for note in notes if "seed and draws" in note]
    assert used.startswith("Later: its own seed and draws are not used, but those of Made-up")


def test_scenarios_with_one_title_are_told_apart_by_their_files(
    planner: Planner, base: Path
) -> None:
    one, other = scenario(base, "one", MORE), scenario(base, "other", MOVED)
    other.write_text(other.read_text(encoding="utf-8").replace("Other", "One"), encoding="utf-8")
    found = compared(planner, one, other)
    assert {each["title"] for each in found["scenarios"][1:]} == {"One (one)", "One (other)"}


def test_independent_changes_in_another_order_give_the_same_answer_and_the_same_shares(
    planner: Planner, base: Path
) -> None:
    one = compared(planner, scenario(base, "one", MORE + MOVED, CAPPED))
    other = compared(planner, scenario(base, "one", MOVED + MORE, CAPPED))
    assert len({change for _, _, change in shares(one)}) == 4
    assert shares(one) == shares(other)
    assert one["tables"] == other["tables"]
    assert one["answer"] == other["answer"]


def test_changes_of_the_same_pupils_in_another_order_give_the_same_answer(
    planner: Planner, base: Path
) -> None:
    """Both change the referrals of the same pupils, and each future draws its own strength."""
    drawn = [
        f"  - change: change_referrals\n    per_cent: {{low: {low}, high: {high}}}\n"
        f"    because: reason {low}\n"
        for low, high in ((10, 40), (-30, 5))
    ]
    one = compared(planner, scenario(base, "one", "".join(drawn)))
    other = compared(planner, scenario(base, "one", "".join(reversed(drawn))))
    assert one["tables"] == other["tables"]
    assert one["answer"] == other["answer"]


def test_the_shares_of_every_figure_add_up_to_its_difference_to_the_penny(
    planner: Planner, base: Path
) -> None:
    found = compared(planner, scenario(base, "both", MORE + MOVED))
    differences = {
        (row["figure"], row["when"]): row.get("difference_mean", row.get("difference"))
        for table in ("years", "waiting_and_money")
        for row in found["tables"][table]
        if row["scenario"] == "both"
    }
    added: dict[tuple[str, str], float] = {}
    for (figure, when, _), (share, _) in shares(found).items():
        added[figure, when] = added.get((figure, when), 0) + (share or 0)
    assert added
    for key, total in added.items():
        assert total == pytest.approx(differences[key], abs=0.0051)


def test_what_each_payer_pays_adds_up_to_the_whole_in_every_year(
    planner: Planner, base: Path
) -> None:
    found = compared(planner, scenario(base, "more", MORE), "--no-attribution")
    means = {
        (row["scenario"], row["figure"], row["when"]): row["mean"]
        for row in found["tables"]["years"]
    }
    totals = {key: mean for key, mean in means.items() if key[1] == "total_pence"}
    assert totals
    for (name, _, when), total in totals.items():
        parts = [means[name, f"{payer}_pence", when] for payer in ("council", "recouped", "dfe")]
        assert sum(parts) == pytest.approx(total, abs=0.02)


def test_the_same_seed_gives_the_same_bytes(planner: Planner, base: Path, tmp_path: Path) -> None:
    path = scenario(base, "more", MORE)
    for name in ("first", "second"):
        result = planner("compare", path, "-o", tmp_path / name, "--quiet", "--years", 1)
        assert result.exit_code == 0, result.output
    files = sorted(each.name for each in (tmp_path / "first").iterdir())
    assert {"comparison.json", "years.csv", "regret.csv", "causes.csv"} <= set(files)
    for name in files:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_the_answer_comes_first_in_words(planner: Planner, base: Path) -> None:
    paths = scenario(base, "more", MORE), scenario(base, "moved", MOVED)
    result = planner("compare", *paths, "--quiet", "--years", 1, "--no-attribution")
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[0] == "More, Moved: compared with Made-up authority, 6 waiting."
    assert told[2].startswith("More has the fewest pupils late on average over 2026/27")
    assert told[3].startswith("More: ")
    assert "futures" in told[3]
    assert "What each change" not in result.stdout


def test_places_that_are_enough_follow_demand_and_not_what_is_commissioned(
    planner: Planner, base: Path
) -> None:
    fewer = """\
  - change: change_referrals
    per_cent: -50
    because: what is tried
"""
    paths = scenario(base, "more", MORE), scenario(base, "half", fewer)
    result = planner(
        "compare", *paths, "--json", "-q", "--years", 1, "--places", 90, "--no-attribution"
    )
    assert result.exit_code == 0, result.output
    rows = json.loads(result.stdout)["tables"]["waiting_and_money"]
    places = {
        name: sum(
            row["difference"]
            for row in rows
            if row["about"] == "places_enough" and row["scenario"] == name
        )
        for name in ("more", "half")
    }
    assert places["more"] == 0
    assert places["half"] < 0


def test_an_interval_is_taken_at_its_middle_and_said_so(planner: Planner, base: Path) -> None:
    open_places = MORE.replace("places: 2", "places: {low: 1, high: 3}")
    result = planner("compare", scenario(base, "open", open_places), "--quiet", "--years", 1)
    assert result.exit_code == 0, result.output
    told = "may be from 1 to 3 and is taken as 2; planner sweep tries the others."
    assert told in result.stdout


def test_a_case_without_history_still_compares_placing_and_money(
    planner: Planner, tmp_path: Path
) -> None:
    base = new_case(tmp_path / "bare", seed=1, pupils=6)
    (base.parent / "tables" / "history.csv").unlink()
    found = compared(planner, scenario(base, "more", MORE))
    assert found["tables"]["years"] == []
    assert found["unanswered"][0].endswith("for there are no futures.")
    assert len(found["unanswered"]) == 2, "the reason is said once for base and scenario"
    figures = {row["figure"] for row in found["tables"]["waiting_and_money"]}
    assert {"placed", "late_days", "council"} <= figures


def test_scenarios_on_different_bases_are_refused_by_name(planner: Planner, base: Path) -> None:
    other = base.with_name("other_base.yaml")
    other.write_text(base.read_text(encoding="utf-8").replace("seed: 1 ", "seed: 2 "))
    stray = base.with_name("stray.yaml")
    stray.write_text(f"title: Stray\nbase: other_base.yaml\nchanges:\n{MORE}")
    result = planner("compare", scenario(base, "more", MORE), stray, "--quiet")
    assert result.exit_code == EXIT_SCENARIO
    assert "it does not start from the same base as more." in result.output


def test_a_folder_of_somebody_else_is_refused_before_anything_is_worked_out(
    planner: Planner, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    result = planner("compare", scenario(base, "more", MORE), "-o", tmp_path)
    assert result.exit_code == EXIT_OUTPUT
    assert "Living through" not in result.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_scenario_named_twice_is_compared_once(
    planner: Planner, base: Path, tmp_path: Path
) -> None:
    path = scenario(base, "more", MORE)
    result = planner("compare", path, path, "-o", tmp_path / "out", "--quiet", "--years", 1)
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))
    assert [each["scenario"] for each in record["scenarios"]] == ["base", "more"]


def test_a_folder_stands_for_every_scenario_in_it(planner: Planner, tmp_path: Path) -> None:
    base = new_case(tmp_path / "authority", seed=1, pupils=6)
    text = base.read_text(encoding="utf-8").replace("draws: 1000", "draws: 20")
    base.write_text(text, encoding="utf-8", newline="\n")
    scenario(base, "more", MORE)
    scenario(base, "moved", MOVED)
    found = compared(planner, base.parent, "--no-attribution")
    assert [each["scenario"] for each in found["scenarios"]] == ["base", "more", "moved"]
    bare = tmp_path / "bare"
    bare.mkdir()
    refused = planner("compare", bare, "--quiet")
    assert refused.exit_code == 2
    assert "holds no scenario" in " ".join(refused.stderr.replace("│", " ").split())


def test_more_scenarios_than_fit_beside_each_other_are_refused(
    planner: Planner, base: Path
) -> None:
    paths = [scenario(base, f"more{number}", MORE) for number in range(12)]
    result = planner("compare", *paths, "--quiet")
    assert result.exit_code == EXIT_SCENARIO
    assert "at most 11 scenarios are compared with their base. Leave out 1 of the 12." in (
        result.output
    )


def test_a_base_alone_has_nothing_to_be_compared_with(planner: Planner, base: Path) -> None:
    result = planner("compare", base, "--quiet")
    assert result.exit_code == EXIT_SCENARIO
    assert "there is nothing to compare it with" in result.output


def test_a_run_of_a_what_if_is_compared_with_its_base_in_the_same_answer(
    planner: Planner, base: Path, tmp_path: Path
) -> None:
    result = planner("run", scenario(base, "more", MORE), "-o", tmp_path / "out", "--quiet")
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "out" / "compared" / "comparison.json").read_text("utf-8"))
    assert [each["scenario"] for each in record["scenarios"]] == ["base", "more"]
    told = " ".join(result.stdout.split())
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    for sentence in record["answer"]:
        assert sentence in told
        assert sentence in page
    assert (tmp_path / "out" / "compared" / "comparison.html").is_file()


def test_several_scenarios_are_held_against_each_other_and_their_regret_is_told(
    planner: Planner, base: Path
) -> None:
    paths = scenario(base, "more", MORE), scenario(base, "moved", MOVED)
    result = planner("compare", *paths, "--quiet", "--years", 1, "--no-attribution")
    assert result.exit_code == 0, result.output
    _, _, told = result.stdout.partition("Share of futures with fewer pupils late")
    lines = [line.split() for line in told.splitlines()]
    assert lines[1] == ["base", "more", "moved"]
    assert [line[0] for line in lines[2:5]] == ["base", "more", "moved"]
    assert lines[2][1:] == ["0%", lines[2][2]]
    assert "Regret: how far each falls behind" in told


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_lived_through(
    planner: Planner, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = planner("compare", scenario(base, "more", MORE), "-o", tmp_path / "file" / "out")
    assert result.exit_code == EXIT_OUTPUT
    assert "Nothing can be written beside" in result.output
    assert "Living through" not in result.output
    fine = tmp_path / "new" / "out"
    check_folder(fine)
    assert not fine.parent.exists(), "trying a folder leaves nothing behind"
