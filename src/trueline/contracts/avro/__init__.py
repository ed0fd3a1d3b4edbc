"""Avro: each .avsc or .avpr file is a contract; names that it does not declare are looked up in the files beside it.

Each change says in ``details`` what comes of new readers with old data (``backward``) and of old readers with new data
(``forward``), as the specification resolves schemas; the worse of both is its compatibility. Not read: .avdl files, and
whether a default fits its type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.avro import messages, types
from trueline.contracts.avro.kinds import KINDS
from trueline.contracts.avro.schema import Protocol, Schema
from trueline.contracts.avro.source import SUFFIXES, Side
from trueline.contracts.avro.walk import At, Fact, Walk
from trueline.contracts.versions import by_name
from trueline.errors import ReadError
from trueline.model.change import Compared, Version
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change
    from trueline.model.document import Reader
    from trueline.model.location import Location

__all__ = ["KINDS", "compare", "plan"]

AVRO = "avro"


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a contract for each file of a schema or protocol."""
    del reader  # the ending says enough
    return [
        Unit(AVRO, path, members=(path,), reads=(path.rpartition("/")[0],))
        for path in paths
        if path.lower().endswith(SUFFIXES)
    ]


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a schema or protocol."""
    if base is not None and head is not None and _is_same(base.root, before, head.root, after):
        return Compared()
    sides = Side(before, is_head=False), Side(after, is_head=True)
    left = None if base is None else sides[0].read(base.root)
    right = None if head is None else sides[1].read(head.root)
    walk = Walk(*(unit.root for unit in (base, head) if unit is not None))
    if base is None and right is not None:
        _tell(walk, "schema-added", right, sides[1])
    elif head is None and left is not None:
        _tell(walk, "schema-removed", left, sides[0])
    elif isinstance(left, Schema) and isinstance(right, Schema):
        types.compare(walk, left, right, At(left.name or left.spelt()))
    elif isinstance(left, Protocol) and isinstance(right, Protocol):
        messages.compare(walk, (left, right), (sides[0].file, sides[1].file))
    elif left is not None and right is not None:
        _tell(walk, "schema-removed", left, sides[0])
        _tell(walk, "schema-added", right, sides[1])
    return Compared(
        tuple(sorted(walk.changes, key=_order)),
        (*sides[0].inputs, *sides[1].inputs),
        (*sides[0].notifications, *sides[1].notifications),
        _version(left, right, sides),
    )


def _version(
    left: Schema | Protocol | None, right: Schema | Protocol | None, sides: tuple[Side, Side]
) -> Version | None:
    """Return the version in the full name, where it is another one than at base."""
    version = None if left is None or right is None else by_name(left.name, right.name)
    if version is None or left is None or right is None:
        return None
    places = (
        side.file.at((*one.path, "name") if isinstance(one, Schema) else one.path)
        for side, one in ((sides[1], right), (sides[0], left))
    )
    return Version(version.before, version.after, version.bump, *places)


def _is_same(old: str, before: Reader, path: str, after: Reader) -> bool:
    """Tell whether the file did not change; what it mentions of other files is told with those."""
    try:
        left, right = before.read(old), after.read(path)
    except ReadError:
        return False
    return left.data == right.data


def _tell(walk: Walk, kind: str, root: Schema | Protocol, side: Side) -> None:
    name = root.name or (root.spelt() if isinstance(root, Schema) else "")
    path = (*root.path, "name") if isinstance(root, Schema) and root.name else root.path
    place = side.file.at(path)
    if kind == "schema-added":
        walk.add(kind, At(name), None, place, Fact(f"{name} was added", None, name))
    else:
        walk.add(kind, At(name, notice=root.notice), place, None, Fact(f"{name} was removed", name))


def _order(change: Change) -> tuple[str, int, int, str, str]:
    location: Location | None = change.location or change.base_location
    region = location.region if location else None
    line, column = (region.start_line, region.start_column) if region else (0, 0)
    return (location.path if location else "", line, column, change.kind, change.subject)
