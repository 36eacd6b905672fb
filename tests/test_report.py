"""Reports: nothing vanishes, nothing in an article is obeyed, and the JSON holds everything."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import HTMLParser
from markdown_it import MarkdownIt

import report
from mujaz import UsageError, UserError, visible
from report import json_form, lines, markdown, plain
from report.shown import english, notes
from summarize import Brief
from tests.briefs import MADE_WITH, bare, briefs, english_brief, example, hostile, texts
from translate import FLAGS, Article, LostName, Repair, Sentence, Translation

UNSAFE = Options.CMARK_OPT_UNSAFE
few = settings(max_examples=60, deadline=None, derandomize=True)
COMMANDS = ("translate", "summarize", "brief", "batch", "report")
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PAYLOADS = json.loads((Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8"))
NASTY = "a\x1b]0;title\x07\x9b31mred\x00\x7f\r\u202eevil\u2066\udc80\u2028end"


def text_of(name: str, brief: Brief) -> str:
    made = report.FORMATS[name].render(brief)
    assert isinstance(made, str)
    return made


def joined(name: str, *several: Brief) -> str:
    join = report.FORMATS[name].join
    assert join is not None
    return "".join(join(several))


# The table


def test_every_format_has_its_own_name_and_endings():
    endings = [ending for form in report.FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))
    assert all(name == form.name for name, form in report.FORMATS.items())
    assert all(set(form.commands) <= set(COMMANDS) for form in report.FORMATS.values())


@pytest.mark.parametrize("name", list(report.FORMATS))
def test_a_new_file_named_by_a_format_is_recognised_as_that_format(name):
    assert report.guess("a/b.txt" + report.FORMATS[name].endings[0]) == name


def test_a_name_beats_an_ending_and_an_ending_beats_the_default():
    assert report.choose("brief", "json", "x.md").name == "json"
    assert report.choose("brief", None, "x.MD").name == "md"
    assert report.choose("brief", None, "folder/x", default="md").name == "md"
    with pytest.raises(UsageError, match=r"\.unknown stands for no format; choose one with -f: .*json"):
        report.choose("brief", None, "x.unknown")
    assert report.choose("brief").name == "text"


@pytest.mark.parametrize("asked", ["pdf", "tsv"])
def test_a_format_that_a_command_cannot_make_is_refused_with_those_that_it_can(asked):
    with pytest.raises(UsageError) as refusal:
        report.choose("brief", asked)
    listed = str(refusal.value).split(": ")[-1].split(", ")
    assert listed == [form.name for form in report.formats_of("brief")]
    assert asked not in listed


def test_an_ending_that_a_command_cannot_make_is_refused_too():
    with pytest.raises(UsageError, match="summarize can make"):
        report.choose("summarize", None, "out.tsv")


# JSON and back


@few
@given(briefs())
def test_a_brief_read_back_renders_the_same_bytes(brief):
    made = text_of("json", brief)
    assert text_of("json", report.load(made)) == made
    assert text_of("json", report.load(made.encode())) == made


@few
@given(briefs())
def test_what_was_written_is_what_comes_back(brief):
    back = report.load(text_of("json", brief))
    assert (back.article, back.names, back.notes) == (brief.article, brief.names, brief.notes)
    assert [t.source for t in back.translations] == [t.source for t in brief.translations]
    assert [(t.text, t.status, t.flags) for t in back.translations] == [
        (t.text, t.status, t.flags) for t in brief.translations
    ]
    assert back.summarized_english == brief.summarized_english


def test_unknown_fields_are_ignored():
    brief = json.loads(text_of("json", example()))
    brief["tomorrow"] = brief["article"]["tomorrow"] = brief["sentences"][0]["tomorrow"] = {"x": 1}
    assert text_of("json", report.load(json.dumps(brief))) == text_of("json", example())


def test_several_briefs_are_an_array_that_reads_back():
    made = joined("json", example(), english_brief())
    assert report.load_all(made) == [report.load(text_of("json", b)) for b in (example(), english_brief())]
    assert json.loads(made)[0] == json.loads(text_of("json", example()))
    assert json.loads(joined("json")) == []
    with pytest.raises(UserError, match="holds 2 briefs"):
        report.load(made)


def _nested(depth: int) -> dict:
    return {"a": _nested(depth - 1)} if depth else {}


def test_how_it_was_made_may_be_nested_as_it_is():
    assert text_of("text", report.load(_broken(lambda b: b.update(made_with=_nested(9)))))


def _broken(change) -> str:
    brief = json.loads(text_of("json", example()))
    change(brief)
    return json.dumps(brief)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("{}", "'schema' is missing"),
        ("3", "no brief"),
        ("[]", "holds 0 briefs"),
        (_broken(lambda b: b.update(schema=2)), "upgrade mujaz"),
        (_broken(lambda b: b["article"].update(text=3)), "'text' should be a text"),
        (_broken(lambda b: b["article"].pop("name")), "'name' is missing"),
        (_broken(lambda b: b["sentences"][1].update(id=7)), "ids count from 1"),
        (_broken(lambda b: b["sentences"][1].update(start=-1)), "does not stand in the article"),
        (_broken(lambda b: b["sentences"][1].update(start=True)), "a whole number"),
        (_broken(lambda b: b["sentences"][1].update(source="other")), "does not stand in the article"),
        (_broken(lambda b: b["sentences"][1].update(status="fine")), "there are: ok"),
        (_broken(lambda b: b["sentences"][1].update(flags=[1])), "a list of texts"),
        (_broken(lambda b: b["sentences"][1].update(score="high")), "should be a number"),
        (_broken(lambda b: b["sentences"][1].update(score=float("nan"))), "should be a number"),
        (_broken(lambda b: b["sentences"][1].update(score=10**400)), "should be a number"),
        (_broken(lambda b: b["sentences"][1].update(score=True)), "should be a number"),
        (_broken(lambda b: b["headline"].update(support=float("inf"))), "should be a number"),
        (_broken(lambda b: b.update(made_with=_nested(11))), "nested deeper"),
        (_broken(lambda b: b["bullets"][0].update(cites=[99])), "sentences 1 to 7"),
        (_broken(lambda b: b["bullets"][0].update(cites=["<script>"])), "sentences 1 to 7"),
        (_broken(lambda b: b["names"][0].update(sentences=[0])), "sentences 1 to 7"),
    ],
)
def test_what_is_no_brief_is_refused_in_words(text, told):
    with pytest.raises(UserError, match=re.escape(told)):
        report.load(text)


def _places(value: object, place: tuple = ()) -> list[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, each in inner for found in _places(each, (*place, key)))]


odd = st.sampled_from([None, True, 0, -1, 10**30, 1.5, -0.5, "", "x", "\ud800", "\x1b", [], {}, [1], [[]], {"a": {}}])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_whatever_is_changed_in_the_json_it_is_refused_in_words_or_renders(data):
    changed = json.loads(text_of("json", example()))
    *way, last = data.draw(st.sampled_from(_places(changed)[1:]))
    holder = changed
    for key in way:
        holder = holder[key]
    holder[last] = data.draw(odd)
    try:
        brief = report.load(json.dumps(changed))
    except UserError:
        return
    for name in ("text", "md", "html", "json", "jsonl", "tsv", "tmx"):
        if not (name == "tmx" and brief.summarized_english):
            text_of(name, brief).encode()


# Nothing vanishes


@pytest.mark.parametrize("name", ["text", "md"])
@pytest.mark.parametrize("make", [lambda b: b, bare], ids=["brief", "translation"])
def test_every_sentence_stands_in_a_human_format(name, make):
    brief = make(example())
    # Line breaks of wrapping and Markdown's backslashes aside, each sentence must be there word for word.
    made = " ".join(text_of(name, brief).replace("\\", "").split())
    for translation in brief.translations:
        assert english(translation) in made


def test_a_failed_sentence_keeps_its_arabic_and_a_flagged_one_is_marked():
    brief = example()
    failed = next(t for t in brief.translations if t.status == "failed")
    flagged = next(t for t in brief.translations if t.status == "flagged")
    assert english(failed) == f"[not translated: {failed.source.text}]"
    assert english(flagged) == f"{flagged.text} [?]"


def test_the_text_brief_tells_what_to_reread_worst_first():
    made = text_of("text", example())
    block = " ".join(made.split("WORTH RE-READING\n")[1].split("\n\n")[0].split())
    told = (
        "[6] ",
        "[3] a number of the Arabic is not in the English (43%);",
        "a known name has no counterpart in the English (Othman عثمان);",
        "a known name that the model had not said was put in (Abdeljalil عبد الجليل)",
        "another reading has 43%: Minister Osman said",
        "The model was least sure of [4], ",
        "[4] another reading has Benghazi: American F-16 aircraft",
    )
    places = [block.find(each) for each in told]
    assert -1 not in places, told[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_a_human_format_says_which_name_was_lost_and_what_the_model_had_to_say_besides(name):
    made = " ".join(re.sub(r"<[^>]*>", "", text_of(name, example())).split())
    for told in ("(Othman عثمان)", "put in (Abdeljalil عبد الجليل)", "another reading has Benghazi"):
        assert told in made


@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_it_says_on_top_how_many_sentences_want_a_look_and_why(name):
    made = text_of(name, example()).replace("\\", "")
    told = "2 of 7 sentences want a look: empty 1, number lost 1, name lost 1."
    assert -1 < made.find(told) < made.find("The Libyan Health Ministry said")


@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_what_a_model_wrote_says_so_and_what_the_article_says_does_not(name):
    """Headline and bullets alike, and what a page has for the clipboard."""
    for kind, marks in (("abstractive", 4), ("extractive", 0)):
        brief = example()
        bullets = tuple(replace(bullet, kind=kind) for bullet in brief.bullets)
        made = text_of(name, replace(brief, headline=replace(brief.headline, kind=kind), bullets=bullets))
        assert made.count("rewritten") == marks * (1 + (name == "html"))


def test_the_citation_stays_behind_a_bullet_that_a_model_wrote():
    assert "- American F-16s have arrived at Benina airport. (rewritten) [4]\n" in text_of("text", example())


def test_bullets_carry_their_citations():
    made = text_of("text", example())
    assert made.startswith("Floods in Derna leave 1,200 dead [1]\n\n")
    assert "\n\n- The Libyan Health Ministry said " in made
    assert " died. [1,2]\n" in made
    assert "\n[7] The United Nations called for a truce.\n" in made


def test_text_is_wrapped_but_no_word_is_cut():
    made = text_of("text", example())
    assert all(len(line) <= plain.WIDTH for line in made.splitlines())
    long = "https://example.org/" + "a" * 200
    assert long in text_of("text", hostile(long))


def test_a_bare_translation_is_its_paragraphs():
    assert text_of("text", bare(example())).split("\n\n") == [
        "Floods in Derna leave 1,200 dead",
        "The Libyan Health Ministry said on Monday that 1,200 people had died. "
        "Minister Othman Abdeljalil said that the roads were cut. [?]",
        "American F-16 aircraft arrived at Benina airport. www.example.org | @mujaz_news",
        "[not translated: قذقذقذقذ ضظضظ.] The United Nations called for a truce.\n",
    ]


def test_how_it_was_made_is_told():
    made = text_of("text", example())
    assert f"mujaz {MADE_WITH['mujaz']}" in made
    assert "translator embedded-ar-en" in made
    assert "beam_size 4" in made
    assert example().notes[0][:40] in made


@pytest.mark.parametrize("name", ["text", "md", "json", "jsonl", "tsv"])
def test_an_article_without_sentences_renders_without_a_fault(name):
    assert text_of(name, Brief(Article("empty.txt", " \n"), ())) is not None


# Nothing is obeyed


@few
@given(briefs())
def test_no_control_character_reaches_text_that_people_read(brief):
    for name in ("text", "md"):
        assert not CONTROLS.search(text_of(name, brief))
        assert not CONTROLS.search(joined(name, brief, brief))


@few
@given(briefs())
def test_data_formats_can_be_encoded_and_hold_no_terminal_control(brief):
    for name in ("json", "jsonl", "tsv"):
        made = text_of(name, brief)
        made.encode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", made)


def test_escapes_are_shown_as_escapes():
    for name in ("text", "md"):
        assert not CONTROLS.search(text_of(name, hostile(NASTY)))
    assert visible(NASTY) == r"a\x1b]0;title\x07\x9b31mred\x00\x7f \u202eevil\u2066\udc80 end"
    assert r"\x1b]0;title\x07" in text_of("text", hostile(NASTY))
    assert r"==> a\x1b]0;" in joined("text", hostile(NASTY))


@few
@given(texts)
def test_what_is_harmless_stays_as_it_is(text):
    harmless = " ".join(re.sub(CONTROLS, "", text).split())
    assert visible(harmless).replace("\\ufffe", "\ufffe").replace("\\uffff", "\uffff") == harmless


def shown_by_markdown(line: str) -> str:
    """The text of a line as GitHub's flavour shows it; markup that would do more than bold is a failure."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(line)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "strong_open", "strong_close"}
    assert not [token for token in tokens if token.type == "html_block"]
    return "".join(child.content for child in inline)


