"""Nasty inputs by the thousand: nothing crashes, nothing is lost, and time and memory stay linear.

    python bench/fuzz.py [--inputs 20000] [--seed 1] [--largest 4] [--articles DIR]

Every input goes through reading (as bytes), splitting, language, mending, windows and the translator with an
engine that only echoes; then the ledger is checked: sentences in are records out, offsets cover every character
that is no white space exactly once, in order, windows lose no letter, and the only errors are those that a user
can mend. ``--articles`` mixes pieces of real texts (``*.txt``) in. The doubling table shows seconds and peak
memory of all but the translator for texts of several shapes, each twice as long as the one before, up to
``--largest`` MB.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from echo import Echo  # noqa: E402 - found in tests
from machine import machine  # noqa: E402 - found beside this file
from nasty import LETTERS, ODD, RUNS, SIGNS  # noqa: E402

from mujaz import UserError  # noqa: E402
from translate import Article, Sentence, Translator, read, split  # noqa: E402
from translate.language import kind  # noqa: E402
from translate.mend import mend  # noqa: E402
from translate.windows import windows  # noqa: E402

FIXED = (
    "",
    " ",
    "\n\n\n",
    "ا",
    ".",
    "\x00" * 100,
    "\ud800\udc00",
    "\u202e" + "نص" * 50,
    "\u2067\u2066\u202b\u202a" * 200,
    "\u064b\u064c\u0650" * 300,
    "ا" + "\u0651" * 5000,
    "«" * 500 + "نص" + "»" * 499,
    "(" * 3000,
    '"' * 3001,
    "." * 5000,
    "؟!" * 2000,
    "د. " * 2000,
    "1. " * 2000,
    "a.b" * 2000,
    "@" * 2000,
    "www." * 1000,
    "&" * 2000 + ";",
    "<" * 3000,
    "[" * 2000 + "](" * 500,
    "ــ" * 2000,
    "ﷺ" * 500,
    "\u2028\u2029\x85\x1c" * 200,
    "ة" * 3000,
    "ا ل" * 2000,
    "٠١٢٣٤٥٦٧٨٩" * 300,
    "ÇáÓ" * 500,
    "ط§ظ„" * 500,
)
"""Inputs that are the same on every run."""


def main() -> None:
    """Run the inputs, then the doubling table; exit 1 if anything crashed or was lost."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--inputs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--largest", type=float, default=4.0, help="MB of the longest text of the doubling table")
    options.add_argument("--articles", type=Path, default=None)
    given = options.parse_args()
    print(machine())
    real = [file.read_text(encoding="utf-8") for file in sorted(given.articles.glob("*.txt"))] if given.articles else []
    translator = Translator(Echo(), force_arabic=True)
    outcome = torture(given.inputs, random.Random(given.seed), translator, real)
    print(", ".join(f"{count:,} {name}" for name, count in outcome.items()))
    if given.largest:
        doubling(int(given.largest * 2**20))
    sys.exit(1 if outcome["crashed"] or outcome["lost"] else 0)


def torture(count: int, chance: random.Random, translator: Translator, real: list[str]) -> Counter[str]:
    """How many inputs were fine, refused with a reason, crashed, or lost something."""
    outcome = Counter({"inputs": count, "articles": 0, "sentences": 0, "refused": 0, "crashed": 0, "lost": 0})
    for at in range(count):
        data = nasty_bytes(chance, FIXED[at] if at < len(FIXED) else nasty_text(chance, real))
        try:
            for article in read(None, format="text", stdin=io.BytesIO(data)):
                outcome["articles"] += 1
                outcome["sentences"] += len(split(article.text))
                complaint = unbalanced(article, translator)
                if complaint:
                    outcome["lost"] += 1
                    print(f"LOST {complaint}: {article.text[:200]!r}")
        except UserError:
            outcome["refused"] += 1
        except Exception:
            outcome["crashed"] += 1
            print(f"CRASHED on {data[:200]!r}\n{traceback.format_exc(limit=-3)}")
    return outcome


def unbalanced(article: Article, translator: Translator) -> str:
    """What is wrong with the ledger of ``article``; empty if nothing is."""
    sentences = split(article.text)
    if [record.source for record in translator.translate(article)] != sentences:
        return "records"
    return broken(article.text, sentences)


