"""The terminal: pleasant where it is one, plain where it is not, and deaf to the article's escapes."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings

from mujaz import UsageError
from report import FORMATS, suited
from report.shown import english
from report.terminal import Look, isolated, look, render
from tests.briefs import bare, briefs, example, hostile

FSI, PDI = "\u2068", "\u2069"
OWN_ESCAPES = re.compile("\x1b\\[[0-9;]*m")
NASTY = "a\x1b]0;title\x07\x9b31mred\x00\u202eevil\u2066 [bold]not bold[/bold] :smile:"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def plain(text: str) -> str:
    return OWN_ESCAPES.sub("", text).replace(FSI, "").replace(PDI, "")


@pytest.mark.parametrize(
    ("stream", "environ", "found"),
    [
        (io.StringIO(), {}, None),
        (None, {}, None),
        (Terminal(), {"TERM": "dumb"}, None),
        (Terminal(), {"TERM": "xterm"}, (True, True)),
        (Terminal(), {"NO_COLOR": "1"}, (False, True)),
        (Terminal(), {"NO_COLOR": ""}, (True, True)),
        (io.StringIO(), {"FORCE_COLOR": "1"}, (True, False)),
    ],
)
def test_a_pipe_is_plain_and_isolates_are_for_terminals_only(stream, environ, found):
    got = look(stream, environ)
    assert (got and (got.color, got.isolate)) == found


def test_a_binary_format_is_kept_off_a_terminal():
    with pytest.raises(UsageError, match="-o"):
        suited(FORMATS["docx"], Terminal(), {})
    assert suited(FORMATS["docx"], io.StringIO(), {}) is FORMATS["docx"]


def test_only_text_is_dressed_for_a_terminal():
    for form in (form for form in FORMATS.values() if not form.binary):
        dressed = suited(form, Terminal(), {})
        assert (dressed is not form) == (form.name == "text")
        assert suited(form, io.StringIO(), {}) is form


def test_several_articles_stand_under_their_names_on_a_terminal_too():
    join = suited(FORMATS["text"], Terminal(), {}).join
    assert join is not None
    made = "".join(join([example(), hostile("a\x1b[2J")]))
    assert made.startswith("==> derna.txt <==\n")
    assert "==> a\\x1b[2J <==\n" in made


def test_the_headline_is_bold_and_citations_are_dim():
    made = render(example(), Look(80))
    assert made.startswith("\x1b[1mFloods in Derna leave 1,200 dead\x1b[0m \x1b[2m[1]\x1b[0m\n")


def test_what_a_model_wrote_says_so():
    assert "American F-16s have arrived at Benina airport. (rewritten) [4]\n" in plain(render(example(), Look(80)))


def test_every_sentence_is_there():
    for brief in (example(), bare(example())):
        made = " ".join(plain(render(brief, Look(80))).split())
        for translation in brief.translations:
            assert english(translation) in made


def test_without_colour_there_is_none():
    colours = re.findall("\x1b\\[([0-9;]*)m", render(example(), Look(80, color=False)))
    assert set(colours) <= {"0", "1", "2", ""}


def test_lines_fit_the_columns():
    assert max(map(len, plain(render(example(), Look(60))).splitlines())) <= 60


def test_arabic_is_isolated_line_by_line():
    made = render(example(), Look(80))
    for line in made.splitlines():
        assert line.count(FSI) == line.count(PDI)
        outside = re.sub(f"{FSI}.*?{PDI}", "", line)
        assert not re.search("[\u0600-\u06ff]", outside)
    assert FSI not in render(example(), Look(80, isolate=False))


def test_numbers_and_marks_stay_outside_the_arabic_that_they_do_not_belong_to():
    assert isolated("Derna (درنة) [1]") == f"Derna ({FSI}درنة{PDI}) [1]"
    assert isolated("في 12 مايو 2015") == f"{FSI}في 12 مايو{PDI} 2015"
    assert isolated("no Arabic") == "no Arabic"


def test_the_articles_escapes_and_markup_are_shown():
    made = render(hostile(NASTY), Look(80))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", OWN_ESCAPES.sub("", made))
    assert "[bold]not" in plain(made)
    assert ":smile:" in plain(made)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(briefs())
def test_whatever_the_brief_only_our_own_escapes_are_sent(brief):
    made = OWN_ESCAPES.sub("", render(brief, Look(72)))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff]", made)
    made.encode()


def test_no_line_ends_in_spaces_whatever_its_colour():
    lines = OWN_ESCAPES.sub("", render(example(), Look())).split("\n")
    assert lines == [line.rstrip(" ") for line in lines]
