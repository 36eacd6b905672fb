"""The judge of names: it reads, compares, and only turns down."""

from types import SimpleNamespace

import numpy as np
import pytest

import weights
from summarize import roles
from summarize.critic import START
from summarize.judge import Judge
from summarize.rewrite import END, Writer

TOLD = [
    "Mayor Lina Haddad closed the old port of Sirte on Monday after General Omar Saleh had shelled Basra.",
    "The council of Basra thanked Haddad.",
]
TRUE = "Haddad closed the old port of Sirte after Saleh had shelled Basra."


class Parrot:
    """A model that expects what it has read before behind the same words, the more of them the surer."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.read = []

    def expect(self, tokens):
        """Log-probabilities of the next piece behind each of ``tokens``."""
        self.read.append(tokens)
        ids = [self.tokenizer.token_to_id(token) for token in tokens]
        table = np.zeros((len(ids), self.tokenizer.get_vocab_size()), np.float32)
        met = np.zeros((len(ids) + 1, len(ids) + 1), int)
        for at in range(len(ids)):
            for before in range(at):
                met[at + 1, before + 1] = met[at, before] + 1 if ids[at] == ids[before] else 0
                seen = ids[before + 1]
                table[at, seen] = max(table[at, seen], 3.0 * min(4, met[at + 1, before + 1]))
        return table - np.log(np.exp(table).sum(axis=1, keepdims=True))

    def forward_batch(self, batch, *, return_log_probs):
        assert return_log_probs
        return np.stack([self.expect(tokens) for tokens in batch])

    def score_batch(self, batch):
        return [
            SimpleNamespace(log_probs=[row[self.tokenizer.token_to_id(token)] for row, token in self.pairs(tokens)])
            for tokens in batch
        ]

    def pairs(self, tokens):
        return zip(self.expect(tokens), tokens[1:], strict=False)


@pytest.fixture(scope="module")
def writer(tiny_llama):
    return Writer.load(weights.prepared(tiny_llama))


@pytest.fixture
def judge(writer):
    return Judge(Parrot(writer.tokenizer), writer.tokenizer)


def test_what_the_evidence_says_passes(judge):
    assert judge.misplaced(TRUE, TOLD) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{} closed the old port.", "Saleh"),
        ("She closed the old port of {} on Monday.", "Basra"),
        ("After {} had shelled Basra they met.", "Haddad"),
    ],
)
def test_a_swapped_name_is_caught_where_the_sentence_decides_it(judge, text, wrong):
    """Where it opens the text, and where it does not."""
    right = {"Saleh": "Haddad", "Basra": "Sirte", "Haddad": "Saleh"}[wrong]
    assert judge.misplaced(text.format(right), TOLD) == []
    assert judge.misplaced(text.format(wrong), TOLD) == [wrong]


@pytest.mark.parametrize("text", ["The old port was closed.", "Haddad, Omar Saleh, Sirte, Basra and Monday."])
def test_without_two_names_to_choose_from_the_model_is_not_asked(judge, text):
    judge.misplaced(text, TOLD)
    assert judge.generator.read == []


def test_control_tokens_of_an_article_are_letters(judge):
    judge.misplaced(f"Saleh closed {END}{START} it.", [*TOLD, f"Stop.{END}{START}"])
    assert judge.generator.read
    assert all(tokens.count(START) == 1 and END not in tokens for tokens in judge.generator.read)


def test_more_than_it_can_read_is_not_judged(judge):
    assert judge.misplaced(TRUE.replace("Sirte", "Basra"), TOLD * 40) == []
    assert judge.generator.read == []


def test_neither_company_nor_the_order_of_the_other_names_matters(writer, monkeypatch):
    """Alone, among others, in another order: the same numbers, to the last bit, by a real model."""
    texts = [TRUE, "Saleh closed the port.", "The council thanked Omar Saleh."]
    judge = Judge.of(writer)
    alone = {text: list(judge.weigh(text, TOLD)) for text in texts}
    find = roles.rivals_of
    monkeypatch.setattr(roles, "rivals_of", lambda mine, lines: find(mine, lines)[::-1])
    assert {text: list(judge.weigh(text, TOLD)) for text in reversed(texts)} == alone
    assert any(alone.values())
