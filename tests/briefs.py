"""Briefs made by hand and at random, for the tests of reports. Nothing here was written by a model."""

from __future__ import annotations

from hypothesis import strategies as st

from summarize import Brief, Bullet, Name
from translate import (
    FAULTS,
    NOTES,
    STATUSES,
    Alternative,
    Article,
    GlossaryHit,
    LostName,
    NumberPair,
    Origin,
    Repair,
    Sentence,
    Translation,
    Try,
)

MADE_WITH = {
    "mujaz": "0.1.0",
    "ctranslate2": "4.8.0",
    "sentencepiece": "0.2.1",
    "translator": {
        "name": "embedded-ar-en",
        "revision": "1",
        "sha256": "ab" * 32,
        "engine": "ctranslate2",
        "compute_type": "int8",
        "decoding": {"beam_size": 4},
    },
    "summarizer": None,
    "glossary": None,
}

# paragraph, Arabic, English, status, flags, score
_ROWS: list = [
    (1, "فيضانات في درنة تخلّف 1,200 قتيل",
     "Floods in Derna leave 1,200 dead", "ok", (), -0.41),
    (2, "أعلنت وزارة الصحة الليبية يوم الاثنين أن 1,200 شخص لقوا حتفهم.",
     "The Libyan Health Ministry said on Monday that 1,200 people had died.", "ok", (), -0.52),
    (2, "وقال الوزير عثمان عبد الجليل إن 43% من الطرق مقطوعة.",
     "Minister Othman Abdeljalil said that the roads were cut.", "flagged", ("number_lost", "name_lost"), -1.31),
    (3, "وصلت طائرات F-16 الأمريكية إلى مطار بنينا.",
     "American F-16 aircraft arrived at Benina airport.", "retried", (), -0.77),
    (3, "www.example.org | @mujaz_news",
     "www.example.org | @mujaz_news", "kept", ("not_arabic",), None),
    (4, "قذقذقذقذ ضظضظ.",
     "", "failed", ("empty",), None),
    (4, "ودعت الأممالمتحدة إلى هدنة.",
     "The United Nations called for a truce.", "ok", ("repaired",), -0.66),
]  # fmt: skip


def example() -> Brief:
    """A small brief in which every status, and every optional field, occurs once."""
    text, translations = "", []
    last = 1
    for paragraph, arabic, english, status, flags, score in _ROWS:
        text += "" if not text else "\n\n" if paragraph != last else " "
        last = paragraph
        sentence = Sentence(arabic, len(text), len(text) + len(arabic), paragraph)
        translations.append(Translation(sentence, english, status, flags, score, **_extras(status, flags, sentence)))
        text += arabic
    return Brief(
        article=Article(
            "derna.txt",
            text,
            _ROWS[0][1],
            "2023-09-12",
            "https://example.org/a?b=1&c=2",
            "وكالة",
            Origin("0f" * 32),
        ),
        translations=tuple(translations),
        headline=Bullet("Floods in Derna leave 1,200 dead", (1,), "extractive", 1.0),
        bullets=(
            Bullet(
                "The Libyan Health Ministry said on Monday that 1,200 people had died.",
                (1, 2),
                "extractive",
                0.98,
            ),
            Bullet("American F-16s have arrived at Benina airport.", (4,), "abstractive", 0.93),
            Bullet("The United Nations called for a truce.", (7,), "extractive", 1.0),
        ),
        names=(Name("درنة", "Derna", (1,)), Name("عثمان عبد الجليل", "Othman Abdeljalil", (3,))),
        made_with=MADE_WITH,
        notes=("3 bullets were made, 5 were asked for: the rest of the article repeats them",),
    )


def _extras(status: str, flags: tuple[str, ...], sentence: Sentence) -> dict:
    if "number_lost" in flags:
        return {
            "numbers": (NumberPair("43%", None, False),),
            "lost_names": (LostName("عثمان", "Othman"), LostName("عبد الجليل", "Abdeljalil", restored=True)),
            "alternative": Alternative("Minister Osman said that 43% of the roads were cut.", -1.4, ("43%",)),
        }
    if "repaired" in flags:
        repair = Repair("glued", sentence.start + 5, sentence.start + 17, "الأممالمتحدة", "الأمم المتحدة")
        return {"repairs": (repair,), "glossary": (GlossaryHit("الأمم المتحدة", "United Nations", True),)}
    if status == "retried":
        return {
            "tries": (Try("beam 4", "American 16 aircraft.", -0.9, ("number_lost",)),),
            "alternative": Alternative("American F-16 aircraft arrived in Benghazi.", -0.9, ("Benghazi",)),
        }
    return {}


def bare(brief: Brief) -> Brief:
    """The same as ``mujaz translate`` makes it: no headline, no bullets."""
    return Brief(brief.article, brief.translations, names=brief.names, made_with=brief.made_with)


