"""Repairs of names: a known name is put where the model wrote another, if it is sure which words stand for it.

That is where the source has a known name without a counterpart, and the model, while it wrote capitalised words that
stand for nothing else, looked at that name. A known name that is there, but spelled as nobody does, gets its usual
spelling. Nothing else is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .alignment import Alignment
from .arabic_word import fold
from .english_text import English, plain
from .gazetteer import Entry, Mention
from .repair import Change
from .skeleton import arabic_skeleton, distance, english_skeleton

LOOKED_AT, NEXT_TO_IT = 0.5, 0.25
"""The share of its looking that a word must have done at a name to stand for it, alone or beside one that does."""

KINDS = frozenset(("country", "region", "city", "people", "person", "month", "day", "language"))
"""Kinds of names that are written with a capital and in one or two words, so that one can be put for the other."""

NOT_SURE = frozenset(
    map(
        fold,
        (
            *("عمان", "قطر", "كوبا", "مسقط", "الخليل", "المغرب", "حماة", "سوسة", "غاني", "قطري", "بولونيا", "بولوني"),
            *("صدام", "سرت", "درعا", "صيدا", "مأرب", "سبها", "حلب"),
        ),
    )
) | frozenset(("هندي", "هنديه", "الهنديه"))
"""Names that are common words or two places; they are missed where they lack, but never put in."""

NAME_GOES_ON = frozenset(("ابو", "ابي", "ابا", "بن", "ابن", "ام", "عبد", "ال"))
"""Words after which a surname is a part of another name."""

STRAY, AT_LEAST = 0.4, 4
"""How far a name may have moved: sentence lengths, or words where that is more; beyond it the looking went astray."""

CORE = re.compile(r"^(?P<before>\W*)(?P<core>.*?)(?P<after>(?:['’]s)?[^\w$€£%]*)$", re.DOTALL)


def name_changes(
    target: str, mentions: Sequence[Mention], lost: Sequence[Mention], alignment: Alignment | None
) -> list[Change]:
    """The changes that put known names where the model wrote others, or spelled them as nobody does.

    Args:
        target: the hypothesis.
        mentions: all known names of the source.
        lost: those without a counterpart in the target.
        alignment: which words the model looked at; without it only spelling is set right.
    """
    english = English(target)
    kept = [mention for mention in mentions if mention not in lost]
    if alignment and not looks_true(target, kept, alignment):
        alignment = None
    changes: list[Change] = []
    for mention in mentions:
        right = mention not in lost and mention.said_in(english)
        if right or mention.kind not in KINDS or not NOT_SURE.isdisjoint(mention.key):
            continue
        surname = mention.kind == "person" and len(mention.key) == 1
        if surname and mention.after in NAME_GOES_ON:
            continue
        places = english.sounding_like(mention.key)
        if mention.kind == "people" and (places or _is_surname(target, mention, alignment)):
            continue
        if places:  # «بيريز» may be Peres or Perez; a surname with an article is rarer
            shared = surname and not mention.key[0].startswith("ال")
            change = None if shared else _change(target, mention, places[0][0], places[-1][1])
        else:
            run = _run(target, mention, kept, alignment) if alignment else None
            change = _change(target, mention, *run) if run else None
        if change is not None and not any(other.start < change.end and change.start < other.end for other in changes):
            changes.append(change)
    return changes


def _is_surname(target: str, mention: Mention, alignment: Alignment | None) -> bool:
    """Whether the Arabic of a people stands in the English as somebody's surname: «الليبي», al-Libi."""
    if alignment is None:
        return False
    own = alignment.source_words(mention.start, mention.end)
    spans = (span for at, span in enumerate(alignment.target) if alignment.weight(at, own) >= LOOKED_AT)
    return any(re.match(r"(?:al|el)-", target[span.start : span.end], re.IGNORECASE) for span in spans)


def looks_true(target: str, kept: Sequence[Mention], alignment: Alignment) -> bool:
    """Whether the looking may be believed: of two names or more that were kept, it finds one.

    Not every model's attention says which word stands for which; one that does not is told by the names that came
    through well.
    """
    return len(kept) < 2 or any(_located(target, mention, alignment) for mention in kept)


def _located(target: str, mention: Mention, alignment: Alignment) -> bool:
    own = alignment.source_words(mention.start, mention.end)
    looking = [span for at, span in enumerate(alignment.target) if alignment.weight(at, own) >= NEXT_TO_IT]
    return any(_part_of(target[span.start : span.end], mention) for span in looking)


