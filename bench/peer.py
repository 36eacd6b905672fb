"""One way of translating, loaded once, timed whenever ``go`` comes in; started by ``bench/peers.py``.

It runs in another venv for argostranslate, so it imports from mujaz only in the ways that need it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from peak import peak

Translate = Callable[[list[str]], list[str]]


def main() -> None:
    """Load what the first line asks for, say ``ready``, then time a round for every line that comes in."""
    settings = json.loads(sys.stdin.readline())
    translate, lines = WAYS[sys.argv[1]](settings), settings["lines"]
    translate(lines[:2])
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        texts = translate(lines)
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "peak": peak(), "texts": texts}), flush=True)


def with_ours() -> None:
    """Let the rooms of mujaz be found."""
    sys.path[0] = str(Path(__file__).resolve().parent.parent)


def decoding(settings: dict[str, Any]) -> Any:
    """Our settings; forced lengths are a cap that the model never ends before."""
    from translate import Decoding

    forced: dict[str, Any] = {"max_ratio": 1.0, "max_extra": 0} if settings["forced"] else {}
    return Decoding(beam_size=settings["beam"], **forced)


def mujaz(settings: dict[str, Any], *, second_tries: bool) -> Translate:
    """Everything: reading a sentence, mending it, n-best, guards, second tries. A new memory every round."""
    with_ours()
    from translate import Article, Translator, trust

    if not second_tries:
        trust.SECOND_TRIES = ()  # type: ignore[assignment] # a tuple of none
    loaded = Translator.load(settings["folder"], decoding=decoding(settings))

    def translate(lines: list[str]) -> list[str]:
        fresh = Translator(loaded.engine, decoding=loaded.decoding, context=loaded.context, force_arabic=True)
        return [found.text for found in fresh.translate(Article("news", "\n".join(lines)))]

    return translate


def engine(settings: dict[str, Any], *, asked: dict[str, Any]) -> Translate:
    """Our decoding alone: the best hypothesis, or all that the guards are to see."""
    with_ours()
    from mujaz import available_threads
    from translate import load_engine

    loaded = load_engine("ctranslate2", Path(settings["folder"]), threads=available_threads())

    def translate(lines: list[str]) -> list[str]:
        found = dict(loaded.translate(enumerate(lines), decoding(settings), **asked))
        return [found[number][0].text for number in range(len(lines))]

    return translate


def raw(settings: dict[str, Any], *, padded: bool) -> Translate:
    """CTranslate2 itself: all it is asked is to translate; batches of one length, or sorted and padded."""
    with_ours()
    import ctranslate2

    from mujaz import available_threads
    from translate.ct2_engine import equal_length_batches
    from translate.pieces import Pieces

    pieces = Pieces.load(Path(settings["folder"]))
    threads = available_threads()
    model = ctranslate2.Translator(settings["form"], compute_type="int8", inter_threads=threads, intra_threads=1)
    chosen = decoding(settings)

    def translate(lines: list[str]) -> list[str]:
        inputs = [(number, pieces.model_input(line)) for number, line in enumerate(lines)]
        more: dict[str, Any] = {"beam_size": chosen.beam_size, "max_input_length": 0, "disable_unk": True}
        if padded:
            longest = max(len(source) for _, source in inputs)
            results = model.translate_batch(
                [source for _, source in inputs], max_batch_size=1024, batch_type="tokens",
                max_decoding_length=chosen.max_target(longest), **more,
            )  # fmt: skip
            return [pieces.decode(result.hypotheses[0]) for result in results]
        waiting = [
            (key, job)
            for batch in equal_length_batches(inputs)
            for (key, _), job in zip(
                batch,
                model.translate_batch(
                    [source for _, source in batch], asynchronous=True,
                    max_decoding_length=chosen.max_target(len(batch[0][1])), **more,
                ),
                strict=True,
            )
        ]  # fmt: skip
        found = {key: pieces.decode(job.result().hypotheses[0]) for key, job in waiting}
        return [found[number] for number in range(len(lines))]

    return translate


def transformers(settings: dict[str, Any], *, batch: int) -> Translate:
    """``model.generate`` with the model's own settings, so many sentences at a time."""
    with_ours()
    import torch
    from transformers import MarianMTModel, MarianTokenizer

    from mujaz import available_threads

    torch.set_num_threads(available_threads())
    tokenizer = MarianTokenizer.from_pretrained(settings["folder"])
    model = MarianMTModel.from_pretrained(settings["folder"], dtype=torch.float32).eval()

    def some(lines: list[str]) -> list[str]:
        inputs = tokenizer(lines, return_tensors="pt", padding=True)
        length = {"max_new_tokens": inputs["input_ids"].shape[1]} if settings["forced"] else {}
        with torch.inference_mode():
            outputs = model.generate(**inputs, num_beams=settings["beam"], **length)
        return list(tokenizer.batch_decode(outputs, skip_special_tokens=True))

    def translate(lines: list[str]) -> list[str]:
        return [text for at in range(0, len(lines), batch) for text in some(lines[at : at + batch])]

    return translate


