"""Collected text becomes sets: pairs filtered, English translated and glossed, pieces chosen, everything tokenised.

Each step writes a file and is skipped if it is there, so that a broken run goes on where it stopped.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import alignment, e5, english, frames, gloss, portuguese, sets, sources, substitute, vocabulary
from .config import Config
from .pairs import Pair, clean_arabic, clean_english, fingerprint, fits
from .sources import EnglishSource, Source

Rows = list[tuple[str, ...]]
Translate = Callable[[Sequence[str]], Iterable[str]]
_CHUNK = 500
_WHOLE = 0.5  # pairs of this weight and more are sentences; lists and interface texts weigh less
_COUNTED = 160_000  # English sentences on which pieces are counted


@dataclass(frozen=True, slots=True)
class Collection:
    """What is read. The default is what made the shipped weights."""

    pairs: tuple[Source, ...] = sources.PAIRS
    english: tuple[EnglishSource, ...] = sources.ENGLISH
    english_of_pairs: tuple[str, ...] = sources.ENGLISH_OF_PAIRS
    frames: int = 90_000


def prepare(
    config: Config, collection: Collection, translate: Translate, pieces: Callable[[Rows, Rows, Rows], None]
) -> None:
    """All steps. `pieces` writes the vocabulary from (pairs, portuguese, english), if it is not there."""
    work = config.work
    work.mkdir(parents=True, exist_ok=True)
    pairs = _kept(work / "pairs.tsv", lambda: read_pairs(config, collection))
    lines = _kept(work / "english.tsv", lambda: gather_english(config, collection, pairs))
    translated = _translated(work / "portuguese.tsv", lines[: config.portuguese], translate)
    if not (config.pieces / "pieces.json").is_file():
        pieces(pairs, translated, lines)
    glosses = _kept(work / "glossed.tsv", lambda: make_glosses(pairs, translated))
    made = [Pair(a, e, float(w), o) for a, e, w, o in pairs]
    tokenise(config, _sets(made, translated, [Pair(a, e) for a, e in glosses], collection.frames))


def choose_pieces(config: Config) -> Callable[[Rows, Rows, Rows], None]:
    """The vocabulary from the two parents' package files."""
    from .parent import FOLDER

    def write(pairs: Rows, translated: Rows, lines: Rows) -> None:
        whole = [row[1] for row in pairs if float(row[2]) >= _WHOLE]
        counted = [clean_english(row[1]) for row in lines[:_COUNTED]] + whole
        text = vocabulary.Text([row[0] for row in pairs], [row[0] for row in translated], counted)
        spm = config.packages / FOLDER / "vocab.pten.spm"
        vocabulary.build(e5.load(config.packages), spm, text, config.shape.target_pieces).save(config.pieces)

    return write


def read_pairs(config: Config, collection: Collection) -> Iterator[tuple[str, ...]]:
    """(Arabic, English, weight, source) of the pairs that fit, each once, none from the scoring set."""
    forbidden = {fingerprint(clean_arabic(line)) for line in _lines(config.scoring / "src.ar")}
    runs = english.Runs(_lines(config.scoring / "ref.en"))
    seen: set[bytes] = set()
    for pair, short in _collected(config, collection):
        key = fingerprint(f"{pair.source}|{pair.target}")
        if not fits(pair, short=short) or key in seen or fingerprint(pair.source) in forbidden:
            continue
        if not runs.meet(pair.target):
            seen.add(key)
            yield pair.source, pair.target, f"{pair.weight:g}", pair.origin


def _collected(config: Config, collection: Collection) -> Iterator[tuple[Pair, bool]]:
    """Every pair, cleaned, and whether it may be short."""
    for source in collection.pairs:
        for line in _lines(config.data / f"{source.path}.tsv"):
            if len(cells := line.split("\t")) >= 2:
                yield Pair(clean_arabic(cells[0]), clean_english(cells[1]), source.weight, source.name), source.short


def gather_english(config: Config, collection: Collection, pairs: Rows) -> list[tuple[str, str]]:
    """(source, sentence) in the order in which they become Portuguese."""
    gathering = english.Gathering(english.Runs(_lines(config.scoring / "ref.en")))
    found = [
        (source.name, sentence)
        for source in collection.english
        for passage in english.passages(source, config.repositories)
        for sentence in english.split(passage)
        if gathering.takes(sentence)
    ]
    found += [(row[3], row[1]) for row in pairs if row[3] in collection.english_of_pairs and gathering.takes(row[1])]
    return english.in_order(found, sources.FIRST)


