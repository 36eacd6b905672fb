"""``mujaz names``: what a finished run spells in several ways, as a glossary for the next."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from click.testing import CliRunner

import report
from cli import main
from summarize import Name
from tests.briefs import example
from translate import glossary_file


def test_names_makes_a_glossary_of_what_a_folder_spells_in_several_ways(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    spelled = (("a", "Abdeljalil", (1, 2)), ("b", "Abdul Jalil", (3,)))
    for place, english, sentences in spelled:
        named = dataclasses.replace(
            example(), names=(Name("عبد الجليل", english, sentences), Name("درنة", "Derna", (1,)))
        )
        (tmp_path / "in" / f"{place}.json").write_text(str(report.FORMATS["json"].render(named)), encoding="utf-8")
    made = CliRunner().invoke(main, ["names", str(tmp_path / "in")])
    assert CliRunner().invoke(main, ["names", str(tmp_path / "in"), "-o", str(tmp_path / "same.tsv")]).exit_code == 0
    assert (tmp_path / "same.tsv").read_text(encoding="utf-8") == made.stdout
    assert (made.exit_code, made.stdout) == (
        0,
        "Arabic\tEnglish\tNote\nعبد الجليل\tAbdeljalil\t2 sentences; also Abdul Jalil (1)\n",
    )
    (tmp_path / "terms.tsv").write_text(made.stdout, encoding="utf-8")
    (term,) = glossary_file.load(tmp_path / "terms.tsv").terms
    assert (term.arabic, term.english) == ("عبد الجليل", "Abdeljalil")


def test_a_name_that_opens_with_a_quotation_mark_is_read_back_as_it_stands(tmp_path: Path) -> None:
    names = (Name("«القدس العربي»", '"Al-Quds" al-Arabi', (1, 2)), Name("«القدس العربي»", "Al Quds Al Arabi", (3,)))
    brief = tmp_path / "a.json"
    brief.write_text(str(report.FORMATS["json"].render(dataclasses.replace(example(), names=names))), encoding="utf-8")
    assert CliRunner().invoke(main, ["names", str(brief), "-o", str(tmp_path / "terms.tsv")]).exit_code == 0
    (term,) = glossary_file.load(tmp_path / "terms.tsv").terms
    assert (term.arabic, term.english) == ("«القدس العربي»", '"Al-Quds" al-Arabi')


def test_names_of_what_is_no_brief_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    made = CliRunner().invoke(main, ["names", str(tmp_path / "x.json")])
    assert made.exit_code == 1
    assert "x.json" in made.stderr


def test_what_is_no_brief_in_a_folder_is_passed_over_with_a_note(tmp_path: Path) -> None:
    """The summary of a run, say: the names of the briefs beside it come out all the same."""
    for place, english in (("a", "Abdeljalil"), ("z", "Abdul Jalil")):
        named = dataclasses.replace(example(), names=(Name("عبد الجليل", english, (1,)),))
        (tmp_path / f"{place}.json").write_text(str(report.FORMATS["json"].render(named)), encoding="utf-8")
    (tmp_path / "run.json").write_text('{"x": 1}', encoding="utf-8")
    made = CliRunner().invoke(main, ["names", str(tmp_path)])
    assert (made.exit_code, made.stdout.count("\n")) == (0, 2)
    assert f"passed over {tmp_path / 'run.json'}: it is no brief" in made.stderr
