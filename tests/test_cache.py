"""The cache on disk: what it gives back is what was put in, and what is damaged is not believed."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate import Hypothesis
from translate.cache import Cache, clear

SCOPE = {"model": "m", "sha256": "00"}
ONE = [Hypothesis("The minister arrived.", ("▁The", "▁minister"), -0.5, (b"\x00\xff", b"\x01\x02"))]

hypotheses = st.builds(
    Hypothesis,
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=4).map(tuple),
    st.floats(-20, 0),
    st.none() | st.lists(st.binary(max_size=4), max_size=3).map(tuple),
)


@given(st.dictionaries(st.text(max_size=20), st.lists(hypotheses, max_size=3), max_size=4))
@settings(max_examples=30, deadline=None)
def test_what_comes_out_is_what_went_in(
    tmp_path_factory: pytest.TempPathFactory, nbest: dict[str, list[Hypothesis]]
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache") / "c.sqlite", SCOPE)
    cache.put_many(nbest, "beam 4")
    assert cache.get_many(list(nbest), "beam 4") == nbest


def test_another_model_or_other_settings_find_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path, SCOPE).put_many({"نعم": ONE}, "beam 4")
    assert Cache(path, SCOPE | {"sha256": "01"}).get_many(["نعم"], "beam 4") == {}
    assert Cache(path, SCOPE).get_many(["نعم"], "beam 1") == {}
    assert Cache(path, SCOPE).get_many(["نعم "], "beam 4") == {}


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path, SCOPE).put_many({"نعم": ONE}, "")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_row_that_was_damaged_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = Cache(path, SCOPE)
    cache.put_many({"نعم": ONE, "لا": ONE}, "")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE nbest SET payload = x'00ff' WHERE rowid = 1")
    assert list(cache.get_many(["نعم", "لا"], "").values()) == [ONE]


def test_a_file_that_is_no_database_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    cache = Cache(path, SCOPE)
    assert cache.get_many(["نعم"], "") == {}
    cache.put_many({"نعم": ONE}, "")
    assert cache.get_many(["نعم"], "") == {"نعم": ONE}


def test_a_cache_that_another_process_holds_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path, SCOPE).put_many({"نعم": ONE}, "")
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(sqlite3.OperationalError):
        Cache(path, SCOPE, patience=0.1).put_many({"لا": ONE}, "")
    holder.rollback()
    holder.close()
    assert Cache(path, SCOPE).get_many(["نعم", "لا"], "") == {"نعم": ONE}


def test_it_stays_within_its_limit_and_forgets_the_oldest(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    cache = Cache(path, SCOPE, limit=50_000)
    for start in range(0, 2000, 100):
        cache.put_many({f"جملة {number}": ONE for number in range(start, start + 100)}, "")
    with sqlite3.connect(path) as connection:
        (size,) = connection.execute("SELECT sum(length(payload)) FROM nbest").fetchone()
    assert size <= 50_000
    assert cache.get_many(["جملة 1999"], "")
    assert not cache.get_many(["جملة 0"], "")


def _write(path: Path, start: int) -> None:
    cache = Cache(path, SCOPE)
    for number in range(start, start + 40):
        cache.put_many({f"جملة {number}": ONE}, "")


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(path, start)) for start in (0, 40, 80)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert len(Cache(path, SCOPE).get_many([f"جملة {number}" for number in range(120)], "")) == 120


def test_clearing_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Cache(path, SCOPE).put_many({"نعم": ONE}, "")
    assert clear(path)
    assert list(tmp_path.iterdir()) == []
    assert not clear(path)
