"""Reading a scenario file, with its base, or naming everything that is wrong with it."""

from __future__ import annotations

import os.path
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from planner.errors import Problem, ScenarioProblems
from planner.scenario.between import KEYS
from planner.scenario.reading.fields import Day
from planner.scenario.reading.nearest import did_you_mean
from planner.scenario.reading.parse import read_tree
from planner.scenario.reading.paths import found_at, names_beside
from planner.scenario.reading.tree import Entry, Node, plain, problem_at
from planner.scenario.reading.wording import problems_of
from planner.scenario.schema import Scenario, ScenarioFile

_INHERITED = ("data", "geo", "as_at")
_INHERITED_BY_KEY = ("policy", "settings")
_ENDINGS = frozenset({".yaml", ".yml"})
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
    tree = _read(path, file=path.as_posix(), problems=problems)
    base_tree, base_path = _read_base(tree, path, problems)
    base = None
    if base_tree is not None and base_path is not None:
        base = _resolved(base_tree, base_path, problems)
        tree = _over_base(tree, base_tree) if tree is not None else None
    scenario = _resolved(tree, path, problems) if tree is not None else None
    if problems or scenario is None:
        raise ScenarioProblems(
            dict.fromkeys(problems),
            data=_path_at(tree, "data", []),
            geo=_path_at(tree, "geo", []),
            as_at=_day_in(tree),
        )
    if base is None:
        return scenario
    return replace(
        scenario,
        base=base,
        changes=(*base.changes, *scenario.changes),
        origins=(*base.origins, *scenario.origins),
    )


def _resolved(tree: Node, path: Path, problems: list[Problem]) -> Scenario | None:
    """Return a tree's scenario with absolute paths, or None where something is wrong."""
    written = _validated(tree, problems)
    data = _path_at(tree, "data", problems)
    geo = _path_at(tree, "geo", problems)
    if written is None or data is None:
        return None
    return Scenario(
        id=path.stem,
        title=written.title,
        question=written.question or "",
        data=data,
        geo=geo,
        as_at=written.as_at,
        changes=written.changes,
        settings=written.settings,
        policy_block=written.policy,
        sweep=written.sweep,
        origins=_change_nodes(tree),
    )


def _read(path: Path, *, file: str, problems: list[Problem]) -> Node | None:
    if found_at(path.parent, path.name) is None:
        names = names_beside(path.parent, path.name, endings=_ENDINGS)
        advice = did_you_mean(path.name, names) if names else "Check the path."
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


def _read_base(
    own: Node | None, path: Path, problems: list[Problem]
) -> tuple[Node | None, Path | None]:
    entry = own.entries.get("base") if own is not None else None
    if entry is None or not isinstance(entry.node.content, str):
        return None, None
    name = entry.node.content
    found = found_at(path.parent, name)
    if found is None or not found.is_file():
        names = names_beside(path.parent, name, endings=_ENDINGS)
        _refuse(entry, "base", "there is no such scenario file.", names, problems)
        return None, None
    base_path = Path(os.path.normpath(path.parent / name))
    base = _read(base_path, file=base_path.as_posix(), problems=problems)
    further = base.entries.get("base") if base is not None else None
    if base is not None and further is not None and further.node.content is not None:
        problems.append(
            problem_at(
                further.key,
                column="base",
                value=further.node.written,
                what="a scenario that serves as a base may not itself have a base.",
                fix="Write out here what that file gives.",
            )
        )
        base = _over_further(base, base_path.parent / str(further.node.content))
    return base, base_path


def _over_further(base: Node, path: Path) -> Node:
    """Return a base's tree with what it would take, so that only its own base is refused."""
    tree = _read(path, file=path.as_posix(), problems=[])
    return base if tree is None else _over_base(base, tree)


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
    if not above.node.entries or not below.node.entries or {*above.node.entries} <= {*KEYS}:
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
    folder, name = Path(entry.key.file).parent, entry.node.content
    path = found_at(folder, name)
    if path is None:
        what = "there is no such folder or file."
        _refuse(entry, key, what, names_beside(folder, name), problems)
    return path


def _day_in(tree: Node | None) -> date | None:
    """Return the day that a scenario with other faults gives."""
    entry = tree.entries.get("as_at") if tree is not None else None
    try:
        return None if entry is None else _DAY.validate_python(plain(entry.node))
    except ValidationError:
        return None


def _refuse(entry: Entry, key: str, what: str, names: list[str], problems: list[Problem]) -> None:
    name = Path(entry.node.written).name
    fix = did_you_mean(name, names) if names else "Paths start from the folder of this file."
    problems.append(
        problem_at(entry.node.spot, column=key, value=entry.node.written, what=what, fix=fix)
    )


def _change_nodes(tree: Node | None) -> tuple[Node, ...]:
    entry = tree.entries.get("changes") if tree is not None else None
    content = entry.node.content if entry is not None else None
    return content if isinstance(content, tuple) else ()
