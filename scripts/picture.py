"""
Take README's picture of the report: ``python scripts/picture.py`` after ``make demo``.

Needs a Chromium on this machine.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "out" / "worcestershire" / "report.html"
PICTURE = ROOT / "planner" / "help" / "report.png"
WIDTH_PIXELS, HEIGHT_PIXELS = 1000, 690

QUIET_START = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


def main() -> None:
    """Photograph the top of the report."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None or not REPORT.exists():
        raise SystemExit("Needs a Chromium, and the report that make demo writes.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(QUIET_START))
        page = browser.new_page(viewport={"width": WIDTH_PIXELS, "height": HEIGHT_PIXELS})
        page.goto(REPORT.as_uri())
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
