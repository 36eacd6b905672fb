"""A small song before a model is trusted: do both engines think the same, and does a translator make sense?

A conversion can go wrong in silence (a table off by one row, weights that a library no longer ties: see
huggingface/transformers#26216, where Marian models loaded and wrote rubbish). So at pull time the converted
form writes, the reference engine (transformers, float32) says how probable it finds every written token, and
the two must agree; a translator of the catalogue must also come near eight known translations.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from mujaz import ModelError

from . import child
from .adapter import Adapter

PAIRS = (
    ("قالت وزارة الصحة إن عشرة أشخاص توفوا يوم الأحد.", "The health ministry said that ten people died on Sunday."),
    ("وصل الرئيس إلى القاهرة مساء أمس.", "The president arrived in Cairo yesterday evening."),
    ("ارتفعت أسعار النفط في الأسواق العالمية.", "Oil prices rose on world markets."),
    ("قال المتحدث باسم الحكومة إن المحادثات ستستمر.", "The government spokesman said that the talks would continue."),
    ("قتل ثلاثة جنود في انفجار قرب الحدود.", "Three soldiers were killed in an explosion near the border."),
    ("دعت الأمم المتحدة إلى وقف إطلاق النار.", "The United Nations called for a ceasefire."),
    ("فتحت المدارس أبوابها بعد أسبوعين من الإغلاق.", "Schools opened their doors after two weeks of closure."),
    ("يعيش آلاف اللاجئين في مخيمات شمال البلاد.", "Thousands of refugees live in camps in the north of the country."),
)  # fmt: skip
"""Eight plain sentences of news, written for this purpose, with their translations."""

TOLERANCE = {"float32": 0.01, "int8": 0.7}
"""Mean difference of log-probabilities a token, in nats, up to which two engines think the same.

Measured: 0.000 for every model in float32; in int8 0.02 for the embedded translator, 0.35 for SmolLM2-135M
(whose weights were rounded to 4 bits once before). A table that is off by one row differs by more than 5.
"""

SANE = 25.0
"""Mean chrF against the eight translations below which a translator of the catalogue is not to be trusted."""

LONGEST = 40
"""Tokens that the converted form may write for a sentence here."""


_LOCAL: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
"""How anything is loaded: from this machine, and never with code of the model's own."""


def sing(folder: Path, form: Path, compute_type: str, *, adapter: Adapter | None = None, sane: bool = False) -> str:
    """The same as :func:`work`, in a process of its own."""
    song = {"folder": str(folder), "form": str(form), "compute_type": compute_type, "sane": "yes" if sane else ""}
    return child.apart("canary", song | ({"adapter": str(adapter.folder)} if adapter else {}))


def work(folder: str, form: str, compute_type: str, sane: str = "", adapter: str = "") -> str:
    """Let the converted ``form`` of ``folder`` write; return a JSON report of what was found.

    Where an ``adapter`` was merged into the form, the reference engine gets it as well.

    Raises:
        ModelError: the engines do not agree, or (with ``sane``) the translations are rubbish.
    """
    import torch

    kind = json.loads((Path(folder) / "config.json").read_text("utf-8"))["model_type"]
    with torch.no_grad():
        if kind == "llama":
            written, differences = _decoder(Path(folder), Path(form), adapter)
        else:
            written, differences = _sequence_to_sequence(Path(folder), Path(form), kind)
    difference = sum(differences) / max(1, len(differences))
    report: dict[str, float] = {"difference": round(difference, 4)}
    if not differences or not math.isfinite(difference) or difference > TOLERANCE.get(compute_type, 0.7):
        raise ModelError(
            f"the canary died: the converted model and the original differ by {difference:.2f} nats a token "
            f"(at most {TOLERANCE.get(compute_type, 0.7)})"
        )
    if sane:
        closeness = sum(chrf(text, pair[1]) for text, pair in zip(written, PAIRS, strict=True)) / len(PAIRS)
        report["chrf"] = round(closeness, 1)
        if closeness < SANE:
            raise ModelError(
                f"the canary died: the translations are rubbish (chrF {closeness:.0f}, at least {SANE:.0f}; one of "
                f"them: {written[1]!r})"
            )
    return json.dumps(report)


def _sequence_to_sequence(folder: Path, form: Path, kind: str) -> tuple[list[str], list[float]]:
    import ctranslate2
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder, **_LOCAL)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder, **_LOCAL, dtype=torch.float32).eval()
    converted = ctranslate2.Translator(str(form), intra_threads=1)
    target = getattr(tokenizer, "target_encoder", None) if getattr(tokenizer, "separate_vocabs", False) else None
    target = target or tokenizer.get_vocab()
    source_names = {row: token for token, row in tokenizer.get_vocab().items()}
    written, differences = [], []
    for arabic, english in PAIRS:
        ids = tokenizer(arabic if kind == "marian" else english)["input_ids"]
        names = [source_names[row] for row in ids]
        tokens = converted.translate_batch([names], beam_size=2, max_decoding_length=LONGEST)[0].hypotheses[0]
        scored = converted.score_batch([names], [tokens])[0]
        labels = [target[token] for token in scored.tokens]
        start = torch.tensor([[model.config.decoder_start_token_id, *labels[:-1]]])
        logits = model(input_ids=torch.tensor([ids]), decoder_input_ids=start).logits[0]
        if kind == "marian":  # the converted form has no pad token to give a chance to
            logits[:, model.config.decoder_start_token_id] = -torch.inf
        reference = logits.log_softmax(-1)[range(len(labels)), labels].tolist()
        differences += [abs(a - b) for a, b in zip(reference, scored.log_probs, strict=True)]
        written.append(tokenizer.decode([target[token] for token in tokens], skip_special_tokens=True))
    return written, differences


def _decoder(folder: Path, form: Path, adapter: str) -> tuple[list[str], list[float]]:
    import ctranslate2
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from .adapter import read

    tokenizer = AutoTokenizer.from_pretrained(folder, **_LOCAL)
    model = AutoModelForCausalLM.from_pretrained(folder, **_LOCAL, dtype=torch.float32).eval()
    if adapter:
        read(Path(adapter)).merge(model)
    converted = ctranslate2.Generator(str(form), intra_threads=1)
    differences = []
    for _, english in PAIRS:
        ids = tokenizer(english, add_special_tokens=False)["input_ids"]
        scored = converted.score_batch([tokenizer.convert_ids_to_tokens(ids)])[0]
        logits = model(input_ids=torch.tensor([ids])).logits[0, :-1]
        reference = logits.log_softmax(-1)[range(len(ids) - 1), ids[1:]].tolist()
        differences += [abs(a - b) for a, b in zip(reference, scored.log_probs, strict=True)]
    return [], differences


def chrf(text: str, reference: str, longest: int = 6, beta: float = 2.0) -> float:
    """Character n-gram F-score, 0–100 (Popović 2015), white space left out; enough to tell sense from rubbish.

    >>> chrf("Oil prices rose.", "Oil prices rose."), chrf("Aaaaa", "Oil prices rose.")
    (100.0, 0.0)
    """
    first, second = "".join(text.split()), "".join(reference.split())
    precision = recall = 0.0
    orders = 0
    for size in range(1, longest + 1):
        a, b = (Counter(each[at : at + size] for at in range(len(each) - size + 1)) for each in (first, second))
        if a and b:
            shared = sum((a & b).values())
            precision, recall, orders = precision + shared / a.total(), recall + shared / b.total(), orders + 1
    if not precision or not recall:
        return 0.0
    precision, recall = precision / orders, recall / orders
    return round(100 * (1 + beta**2) * precision * recall / (beta**2 * precision + recall), 1)
