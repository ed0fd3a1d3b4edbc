"""Two revisions of one AsyncAPI document to changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from trueline.contracts.asyncapi.application import Application
from trueline.contracts.asyncapi.ledger import Ledger
from trueline.contracts.asyncapi.messages import Messages
from trueline.contracts.asyncapi.tree import Tree
from trueline.contracts.versions import bump
from trueline.model.change import Compared, Version

if TYPE_CHECKING:
    from trueline.contracts.asyncapi.application import Operation
    from trueline.contracts.asyncapi.kinds import Role
    from trueline.contracts.asyncapi.tree import Node
    from trueline.model.document import Reader
    from trueline.model.location import Location
    from trueline.model.unit import Unit

_ANSWERS: Final[dict[Role, Role]] = {"send": "receive", "receive": "send", "message": "message"}


def compare(base: Unit | None, before: Reader, head: Unit | None, after: Reader) -> Compared:
    """Return what differs between two revisions of a document; None is a side that does not have it."""
    old, new = _tree(base, before, "warning"), _tree(head, after, "error")
    ledger = Ledger()
    if old is not None and new is not None:
        if old.root is not None and new.root is not None:
            _Applications(ledger, old, new).compare()
    elif new is not None and new.root is not None:
        Application(new)  # to know what cannot be read
        ledger.add("contract-added", "application", f"{new.path} is new", (None, new.root.location))
    elif old is not None and old.root is not None:
        ledger.add("contract-removed", "application", f"{old.path} is gone", (old.root.location, None))
    notifications = (*(old.notifications if old else ()), *(new.notifications if new else ()))
    return Compared(ledger.changes, new.inputs if new else (), notifications, _version(old, new))


def _version(old: Tree | None, new: Tree | None) -> Version | None:
    """Return the version on both sides, None where neither has one."""
    if old is None or new is None or old.root is None or new.root is None:
        return None
    infos = [root.members.get("info") for root in (old.root, new.root)]
    before, after = (str(info.get("version", "")) if isinstance(info, dict) else "" for info in infos)
    if not before and not after:
        return None
    return Version(before, after, bump(before, after), new.root.at("info", "version"), old.root.at("info", "version"))


def _tree(unit: Unit | None, reader: Reader, level: Literal["warning", "error"]) -> Tree | None:
    return None if unit is None else Tree(unit, reader, level)


class _Applications:
    """An application on both sides."""

    def __init__(self, ledger: Ledger, base: Tree, head: Tree) -> None:
        self._ledger = ledger
        self._base = Application(base)
        self._head = Application(head)
        self._messages = Messages(ledger, self._base, self._head)

    def compare(self) -> None:
        """Write down what differs between their servers and operations."""
        self._servers()
        base, head = self._base.operations, self._head.operations
        for key, operation in base.items():
            with self._ledger.inside(operation.channel, operation.node):
                if key in head:
                    self._operation(operation, head[key])
                elif self._head.tree.is_whole:  # else it may be behind a reference that leads to nothing
                    self._removed(operation)
        for key, operation in head.items():
            if key not in base and self._base.tree.is_whole:
                places = _top(self._base, "operations"), operation.node.location
                self._ledger.add("operation-added", operation.subject, f"{operation.subject} is new", places)

    def _removed(self, operation: Operation) -> None:
        role = operation.key.role
        name = "channel-removed" if role == "message" else f"{role}-removed"
        places = operation.node.location, _top(self._head, "channels" if role == "message" else "operations")
        self._ledger.add(name, operation.subject, f"{operation.subject} is gone", places)

    def _operation(self, old: Operation, new: Operation) -> None:
        subject, role = old.subject, old.key.role
        self._messages.bindings(subject, old.node, new.node)
        if old.channel != old.node or new.channel != new.node:
            self._messages.bindings(subject, old.channel, new.channel)
        self._parameters(subject, old, new)
        self._messages.compare(role, subject, (old.node, new.node), old.messages, new.messages)
        if old.reply is not None and new.reply is not None:
            holders = old.node, new.node
            self._messages.compare(_ANSWERS[role], f"{subject} reply", holders, old.reply, new.reply)
        elif old.reply is not None or new.reply is not None:
            verb, said = (
                ("removed", "there is no reply any more") if old.reply is not None else ("added", "there is a reply")
            )
            self._ledger.add(f"reply-{verb}", subject, said, (old.node.at("reply"), new.node.at("reply")))

    def _parameters(self, subject: str, old: Operation, new: Operation) -> None:
        """Compare what parameters take, in the order of the address, whatever they are called."""
        base = list(self._base.tree.children(old.channel, "parameters"))
        head = list(self._head.tree.children(new.channel, "parameters"))
        if len(base) != len(head):
            return
        pairs = zip(_ordered(old.address, base), _ordered(new.address, head), strict=True)
        for (name, before), (_, after) in pairs:
            self._values(f"{subject} {name}", before, after)

    def _values(self, subject: str, old: Node, new: Node) -> None:
        base, head = _taken(old), _taken(new)
        places = old.location, new.location
        if head is not None:
            for value in base or ():
                if value not in head:
                    message = f"the parameter no longer takes {value}"
                    self._ledger.add("parameter-value-removed", subject, message, places, values=(value, None))
        if base is not None:
            for value in head or ():
                if value not in base:
                    message = f"the parameter takes {value}"
                    self._ledger.add("parameter-value-added", subject, message, places, values=(None, value))

    def _servers(self) -> None:
        base, head = self._base.servers, self._head.servers
        for name, old in base.items():
            new = head.get(name)
            with self._ledger.inside(old):
                if new is None:
                    places = old.location, _top(self._head, "servers")
                    self._ledger.add("server-removed", f"server {name}", f"the server {name} is gone", places)
                else:
                    self._server(name, old, new)
        for name, new in head.items():
            if name not in base:
                place = _top(self._base, "servers")
                self._ledger.add("server-added", f"server {name}", f"the server {name} is new", (place, new.location))

    def _server(self, name: str, old: Node, new: Node) -> None:
        before, after = _address(old), _address(new)
        if before != after:
            places = (
                old.at("host" if "host" in old.members else "url"),
                new.at("host" if "host" in new.members else "url"),
            )
            message = f"the server {name} is at {after}, was at {before}"
            self._ledger.add("server-address-changed", f"server {name}", message, places, values=(before, after))
        for key in ("protocol", "protocolVersion"):
            before, after = (str(node.members.get(key, "")) for node in (old, new))
            if before != after:
                places = old.at(key), new.at(key)
                message = f"the {key} of the server {name} is {after or 'not said'}, was {before or 'not said'}"
                self._ledger.add("server-protocol-changed", f"server {name}", message, places, values=(before, after))


def _ordered(address: str, parameters: list[tuple[str, Node]]) -> list[tuple[str, Node]]:
    return sorted(parameters, key=lambda one: address.find("{" + one[0] + "}"))


def _taken(parameter: Node) -> list[object] | None:
    """Return the values that a parameter takes, None where any is."""
    schema = parameter.members.get("schema")
    said = (schema if isinstance(schema, dict) else parameter.members).get("enum")
    return said if isinstance(said, list) else None


def _address(server: Node) -> str:
    """Return where a server is: its URL without the protocol, or host and path."""
    url = server.text("url")
    if url:
        return url.partition("://")[2] or url
    return server.text("host") + server.text("pathname")


def _top(application: Application, name: str) -> Location | None:
    """Return the place of a member of the document, or of its channels, or the whole."""
    root = application.tree.root
    if root is None:
        return None
    return root.at(name if name in root.members else "channels")
