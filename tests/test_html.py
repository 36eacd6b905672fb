"""The page: self-contained, complete, and deaf to whatever an article says."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from mujaz import harmless, visible
from report import FORMATS, load, page
from report.shown import english
from summarize import Brief
from tests.briefs import bare, briefs, english_brief, example, hostile, texts
from translate import Article, Sentence, Translation, split

PAYLOADS = json.loads((Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8"))
LIBYA = Path(__file__).parent.parent / "examples" / "libya.txt"
VOID = {"meta", "br", "img", "input", "link"}
few = settings(max_examples=40, deadline=None, derandomize=True)


class Page(HTMLParser):
    """What a page is made of: its tags with the names of their attributes, all attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.raw: dict[str, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("script", "style"):
            self.raw[self.open[-1]] = data
        else:
            self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def made(brief: Brief) -> Page:
    return Page(page.render(brief))


def long_article(count: int) -> Brief:
    """The example article's own sentences over and over, an English of the same length beside each."""
    sentences = split(LIBYA.read_text("utf-8"))
    text, translations = "", []
    for number in range(count):
        arabic = sentences[number % len(sentences)].text
        sentence = Sentence(arabic, len(text), len(text) + len(arabic), number // 4 + 1)
        status, flags = ("flagged", ("number_lost",)) if number % 9 == 0 else ("ok", ())
        translations.append(Translation(sentence, "word " * (len(arabic) // 5), status, flags, -0.3 - number % 7 / 5))
        text += arabic + " "
    return dataclasses.replace(example(), article=Article("long.txt", text), translations=tuple(translations))


@pytest.mark.parametrize(
    "brief", [example(), bare(example()), english_brief(), Brief(Article("empty", ""), ())],
    ids=["brief", "translation", "english", "empty"],
)  # fmt: skip
def test_the_page_is_well_formed_and_its_links_lead_somewhere(brief):
    found = made(brief)
    assert not found.open
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {value[1:] for value in found.values("href") if value.startswith("#")} <= set(ids)


def test_every_sentence_stands_in_both_languages_with_its_number():
    brief = example()
    found = made(brief)
    for number, translation in enumerate(brief.translations, 1):
        assert f"s{number}" in found.values("id")
        assert english(translation).removesuffix(" [?]") in " ".join(found.text.split())
        assert translation.source.text in found.text
    assert found.text.count("[?]") == sum(t.status == "flagged" for t in brief.translations)


def test_flagged_sentences_say_why_in_words():
    assert "Flagged: a number of the Arabic is not in the English (43%)" in " ".join(made(example()).text.split())


def test_arabic_is_marked_as_arabic_and_right_to_left():
    text = page.render(example())
    for translation in example().translations:
        if translation.status != "kept":
            assert f'lang="ar" dir="rtl"><p>{translation.source.text}</p>' in text


def test_an_english_article_has_no_arabic_column():
    found = made(english_brief())
    assert "rtl" not in found.values("dir")
    assert "Arabic" not in found.text.replace("read the Arabic", "")


def test_nothing_is_loaded_from_anywhere():
    found = made(example())
    assert not found.values("src")
    assert not [tag for tag in found.tags if tag[0] in ("link", "img", "iframe", "object", "base", "form")]
    outside = [value for value in found.values("href") if not value.startswith("#")]
    assert outside == ["https://example.org/a?b=1&c=2"]  # the article's own address, a link and no more
    assert "url(" not in found.raw["style"]
    assert "@import" not in found.raw["style"]


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else():
    text = page.render(example())
    found = Page(text)
    policy = next(value for value in found.values("content") if "default-src" in value)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind in ("script", "style"):
        own = re.search(f"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        assert own is not None
        digest = base64.b64encode(hashlib.sha256(own.group(1).encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{digest}'"
    assert not [name for tag in found.tags for name in tag[1:] if name == "style" or name.startswith("on")]


def test_there_are_payloads_enough():
    assert len(PAYLOADS) >= 40
    assert len({payload["text"] for payload in PAYLOADS}) == len(PAYLOADS)


@pytest.mark.parametrize("payload", [p["text"] for p in PAYLOADS], ids=[p["about"] for p in PAYLOADS])
def test_a_payload_is_shown_as_text_and_changes_nothing_of_the_page(payload):
    plainly = "word" if not page.web_address(payload) else "https://example.org"
    assert made(hostile(payload)).tags == made(hostile(plainly)).tags
    assert visible(payload) in " ".join(made(hostile(payload)).text.split())


@few
@given(texts)
def test_no_text_whatever_changes_the_page(text):
    assert made(hostile(f"w{text}")).tags == made(hostile("word")).tags
    assert harmless(text).split() == [] or harmless(text).split()[-1] in made(hostile(f"w {text}")).text


@few
@given(briefs())
def test_any_brief_makes_a_page_that_can_be_written(brief):
    text = page.render(brief)
    text.encode()
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.example", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url, address):
    assert (page.web_address(url) is not None) == address


def test_a_page_made_from_the_json_is_the_same_page():
    brief = example()
    assert page.render(load(str(FORMATS["json"].render(brief)))) == page.render(brief)


def test_a_page_of_the_example_is_small_and_a_long_article_is_quick():
    assert len(page.render(long_article(12)).encode()) <= 150_000
    long = long_article(1000)
    started = time.process_time()
    page.render(long)
    assert time.process_time() - started < 1


def test_what_is_copied_is_the_brief_with_its_citations():
    copied = re.search(r'<pre id="copied" hidden>(.*?)</pre>', page.render(example()), re.DOTALL)
    assert copied is not None
    assert copied.group(1).splitlines() == [
        "Floods in Derna leave 1,200 dead [1]",
        "- The Libyan Health Ministry said on Monday that 1,200 people had died. [1,2]",
        "- American F-16s have arrived at Benina airport. (rewritten) [4]",
        "- The United Nations called for a truce. [7]",
    ]


def test_many_sentences_to_reread_unfold_and_none_is_left_out():
    source = [Sentence(f"س{at}.", 4 * at, 4 * at + 3, 1) for at in range(40)]
    brief = Brief(Article("a", ""), tuple(Translation(each, "x", "flagged", ("low_score",)) for each in source))
    made = page.render(brief)
    listed = re.findall(r'<li class="flagged" data-cites="(\d+)">', made)
    folded = made[made.index('<details class="further"><summary>28 more') :]
    assert listed == [str(number) for number in range(1, 41)]
    assert folded.count('<li class="flagged"') == 28