# Behind a heading's mark, a bullet's dash and a sentence's number: the three places where text stands.
OPENINGS = ("# ", "- ", "**№** ")


@few
@given(texts)
def test_markdown_shows_article_text_literally(text):
    for opening in OPENINGS:
        shown = shown_by_markdown(f"{opening}{markdown.escape(text)} .")
        assert shown.removeprefix("№").strip() == f"{visible(text)} .".strip()


@pytest.mark.parametrize("payload", [p["text"] for p in PAYLOADS], ids=[p["about"] for p in PAYLOADS])
def test_a_payload_is_text_in_markdown_too(payload):
    for opening in OPENINGS:
        assert shown_by_markdown(f"{opening}{markdown.escape(payload)} .").endswith(f"{visible(payload)} .")


GITHUB_TAGS = {"h1", "h2", "p", "ul", "li", "a", "strong", "em", "br", "span"}


@pytest.mark.parametrize("brief", [example(), *(hostile(p["text"]) for p in PAYLOADS)])
def test_github_renders_headings_lists_and_links_to_sentences_and_nothing_else(brief):
    """By GitHub's own parser with its own extensions; the page's raw HTML is let through, as there."""
    made = text_of("md", brief)
    page = etree.fromstring(f"<div>{cmarkgfm.github_flavored_markdown_to_html(made, UNSAFE)}</div>", HTMLParser())
    elements = list(page.find("body/div").iterdescendants())
    links = {link.get("href") for link in page.iter("a") if link.get("href")}
    anchors = {f"#{link.get('id')}" for link in page.iter("a") if link.get("id")}
    assert {element.tag for element in elements} <= GITHUB_TAGS
    assert {key for element in elements for key in element.attrib} <= {"href", "id", "dir"}
    assert links <= anchors and len(anchors) == len(brief.translations)


