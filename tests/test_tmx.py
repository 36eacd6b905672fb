"""The translation memory: TMX 1.4b as its standard wants it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from mujaz import UserError, harmless
from report import FORMATS
from summarize import Brief
from tests.briefs import bare, briefs, english_brief, example, hostile

PAYLOADS = json.loads((Path(__file__).parent / "cases" / "payloads.json").read_text("utf-8"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The elements and attributes of TMX 1.4b that we use, from its DTD (https://www.gala-global.org/tmx-14b).
DTD = """
<!ELEMENT tmx (header, body)>
<!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note|prop|ude)*>
<!ATTLIST header
  creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED
  o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED creationid CDATA #IMPLIED
  changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT body (tu*)>
<!ELEMENT note (#PCDATA)>
<!ATTLIST note xml:lang CDATA #IMPLIED o-encoding CDATA #IMPLIED>
<!ELEMENT prop (#PCDATA)>
<!ATTLIST prop type CDATA #REQUIRED xml:lang CDATA #IMPLIED o-encoding CDATA #IMPLIED>
<!ELEMENT ude EMPTY>
<!ELEMENT tu ((note|prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED datatype CDATA "unknown">
<!ELEMENT tuv ((note|prop)*, seg)>
<!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)>
"""


def tree(*several: Brief):
    join = FORMATS["tmx"].join
    assert join is not None
    return etree.fromstring("".join(join(several)).encode())


def pairs(root) -> list[tuple[str, str]]:
    found = []
    for unit in root.iter("tu"):
        segments = {variant.get(LANG): variant.findtext("seg") for variant in unit.iter("tuv")}
        found.append((segments["ar"], segments["en"]))
    return found


def valid(root) -> bool:
    import io

    return etree.DTD(io.StringIO(DTD)).validate(root)


@pytest.mark.parametrize("brief", [example(), bare(example())], ids=["brief", "translation"])
def test_it_is_what_the_standard_demands(brief):
    assert valid(tree(brief))
    header = tree(brief).find("header")
    assert (header.get("srclang"), header.get("segtype"), header.get("datatype")) == ("ar", "sentence", "plaintext")


def test_the_standard_as_we_check_it_refuses_something():
    broken = tree(example())
    broken.find("body/tu").insert(0, etree.Element("seg"))
    assert not valid(broken)


def test_every_translated_sentence_is_a_pair_and_no_other():
    brief = example()
    translated = [t for t in brief.translations if t.status not in ("failed", "kept")]
    assert pairs(tree(brief)) == [(t.source.text, t.text) for t in translated]


def test_a_pair_says_where_it_comes_from_and_what_is_wrong_with_it():
    unit = tree(example()).findall("body/tu")[2]
    assert {prop.get("type"): prop.text for prop in unit.iter("prop")} == {
        "x-article": "derna.txt",
        "x-sentence": "3",
        "x-status": "flagged",
        "x-flags": "number_lost name_lost",
        "x-score": "-1.310",
    }
    assert unit.findtext("note").split("; ") == [
        "a number of the Arabic is not in the English (43%)",
        "a known name has no counterpart in the English (Othman عثمان)",
        "a known name that the model had not said was put in (Abdeljalil عبد الجليل)",
    ]


def test_several_articles_are_one_memory():
    root = tree(example(), bare(example()))
    assert valid(root)
    assert pairs(root) == pairs(tree(example())) * 2
    assert valid(tree())


def test_an_english_article_makes_no_memory():
    with pytest.raises(UserError, match="has no Arabic"):
        FORMATS["tmx"].render(english_brief())


@pytest.mark.parametrize("payload", PAYLOADS, ids=[p["about"] for p in PAYLOADS])
def test_article_text_is_text_in_xml_too(payload):
    root = tree(hostile(payload["text"]))
    assert valid(root)
    shown = re.sub("[\r\n]+", "\n", harmless(payload["text"]))
    assert pairs(root) == [(shown, shown)]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(briefs())
def test_any_brief_makes_a_memory_that_parses(brief):
    if not brief.summarized_english:
        assert valid(tree(brief))
