"""Bad input of every kind beside good input: every bad one is named with a reason, every good one is done."""

import os
import random
import socket
import stat
from pathlib import Path

import batch
from tests.fake_work import NEWS, Fake, fill, tree


def poison(folder, count, marks=True):
    """``count`` files that give no brief, of every kind in turn, the same in every run.

    Without ``marks`` those are left out that only the fake work cannot bear.
    """
    random_bytes = random.Random(7).randbytes
    kinds = [
        ("empty.txt", lambda path, n: path.write_bytes(b"")),
        ("blank.txt", lambda path, n: path.write_text(" \n\t\n")),
        ("nul.txt", lambda path, n: path.write_bytes(b"\0" * (n + 1))),
        ("binary.txt", lambda path, n: path.write_bytes(random_bytes(2000 + n))),
        ("picture.png", lambda path, n: path.write_bytes(b"\x89PNG\r\n\x1a\n" + random_bytes(500 + n))),
        ("archive.zip", lambda path, n: path.write_bytes(b"PK\x03\x04" + random_bytes(500 + n))),
        ("broken.docx", lambda path, n: path.write_bytes(b"PK\x03\x04" + random_bytes(300 + n))),
        ("broken.pdf", lambda path, n: path.write_bytes(b"%PDF-1.7\n" + random_bytes(500 + n))),
        ("broken.json", lambda path, n: path.write_text('{"text": "' + NEWS)),
        ("broken.jsonl", lambda path, n: path.write_text('{"text": \n{]')),
        ("broken.html", lambda path, n: path.write_text("<html><body>" + "<div>" * 3000)),
        ("english.txt", lambda path, n: path.write_text("The minister spoke for a long time. " * (n + 9))),
        ("letter.txt", lambda path, n: path.write_bytes(b"a" * 300_000)),
        ("fifo.txt", lambda path, n: os.mkfifo(path)),
        ("socket.txt", lambda path, n: bind(path)),
        ("device.txt", lambda path, n: device(path)),
        ("crash.txt", lambda path, n: path.write_text(f"{NEWS} (CRASH)" if n < 60 else "")),
        ("memory.txt", lambda path, n: path.write_text(f"{NEWS} (MEMORY)")),
        ("bug.txt", lambda path, n: path.write_text(f"{NEWS} (BUG)")),
        ("x" * 252, lambda path, n: path.write_text(NEWS)),
        ("deep/" + "d/" * 90 + "none.txt", lambda path, n: path.write_bytes(b"")),
    ]
    kinds = [(name, make) for name, make in kinds if marks or name not in ("crash.txt", "memory.txt", "bug.txt")]
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        path = folder / f"{number // len(kinds):03d}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path, number)


def device(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:  # whoever may not make a device may not read everything either
        path.touch(mode=0o000)


def bind(path):
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may not be longer than 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


def test_a_hundred_poisoned_files_cost_no_good_one_and_each_is_named(tmp_path):
    fill(tmp_path / "in/good", 40)
    batch.run(tmp_path / "in", tmp_path / "clean", load=Fake())
    good = tree(tmp_path / "clean")
    poison(tmp_path / "in/bad", 100)
    names = {os.path.relpath(path, tmp_path / "in") for path in (tmp_path / "in/bad").rglob("*") if not path.is_dir()}
    summary = batch.run(tmp_path / "in", tmp_path / "out", load=Fake())
    assert len(names) == 100
    assert {failure.file for failure in summary.failures.values()} == names
    assert all(failure.reason for failure in summary.failures.values())
    assert (summary.done, summary.exit_code) == (40, 3)
    assert tree(tmp_path / "out") == good
    again = batch.run(tmp_path / "in", tmp_path / "out", load=Fake())
    assert (again.done, again.already, again.restarts) == (0, 40, 0)
    assert {failure.file for failure in again.failures.values()} == names
