"""
Remake the locks in ``requirements/`` from ``pyproject.toml``.

Run in the development environment: ``python scripts/lock.py``, with ``--upgrade``
to take newer versions. Every lock holds exact versions with hashes and no
address, so that each machine takes packages from the index that its own
configuration names.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"

TESTED_EXTRAS = ("reports", "distributed", "forecast", "network", "postcodes", "dev")
"""Extras whose packages can be installed on every machine; ``osrm`` has few wheels."""

SELECTIONS: dict[str, tuple[str, ...]] = {
    "dev": (*(f"--extra={each}" for each in TESTED_EXTRAS), "--group=build", "pyproject.toml"),
    "demo": ("--extra=reports", "--group=build", "pyproject.toml"),
    "core": ("pyproject.toml",),
    "installer": ("--group=installer",),
}
"""What each lock is made of, in the order they are made: versions come from ``dev``."""

COMMON = (
    *("--universal", "--python-version=3.11", "--generate-hashes"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"),
    *("--exclude-newer=7 days", "--quiet"),
)


def lock(name: str, selection: tuple[str, ...], *, upgrade: bool) -> None:
    """Write one lock; versions stay as they are unless ``upgrade`` is asked for."""
    target = FOLDER / f"{name}.txt"
    command = ["uv", "pip", "compile", *COMMON, *selection, f"--output-file={target}"]
    if upgrade:
        command.append("--upgrade")
    if name in ("demo", "core"):
        command.append(f"--constraints={FOLDER / 'dev.txt'}")
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    if "://" in target.read_text(encoding="utf-8"):
        raise SystemExit(f"{target} names an address; a lock must not.")


def main() -> None:
    """Remake every lock."""
    FOLDER.mkdir(exist_ok=True)
    for name, selection in SELECTIONS.items():
        lock(name, selection, upgrade="--upgrade" in sys.argv[1:])


if __name__ == "__main__":
    main()
