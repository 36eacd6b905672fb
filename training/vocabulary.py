"""Two SentencePiece models that share one vocabulary without a clash, and need no step of their own at run time.

Source pieces are XLM-R's (e5's), English pieces the decoder's parent's. The source normaliser writes ASCII as
full-width letters (A → Ａ), so no source piece equals an English one; it also does NFKC, drops tashkeel, tatweel and
bidi marks, and turns Arabic-Indic digits into digits. No piece on either side holds two digits.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as protocol

from .e5 import E5
from .joint import Pieces
from .pairs import ARABIC, ARABIC_TABLE, drop_marks

FULL_WIDTH = {c: c + 0xFEE0 for c in range(0x21, 0x7F)}
_SPACE_MARK = "▁"
_UNSEEN_SCORE = -16.0
_LATIN_PIECES = 2600
_PORTUGUESE_PIECES = 11000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The models as protocol buffers, the rows' names, and e5's row of each source piece."""

    source: Any
    source_with_portuguese: Any
    target: Any
    pieces: Pieces
    e5_rows: list[int]

    def save(self, folder: Path) -> None:
        """Write the three models, `pieces.json` and `e5_rows.txt`."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, model in (
            ("source.spm", self.source), ("source_pt.spm", self.source_with_portuguese), ("target.spm", self.target)
        ):  # fmt: skip
            (folder / name).write_bytes(model.SerializeToString())
        self.pieces.save(folder)
        (folder / "e5_rows.txt").write_text("\n".join(map(str, self.e5_rows)), encoding="ascii")


def take_models(folder: Path, *, source: Path, target: Path) -> None:
    """Copy the models of another run or of an export to `folder`; Portuguese is read by the source's."""
    folder.mkdir(parents=True, exist_ok=True)
    for model, name in ((source, "source.spm"), (source, "source_pt.spm"), (target, "target.spm")):
        shutil.copyfile(model, folder / name)


def processor(model: Any) -> Any:
    """A SentencePiece processor of a protocol buffer."""
    made = sentencepiece.SentencePieceProcessor()
    made.LoadFromSerializedProto(model.SerializeToString())
    return made


def _digits(piece: str) -> bool:
    return len(piece.replace(_SPACE_MARK, "")) > 1 and bool(re.search(r"\d", piece))


def english_model(parent_spm: Path, sentences: Iterable[str], count: int) -> Any:
    """The parent's pieces cut to the `count` most used on `sentences`, all single characters kept."""
    whole = protocol.ModelProto()
    whole.ParseFromString(parent_spm.read_bytes())
    allowed = [p for p in whole.pieces if not _digits(p.piece)]
    pruned = protocol.ModelProto()
    pruned.CopyFrom(whole)
    del pruned.pieces[:]
    pruned.pieces.extend(allowed)
    used: Counter[int] = Counter()
    for ids in processor(pruned).encode(list(sentences)):
        used.update(ids)
    special = 2
    common = [i for i, _ in used.most_common() if i >= special][:count]
    single = [
        i for i, p in enumerate(allowed)
        if i >= special and len(p.piece.replace(_SPACE_MARK, "")) == 1 and (used[i] or p.piece[-1].isascii())
    ]  # fmt: skip
    kept = sorted({*common, *single} - {i for i, p in enumerate(allowed) if p.piece == _SPACE_MARK})
    del pruned.pieces[:]
    pruned.pieces.extend([*allowed[:special], *(allowed[i] for i in kept)])
    have = {p.piece for p in pruned.pieces}
    for piece in sorted(have):
        if len(piece) == 1 and _SPACE_MARK + piece not in have:
            pruned.pieces.add(
                piece=_SPACE_MARK + piece, score=_UNSEEN_SCORE, type=protocol.ModelProto.SentencePiece.NORMAL
            )
    return pruned


def normaliser_rules() -> dict[str, str]:
    """Character → what it becomes, for every character that changes."""
    rules = {chr(c): chr(wide) for c, wide in FULL_WIDTH.items()} | {"\t": " ", "\n": " ", "\r": " "}
    for code in (*range(0xA0, 0x3100), *range(0xF900, 0xFFF0)):
        character = chr(code)
        new = drop_marks(unicodedata.normalize("NFKC", character)).translate(ARABIC_TABLE).translate(FULL_WIDTH)
        if new != character:
            rules[character] = new
    return rules


