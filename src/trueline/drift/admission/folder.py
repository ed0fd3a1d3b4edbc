"""The files below a folder of a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Reader

_DEEPEST: Final = 20
_MOST: Final = 20_000
_SKIPPED: Final = frozenset({"node_modules/", "test/", "testdata/", "tests/"})


def files_below(folder: str, reader: Reader, suffixes: tuple[str, ...], *, without: str = "") -> Iterator[str]:
    """Yield the files below ``folder`` with one of some suffixes, in order; hidden folders and tests hold none."""
    waiting = [(folder, 0)]
    count = 0
    while waiting:
        current, depth = waiting.pop()
        below: list[tuple[str, int]] = []
        for name in reader.list(current):
            path = f"{current}/{name}" if current else name
            count += 1
            if count > _MOST:
                return
            if not name.endswith("/"):
                if name.lower().endswith(suffixes):
                    yield path
            elif name[0] != "." and name not in _SKIPPED and depth < _DEEPEST and path.rstrip("/") != (without or None):
                below.append((path.rstrip("/"), depth + 1))
        waiting += reversed(below)
