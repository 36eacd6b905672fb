"""The writer: a small instruction model that puts a group of sentences into one, with the group's own words.

A 135M model that may say anything invents. Here it may not: at every step the vocabulary is cut to the pieces of
the group itself and to the words that hold a sentence together, so that a name, a number or a judgement from
elsewhere cannot be written at all. What it can still do wrong (leave out a "not", join the wrong halves) is the
business of :mod:`summarize.support`.

The article's text is encoded with special tokens as plain text, so that ``<|im_end|>`` in an article is seven
letters and never a control token. Every group is a batch of its own: its sentence cannot depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mujaz import ModelError

from . import style
from .english import first_sentence
from .lexicon import GLUE

SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
BULLET = "Shorten this news text to one short sentence. Keep all names and numbers exactly."
SECOND = "Rewrite the following news text as one short sentence. Keep all names and numbers exactly."
HEADLINE = "Write a short news headline for the following text. Keep all names and numbers exactly."

END = "<|im_end|>"
HEAD = "<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{task}\n\n"
TAIL = "<|im_end|>\n<|im_start|>assistant\n"
"""What stands before and behind the group's text; an adapter is trained between the same two."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that the model proposes; ``score`` is the mean log-probability a token."""

    text: str
    score: float


@dataclass(frozen=True)
class Writer:
    """A loaded model; see :meth:`load`."""

    generator: Any
    tokenizer: Any
    vocabulary: tuple[str, ...]
    glue: frozenset[str]
    prompts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> Writer:
        """Load the CTranslate2 form of a chat model of the SmolLM family.

        Raises:
            ModelError: the folder does not hold one, or is damaged.
        """
        import ctranslate2
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            generator = ctranslate2.Generator(
                str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
            )
        except Exception as error:  # both libraries raise bare Exception or RuntimeError
            raise ModelError(f"{folder} holds no usable summariser: {error}; pull it again") from error
        if tokenizer.token_to_id(END) is None:
            raise ModelError(f"the model in {folder} does not know {END}; choose a chat model of the SmolLM family")
        prompts = {
            task: tokenizer.encode(HEAD.format(system=SYSTEM, task=task), add_special_tokens=False).tokens
            for task in (BULLET, SECOND, HEADLINE)
        }
        prompts[TAIL] = tokenizer.encode(TAIL, add_special_tokens=False).tokens
        tokenizer.encode_special_tokens = True
        glue = frozenset(
            token for word in (*sorted(GLUE), ",", ".", ";") for token in _pieces(tokenizer, _forms(word)) if token
        )
        return cls(generator, tokenizer, tuple(tokenizer.get_vocab()), glue, prompts)

    def start(
        self, text: str, *, task: str = BULLET, beam_size: int = 4, max_words: int = 28
    ) -> Callable[[], list[Draft]]:
        """Set the model to work on ``text``; call what comes back for the drafts, best first.

        At most ``beam_size`` of them, and only whole ones: the model itself ended them.
        """
        text = plain(text)
        pieces = self.tokenizer.encode(text, add_special_tokens=False).tokens
        allowed = self.glue | set(pieces) | {END} | set(_pieces(self.tokenizer, _variants(text)))
        (job,) = self.generator.generate_batch(
            [pieces + self.prompts[TAIL]],
            static_prompt=self.prompts[task],
            include_prompt_in_result=False,
            return_end_token=True,
            end_token=END,
            beam_size=beam_size,
            num_hypotheses=beam_size,
            no_repeat_ngram_size=3,
            suppress_sequences=[[token] for token in self.vocabulary if token not in allowed],
            max_length=min(len(pieces) + 4, int(1.4 * max_words) + 6),
            return_scores=True,
            asynchronous=True,
        )
        return lambda: self._drafts(job.result())

    def likelihood(self, text: str, sentence: str, *, task: str = BULLET) -> float:
        """The natural logarithm of how likely the model, free in its words, makes ``sentence`` of ``text``."""
        shown, said = (self.tokenizer.encode(each, add_special_tokens=False).tokens for each in (plain(text), sentence))
        (scored,) = self.generator.score_batch([[*self.prompts[task], *shown, *self.prompts[TAIL], *said, END]])
        return float(sum(scored.log_probs[-len(said) - 1 :]))

    def _drafts(self, result: Any) -> list[Draft]:
        end = self.tokenizer.token_to_id(END)
        drafts: dict[str, Draft] = {}
        for ids, score in zip(result.sequences_ids, result.scores, strict=True):
            if not ids or ids[-1] != end:
                continue
            text = tidy(first_sentence(self.tokenizer.decode(ids, skip_special_tokens=True)))
            if text:
                drafts.setdefault(text, Draft(text, round(float(score), 3)))
        return list(drafts.values())


def plain(text: str) -> str:
    """``text`` as it stands in a prompt: one line, without what ties it to the sentence before."""
    return style.unopened(" ".join(text.split()))


def tidy(text: str) -> str:
    """One line, a capital at the start, a full stop at the end.

    >>> tidy(" the army took the port ")
    'The army took the port.'
    """
    text = " ".join(text.split()).strip(" ,;")
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?\"'\N{RIGHT DOUBLE QUOTATION MARK}" else text + "."


def _forms(word: str) -> list[str]:
    return [word, " " + word, word.capitalize(), " " + word.capitalize()]


def _variants(text: str) -> list[str]:
    """The words of a text as they look elsewhere in a sentence: behind a space, or at its start."""
    return [" " + text, *(" " + w for w in text.split()), *(w[0].upper() + w[1:] for w in text.split())]


def _pieces(tokenizer: Any, texts: Iterable[str]) -> list[str]:
    return [t for text in texts for t in tokenizer.encode(text, add_special_tokens=False).tokens]