def test_markdown_citations_lead_to_sentences_that_exist():
    made = text_of("md", example())
    targets = set(re.findall(r'<a id="(s\d+)"></a>', made))
    assert targets == {f"s{n}" for n in range(1, 8)}
    assert set(re.findall(r"\]\(#(\w+)\)", made)) <= targets
    assert "- The Libyan Health Ministry said on Monday that 1,200 people had died. \\[[1](#s1),[2](#s2)\\]" in made


def test_in_a_file_of_several_articles_a_citation_stays_in_its_own():
    made = joined("md", example(), english_brief(), example())
    anchors = re.findall(r'<a id="([^"]+)"></a>', made)
    assert (
        len(anchors) == len(set(anchors)) == sum(len(b.translations) for b in (example(), english_brief(), example()))
    )
    for article in made.split("==> ")[1:]:
        assert set(re.findall(r"\]\(#([\w-]+)\)", article)) <= set(re.findall(r'<a id="([^"]+)"></a>', article))
    assert made.startswith(f"==> derna.txt <==\n\n{text_of('md', example())}\n==> derna.en.txt <==\n")


def test_markdown_makes_no_bare_links_of_article_text():
    assert markdown.escape("see https://evil.example www.evil.example me@evil.example") == (
        r"see https\://evil.example www\.evil.example me\@evil.example"
    )


