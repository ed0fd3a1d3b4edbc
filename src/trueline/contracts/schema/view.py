"""What the parts of a schema say together, each keyword with its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.bounds import LIMITS, Bound, bounds_of, tighter
from trueline.contracts.schema.lists import Lists
from trueline.contracts.schema.maps import Maps
from trueline.contracts.schema.node import CHOICES, Schema, alternatives, is_nullable, node_of
from trueline.contracts.schema.part import Part, Spot
from trueline.contracts.schema.values import NUMBERS, atom_of, atoms_of, key_of, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from fractions import Fraction

ANNOTATIONS: Final = (
    "default", "readOnly", "writeOnly", "deprecated", "contentEncoding", "contentMediaType", "contentSchema",
    "discriminator",
)  # fmt: skip
"""Keywords that allow and forbid nothing; the first part that has one says it."""


class Choice(NamedTuple):
    """Members of which one (``oneOf``) or at least one (``anyOf``) applies. ``admits_null`` adds null to them."""

    spot: Spot
    members: tuple[Part, ...]

    @property
    def keyword(self) -> str:
        """``oneOf`` or ``anyOf``."""
        return str(self.spot.path[-1])


class View:
    """The keywords of a schema merged over its parts.

    ``values`` (of ``enum`` and ``const``) and ``types`` are already narrowed by one another.
    """

    __slots__ = (
        "annotations", "bounds", "choices", "conditions", "contains", "dependent", "dependent_required", "formats",
        "lists", "maps", "multiples", "nots", "patterns", "required", "schema", "types", "unique", "values",
    )  # fmt: skip

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.types = schema.only
        self.values: dict[Hashable, tuple[object, Spot]] | None = None
        self.bounds: dict[str, Bound] = {}
        self.multiples: dict[Fraction, Spot] = {}
        self.patterns: dict[str, Spot] = {}
        self.formats: dict[str, Spot] = {}
        self.unique: Spot | None = None
        self.required: dict[str, Spot] = {}
        self.dependent_required: dict[tuple[str, str], Spot] = {}
        self.dependent: dict[str, list[Part]] = {}
        self.contains: list[Spot] = []
        self.choices: list[Choice] = []
        self.nots: list[Spot] = []
        self.conditions: list[Spot] = []
        self.annotations: dict[str, tuple[object, Spot]] = {}
        self.maps = Maps(schema)
        self.lists = Lists(schema)
        for part in schema.flat:
            self._take(part)
        self._settle()

    @property
    def is_plain(self) -> bool:
        """Whether there is no choice between several schemas."""
        return not self.choices

    def _take(self, part: Part) -> None:
        if part.raw is False:
            self.types = frozenset({"null"}) & self.types if part.admits_null else frozenset()
        for keyword, value in part.keywords.items():
            reader = _READERS.get(keyword)
            if reader is not None and keyword not in part.dialect.without:
                reader(self, part, value)
        for name, bound in bounds_of(part):
            known = self.bounds.get(name)
            self.bounds[name] = bound if known is None else tighter(name, known, bound)

    def _settle(self) -> None:
        if self.values is not None:
            self.values = {key: found for key, found in self.values.items() if atom_of(found[0]) in self.types}
            self.types = frozenset(atom_of(value) for value, _ in self.values.values())
        if self.types & NUMBERS == {"integer"}:
            for name in ("minimum", "maximum"):
                if name in self.bounds:
                    self.bounds[name] = self.bounds[name].of_integers(name)
        for name in [name for name, bound in self.bounds.items() if bound.value == 0 and LIMITS.get(name) == 0]:
            del self.bounds[name]

    def _type(self, part: Part, value: object) -> None:
        names = value if isinstance(value, list) else [value]
        known = [atoms for name in names if (atoms := atoms_of(name)) is not None]
        if known and len(known) == len(names):
            null = {"null"} if part.admits_null or is_nullable(part) else set()
            self.types &= frozenset().union(*known, null)

    def _int_or_string(self, part: Part, value: object) -> None:
        if value is True and part.dialect.has_int_or_string:
            null = {"null"} if part.admits_null or is_nullable(part) else set()
            self.types &= frozenset({"integer", "string"} | null)

    def _enum(self, part: Part, value: object) -> None:
        if isinstance(value, list):
            self._allow(part, [(member, ("enum", index)) for index, member in enumerate(value)], "enum")

    def _const(self, part: Part, value: object) -> None:
        self._allow(part, [(value, ("const",))], "const")

    def _allow(self, part: Part, members: list[tuple[object, tuple[str | int, ...]]], keyword: str) -> None:
        allowed = {key_of(value): (value, Spot(part, path)) for value, path in members}
        if part.admits_null or is_nullable(part):
            allowed.setdefault(key_of(None), (None, Spot(part, (keyword,))))
        if self.values is None:
            self.values = allowed
        else:
            self.values = {key: found for key, found in self.values.items() if key in allowed}

    def _choice(self, part: Part, keyword: str, value: object) -> None:
        spot = Spot(part, (keyword,))
        indexes = alternatives(value)
        if len(indexes) < 2 or spot in self.schema.left_out:
            return
        members = [part.below(keyword, index) for index in indexes]
        if part.admits_null or (is_nullable(part) and "type" not in part.keywords):
            members = [member.with_null() for member in members]
        if not self._join(part, keyword, members):
            self.choices.append(Choice(spot, tuple(members)))

    def _join(self, part: Part, keyword: str, members: list[Part]) -> bool:
        """Read a choice between values alone as the ``enum`` that it is; tell whether it was one."""
        if not all(isinstance(member.raw, dict) and _is_value(member) for member in members):
            return False
        allowed: dict[Hashable, tuple[object, Spot]] = {}
        count = 0
        for member in members:
            found = node_of([member], part.files).view.values or {}
            count += len(found)
            for key, (value, spot) in found.items():
                place = spot if spot.part is not member else Spot(part, (keyword, member.path[-1], *spot.path))
                allowed.setdefault(key, (value, place))
        if keyword == "oneOf" and count != len(allowed) and not part.admits_null:
            return False  # a value that two members allow is refused
        known = self.values
        self.values = allowed if known is None else {key: known[key] for key in known if key in allowed}
        return True

    def _multiple(self, part: Part, value: object) -> None:
        number = number_of(value)
        if number is not None and number > 0:
            self.multiples.setdefault(number, Spot(part, ("multipleOf",)))

    def _pattern(self, part: Part, value: object) -> None:
        if isinstance(value, str) and value not in _EVERY_TEXT:
            self.patterns.setdefault(value, Spot(part, ("pattern",)))

    def _format(self, part: Part, value: object) -> None:
        if isinstance(value, str):
            self.formats.setdefault(value, Spot(part, ("format",)))

    def _unique(self, part: Part, value: object) -> None:
        if value is True and self.unique is None:
            self.unique = Spot(part, ("uniqueItems",))

    def _required(self, part: Part, value: object) -> None:
        for index, name in enumerate(value if isinstance(value, list) else []):
            if isinstance(name, str):
                self.required.setdefault(name, Spot(part, ("required", index)))

    def _dependencies(self, part: Part, value: object, keyword: str) -> None:
        for name, needs in value.items() if isinstance(value, dict) else ():
            if isinstance(needs, list):
                for index, needed in enumerate(needs):
                    spot = Spot(part, (keyword, name, index))
                    if isinstance(needed, str):
                        self.dependent_required.setdefault((name, needed), spot)
            elif keyword != "dependentRequired":
                self.dependent.setdefault(name, []).append(part.below(keyword, name))

    def _condition(self, part: Part, _value: object) -> None:
        if "then" in part.keywords or "else" in part.keywords:
            self.conditions.append(Spot(part, ("if",)))

    def _annotate(self, part: Part, value: object, keyword: str) -> None:
        self.annotations.setdefault(keyword, (value, Spot(part, (keyword,))))


_EVERY_TEXT: Final = frozenset({"", ".*", "^", "^.*"})
_BESIDE_VALUES: Final = frozenset({"const", "enum", "type", "title", "description", "$comment", "examples", "nullable"})


def _is_value(member: Part) -> bool:
    keywords = member.keywords
    return ("const" in keywords or "enum" in keywords) and not (keywords.keys() - _BESIDE_VALUES)


def _dependencies(keyword: str) -> Callable[[View, Part, object], None]:
    return lambda view, part, value: view._dependencies(part, value, keyword)  # noqa: SLF001  # of this room


def _choice(keyword: str) -> Callable[[View, Part, object], None]:
    return lambda view, part, value: view._choice(part, keyword, value)  # noqa: SLF001  # of this room


def _annotation(keyword: str) -> Callable[[View, Part, object], None]:
    return lambda view, part, value: view._annotate(part, value, keyword)  # noqa: SLF001  # of this room


_READERS: Final[Mapping[str, Callable[[View, Part, object], None]]] = {
    "type": View._type,  # noqa: SLF001  # a table of its own methods, as all below
    "x-kubernetes-int-or-string": View._int_or_string,  # noqa: SLF001
    "enum": View._enum,  # noqa: SLF001
    "const": View._const,  # noqa: SLF001
    "multipleOf": View._multiple,  # noqa: SLF001
    "pattern": View._pattern,  # noqa: SLF001
    "format": View._format,  # noqa: SLF001
    "uniqueItems": View._unique,  # noqa: SLF001
    "required": View._required,  # noqa: SLF001
    "if": View._condition,  # noqa: SLF001
    "not": lambda view, part, _: view.nots.append(Spot(part, ("not",))),
    "contains": lambda view, part, _: view.contains.append(Spot(part, ("contains",))),
    **{keyword: _dependencies(keyword) for keyword in ("dependencies", "dependentRequired", "dependentSchemas")},
    **{keyword: _choice(keyword) for keyword in CHOICES},
    **{keyword: _annotation(keyword) for keyword in ANNOTATIONS},
}
