"""What differs between the messages of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.contracts.asyncapi.kinds import DIRECTIONS
from trueline.contracts.asyncapi.payloads import compare_avro, dialect_of, is_avro
from trueline.contracts.schema import Comparison, compare_schemas, read_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.asyncapi.application import Application
    from trueline.contracts.asyncapi.kinds import Role
    from trueline.contracts.asyncapi.ledger import Ledger
    from trueline.contracts.asyncapi.tree import Node, Tree

_DIALECT: Final = "draft7"


class Messages:
    """Compares messages; what is known of pairs of schemas is kept."""

    def __init__(self, ledger: Ledger, base: Application, head: Application) -> None:
        self._ledger = ledger
        self._base = base
        self._head = head
        self._comparison = Comparison()

    def compare(
        self, role: Role, subject: str, holders: tuple[Node, Node], base: Mapping[str, Node], head: Mapping[str, Node]
    ) -> None:
        """Compare the messages of two operations; one that alone is left on either side was renamed."""
        gone = [name for name in base if name not in head]
        come = [name for name in head if name not in base]
        pairs = [(name, name) for name in base if name in head]
        if len(gone) == len(come) == 1:
            pairs.append((gone.pop(), come.pop()))
        for before, after in pairs:
            with self._ledger.inside(base[before]):
                self._message(role, f"{subject} {after}", base[before], head[after])
        prefix = "message" if role == "message" else f"{role}-message"
        for name in gone if self._head.tree.is_whole else ():
            places = base[name].location, holders[1].location
            said = f"the message {name} is gone"
            with self._ledger.inside(base[name]):
                self._ledger.add(f"{prefix}-removed", f"{subject} {name}", said, places, values=(name, None))
        for name in come if self._base.tree.is_whole else ():
            places = holders[0].location, head[name].location
            said = f"the message {name} is new"
            self._ledger.add(f"{prefix}-added", f"{subject} {name}", said, places, values=(None, name))

    def bindings(self, subject: str, old: Node, new: Node) -> None:
        """Write down which protocols are told something else; the version of the binding's own text is nothing."""
        base, head = dict(self._base.tree.children(old, "bindings")), dict(self._head.tree.children(new, "bindings"))
        for name in sorted({*base, *head}):
            before, after = base.get(name), head.get(name)
            if _told(before) != _told(head.get(name)):
                places = before.location if before else old.location, after.location if after else new.location
                values = _value(before), _value(after)
                said = f"the binding to {name} {_differing(before, after)}"
                self._ledger.add("binding-changed", subject, said, places, values=values)

    def _message(self, role: Role, subject: str, old: Node, new: Node) -> None:
        self._content_type(subject, old, new)
        self._correlation(subject, old, new)
        self.bindings(subject, old, new)
        headers = _schema_of(self._base.tree, old, "headers"), _schema_of(self._head.tree, new, "headers")
        self._schemas(role, f"{subject} headers", (old, new), headers)
        payloads = _schema_of(self._base.tree, old, "payload"), _schema_of(self._head.tree, new, "payload")
        formats = _format(old, payloads[0]), _format(new, payloads[1])
        inner = _unwrapped(self._base.tree, payloads[0]), _unwrapped(self._head.tree, payloads[1])
        dialects = dialect_of(formats[0]), dialect_of(formats[1])
        if dialects[0] is not None and dialects[1] is not None:
            self._schemas(role, f"{subject} payload", (old, new), inner, (dialects[0], dialects[1]))
        elif all(is_avro(one) for one in formats) and inner[0] is not None and inner[1] is not None:
            for change in compare_avro(role, f"{subject} payload", inner[0], inner[1]):
                self._ledger.take(change)
        elif formats[0] != formats[1] or _value(payloads[0]) != _value(payloads[1]):
            places = (payloads[0] or old).location, (payloads[1] or new).location
            said = f"the payload differs, and is not compared since it is {formats[1] or formats[0]}"
            self._ledger.add("payload-not-compared", subject, said, places, values=formats)

    def _schemas(
        self,
        role: Role,
        subject: str,
        holders: tuple[Node, Node],
        parts: tuple[Node | None, Node | None],
        dialects: tuple[str, str] = (_DIALECT, _DIALECT),
    ) -> None:
        """Compare two schemas; where there is none, every value is allowed."""
        old, new = (
            part or holder._replace(path=(*holder.path, "\0")) for part, holder in zip(parts, holders, strict=True)
        )
        if all(part is None for part in parts):
            return
        base = read_schema(old.document, old.path, self._base.tree.files, dialects[0])
        head = read_schema(new.document, new.path, self._head.tree.files, dialects[1])
        for change in compare_schemas(base, head, DIRECTIONS[role], self._comparison):
            self._ledger.add(
                f"{role}-schema-{change.id}",
                subject + "".join(step if step[:1] in "[{<" else f".{step}" for step in change.pointer),
                change.message,
                (change.base_location, change.location),
                values=(change.before, change.after),
                verdict=(change.compatibility, change.breaks),
                details=dict(change.details),
            )

    def _content_type(self, subject: str, old: Node, new: Node) -> None:
        base, head = self._part(self._base.tree, old, "contentType"), self._part(self._head.tree, new, "contentType")
        before = _value(base) or self._base.content_type
        after = _value(head) or self._head.content_type
        if before != after and before and after:
            places = (base or old).location, (head or new).location
            message = f"the content type is {after}, was {before}"
            self._ledger.add("content-type-changed", subject, message, places, values=(before, after))

    def _correlation(self, subject: str, old: Node, new: Node) -> None:
        base = self._part(self._base.tree, old, "correlationId")
        head = self._part(self._head.tree, new, "correlationId")
        before, after = (node.text("location") if node else "" for node in (base, head))
        if before == after:
            return
        places = (base or old).at("location"), (head or new).at("location")
        verb = "added" if not before else "removed" if not after else "changed"
        message = f"the correlation id is at {after or 'no place'}, was at {before or 'no place'}"
        self._ledger.add(f"correlation-id-{verb}", subject, message, places, values=(before or None, after or None))

    def _part(self, tree: Tree, message: Node, name: str) -> Node | None:
        """Return a member of a message, or of the last of its traits that has it."""
        found = tree.child(message, name)
        if found is None:
            traits = [tree.child(trait, name) for _, trait in tree.children(message, "traits")]
            found = next((one for one in reversed(traits) if one is not None), None)
        return found


