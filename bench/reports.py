"""How big reports are, how long they take to make, and how soon a browser has an index open.

    python bench/reports.py BRIEF.json [--articles 5000] [--sentences 1000]

``BRIEF.json`` is made by ``mujaz brief -f json``; its sentences are repeated to make a long article, and its
row to make an index. Opening the index needs Playwright and a Chromium; without them that line is left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from machine import machine  # noqa: E402 - found beside this file

from report import FORMATS, load  # noqa: E402
from report.index import pages, row  # noqa: E402
from summarize import Brief  # noqa: E402
from translate import Sentence  # noqa: E402


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("brief", type=Path)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--sentences", type=int, default=1000)
    chosen = options.parse_args()
    brief = load(chosen.brief.read_bytes())
    long = lengthened(brief, chosen.sentences)
    print(machine())
    print(f"| format | the brief given, KB | {chosen.sentences} sentences, KB | made in, s of CPU |")
    print("|---|---|---|---|")
    for form in FORMATS.values():
        began = time.process_time()
        made = form.render(long)
        seconds = time.process_time() - began
        print(f"| {form.name} | {size(form.render(brief)):.0f} | {size(made):.0f} | {seconds:.2f} |")
    began = time.process_time()
    one = row(brief, ["article.json"])
    rows = [dataclasses.replace(one, place=f"{number}.txt") for number in range(chosen.articles)]
    (_, text), *_ = pages(rows)
    print(f"\nindex of {chosen.articles}: {size(text):.0f} KB, made in {time.process_time() - began:.2f} s of CPU")
    opening(text)


def size(made: str | bytes) -> float:
    """Kilobytes."""
    return len(made if isinstance(made, bytes) else made.encode()) / 1000


def lengthened(brief: Brief, count: int) -> Brief:
    """The brief's sentences over and over, until there are ``count``."""
    text, translations = "", []
    for number in range(count):
        translation = brief.translations[number % len(brief.translations)]
        words = translation.source.text
        place = Sentence(words, len(text), len(text) + len(words), number // 4 + 1)
        translations.append(dataclasses.replace(translation, source=place))
        text += f"{words} "
    article = dataclasses.replace(brief.article, text=text)
    return dataclasses.replace(brief, article=article, translations=tuple(translations))


def opening(text: str) -> None:
    """Print how long a browser takes until the page is loaded and drawn, the middle one of five."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder, "index.html")
        path.write_text(text, "utf-8")
        browser = driver.chromium.launch(executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"])
        took = []
        for _ in range(5):
            tab = browser.new_page()
            tab.goto(path.as_uri())
            took.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
            tab.close()
        browser.close()
    print(f"opened in {sorted(took)[2] / 1000:.2f} s (median of 5)")


if __name__ == "__main__":
    main()
