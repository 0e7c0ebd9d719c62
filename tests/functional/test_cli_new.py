"""``planner new`` makes an authority that the planner can be tried on at once."""

from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from planner.errors import EXIT_DONE, EXIT_OUTPUT

Planner = Callable[..., Result]


def texts_in(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_made_up_authority_passes_its_own_check(planner: Planner, tmp_path: Path) -> None:
    made = planner("new", tmp_path / "authority", "--pupils", "15")
    assert made.exit_code == EXIT_DONE
    assert f"Try: planner run {tmp_path / 'authority' / 'base.yaml'}" in made.stdout
    checked = planner("check", tmp_path / "authority" / "base.yaml")
    assert checked.exit_code == EXIT_DONE
    assert "pupils waiting           15" in checked.stdout


def test_the_same_seed_makes_the_same_files_wherever_they_go(
    planner: Planner, tmp_path: Path
) -> None:
    for name, seed in (("one", 4), ("two", 4), ("other", 5)):
        planner("new", tmp_path / name, "--pupils", "5", "--seed", seed)
    assert texts_in(tmp_path / "one") == texts_in(tmp_path / "two")
    assert texts_in(tmp_path / "one") != texts_in(tmp_path / "other")


def test_a_folder_that_holds_something_is_left_alone(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    result = planner("new", tmp_path)
    assert result.exit_code == EXIT_OUTPUT
    assert "is not empty. Name a new or an empty folder." in result.stderr
    assert texts_in(tmp_path) == {"notes.txt": b"mine"}
