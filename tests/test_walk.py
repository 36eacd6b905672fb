"""Which names of a folder are articles, in which order, and what is said of the rest."""

import os
import socket
from pathlib import Path

import pytest

from batch.walk import Found, PassedBy, Unreadable, Walk
from mujaz import UserError


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("خبر", encoding="utf-8")


def files(walk):
    return [item.file for item in walk if isinstance(item, Found)]


def test_files_come_sorted_by_their_bytes_folder_by_folder(tmp_path):
    write(tmp_path, "b.txt", "a/z.txt", "a/c/1.txt", "A.txt", "\N{ARABIC LETTER ALEF}.txt", "a.txt")
    assert files(Walk(tmp_path)) == ["A.txt", "a/c/1.txt", "a/z.txt", "a.txt", "b.txt", "\N{ARABIC LETTER ALEF}.txt"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (".hidden", "hidden"),
        (".git/config", "hidden"),
        ("news.txt~", "temporary"),
        ("~$news.docx", "temporary"),
        ("news.pdf.part", "temporary"),
        ("NEWS.TMP", "temporary"),
        ("news.html.crdownload", "temporary"),
    ],
)
def test_what_is_no_article_is_passed_by_with_its_reason(tmp_path, name, why):
    write(tmp_path, name, "news.txt")
    passed = [item for item in Walk(tmp_path) if isinstance(item, PassedBy)]
    assert passed == [PassedBy(name.split("/")[0], why)]
    assert files(Walk(tmp_path)) == ["news.txt"]


def test_links_are_not_followed_neither_to_files_nor_to_folders(tmp_path):
    write(tmp_path, "in/news.txt", "elsewhere/other.txt")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "in/news.txt")
    (tmp_path / "in/folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/round").symlink_to(tmp_path / "in")
    assert files(Walk(tmp_path / "in")) == ["news.txt"]
    assert sum(item == PassedBy(item.file, "link") for item in Walk(tmp_path / "in")) == 3


def test_a_fifo_and_a_socket_are_named_and_never_opened(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # a socket's path may not be longer than 107 bytes
        listener.bind("socket.txt")
        reasons = {item.file: item.reason for item in Walk(tmp_path) if isinstance(item, Unreadable)}
    assert reasons == {"pipe.txt": "it is a FIFO, not a file", "socket.txt": "it is a socket, not a file"}


def test_a_name_that_is_no_utf_8_comes_back_as_the_same_bytes(tmp_path):
    raw = os.fsencode(tmp_path) + b"/\xe3\xd5\xd1.txt"
    Path(os.fsdecode(raw)).write_text("خبر", encoding="utf-8")
    (found,) = Walk(tmp_path)
    assert os.fsencode(found.path) == raw
    assert os.fsencode(found.file) == b"\xe3\xd5\xd1.txt"


def test_a_folder_that_may_not_be_read_is_named_and_the_rest_goes_on(tmp_path, monkeypatch):
    write(tmp_path, "a.txt", "closed/b.txt", "z.txt")
    listing = os.listdir

    def refusing(path):
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "listdir", refusing)  # the tests may run as root, whom nothing is closed to
    assert Unreadable("closed", "permission denied") in list(Walk(tmp_path))
    assert files(Walk(tmp_path)) == ["a.txt", "z.txt"]


def test_the_output_folder_inside_is_no_input(tmp_path):
    write(tmp_path, "a.txt", "briefs/a.txt.json")
    assert files(Walk(tmp_path, leave_out=tmp_path / "briefs")) == ["a.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "left"),
    [
        (("*.txt",), (), ["a.txt", "old/b.txt"]),
        ((), ("old",), ["a.txt", "c.html"]),
        ((), ("old/*",), ["a.txt", "c.html"]),
        (("old/*.txt",), (), ["old/b.txt"]),
        (("*.txt", "*.html"), ("a*",), ["c.html", "old/b.txt"]),
    ],
)
def test_patterns_choose_by_name_or_by_path(tmp_path, include, exclude, left):
    write(tmp_path, "a.txt", "old/b.txt", "c.html")
    assert files(Walk(tmp_path, include, exclude)) == left


def test_a_folder_as_deep_as_the_system_allows_is_walked(tmp_path):
    deep = "/".join(["d" * 40] * 60)
    write(tmp_path, f"{deep}/news.txt")
    assert files(Walk(tmp_path)) == [f"{deep}/news.txt"]


def test_a_missing_folder_is_an_error_that_names_it(tmp_path):
    with pytest.raises(UserError, match="nowhere"):
        list(Walk(tmp_path / "nowhere"))
