"""Which files a root may read beside its own folders, told from the texts with ``..`` in them alone."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_CLIMBING = re.compile(
    rb'"(?:\$\{[^{}"\n]*?(?:\bpath\.(module|root|cwd)\b[^{}"\n]*)?\}|%s)?'  # what the path begins with
    rb'((?:[^"$%\\\n]*/)?\.\.(?=["/$%\\])[^"$%\\\n]*)'  # up to the next interpolation
    rb'(["\\]?)'
)

_PATTERN = re.compile(r"[*?\[{]")


class Climb(NamedTuple):
    """A path with ``..`` in it, and what it starts from: ``module``, ``root`` or ``cwd``; empty where that is open."""

    start: str
    path: str


def climbs(data: bytes, sources: Collection[bytes]) -> Iterator[Climb]:
    """Yield the paths that texts of a file spell; those in ``sources`` are modules, which are members."""
    if b".." not in data:
        return
    for start, path, end in _CLIMBING.findall(data):
        if path in sources and end == b'"' and not start:
            continue
        text = path.decode(errors="replace").lstrip("/")
        known = _PATTERN.split(text, maxsplit=1)[0]  # what fileset() asks for lies in the folder before it
        yield Climb(start.decode(), text if end and known == text else posixpath.dirname(known))


def read_by(root: str, found: Iterable[tuple[str, Climb]], folders: Collection[str]) -> tuple[str, ...]:
    """Return the files and folders that a root may read, given each path with the folder of the file it stands in.

    A path that starts from nowhere said may be handed to any module, so it is seen from each of ``folders``.
    """
    paths: set[str] = set()
    for folder, climb in found:
        starts = [folder] if climb.start == "module" else [root] if climb.start else folders
        paths.update(posixpath.normpath(posixpath.join(start, climb.path)) for start in starts)
    return tuple(sorted("" if path == "." else path for path in paths if path != ".." and path[:3] != "../"))
