"""
Every check that is not a test, one after the other, each named when it fails.

Run by ``make check`` inside the development environment.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: dict[str, tuple[str | Path, ...]] = {
    "format": (BIN / "ruff", "format", "--check", "--quiet", "."),
    "lint": (BIN / "ruff", "check", "--quiet", "."),
    "types": (BIN / "mypy",),
    "import contracts": (BIN / "lint-imports", "--no-logo"),
    "generated pages": (sys.executable, "scripts/pages.py", "--check"),
    "the wheel by itself": (sys.executable, "scripts/wheel.py"),
}


def main() -> None:
    """Run every check, so that one run names all that fail."""
    failed = []
    for name, command in CHECKS.items():
        print(f"--- {name}", flush=True)
        if subprocess.run([str(part) for part in command], cwd=ROOT).returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"Failed: {', '.join(failed)}.")
    print("All checks passed.")


if __name__ == "__main__":
    main()
