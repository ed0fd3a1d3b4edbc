"""One Compose file over another, by the merge rules of the Compose Specification (13-merge)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.compose.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

RESET: Final = "!reset"
OVERRIDE: Final = "!override"
_REPLACED: Final = ("command", "entrypoint", "test")


def merge(under: Node, over: Node, key: str = "") -> Node:
    """Return ``over`` merged on ``under``, both in the long spelling; what stays of either keeps its place."""
    if over.tag == OVERRIDE or key in _REPLACED:
        return over
    if isinstance(under.value, dict) and isinstance(over.value, dict):
        return _maps(under, over, key)
    if isinstance(under.value, list) and isinstance(over.value, list):
        return _lists(under, over, key)
    return under if over.value is None else over


def without_resets(node: Node) -> Node:
    """Return ``node`` without the members that say ``!reset``, which have nothing to take away any more."""
    if isinstance(node.value, dict):
        kept = {key: without_resets(one) for key, one in node.value.items() if one.tag != RESET}
        return Node(kept, node.spot, node.tag)
    if isinstance(node.value, list):
        return Node([without_resets(one) for one in node.value if one.tag != RESET], node.spot, node.tag)
    return node


def _maps(under: Node, over: Node, key: str) -> Node:
    merged = dict(under.members)
    if key == "logging" and _differs(under.get("driver"), over.get("driver")):
        merged.pop("options", None)  # they were another driver's
    for name, member in over.members.items():
        if member.tag == RESET:
            merged.pop(name, None)
        else:
            merged[name] = merge(merged[name], member, name) if name in merged else member
    return Node(merged, under.spot)


def _differs(one: Node | None, other: Node | None) -> bool:
    return one is not None and other is not None and one.text != other.text


def _lists(under: Node, over: Node, key: str) -> Node:
    """Return both lists as one; a member that is the same thing as an earlier one takes its place."""
    identity = _IDENTITIES.get(key, _itself)
    merged: dict[Hashable, Node] = {}
    for number, member in enumerate((*under.items, *over.items)):
        same = identity(member)
        merged[same if same is not None else ("", number)] = member
    return Node(list(merged.values()), under.spot)


def _itself(member: Node) -> Hashable:
    return (type(member.value).__name__, member.text) if member.text else None


def _field(*names: str) -> Callable[[Node], Hashable]:
    def identity(member: Node) -> Hashable:
        found = next((one.text for name in names if (one := member.get(name)) is not None and one.text), None)
        return found.rstrip("/") or "/" if found is not None else _itself(member)

    return identity


def _port(member: Node) -> Hashable:
    parts = [member.get(name) for name in ("host_ip", "published", "target", "protocol")]
    if not isinstance(member.value, dict) or any(part is not None and not part.text for part in parts):
        return None
    return tuple(part.text if part is not None else "" for part in parts)


_IDENTITIES: Final[dict[str, Callable[[Node], Hashable]]] = {
    "configs": _field("target", "source"),
    "ports": _port,
    "secrets": _field("target", "source"),
    "volumes": _field("target"),
}
