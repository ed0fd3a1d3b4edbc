"""Two revisions of a schema to changes: only the definitions whose text differs are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.graphql.directives import broken_by, compare_directive
from trueline.contracts.graphql.kinds import FORMAT
from trueline.contracts.graphql.ledger import Ledger, Spot, deprecation
from trueline.contracts.graphql.marks import compare_marks, uses_on
from trueline.contracts.graphql.merged import ROOT_TYPES
from trueline.contracts.graphql.side import Side
from trueline.contracts.graphql.types import compare_type
from trueline.model.change import Compared
from trueline.model.location import Location
from trueline.model.report import Input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.graphql.merged import Merged, Place
    from trueline.contracts.graphql.side import Key
    from trueline.model.document import Reader
    from trueline.model.unit import Unit

_BUILT_IN: Final = frozenset(
    {
        *(("type", name) for name in ("Boolean", "Float", "ID", "Int", "String")),
        *(("directive", name) for name in ("deprecated", "include", "oneOf", "skip", "specifiedBy")),
    }
)
"""What is there whether it is written or not."""


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a schema; None is a side that does not have it."""
    old = Side(base, before, "warning") if base else None
    new = Side(head, after, "error") if head else None
    unread = [side for side in (old, new) if side is not None and not side.is_complete and not side.documents]
    if unread:  # that it is new or gone, or what of it is, would be a guess
        return Compared((), new.inputs if new else (), tuple(one for side in unread for one in side.unread()))
    if old is None or new is None:
        return _alone(old, new)
    known = old.blobs
    changed = {path for path, blob in new.blobs.items() if known.get(path) != blob}
    if not changed and old.is_complete and new.is_complete and old.members == new.members:
        return Compared((), tuple(Input(path, FORMAT, "read") for path in new.members))
    new.read(changed)
    ledger = Ledger(old, new)
    _compare(ledger)
    return Compared(tuple(ledger.changes), new.inputs, (*old.notifications(), *new.notifications()))


def _alone(base: Side | None, head: Side | None) -> Compared:
    """Return a schema that is new or gone as one change."""
    side = head or base
    if side is None:
        return Compared()
    side.read(side.members)
    ledger = Ledger(side, side)
    place = _first(side)
    if head is not None:
        ledger.add("schema-added", Spot("schema", None, place), f"the schema {head.root} is new")
        return Compared(tuple(ledger.changes), head.inputs, tuple(head.notifications()))
    ledger.add("schema-removed", Spot("schema", place, None), f"the schema {side.root} is gone")
    return Compared(tuple(ledger.changes), (), tuple(side.notifications()))


def _compare(ledger: Ledger) -> None:
    base, head = ledger.base, ledger.head
    touched = list(_touched(base, head))
    for key in touched:  # before anything is told apart, so that it is known what of either side is broken
        base.merged(key)
        head.merged(key)
    _operations(ledger)
    for key in touched:
        old, new = base.merged(key), head.merged(key)
        if old is not None and new is not None:
            if not (old.is_broken or new.is_broken):
                _pair(ledger, key, old, new)
        elif key[0] != "schema" and key not in _BUILT_IN:
            _one(ledger, key, old, new)


def _touched(base: Side, head: Side) -> Iterator[Key]:
    """Yield what is not written as it was, in the order of the files at head, then of those at base."""
    for key in dict.fromkeys((*head.written, *base.written)):
        old, new = base.written.get(key, ()), head.written.get(key, ())
        if sorted(one.text for one in old) != sorted(one.text for one in new):
            yield key


def _pair(ledger: Ledger, key: Key, base: Merged, head: Merged) -> None:
    if key[0] == "type":
        compare_type(ledger, base, head)
    elif key[0] == "directive":
        compare_directive(ledger, base, head)
    else:
        spot = Spot("schema", base.place, head.place)
        compare_marks(ledger, spot, uses_on(base.directives), uses_on(head.directives))


def _one(ledger: Ledger, key: Key, base: Merged | None, head: Merged | None) -> None:
    """Write down what is on one side only, unless it may be in what could not be read of the other."""
    group, name = key
    subject = f"@{name}" if group == "directive" else name
    if head is not None and not ledger.base.is_doubtful(name, head.place.document.source.path):
        spot = Spot(subject, _file(ledger.base, head.place), head.place)
        ledger.add(f"{group}-added", spot, f"{head.keyword} {subject} is new", after=head.keyword)
    if base is not None and not ledger.head.is_doubtful(name, base.place.document.source.path):
        ledger.add(
            f"{group}-removed",
            Spot(subject, base.place, _file(ledger.head, base.place)),
            f"{base.keyword} {subject} is gone",
            before=base.keyword,
            verdict=broken_by(base) if group == "directive" else None,
            details=deprecation([one.value for one in base.directives]),
        )


def _file(side: Side, place: Place) -> Location | None:
    """Return the file in which something would stand on the side where it is not: the same, or the first."""
    path = place.document.source.path
    document = side.documents.get(path)
    return Location(path, document.source.revision) if document else _first(side)


def _first(side: Side) -> Location | None:
    path = side.root if side.root in side.documents else next(iter(side.documents), "")
    return Location(path, side.documents[path].source.revision) if path else None


def _operations(ledger: Ledger) -> None:
    """Compare the types of the root operations; one that comes and goes with its type is told by that."""
    base, head = ledger.base, ledger.head
    old, new = _roots(base), _roots(head)
    if any(merged and merged.is_broken for side in (base, head) if (merged := side.merged(("schema", "schema")))):
        return
    for name in ("query", "mutation", "subscription"):
        was, now = old.get(name), new.get(name)
        if was and now and was[0] != now[0]:
            message = f"{name} is {now[0]}, was {was[0]}"
            ledger.add("operation-type-changed", Spot(name, was[1], now[1]), message, before=was[0], after=now[0])
        elif was and not now and ("type", was[0]) in head.written:
            spot = Spot(name, was[1], _schema(head, was[1]))
            ledger.add("operation-removed", spot, f"{name} is no operation of the schema any more", before=was[0])
        elif now and not was and ("type", now[0]) in base.written:
            spot = Spot(name, _schema(base, now[1]), now[1])
            ledger.add("operation-added", spot, f"{name} is an operation of the schema now", after=now[0])


def _schema(side: Side, place: Place) -> Place | Location | None:
    merged = side.merged(("schema", "schema"))
    return merged.place if merged else _file(side, place)


def _roots(side: Side) -> dict[str, tuple[str, Place]]:
    """Return the types of the root operations and where that is said: in ``schema``, or by their own names."""
    schema = side.merged(("schema", "schema"))
    if schema is not None and schema.operations:
        return {name: (one.value.type.text, one.part.place(one.value.type)) for name, one in schema.operations.items()}
    found = {}
    for name in ROOT_TYPES:
        merged = side.merged(("type", name))
        if merged is not None:
            found[name.lower()] = (name, merged.place)
    return found
