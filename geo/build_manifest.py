"""
Write the checksums of the files as they stand into manifest.yaml.

    python geo/build_manifest.py

Run it after any maker; everything else in the manifest is written by hand.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

MANIFEST = Path(__file__).parent / "manifest.yaml"


def main() -> None:
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    path = None
    for number, line in enumerate(lines):
        if found := re.match(r"\s+path: (\S+)", line):
            path = MANIFEST.parent / found[1]
        elif path is not None and (found := re.match(r"(\s+sha256: )", line)):
            lines[number] = found[1] + hashlib.sha256(path.read_bytes()).hexdigest()
    MANIFEST.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
