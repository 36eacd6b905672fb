"""What every brief must keep, looked at over a folder of Arabic articles.

    python -m bench.briefs --articles DIR [--extractive] [--limit N]

For each article: numbers and names of headline and bullets that their cited sentences do not hold, cites that lead
nowhere or to a sentence that must not be cited, pairs of bullets that say the same, and the lines of 80 columns that
headline and bullets take. Ends with exit code 1 if a law is broken. The articles are not part of this project.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from bench.machine import machine
from summarize import Brief, BriefOptions, Bullet, Summarizer
from summarize.names import unsupported as lost_names
from summarize.page import UNCERTAIN
from summarize.quantities import unsupported as lost_numbers
from summarize.summarizer import SAME
from summarize.support import overlap
from translate import Translator, read

LINES, COLUMNS = 24, 80
CITES, NUMBERS, NAMES = "cite that leads nowhere", "number not in its cites", "name not in its cites"
TWINS, LENGTH = "bullets that say the same", f"more than {LINES} lines of {COLUMNS} columns"


def faults(brief: Brief) -> Counter[str]:
    """How often each law is broken by one brief."""
    bullets = list(brief.bullets or ())
    shown: list[Bullet] = [*bullets, *([brief.headline] if brief.headline else [])]
    found: Counter[str] = Counter()
    sentences = [t.text for t in brief.translations]
    for bullet in shown:
        valid = [cite for cite in bullet.cites if 1 <= cite <= len(sentences) and brief.translations[cite - 1].citable]
        found[CITES] += (len(bullet.cites) - len(valid)) or not bullet.cites
        evidence = "\n".join(sentences[cite - 1] for cite in valid)
        text = bullet.text.removesuffix(UNCERTAIN)
        found[NUMBERS] += len(lost_numbers(text, evidence))
        found[NAMES] += len(lost_names(text, evidence, sentences))
    found[TWINS] += sum(overlap(a.text, b.text) > SAME for a, b in combinations(bullets, 2))
    found[LENGTH] += height(shown) > LINES
    return found


def height(shown: list[Bullet]) -> int:
    """Lines of :data:`COLUMNS` that headline and bullets take, cites and a line between them included."""
    texts = [f"- {bullet.text} [{','.join(map(str, bullet.cites))}]" for bullet in shown]
    return 1 + sum(len(textwrap.wrap(text, COLUMNS, subsequent_indent="  ")) for text in texts)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--extractive", action="store_true")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--threads", type=int)
    given = parser.parse_args()
    translator = Translator.load(threads=given.threads)
    summarizer = Summarizer.load(threads=given.threads, options=BriefOptions(extractive=given.extractive))
    total: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    heads: Counter[str] = Counter()
    briefs, most = 0, 0
    began = time.monotonic()
    for path in sorted(given.articles.rglob("*.txt"))[: given.limit]:
        article = next(read(path))
        brief = summarizer.brief(article, translator.translate(article), translator.made_with())
        broken = faults(brief)
        print(path.name, *(f"{law}: {times}" for law, times in broken.items() if times), sep="  ", flush=True)
        briefs += 1
        total += broken
        kinds.update(b.kind for b in brief.bullets or ())
        if brief.headline:
            heads.update(["cut" if brief.headline.text.endswith("\N{HORIZONTAL ELLIPSIS}") else brief.headline.kind])
        most = max(most, height([*(brief.bullets or ()), *([brief.headline] if brief.headline else [])]))
    print(f"\n{machine()}; {briefs} articles, {(time.monotonic() - began) / max(1, briefs):.1f} s each\n")
    print("| law | broken |\n|---|---|")
    for law in (CITES, NUMBERS, NAMES, TWINS, LENGTH):
        print(f"| {law} | {total[law]} |")
    print(f"\nbullets: {dict(kinds)}; headlines: {dict(heads)}; lines at most: {most}")
    return 1 if total.total() else 0


if __name__ == "__main__":
    sys.exit(main())
