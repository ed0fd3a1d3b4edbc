"""Protocol Buffers: all .proto files of a repository are one contract, so that what moves between files is seen.

Only files whose content changed are parsed, and those that they import where a changed name must be understood.
Each change that buf would report has ``details.categories`` (FILE, PACKAGE, WIRE_JSON, WIRE: where it reports it) and
``details.rules`` (buf's names for it). Moves are compared by content.

Not looked at: whether an import is still there (a compiler says that), custom options other than
``google.api.http``, source-only features such as visibility and naming style, and packed encoding, which every reader
must read either way.
"""

from __future__ import annotations

import gc
import re
from typing import TYPE_CHECKING

from trueline.contracts.deprecation import weakest
from trueline.contracts.protobuf import elements, pairing
from trueline.contracts.protobuf.deprecation import notice_of, notices
from trueline.contracts.protobuf.extensions import of_file, tell_removed
from trueline.contracts.protobuf.kinds import KINDS
from trueline.contracts.protobuf.scene import Fact, Pair, Scene
from trueline.contracts.protobuf.side import Side
from trueline.model.change import Compared
from trueline.model.location import Location
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.contracts.protobuf.pairing import Paths
    from trueline.contracts.protobuf.side import File
    from trueline.model.change import Change
    from trueline.model.document import Reader

__all__ = ["KINDS", "compare", "plan"]

PROTOBUF = "protobuf"
_PACKAGE = re.compile(rb"^\s*package\s+([\w.]+)\s*;", re.MULTILINE)


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return one contract with all .proto files, none when there are none."""
    del reader  # the ending says enough
    members = tuple(path for path in paths if path.lower().endswith(".proto"))
    return [Unit(PROTOBUF, "", members=members)] if members else []


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between the .proto files of two revisions."""
    enabled = gc.isenabled()
    gc.disable()  # millions of new tuples, none of them garbage: a third faster
    try:
        return _compare(base, before, head, after)
    finally:
        if enabled:
            gc.enable()


def _compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    sides = (
        Side(before, base.members if base else (), is_head=False),
        Side(after, head.members if head else (), is_head=True),
    )
    scene = Scene(*sides)
    paths = pairing.paths(*sides)
    changed = [
        Pair(one, other)
        for path in paths.changed
        if (one := sides[0].file(path)) is not None and (other := sides[1].file(path)) is not None
    ]
    gone, new = _read(sides[0], paths.gone), _read(sides[1], paths.new)
    moved = [Pair(*pair) for pair in pairing.renamed(gone, new)]
    left = {pair.base.path for pair in moved}, {pair.head.path for pair in moved}
    gone = [file for file in gone if file.path not in left[0]]
    new = [file for file in new if file.path not in left[1]]
    _tell_packages(scene, paths, [*(pair.base for pair in (*changed, *moved)), *gone])
    _tell_files(scene, paths, moved, gone)
    elements.compare(scene, [*changed, *moved], gone, new)
    return Compared(
        tuple(sorted(scene.changes, key=_order)),
        (*sides[0].inputs, *sides[1].inputs),
        (*sides[0].notifications, *sides[1].notifications),
    )


def _read(side: Side, paths: Iterable[str]) -> list[File]:
    return [file for path in paths if (file := side.file(path)) is not None]


def _tell_files(scene: Scene, paths: Paths, moved: Sequence[Pair], gone: Sequence[File]) -> None:
    """Say which files are elsewhere or nowhere, and which extensions went with them."""
    for old, path in (*paths.moved, *((pair.base.path, pair.head.path) for pair in moved)):
        fact = Fact(f"the file is now {path}", old, path)
        scene.add("file-moved", old, _whole(scene.base, old), _whole(scene.head, path), fact)
    for file in gone:
        fact = Fact(
            f"the file {file.path} was removed", file.path, more=(("package", file.package), *elements.counts(file))
        )
        scene.add("file-removed", file.path, file.top(), None, fact)
        for extension in of_file(file).values() if file.package not in scene.dropped else ():
            tell_removed(scene, Pair(file, file), extension, is_file_gone=True)


def _whole(side: Side, path: str) -> Location:
    file = side.peek(path)
    return Location(path) if file is None else file.top()


def _tell_packages(scene: Scene, paths: Paths, suspects: Sequence[File]) -> None:
    """Say which packages have no file any more."""
    lost: dict[str, list[File]] = {}
    for file in suspects:
        if file.package:
            lost.setdefault(file.package, []).append(file)
    parsed = (*paths.changed, *paths.new, *(path for _, path in paths.moved))
    known = {one.package for path in parsed if (one := scene.head.peek(path)) is not None}
    lost = {package: files for package, files in lost.items() if package not in known}
    if not lost:
        return
    seen = set(parsed)
    for path in scene.head.paths:
        if path not in seen and lost:
            found = _PACKAGE.search(scene.head.data(path))
            lost.pop(found[1].decode("ascii", "replace") if found else "", None)
    for package, files in lost.items():
        announced = weakest(notice_of(notices(file), "") for file in files)
        fact = Fact(f"the package {package} was removed", package, notice=announced)
        scene.dropped.add(package)
        scene.add("package-removed", package, files[0].top(), None, fact)


def _order(change: Change) -> tuple[str, int, int, str, str]:
    location = change.location or change.base_location
    region = location.region if location else None
    line, column = (region.start_line, region.start_column) if region else (0, 0)
    return (location.path if location else "", line, column, change.kind, change.subject)