def make_glosses(pairs: Rows, translated: Rows, seed: int = 5) -> Iterator[tuple[str, str]]:
    """(gloss, English) with tables from the pairs and from the Portuguese."""
    arabic, target, weight = [], [], []
    for source, english_line, w, _ in pairs:
        a, e = alignment.words(source), [word.lower() for word in alignment.words(english_line)]
        if len(a) <= 40 and len(e) <= 45:
            arabic.append(a)
            target.append(e)
            weight.append(min(float(w), 2.0) + 0.1)
    entries = alignment.dictionary(alignment.fit(target, arabic, weight), alignment.fit(arabic, target, weight))
    both = [(row[0], clean_english(row[1])) for row in translated]
    sides = [[[word.lower() for word in alignment.words(text)] for text in side] for side in zip(*both, strict=True)]
    links = alignment.fit(sides[0], sides[1], [1.0] * len(both), rounds=4)
    for pair in gloss.glossed(both, links, entries, seed):
        yield pair.source, pair.target


def tokenise(config: Config, named: Iterable[tuple[str, list[Pair]]]) -> None:
    """Write a file a set."""
    import sentencepiece

    source = sentencepiece.SentencePieceProcessor(model_file=str(config.pieces / "source_pt.spm"))
    target = sentencepiece.SentencePieceProcessor(model_file=str(config.pieces / "target.spm"))
    for name, chosen in named:
        kept = sets.save(
            config.sets / f"{name}.npz", source.encode([p.source for p in chosen]),
            target.encode([p.target for p in chosen]), [p.weight for p in chosen],
        )  # fmt: skip
        print(f"{name}: {kept} pairs", flush=True)


def _sets(pairs: list[Pair], translated: Rows, glosses: list[Pair], count: int) -> Iterator[tuple[str, list[Pair]]]:
    """The nine sets that the stages name, `count` sentences from frames among them."""
    rng = random.Random(11)
    whole = [p for p in pairs if p.weight >= _WHOLE and len(p.target.split()) >= 4]
    capital = re.compile(r"\b[A-Z][A-Za-z]{2,11}\b|\b[A-Z]{2,5}\b")
    latin = Counter(word for p in pairs if p.weight >= 0.2 for word in capital.findall(p.target))
    words = [word for word, count in latin.items() if count >= 2]
    foreign = [p for p in pairs if p.weight >= 0.15 and 3 < len(p.target.split()) < 40]
    yield "pairs", pairs
    yield "sentences", whole
    yield "portuguese", [Pair(row[0], clean_english(row[1])) for row in translated]
    yield "entries", list(_entries(pairs, translated))
    yield "glossed", glosses
    yield "numbers", list(substitute.substituted(whole, substitute.numbers, rng, 3))
    yield "places", list(substitute.substituted(whole, substitute.places, rng, 6))
    yield "latin", list(substitute.substituted(foreign, lambda p, r: substitute.latin(p, r, words), rng, 1))
    yield "frames", list(frames.sentences(count, 3))


def _entries(pairs: list[Pair], translated: Rows) -> Iterator[Pair]:
    """Short dictionary entries whose English words occur in the translated English: words worth knowing."""
    used = Counter(word for row in translated for word in re.findall(r"[a-z]+", row[1].lower()))
    for pair in pairs:
        words = re.findall(r"[a-z]+", pair.target.lower())
        short = len(pair.source.split()) <= 3 and len(pair.target.split()) <= 4
        if pair.weight <= 0.16 and short and words and min(used[word] for word in words) >= 3:
            yield Pair(pair.source, pair.target, 1.0 if len(words) == 1 else 0.6)


def _translated(path: Path, lines: Rows, translate: Translate) -> Rows:
    """(Portuguese, English, source) a line; goes on behind the lines that are there already."""
    done = _read(path) if path.is_file() else []
    with path.open("a", encoding="utf-8") as file:
        for start in range(len(done), len(lines), _CHUNK):
            chunk = lines[start : start + _CHUNK]
            rows = [(p, e, s) for p, (s, e) in zip(translate([row[1] for row in chunk]), chunk, strict=True)]
            file.writelines("\t".join(row) + "\n" for row in rows)
            file.flush()
            done += rows
    return done


def _kept(path: Path, make: Callable[[], Iterable[tuple[str, ...]]]) -> Rows:
    """The rows of a file, made first if it is not there; written whole or not at all."""
    if not path.is_file():
        aside = path.with_suffix(".tmp")
        with aside.open("w", encoding="utf-8") as file:
            file.writelines("\t".join(row) + "\n" for row in make())
        aside.replace(path)
    return _read(path)


def _read(path: Path) -> Rows:
    return [tuple(line.split("\t")) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    """Lines, cut at line feeds alone."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n") if path.stat().st_size else []


def translator(config: Config) -> Translate:
    """The package's en→pt student."""
    return lambda lines: portuguese.translated(config.packages, lines, config.threads)
