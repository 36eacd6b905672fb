"""A glossary: read with a line for every fault, met as Arabic is written, enforced without harm to other words."""

from pathlib import Path

import pytest

from mujaz import UserError
from translate import glossary, glossary_file, trust
from translate.alignment import align
from translate.engine import Hypothesis, in_bytes
from translate.glossary import Glossary, Term


def hypothesis(text: str, looks: dict[int, int], source: str, score: float = -0.5) -> Hypothesis:
    """A hypothesis of one token a word; ``looks`` says at which source word a target word looked."""
    words, pieces = text.split(), source.split()
    rows = [[0.0] * (len(pieces) + 1) for _ in words]
    for at in range(len(words)):
        rows[at][looks.get(at, len(pieces))] = 1.0
    return Hypothesis(text, tuple(f"▁{word}" for word in words), score, in_bytes(rows))


def pieces(text: str) -> list[str]:
    return [f"▁{word}" for word in text.split()]


@pytest.fixture
def terms() -> Glossary:
    return Glossary(
        (
            Term("مجلس", "council"),
            Term("مجلس الأمن", "UN Security Council"),
            Term("حكومة الوفاق", "Government of National Accord"),
            Term("الزاوية", "Zawiya"),
            Term("حراك", "", keep=True),
        )
    )


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("عقد مجلس الأمن جلسة", ["UN Security Council"]),
        ("ومجلس الأمن الدولي", ["UN Security Council"]),
        ("لمجلس الامن", ["UN Security Council"]),
        ("قرر المجلس", ["council"]),
        ("حكومةُ الوِفاق", ["Government of National Accord"]),
        ("في الزاويه", ["Zawiya"]),
        ("المجلسان", []),
        ("مجلس، الأمن", ["council"]),
    ],
)
def test_terms_are_met_with_clitics_and_spelling_variants_longest_first(terms, text, english):
    assert [met.term.english for met in terms.met(text)] == english


def test_a_hypothesis_that_has_the_term_wins_over_a_likelier_one(terms):
    source = "عقد مجلس الأمن جلسة"
    likelier = hypothesis("The security body held a session", {}, source, -0.2)
    obedient = hypothesis("The UN Security Council held a session", {}, source, -0.4)
    chosen = trust.choose(source, [likelier, obedient], trust.Context(glossary=terms), pieces=pieces(source))
    assert chosen.text == obedient.text
    assert [(hit.term, hit.applied) for hit in chosen.glossary] == [("مجلس الأمن", True)]
    assert "glossary_missed" not in chosen.flags


def test_the_words_that_looked_at_the_term_are_replaced_and_no_other(terms):
    source = "اعترفت بها حكومة الوفاق أمس"
    said = hypothesis(
        "It was recognised by the Reconciliation Cabinet yesterday .", {2: 0, 5: 3, 6: 2, 7: 4, 4: 2}, source
    )
    chosen = trust.choose(source, [said], trust.Context(glossary=terms), pieces=pieces(source))
    assert chosen.text == "It was recognised by the Government of National Accord yesterday ."
    assert chosen.tries[-1].text == said.text
    assert chosen.glossary[0].applied


def test_a_term_that_nothing_looked_at_is_missed_and_nothing_is_changed(terms):
    source = "اعترفت بها حكومة الوفاق أمس"
    said = hypothesis("It was recognised yesterday", {0: 1, 2: 0, 3: 4}, source)
    chosen = trust.choose(source, [said], trust.Context(glossary=terms), pieces=pieces(source))
    assert chosen.text == said.text
    assert "glossary_missed" in chosen.flags
    assert [hit.applied for hit in chosen.glossary] == [False]


def test_without_attention_a_missed_term_is_said_and_nothing_is_changed(terms):
    said = Hypothesis("The cabinet met in the capital", ("x",), -0.1)
    chosen = trust.choose("اجتمعت حكومة الوفاق في العاصمة", [said], trust.Context(glossary=terms))
    assert chosen.text == said.text
    assert "glossary_missed" in chosen.flags


def test_a_term_that_is_kept_stays_arabic_and_is_no_copy(terms):
    source = "دعا حراك إلى التظاهر"
    said = hypothesis("A movement called for demonstrations", {1: 1, 2: 0, 4: 3}, source)
    chosen = trust.choose(source, [said], trust.Context(glossary=terms), pieces=pieces(source))
    assert chosen.text == "A حراك called for demonstrations"
    assert chosen.flags == ()


