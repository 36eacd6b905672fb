"""The command line keeps its contract: exit codes, streams, outputs whole or not at all, no traceback for a user."""

from __future__ import annotations

import itertools
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import cli
from batch import console
from mujaz import write_whole

ROOT = Path(__file__).parent.parent
NEWS = "وصل الوزير إلى العاصمة صباح الاثنين.\nقال المتحدث إن الاجتماع غدا.\n"


@pytest.fixture
def mujaz(tiny_marian: Path) -> Any:
    """The command line in this process, with a tiny model for its translator."""

    def run(*arguments: str | Path, stdin: bytes | str | None = None, env: dict[str, str] | None = None) -> Result:
        environment = {"MUJAZ_MODEL": str(tiny_marian), "MUJAZ_BEAM_SIZE": "1"} | (env or {})
        return CliRunner().invoke(cli.main, [str(each) for each in arguments], input=stdin, env=environment)

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


def real(arguments: Sequence[str | Path], model: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line in a process of its own."""
    environment = os.environ | {"MUJAZ_MODEL": str(model), "MUJAZ_BEAM_SIZE": "1"}
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    more = {"stdout": subprocess.PIPE} | more
    return subprocess.run(command, stderr=subprocess.PIPE, env=environment, timeout=120, check=False, **more)


# --- inputs ---------------------------------------------------------------------------------------------


def test_a_file_a_dash_and_a_pipe_give_the_same_english(mujaz: Any, news: Path) -> None:
    from_file, dash, pipe = (
        mujaz("translate", news),
        mujaz("translate", "-", stdin=NEWS),
        mujaz("translate", stdin=NEWS),
    )
    assert from_file.exit_code == dash.exit_code == pipe.exit_code == 0
    assert from_file.stdout == dash.stdout == pipe.stdout != ""


def test_the_same_call_gives_the_same_bytes_twice(mujaz: Any, news: Path) -> None:
    first, second = (mujaz("translate", "-f", "json", news).stdout_bytes for _ in range(2))
    assert first == second


def test_a_terminal_without_a_file_is_a_usage_error(tiny_marian: Path) -> None:
    master, slave = pty.openpty()
    try:
        done = real(["translate"], tiny_marian, stdin=slave)
    finally:
        os.close(master)
        os.close(slave)
    assert done.returncode == 2
    assert b"terminal" in done.stderr and b"Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["missing", "empty", "folder", "loop", "blank", "bytes"])
def test_a_bad_input_is_named_and_never_an_empty_success(mujaz: Any, tmp_path: Path, kind: str) -> None:
    bad = tmp_path / f"{kind}.txt"
    makers = {
        "empty": lambda: bad.write_bytes(b""),
        "folder": bad.mkdir,
        "loop": lambda: bad.symlink_to(bad),
        "blank": lambda: bad.write_bytes(b" \n\t\n"),
        "bytes": lambda: bad.write_bytes(b"\x81\xff\x00\xfe\x90" * 40),
    }
    makers.get(kind, lambda: None)()
    done = mujaz("translate", bad)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert bad.name in done.stderr
    assert "Traceback" not in done.stderr


def test_one_bad_input_among_several_is_reported_and_the_others_go_on(mujaz: Any, news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("حذر خبراء من موجة حر.", encoding="utf-8")
    done = mujaz("translate", news, tmp_path / "missing.txt", other)
    assert done.exit_code == 3
    assert "missing.txt" in done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("==>")] == [
        "==> news.txt <==",
        "==> other.txt <==",
    ]


def test_several_inputs_are_an_array_of_json_and_lines_that_name_their_article(mujaz: Any, news: Path) -> None:
    array = json.loads(mujaz("translate", "-f", "json", news, news).stdout)
    assert [brief["article"]["name"] for brief in array] == ["news.txt", "news.txt"]
    lines = [json.loads(line) for line in mujaz("translate", "-f", "jsonl", news, news).stdout.splitlines()]
    assert {line["article"] for line in lines} == {"news.txt"}


@pytest.mark.parametrize("form", ["tsv", "jsonl", "text", "md", "tmx"])
def test_files_of_one_name_are_told_apart_by_their_folders_and_no_others(mujaz: Any, tmp_path: Path, form: str) -> None:
    files = [tmp_path / name for name in ("x/news.txt", "y/news.txt", "y/other.txt")]
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_text("سافر الرئيس إلى القاهرة." if file.name == "other.txt" else NEWS, encoding="utf-8")
    shown = mujaz("translate", "-f", form, *files).stdout
    assert [shown.count(name) > 0 for name in ("x/news.txt", "y/news.txt", "y/other.txt", "other.txt")] == [
        *(True, True, False, True)
    ]
    assert shown.count("news.txt") == shown.count("x/news.txt") + shown.count("y/news.txt")
    alone = json.loads(mujaz("translate", "-f", "json", files[1]).stdout)
    assert json.loads(mujaz("translate", "-f", "json", *files).stdout)[1] == alone


def test_a_text_that_is_not_arabic_is_an_error_unless_forced(mujaz: Any) -> None:
    english = "The minister arrived in the capital today."
    refused = mujaz("translate", stdin=english)
    assert refused.exit_code == 1 and "standard input is not Arabic" in refused.stderr and refused.stdout == ""
    forced = mujaz("translate", "--force-arabic", stdin=english)
    assert forced.exit_code == 1 and "no sentence of it could be translated" in forced.stderr


def test_the_english_of_a_summary_may_not_be_arabic(mujaz: Any) -> None:
    done = mujaz("summarize", "--extractive", stdin=NEWS)
    assert done.exit_code == 1 and "mujaz brief" in done.stderr


def test_an_array_of_articles_loses_none_in_a_folder(mujaz: Any, tmp_path: Path) -> None:
    array = tmp_path / "wire.json"
    array.write_text(json.dumps([{"text": NEWS}, {"text": NEWS + "حذر خبراء."}]), encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    assert mujaz("translate", array, "-o", out).exit_code == 0
    assert sorted(path.name for path in (out / "wire.json").iterdir()) == ["000001.txt", "000002.txt"]


def test_an_output_that_cannot_be_written_leaves_the_others(mujaz: Any, news: Path, tmp_path: Path) -> None:
    other, out = tmp_path / "other.txt", tmp_path / "out"
    other.write_text(NEWS, encoding="utf-8")
    (out / "news.txt.txt").mkdir(parents=True)
    done = mujaz("translate", news, other, "-o", out)
    assert done.exit_code == 3 and "news.txt.txt" in done.stderr
    assert (out / "other.txt.txt").is_file()


def test_several_inputs_to_one_page_are_refused_before_anything_is_loaded(mujaz: Any, news: Path) -> None:
    done = mujaz("translate", news, news, "-o", "page.html", env={"MUJAZ_MODEL": "/nowhere"})
    assert done.exit_code == 2 and "folder" in done.stderr


def test_several_articles_of_one_file_to_one_page_are_refused_before_any_is_translated(
    mujaz: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of one article a line that holds but one is as good as any."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    for path, count in ((one, 1), (two, 2)):
        path.write_text(f"{json.dumps({'text': NEWS})}\n" * count, encoding="utf-8")
    assert mujaz("translate", one, "-o", tmp_path / "page.html").exit_code == 0
    monkeypatch.setattr(
        "translate.ct2_engine.CTranslate2Engine._submit", lambda *_: pytest.fail("the engine was asked")
    )
    done = mujaz("translate", two, "-o", tmp_path / "pages.html")
    assert done.exit_code == 1 and "give a folder with -o" in done.stderr
    assert not (tmp_path / "pages.html").exists()


def test_an_ending_that_stands_for_no_format_is_refused(mujaz: Any, news: Path, tmp_path: Path) -> None:
    done = mujaz("translate", news, "-o", tmp_path / "out.pdf")
    assert done.exit_code == 2 and "-f" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_a_name_that_no_system_takes_is_an_error(mujaz: Any, news: Path, tmp_path: Path) -> None:
    done = mujaz("translate", news, "-o", tmp_path / ("x" * 300 + ".md"))
    assert done.exit_code == 1 and "too long" in done.stderr


def test_names_of_files_never_reach_a_terminal_raw(mujaz: Any, tmp_path: Path) -> None:
    done = mujaz("translate", tmp_path / "a\x1b[31mred.txt")
    assert "\x1b" not in done.stderr and "red.txt" in done.stderr
    (tmp_path / "b\x1b[31mred.txt").write_text(NEWS, encoding="utf-8")
    noted = mujaz("brief", "--extractive", "--bullets", "9", tmp_path / "b\x1b[31mred.txt")
    assert "red.txt" in noted.stderr and "\x1b" not in noted.stderr


# --- outputs --------------------------------------------------------------------------------------------


def test_the_ending_of_the_output_names_the_format(mujaz: Any, news: Path, tmp_path: Path) -> None:
    assert mujaz("translate", news, "-o", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["schema"] == 1


def test_a_format_that_a_command_cannot_make_is_refused_with_those_that_it_can(mujaz: Any, news: Path) -> None:
    done = mujaz("brief", news, "-f", "tsv")
    assert done.exit_code == 2
    assert "json" in done.stderr and "text" in done.stderr


def test_a_folder_takes_a_file_for_each_input(mujaz: Any, tmp_path: Path) -> None:
    for name in ("a/x.txt", "b/x.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(NEWS, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    done = mujaz("translate", "-f", "md", tmp_path / "a/x.txt", tmp_path / "b/x.txt", "-o", out)
    assert done.exit_code == 0
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.md")) == ["a/x.txt.md", "b/x.txt.md"]


@pytest.mark.parametrize("kind", ["itself", "hard link", "symbolic link"])
def test_an_output_that_is_an_input_is_refused(mujaz: Any, news: Path, tmp_path: Path, kind: str) -> None:
    output = tmp_path / "again.txt"
    {
        "itself": lambda: None,
        "hard link": lambda: output.hardlink_to(news),
        "symbolic link": lambda: output.symlink_to(news),
    }[kind]()
    done = mujaz("translate", news, "-o", news if kind == "itself" else output)
    assert done.exit_code == 1
    assert "input" in done.stderr
    assert news.read_text(encoding="utf-8") == NEWS


def test_a_link_is_followed_and_keeps_pointing(mujaz: Any, news: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.md", tmp_path / "link.md"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert mujaz("translate", news, "-o", link).exit_code == 0
    assert link.is_symlink() and target.read_text(encoding="utf-8") != "old"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_straight(mujaz: Any, news: Path) -> None:
    assert mujaz("translate", news, "-o", "/dev/null").exit_code == 0
    full = mujaz("translate", news, "-o", "/dev/full")
    assert full.exit_code == 1 and "no space left" in full.stderr


def test_a_system_without_fchmod_gets_its_file(mujaz: Any, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows, before Python 3.13."""
    monkeypatch.delattr(os, "fchmod")
    assert mujaz("translate", news, "-o", news.with_suffix(".md")).exit_code == 0
    assert news.with_suffix(".md").read_text(encoding="utf-8")


def test_a_missing_parent_folder_is_named(mujaz: Any, news: Path, tmp_path: Path) -> None:
    done = mujaz("translate", news, "-o", tmp_path / "nowhere" / "out.md")
    assert done.exit_code == 1 and "nowhere" in done.stderr


def test_what_standard_output_leads_to_may_be_named(news: Path, tiny_marian: Path) -> None:
    named = real(["translate", "-q", news, "-o", "/dev/stdout", "-f", "text"], tiny_marian)
    assert named.returncode == 0
    assert named.stdout == real(["translate", "-q", news], tiny_marian).stdout != b""


def test_a_full_standard_output_is_an_error_for_every_command(tiny_marian: Path) -> None:
    for command in (["config"], ["models", "list"], ["--help"]):
        with open("/dev/full", "wb") as full:
            done = real(command, tiny_marian, stdout=full)
        assert done.returncode == 1 and b"no space left" in done.stderr and b"Traceback" not in done.stderr


def test_a_full_disk_leaves_the_old_file_and_no_litter(news: Path, tmp_path: Path, tiny_marian: Path) -> None:
    output = tmp_path / "out.json"
    output.write_text("old", encoding="utf-8")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

    done = real(["translate", "-q", news, "-o", output], tiny_marian, preexec_fn=limit)
    assert done.returncode == 1 and b"Traceback" not in done.stderr
    assert output.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.txt", "out.json"]


def test_a_reader_that_goes_away_is_no_error_and_a_closed_stdout_is_one(news: Path, tiny_marian: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    gone = real(["translate", news], tiny_marian, stdout=writing)
    os.close(writing)
    assert gone.returncode == 0 and gone.stderr.count(b"Traceback") == 0
    closed = real(["translate", news], tiny_marian, stdout=None, preexec_fn=lambda: os.close(1))
    assert closed.returncode == 1 and b"standard output is closed" in closed.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_with_its_code(tmp_path: Path, tiny_marian: Path, number: int, code: int) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_text("".join(f"وصل {n} وزراء إلى المدينة {n} صباح اليوم.\n" for n in range(20000)), encoding="utf-8")
    output = tmp_path / "out.txt"
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "translate", str(slow), "-o", str(output)],
        stderr=subprocess.PIPE,
        env=os.environ | {"MUJAZ_MODEL": str(tiny_marian)},
    )
    maps = Path(f"/proc/{process.pid}/maps")
    while "ctranslate2" not in maps.read_text(encoding="utf-8"):  # the engine is being loaded: well under way
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert not output.exists()


