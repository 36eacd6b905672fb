"""The pages in a real browser: Debian's Chromium, driven by Playwright; skipped where there is none.

``.ci/run`` installs both, and axe-core beside the virtual environment.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mujaz import visible
from report import page
from report.index import Row, pages
from report.index import row as row_of
from summarize import Brief, Name
from tests.briefs import example, hostile
from tests.test_html import PAYLOADS, long_article

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("AXE") or Path(sys.prefix, "node_modules", "axe-core", "axe.min.js"))
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt install chromium)")


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def visit(browser, tmp_path):
    """Opens a page's text in a context of its own; whatever it asks for or complains about is a failure."""
    contexts, troubles = [], []

    def open_(text: str, **settings):
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **settings}
        )
        contexts.append(context)
        path = tmp_path / f"{len(contexts)}.html"
        path.write_text(text, "utf-8")
        tab = context.new_page()
        tab.on("request", lambda request: troubles.append(request.url) if request.url != path.as_uri() else None)
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("dialog", lambda dialog: troubles.append(dialog.message))
        tab.goto(path.as_uri())
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert not troubles


def marked(tab) -> list[str]:
    return tab.eval_on_selector_all(".sentence.marked", "nodes => nodes.map(node => node.id)")


def in_view(tab, selector: str) -> bool:
    return tab.eval_on_selector(
        selector,
        "node => { const box = node.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }",
    )


# A brief


def test_a_citation_leads_to_its_sentences_and_marks_them_in_both_languages(visit):
    tab = visit(page.render(long_article(60)), viewport={"width": 1280, "height": 500})
    assert not in_view(tab, "#s7")
    tab.click("#b3 .cite")
    assert in_view(tab, "#s7")
    assert marked(tab) == ["s7"]
    paper = tab.eval_on_selector("body", "node => getComputedStyle(node).backgroundColor")
    shade = tab.eval_on_selector("#s7", "node => getComputedStyle(node).backgroundColor")
    assert shade != paper
    for language in (".english", ".arabic"):
        inside = tab.eval_on_selector(
            f"#s7 {language}",
            "node => { const a = node.getBoundingClientRect(), b = node.parentNode.getBoundingClientRect();"
            " return a.left >= b.left && a.right <= b.right; }",
        )
        assert inside


def test_all_sentences_of_a_bullet_are_marked_and_the_strip_shows_them(visit):
    tab = visit(page.render(example()))
    tab.click("#b1 .cite >> nth=1")
    assert marked(tab) == ["s1", "s2"]
    assert tab.evaluate("document.activeElement.id") == "s2"
    assert tab.locator(".tick.marked").count() == 2
    assert tab.locator("#said").text_content() == "Sentences 1, 2 marked"
    tab.click("#b3 .cite")
    assert marked(tab) == ["s7"]


def test_hovering_a_sentence_marks_its_partner(visit):
    tab = visit(page.render(example()))
    before = tab.eval_on_selector("#s2", "node => getComputedStyle(node).backgroundColor")
    tab.hover("#s2 .english")
    assert tab.eval_on_selector("#s2", "node => getComputedStyle(node).backgroundColor") != before
    assert tab.eval_on_selector("#s2 .arabic", "node => node.closest(':hover') !== null")


def test_a_tick_of_the_strip_leads_to_its_sentence(visit):
    tab = visit(page.render(long_article(60)), viewport={"width": 1280, "height": 500})
    tab.click(".strip .tick >> nth=49")
    assert in_view(tab, "#s50")
    assert marked(tab) == ["s50"]


def test_the_keyboard_alone_reads_the_brief(visit):
    tab = visit(page.render(example()))
    walked = []
    for _ in range(8):
        tab.keyboard.press("Tab")
        walked.append(tab.evaluate("document.activeElement.className || document.activeElement.id"))
    assert walked[0] == "skip"
    assert "cite" in walked
    tab.focus("#b2 .cite")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "s4"
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.id") == "s5"
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.closest('.bullet').id") == "b2"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.matches('#b2 .cite')")
    tab.focus(".strip .tick")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "s2"


def test_without_script_citations_still_lead_to_their_sentences(visit):
    tab = visit(page.render(long_article(60)), java_script_enabled=False, viewport={"width": 1280, "height": 500})
    tab.click("#b3 .cite")
    assert tab.url.endswith("#s7")
    assert tab.locator(".sentence:target").get_attribute("id") == "s7"