def test_the_glossary_goes_before_the_names_that_mujaz_knows():
    source = "قصف تنظيم داعش مدينة سرت"
    ours = Glossary((Term("داعش", "the so-called caliphate"), Term("سرت", "Surt City")))
    said = Hypothesis("The so-called caliphate shelled Surt City", ("x",), -0.1)
    assert trust.choose(source, [said], trust.Context(glossary=ours)).flags == ()


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("a.tsv", "Arabic\tEnglish\tNote\nمجلس الأمن\tSecurity Council\tUN\n", [("مجلس الأمن", "Security Council")]),
        (
            "a.tsv",
            "\ufeffمجلس\tcouncil\r\n\r\n# a comment\r\nحراك\t!\r\nثورة\r\n",
            [("مجلس", "council"), ("حراك", "حراك"), ("ثورة", "ثورة")],
        ),
        ("a.csv", 'مجلس,"council, the"\n', [("مجلس", "council, the")]),
        ("a.csv", "مجلس;council\n", [("مجلس", "council")]),
        ("a.tsv", 'مجلس\tthe "council"\n', [("مجلس", 'the "council"')]),
        (
            "a.tbx",
            '<martif><text><body><termEntry><langSet xml:lang="en"><tig><term>council</term></tig></langSet>'
            '<langSet xml:lang="ar-EG"><tig><term>مجلس</term></tig></langSet></termEntry></body></text></martif>',
            [("مجلس", "council")],
        ),
        (
            "b.tbx",
            '<tbx xmlns="urn:iso:std:iso:30042:ed-2"><conceptEntry><langSec xml:lang="ar">'
            "<termSec><term>مجلس</term></termSec></langSec>"
            '<langSec xml:lang="en"><termSec><term>council</term></termSec></langSec></conceptEntry></tbx>',
            [("مجلس", "council")],
        ),
    ],
)
def test_every_format_is_read(tmp_path: Path, name, text, read):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    loaded = glossary_file.load(path)
    assert [(term.arabic, term.target) for term in loaded.terms] == read
    assert loaded.record() == {"name": name, "sha256": loaded.sha256, "terms": len(read)}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.tsv", "مجلس\tcouncil\ncouncil\tمجلس\n".encode(), "a.tsv, line 2: the first column must be Arabic"),
        ("a.tsv", "مجلس\tمجلس\n".encode(), "a.tsv, line 1: the second column must be English"),
        ("a.tsv", "مجلس\ta\tb\tc\n".encode(), "a.tsv, line 1: 4 columns"),
        ("a.tsv", "مجلس\ta\n\nمجلس\tb\n".encode(), "a.tsv, line 3: 'مجلس' is 'b' here and 'a' on line 1"),
        ("a.tsv", "مجلس\tcouncil\n".encode("cp1256"), "a.tsv, line 1: not UTF-8"),
        ("a.csv", 'مجلس,"council\n'.encode(), "a.csv, line 1:"),
        ("a.tsv", b"", "no terms"),
        ("a.tsv", b"Arabic\tEnglish\n", "no terms"),
        ("a.tbx", b"<martif><text>", "a.tbx, line 1: no well-formed TBX"),
        ("a.tbx", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "entity"),
    ],
)
def test_a_malformed_glossary_is_told_with_file_and_line(tmp_path: Path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UserError) as error:
        glossary_file.load(path)
    assert told in str(error.value)


def test_a_glossary_that_is_not_there_is_told_by_name(tmp_path: Path):
    with pytest.raises(UserError, match="cannot read the glossary"):
        glossary_file.load(tmp_path / "none.tsv")


def test_where_a_span_is_replaced_every_word_outside_it_stays():
    source = "قال رئيس مجلس الأمن أمس إن القرار ملزم"
    said = hypothesis("The head of the safety board said yesterday the decision is binding", {4: 3, 5: 2}, source)
    mine = Glossary((Term("مجلس الأمن", "Security Council"),))
    aligned = align(source, pieces(source), said)
    assert aligned is not None
    (change,) = glossary.changes(said.text, mine.met(source), mine.met(source), aligned)
    assert (
        said.text[: change.start] + said.text[change.end :] == "The head of the  said yesterday the decision is binding"
    )
