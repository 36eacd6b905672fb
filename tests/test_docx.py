"""The Word document: whole, linked, right to left where it must be, and openable."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from mujaz import UserError, visible
from report import word
from report.shown import english
from summarize import Brief
from tests.briefs import bare, briefs, english_brief, example, hostile
from tests.test_html import long_article
from translate import Article, Sentence, Translation

docx = pytest.importorskip("docx", reason="python-docx is not installed (extra docx)")

PAYLOADS = json.loads((Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body(brief: Brief):
    with zipfile.ZipFile(io.BytesIO(word.render(brief))) as file:
        return etree.fromstring(file.read("word/document.xml"))


def text_of(element) -> str:
    return "".join(element.itertext(f"{W}t"))


def test_it_opens_and_every_sentence_stands_in_its_table():
    document = docx.Document(io.BytesIO(word.render(example())))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["", "English", "Arabic"]
    for number, (row, translation) in enumerate(zip(rows[1:], example().translations, strict=True), 1):
        assert row[0] == str(number)
        assert row[1].split("\n")[0].replace("\u200e", "") == english(translation)
        assert row[2] == translation.source.text


def test_flagged_sentences_say_why():
    row = docx.Document(io.BytesIO(word.render(example()))).tables[0].rows[3]
    why = row.cells[1].text.split("\n")[1]
    assert why.startswith("a number of the Arabic is not in the English (43%); a known name ")
    assert "Othman عثمان" in why


def test_headline_bullets_and_names_are_there_with_their_citations():
    paragraphs = [text_of(p) for p in body(example()).iter(f"{W}p")]
    assert paragraphs[0] == "Floods in Derna leave 1,200 dead [1]"
    assert "The Libyan Health Ministry said on Monday that 1,200 people had died. [1,2]" in paragraphs
    assert "American F-16s have arrived at Benina airport. (rewritten) [4]" in paragraphs
    assert "Othman Abdeljalil" in paragraphs


@pytest.mark.parametrize("brief", [example(), bare(example()), english_brief(), Brief(Article("empty", ""), ())])
def test_every_link_leads_to_a_bookmark(brief):
    found = body(brief)
    marks = [mark.get(f"{W}name") for mark in found.iter(f"{W}bookmarkStart")]
    assert marks == [f"s{number}" for number in range(1, len(brief.translations) + 1)]
    assert {link.get(f"{W}anchor") for link in found.iter(f"{W}hyperlink")} <= set(marks)


def test_arabic_stands_in_right_to_left_runs_and_latin_in_left_to_right_ones():
    arabic = 0
    for run in body(example()).iter(f"{W}r"):
        text, rtl = text_of(run), run.find(f"{W}rPr/{W}rtl") is not None
        if re.search("[\u0600-\u06ff]", text):
            arabic += 1
            assert rtl, text
        if re.search("[A-Za-z]", text):
            assert not rtl, text
    assert arabic >= len(example().translations)
    cells = [p for p in body(example()).iter(f"{W}p") if "F-16 الأمريكية" in text_of(p)]
    assert cells[0].find(f"{W}pPr/{W}bidi") is not None
    assert "F-16" in [text_of(run) for run in cells[0].iter(f"{W}r")]


def test_the_same_brief_gives_the_same_bytes():
    first = word.render(example())
    time.sleep(2.1)  # the clock of a zip file ticks every two seconds
    assert word.render(example()) == first


PLAIN = body(hostile("word"))
DIRECTION = {f"{W}rtl", f"{W}lang", f"{W}szCs"}


@pytest.mark.parametrize("payload", PAYLOADS, ids=[p["about"] for p in PAYLOADS])
def test_article_text_is_text_in_word_too(payload):
    found = body(hostile(payload["text"]))
    table = next(found.iter(f"{W}tbl"))
    rows = [[text_of(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    assert rows[1][2] == visible(payload["text"])
    assert {element.tag for element in found.iter()} - DIRECTION == {e.tag for e in PLAIN.iter()} - DIRECTION


@settings(max_examples=10, deadline=None, derandomize=True)
@given(briefs())
def test_any_brief_makes_a_document_that_opens(brief):
    assert len(docx.Document(io.BytesIO(word.render(brief))).tables[0].rows) == len(brief.translations) + 1


def test_without_python_docx_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "docx", None)
    with pytest.raises(UserError, match=r"pip install 'mujaz\[docx\]'"):
        word.render(example())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_without_repair_and_prints_it(tmp_path):
    for name, brief in {"brief": example(), "long": long_article(60), "hostile": hostile(PAYLOADS[1]["text"])}.items():
        (tmp_path / f"{name}.docx").write_bytes(word.render(brief))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    documents = sorted(map(str, tmp_path.glob("*.docx")))
    subprocess.run([*command, "--outdir", str(tmp_path), *documents], check=True, timeout=180, capture_output=True)
    for name in ("brief", "long", "hostile"):
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-")


def test_another_language_is_right_to_left_on_both_sides_and_a_latin_line_on_neither():
    kept = (("این خبر را دیروز شنیدیم.", "other_language"), ("Breaking news: 5 dead.", "not_arabic"))
    translations = tuple(
        Translation(Sentence(text, 0, len(text), number), text, "kept", (flag,))
        for number, (text, flag) in enumerate(kept, 1)
    )
    table = next(body(Brief(Article("a", ""), translations)).iter(f"{W}tbl"))
    cells = [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")[1:]]
    turned = [[cell.find(f".//{W}bidi") is not None for cell in row[1:]] for row in cells]
    assert turned == [[True, True], [False, False]]
