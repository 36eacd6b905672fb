"""The index of a folder: every brief in it, nothing of any brief obeyed, nothing of the user's written over."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import report
from mujaz import visible
from report import FORMATS
from report.index import WHOLE_UP_TO, Row, link, pages
from report.index import row as row_of
from report.pictures import MOST_DAYS, days, shares
from summarize import Brief, Name
from tests.briefs import english_brief, example, hostile, texts
from tests.test_html import Page
from translate import FLAGS, Article

PAYLOADS = json.loads((Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8"))
FIELDS = ("place", "link", "headline", "original", "bullet", "date", "sentences", "flagged", "score", "flags", "names")


def one_page(*rows: Row) -> str:
    ((name, text),) = pages(rows)
    assert name == "index.html"
    return text


def data(text: str) -> list[list]:
    found = re.search('<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def folder_of(tmp_path: Path, **briefs: Brief) -> list[list[str]]:
    outputs = []
    for name, brief in briefs.items():
        (tmp_path / f"{name}.txt.json").write_text(str(FORMATS["json"].render(brief)), "utf-8")
        (tmp_path / f"{name}.txt.md").write_text(str(FORMATS["md"].render(brief)), "utf-8")
        outputs.append([f"{name}.txt.json", f"{name}.txt.md"])
    return outputs


def test_a_row_holds_what_the_table_shows():
    row = dict(zip(FIELDS, data(one_page(row_of(example(), ["a/derna.txt.html"], "a/derna.txt")))[0], strict=False))
    assert row == {
        "place": "a/derna.txt",
        "link": "./a/derna.txt.html",
        "headline": "Floods in Derna leave 1,200 dead",
        "original": "فيضانات في درنة تخلّف 1,200 قتيل",
        "bullet": "The Libyan Health Ministry said on Monday that 1,200 people had died.",
        "date": "2023-09-12",
        "sentences": 7,
        "flagged": 2,
        "score": -1.31,
        "flags": row["flags"],
        "names": [0, 1],
    }
    there = {flag for translation in example().translations for flag in translation.flags}
    assert {list(FLAGS)[at] for at in row["flags"]} == there


def test_the_arabic_behind_the_bullets_can_be_searched():
    searched = data(one_page(row_of(example(), [])))[0][-1]
    assert "وصلت طائرات F-16 الأمريكية" in searched
    assert "Othman Abdeljalil" in searched


def test_every_sentence_can_be_searched_where_the_list_is_short():
    row = row_of(example(), [])
    searched = data(one_page(row))[0][-1]
    assert all(t.source.text in searched and t.text in searched for t in example().translations)
    assert "مقطوعة" not in data(one_page(*[row] * (WHOLE_UP_TO + 1)))[0][-1]


def test_a_brief_without_anything_still_has_a_row():
    for brief in (Brief(Article("empty.txt", ""), ()), english_brief()):
        assert data(one_page(row_of(brief, [])))[0][2]


def test_names_are_counted_by_article_with_all_their_spellings():
    def named(*names: tuple[str, str]) -> Row:
        brief = dataclasses.replace(example(), names=tuple(Name(arabic, english, (1,)) for arabic, english in names))
        return row_of(brief, [])

    rows = [named(("درنة", "Derna"), ("علي", "Ali")), named(("درنة", "Darnah")), named(("درنة", "Derna"))]
    text = " ".join(Page(one_page(*rows)).text.split())
    assert "Derna درنة 3 also Darnah" in text
    assert [row[10] for row in data(one_page(*rows))] == [[0, 1], [0], [0]]


def test_a_folder_is_indexed_from_its_files(tmp_path):
    ((name, text),) = report.index(tmp_path, folder_of(tmp_path, one=example(), two=english_brief()))
    assert name == "index.html"
    assert [(row[0], row[1]) for row in data(text)] == [("one.txt", "./one.txt.md"), ("two.txt", "./two.txt.md")]


@pytest.mark.parametrize(("ending", "before"), [(".txt", ".tsv"), (".tsv", ".json"), (".docx", ".txt")])
def test_a_row_leads_to_what_people_read_before_what_programs_do(ending, before):
    assert link([f"a.txt{before}", f"a.txt{ending}", "a.txt.json"]) == f"./a.txt{ending}"


def test_made_again_it_is_the_same(tmp_path):
    outputs = folder_of(tmp_path, one=example())
    assert list(report.index(tmp_path, outputs)) == list(report.index(tmp_path, outputs))


def test_what_cannot_be_read_back_is_there_and_says_so(tmp_path):
    outputs = folder_of(tmp_path, one=example(), two=example())
    (tmp_path / "two.txt.json").write_text("{", "utf-8")
    ((_, text),) = report.index(tmp_path, [*outputs, ["gone.txt.json"]])
    assert [row[0] for row in data(text)] == ["one.txt", "two.txt", "gone.txt"]
    assert ["cannot be read back" in row[4] for row in data(text)] == [False, True, True]


def test_a_long_list_is_split_over_pages_that_lead_to_each_other():
    rows = [row_of(example(), [], f"{number}.txt") for number in range(5)]
    made = dict(pages(rows, size=2))
    assert list(made) == ["index.html", "index-2.html", "index-3.html"]
    assert [len(data(text)) for text in made.values()] == [2, 2, 1]
    links = [re.findall(r'href="(index[^"]*)"', text) for text in made.values()]
    assert links == [["index-2.html"], ["index.html", "index-3.html"], ["index-2.html"]]


def test_an_empty_folder_has_an_index_that_says_so():
    ((_, text),) = pages([])
    assert "0 briefs" in text


PLAIN = Page(one_page(row_of(hostile("word"), ["a.html"])))


@pytest.mark.parametrize("payload", [p["text"] for p in PAYLOADS], ids=[p["about"] for p in PAYLOADS])
def test_a_payload_is_data_and_changes_nothing_of_the_page(payload):
    text = one_page(row_of(hostile(payload), [f"{payload}.html"]))
    found = Page(text)
    assert found.tags == PLAIN.tags
    assert data(text)[0][2] == visible(payload)
    (link,) = [row[1] for row in data(text)]
    assert link.startswith("./")
    assert not re.search(r"[\s<>\"':]", link)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(texts)
def test_no_text_whatever_changes_the_page(text):
    assert Page(one_page(row_of(hostile(f"w{text}"), ["a.html"]))).tags == PLAIN.tags


def test_articles_are_counted_a_day_or_a_month():
    assert [bar.count for bar in days(["2024-02-28", "2024-03-01"])] == [1, 0, 1]
    months = days(["2024-01-01", "2024-12-01", "2024-12-31"])
    assert [(bar.label, bar.count) for bar in months] == [("2024-01", 1), ("2024-12", 2)]
    assert days(["", "yesterday", "2024-13-45", "٢٠٢٤-٠١-٠١"]) == []


@given(st.lists(st.dates().map(str), max_size=20))
def test_no_article_is_missing_from_the_picture(dates):
    assert sum(bar.count for bar in days(dates)) == len(dates)
    assert len(days(dates)) <= max(MOST_DAYS, len(dates))


@given(st.lists(st.integers(0, 50).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=20))
def test_every_article_has_a_share(articles):
    assert sum(bar.count for bar in shares(articles)) == len(articles)
