"""Symbolic links, followed only as long as they stay inside the repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.repo.name import check, printable

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LINKS = 40


def follow(path: str, target_of: Callable[[str], str | None]) -> str:
    """Return the path behind all links on the way to ``path``, which is plain.

    ``target_of`` gives the target of a link, or None for what is none. A target that is absolute leaves the
    repository even where it points back into this checkout: the answer must not depend on where that is.
    """
    waiting = path.split("/")[::-1] if path else []
    done: list[str] = []
    links = 0
    while waiting:
        part = waiting.pop()
        if part in ("", "."):
            continue
        if part == "..":
            if not done:
                raise ReadError("symbolic link leaves the repository", place=printable(path))
            done.pop()
            continue
        target = target_of("/".join((*done, part)))
        if target is None:
            done.append(part)
            continue
        links += 1
        if links > MOST_LINKS:
            raise ReadError("symbolic links lead in a circle", place=printable(path))
        if not target or target.startswith("/") or "\\" in target or target[1:2] == ":":
            raise ReadError("symbolic link leaves the repository", place=printable(path))
        waiting.extend(target.split("/")[::-1])
    real = "/".join(done)
    return check(real) if links and real else real
