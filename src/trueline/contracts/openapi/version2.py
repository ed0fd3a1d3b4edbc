"""The parts of an operation in OpenAPI 2.0 (Swagger), in the form of OpenAPI 3; every part keeps its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.contracts.openapi.model import Body, Header, Media, Parameter, Response
from trueline.contracts.openapi.node import Node
from trueline.contracts.openapi.shape import media_type, parameter_key
from trueline.contracts.openapi.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.contracts.openapi.node import Tree
    from trueline.model.location import Path

_MULTIPART: Final = "multipart/form-data"
_URLENCODED: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"  # what most readers take where nothing is said
_STYLES: Final = {
    "csv": "form", "multi": "form", "ssv": "spaceDelimited", "tsv": "tabDelimited", "pipes": "pipeDelimited",
}  # fmt: skip
_NOT_SCHEMA: Final = frozenset({"name", "in", "required", "collectionFormat", "allowEmptyValue", "description"})


class Shape2:
    """Reads OpenAPI 2.0."""

    def __init__(self, tree: Tree, root: Node) -> None:
        self._tree = tree
        self._root = root

    def parameters(self, owners: Sequence[Node], variables: Sequence[str]) -> Mapping[str, Parameter]:
        """Return the parameters by key, without those that are the body."""
        found: dict[str, Parameter] = {}
        for node in self._all(owners):
            place, name = node.text("in"), node.text("name")
            if place not in ("body", "formData"):
                one = _parameter(node, place, parameter_key(place, name, variables))
                found[one.title] = one
        return found

    def body(self, owners: Sequence[Node]) -> Body | None:
        """Return the request body, made of the parameter in ``body`` or of those in ``formData``."""
        operation = owners[-1]
        parameters = self._all(owners)
        types = self._types("consumes", operation)
        whole = next((one for one in parameters if one.text("in") == "body"), None)
        if whole is not None:
            media = _media(whole, whole.at("schema"), types or {_JSON: None})
            return Body(whole, whole.flag("required"), media)
        fields = [one for one in parameters if one.text("in") == "formData"]
        if not fields:
            return None
        forms = {name: place for name, place in types.items() if name in (_MULTIPART, _URLENCODED)}
        has_file = any(one.text("type") == "file" for one in fields)
        usual = _MULTIPART if has_file else _URLENCODED
        media = _media(operation.at("parameters"), _form(fields), forms or {usual: None})
        return Body(operation.at("parameters"), any(one.flag("required") for one in fields), media)

    def responses(self, operation: Node) -> Mapping[str, Response]:
        """Return the responses by status."""
        types = self._types("produces", operation) or {_JSON: None}
        found = {}
        for status, node in self._tree.own_members(operation.at("responses")):
            schema = node.at("schema")
            media = _media(node, schema, types) if schema.is_map else {}
            headers = {
                name.lower(): Header(one, name, one.flag("x-required"), _as_schema(one))
                for name, one in self._tree.members(node.at("headers"))
            }
            if node.is_map:
                found[status] = Response(node, media, headers, {})
        return found

    def _all(self, owners: Sequence[Node]) -> list[Node]:
        found: dict[tuple[str, str], Node] = {}
        for owner in owners:
            for node in self._tree.elements(owner.at("parameters")):
                if node.is_map:
                    found[node.text("in"), node.text("name")] = node
        return list(found.values())

    def _types(self, name: str, operation: Node) -> dict[str, Node | None]:
        """Return the media types that an operation takes or gives, each with where it stands."""
        owner = operation if isinstance(operation.at(name).value, list) else self._root
        return {media_type(text): owner.at(name, number) for number, text in enumerate(owner.texts(name))}


def servers_of(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the URLs that schemes, host and base path make, each with its place."""
    host, base = root.text("host"), root.text("basePath").rstrip("/")
    if not host:
        if base:
            yield base, root.at("basePath")
        return
    schemes = root.at("schemes")
    for number, scheme in enumerate(root.texts("schemes")):
        yield f"{scheme}://{host}{base}", schemes.at(number)
    if not root.texts("schemes"):
        yield f"//{host}{base}", root.at("host")


def _media(node: Node, schema: Node, types: Mapping[str, Node | None]) -> Mapping[str, Media]:
    return {name: Media(node, schema, node.at("encoding"), named=place) for name, place in types.items()}


def _parameter(node: Node, place: str, key: str) -> Parameter:
    written = node.text("collectionFormat") or "csv"
    style = _STYLES.get(written, written)
    return Parameter(
        node, place, node.text("name"), key,
        required=node.flag("required") or place == "path",
        style="simple" if place in ("path", "header") and style == "form" else style,
        explode=written == "multi",
        schema=_as_schema(node),
    )  # fmt: skip


def _as_schema(node: Node) -> Node:
    """Return what a parameter or header says of its values, as a schema of its own."""
    return _view(node.document, node.path, _bare(node.value), {(): node.path})


def _form(fields: Sequence[Node]) -> Node:
    """Return the schema of an object with a property for each field of a form."""
    properties = {one.text("name"): _bare(one.value) for one in fields}
    required = [one.text("name") for one in fields if one.flag("required")]
    value: dict[str, Any] = {"type": "object", "properties": properties}
    places: dict[Path, Path] = {("properties", one.text("name")): one.path for one in fields}
    if required:
        value["required"] = required
        for number, name in enumerate(required):
            field = next(one for one in fields if one.text("name") == name)
            places["required", number] = (*field.path, "required")
    document = fields[0].document
    return _view(document, (*fields[0].path, "form"), value, {(): fields[0].path, **places})


def _view(document: Any, path: tuple[str | int, ...], value: object, places: dict[Any, Any]) -> Node:
    name = "x-view:" + "/".join(map(str, path))
    return Node(value, View(document, name, value, places), (name,))


def _bare(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        return {}
    kept = {name: member for name, member in value.items() if name not in _NOT_SCHEMA}
    return {**kept, "type": "string", "format": "binary"} if kept.get("type") == "file" else kept