def broken(text: str, sentences: list[Sentence]) -> str:
    """What is wrong with the offsets of ``sentences``, their repairs or their windows."""
    at = 0
    for sentence in sentences:
        if text[sentence.start : sentence.end] != sentence.text or text[at : sentence.start].strip():
            return "offsets"
        at = sentence.end
        kind(sentence.text)
        mended = mend(sentence.text)
        pieces = windows(mended.text, len, 40)
        if "".join("".join(pieces).split()) != "".join(mended.text.split()):
            return "windows"
        if any(sentence.text[repair.start : repair.end] != repair.before for repair in mended.repairs):
            return "repairs"
    return "the end" if text[at:].strip() else ""


def nasty_text(chance: random.Random, real: list[str]) -> str:
    """Up to a few hundred characters of Arabic with everything that can go wrong in it."""
    parts: list[str] = []
    for _ in range(chance.choice((1, 3, 10, 40))):
        kind = chance.random()
        if kind < 0.5:
            parts.append("".join(chance.choices(LETTERS, k=chance.randint(1, 9))) + chance.choice(("", " ", " ", ". ")))
        elif kind < 0.75:
            parts.append(chance.choice(SIGNS + ODD))
        elif kind < 0.85:
            parts.append(chance.choice(RUNS))
        elif kind < 0.9:
            parts.append(chr(chance.randrange(0x110000)))
        elif real and kind < 0.97:
            text = chance.choice(real)
            start = chance.randrange(len(text))
            parts.append(text[start : start + chance.randint(1, 200)])
        else:
            parts.append(chance.choice(SIGNS + ODD) * chance.randint(2, 60))
    return "".join(parts)


def nasty_bytes(chance: random.Random, text: str) -> bytes:
    """``text`` in some encoding, now and then cut short in a letter or with a byte changed."""
    codec = chance.choice(
        ("utf-8",) * 6 + ("utf-16", "utf-16-le", "utf-16-be", "windows-1256", "iso-8859-6", "utf-8-sig")
    )
    errors = "surrogatepass" if codec.startswith("utf") else "ignore"
    data = text.encode(codec, errors)
    if data and chance.random() < 0.1:
        data = data[: chance.randrange(len(data))]
    if data and chance.random() < 0.05:
        place = chance.randrange(len(data))
        data = data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]
    return data


SHAPES: dict[str, Callable[[int], str]] = {
    "sentences": lambda size: ("وصل الوفد إلى القاهرة مساء أمس، وقال الوزير إن المباحثات مثمرة. " * (size // 64 + 1))[
        :size
    ],
    "one line, no stop": lambda size: (
        "وصل الوفد إلى القاهرة مساء أمس وقال الوزير إن المباحثات مثمرة " * (size // 62 + 1)
    )[:size],
    "lines": lambda size: ("وصل الوفد إلى القاهرة\n" * (size // 22 + 1))[:size],
    "one word": lambda size: "ا" * size,
    "abbreviations": lambda size: ("د. م.ت.ف. 1. (أ.) «ب.» " * (size // 23 + 1))[:size],
    "brackets": lambda size: "(«[" * (size // 3),
    "addresses": lambda size: ("a.b-c@d.e/1.1.1.www." * (size // 20 + 1))[:size],
    "damage": lambda size: ("الأممالمتحدة&quot;ــ١٢٫٥ \u200fﻗﺎﻝ،ثم.. " * (size // 36 + 1))[:size],
}
"""Texts of a size, each hard on another part."""


def doubling(largest: int) -> None:
    """Print seconds and peak memory of each shape as its size doubles."""
    sizes = [largest >> shift for shift in (3, 2, 1, 0)]
    print(f"\n| shape | {' | '.join(f'{size / 2**20:.2f} MB' for size in sizes)} | last step |\n|---|{'---|' * 5}")
    for name, shape in SHAPES.items():
        cells = []
        spent = []
        for size in sizes:
            text = shape(size)
            started = time.process_time()
            complaint = broken(text, split(text))
            spent.append(time.process_time() - started)
            cells.append(f"{spent[-1]:.2f} s, {peak(text):.0f} MB {complaint}".strip())
        print(f"| {name} | {' | '.join(cells)} | ×{spent[-1] / max(spent[-2], 1e-9):.1f} |", flush=True)


def peak(text: str) -> float:
    """MB that Python held at most while it split, mended and cut ``text``."""
    tracemalloc.start()
    broken(text, split(text))
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held / 2**20


if __name__ == "__main__":
    main()
