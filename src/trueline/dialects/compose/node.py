"""A value of a Compose file that remembers where it stands, also after it was merged into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.model.resource import Place
from trueline.parsers.yaml import tag_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.document import Document
    from trueline.model.location import Location, Path


class Spot(NamedTuple):
    """Where a node stands: a path in a document, or a place that is known already."""

    document: Document[object] | None
    path: Path = ()
    location: Location | None = None

    def locate(self) -> Location:
        """Return the place."""
        if self.location is not None or self.document is None:
            assert self.location is not None  # noqa: S101  # one of both is always there
            return self.location
        return self.document.locate(self.path)


class Node:
    """A map or list of nodes, or a scalar, which may be ``Unknown``; ``tag`` is that of YAML, such as ``!reset``."""

    __slots__ = ("spot", "tag", "value")

    def __init__(self, value: Inner, spot: Spot, tag: str = "") -> None:
        self.value = value
        self.spot = spot
        self.tag = tag

    def get(self, key: str) -> Node | None:
        """Return the member ``key`` of a map; None where there is none, or it is null."""
        member = self.value.get(key) if isinstance(self.value, dict) else None
        return None if member is None or member.value is None else member

    @property
    def members(self) -> dict[str, Node]:
        """The members of a map; of anything else, none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The members of a list; of anything else, none."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """A known text or number as text; nothing for anything else."""
        return scalar_text(self.value) if isinstance(self.value, str | int | float) else ""

    def beside(self, value: Inner) -> Node:
        """Return a node that stands in the same place."""
        return Node(value, self.spot, self.tag)


Inner: TypeAlias = "dict[str, Node] | list[Node] | object"


def build(document: Document[object], change: Callable[[str, Path], object]) -> Node:
    """Return the tree of a document, its texts changed."""
    return _build(document.root, (), document, change)


def _build(value: object, path: Path, document: Document[object], change: Callable[[str, Path], object]) -> Node:
    inner: Inner = value
    if isinstance(value, dict):
        inner = {key: _build(member, (*path, key), document, change) for key, member in value.items()}
    elif isinstance(value, list):
        inner = [_build(member, (*path, number), document, change) for number, member in enumerate(value)]
    elif isinstance(value, str):
        inner = change(str(value), path)
    return Node(inner, Spot(document, path), tag_of(value))


def size(node: Node) -> int:
    """Return how many nodes a tree has."""
    count, waiting = 0, [node]
    while waiting:
        current = waiting.pop()
        count += 1
        waiting += current.members.values()
        waiting += current.items
    return count


def plain(node: Node) -> object:
    """Return the plain value of a tree, without members that are null."""
    if isinstance(node.value, dict):
        return {key: plain(member) for key, member in node.value.items() if member.value is not None}
    if isinstance(node.value, list):
        return [plain(member) for member in node.value]
    return node.value


def locator(root: Node) -> Callable[[Path], Place]:
    """Return the function that finds the place of a value, or of its nearest ancestor."""

    def locate(path: Path) -> Place:
        node = root
        for step in path:
            below: Node | None = None
            if isinstance(node.value, dict):
                below = node.value.get(str(step))
            elif isinstance(node.value, list) and isinstance(step, int) and -len(node.value) <= step < len(node.value):
                below = node.value[step]
            if below is None:
                break
            node = below
        return Place(node.spot.locate())

    return locate


def scalar_text(value: object) -> str:
    """Return a scalar as Compose writes it into an environment: ``true``, ``1``, ``1.5``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