def test_notes_say_what_was_guessed_and_which_dialect_it_is():
    source = Sentence("نص", 0, 2, 1)
    glued = Repair("glued_words", 0, 2, "الأممالمتحدة", "الأمم المتحدة")
    said = {
        "split": Translation(source, "x", "ok", ("repaired",), repairs=(glued,)),
        "named": Translation(
            source, "x", "ok", ("repaired",), lost_names=(LostName("تونس", "Tunisia", restored=True),)
        ),
        "other": Translation(source, "x", "ok", ("repaired",)),
        "dialect": Translation(source, "x", "ok", language="arz"),
    }
    assert {key: notes(translation) for key, translation in said.items()} == {
        "split": ["a space was put back (الأمم المتحدة)"],
        "named": [],
        "other": [FLAGS["repaired"]],
        "dialect": ["Egyptian Arabic: the model knows the language of news, so read it with care"],
    }


# Lines


@few
@given(briefs())
def test_one_line_a_sentence_whatever_the_sentence_holds(brief):
    count = len(brief.translations)
    records = [json.loads(line) for line in text_of("jsonl", brief).splitlines()]
    assert records == json.loads(text_of("json", brief))["sentences"]
    rows = [line.split("\t") for line in text_of("tsv", brief).splitlines()]
    assert len(rows) == count
    assert [row[:2] for row in rows] == [[str(n), t.status] for n, t in enumerate(brief.translations, 1)]
    assert all(len(row) == 4 for row in rows)


