"""What an application sends and receives, the same for both versions of the specification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.asyncapi.kinds import Role
    from trueline.contracts.asyncapi.tree import Node, Tree

_PARAMETER: Final = re.compile(r"\{[^{}]*\}")
_ACTIONS: Final[dict[str, Role]] = {"subscribe": "send", "publish": "receive"}
"""Who may subscribe to a channel of version 2 gets what the application sends."""


class Key(NamedTuple):
    """What an operation is known by: its role, and the address of its channel without names of parameters."""

    role: Role
    address: str


class Operation(NamedTuple):
    """One operation, or a channel that no operation uses. ``messages`` are by name, ``reply`` those of the answer."""

    key: Key
    address: str
    node: Node
    channel: Node
    messages: dict[str, Node]
    reply: dict[str, Node] | None = None

    @property
    def subject(self) -> str:
        """Its logical address."""
        return f"{'channel' if self.key.role == 'message' else self.key.role} {self.key.address}"


class Application:
    """The operations and servers of a document."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        root = tree.root
        self.content_type = "" if root is None else root.text("defaultContentType")
        self.servers = dict(tree.children(root, "servers"))
        self.operations: dict[Key, Operation] = {}
        if root is not None:
            found = self._version3() if root.text("asyncapi").startswith("3") else self._version2()
            for operation in found:
                self._put(operation)

    def _put(self, operation: Operation) -> None:
        """Take an operation; two with one role at one address are one with the messages of both."""
        known = self.operations.get(operation.key)
        if known is not None:
            messages = {**operation.messages, **known.messages}
            reply = known.reply if operation.reply is None else {**operation.reply, **(known.reply or {})}
            operation = known._replace(messages=messages, reply=reply)
        self.operations[operation.key] = operation

    def _version2(self) -> Iterator[Operation]:
        for address, channel in self.tree.children(self.tree.root, "channels"):
            for name, role in _ACTIONS.items():
                node = self.tree.child(channel, name)
                if node is not None:
                    yield Operation(_key(role, address), address, node, channel, dict(self._several(node)))

    def _several(self, operation: Node) -> Iterator[tuple[str, Node]]:
        message = self.tree.child(operation, "message")
        if message is None:
            return
        if "oneOf" not in message.members:
            yield _named(message), message
            return
        for index, one in self.tree.children(message, "oneOf"):
            yield _named(one, index), one

    def _version3(self) -> Iterator[Operation]:
        used = set()
        for _, node in self.tree.children(self.tree.root, "operations"):
            channel = self.tree.child(node, "channel")
            if channel is None or node.text("action") not in ("send", "receive"):
                continue
            role: Role = "send" if node.text("action") == "send" else "receive"
            used.add((channel.document.source.path, channel.path))
            address = _address(channel)
            reply = self.tree.child(node, "reply")
            answer = None if reply is None else self._messages(reply, self.tree.child(reply, "channel"))
            messages = self._messages(node, channel)
            yield Operation(_key(role, address), address, node, channel, messages, answer)
        for _, channel in self.tree.children(self.tree.root, "channels"):
            if (channel.document.source.path, channel.path) not in used:
                address = _address(channel)
                messages = self._messages(channel, channel)
                yield Operation(_key("message", address), address, channel, channel, messages)

    def _messages(self, node: Node, channel: Node | None) -> dict[str, Node]:
        """Return the messages of an operation or reply: those that it names, else all of its channel."""
        holder = node if isinstance(node.members.get("messages"), list) else channel
        return {_named(one): one for _, one in self.tree.children(holder, "messages")}


def _key(role: Role, address: str) -> Key:
    return Key(role, _PARAMETER.sub("{}", address))


def _address(channel: Node) -> str:
    return channel.text("address") or channel.name


def _named(message: Node, index: str = "") -> str:
    """Return the name of a message: its own, or the last on the way to it, or that of its payload's schema."""
    own = message.text("messageId") or message.text("name")
    if own or message.name not in ("oneOf", "message"):
        return own or message.name
    payload = message.members.get("payload")
    reference = payload.get("$ref") if isinstance(payload, dict) else None
    return reference.rpartition("/")[2] if isinstance(reference, str) else index or message.name
