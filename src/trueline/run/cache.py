"""Results of units, kept between runs in one SQLite file: a convenience that may fail and is never believed blindly."""

from __future__ import annotations

import json
import os
import time
from functools import lru_cache
from typing import TYPE_CHECKING

from trueline.repo.recording import EXISTS, observe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.repo.recording import Observed

VERSION = 3
MOST_BYTES = 200_000_000
MOST_OF_A_KEY = 4  # results kept of one unit: a few branches, seen in turns
CHUNK = 400  # SQLite takes at least 999 parameters in one statement
DAY = 86_400

TABLE = """
CREATE TABLE results (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, trace TEXT NOT NULL, value TEXT NOT NULL, digest BLOB NOT NULL,
    size INTEGER NOT NULL, used INTEGER NOT NULL, UNIQUE (key, trace)
)
"""


class Cache:
    """The results in one file. Whatever is wrong with the file, the answer is that nothing is known.

    A result is found by its key (the unit and all that judges it) and holds as long as the tree answers everything the
    unit asked as it did then: its *trace* (``RecordingReader.trace``).
    """

    __slots__ = ("_connection", "_is_broken", "_most_bytes", "_owner", "_path", "_written")

    def __init__(self, path: str, *, most_bytes: int = MOST_BYTES) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._connection: sqlite3.Connection | None = None
        self._owner = os.getpid()
        self._is_broken = False
        self._written = 0

    def get(self, key: str, tree: Observed) -> str | None:
        """Return the result that holds for ``tree``, or None."""
        return self.get_many((key,), tree).get(key)

    def get_many(self, keys: Sequence[str], tree: Observed) -> dict[str, str]:
        """Return the results that hold for ``tree``, by key."""
        connection = self._open()
        if connection is None:
            return {}
        found: dict[str, tuple[str, int, int]] = {}
        seen: dict[tuple[str, bool], str] = {}
        try:
            for key, trace, value, digest, number, used in _rows(connection, keys):
                if key not in found and digest == _digest(key, trace, value) and _holds(trace, tree, seen):
                    found[key] = value, number, used
            self._touch(connection, [number for _, number, used in found.values() if used < time.time() - DAY])
        except _errors() as error:
            self._give_up(error)
        return {key: value for key, (value, _, _) in found.items()}

    def put(self, key: str, trace: Mapping[str, str], value: str) -> None:
        """Keep a result; one that read nothing, or something unreadable, is not kept."""
        connection = self._open()
        if connection is None or not trace or not all(trace.values()):
            return
        text = json.dumps(trace, sort_keys=True)  # ASCII, so that names which are no UTF-8 come back
        size = len(key) + len(text) + len(value)
        if size > self._most_bytes // 10:
            return
        try:
            if self._written % 1000 == 0:
                _evict(connection, self._most_bytes)
            self._written += 1
            connection.execute(
                "INSERT OR REPLACE INTO results (key, trace, value, digest, size, used) VALUES (?, ?, ?, ?, ?, ?)",
                (key, text, value, _digest(key, text, value), size, int(time.time())),
            )
            connection.execute(
                "DELETE FROM results WHERE key = ? AND id NOT IN "
                "(SELECT id FROM results WHERE key = ? ORDER BY id DESC LIMIT ?)",
                (key, key, MOST_OF_A_KEY),
            )
        except _errors() as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the file; the cache can be used again."""
        connection, self._connection = self._connection, None
        if connection is not None and self._owner == os.getpid():
            try:
                connection.close()
            except _errors():
                self._is_broken = True

    def __del__(self) -> None:
        self.close()

    def _open(self) -> sqlite3.Connection | None:
        # a connection must not be used, nor even closed, in a process that was forked off
        if self._is_broken or self._owner != os.getpid():
            return None
        if self._connection is None:
            try:
                self._connection = _connect(self._path)
            except (ImportError, OSError) as error:
                self._give_up(error)
            except _errors() as error:
                self._give_up(error)
        return self._connection

    def _touch(self, connection: sqlite3.Connection, numbers: list[int]) -> None:
        """Mark rows as used today, at most once a day: a run that changes nothing then writes nothing."""
        now = int(time.time())
        if numbers:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(
                    "UPDATE results SET used = ? WHERE id = ?", [(now, number) for number in numbers]
                )

    def _give_up(self, error: Exception) -> None:
        """Work without a cache from now on; a file that is damaged makes room for a new one."""
        self.close()
        self._is_broken = True
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            for ending in ("", "-wal", "-shm"):
                try:
                    os.unlink(self._path + ending)
                except OSError:
                    return


@lru_cache(maxsize=1)
def code_identity() -> str:
    """Return what changes when Trueline's own files do: a newer commit of the same version may see more."""
    marks: list[tuple[str, int, int]] = []
    folders = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    marks.append((entry.path, status.st_mtime_ns, status.st_size))
                elif entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    from hashlib import blake2b

    return blake2b(repr(sorted(marks)).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _errors() -> tuple[type[Exception], ...]:
    """Return what SQLite raises; a damaged file also gives text that is no UTF-8, or of another type."""
    import sqlite3

    return (sqlite3.Error, sqlite3.Warning, UnicodeError, TypeError, ValueError, OverflowError)


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            _create(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _create(connection: sqlite3.Connection) -> None:
    """Make the table, unless another process was quicker; what another version wrote is dropped."""
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            connection.execute("DROP TABLE IF EXISTS results")
            connection.execute(TABLE)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _rows(connection: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, str, str, bytes, int, int]]:
    """Yield what is stored under the keys, of each key the latest first."""
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(
            f"SELECT key, trace, value, digest, id, used FROM results WHERE key IN ({marks}) ORDER BY id DESC",  # noqa: S608
            some,
        )


def _evict(connection: sqlite3.Connection, most_bytes: int) -> None:
    """Drop what was not used for longest until a fifth of the room is free."""
    total = connection.execute("SELECT coalesce(sum(size), 0) FROM results").fetchone()[0]
    if total <= most_bytes:
        return
    connection.execute(
        "DELETE FROM results WHERE id IN (SELECT id FROM "
        "(SELECT id, sum(size) OVER (ORDER BY used DESC, id DESC) AS kept FROM results) WHERE kept > ?)",
        (most_bytes * 4 // 5,),
    )


def _holds(text: str, tree: Observed, seen: dict[tuple[str, bool], str]) -> bool:
    """Tell whether the tree still answers as the trace says; ``seen`` are its answers so far."""
    for path, recorded in json.loads(text).items():
        question = (path, recorded == EXISTS)
        answer = seen.get(question)
        if answer is None:
            answer = seen[question] = observe(path, recorded, tree)
        if answer != recorded or not recorded:
            return False
    return True


def _digest(key: object, trace: object, value: object) -> bytes:
    from hashlib import blake2b

    whole = blake2b(digest_size=16)
    for part in (key, trace, value):
        if not isinstance(part, str):  # SQLite does not hold a column to its type
            return b""
        data = part.encode("utf-8", "surrogatepass")
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.digest()
