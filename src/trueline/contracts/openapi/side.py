"""One revision of a contract: its root, its version, and its operations in their normal form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.openapi.model import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.contracts.openapi.node import Node, Tree
    from trueline.contracts.openapi.shape import Shape

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_DIALECTS: Final = {"2": "openapi-2.0", "3.0": "openapi-3.0", "3.1": "openapi-3.1", "3.2": "openapi-3.1"}
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")
_DEEPEST: Final = 4  # callbacks of callbacks


class Side(NamedTuple):
    """The root of one revision and what reads it. ``dialect`` names the rules for its schemas."""

    root: Node
    tree: Tree
    dialect: str

    @property
    def version(self) -> str:
        """Return the API's own version."""
        return str(self.root.at("info", "version").value or "")

    def shape(self) -> Shape:
        """Return what reads the parts of an operation in this version of OpenAPI."""
        if self.dialect == "openapi-2.0":
            from trueline.contracts.openapi.version2 import Shape2

            return Shape2(self.tree, self.root)
        from trueline.contracts.openapi.version3 import Shape3

        return Shape3(self.tree, self.root)


def dialect_of(root: object) -> str | None:
    """Return the dialect of a document's schemas, None when it is no OpenAPI document of a known version."""
    if not isinstance(root, dict):
        return None
    version = str(root.get("openapi") or root.get("swagger") or "")
    found = re.match(r"(2)\.0\Z|(3\.[0-2])(?:\.|\Z)", version)
    return _DIALECTS[found[1] or found[2]] if found else None


def operations(side: Side, items: Node, *, is_path: bool = True, depth: int = 0) -> Mapping[tuple[str, str], Operation]:
    """Return the operations of a map of path items by path, as it is written, and method."""
    shape = side.shape()
    found: dict[tuple[str, str], Operation] = {}
    for path in items.own_names():
        owners = tuple(side.tree.chain(items.at(path)))
        for item in owners:
            for method, node in _methods(side.tree, item):
                found[path, method] = _operation(side, shape, (path, method, is_path), (*owners, node), depth)
    return found


def webhooks(side: Side) -> Iterator[Node]:
    """Yield the maps of webhooks: the standard's own, and the extension that came before it."""
    for name in ("webhooks", "x-webhooks"):
        yield side.root.at(name)


def template_of(path: str) -> str:
    """Return a path without the names of its parameters."""
    return _TEMPLATE.sub("{}", path)


def _methods(tree: Tree, item: Node) -> Iterator[tuple[str, Node]]:
    """Yield the operations of a path item; many write a reference for one, which the standard does not foresee."""
    more = item.at("additionalOperations")  # 3.2
    for owner, names in ((item, METHODS), (more, more.names())):
        for method in names:
            node = tree.follow(owner.at(method))
            if node.is_map:
                yield method, node


def _operation(
    side: Side, shape: Shape, name: tuple[str, str, bool], owners: tuple[Node, ...], depth: int
) -> Operation:
    path, method, is_path = name
    *items, node = owners
    callbacks: dict[str, Mapping[str, Operation]] = {}
    if depth < _DEEPEST:
        for callback, expressions in side.tree.members(node.at("callbacks")):
            inner = operations(side, expressions, is_path=False, depth=depth + 1)
            callbacks[callback] = {f"{expression} {verb.upper()}": one for (expression, verb), one in inner.items()}
    return Operation(
        node, tuple(items), method, path,
        template=template_of(path) if is_path else path,
        parameters=shape.parameters(owners, _TEMPLATE.findall(path) if is_path else []),
        body=shape.body(owners),
        responses=shape.responses(node),
        security=node.at("security") if node.at("security").value is not None else side.root.at("security"),
        servers=next((one.at("servers") for one in owners[::-1] if one.at("servers").value), side.root.at("servers")),
        callbacks=callbacks,
    )  # fmt: skip
