"""Two revisions of an OpenAPI contract, from their files to changes and notifications."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from trueline.contracts.deprecation import of_details, weakest
from trueline.contracts.openapi.node import Node, Tree
from trueline.contracts.openapi.side import Side, dialect_of
from trueline.contracts.openapi.versions import version_of
from trueline.contracts.schema.dead_ends import dead_end, dead_ends
from trueline.contracts.versions import as_details
from trueline.errors import ReadError
from trueline.model.change import Change, Compared, Version
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Parsed, Reader, Source
    from trueline.model.unit import Unit

UNREADABLE: Final = "unreadable-input"
_Level = Literal["warning", "error"]


class _Read(NamedTuple):
    """What became of one revision's file; ``side`` is None where it is no contract that can be read."""

    side: Side | None
    location: Location
    state: Literal["read", "partly-read", "unreadable"]
    notifications: Sequence[Notification]
    level: _Level


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a contract."""
    new = _read(head, after, "error") if head is not None else None
    if base is not None and head is not None and new is not None and _is_same(base, before, head, after):
        return Compared((), (Input(head.root, "openapi", new.state, _reason(new)),), tuple(_said(new)))
    old = _read(base, before, "warning") if base is not None else None
    changes: tuple[Change, ...] = ()
    version: Version | None = None
    if old is None and new is not None and new.side is not None:
        changes = (_whole("contract-added", "the contract is new", new.side, (None, new.location)),)
    elif new is None and old is not None and old.side is not None:
        changes = (_whole("contract-removed", "the contract is gone", old.side, (old.location, None)),)
    elif old is not None and new is not None and old.side is not None and new.side is not None:
        version = version_of(old.side, new.side)
        with _without_collector():
            changes = _compare(old.side, new.side, version)
    notifications = [*_said(old), *_said(new)]
    inputs = [Input(head.root, "openapi", new.state, _reason(new))] if head is not None and new is not None else []
    return Compared(changes, (*inputs, *_other_inputs(new)), tuple(dict.fromkeys(notifications)), version)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let nobody look for garbage: of a large contract there is none, and it takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _compare(old: Side, new: Side, version: Version | None) -> tuple[Change, ...]:
    from trueline.contracts.openapi.api import compare_api
    from trueline.contracts.openapi.drafts import Drafts

    drafts = Drafts({} if version is None else as_details(version))
    compare_api(old, new, drafts)
    return drafts.changes()


def _is_same(base: Unit, before: Reader, head: Unit, after: Reader) -> bool:
    """Tell whether every file of a contract holds what it held."""
    if base.root != head.root or base.members != head.members:
        return False
    try:
        return all(_is_same_source(before.read(path), after.read(path)) for path in head.members or (head.root,))
    except ReadError:
        return False


def _is_same_source(old: Source, new: Source) -> bool:
    return old.blob == new.blob if old.blob and new.blob else old.data == new.data


def _read(unit: Unit, reader: Reader, level: _Level) -> _Read:
    from trueline.contracts.schema.files import Files, pick, unread_documents

    location = Location(unit.root)
    try:
        source = reader.read(unit.root)
    except ReadError as error:
        return _Read(None, location, "unreadable", [Notification(level, UNREADABLE, error.message, location)], level)
    parsed = _parse(source)
    said = [
        Notification(level, UNREADABLE, one.message, Location(source.path, source.revision, one.region))
        for one in parsed.problems
    ]
    document = pick(parsed.documents, lambda root: dialect_of(root) is not None)
    said += unread_documents([document], parsed.documents, level)
    location = document.locate() if document is not None else Location(source.path, source.revision)
    dialect = dialect_of(document.root) if document is not None else None
    if document is None or dialect is None:
        if not said:
            said = [Notification(level, UNREADABLE, "no version of OpenAPI that is known (2.0, 3.0 to 3.2)", location)]
        return _Read(None, location, "unreadable", said, level)
    files = Files(reader, level)
    files.add(document)
    is_whole = not any(one.fatal for one in parsed.problems)
    side = Side(Node(document.root, document), Tree(files), dialect)
    return _Read(side, location, "read" if is_whole else "partly-read", said, level)


def _parse(source: Source) -> Parsed[Any]:
    if source.path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(source)
    from trueline.parsers import yaml

    return yaml.parse(source)


def _whole(kind: str, message: str, side: Side, places: tuple[Location | None, Location | None]) -> Change:
    """Return the one change that there is where a whole contract came or went, with its operations."""
    from trueline.contracts.openapi.kinds import KINDS
    from trueline.contracts.openapi.lifecycle import describe
    from trueline.contracts.openapi.side import operations

    served = list(operations(side, side.root.at("paths")).values())
    found = [one.address for one in served]
    about = KINDS[f"openapi/{kind}"]
    before, after = (side.version if place is not None else None for place in places)
    announced = weakest(of_details(describe(one.node)) for one in served) if places[1] is None else {}
    version = as_details(Version(before or "", after or "", "none"))
    details = {**announced, **version, "operations": found, "operation_count": len(found)}
    subject = side.root.at("info").text("title") or "contract"
    return Change(
        about.id, subject, message, about.compatibility, about.breaks, location=places[1], base_location=places[0],
        before=before, after=after, details=details,
    )  # fmt: skip


def _said(read: _Read | None) -> Iterator[Notification]:
    if read is not None:
        yield from read.notifications
        if read.side is not None:
            yield from read.side.tree.files.notifications
            yield from _unresolved(read.side.tree, read.level)


def _unresolved(tree: Tree, level: _Level) -> Iterator[Notification]:
    """Yield what is said of references that lead nowhere: whatever they stand for was not compared."""
    for node, reference in tree.unresolved.values():
        yield dead_end(reference, node.at("$ref").locate(), level)
    yield from dead_ends(tree.files, level)


def _other_inputs(read: _Read | None) -> Sequence[Input]:
    return read.side.tree.files.inputs if read is not None and read.side is not None else ()


def _reason(read: _Read) -> str:
    return read.notifications[0].message if read.state != "read" and read.notifications else ""
