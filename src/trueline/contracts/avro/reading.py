"""JSON to schemas: namespaces, aliases, references by name; what is wrong is kept with its path, and the rest read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.contracts.avro.schema import NAMED, PRIMITIVES, UNRESOLVED, Field, Logical, Message, Protocol, Schema
from trueline.contracts.deprecation import notice
from trueline.contracts.schema.announced import notice_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.avro.source import File
    from trueline.contracts.deprecation import Notice
    from trueline.model.location import Path

DEEPEST: Final = 100
"""Levels of schemas in schemas."""


class Build:
    """Reads one file. ``named`` is what it declares; names of others are linked by ``finish``."""

    def __init__(self, file: File, value: object) -> None:
        self.file = file
        self.named: dict[str, Schema] = {}
        self._problems: list[tuple[str, Path]] = []
        self._references: list[Schema] = []
        self._lent: dict[str, Schema] = {}
        self.root: Schema | Protocol = self._file(value)
        self._link()

    def missing(self) -> Iterator[str]:
        """Yield the names that are used and declared nowhere in the file."""
        yield from sorted({one.name for one in self._references if one.type == UNRESOLVED})

    def lend(self, schema: Schema | None) -> None:
        """Take what another file declares."""
        if schema is not None:
            self._lent[schema.name] = schema

    def finish(self) -> list[tuple[str, Path]]:
        """Link what was lent, and return what is wrong with the file: messages with their paths."""
        for reference in self._references:
            found = self._lent.get(reference.name)
            if found is not None and reference.type == UNRESOLVED:
                _become(reference, found)
        return self._problems

    def _file(self, value: object) -> Schema | Protocol:
        if isinstance(value, dict) and "protocol" in value:
            return self._protocol(value)
        return self._schema(value, (), "", 0)

    def _link(self) -> None:
        for reference in self._references:
            found = self.named.get(reference.name)
            if found is not None:
                _become(reference, found)

    def _wrong(self, message: str, path: Path) -> Schema:
        self._problems.append((message, path))
        return Schema(UNRESOLVED, self.file, path)

    def _schema(self, value: object, path: Path, space: str, depth: int) -> Schema:
        if depth > DEEPEST:
            return self._wrong(f"nested deeper than {DEEPEST} levels", path)
        if isinstance(value, str):
            return self._named_as(value, path, space)
        if isinstance(value, list):
            union = Schema("union", self.file, path)
            union.branches = [
                self._schema(one, (*path, number), space, depth + 1) for number, one in enumerate(value)
            ]  # fmt: skip
            return union
        if not isinstance(value, dict):
            return self._wrong("a schema is a name, a list or a map", path)
        return self._map(value, path, space, depth)

    def _named_as(self, name: str, path: Path, space: str) -> Schema:
        if name in PRIMITIVES:
            return Schema(name, self.file, path)
        reference = Schema(UNRESOLVED, self.file, path, _full(name, space))
        self._references.append(reference)
        return reference

    def _map(self, value: dict[str, Any], path: Path, space: str, depth: int) -> Schema:
        kind = value.get("type")
        if isinstance(kind, dict | list):
            return self._schema(kind, (*path, "type"), space, depth + 1)
        if not isinstance(kind, str):
            return self._wrong("a schema needs a type", path)
        if kind in NAMED:
            return self._declared(kind, value, path, space, depth)
        if kind in {"array", "map"}:
            schema = Schema(kind, self.file, path)
            below = "items" if kind == "array" else "values"
            schema.items = self._schema(value.get(below), (*path, below), space, depth + 1)
            return schema
        schema = self._named_as(kind, (*path, "type"), space)
        if kind in PRIMITIVES:
            schema.path = path
            schema.logical = _logical(value)
        return schema

    def _declared(self, kind: str, value: dict[str, Any], path: Path, space: str, depth: int) -> Schema:
        name = value.get("name")
        if not isinstance(name, str) or not name:
            return self._wrong(f"this {kind} needs a name", path)
        said = value.get("namespace")
        full = _full(name, said if isinstance(said, str) else space)
        space = full.rpartition(".")[0]
        if full in self.named:
            self._problems.append((f"the name {full} is declared twice", (*path, "name")))
        schema = Schema(kind, self.file, path, full)
        schema.notice = _notice(value)
        schema.aliases = tuple(_full(one, space) for one in _texts(value.get("aliases")))
        self.named.setdefault(full, schema)
        if kind == "enum":
            schema.symbols = _texts(value.get("symbols"))
            default = value.get("default")
            schema.default = default if isinstance(default, str) else None
        elif kind == "fixed":
            size = value.get("size")
            schema.size = size if isinstance(size, int) else 0
            schema.logical = _logical(value)
        else:
            schema.fields = list(self._fields(value.get("fields"), (*path, "fields"), space, depth))
        return schema

    def _fields(self, value: object, path: Path, space: str, depth: int) -> Iterator[Field]:
        if not isinstance(value, list):
            self._problems.append(("the fields are a list", path))
            return
        for number, one in enumerate(value):
            at = (*path, number)
            if not isinstance(one, dict) or not isinstance(one.get("name"), str):
                self._problems.append(("a field is a map with a name", at))
                continue
            if "type" not in one:
                self._problems.append((f"the field {one['name']} needs a type", at))
                continue
            schema = self._schema(one["type"], (*at, "type"), space, depth + 1)
            yield Field(
                one["name"],
                schema,
                at,
                tuple(_texts(one.get("aliases"))),
                "default" in one,
                one.get("default"),
                str(one.get("order", "ascending")),
                _notice(one),
            )

    def _protocol(self, value: dict[str, Any]) -> Protocol:
        said = value.get("namespace")
        full = _full(str(value["protocol"]), said if isinstance(said, str) else "")
        space = full.rpartition(".")[0]
        types = value.get("types")
        for number, one in enumerate(types if isinstance(types, list) else ()):
            self._schema(one, ("types", number), space, 0)
        found = value.get("messages")
        messages = {
            name: self._message(name, one, space)
            for name, one in (found if isinstance(found, dict) else {}).items()
            if isinstance(one, dict)
        }
        return Protocol(full, ("protocol",), messages, _notice(value))

    def _message(self, name: str, value: dict[str, Any], space: str) -> Message:
        path: Path = ("messages", name)
        request = Schema("record", self.file, (*path, "request"), "request")
        request.fields = list(self._fields(value.get("request", []), (*path, "request"), space, 0))
        errors = Schema("union", self.file, (*path, "errors"))
        said = value.get("errors")
        # https://avro.apache.org/docs/1.12.0/specification/#messages: the string that every message may answer with
        errors.branches = [
            Schema("string", self.file, path),
            *(self._schema(one, (*path, "errors", n), space, 0) for n, one in enumerate(said or ())),
        ] if isinstance(said, list) else [Schema("string", self.file, path)]  # fmt: skip
        response = self._schema(value.get("response", "null"), (*path, "response"), space, 0)
        return Message(name, path, request, response, errors, value.get("one-way") is True, _notice(value))


def _become(reference: Schema, found: Schema) -> None:
    """Make a reference share all that the declaration has; where it stands stays its own."""
    for slot in Schema.__slots__:
        if slot not in {"file", "path"}:
            setattr(reference, slot, getattr(found, slot))
    reference.file, reference.path = found.file, found.path


def _notice(value: dict[str, Any]) -> Notice:
    """Return what an attribute announces; the day stands beside it, or in the documentation."""
    found = notice_in(value)
    doc = value.get("doc")
    if not found or "sunset" in found or "sunset_invalid" in found or not isinstance(doc, str):
        return found
    return {**notice(doc), **found}


def _full(name: str, space: str) -> str:
    return name.removeprefix(".") if "." in name or not space else f"{space}.{name}"


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _logical(value: dict[str, Any]) -> Logical:
    name = value.get("logicalType")
    if not isinstance(name, str):
        return Logical()
    numbers = (value.get("precision", 0), value.get("scale", 0)) if name == "decimal" else (0, 0)
    precision, scale = (one if isinstance(one, int) else 0 for one in numbers)
    return Logical(name, precision, scale)
