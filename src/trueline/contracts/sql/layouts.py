"""Which files of a tree are migrations, by name first and by their first lines where a name does not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.sql.names import FLYWAY, NUMBERED, UP_DOWN, is_down
from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Reader

_FOLDER: Final = re.compile(r"migrat|changelog|upgrades?$|deltas?$|evolutions|patches$|liquibase|alembic", re.I)
_STRUCTURE: Final = re.compile(r"(^|/)db/(\w+_)?structure(?i:\.sql)$")
_MARKS: Final = (
    ("goose", re.compile(r"^--\s*\+goose\s+(Up|NO)", re.I | re.M)),
    ("dbmate", re.compile(r"^--\s*migrate:up", re.I | re.M)),
    ("sql-migrate", re.compile(r"^--\s*\+migrate\s+Up", re.I | re.M)),
    ("evolutions", re.compile(r"^(#|--).*!Ups", re.M)),
    ("liquibase", re.compile(r"\A\s*--\s*liquibase\s+formatted\s+sql", re.I)),
    ("alembic", re.compile(r"^--\s*Running upgrade\b", re.M)),
)
_DATABASES: Final = {
    "postgres": "postgresql", "postgresql": "postgresql", "pg": "postgresql", "pgsql": "postgresql",
    "pgx": "postgresql",    "cockroachdb": "postgresql", "mysql": "mysql", "mariadb": "mysql",
    "sqlite": "sqlite", "sqlite3": "sqlite",
}  # fmt: skip
_LOOKED_AT: Final = 20_000


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a contract for each folder of migrations, and for each file that holds a whole history or schema."""
    folders: dict[str, list[str]] = {}
    units: list[Unit] = []
    for path in paths:
        if not path.lower().endswith(".sql"):
            continue
        if _STRUCTURE.search(path):
            units.append(Unit("sql", path, members=(path,), options={"layout": "rails", "database": "postgresql"}))
        elif not is_down(path, "") or UP_DOWN.match(path.rpartition("/")[2]):
            folders.setdefault(_root(path), []).append(path)
    for root, members in folders.items():
        units += _units(root, members, reader)
    return sorted(units, key=lambda unit: unit.root)


def _root(path: str) -> str:
    """Return the folder that a file's migrations belong to: of Prisma's the one above, of Flyway's the topmost."""
    folder, _, name = path.rpartition("/")
    if name.lower() == "migration.sql":
        return folder.rpartition("/")[0]
    if FLYWAY.match(name):
        parts = folder.split("/")
        for place, part in enumerate(parts):
            if re.fullmatch(r"migrations?", part) and not any(one.lower() in _DATABASES for one in parts[place:]):
                return "/".join(parts[: place + 1])
    return folder


def _units(root: str, members: list[str], reader: Reader) -> Iterator[Unit]:
    names = [path.rpartition("/")[2] for path in members]
    layout = _by_name(root, names, reader)
    if not layout and _FOLDER.search(root):
        layout = _by_content(members, reader) or ("numbered" if any(map(NUMBERED.match, names)) else "")
    if not layout:
        return
    chosen = tuple(path for path in members if _belongs(layout, path))
    if layout == "alembic":
        for path in chosen:
            yield Unit("sql", path, members=(path,), options={"layout": layout, "database": "postgresql"})
    elif chosen:
        options = {"layout": layout, "database": _database(root, layout, chosen, reader)}
        yield Unit("sql", root, members=chosen, options=options)


def _by_name(root: str, names: Sequence[str], reader: Reader) -> str:
    if "migration.sql" in map(str.lower, names):
        return "prisma"
    if reader.exists(f"{root}/meta/_journal.json"):
        return "drizzle"
    if re.search(r"(^|/)supabase/migrations$", root):
        return "supabase"
    if any(map(FLYWAY.match, names)):
        return "flyway"
    if any(map(UP_DOWN.match, names)):
        return "sqlx" if _is_rust(root, reader) else "golang-migrate"
    if _FOLDER.search(root) and any(map(NUMBERED.match, names)) and _is_rust(root, reader):
        return "sqlx"
    return ""


def _is_rust(root: str, reader: Reader) -> bool:
    folder = root.rpartition("/")[0]
    return reader.exists(f"{folder}/Cargo.toml" if folder else "Cargo.toml")


def _by_content(members: Sequence[str], reader: Reader) -> str:
    """Return the tool whose marks the first or the last file bears; all are of one tool."""
    for path in dict.fromkeys((members[0], members[-1])):
        text = _text(path, reader)
        for layout, mark in _MARKS:
            if mark.search(text):
                return layout
    return ""


def _text(path: str, reader: Reader) -> str:
    try:
        return reader.read(path).data[:_LOOKED_AT].decode("utf-8", "replace")
    except ReadError:
        return ""


def _belongs(layout: str, path: str) -> bool:
    name = path.rpartition("/")[2]
    if is_down(path, layout):
        return False
    if layout == "prisma":
        return name.lower() == "migration.sql"
    if layout == "flyway":
        return FLYWAY.match(name) is not None
    return layout in ("liquibase", "alembic") or NUMBERED.match(name) is not None


def _database(root: str, layout: str, members: Sequence[str], reader: Reader) -> str:
    """Return the database that config beside the files, a folder's name or their own words tell of."""
    if layout == "supabase":
        return "postgresql"
    told = {"prisma": ("migration_lock.toml", r'provider\s*=\s*"(\w+)"'),
            "drizzle": ("meta/_journal.json", r'"dialect"\s*:\s*"(\w+)"')}.get(layout)  # fmt: skip
    if told is not None and reader.exists(f"{root}/{told[0]}"):
        found = re.search(told[1], _text(f"{root}/{told[0]}", reader))
        if found is not None and found.group(1).lower() in _DATABASES:
            return _DATABASES[found.group(1).lower()]
    for part in reversed(root.lower().split("/")):
        if part in _DATABASES:
            return _DATABASES[part]
        if "sqlite" in part or "mysql" in part:
            return "sqlite" if "sqlite" in part else "mysql"
    from trueline.parsers.sql import guess

    counts: dict[str, int] = {}
    for path in (*members[:6], *members[-4:]):
        dialect = guess(_text(path, reader))
        counts[dialect] = counts.get(dialect, 0) + (1 if dialect != "generic" else 0)
    best = max(counts, key=lambda one: counts[one], default="generic")
    return best if counts.get(best) else "generic"