def _told(binding: Node | None) -> dict[str, Any]:
    return {} if binding is None else {key: said for key, said in binding.members.items() if key != "bindingVersion"}


def _differing(old: Node | None, new: Node | None) -> str:
    """Return what there is to say of two bindings that differ."""
    if old is None or new is None:
        return "is new" if old is None else "is gone"
    before, after = _told(old), _told(new)
    names = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    return f"differs in {', '.join(names)}"


def _value(node: Node | None) -> Any:
    return None if node is None else node.value


def _format(message: Node, payload: Node | None) -> str:
    inner = "" if payload is None or "schema" not in payload.members else payload.text("schemaFormat")
    return inner or message.text("schemaFormat")


def _schema_of(tree: Tree, message: Node, name: str) -> Node | None:
    """Return a schema of a message, or of the last of its traits that has one."""
    found = tree.schema(message, name)
    if found is None:
        traits = [tree.schema(trait, name) for _, trait in tree.children(message, "traits")]
        found = next((one for one in reversed(traits) if one is not None), None)
    return found


def _unwrapped(tree: Tree, payload: Node | None) -> Node | None:
    """Return the schema of a payload, which version 3 may wrap with its format."""
    if payload is None or not payload.text("schemaFormat") or "schema" not in payload.members:
        return payload
    return tree.schema(payload, "schema")