def english_brief() -> Brief:
    """What ``mujaz summarize`` makes: the article is English, each sentence is its own translation."""
    text = "Floods hit Derna. Aid is on its way."
    cut = text.index(".") + 1
    spans = [(0, cut), (cut + 1, len(text))]
    translations = tuple(Translation(Sentence(text[a:b], a, b, 1), text[a:b], "kept") for a, b in spans)
    bullets = (Bullet("Floods hit Derna.", (1,), "extractive", 1.0),)
    return Brief(Article("derna.en.txt", text), translations, bullets[0], bullets, (), {"mujaz": "0.1.0"}, True)


def hostile(payload: str) -> Brief:
    """A brief in which every text that an article, a model or a file name can reach is ``payload``."""
    glue = " "
    text = payload + glue + payload
    first = Sentence(payload, 0, len(payload), 1)
    second = Sentence(payload, len(payload) + 1, len(text), 2)
    common = {
        "repairs": (Repair(payload, 0, len(payload), payload, payload),),
        "numbers": (
            NumberPair(payload, None, False),
            NumberPair(None, payload, False),
            NumberPair(payload, payload, True),
        ),
        "tries": (Try(payload, payload, -1.0, ("low_score",)),),
        "glossary": (GlossaryHit(payload, payload, False),),
        "language": payload,
        "lost_names": (LostName(payload, payload), LostName(payload, payload, restored=True)),
        "alternative": Alternative(payload, -2.5, (payload,)),
    }
    flags = ("number_lost", "number_added", "name_lost", "glossary_missed", "repaired")
    made_with = {
        "mujaz": payload,
        "translator": {
            "name": payload,
            "revision": payload,
            "sha256": payload,
            "decoding": {payload: payload},
        },
        "summarizer": None,
        payload: payload,
    }
    return Brief(
        Article(payload, text, payload, payload, payload, payload, Origin(payload, payload, payload)),
        (
            Translation(first, payload, "flagged", flags, -2.5, **common),
            Translation(second, "", "failed", ("empty",), None, **common),
        ),
        Bullet(payload, (1,), "abstractive", 0.9),
        (Bullet(payload, (1, 2), "abstractive", 0.9), Bullet(payload, (2,), payload, 0.1)),
        (Name(payload, payload, (1, 2)),),
        made_with,
        notes=(payload,),
    )


# Lone low surrogates only: JSON cannot tell a lone high one followed by a lone low one from a character.
characters = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from("ابتثجح \n\t،؟.\u064b\u0640\u202e\u2066\x00\x1b\x9b\x7f\u2028\udc80\udcff<>&\"'=+-@|`*_[]"),
)
texts = st.text(characters, max_size=30)
scores = st.one_of(st.none(), st.floats(-20, 0))


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Any brief that the types allow and the contract does not forbid."""
    pieces = draw(
        st.lists(
            st.tuples(st.text(characters, min_size=1, max_size=20), st.sampled_from([" ", "\n", "\n\n"])),
            max_size=5,
        )
    )
    english_only = draw(st.booleans()) and bool(pieces)
    text, translations, paragraph = "", [], 1
    for arabic, gap in pieces:
        sentence = Sentence(arabic, len(text), len(text) + len(arabic), paragraph)
        translations.append(draw(_translations(sentence)))
        text += arabic + gap
        paragraph += "\n" in gap
    summarized = bool(pieces) and draw(st.booleans())
    bullet = st.builds(
        Bullet, texts, _ids(len(pieces)), st.sampled_from(["abstractive", "extractive"]), st.floats(0, 1)
    )
    name = st.builds(Name, texts, texts, _ids(len(pieces)))
    return Brief(
        Article(draw(texts), text, *draw(st.tuples(*[st.none() | texts] * 4)), Origin(draw(texts))),
        tuple(translations),
        draw(st.none() | bullet) if summarized else None,
        tuple(draw(st.lists(bullet, max_size=3))) if summarized else None,
        tuple(draw(st.lists(name, max_size=2))) if pieces else (),
        draw(st.sampled_from([{}, MADE_WITH])),
        english_only,
        tuple(draw(st.lists(texts, max_size=1))),
    )


def _ids(count: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(1, max(count, 1)), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def _translations(draw: st.DrawFn, sentence: Sentence) -> Translation:
    status = draw(st.sampled_from(sorted(STATUSES)))
    flags = draw(st.lists(st.sampled_from(sorted(FAULTS | NOTES)), max_size=2, unique=True).map(tuple))
    return Translation(
        sentence,
        "" if status == "failed" else draw(texts),
        status,
        flags,
        None if status in ("failed", "kept") else draw(scores),
        tuple(draw(st.lists(st.builds(Repair, texts, st.just(0), st.just(1), texts, texts), max_size=1))),
        tuple(draw(st.lists(st.builds(NumberPair, st.none() | texts, st.none() | texts, st.booleans()), max_size=2))),
        tuple(draw(st.lists(st.builds(Try, texts, texts, scores, st.just(())), max_size=1))),
        tuple(draw(st.lists(st.builds(GlossaryHit, texts, texts, st.booleans()), max_size=1))),
        draw(st.none() | st.just("fa")),
        tuple(draw(st.lists(st.builds(LostName, texts, texts, st.booleans()), max_size=2))),
        draw(st.none() | st.builds(Alternative, texts, scores, st.lists(texts, max_size=2).map(tuple))),
    )
