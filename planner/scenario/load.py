"""Reading a scenario file, with its base, or naming everything that is wrong with it."""

from __future__ import annotations

import os.path
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from planner.errors import Problem, ScenarioProblems
from planner.scenario.fields import Day
from planner.scenario.reading.nearest import did_you_mean
from planner.scenario.reading.parse import read_tree
from planner.scenario.reading.tree import Entry, Node, Spot, plain, problem_at
from planner.scenario.reading.wording import problems_of
from planner.scenario.schema import Scenario, ScenarioFile

_INHERITED = ("data", "geo", "as_at")
_INHERITED_BY_KEY = ("policy", "settings")
_DAY: TypeAdapter[date] = TypeAdapter(Day)


def load_scenario(path: Path) -> Scenario:
    """
    Read a scenario.

    Parameters
    ----------
    path
        The YAML file.

    Returns
    -------
    Scenario
        With absolute paths, and with what its base gives filled in.

    Raises
    ------
    ScenarioProblems
        If anything is wrong, in the file or in its base; every fault is named at once.
    """
    problems: list[Problem] = []
    own = _read(path, file=path.as_posix(), problems=problems)
    base, base_path = _read_base(own, path, problems)
    base_file = None
    if base is not None and base_path is not None:
        base_file = _validated(base, problems)
        own = _over_base(own, base) if own is not None else None
    written = _validated(own, problems) if own is not None else None
    data = _path_at(own, "data", problems)
    geo = _path_at(own, "geo", problems)
    if problems or own is None or written is None or data is None:
        raise ScenarioProblems(dict.fromkeys(problems), data=data, as_at=_day_in(own))
    return Scenario(
        id=path.stem,
        title=written.title,
        question=written.question or "",
        data=data,
        geo=geo,
        as_at=written.as_at,
        base_id=None if base_path is None else base_path.stem,
        changes=(*(base_file.changes if base_file else ()), *written.changes),
        settings=written.settings,
        policy_block=written.policy,
        origins=(*_change_nodes(base), *_change_nodes(own)),
    )


def _read(path: Path, *, file: str, problems: list[Problem]) -> Node | None:
    if not path.exists():
        found = [each.name for each in _siblings(path) if each.suffix in {".yaml", ".yml"}]
        advice = did_you_mean(path.name, found) if found else "Check the path."
        problems.append(Problem(file, 0, "", "", "this file does not exist.", advice))
        return None
    tree, faults = read_tree(path, file=file)
    problems.extend(faults)
    if tree is None or tree.entries:
        return tree
    what, fix = (
        "a scenario is a list of keys with values.",
        "Start with a line such as title: Today; a space follows each colon.",
    )
    problems.append(problem_at(tree.spot, column="", value=tree.written, what=what, fix=fix))
    return None


def _siblings(path: Path) -> list[Path]:
    try:
        return sorted(path.parent.iterdir())
    except OSError:
        return []


def _read_base(
    own: Node | None, path: Path, problems: list[Problem]
) -> tuple[Node | None, Path | None]:
    entry = own.entries.get("base") if own is not None else None
    if entry is None or not isinstance(entry.node.content, str):
        return None, None
    base_path = Path(os.path.normpath(path.parent / entry.node.content))
    if not base_path.is_file():
        found = [each.name for each in _siblings(base_path) if each.suffix in {".yaml", ".yml"}]
        _refuse(entry, "base", "there is no such scenario file.", base_path.name, found, problems)
        return None, None
    base = _read(base_path, file=base_path.as_posix(), problems=problems)
    further = base.entries.get("base") if base is not None else None
    if further is not None and further.node.content is not None:
        problems.append(
            problem_at(
                further.key,
                column="base",
                value=further.node.written,
                what="a scenario that serves as a base may not itself have a base.",
                fix="Write out here what that file gives.",
            )
        )
    return base, base_path


def _over_base(own: Node, base: Node) -> Node:
    """Return the scenario's tree with what it takes from its base."""
    entries = dict(own.entries)
    for key in _INHERITED:
        if key in base.entries:
            entries.setdefault(key, base.entries[key])
    for key in _INHERITED_BY_KEY:
        below = base.entries.get(key)
        if below is not None:
            above = entries.get(key)
            entries[key] = below if above is None else _merged(above, below)
    return own.with_entries(entries)


def _merged(above: Entry, below: Entry) -> Entry:
    if not above.node.entries or not below.node.entries:
        return above
    entries = dict(below.node.entries)
    for key, entry in above.node.entries.items():
        entries[key] = _merged(entry, entries[key]) if key in entries else entry
    return Entry(above.key, above.node.with_entries(entries))


def _validated(tree: Node, problems: list[Problem]) -> ScenarioFile | None:
    try:
        return ScenarioFile.model_validate(plain(tree))
    except ValidationError as error:
        # What the parser has refused already is not refused again for what it lacks.
        told = {problem.excerpt for problem in problems}
        found = problems_of(error, tree, ScenarioFile)
        problems.extend(problem for problem in found if problem.excerpt not in told)
        return None


def _path_at(tree: Node | None, key: str, problems: list[Problem]) -> Path | None:
    """Return the path that a key names, relative to the file in which the key is written."""
    entry = tree.entries.get(key) if tree is not None else None
    if entry is None or not isinstance(entry.node.content, str):
        return None
    path = (Path(entry.key.file).parent / entry.node.content).resolve()
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        found = [each.name for each in _siblings(path) if not each.name.startswith(".")]
        what = "there is no such folder or file."
        _refuse(entry, key, what, path.name, found, problems)
        return None
    return path


def _day_in(tree: Node | None) -> date | None:
    """Return the day that a scenario with other faults gives."""
    entry = tree.entries.get("as_at") if tree is not None else None
    try:
        return None if entry is None else _DAY.validate_python(plain(entry.node))
    except ValidationError:
        return None


def _refuse(
    entry: Entry, key: str, what: str, name: str, found: list[str], problems: list[Problem]
) -> None:
    fix = did_you_mean(name, found) if found else "Paths start from the folder of this file."
    spot: Spot = entry.node.spot
    problems.append(problem_at(spot, column=key, value=entry.node.written, what=what, fix=fix))


def _change_nodes(tree: Node | None) -> tuple[Node, ...]:
    entry = tree.entries.get("changes") if tree is not None else None
    content = entry.node.content if entry is not None else None
    return content if isinstance(content, tuple) else ()
