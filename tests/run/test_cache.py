"""The cache remembers, notices every difference, and never gets in the way."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from effort import calls, ends, growth

from trueline.repo.working import WorkingTree, blob_id
from trueline.run import cache as module
from trueline.run.cache import Cache, code_identity

A = {"a.tf": blob_id(b"a")}


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "a.tf").write_text("a")
    return WorkingTree(str(folder))


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "cache" / "results.sqlite")


def _rows(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _filled(path, tree, value="value"):
    cache = Cache(path)
    cache.put("unit", A, value)
    cache.close()
    assert value == Cache(path).get("unit", tree)


def test_a_result_is_found_again(path, tree):
    _filled(path, tree)

    assert Cache(path).get("other", tree) is None
    assert Cache(path).get_many(["unit", "other"], tree) == {"unit": "value"}


@pytest.mark.parametrize(
    "trace",
    [
        pytest.param({"a.tf": blob_id(b"b")}, id="other bytes"),
        pytest.param({**A, "b.tf": blob_id(b"b")}, id="one file more"),
        pytest.param({"a.tf": "absent"}, id="was absent"),
        pytest.param({**A, "/": "0" * 32}, id="another listing"),
        pytest.param({**A, "b.tf": "exists"}, id="was there"),
        pytest.param({"a.tf": ""}, id="unreadable"),
        pytest.param({}, id="read nothing"),
    ],
)
def test_what_does_not_hold_is_not_found(path, tree, trace):
    cache = Cache(path)
    cache.put("unit", trace, "value")

    assert cache.get("unit", tree) is None


def test_results_for_several_states_are_kept_side_by_side(path, tree):
    cache = Cache(path)
    for text in (b"a", b"b", b"c"):
        cache.put("unit", {"a.tf": blob_id(text)}, text.decode())

    assert cache.get("unit", tree) == "a"


def test_of_one_unit_only_the_latest_states_are_kept(path, tree):
    cache = Cache(path)
    for number in range(20):
        cache.put("unit", {"a.tf": blob_id(b"%d" % number)}, "x")
    cache.close()

    assert _rows(path, "SELECT count(*) FROM results") == [(4,)]


def test_a_name_that_is_no_utf8_and_any_text_come_back(path, tree, tmp_path):
    name = "caf\udce9.tf"
    (tmp_path / "tree" / name).write_text("a")
    cache = Cache(path)
    cache.put("unit", {name: blob_id(b"a")}, "ü\0\n")

    assert cache.get("unit", tree) == "ü\0\n"


@pytest.mark.parametrize("column", ["key", "trace", "value", "digest"])
def test_a_changed_row_is_not_believed(path, tree, column):
    _filled(path, tree)
    other = {"key": "unit2", "trace": json.dumps({"a.tf": blob_id(b"a"), "b": "absent"}), "value": "V", "digest": b"x"}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE results SET {column} = ?", (other[column],))

    assert Cache(path).get_many(["unit", "unit2"], tree) == {}


@pytest.mark.parametrize("value", [7, b"\xff\xfe", None])
def test_a_value_of_another_type_is_not_believed(path, tree, value):
    _filled(path, tree)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'value TEXT NOT NULL', 'value')")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE results SET value = ?", (value,))

    assert Cache(path).get("unit", tree) is None


def test_any_damage_of_the_file_gives_the_truth_or_nothing_and_heals(path, tree):
    cache = Cache(path)
    for number in range(30):
        cache.put(f"unit{number}", A, "v" * 500)
    cache.close()
    with open(path, "rb") as file:
        whole = file.read()
    answers = set()
    for start in [*range(0, 200, 7), *range(200, len(whole), 997)]:
        with open(path, "wb") as file:
            file.write(whole[:start] + bytes(byte ^ 0xFF for byte in whole[start : start + 16]) + whole[start + 16 :])
        found = Cache(path)
        answers |= set(found.get_many([f"unit{number}" for number in range(30)], tree).values())
        found.put("unit", A, "new")
        found.close()
    with open(path, "wb") as file:
        file.write(b"no database, but long enough to be looked at" * 100)
    Cache(path).get("unit", tree)

    assert answers <= {"v" * 500}
    _filled(path, tree)


@pytest.mark.parametrize("length", [0, 1, 99, 100, 4096, 5000])
def test_a_truncated_file_is_no_error(path, tree, length):
    _filled(path, tree)
    os.truncate(path, length)
    cache = Cache(path)

    assert cache.get("unit", tree) in (None, "value")
    cache.put("unit", A, "value")
    cache.close()


def test_what_another_version_wrote_is_dropped(path, tree):
    _filled(path, tree)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("ALTER TABLE results RENAME COLUMN value TO other")

    assert Cache(path).get("unit", tree) is None
    _filled(path, tree)


@pytest.mark.parametrize("place", ["folder", "file above", "dev"])
def test_a_place_that_cannot_hold_a_file_is_no_error(tmp_path, tree, place):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    path = {"folder": tmp_path / "folder", "file above": tmp_path / "file" / "x", "dev": "/dev/full"}[place]
    cache = Cache(str(path))
    cache.put("unit", A, "value")

    assert cache.get("unit", tree) is None


def test_a_locked_file_is_no_error(path, tree):
    _filled(path, tree)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    cache = Cache(path)
    cache.put("other", A, "value")

    assert cache.get("other", tree) is None
    holder.close()
    assert Cache(path).get("unit", tree) == "value"


def test_the_oldest_make_room(path, tree):
    cache = Cache(path, most_bytes=100_000)
    for number in range(40):
        cache.put(f"unit{number:02}", A, "v" * 5000)
    cache.close()
    again = Cache(path, most_bytes=100_000)
    again.put("last", A, "v")
    kept = [key for (key,) in _rows(path, "SELECT key FROM results ORDER BY id")]

    assert kept == [f"unit{number}" for number in range(40 - len(kept) + 1, 40)] + ["last"]
    assert 10 < len(kept) < 20


def test_a_result_in_use_is_not_the_oldest(path, tree):
    _filled(path, tree)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE results SET used = 5")
    Cache(path).get("unit", tree)
    used = _rows(path, "SELECT used FROM results")[0][0]

    assert used > time.time() - 100


def test_one_huge_result_is_not_kept(path, tree):
    cache = Cache(path, most_bytes=1000)
    cache.put("unit", A, "v" * 200)

    assert cache.get("unit", tree) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_leaves_the_connection_alone(path, tree):
    cache = Cache(path)
    cache.put("unit", A, "value")
    child = os.fork()
    if child == 0:
        answer = cache.get("unit", tree)
        cache.put("child", A, "value")
        cache.close()
        os._exit(0 if answer is None else 1)
    _, status = os.waitpid(child, 0)

    assert status == 0
    assert cache.get_many(["unit", "child"], tree) == {"unit": "value"}


WRITER = """
import sys
from trueline.run import cache as module
from trueline.run.cache import Cache, code_identity
cache = Cache(sys.argv[1])
for number in range(100):
    cache.put(f"{sys.argv[2]}-{number}", {"a.tf": sys.argv[3]}, sys.argv[2] * 100)
