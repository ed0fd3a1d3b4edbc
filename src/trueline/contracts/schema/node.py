"""A schema as a node: all that applies to one value, with its references followed and its ``allOf`` opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.contracts.schema.part import Part, Spot, dialect_named, part_at, value_at
from trueline.contracts.schema.values import ATOMS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from trueline.contracts.schema.files import Files
    from trueline.contracts.schema.view import View
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

CHOICES: Final = ("oneOf", "anyOf")
_MOST_PARTS: Final = 2_000
_REFERRING: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "allOf", "title", "description"})


class Schema:
    """Several parts of which every one applies; of the values they allow, only those of the types in ``only``.

    ``left_out`` are choices (a part and its keyword) that do not count here, since one of their members is among the
    parts. The same parts are always the same node. Its ``view`` is made when it is first asked for.
    """

    __slots__ = ("_flat", "_view", "files", "left_out", "only", "parts", "unresolved")

    def __init__(self, files: Files, parts: tuple[Part, ...], only: frozenset[str], left_out: frozenset[Spot]) -> None:
        self.files = files
        self.parts = parts
        self.only = only
        self.left_out = left_out
        self.unresolved: list[Spot] = []
        self._flat: list[Part] | None = None
        self._view: View | None = None

    @property
    def flat(self) -> list[Part]:
        """Its parts without ``$ref`` and ``allOf``: what these lead to instead, in order, each once."""
        if self._flat is None:
            self._flat = self._flatten()
        return self._flat

    @property
    def view(self) -> View:
        """What its parts say together."""
        if self._view is None:
            from trueline.contracts.schema.view import View

            self._view = View(self)
        return self._view

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it, since all it does is to lead to what may not be read."""
        return not any(part.keywords.keys() - _REFERRING for part in self.flat) and bool(self.unresolved)

    @property
    def raw(self) -> object:
        """What is written at its own place."""
        return self.parts[0].raw if self.parts else True

    def locate(self, *path: str | int) -> Location | None:
        """Return the place of what stands at ``path`` in one of its parts, or of the nearest above."""
        spot = self.spot(*path)
        return None if spot is None else spot.locate()

    def spot(self, *path: str | int) -> Spot | None:
        """Return the first of its parts that has a value at ``path`` with it, else the longest way there is."""
        for length in range(len(path), 0, -1):
            for part in self.flat:
                if value_at(part.raw, path[:length])[0]:
                    return Spot(part, path[:length])
        return Spot(self.parts[0]) if self.parts else None

    def limited(self, only: frozenset[str]) -> Schema:
        """Return the same schema for values of the types in ``only`` alone."""
        return schema_of(self.files, self.parts, self.only & only, self.left_out)

    def choosing(self, choice: Spot, member: Part) -> Schema:
        """Return the schema of the values that ``member`` of a choice allows."""
        return schema_of(self.files, (*self.parts, member), self.only, self.left_out | {choice})

    def within(self, part: Part) -> set[Part]:
        """Return ``part`` and all that it brings along: by reference, by ``allOf``, and what was chosen of its choices.

        Only these can tell what is left for its ``unevaluatedProperties`` and ``unevaluatedItems``.
        """
        found = {part}
        todo = [part]
        while todo:
            one = todo.pop()
            chosen = [
                member
                for choice in self.left_out
                if choice.part is one
                for member in self.parts
                if member.document is one.document and member.path[:-1] == (*one.path, *choice.path)
            ]
            for inner in (*self._open(one)[0], *chosen):
                if inner not in found:
                    found.add(inner)
                    todo.append(inner)
        return found

    def _flatten(self) -> list[Part]:
        flat: dict[Part, None] = {}
        seen: set[Part] = set()
        todo = list(reversed(self.parts))
        while todo and len(flat) < _MOST_PARTS:
            part = todo.pop()
            if part in seen:
                continue
            seen.add(part)
            inner, counts = self._open(part)
            self.unresolved += [
                Spot(part, (name,)) for name, text in part.references if part.target(text) is None
            ]  # fmt: skip
            if counts:
                flat[part] = None
            todo += reversed([one.with_null() for one in inner] if _admits_null(part) else inner)
        return list(flat)

    def _open(self, part: Part) -> tuple[list[Part], bool]:
        """Return the parts that ``part`` leads to, and whether it says something itself."""
        inner = []
        references = part.references
        for _, text in references:
            target = part.target(text)
            if target is not None:
                inner.append(target)
        if references and not part.dialect.siblings:
            return inner, False
        members = part.keywords.get("allOf")
        if isinstance(members, list):
            inner += [part.below("allOf", index) for index in range(len(members))]
        for keyword in CHOICES:
            only = alternatives(part.keywords.get(keyword))
            if len(only) == 1 and Spot(part, (keyword,)) not in self.left_out:
                inner.append(part.below(keyword, only[0]))
        return inner, True


def alternatives(members: object) -> list[int]:
    """Return which members of a choice may apply to anything: without ``false``, unless there is nothing else."""
    if not isinstance(members, list):
        return []
    return [index for index, one in enumerate(members) if one is not False] or list(range(len(members)))


def read_schema(document: Document[object], path: Path, files: Files, dialect: str) -> Schema:
    """Return the schema at ``path`` of a document; a place where nothing stands allows every value.

    ``dialect`` is a name of ``DialectName``; what the schema refers to is read as the same dialect.
    """
    files.add(document)
    exists, raw = value_at(document.root, path)
    return node_of([part_at(files, document, path, raw if exists else True, dialect_named(dialect))], files)


def node_of(parts: Iterable[Part], files: Files) -> Schema:
    """Return the schema that all of ``parts`` make together."""
    return schema_of(files, tuple(dict.fromkeys(parts)), ATOMS, frozenset())


def schema_of(files: Files, parts: tuple[Part, ...], only: frozenset[str], left_out: frozenset[Spot]) -> Schema:
    """Return the node of these parts, always the same for the same."""
    key: Hashable = ("schema", parts, only, left_out)
    known = files.kept.get(key)
    if known is None:
        known = files.kept[key] = Schema(files, parts, only, left_out)
    return cast(Schema, known)


def _admits_null(part: Part) -> bool:
    """Tell whether a part that names no type of its own lets its ``allOf`` be null: nearly everybody means that."""
    if part.admits_null:
        return True
    return is_nullable(part) and "type" not in part.keywords


def is_nullable(part: Part) -> bool:
    """Tell whether a part says ``nullable``, in a dialect that has it."""
    keywords = part.keywords
    return part.dialect.has_nullable and (keywords.get("nullable") is True or keywords.get("x-nullable") is True)
