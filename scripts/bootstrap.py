"""
Set up everything and do one thing: ``python scripts/bootstrap.py demo|test|check``.

Needs Python 3.11 to 3.13 with its venv module and nothing else, on Linux, macOS
and Windows. What it installs goes into ``.venv`` beside this repository (or into
the folder that ``PLANNER_VENV`` names), from the locks in ``requirements/``, by
hash. A second run finds the environment as it left it and starts at once.
``PLANNER_PYTHON`` names the Python to use where the first one found is not wanted.

This file is read by whatever ``python3`` is, so it keeps to what Python 3.7
understands until a suitable interpreter has taken over.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("PLANNER_VENV") or ROOT / ".venv").resolve()
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "planner-lock.json"
SUPPORTED = ((3, 13), (3, 12), (3, 11))
DEMO_CASE = Path("scenarios", "worcestershire", "base.yaml")
DEMO_OUT = Path("out", "worcestershire")


def say(text):
    """Tell the user what happens, without holding it back in a buffer."""
    print(text, flush=True)


def run(*command, **options):
    """Run a command in the repository; end with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=str(ROOT), **options)
    if done.returncode:
        raise SystemExit(done.returncode)


def version_of(python):
    """Return (major, minor) of an interpreter, or None if it cannot be started."""
    question = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [*python, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split()
    return (int(words[0]), int(words[1])) if len(words) == 2 else None


def suitable_python():
    """Return the command of a supported Python that can make environments."""
    chosen = os.environ.get("PLANNER_PYTHON")
    candidates = [[chosen]] if chosen else [[sys.executable], ["python3"], ["python"]]
    for major, minor in SUPPORTED:
        name = f"{major}.{minor}"
        candidates += [] if chosen else [["python" + name], ["py", "-" + name]]
    for candidate in candidates:
        if version_of(candidate) in SUPPORTED:
            return candidate
    raise SystemExit(
        "AP Planner needs Python 3.11, 3.12 or 3.13 with its venv module, and found none "
        f"({chosen or sys.executable} is not). Install one, on Debian or Ubuntu with "
        "python3-venv, and run the same command again."
    )


def fingerprint(lock):
    """Return what an environment depends on: a lock's text and the project's own face."""
    parts = (lock, ROOT / "pyproject.toml", Path(__file__))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def stamps():
    """Return which locks the environment already holds, by name."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def make_environment():
    """Make a fresh virtual environment where there is none that starts."""
    if version_of([str(PYTHON)]) in SUPPORTED:
        return
    python = suitable_python()
    major, minor = version_of(python)
    say(f"Making {VENV.name} with Python {major}.{minor}.")
    shutil.rmtree(str(VENV), ignore_errors=True)
    run(*python, "-m", "venv", VENV)


def install(lock):
    """Install a lock by hash: with uv where it can be had, otherwise with pip."""
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    hashed = ("--require-hashes", "--requirement")
    helper = subprocess.run(
        [str(part) for part in (*pip, *hashed, ROOT / "requirements" / "installer.txt")],
        stderr=subprocess.DEVNULL,
    )
    if helper.returncode == 0:
        uv = [PYTHON, "-m", "uv", "--quiet", "pip", "install", "--python", PYTHON, *hashed, lock]
        environment = dict(os.environ, UV_SYSTEM_CERTS="1", VIRTUAL_ENV=str(VENV))
        if subprocess.run([str(part) for part in uv], env=environment).returncode == 0:
            return
        say("uv could not install the packages; trying pip.")
    run(*pip, *hashed, lock)


def ensure(name):
    """Bring the environment to what a lock says, unless it is there already."""
    lock = ROOT / "requirements" / (name + ".txt")
    wanted = fingerprint(lock)
    held = stamps()
    if version_of([str(PYTHON)]) in SUPPORTED and wanted in held.values():
        return
    make_environment()
    say(f"Installing the packages of requirements/{name}.txt (once).")
    if STAMP.exists():
        STAMP.unlink()
    install(lock)
    own = ("--no-deps", "--no-build-isolation", "--editable", ".")
    run(PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *own)
    # The development lock contains the other, version for version.
    contained = ("demo", "dev") if name == "dev" else (name,)
    locks = {each: fingerprint(ROOT / "requirements" / (each + ".txt")) for each in contained}
    STAMP.write_text(json.dumps(locks), encoding="utf-8")


def demo(_arguments):
    """Run the main job on the worked case and say where the report is."""
    ensure("demo")
    run(PYTHON, "-m", "planner", "run", DEMO_CASE, "-o", DEMO_OUT)
    say("")
    say(f"The report: {ROOT / DEMO_OUT / 'report.html'}")


def test(arguments):
    """Run the tests; further arguments go to pytest."""
    ensure("dev")
    run(PYTHON, "-m", "pytest", *(arguments or ["-q", "-n", "auto"]))


def check(_arguments):
    """Run every check that is not a test: format, lint, types, contracts, pages, wheel."""
    ensure("dev")
    run(PYTHON, ROOT / "scripts" / "check.py")


COMMANDS = {"demo": demo, "test": test, "check": check}


def main():
    """Do what the first argument names."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        raise SystemExit("Say what to do: python scripts/bootstrap.py demo, test or check.")
    COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    main()
