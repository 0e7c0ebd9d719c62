"""The locks hold everything that is asked for, by hash, and say nothing of where it comes from."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("core", "demo", "dev", "installer")


def asked_for() -> dict[str, list[str]]:
    """What each lock must hold, as ``pyproject.toml`` asks for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    core, extras = project["project"]["dependencies"], project["project"]["optional-dependencies"]
    extras.pop("osrm")  # wheels for few machines: whoever wants it installs it
    build = project["dependency-groups"]["build"]
    return {
        "core": core,
        "demo": [*core, *extras["reports"], *build],
        "dev": [*core, *chain.from_iterable(extras.values()), *build],
        "installer": project["dependency-groups"]["installer"],
    }


def locked(name: str) -> dict[str, str]:
    """Versions in a lock by package; forked versions of one package are joined."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)( ; [^\\]+)? \\\n    --hash=sha256:", text, re.MULTILINE)
    versions: dict[str, str] = {}
    for package, version, condition in pins:
        versions[package] = versions.get(package, "") + version + condition
    return versions


def package_of(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_everything_asked_for_is_locked_by_hash(name: str) -> None:
    assert {package_of(each) for each in asked_for()[name]} <= set(locked(name))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra|find|trusted)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["core", "demo"])
def test_what_is_tested_is_what_is_used(name: str) -> None:
    dev = locked("dev")
    assert locked(name).items() <= dev.items()
