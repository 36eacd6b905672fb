"""The way of a summariser proper (BART, Pegasus): it reads the article, and its sentences find their citations.

The article goes in by windows that end where a sentence ends. Every sentence of a summary is a candidate: the
smallest set of article sentences that carries it is looked for, and the support check decides. A sentence that
fails gives way to the article's own sentence that it is nearest to.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from mujaz import ModelError, UsageError

from . import english
from .align import align
from .bullet import Bullet
from .choose import choose
from .options import BriefOptions
from .page import Page
from .rewriter import Rewriter

T = TypeVar("T")

CARRIED = 0.5
"""Least support of a sentence of a summary: half of its words in the source, or a doubt or two less."""

LONGEST = 45
"""Words of a summary's sentence; some models forget to stop."""


@dataclass(frozen=True, slots=True)
class Search:
    """How a summary is searched for; the model's own settings where it has some."""

    num_beams: int = 4
    length_penalty: float = 2.0
    no_repeat_ngram_size: int = 3
    min_length: int = 30
    max_length: int = 142
    positions: int = 1024

    @classmethod
    def of(cls, folder: Path) -> Search:
        """From ``config.json`` (its summarization parameters included) and ``generation_config.json``."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        own = dict(config) | (config.get("task_specific_params") or {}).get("summarization", {})
        path = folder / "generation_config.json"
        if path.is_file():
            own |= json.loads(path.read_text("utf-8"))
        known = {name: own[name] for name in cls.__slots__ if own.get(name) is not None}
        return cls(**known, positions=config.get("max_position_embeddings", 1024))

    def fitted(self, tokens: int) -> Search:
        """For a window of so many tokens: a summary is shorter than what it sums up."""
        most = max(8, min(self.max_length, tokens))
        return replace(self, max_length=most, min_length=min(self.min_length, tokens // 3, most - 4))


Generate = Callable[[list[str], Search], list[str]]
"""Source tokens and a search to target tokens."""


def _ctranslate2(folder: Path, threads: int) -> Generate:
    import ctranslate2

    import weights

    form = weights.prepared(folder, note=logging.getLogger("mujaz").info)
    try:
        model = ctranslate2.Translator(str(form), device="cpu", inter_threads=1, intra_threads=threads)
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"cannot load the summariser in {form}: {error}; pull it again") from error

    def generate(tokens: list[str], search: Search) -> list[str]:
        (result,) = model.translate_batch(
            [tokens],
            beam_size=search.num_beams,
            length_penalty=search.length_penalty,
            no_repeat_ngram_size=search.no_repeat_ngram_size,
            min_decoding_length=search.min_length,
            max_decoding_length=search.max_length,
            max_input_length=0,
        )
        return list(result.hypotheses[0])

    return generate


def _transformers(folder: Path, threads: int) -> Generate:
    import torch
    from transformers import AutoModelForSeq2SeqLM

    torch.set_num_threads(threads)
    try:
        model = AutoModelForSeq2SeqLM.from_pretrained(str(folder), dtype=torch.float32).eval()
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"cannot load the summariser in {folder}: {error}") from error
    tokenizer = _tokenizer(folder)

    def generate(tokens: list[str], search: Search) -> list[str]:
        ids = torch.tensor([[tokenizer.token_to_id(token) for token in tokens]])
        with torch.inference_mode():
            (out,) = model.generate(
                ids,
                num_beams=search.num_beams,
                length_penalty=search.length_penalty,
                no_repeat_ngram_size=search.no_repeat_ngram_size,
                min_length=search.min_length,
                max_length=search.max_length,
            )
        return [tokenizer.id_to_token(int(row)) for row in out if tokenizer.id_to_token(int(row))]

    return generate


ENGINES: dict[str, Callable[[Path, int], Generate]] = {"ctranslate2": _ctranslate2, "transformers": _transformers}


def _tokenizer(folder: Path) -> Any:
    """The fast tokenizer; made from the slow one's files where the folder has no ``tokenizer.json``."""
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if path.is_file():
        return Tokenizer.from_file(str(path))
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(str(folder)).backend_tokenizer


