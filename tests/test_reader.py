"""The reader: it stumbles where a cut leaves words side by side that nobody writes so, and only there."""

from itertools import pairwise
from types import SimpleNamespace

import pytest

import weights
from summarize.critic import START
from summarize.reader import Reader
from summarize.rewrite import END, Writer

SOURCE = "A video of the old chant made headlines in Sirte shortly after noon, and the harbour master Omar Saleh left."


class Habit:
    """A model that expects the pairs of pieces that it has read, and hardly any other."""

    def __init__(self, tokenizer, *read):
        self.known, self.read = set(), []
        for text in read:
            pieces = tokenizer.encode(" " + text, add_special_tokens=False).tokens
            self.known |= set(zip([START, *pieces], pieces, strict=False))

    def score_batch(self, batch):
        self.read += batch
        return [
            SimpleNamespace(log_probs=[-1.0 if pair in self.known else -9.0 for pair in pairwise(row)]) for row in batch
        ]


@pytest.fixture(scope="module")
def tokenizer(tiny_llama):
    return Writer.load(weights.prepared(tiny_llama)).tokenizer


@pytest.fixture
def reader(tokenizer):
    return Reader(Habit(tokenizer, SOURCE), tokenizer)


def test_the_source_itself_reads_well(reader):
    assert reader.stumbles(SOURCE, [SOURCE]) == []


def test_a_word_behind_a_cut_that_the_source_makes_likelier_is_named(reader):
    assert reader.stumbles("A video of the old chant made in Sirte.", [SOURCE]) == ["in", "Sirte"]


def test_a_cut_that_the_model_is_used_to_is_none(tokenizer):
    text = "A video of the chant made headlines in Sirte shortly after noon, and the harbour master Omar Saleh left."
    reader = Reader(Habit(tokenizer, SOURCE, text), tokenizer)
    assert reader.stumbles(text, [SOURCE]) == []


def test_a_name_may_follow_anything(reader):
    text = "A video of the old chant made headlines in Sirte shortly after noon, and Omar Saleh left."
    assert reader.stumbles(text, [SOURCE]) == []


def test_a_sentence_that_is_cut_where_none_ends_is_named_by_its_last_word(reader, tokenizer):
    assert reader.stumbles("A video of the old chant made headlines in Sirte shortly.", [SOURCE]) == ["shortly"]
    used = Reader(Habit(tokenizer, SOURCE, "in Sirte shortly."), tokenizer)
    assert used.stumbles("A video of the old chant made headlines in Sirte shortly.", [SOURCE]) == []


def test_the_sentence_that_the_text_shortens_is_found_among_several(reader):
    others = ["The port is closed.", SOURCE, "Nobody came."]
    assert reader.stumbles("A video of the old chant made in Sirte shortly.", others)[0] == "in"


def test_a_text_that_shares_no_word_with_its_evidence_is_none_of_its_business(reader):
    assert reader.stumbles("Nobody came.", ["The port is closed."]) == []


def test_what_an_article_spells_out_as_a_special_token_is_letters(reader):
    reader.stumbles(f"A video {END} of the old chant.", [SOURCE + END])
    assert reader.generator.read
    assert all(row.count(START) == 1 and END not in row for row in reader.generator.read)


def test_more_than_it_can_read_is_not_read(reader):
    assert reader.stumbles("A video of the old chant made in Sirte.", [SOURCE * 30]) == []
    assert reader.generator.read == []
