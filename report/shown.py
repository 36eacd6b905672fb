"""What a reader sees of a sentence, in words, and what became of it.

Every human format stands on this page, so that nothing vanishes in one of them and is there in another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from mujaz import visible
from summarize import Brief, Bullet
from translate import FAULTS, FLAGS, LostName, Translation, dialect, invented, names_added

LEAST_SURE = 3
"""How many sentences a report names as the ones that the model was least sure of."""


_BORDER = re.compile("([\u0590-\u08ff\ufb1d-\ufefc]), (?=[0-9])")
"""Between Arabic and a number in a list."""


def english(translation: Translation) -> str:
    """A sentence's English as people see it: a failed one keeps its Arabic, a flagged one gets a mark."""
    if translation.status == "failed":
        return f"[not translated: {visible(translation.source.text)}]"
    text = visible(translation.text)
    return f"{text} [?]" if translation.status == "flagged" else text


def worded(bullet: Bullet) -> str:
    """A bullet or headline as people see it: one that a model wrote says so, the article's own words need not.

    >>> worded(Bullet("Floods hit Derna.", (1,), "abstractive", 1.0))
    'Floods hit Derna. (rewritten)'
    >>> worded(Bullet("Floods hit Derna.", (1,), "extractive", 1.0))
    'Floods hit Derna.'
    """
    text = visible(bullet.text)
    return text if bullet.kind == "extractive" else f"{text} (rewritten)"


def reasons(translation: Translation) -> list[str]:
    """Why a sentence wants a look, in words, with the numbers and terms concerned; empty if nothing is wrong.

    Notes (repaired, windowed, …) are not among them; see :func:`notes`.
    """
    wanting = [flag for flag in translation.flags if flag in FAULTS or flag not in FLAGS]
    return [reason for flag in wanting for reason in _reasons(flag, translation)]


def why(translation: Translation) -> str:
    """The reasons in one line; a sentence without a translation has one always."""
    return "; ".join(reasons(translation)) or "no translation"


def notes(translation: Translation) -> list[str]:
    """What is worth knowing about a sentence although nothing is wrong with it, in words."""
    flags = [flag for flag in translation.flags if flag in FLAGS and flag not in FAULTS]
    said = [note for flag in flags for note in (_guesses(translation) if flag == "repaired" else [FLAGS[flag]])]
    spoken = dialect(translation.language)
    return [*said, f"{spoken} Arabic: the model knows the language of news, so read it with care"] if spoken else said


GUESSED = {
    "glued_words": "a space was put back",
    "mojibake": "letters that had been decoded wrongly were put right",
    "visual_order": "letters that lay from left to right were turned round",
}
"""Rules of mending that guess, and what each did."""


def _guesses(translation: Translation) -> list[str]:
    """What was guessed; the flag's own line only where no repair and no name says more."""
    rules = dict.fromkeys(repair.rule for repair in translation.repairs if repair.rule in GUESSED)
    split = [visible(repair.after) for repair in translation.repairs if repair.rule == "glued_words"]
    said = [f"{GUESSED[rule]} ({_listed(split)})" if rule == "glued_words" else GUESSED[rule] for rule in rules]
    told = said or any(name.restored for name in translation.lost_names)
    return said if told else [FLAGS["repaired"]]


def _listed(items: Iterable[str]) -> str:
    """Items in a row; a number behind Arabic would be drawn as part of it, were there no mark between.

    >>> _listed(["9", "ألف", "7"]) == "9, ألف\N{LEFT-TO-RIGHT MARK}, 7"
    True
    """
    return _BORDER.sub("\\g<1>\N{LEFT-TO-RIGHT MARK}, ", ", ".join(items))


def _reasons(flag: str, translation: Translation) -> list[str]:
    """A line a reason; a name that a repair has put in is told apart from one that still lacks."""
    restored = [_name(name) for name in translation.lost_names if name.restored]
    if flag == "name_lost" and restored:
        missing = [_reason(flag, translation)] if len(restored) < len(translation.lost_names) else []
        return [*missing, f"a known name that the model had not said was put in ({', '.join(restored)})"]
    return [_reason(flag, translation)]


def _name(name: LostName) -> str:
    return visible(f"{name.english} {name.source}")  # Arabic last, and nothing but a comma behind it


def another_reading(translation: Translation) -> str | None:
    """What else the model had to say where names or numbers are concerned, in words.

    >>> from translate import Alternative, Sentence
    >>> other = Alternative("He left Tobruk.", -0.9, ("Tobruk",))
    >>> another_reading(Translation(Sentence("", 0, 0, 1), "He left Tripoli.", "ok", alternative=other))
    'another reading has Tobruk: He left Tobruk.'
    """
    other = translation.alternative
    return visible(f"another reading has {', '.join(other.differs)}: {other.text}") if other else None