@pytest.mark.parametrize("where", ["out.json", "folder", "-"])
def test_what_was_finished_before_an_interrupt_is_kept_wherever_it_goes(
    mujaz: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Ctrl-C at the third of three articles: two are written, whole, and the end has its code."""
    wire, output, folder = tmp_path / "wire.jsonl", tmp_path / where, tmp_path / "folder"
    wire.write_text(f"{json.dumps({'text': NEWS})}\n" * 3, encoding="utf-8")
    folder.mkdir()
    translated = cli._translated

    def until_the_third(*arguments: Any) -> Iterator[Any]:
        yield from itertools.islice(translated(*arguments), 2)
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_translated", until_the_third)
    done = mujaz("translate", "-f", "json", wire, "-o", "-" if where == "-" else output)
    assert done.exit_code == 130
    assert "articles that were finished, and are kept: 2" in done.stderr and "interrupted" in done.stderr
    if where == "folder":
        assert len(list(folder.rglob("*.json"))) == 2
    else:
        assert len(json.loads(done.stdout if where == "-" else output.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("patient", [True, False])
def test_a_slow_disk_gets_its_time_after_an_interrupt_unless_there_is_a_second(
    mujaz: Any, news: Path, monkeypatch: pytest.MonkeyPatch, patient: bool
) -> None:
    translated = cli._translated

    def until_somebody_asks(*arguments: Any) -> Iterator[Any]:
        yield from translated(*arguments)
        signal.raise_signal(signal.SIGINT)

    def slowly(*arguments: Any, **more: Any) -> None:
        if not patient:
            signal.raise_signal(signal.SIGINT)
        time.sleep(0.3)
        write_whole(*arguments, **more)

    monkeypatch.setattr("mujaz.commands.REMIND_AFTER", 0.1)
    monkeypatch.setattr("batch.several.write_whole", slowly)
    monkeypatch.setattr(cli, "_translated", until_somebody_asks)
    done = mujaz("translate", news, "-o", news.with_suffix(".md"))
    assert done.exit_code == 130 and "interrupted" in done.stderr
    assert news.with_suffix(".md").exists() is patient
    assert ("are kept: 1" in done.stderr) is patient


def test_an_interrupt_before_anything_is_finished_promises_nothing_and_leaves_the_old_file(
    mujaz: Any, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_once(*_: Any) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(cli, "_translated", at_once)
    output = tmp_path / "out.md"
    output.write_text("old", encoding="utf-8")
    done = mujaz("translate", news, "-o", output)
    assert done.exit_code == 130 and "kept" not in done.stderr
    assert output.read_text(encoding="utf-8") == "old"


def test_a_signal_that_something_swallowed_comes_again() -> None:
    script = (
        "import time\n"
        "from mujaz.commands import Commands\n"
        "main = Commands()\n"
        "@main.command()\n"
        "def sleep():\n"
        "    try:\n"
        "        print('asleep', flush=True)\n"
        "        time.sleep(60)\n"
        "    except KeyboardInterrupt:\n"
        "        time.sleep(60)\n"
        "main.end_on_signals()\n"
        "main(['sleep'])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == b"asleep\n"
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 143 and b"Traceback" not in errors


# --- exit codes and settings ----------------------------------------------------------------------------


def test_strict_exits_3_when_a_sentence_is_flagged(mujaz: Any, news: Path) -> None:
    """No model with random weights keeps a number."""
    news.write_text("قال المتحدث إن 4731 شخصا وصلوا إلى 88 مدينة في عام 1962.", encoding="utf-8")
    plain, strict = mujaz("translate", "-f", "json", news), mujaz("translate", "--strict", "-f", "json", news)
    (sentence,) = json.loads(plain.stdout)["sentences"]
    assert sentence["status"] == "flagged" and "number_lost" in sentence["flags"]
    assert (plain.exit_code, strict.exit_code) == (0, 3)
    assert strict.stdout == plain.stdout


def test_a_missing_model_exits_4_with_the_command_that_gets_it(mujaz: Any, news: Path) -> None:
    done = mujaz("translate", "-m", "opus-mt-ar-en", news)
    assert done.exit_code == 4
    assert "mujaz models pull opus-mt-ar-en" in done.stderr


def test_a_number_format_that_there_is_not_is_refused_before_anything_is_fetched(mujaz: Any) -> None:
    done = mujaz("models", "pull", "opus-mt-ar-en", "--compute-type", "int3")
    assert done.exit_code == 2 and "int8" in done.stderr


def test_a_wrong_option_is_a_usage_error(mujaz: Any, news: Path) -> None:
    for wrong in (["--beam-size", "0"], ["--engine", "abacus"], ["--fast", "--best"], ["--no-such-thing"]):
        assert mujaz("translate", *wrong, news, env={"MUJAZ_BEAM_SIZE": ""}).exit_code == 2


def test_a_flag_beats_the_environment_and_the_environment_beats_the_file(
    mujaz: Any, news: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "mujaz.toml"
    settings.write_text("beam-size = 3\n", encoding="utf-8")

    def beam(*arguments: str, **env: str) -> int:
        done = mujaz("translate", "-f", "json", "--config", settings, *arguments, news, env=env)
        decoding = json.loads(done.stdout)["made_with"]["translator"]["decoding"]
        return int(decoding["beam_size"])

    assert beam(MUJAZ_BEAM_SIZE="") == 3
    assert beam(MUJAZ_BEAM_SIZE="2") == 2
    assert beam("--beam-size", "1", MUJAZ_BEAM_SIZE="2") == 1


@pytest.mark.parametrize("text", ["beam_sise = 3", "beam-size = 'wide'", "threads = true", "= 3"])
def test_a_settings_file_that_is_wrong_is_an_error_that_names_it(mujaz: Any, tmp_path: Path, text: str) -> None:
    settings = tmp_path / "mujaz.toml"
    settings.write_text(text, encoding="utf-8")
    done = mujaz("config", "--config", settings)
    assert done.exit_code == 1 and "mujaz.toml" in done.stderr


def test_a_glossary_stands_in_what_a_translation_was_made_with(mujaz: Any, news: Path, tmp_path: Path) -> None:
    glossary = tmp_path / "terms.tsv"
    glossary.write_text("الوزير\tthe Minister\n", encoding="utf-8")
    made = json.loads(mujaz("translate", "-f", "json", "--glossary", glossary, news).stdout)["made_with"]
    assert made["glossary"]["name"] == "terms.tsv" and made["glossary"]["terms"] == 1
    assert "glossary" not in made["translator"]
    broken = tmp_path / "broken.tsv"
    broken.write_text("no Arabic here\n", encoding="utf-8")
    done = mujaz("translate", "--glossary", broken, news)
    assert done.exit_code == 1 and "broken.tsv" in done.stderr


def test_the_cache_changes_no_byte_is_used_and_can_be_cleared(
    mujaz: Any, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = mujaz("translate", "-f", "json", news).stdout_bytes
    assert mujaz("translate", "-f", "json", "--cache", news).stdout_bytes == plain
    with monkeypatch.context() as patch:
        patch.setattr("translate.ct2_engine.CTranslate2Engine._submit", lambda *_: pytest.fail("the engine was asked"))
        assert mujaz("translate", "-f", "json", "--cache", news).stdout_bytes == plain
    assert "is empty" in mujaz("cache", "clear").stderr
    assert "no cache" in mujaz("cache", "clear").stderr


@pytest.mark.parametrize(
    ("typed", "env", "settings", "beam"),
    [
        (["--best"], {"FAST": "1"}, "", 8),
        (["--fast"], {"BEAM_SIZE": "6"}, "", 1),
        (["--fast"], {}, "beam-size = 3", 1),
        (["--fast", "--beam-size", "2"], {"BEST": "1"}, "beam-size = 3", 2),
        (["--beam-size", "2"], {"FAST": "1"}, "best = true", 2),
        ([], {"FAST": "1"}, "best = true", 1),
        ([], {"FAST": "1"}, "beam-size = 3", 1),
        ([], {"FAST": "0"}, "best = true", 8),
        ([], {}, "fast = true\nbeam-size = 3", 3),
    ],
)
def test_what_is_typed_of_the_search_is_all_of_it_in_every_command(
    mujaz: Any, tmp_path: Path, typed: list[str], env: dict[str, str], settings: str, beam: int
) -> None:
    """Then the environment, then the file: none of them adds to what one before it says."""
    (tmp_path / "in").mkdir()
    news = tmp_path / "in" / "news.txt"
    news.write_text(NEWS, encoding="utf-8")
    (tmp_path / "mujaz.toml").write_text(settings, encoding="utf-8")
    given = ["--extractive", "--config", str(tmp_path / "mujaz.toml"), *typed]
    variables = {"MUJAZ_BEAM_SIZE": ""} | {f"MUJAZ_{name}": value for name, value in env.items()}
    brief = mujaz("brief", "-f", "json", *given, news, env=variables)
    made = json.loads(brief.stdout)["made_with"]
    assert made["translator"]["decoding"]["beam_size"] == beam
    planned = console.options_of(batch_options(tmp_path / "in", tmp_path / "out", *given, env=variables))
    assert (planned.recipe.decoding or {}).get("beam_size") == beam


@pytest.mark.parametrize("name", ["cache", "strict", "force-arabic", "extractive"])
def test_a_switch_that_is_typed_beats_the_environment_and_the_file_either_way(tmp_path: Path, name: str) -> None:
    settings = tmp_path / "mujaz.toml"
    settings.write_text(f"{name} = true\n", encoding="utf-8")
    variable = f"MUJAZ_{name.upper().replace('-', '_')}"

    def told(*typed: str, env: str = "") -> bool:
        given = batch_options(tmp_path, tmp_path / "out", "--config", settings, *typed, env={variable: env})
        return bool(given[name.replace("-", "_")])

    assert told() is told(f"--{name}", env="0") is True
    assert told(f"--no-{name}") is told(f"--no-{name}", env="1") is told(env="0") is False


@pytest.mark.parametrize(
    ("typed", "env", "settings", "extractive"),
    [
        (["--summarizer", "x"], {"EXTRACTIVE": "1"}, "", False),
        (["--summarizer", "x"], {}, "extractive = true", False),
        ([], {"SUMMARIZER": "x"}, "extractive = true", False),
        ([], {"SUMMARIZER": "x", "EXTRACTIVE": "1"}, "", True),
        ([], {"EXTRACTIVE": "1"}, "summarizer = 'x'", True),
        (["--extractive"], {"SUMMARIZER": "x"}, "", True),
    ],
)
def test_a_summarizer_that_is_named_puts_out_an_extractive_from_a_place_that_it_beats(
    tmp_path: Path, typed: list[str], env: dict[str, str], settings: str, extractive: bool
) -> None:
    (tmp_path / "mujaz.toml").write_text(settings, encoding="utf-8")
    variables = {f"MUJAZ_{name}": value for name, value in env.items()}
    given = batch_options(tmp_path, tmp_path / "out", "--config", tmp_path / "mujaz.toml", *typed, env=variables)
    assert given["extractive"] is extractive


def test_a_summarizer_that_is_typed_is_asked_for_or_missed(mujaz: Any, news: Path) -> None:
    elsewhere = mujaz("brief", "--summarizer", "no-such-model", news, env={"MUJAZ_EXTRACTIVE": "1"})
    assert elsewhere.exit_code == 4 and "no-such-model" in elsewhere.stderr
    both = mujaz("brief", "--summarizer", "no-such-model", "--extractive", news)
    assert both.exit_code == 2 and "exclude each other" in both.stderr


@pytest.mark.parametrize(
    ("call", "offline"),
    [
        ("models pull x", True),
        ("models pull x --no-offline", False),
        ("--no-offline models pull x", False),
        ("--offline models pull x --no-offline", True),
    ],
)
def test_who_is_offline_by_a_variable_connects_only_if_told_so(
    monkeypatch: pytest.MonkeyPatch, call: str, offline: bool
) -> None:
    told: list[bool] = []
    monkeypatch.setattr("weights.pull", lambda *_, offline, **__: told.append(offline))
    CliRunner().invoke(cli.main, call.split(), env={"MUJAZ_OFFLINE": "1"})
    assert told == [offline]


def batch_options(*arguments: str | Path, env: dict[str, str]) -> dict[str, Any]:
    """What ``mujaz batch`` hands on of a command line."""
    with pytest.MonkeyPatch.context() as patch:
        handed: list[dict[str, Any]] = []
        patch.setattr(console, "batch", lambda source, target, chosen, **_: handed.append(chosen) or 0)
        assert CliRunner().invoke(cli.main, ["batch", *map(str, arguments)], env=env).exit_code == 0
    return handed[0]


def test_config_shows_every_setting_and_where_it_came_from(mujaz: Any, tmp_path: Path) -> None:
    settings = tmp_path / "mujaz.toml"
    settings.write_text("words = 90\n", encoding="utf-8")
    shown = {line.split()[0]: line for line in mujaz("config", "--config", settings).stdout.splitlines()}
    assert "90" in shown["words"] and "mujaz.toml" in shown["words"]
    assert "MUJAZ_BEAM_SIZE" in shown["beam-size"]
    assert "default" in shown["focus"]


def test_a_brief_made_earlier_becomes_another_format_without_a_model(mujaz: Any, news: Path, tmp_path: Path) -> None:
    brief = tmp_path / "brief.json"
    assert mujaz("brief", "--extractive", news, "-o", brief).exit_code == 0
    direct = mujaz("brief", "--extractive", "-f", "md", news)
    again = mujaz("report", brief, "-f", "md", env={"MUJAZ_MODEL": "/nowhere"})
    assert again.exit_code == 0
    assert again.stdout == direct.stdout


def test_every_command_has_help(mujaz: Any) -> None:
    for name in cli.main.commands:
        done = mujaz(name, "--help")
        assert done.exit_code == 0 and "Usage" in done.stdout