cache.close()
"""


def test_eight_processes_write_at_once(path, tree):
    names = "abcdefgh"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, name, A["a.tf"]]) for name in names
    ]  # fmt: skip
    codes = [writer.wait() for writer in writers]
    keys = [f"{name}-{number}" for name in names for number in range(100)]

    assert codes == [0] * 8
    assert {key: key[0] * 100 for key in keys} == Cache(path).get_many(keys, tree)


def test_nothing_is_readable_by_others(path, tree):
    _filled(path, tree)

    assert os.stat(path).st_mode & 0o077 == 0
    assert os.stat(os.path.dirname(path)).st_mode & 0o077 == 0


def test_unchanged_units_take_no_more_than_their_number(path, tmp_path):
    def unchanged(size):
        folder = tmp_path / str(size)
        trace = {}
        for number in range(size):
            (folder / f"m{number % 50}").mkdir(parents=True, exist_ok=True)
            (folder / f"m{number % 50}" / f"{number}.tf").write_text(str(number))
            trace[f"m{number % 50}/{number}.tf"] = blob_id(str(number).encode())
        cache = Cache(path)
        paths = sorted(trace)
        for number in range(size):
            cache.put(f"unit{number}", {name: trace[name] for name in paths[number : number + 5]}, "v" * 300)
        tree = WorkingTree(str(folder))
        for name in paths:
            tree.blob(name)
        return lambda: cache.get_many([f"unit{number}" for number in range(size)], tree)

    with ends():
        found = unchanged(1000)()

    assert len(found) == 1000
    assert calls(unchanged(1000)) < 60 * 1000  # of five files each
    assert growth(unchanged, 100) < 2.5


def test_another_commit_of_the_same_version_remembers_nothing(tmp_path, monkeypatch):
    (tmp_path / "run").mkdir()
    (tmp_path / "run/cache.py").write_text("a = 1\n")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "run/cache.py"))
    code_identity.cache_clear()
    before = code_identity()
    (tmp_path / "run/other.py").write_text("b = 1\n")
    code_identity.cache_clear()
    after = code_identity()
    code_identity.cache_clear()

    assert before != after
