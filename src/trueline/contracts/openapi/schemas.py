"""The schemas of an operation's parts, handed to the differ of schemas; what did not change is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trueline.contracts.openapi.drafts import Draft
from trueline.contracts.schema import Comparison, compare_schemas, read_schema
from trueline.contracts.schema.dialect import DIALECTS

if TYPE_CHECKING:
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side
    from trueline.contracts.openapi.unchanged import Unchanged
    from trueline.contracts.schema.change import SchemaChange

_Role = Literal["request", "response"]


class Schemas:
    """Compares schemas, each pair once for each direction, whatever number of operations uses it."""

    def __init__(self, before: Side, after: Side, unchanged: Unchanged | None) -> None:
        self._sides = before, after
        self._unchanged = unchanged
        self._comparison = Comparison()
        self._known: dict[tuple[object, object, _Role], tuple[SchemaChange, ...]] = {}

    def same(self, old: Node, new: Node) -> bool:
        """Tell whether two values are known to say the same, with all they refer to."""
        return self._unchanged is not None and self._unchanged.same(old, new)

    def compare(self, scope: Scope, prefix: str, old: Node, new: Node) -> None:
        """Take what differs between two schemas; ``prefix`` (``request``, ``parameter``, …) begins the kinds."""
        if self.same(old, new):
            return
        is_answer = (prefix == "response") != scope.is_inverted
        role: _Role = "response" if is_answer else "request"
        for change in self._changes(old, new, role):
            name = prefix if prefix == "parameter" and not scope.is_inverted else role
            scope.drafts.add(_draft(scope, name, change))

    def _changes(self, old: Node, new: Node, role: _Role) -> tuple[SchemaChange, ...]:
        before, after = (
            side.tree.schema(node, siblings=DIALECTS[side.dialect].siblings)
            for side, node in zip(self._sides, (old, new), strict=True)
        )
        key = before.place, after.place, role
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = tuple(self._compare(before, after, role))
        return known

    def _compare(self, old: Node, new: Node, role: _Role) -> tuple[SchemaChange, ...]:
        before, after = (
            read_schema(node.document, node.path, side.tree.files, side.dialect)
            for side, node in zip(self._sides, (old, new), strict=True)
        )
        return tuple(
            change._replace(  # what exists on one side alone has no place of its own on the other
                base_location=change.base_location or old.locate(), location=change.location or new.locate()
            )
            for change in compare_schemas(before, after, role, self._comparison)
        )


def _draft(scope: Scope, prefix: str, change: SchemaChange) -> Draft:
    pointer = format_pointer(change.pointer)
    return Draft(
        f"openapi/{prefix}-{change.id}",
        f"{scope.subject} {pointer}".strip(),
        change.message,
        (change.base_location, change.location),
        (change.before, change.after),
        {**scope.details, **change.details, "pointer": pointer},
        scope.operation,
        (change.compatibility, change.breaks),
    )


def format_pointer(steps: tuple[str, ...]) -> str:
    """Return ``items[].total`` for the way to a value."""
    text = ""
    for step in steps:
        text += step if step[:1] in ("[", "{", "<") or not text else f".{step}"
    return text