def test_the_brief_is_copied_with_its_citations(visit):
    tab = visit(page.render(example()), permissions=["clipboard-read", "clipboard-write"])
    tab.click("#copy")
    tab.wait_for_function("() => document.getElementById('copy').textContent === 'Copied'")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "Floods in Derna leave 1,200 dead [1]"
    assert copied.splitlines()[-1] == "- The United Nations called for a truce. [7]"


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_sticks_out_at_any_width(visit, width):
    tab = visit(page.render(example()), viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab = visit(page.render(hostile("ك" * 300 + "x" * 300)), viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_printed_it_is_a4_with_everything_on_it(visit):
    tab = visit(page.render(example()))
    printed = tab.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF-")
    (box,) = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed))
    assert [round(float(side)) for side in box] == [595, 842]  # points: 210 by 297 mm
    tab.emulate_media(media="print")
    assert not tab.locator("#copy").is_visible()
    assert all(tab.locator(f"#s{number}").is_visible() for number in range(1, 8))
    assert tab.eval_on_selector("body", "node => getComputedStyle(node).backgroundColor") == "rgb(255, 255, 255)"


def places(tab, selector: str, words: list[str]) -> list[float]:
    """The left edges of ``words`` as drawn: the boxes of their glyphs, not their order in the source."""
    return tab.eval_on_selector(
        selector,
        """(node, words) => words.map((word) => {
          const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
          for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            const at = text.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + word.length);
            return range.getBoundingClientRect().left;
          }
          throw new Error(word + " is not there");
        })""",
        words,
    )


def test_arabic_runs_from_right_to_left_and_what_is_latin_in_it_from_left_to_right(visit):
    tab = visit(page.render(example()), viewport={"width": 1900, "height": 900})
    order = places(tab, "#s4 .arabic", ["وصلت", "طائرات", "F-16", "الأمريكية", "إلى", "مطار", "بنينا"])
    assert order == sorted(order, reverse=True)
    letters = places(tab, "#s4 .arabic", ["F", "-", "1", "6"])
    assert letters == sorted(letters)
    number = places(tab, "#s1 .arabic", ["1,", "200"])
    assert number == sorted(number)
    percent = places(tab, "#s3 .arabic", ["مقطوعة", "43", "إن"])
    assert percent == sorted(percent)
    # The full stop closes the sentence at its left end.
    assert places(tab, "#s7 .arabic", ["هدنة", "."]) == sorted(places(tab, "#s7 .arabic", ["هدنة", "."]), reverse=True)


def test_arabic_inside_english_leaves_the_english_in_order(visit):
    tab = visit(page.render(example()))
    order = places(tab, "#s6 .english", ["[not translated:", "قذقذقذقذ", "]"])
    assert order == sorted(order)


def everything_hostile() -> Brief:
    """One brief in which every payload stands in every place that an article, a model or a file can reach."""
    each = [hostile(payload["text"]) for payload in PAYLOADS]
    return dataclasses.replace(
        each[0],
        translations=tuple(t for brief in each for t in brief.translations),
        bullets=tuple(dataclasses.replace(b, cites=(1, 2)) for brief in each for b in brief.bullets or ()),
        names=tuple(name for brief in each for name in brief.names),
        made_with={key: value for brief in each for key, value in brief.made_with.items()},
        notes=tuple(note for brief in each for note in brief.notes),
    )


def test_no_payload_runs_or_asks_for_anything_and_each_is_there_to_read(visit):
    tab = visit(page.render(everything_hostile()))
    assert tab.evaluate("window.hit") is None
    shown = tab.eval_on_selector_all(".english", "nodes => nodes.map(node => node.innerText)")
    assert len(shown) == 2 * len(PAYLOADS)
    for text, payload in zip(shown[::2], PAYLOADS, strict=True):
        assert visible(payload["text"]) in " ".join(text.split()), payload["about"]
    tab.hover("#s1")
    tab.click("#b1 .cite >> nth=1")
    assert marked(tab) == ["s1", "s2"]


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 15))
def test_a_title_runs_nothing(visit, number):
    tab = visit(page.render(hostile(PAYLOADS[number]["text"])))
    assert tab.evaluate("window.hit") is None
    assert tab.title() == " ".join(visible(PAYLOADS[number]["text"]).split())


def test_a_long_article_opens_quickly(visit):
    tab = visit(page.render(long_article(1000)))
    assert tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") < 10_000
    tab.click(".strip .tick >> nth=999")
    assert marked(tab) == ["s1000"]


# The index


def rows(count: int) -> list[Row]:
    chance = random.Random(7)
    plain = dataclasses.replace(example(), names=(Name("مصر", "Egypt", (1,)),))
    kinds = [row_of(example(), []), row_of(plain, [])]
    return [
        dataclasses.replace(
            kinds[number % 2],
            place=f"night/{number:04d}.txt",
            link=f"./night/{number:04d}.txt.html",
            headline=f"Headline {number}",
            date=f"2023-09-{chance.randint(1, 30):02d}",
            flagged=number % 3,
            lowest=-chance.random() * 3,
        )
        for number in range(count)
    ]