def summaries(settings: dict[str, Any], engine: str) -> Translate:
    """A summary a text: ours, or ``model.generate`` with the same search."""
    with_ours()
    from mujaz import available_threads
    from summarize import BriefOptions
    from summarize.seq2seq import Seq2Seq

    folder, threads = Path(settings["folder"]), available_threads()
    loaded = Seq2Seq.load(folder, engine=engine, threads=threads, options=BriefOptions())
    return lambda texts: [loaded.summary([text]) for text in texts]


def argos(settings: dict[str, Any]) -> Translate:
    """argostranslate, an article (ten sentences) a call, as its users do."""
    import sentencepiece
    from argostranslate import translate as room  # type: ignore[import-not-found] # it has a venv of its own

    folder = Path(settings["folder"])
    source, target = (
        sentencepiece.SentencePieceProcessor(model_file=str(folder / name)) for name in ("source.spm", "target.spm")
    )

    class Pieces:
        """Stands for the package's one SentencePiece model."""

        def encode(self, sentence: str) -> list[str]:
            return [*source.encode(sentence, out_type=str), "</s>"]

        def decode(self, tokens: list[str]) -> str:
            return str(target.decode_pieces([token for token in tokens if token != "</s>"]))

    class Lines:
        """Stands for the sentence splitter: a line is a sentence."""

        def split_sentences(self, text: str) -> list[str]:
            return text.split("\n")

    class Package:
        """The weights in the form that argostranslate loads."""

        package_path = Path(settings["form"]).parent
        tokenizer = Pieces()
        target_prefix = ""

    translation = room.PackageTranslation.__new__(room.PackageTranslation)
    language = room.Language("ar", "Arabic")
    translation.from_lang = translation.to_lang = language
    translation.pkg = Package()
    translation.sentencizer = Lines()
    translation.translator = None
    import ctranslate2
    from argostranslate import settings as chosen

    translation.translator = ctranslate2.Translator(
        settings["form"],
        device=chosen.device,
        inter_threads=chosen.inter_threads,
        intra_threads=chosen.intra_threads,
        compute_type=chosen.compute_type,
    )

    def translate(lines: list[str]) -> list[str]:
        texts: list[str] = []
        for at in range(0, len(lines), 10):
            article = "\n".join(lines[at : at + 10])
            (best, *_) = translation.hypotheses(article, 1)
            texts += best.value.split("\n")
        return texts

    return translate


WAYS: dict[str, Callable[[dict[str, Any]], Translate]] = {
    "mujaz": lambda settings: mujaz(settings, second_tries=True),
    "mujaz, no second tries": lambda settings: mujaz(settings, second_tries=False),
    "engine": lambda settings: engine(settings, asked={"nbest": 1}),
    "engine, n-best and attention": lambda settings: engine(settings, asked={"nbest": 4, "attention": True}),
    "raw, same law": lambda settings: raw(settings, padded=False),
    "raw, padded": lambda settings: raw(settings, padded=True),
    "transformers, one by one": lambda settings: transformers(settings, batch=1),
    "transformers, by 32": lambda settings: transformers(settings, batch=32),
    "argos": argos,
    "summaries, mujaz": lambda settings: summaries(settings, "ctranslate2"),
    "summaries, transformers": lambda settings: summaries(settings, "transformers"),
}


if __name__ == "__main__":
    main()
