"""
Remake what is generated in the repository's pages: ``python scripts/pages.py``.

With ``--check`` nothing is written, and a stale page is named. Some pages are
generated whole; in others a generated part stands between
``<!-- NAME: begin -->`` and ``<!-- NAME: end -->``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from planner.cli.app import app
from planner.cli.pages.decisions_page import decisions_page
from planner.cli.pages.rules_page import rules_page
from planner.errors import EXIT_CODES
from planner.scenario.writing.page import changes_page
from planner.tables.template import data_dictionary

ROOT = Path(__file__).resolve().parent.parent


def commands_table() -> str:
    """Return the commands with the first line of each one's help."""
    commands = get_command(app).commands
    rows = [
        f"| `planner {name}` | {each.get_short_help_str(200)} |" for name, each in commands.items()
    ]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])


def exit_codes_table() -> str:
    """Return what each exit code tells a scheduler."""
    rows = [f"| {code} | {says} |" for code, says in sorted(EXIT_CODES.items())]
    return "\n".join(["| exit code | meaning |", "|---|---|", *rows])


def generated_parts() -> dict[str, dict[str, str]]:
    """Return each page's generated parts: page, name of the part, text."""
    return {"README.md": {"commands": commands_table(), "exit codes": exit_codes_table()}}


def generated_pages() -> dict[str, str]:
    """Return the pages that are generated whole, with their text."""
    return {
        "planner/help/changes.md": changes_page(),
        "planner/help/decisions.md": decisions_page(),
        "planner/help/rules.md": rules_page(),
        "planner/help/tables.md": data_dictionary(),
    }


def fresh_pages() -> Iterator[tuple[Path, str]]:
    """Give each page that has something generated, as it ought to stand."""
    for name, parts in generated_parts().items():
        yield ROOT / name, remade((ROOT / name).read_text(encoding="utf-8"), parts)
    for name, text in generated_pages().items():
        yield ROOT / name, text


def remade(page: str, parts: dict[str, str]) -> str:
    """Return a page with each of its generated parts made anew."""
    for name, text in parts.items():
        marks = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
        if not marks.search(page):
            raise SystemExit(f"A page has lost the marks of its part {name}.")
        page = marks.sub(lambda found, text=text: f"{found[1]}{text}\n{found[2]}", page)
    return page


def main() -> None:
    """Write every page, or with ``--check`` name those that are stale."""
    stale = []
    for path, fresh in fresh_pages():
        if path.exists() and path.read_text(encoding="utf-8") == fresh:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_text(fresh, encoding="utf-8", newline="\n")
    if stale and "--check" in sys.argv[1:]:
        raise SystemExit(f"Stale: {', '.join(stale)}. Run python scripts/pages.py.")


if __name__ == "__main__":
    main()