def an_index(count: int) -> str:
    return next(text for _, text in pages(rows(count)))


def shown_articles(tab) -> str:
    return tab.locator("#shown").inner_text()


SEARCHES = {
    "درنة": "20 articles",
    "دَرْنَه": "20 articles",  # short vowels and ta marbuta
    "الامريكيه": "20 articles",  # alef without hamza
    "٠٠٠٧": "1 of 20 articles",  # Arabic-Indic digits
    "EGYPT": "10 of 20 articles",
    "egypt 0007": "1 of 20 articles",
    "nothing of the kind": "0 of 20 articles",
}


def test_the_index_is_searched_in_both_scripts(visit):
    tab = visit(an_index(20))
    for words, found in SEARCHES.items():
        tab.fill("#words", "zzz")
        tab.wait_for_function("() => document.getElementById('shown').textContent.startsWith('0 of')")
        tab.fill("#words", words)
        tab.wait_for_function("text => document.getElementById('shown').textContent === text", arg=found)


def test_the_index_is_sorted_by_its_headings(visit):
    tab = visit(an_index(20))

    def column(number: int) -> list[str]:
        return tab.eval_on_selector_all(f"#rows td:nth-child({number})", "nodes => nodes.map(node => node.textContent)")

    tab.click("[data-sort='8']")
    scores = [float(text) for text in column(5)]
    assert scores == sorted(scores)
    tab.click("[data-sort='8']")
    assert [float(text) for text in column(5)] == scores[::-1]
    assert tab.locator("th[aria-sort=descending]").count() == 1
    tab.click("[data-sort='5']")
    assert column(6) == sorted(column(6))


def test_the_index_is_filtered_by_flag_and_by_name(visit):
    tab = visit(an_index(20))
    tab.select_option("#flag", "look")
    assert shown_articles(tab) == "13 of 20 articles"
    tab.click(".name >> text=Egypt")
    assert shown_articles(tab) == "7 of 20 articles"
    tab.click("button[type=reset]")
    tab.wait_for_function("() => document.getElementById('shown').textContent === '20 articles'")
    tab.select_option("#flag", "number_lost")
    assert shown_articles(tab) == "20 articles"


def test_an_index_of_five_thousand_opens_in_two_seconds(visit):
    text = an_index(5000)
    took = []
    while len(took) < 3 and min(took, default=9) >= 2:  # other work on the machine is not the page's doing
        tab = visit(text)
        assert shown_articles(tab) == "5000 articles"
        took.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)
    assert min(took) < 2
    tab.fill("#words", "headline 4999")
    tab.wait_for_function("() => document.getElementById('shown').textContent === '1 of 5000 articles'")
    tab.click("button[type=reset]")
    tab.wait_for_function("() => document.getElementById('shown').textContent === '5000 articles'")
    tab.click("#further")
    assert tab.locator("#rows tr").count() == 400


def test_a_payload_is_text_in_the_index(visit):
    made = [row_of(hostile(payload["text"]), [f"{payload['text']}.html"]) for payload in PAYLOADS]
    tab = visit(next(text for _, text in pages(made)))
    assert tab.evaluate("window.hit") is None
    headlines = tab.eval_on_selector_all("#rows td:first-child a", "nodes => nodes.map(node => node.textContent)")
    assert headlines == [visible(payload["text"]) for payload in PAYLOADS]
    schemes = tab.eval_on_selector_all("#rows a", "nodes => nodes.map(node => node.protocol)")
    assert set(schemes) == {"file:"}


# What a machine can say about accessibility


@pytest.mark.skipif(not AXE.is_file(), reason=f"axe-core is not installed (npm install --prefix {sys.prefix} axe-core)")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
@pytest.mark.parametrize("make", [lambda: page.render(example()), lambda: an_index(30)], ids=["brief", "index"])
def test_axe_finds_nothing_serious(visit, make, width, scheme):
    tab = visit(make(), viewport={"width": width, "height": 900}, color_scheme=scheme)
    if tab.locator("#b1 .cite").count():
        tab.click("#b1 .cite >> nth=0")  # marked sentences are to be readable too
    tab.evaluate(AXE.read_text("utf-8"))
    found = tab.evaluate("axe.run()")["violations"]
    serious = [rule for rule in found if rule["impact"] in ("serious", "critical", "moderate")]
    assert not serious, json.dumps([[r["id"], [n["html"][:120] for n in r["nodes"]]] for r in serious], indent=1)