def spread(things: Sequence[T], first: int) -> list[T]:
    """All of them, the ``first`` so many at even steps from the first to the last.

    >>> spread("abcdefghi", 3), spread("abc", 7)
    (['a', 'e', 'i', 'b', 'c', 'd', 'f', 'g', 'h'], ['a', 'b', 'c'])
    """
    count, last = min(first, len(things)), len(things) - 1
    places = [turn * last // max(1, count - 1) for turn in range(count)]
    return [things[at] for at in dict.fromkeys((*places, *range(len(things))))]


class Seq2Seq:
    """A loaded summariser; see :meth:`load`."""

    def __init__(self, generate: Generate, tokenizer: Any, search: Search, options: BriefOptions) -> None:
        frame = tokenizer.encode("").tokens
        self._frame = frame[:-1], frame[-1:]
        tokenizer.no_truncation()
        tokenizer.encode_special_tokens = True
        self._generate = generate
        self._tokenizer = tokenizer
        self._search = search
        self._options = options

    @classmethod
    def load(cls, folder: Path, *, engine: str, threads: int, options: BriefOptions) -> Seq2Seq:
        """Load the model in ``folder`` (Hugging Face form) by ``engine``.

        Raises:
            UsageError: no engine has that name.
            ModelError: the folder holds no such model, or is damaged.
        """
        if engine not in ENGINES:
            raise UsageError(f"there is no engine {engine!r}; there are: {', '.join(ENGINES)}")
        return cls(ENGINES[engine](folder, threads), _tokenizer(folder), Search.of(folder), options)

    def compose(
        self, page: Page, wanted: int, *, titled: bool = True
    ) -> tuple[Callable[[], Bullet | None], Iterator[Bullet]]:
        """The headline, and the sentences of the summary as bullets; then the article's own, if they are too few."""
        headline, quoted = Rewriter(None, self._options).compose(page, wanted, titled=titled)
        return headline, itertools.chain(self._bullets(self._focused(page), wanted), quoted)

    def finish(self, page: Page, bullets: Sequence[Bullet], room: int | None) -> list[Bullet]:
        """The bullets as the model wrote them."""
        return list(bullets)

    def summary(self, sentences: Sequence[str]) -> str:
        """What the model makes of a window."""
        pieces = self._pieces(" ".join(sentences))
        tokens = self._generate([*self._frame[0], *pieces, *self._frame[1]], self._search.fitted(len(pieces)))
        ids = [self._tokenizer.token_to_id(token) for token in tokens]
        return str(self._tokenizer.decode(ids, skip_special_tokens=True)).replace("<n>", " ").strip()

    def _pieces(self, text: str) -> list[str]:
        """The text as pieces: special tokens that it spells out are letters."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def _focused(self, page: Page) -> Page:
        """The page with what is about the focus, if there is one: the model reads, and cites, nothing else."""
        if not self._options.focus:
            return page
        groups = choose(
            page.sentences, usable=page.usable, focus=self._options.focus, limit=len(page.usable), grow=False
        )
        return replace(page, usable=tuple(sorted(group.seed for group in groups)))

    def _bullets(self, page: Page, wanted: int) -> Iterator[Bullet]:
        """The windows take turns, so that the end of a long document has its say; each is read when its turn comes."""
        queues = [self._window(page, members) for members in spread(list(self._windows(page)), wanted)]
        while queues:
            for queue in list(queues):
                if bullet := next(queue, None):
                    yield bullet
                else:
                    queues.remove(queue)

    def _windows(self, page: Page) -> Iterator[tuple[int, ...]]:
        room = self._search.positions - len(self._frame[0]) - len(self._frame[1]) - 8
        window: list[int] = []
        used = 0
        for at in page.usable:
            size = len(self._pieces(" " + page.sentences[at]))
            if size > room:
                continue  # longer than the model can read: left to the quoted sentences
            if used + size > room and window:
                yield tuple(window)
                window, used = [], 0
            window.append(at)
            used += size
        if window:
            yield tuple(window)

    def _window(self, page: Page, members: Sequence[int]) -> Iterator[Bullet]:
        for written in english.sentences(self.summary(page.evidence(members))):
            cites = align(written.text, page.sentences, members)
            if not cites:
                continue
            checked = page.judge(written.text, cites, LONGEST)
            if checked and checked.score >= CARRIED:
                yield page.bullet(written.text, cites, checked.score)
            else:
                yield page.extract(cites[0], self._options.max_extract)
