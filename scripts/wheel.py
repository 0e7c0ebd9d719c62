"""
Build the wheel, install it alone with the core lock, and use it as a council would.

What works from the repository may be missing from the wheel; this finds it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWNERS = (
    "from importlib.metadata import packages_distributions as owners; "
    "found = owners()['planner']; assert found == ['ap-sufficiency-planner'], found"
)


def run(*command: str | Path, folder: Path) -> None:
    """Run one command outside the repository; end with its exit code if it fails."""
    print("$", " ".join(Path(part).name for part in map(str, command)), flush=True)
    # UV_SYSTEM_CERTS: the installer trusts what the machine trusts, as pip does.
    environment = {**os.environ, "PYTHONSAFEPATH": "1", "UV_SYSTEM_CERTS": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run([str(part) for part in command], cwd=folder, env=environment)
    if done.returncode:
        raise SystemExit(done.returncode)


def main() -> None:
    """Build, install and try the wheel in a fresh environment."""
    with tempfile.TemporaryDirectory(prefix="planner-wheel-") as name:
        folder = Path(name)
        uv = (sys.executable, "-m", "uv", "--quiet")
        run(*uv, "build", "--wheel", "--no-build-isolation", "--out-dir", folder, ROOT, folder=ROOT)
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "venv", with_pip=False)
        python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        install = (*uv, "pip", "install", "--python", python)
        run(*install, "--require-hashes", "-r", ROOT / "requirements" / "core.txt", folder=folder)
        run(*install, "--no-deps", wheel, folder=folder)
        planner = (python, "-m", "planner")
        run(python, "-c", OWNERS, folder=folder)
        run(*planner, "--help", folder=folder)
        run(*planner, "new", "made-up", "--pupils", "30", folder=folder)
        run(*planner, "check", "made-up/base.yaml", folder=folder)
        run(*planner, "allocate", "made-up/base.yaml", "-o", "out", folder=folder)
        answer = json.loads((folder / "out" / "allocation.json").read_text(encoding="utf-8"))
        if len(answer["placed"]) + len(answer["unplaced"]) != 30:
            raise SystemExit("The wheel by itself does not answer for every pupil.")


if __name__ == "__main__":
    main()
