"""What a schema says about the members of an object: by name, by pattern, and of all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.node import Schema, node_of
from trueline.contracts.schema.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.schema.part import Part


_UNEVALUATED: Final = "unevaluatedProperties"


class _Shape(NamedTuple):
    """What one part says; ``others`` is the keyword that speaks of all other names, or nothing."""

    part: Part
    names: Mapping[str, object]
    patterns: Mapping[str, object]
    others: str


class Maps:
    """The members of an object, over all parts of its schema. Made from the parts when it is first asked."""

    __slots__ = ("_schema", "_shapes")

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._shapes: list[_Shape] | None = None

    @property
    def shapes(self) -> list[_Shape]:
        """What each part that speaks of members says."""
        if self._shapes is None:
            shapes = [_shape(part, "additionalProperties") for part in self._schema.flat]
            self._shapes = [one for one in shapes if one.names or one.patterns or one.others]
            self._shapes += self._unevaluated(self._shapes)
        return self._shapes

    @property
    def has_names_of_their_own(self) -> bool:
        """Whether the names themselves have a schema."""
        return any(_says(part, "propertyNames") for part in self._schema.flat)

    def name(self) -> Schema:
        """Return what holds for every name."""
        found = [part.below("propertyNames") for part in self._schema.flat if _says(part, "propertyNames")]
        return node_of(found, self._schema.files)

    def names(self) -> set[str]:
        """Return the names that some part declares."""
        return {name for shape in self._own() for name in shape.names}

    def patterns(self) -> set[str]:
        """Return the patterns that some part declares."""
        return {text for shape in self._own() for text in shape.patterns}

    def member(self, name: str) -> Schema:
        """Return what holds for the value of ``name``, declared or not."""
        return node_of((part for shape in self.shapes for part in _of_name(shape, name)), self._schema.files)

    def declared(self, name: str) -> Part | None:
        """Return where ``name`` is declared first."""
        return next((shape.part.below("properties", name) for shape in self._own() if name in shape.names), None)

    def of_pattern(self, text: str) -> Schema:
        """Return what holds for names because they match ``text``."""
        found = [shape.part.below("patternProperties", text) for shape in self._own() if text in shape.patterns]
        return node_of(found, self._schema.files)

    def rest(self) -> Schema:
        """Return what holds for names that no part declares and no pattern matches."""
        return node_of((s.part.below(s.others) for s in self.shapes if s.others), self._schema.files)

    def _own(self) -> list[_Shape]:
        return [shape for shape in self.shapes if shape.others != _UNEVALUATED]

    def _unevaluated(self, shapes: list[_Shape]) -> list[_Shape]:
        """Return the shapes of ``unevaluatedProperties``: they speak of what nothing that belongs to them speaks of."""
        found = []
        for part in self._schema.flat:
            if not _says(part, _UNEVALUATED) or part.keywords[_UNEVALUATED] is True:
                continue
            inside = self._schema.within(part)
            if any(one in inside and _says(one, "additionalProperties") for one in self._schema.flat):
                continue  # which speaks of all others: nothing is left
            known = [shape for shape in shapes if shape.part in inside]
            names = {name: True for shape in known for name in shape.names}
            patterns = {text: True for shape in known for text in shape.patterns}
            found.append(_Shape(part, names, patterns, _UNEVALUATED))
        return found


def _of_name(shape: _Shape, name: str) -> list[Part]:
    is_own = shape.others != _UNEVALUATED
    found = []
    is_known = name in shape.names
    if is_known and is_own:
        found.append(shape.part.below("properties", name))
    for text in shape.patterns:
        if matches(text, name):
            is_known = True
            if is_own:
                found.append(shape.part.below("patternProperties", text))
    if not is_known and shape.others:
        found.append(shape.part.below(shape.others))
    return found


def _shape(part: Part, others: str) -> _Shape:
    names = part.keywords.get("properties") if _says(part, "properties") else None
    patterns = part.keywords.get("patternProperties") if _says(part, "patternProperties") else None
    speaks = _says(part, others) and part.keywords[others] is not True
    return _Shape(
        part,
        names if isinstance(names, dict) else {},
        patterns if isinstance(patterns, dict) else {},
        others if speaks else "",
    )


def _says(part: Part, keyword: str) -> bool:
    return keyword in part.keywords and keyword not in part.dialect.without