def _reason(flag: str, translation: Translation) -> str:
    names, numbers, terms = translation.lost_names, translation.numbers, translation.glossary
    source, target = translation.source.text, translation.text
    details: dict[str, Callable[[], Iterable[str | None]]] = {
        "name_lost": lambda: (_name(name) for name in names if not name.restored),
        "number_lost": lambda: (pair.source for pair in numbers if not pair.ok and pair.source and not pair.target),
        "number_added": lambda: (pair.target for pair in numbers if not pair.ok and not pair.source),
        "name_added": lambda: names_added(source, target, (hit.target for hit in terms)),
        "invented": lambda: invented(source, target, (hit.target for hit in terms)),
        "glossary_missed": lambda: (f"{hit.term} → {hit.target}" for hit in terms if not hit.applied),
    }
    detail = _listed(visible(item) for item in details.get(flag, tuple)() if item)
    help_line = FLAGS.get(flag, visible(flag))
    return f"{help_line} ({detail})" if detail else help_line


def verdict(brief: Brief) -> str | None:
    """How many sentences want a look and why, the most frequent faults first; None where none does."""
    wanting = [t for _, t in suspects(brief)]
    counts = Counter(flag for t in wanting for flag in t.flags if flag in FAULTS)
    faults = ", ".join(f"{flag.replace('_', ' ')} {times}" for flag, times in counts.most_common())
    behind = f": {faults}" if faults else ""
    return f"{len(wanting)} of {len(brief.translations)} sentences want a look{behind}." if wanting else None


def suspects(brief: Brief) -> list[tuple[int, Translation]]:
    """The failed and flagged sentences with their ids: failed first, then the lowest scores."""
    found = [(i, t) for i, t in enumerate(brief.translations, 1) if t.status in ("failed", "flagged")]
    return sorted(found, key=lambda item: (item[1].status != "failed", _rank(item[1]), item[0]))


def other_readings(brief: Brief) -> list[tuple[int, str]]:
    """The other readings of the least sure sentences, with their ids."""
    unsure = ((number, another_reading(brief.translations[number - 1])) for number in least_sure(brief))
    return [(number, reading) for number, reading in unsure if reading]


def least_sure(brief: Brief, count: int = LEAST_SURE) -> list[int]:
    """Ids of the sentences with the lowest scores among those that nothing is known to be wrong with.

    None where they would be the whole article: that says nothing.
    """
    if len(brief.translations) <= count:
        return []
    scored = [(t.score, i) for i, t in enumerate(brief.translations, 1) if t.score is not None and not reasons(t)]
    return [i for _, i in sorted(scored)[:count]]


def _rank(translation: Translation) -> float:
    return float("-inf") if translation.score is None else translation.score


def paragraphs(brief: Brief) -> list[list[tuple[int, Translation]]]:
    """The sentences with their ids, paragraph by paragraph."""
    found: list[list[tuple[int, Translation]]] = []
    last: int | None = None
    for number, translation in enumerate(brief.translations, 1):
        if translation.source.paragraph != last:
            found.append([])
        last = translation.source.paragraph
        found[-1].append((number, translation))
    return found


def marks(cites: Iterable[int]) -> str:
    """Citations as they stand behind a bullet.

    >>> marks((1, 3))
    '[1,3]'
    """
    return f"[{','.join(map(str, cites))}]" if cites else ""


def made_with(brief: Brief) -> list[str]:
    """How the brief was made, a line a part: versions, then each model with its revision, engine and options.

    >>> from translate import Article
    >>> how = {"mujaz": "1.0", "translator": {"name": "m", "revision": "2"}}
    >>> made_with(Brief(Article("a", ""), (), made_with=how))
    ['mujaz 1.0', 'translator m, revision 2']
    """
    versions = [visible(f"{key} {v}") for key, v in brief.made_with.items() if isinstance(v, str | int | float)]
    lines = [", ".join(versions)] if versions else []
    for key, value in brief.made_with.items():
        if isinstance(value, Mapping):
            lines.append(f"{visible(key)} {_flat(value)}")
    return lines


def _flat(record: Mapping[str, object]) -> str:
    parts = []
    for key, value in record.items():
        if value in (None, "", {}):
            continue
        if isinstance(value, Mapping):
            parts.append(f"{key}: {', '.join(f'{k} {v}' for k, v in value.items() if v is not None)}")
        elif key == "name":
            parts.append(str(value))
        elif key == "sha256":
            parts.append(f"sha256 {str(value)[:12]}")
        else:
            parts.append(f"{key} {value}")
    return visible(", ".join(parts))
