"""A definition and everything that extends it, as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.location import Location
    from trueline.parsers.graphql import GraphqlDocument
    from trueline.parsers.graphql.syntax import (
        Definition,
        Directive,
        EnumValue,
        Field,
        InputValue,
        Operation,
        Value,
        Word,
    )

ROOT_TYPES: Final = ("Query", "Mutation", "Subscription")
"""The types of the root operations, where no ``schema`` says otherwise."""


class Place(NamedTuple):
    """Where something stands."""

    document: GraphqlDocument
    start: int
    end: int

    @property
    def location(self) -> Location:
        """Its lines and columns, counted when they are asked for."""
        return self.document.between(self.start, self.end)


class Part(NamedTuple):
    """One of the definitions and extensions that are merged, and its file."""

    document: GraphqlDocument
    definition: Definition

    def place(self, word: Word | Directive | Value) -> Place:
        """Return where a piece of it stands."""
        return Place(self.document, word.start, word.end)


T = TypeVar("T")


class Owned(NamedTuple, Generic[T]):
    """A piece of a definition, and the part that it stands in."""

    value: T
    part: Part


class Merged(NamedTuple):
    """A type, a directive or the schema with all its extensions; ``duplicates`` are what was left out and where."""

    keyword: str
    name: str
    place: Place
    is_broken: bool
    is_repeatable: bool
    directives: tuple[Owned[Directive], ...]
    interfaces: dict[str, Owned[Word]]
    fields: dict[str, Owned[Field]]
    inputs: dict[str, Owned[InputValue]]
    values: dict[str, Owned[EnumValue]]
    members: dict[str, Owned[Word]]
    operations: dict[str, Owned[Operation]]
    locations: dict[str, Owned[Word]]
    duplicates: tuple[tuple[str, Place], ...]


def merge(parts: Sequence[Part]) -> Merged:
    """Return what the parts are together; of what is defined twice the first counts."""
    main = next((part for part in parts if not part.definition.is_extension), parts[0])
    ordered = [main, *(part for part in parts if part is not main)]
    duplicates: list[tuple[str, Place]] = []
    used = [main]
    for part in ordered[1:]:
        if part.definition.keyword != main.definition.keyword:
            what = f"{main.definition.keyword} {main.definition.name.text} is also {_a(part.definition.keyword)}"
            duplicates.append((f"{what}, which is left out", part.place(part.definition.name)))
            continue
        used.append(part)
        if not part.definition.is_extension and not _may_repeat(main, part):
            name = part.definition.name
            duplicates.append((f"{name.text} is defined again; both count together", part.place(name)))
    return _together(used, duplicates)


def _together(parts: Sequence[Part], duplicates: list[tuple[str, Place]]) -> Merged:
    main = parts[0].definition
    collector = _Collector(main.name.text, duplicates)
    for part in parts:
        collector.add(part)
    return Merged(
        main.keyword,
        main.name.text,
        parts[0].place(main.name),
        any(part.definition.is_broken for part in parts),
        main.is_repeatable,
        tuple(Owned(one, part) for part in parts for one in part.definition.directives),
        collector.interfaces,
        collector.fields,
        collector.inputs,
        collector.values,
        collector.members,
        collector.operations,
        collector.locations,
        tuple(duplicates),
    )


class _Collector:
    def __init__(self, name: str, duplicates: list[tuple[str, Place]]) -> None:
        self._name = name
        self._duplicates = duplicates
        self.interfaces: dict[str, Owned[Word]] = {}
        self.fields: dict[str, Owned[Field]] = {}
        self.inputs: dict[str, Owned[InputValue]] = {}
        self.values: dict[str, Owned[EnumValue]] = {}
        self.members: dict[str, Owned[Word]] = {}
        self.operations: dict[str, Owned[Operation]] = {}
        self.locations: dict[str, Owned[Word]] = {}

    def add(self, part: Part) -> None:
        definition = part.definition
        for word in definition.interfaces:
            self._put(self.interfaces, word, Owned(word, part))
        for word in definition.members:
            self._put(self.members, word, Owned(word, part))
        for word in definition.locations:
            self._put(self.locations, word, Owned(word, part))
        for field in definition.fields:
            self._put(self.fields, field.name, Owned(field, part))
        for one in definition.inputs:
            self._put(self.inputs, one.name, Owned(one, part))
        for value in definition.values:
            self._put(self.values, value.name, Owned(value, part))
        for operation in definition.operations:
            self._put(self.operations, operation.name, Owned(operation, part))

    def _put(self, known: dict[str, Owned[T]], name: Word, owned: Owned[T]) -> None:
        if name.text in known:
            message = f"{self._name} has {name.text} already; the first counts"
            self._duplicates.append((message, owned.part.place(name)))
            return
        known[name.text] = owned


def _may_repeat(main: Part, part: Part) -> bool:
    """Tell whether tools that merge files take both: a root type of which each file has its fields."""
    is_root = main.definition.name.text in (*ROOT_TYPES, "schema")
    return is_root and part.document is not main.document


def _a(keyword: str) -> str:
    return f"an {keyword}" if keyword[0] in "aeiou" else f"a {keyword}"
