"""Pictures of the reports for the docs, made from the example article by the real command and a real browser.

    python bench/screenshots.py [--brief FILE.json] [--to docs/img]

Needs the extra ``dev`` (Playwright) and a Chromium (Debian: ``apt install chromium fonts-noto-core``).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import report
from translate import split

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "libya.txt"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    """Make the brief unless one is given, the index of a small folder, and a picture of each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--brief", type=Path, help="a brief made earlier with -f json; else the example is briefed")
    options.add_argument("--to", type=Path, default=ROOT / "docs" / "img")
    options.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    chosen = options.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        page = Path(folder, "brief.html")
        page.write_text(str(report.FORMATS["html"].render(report.load(_brief(EXAMPLE, chosen.brief)))), "utf-8")
        index = _index(Path(folder, "night"))
        browser = driver.chromium.launch(executable_path=chosen.chromium, args=ARGUMENTS)
        _take(browser, page, chosen.to / "brief.png", click=".bullets .cite >> nth=1", viewport=DESK)
        _take(browser, page, chosen.to / "brief-dark.png", viewport=DESK, color_scheme="dark")
        _take(browser, page, chosen.to / "brief-phone.png", viewport=PHONE)
        _take(browser, index, chosen.to / "index.png", viewport={"width": 1280, "height": 620})
        browser.close()


def _brief(article: Path, given: Path | None = None) -> bytes:
    if given:
        return given.read_bytes()
    command = [sys.executable, str(ROOT / "cli.py"), "brief", "-f", "json", str(article)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout


def _index(folder: Path) -> Path:
    """The index of four briefs: of the example's sentences, three to an article."""
    folder.mkdir()
    sentences = [sentence.text for sentence in split(EXAMPLE.read_text("utf-8"))]
    outputs = []
    for first in range(0, len(sentences), 3):
        article = folder / f"libya-{first + 1}-to-{first + 3}.txt"
        article.write_text(" ".join(sentences[first : first + 3]), "utf-8")
        article.with_name(f"{article.name}.json").write_bytes(_brief(article))
        outputs.append([f"{article.name}.json"])
    for name, text in report.index(folder, outputs):
        (folder / name).write_text(text, "utf-8")
    return folder / "index.html"


def _take(browser: Browser, page: Path, picture: Path, *, click: str = "", **settings: object) -> None:
    context = browser.new_context(reduced_motion="reduce", **settings)
    tab = context.new_page()
    tab.goto(page.as_uri())
    if click:
        tab.click(click)
        tab.evaluate("scrollTo(0, 0)")
    tab.screenshot(path=picture)
    context.close()
    print(f"{picture.name}: {picture.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
