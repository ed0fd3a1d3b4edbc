"""File names of migrations: which tool's they are, what each is known by, and in which order they run."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FLYWAY: Final = re.compile(r"^(?P<kind>[VUR])(?P<version>\d[\d._]*?)?__(?P<name>.+)(?i:\.sql)$")
UP_DOWN: Final = re.compile(
    r"^(?P<version>\d+)[_.-].*?\.(?P<way>(?i:up|down))(?i:\.sql)$|^(?P<other>\d+)\.(?P<to>(?i:up|down))(?i:\.sql)$"
)
NUMBERED: Final = re.compile(r"^[vV]?(?P<version>\d+(?:[._-]\d+)*)(?:[._-]+(?P<name>[^/]*?))?(?i:\.sql)$")


class Version(NamedTuple):
    """What a migration is known by, where it runs, and whether it is run again when it changes."""

    key: str
    order: tuple[object, ...]
    is_repeatable: bool = False


def version(layout: str, path: str) -> Version:
    """Return the version of the migration at ``path``."""
    name = path.rpartition("/")[2]
    if layout in ("prisma", "rails"):
        folder = path.rpartition("/")[0].rpartition("/")[2]
        return Version(folder if layout == "prisma" else path, (folder,))
    found = FLYWAY.match(name) if layout == "flyway" else None
    if found is not None:
        if found["kind"] == "R":
            return Version(f"R__{found['name']}", (found["name"],), is_repeatable=True)
        numbers = _numbers(found["version"] or "0")
        return Version(".".join(map(str, numbers)), numbers)
    found = NUMBERED.match(name)
    if found is None:
        return Version(name[: -len(".sql")] if name.lower().endswith(".sql") else name, (1 << 200, name))
    numbers = _numbers(found["version"])
    return Version(".".join(map(str, numbers)), numbers)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of a version; zeros at its end say nothing."""
    numbers = [int(part[:60]) for part in re.split(r"[._-]", text) if part]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def is_down(path: str, layout: str) -> bool:
    """Tell whether a file only takes a migration back."""
    name = path.rpartition("/")[2]
    if layout == "flyway":
        return name.startswith("U")
    return f".{name.lower()}".endswith(".down.sql")
