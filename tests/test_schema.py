"""The JSON Schema that ships with the package: what mujaz writes is what it promises."""

from __future__ import annotations

import copy
import json
from importlib.resources import files

import pytest
from hypothesis import assume, given, settings
from jsonschema import Draft202012Validator

from report import FORMATS
from tests.briefs import bare, briefs, english_brief, example
from translate import FLAGS, STATUSES

SCHEMA = json.loads(files("report").joinpath("brief.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def made(brief) -> dict:
    return json.loads(FORMATS["json"].render(brief))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_status_and_every_flag():
    definitions = SCHEMA["$defs"]
    assert definitions["sentence"]["properties"]["status"]["enum"] == list(STATUSES)
    assert definitions["flags"]["items"]["enum"] == list(FLAGS)


@pytest.mark.parametrize(
    "brief", [example(), bare(example()), english_brief()], ids=["brief", "translate", "summarize"]
)
def test_what_each_command_makes_is_valid(brief):
    VALIDATOR.validate(made(brief))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(briefs())
def test_any_brief_is_valid(brief):
    record = made(brief)
    assume(all(b["text"] for b in [record.get("headline") or {"text": "x"}, *record.get("bullets", [])]))
    record["made_with"].setdefault("mujaz", "0")
    record["article"]["sha256"] = ""
    VALIDATOR.validate(record)


def test_keys_stand_in_the_order_of_the_contract():
    record = made(example())
    assert list(record) == [
        "schema",
        "article",
        "headline",
        "bullets",
        "sentences",
        "names",
        "made_with",
        "notes",
    ]
    assert list(record["article"]) == [
        "name", "sha256", "format", "encoding", "text", "characters", "title", "date", "url", "outlet",
    ]  # fmt: skip
    assert list(record["headline"]) == list(record["bullets"][0]) == ["text", "cites", "kind", "support"]
    assert list(record["sentences"][0]) == [
        "id", "start", "end", "paragraph", "source", "target", "status", "flags", "score",
    ]  # fmt: skip
    assert list(record["names"][0]) == ["source", "target", "sentences"]
    assert list(made(bare(example()))) == ["schema", "article", "sentences", "names", "made_with"]


def test_the_form_is_the_contracts():
    text = FORMATS["json"].render(example())
    assert text.startswith('{\n  "schema": 1,\n  "article": {\n    "name": "derna.txt",\n')
    assert text.endswith("}\n")
    assert "درنة" in text


def test_offsets_count_in_the_articles_text_and_only_white_space_lies_between():
    record = made(example())
    text, end = record["article"]["text"], 0
    assert record["article"]["characters"] == len(text)
    for sentence in record["sentences"]:
        assert sentence["source"] == text[sentence["start"] : sentence["end"]]
        assert not text[end : sentence["start"]].strip()
        end = sentence["end"]


def test_an_english_article_has_no_source():
    assert all(s["source"] is None and s["target"] for s in made(english_brief())["sentences"])


FAULTY = {
    "another schema": lambda r: r.update(schema=2),
    "no article": lambda r: r.pop("article"),
    "a bullet without citations": lambda r: r["bullets"][0].update(cites=[]),
    "a citation of nothing": lambda r: r["bullets"][0].update(cites=[0]),
    "an unknown status": lambda r: r["sentences"][0].update(status="fine"),
    "an unknown flag": lambda r: r["sentences"][0].update(flags=["odd"]),
    "a failed sentence with a text": lambda r: r["sentences"][5].update(target="x"),
    "a kept sentence with a score": lambda r: r["sentences"][4].update(score=-1),
    "support above one": lambda r: r["headline"].update(support=1.2),
    "bullets without a headline": lambda r: r.pop("headline"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_the_schema_refuses(fault):
    record = copy.deepcopy(made(example()))
    FAULTY[fault](record)
    assert not VALIDATOR.is_valid(record)