def _normaliser(sample: Sequence[str]) -> Any:
    """Train a throwaway model only to have SentencePiece compile the rules."""
    rules = normaliser_rules()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = (" ".join(f"{ord(c):X}" for c in side) for pair in sorted(rules.items()) for side in pair)
        pairs = zip(lines, lines, strict=False)
        (folder / "rules.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="ascii")
        (folder / "sample.txt").write_text("\n".join(sample), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(folder / "sample.txt"), model_prefix=str(folder / "made"), vocab_size=600, minloglevel=2,
            hard_vocab_limit=False, model_type="unigram", normalization_rule_tsv=str(folder / "rules.tsv"),
        )  # fmt: skip
        model = protocol.ModelProto()
        model.ParseFromString((folder / "made.model").read_bytes())
    return model


def _source_model(shell: Any, pieces: Sequence[str], score: dict[str, float]) -> Any:
    model = protocol.ModelProto()
    model.trainer_spec.CopyFrom(shell.trainer_spec)
    model.normalizer_spec.CopyFrom(shell.normalizer_spec)
    spec = model.trainer_spec
    spec.eos_id, spec.unk_id, spec.bos_id, spec.pad_id, spec.vocab_size = 0, 1, -1, -1, len(pieces) + 2
    spec.eos_piece, spec.unk_piece = "</s>", "<unk>"
    del spec.input[:]
    kind = protocol.ModelProto.SentencePiece
    model.pieces.add(piece="</s>", score=0, type=kind.CONTROL)
    model.pieces.add(piece="<unk>", score=0, type=kind.UNKNOWN)
    for piece in pieces:
        model.pieces.add(piece=piece, score=score[piece], type=kind.NORMAL)
    return model


@dataclass(frozen=True, slots=True)
class Text:
    """The lines on which pieces are counted."""

    arabic: Sequence[str]
    portuguese: Sequence[str]
    english: Sequence[str]


def build(e5: E5, parent_spm: Path, text: Text, count: int) -> Vocabulary:
    """All pieces, counted on the training text: Arabic seen twice, the commonest Latin, every single character."""
    target = english_model(parent_spm, text.english, count)
    taken = {p.piece for p in target.pieces}
    row: dict[str, int] = {}
    for index, piece in enumerate(e5.pieces):
        if index > 3 and piece and not _digits(piece) and drop_marks(piece) == piece and _SPACE_MARK not in piece[1:]:
            row.setdefault(piece.translate(FULL_WIDTH), index)
    score = {piece: e5.scores[index] for piece, index in row.items()}
    shell = _normaliser(text.arabic[:3000])
    everything = processor(_source_model(shell, list(row), score))
    seen = Counter(piece for line in everything.encode(list(text.arabic), out_type=str) for piece in line)
    portuguese_seen = Counter(
        piece for line in everything.encode(list(text.portuguese), out_type=str) for piece in line
    )
    arabic_pieces = [p for p, n in seen.items() if p in row and ARABIC.search(p) and n >= 2]
    latin = [p for p, _ in seen.most_common() if p in row and not ARABIC.search(p) and p not in taken][:_LATIN_PIECES]
    single = [p for p in row if len(p.replace(_SPACE_MARK, "")) == 1 and (_is_wide_ascii(p[-1]) or seen[p])]
    shipped = [p for p in dict.fromkeys([*arabic_pieces, *latin, *single, _SPACE_MARK]) if p in row and p not in taken]
    have = {*shipped, *taken}
    extra = [p for p, n in portuguese_seen.most_common() if p in row and p not in have and n >= 2][:_PORTUGUESE_PIECES]
    names = ("</s>", "<unk>", *shipped, *extra, "<pad>")
    pieces = Pieces(names, tuple(p.piece for p in target.pieces), len(shipped) + 2)
    rows = [2, 3, *(row[p] for p in (*shipped, *extra)), 1]  # e5's own </s>, <unk> and <pad>
    return Vocabulary(
        _source_model(shell, shipped, score), _source_model(shell, [*shipped, *extra], score), target, pieces, rows
    )


def _is_wide_ascii(character: str) -> bool:
    return 0x21 <= ord(character) - 0xFEE0 <= 0x7E
