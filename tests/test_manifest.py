"""The manifest survives what disks and kills do to it, and says what came last."""

import dataclasses
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.manifest import Entry, Ledger, Manifest, manifests, parse, spell

names = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=30)  # surrogates among them
entries = st.builds(
    Entry,
    file=names,
    article=st.none() | st.integers(1, 10**6),
    input_sha256=st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
    options_sha256=st.just("0" * 64),
    status=st.sampled_from(["writing", "done", "failed"]),
    outputs=st.dictionaries(names, st.just("f" * 64), max_size=3),
    sentences=st.integers(0, 10**4),
    error=st.none() | names,
    seconds=st.floats(0, 1e6),
)


def entry(file="a.txt", status="done", article=None, **more):
    return Entry(file, article, "1" * 64, "0" * 64, status, **more)


@settings(derandomize=True, max_examples=100)
@given(entries)
def test_a_line_says_what_was_written(written):
    line = spell(written)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert parse(line) == written


@settings(derandomize=True, max_examples=30)
@given(entries, st.data())
def test_a_line_cut_short_anywhere_is_no_line(written, data):
    line = spell(written)
    cut = data.draw(st.integers(0, len(line) - 2))
    assert parse(line[:cut]) is None


@settings(derandomize=True, max_examples=50)
@given(entries, st.data())
def test_a_line_with_a_changed_byte_is_no_line(written, data):
    line = bytearray(spell(written))
    at = data.draw(st.integers(0, len(line) - 2))
    line[at] ^= data.draw(st.integers(1, 255))
    assert parse(bytes(line)) in (None, written)  # written: the byte was one that JSON reads in two ways


def test_after_a_torn_line_the_next_one_stands_whole(tmp_path):
    path = tmp_path / "manifest.jsonl"
    path.write_bytes(spell(entry("a.txt")) + spell(entry("b.txt"))[:-20])
    manifest = Manifest(path)
    manifest.append(entry("c.txt"))
    manifest.close()
    ledger = Ledger(tmp_path)
    assert [each.file for each in ledger] == ["a.txt", "c.txt"]
    assert ledger.damaged == 1


def test_what_came_last_counts_and_writing_is_not_an_end(tmp_path):
    manifest = Manifest(tmp_path / "manifest.jsonl")
    for status in ("failed", "writing", "done", "writing"):
        manifest.append(entry(status=status, outputs={"a.txt.md": status * 10}))
    manifest.close()
    ledger = Ledger(tmp_path)
    assert ledger.last("a.txt").status == "done"
    assert [each.status for each in ledger.history("a.txt")] == ["done", "writing"]
    assert ledger.last("b.txt") is None


def test_articles_of_a_file_of_many_are_told_apart(tmp_path):
    manifest = Manifest(tmp_path / "manifest.jsonl")
    manifest.append(entry("x.jsonl", article=1))
    manifest.append(entry("x.jsonl", "failed", article=2))
    manifest.close()
    ledger = Ledger(tmp_path)
    assert (ledger.last("x.jsonl", 1).status, ledger.last("x.jsonl", 2).status) == ("done", "failed")
    assert ledger.last("x.jsonl") is None


@pytest.mark.parametrize("newer", ["manifest.jsonl", "manifest-2-of-3.jsonl"])
def test_all_manifests_are_read_together_and_the_latest_done_line_wins(tmp_path, newer):
    older = ({"manifest.jsonl", "manifest-2-of-3.jsonl"} - {newer}).pop()
    (tmp_path / older).write_bytes(spell(entry(finished=100.0, sentences=1)))
    (tmp_path / newer).write_bytes(spell(entry(finished=200.0, sentences=2)))
    assert Ledger(tmp_path).last("a.txt").sentences == 2
    assert [path.name for path in manifests(tmp_path)] == ["manifest.jsonl", "manifest-2-of-3.jsonl"]


def test_a_field_of_a_later_version_is_passed_over():
    record = {key: value for key, value in dataclasses.asdict(entry()).items() if value is not None} | {"later": 1}
    body = json.dumps(record, separators=(",", ":"))
    line = body[:-1] + f',"crc":"{zlib.crc32(body.encode()):08x}"}}\n'
    assert parse(line.encode()) == entry()