def test_no_character_at_which_a_reader_might_end_a_line_stands_in_a_record():
    brief = hostile("a\u2028b\u2029c\x85d\x0be\nf\rg")
    for name in ("jsonl", "tsv"):
        assert len(text_of(name, brief).splitlines()) == len(brief.translations)


@pytest.mark.parametrize("first", "=+-@")
def test_a_cell_that_a_spreadsheet_would_compute_is_quoted(first):
    for payload in (f"{first}1+1", f" \t{first}cmd|' /C calc'!A0"):
        assert lines.cell(payload) == f"'{payload.strip()}"
        row = text_of("tsv", hostile(payload)).splitlines()[0].split("\t")
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row)


@few
@given(texts, st.sampled_from(["", '"', '""', '" "', '="']))
def test_a_reader_of_quoted_tsv_finds_every_sentence_in_its_row(text, opening):
    brief = hostile(opening + (text or "."))
    rows = csv.reader(text_of("tsv", brief).splitlines(keepends=True), "excel-tab")
    told = [[lines.inert(t.source.text), lines.inert(t.text)] for t in brief.translations]
    assert [row[2:] for row in rows] == told


def test_a_quotation_over_two_sentences_swallows_no_row():
    english_texts = [
        '"We will not leave Tripoli.',
        'We will resist to the end," he said. "All of us."',
        '"It is over," he said.',
    ]
    translations = [replace(example().translations[0], text=text) for text in english_texts]
    made = text_of("tsv", replace(bare(example()), translations=tuple(translations)))
    assert [row[3] for row in csv.reader(made.splitlines(keepends=True), "excel-tab")] == english_texts
    assert made.splitlines()[1].endswith('\tWe will resist to the end," he said. "All of us."')


def test_records_of_several_articles_name_theirs():
    two = (example(), english_brief())
    names = [b.article.name for b in two for _ in b.translations]
    assert [json.loads(line)["article"] for line in joined("jsonl", *two).splitlines()] == names
    assert [line.split("\t")[0] for line in joined("tsv", *two).splitlines()] == names
    assert next(iter(json.loads(joined("jsonl", two[0]).splitlines()[0]))) == "article"


def test_texts_of_several_articles_stand_under_their_names():
    made = joined("text", example(), english_brief())
    first, second = text_of("text", example()), text_of("text", english_brief())
    assert made == f"==> derna.txt <==\n{first}\n==> derna.en.txt <==\n{second}"


def test_several_articles_are_written_as_they_come():
    def endless():
        while True:
            yield example()

    for name in ("text", "md", "json", "jsonl", "tsv"):
        join = report.FORMATS[name].join
        assert join is not None
        assert next(join(endless()))


def test_a_long_article_is_written_sentence_by_sentence():
    """What is made for one sentence is gone before the next is looked at."""
    told = []
    sentences = (told.append(number) or {"id": number} for number in range(3))
    pieces = json_form.written({"sentences": sentences, "names": []})
    for number in range(3):
        while f'"id": {number}' not in next(pieces):
            pass
        assert told[-1] == number
    assert json.loads("".join(json_form.written({"sentences": iter([{"id": 0}]), "names": []}))) == {
        "sentences": [{"id": 0}],
        "names": [],
    }