def _change(target: str, mention: Mention, start: int, end: int) -> Change | None:
    """The name for what stands at ``target[start:end]``, whose punctuation stays."""
    parts = CORE.match(target[start:end])
    if parts is None or not parts["core"] or end - start > 60:
        return None
    start, end = start + parts.start("core"), start + parts.end("core")
    after = spelling(mention, plural=_plural(target, mention, end))
    article = re.search(r"\b[AaEe]l-$", target[:start])
    if article and not after[:3].casefold().endswith("l-"):
        start = article.start()
    before = re.search(r"(\S+) $", target[:start])
    if before and before[1].casefold() == after.split()[0].casefold():
        start = before.start()
    return None if plain(after) == plain(target[start:end]) else Change(start, end, target[start:end], after)


def _run(target: str, mention: Mention, kept: Sequence[Mention], alignment: Alignment) -> tuple[int, int] | None:
    """The run of words that stands for ``mention``, if there is exactly one and it stands for nothing else."""
    own = alignment.source_words(mention.start, mention.end)
    names = [at for at in range(len(alignment.target)) if _capitalised(target, alignment, at, kept)]
    sure = {at for at in names if alignment.weight(at, own) >= LOOKED_AT}
    beside = {at for at in names if {at - 1, at + 1} & sure and alignment.weight(at, own) >= NEXT_TO_IT}
    if sure and mention.kind == "region":  # «Swiss channel» for «قناة السويس»
        beside |= {
            at for at in (max(sure) + 1,) if _goes_on(target, alignment, at) and alignment.weight(at, own) >= LOOKED_AT
        }
    runs = _runs(sorted(sure | beside))
    if len(runs) != 1 or not own:
        return None
    middle = (runs[0][0] + runs[0][-1]) / 2 / len(alignment.target) - sum(own) / len(own) / len(alignment.source)
    span = alignment.target[runs[0][0]].start, alignment.target[runs[0][-1]].end
    near = abs(middle) <= max(STRAY, AT_LEAST / len(alignment.target))
    return span if near and "." not in target[span[0] : span[1] - 1] else None


def _goes_on(target: str, alignment: Alignment, at: int) -> bool:
    """Whether there is a word ``at`` that may be part of a name in small letters."""
    words = [target[span.start : span.end] for span in alignment.target[at : at + 1]]
    return any(plain(word) and plain(word) not in OPENERS for word in words)


def _capitalised(target: str, alignment: Alignment, at: int, kept: Sequence[Mention]) -> bool:
    """Whether word ``at`` is a name that stands for no known name that was kept."""
    span = alignment.target[at]
    word = target[span.start : span.end].lstrip("\"'([«“‘")
    name = word[:1].isupper() or re.match(r"(al|el)-[A-Z]", word) is not None
    if not name or plain(word) in OPENERS or not plain(word):
        return False
    text = English(word)
    return not any(mention.stands_in(text) or _part_of(word, mention) for mention in kept)


OPENERS = frozenset(
    ("the", "a", "an", "in", "on", "he", "she", "it", "they", "we", "this", "that", "and", "but", "i", "for", "at")
)


def _part_of(word: str, mention: Mention) -> bool:
    return any(f" {plain(word)} " in f" {form.casefold()} " for entry in mention.entries for form in entry.accepted)


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _plural(target: str, mention: Mention, end: int) -> bool:
    """Whether a people is named, not described: the Arabic is a plural, and no noun follows."""
    following = re.match(r"\W*(\w*)", target[end:])
    alone = target[end : end + 1] in ",.;:!?" or (following is not None and following[1].casefold() in VERBS)
    return mention.kind == "people" and mention.key[-1].endswith(("ون", "ين", "اد", "ان", "اك", "رب")) and alone


VERBS = frozenset(
    ("", "and", "are", "were", "have", "had", "has", "who", "in", "to", "from", "of", "on", "will", "is", "was")
)
"""What follows a people that stands for itself."""


def spelling(mention: Mention, *, plural: bool = False) -> str:
    """The usual English spelling, in as many words as the Arabic has.

    Of a person («القذافي», «معمر القذافي») it is the first spelling that sounds about as near as any.
    """
    entry: Entry = mention.entries[0]
    if entry.kind == "person":
        sounds = "".join(arabic_skeleton(word.removeprefix("ال")) for word in mention.key)
        far = [distance(english_skeleton(each.replace("al-", "")), sounds) for each in entry.english]
        return next(each for each, away in zip(entry.english, far, strict=True) if away <= min(far) + 0.15)
    if f"ال{mention.key[0]}" not in fold(mention.written):  # «جيبوتي» is the country, «الجيبوتي» its people
        entry = next((each for each in mention.entries if each.kind == "country"), entry)
    name = entry.english[0]
    people = next((each for each in mention.entries if each.kind == "people"), entry)
    if entry.kind == "language":
        name = people.english[0]
    if not plural:
        return name
    nouns = [each for each in people.english if each.endswith("s")]
    return nouns[0] if nouns else f"{name}s" if name.endswith(("n", "i", "k")) else name
