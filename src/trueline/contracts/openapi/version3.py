"""The parts of an operation in OpenAPI 3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.openapi.model import Body, Header, Media, Parameter, Response
from trueline.contracts.openapi.shape import media_type, parameter_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.contracts.openapi.node import Node, Tree

_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_OTHERS_HEADERS: Final = ("accept", "authorization", "content-type")  # said by media types and security


class Shape3:
    """Reads what OpenAPI 3.0, 3.1 and 3.2 have in common."""

    def __init__(self, tree: Tree, root: Node) -> None:
        self._tree = tree
        self._root = root

    def parameters(self, owners: Sequence[Node], variables: Sequence[str]) -> Mapping[str, Parameter]:
        """Return the parameters by key; the operation's own win over its path item's."""
        found: dict[str, Parameter] = {}
        for owner in owners:
            for node in self._tree.elements(owner.at("parameters")):
                place, name = node.text("in"), node.text("name")
                if not place or not name or (place == "header" and name.lower() in _OTHERS_HEADERS):
                    continue
                one = self._parameter(node, place, parameter_key(place, name, variables))
                found[one.title] = one
        return found

    def body(self, owners: Sequence[Node]) -> Body | None:
        """Return the request body."""
        node = self._tree.follow(owners[-1].at("requestBody"))
        return Body(node, node.flag("required"), self._media(node.at("content"))) if node.is_map else None

    def responses(self, operation: Node) -> Mapping[str, Response]:
        """Return the responses by status."""
        return {
            status.upper() if status != "default" else status: Response(
                node, self._media(node.at("content")), self._headers(node.at("headers")),
                dict(self._tree.members(node.at("links"))),
            )
            for status, node in self._tree.own_members(operation.at("responses"))
            if node.is_map
        }  # fmt: skip

    def _parameter(self, node: Node, place: str, key: str) -> Parameter:
        style = node.text("style") or _STYLES.get(place, "")
        explode = node.at("explode").value
        media = next(iter(self._media(node.at("content")).items()), None)
        return Parameter(
            node, place, node.text("name"), key,
            required=node.flag("required") or place == "path",
            style=style,
            explode=explode if isinstance(explode, bool) else style in ("form", "cookie"),
            schema=media[1].schema if media else node.at("schema"),
            media=media[0] if media else "",
        )  # fmt: skip

    def _media(self, content: Node) -> Mapping[str, Media]:
        found: dict[str, Media] = {}
        for name, node in self._tree.members(content):
            if node.is_map:
                key = media_type(name)  # of two that differ in their charset alone, the second keeps it
                found[name.lower() if key in found else key] = Media(
                    node, node.at("schema"), node.at("encoding"), node.at("itemSchema")
                )
        return found

    def _headers(self, headers: Node) -> Mapping[str, Header]:
        found = {}
        for name, node in self._tree.members(headers):
            if node.is_map and name.lower() != "content-type":
                media = next(iter(self._media(node.at("content")).values()), None)
                schema = media.schema if media else node.at("schema")
                found[name.lower()] = Header(node, name, node.flag("required"), schema)
        return found
