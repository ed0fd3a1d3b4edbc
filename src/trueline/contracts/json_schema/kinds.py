"""Every kind of change of a JSON Schema, with the names that schema registries give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.schema.rules import RULES
from trueline.contracts.schema.titles import TITLES
from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from trueline.contracts.schema.difference import Effect
    from trueline.model.change import Broken, Compatibility

FORMAT: Final = "json-schema"
UNCERTAIN: Final = frozenset(
    {"may-have-changed", "one-of-overlap", *(kind for kind in RULES if kind.startswith("format-"))}
)
"""Kinds of which the effect depends on who validates, or was not worked out."""
READ_OTHERWISE: Final = frozenset(kind for kind in RULES if kind.startswith("content-"))
"""Kinds that validation does not see, and that whoever reads a text must know."""
_LIMITED: Final = (
    "max-contains", "max-items", "max-length", "max-properties", "maximum",
    "min-contains", "min-items", "min-length", "min-properties", "minimum",
)  # fmt: skip
_LIMITS: Final = {"lowered": "DECREASED", "raised": "INCREASED", "added": "ADDED", "removed": "REMOVED"}
_CONFLUENT: Final = {
    **{
        f"{name}-{move}": f"{name.replace('-', '_').upper()}_{said}"
        for name in _LIMITED
        for move, said in _LIMITS.items()
    },
    "additional-items-closed": "ADDITIONAL_ITEMS_REMOVED",
    "additional-items-opened": "ADDITIONAL_ITEMS_ADDED",
    "additional-properties-closed": "ADDITIONAL_PROPERTIES_REMOVED",
    "additional-properties-opened": "ADDITIONAL_PROPERTIES_ADDED",
    "any-of-member-added": "SUM_TYPE_EXTENDED",
    "any-of-member-removed": "SUM_TYPE_NARROWED",
    "default-changed": "DEFAULT_CHANGED",
    "dependent-required-added": "DEPENDENCY_ARRAY_ADDED",
    "dependent-required-removed": "DEPENDENCY_ARRAY_REMOVED",
    "dependent-schema-added": "DEPENDENCY_SCHEMA_ADDED",
    "dependent-schema-removed": "DEPENDENCY_SCHEMA_REMOVED",
    "enum-value-added": "ENUM_ARRAY_EXTENDED",
    "enum-value-removed": "ENUM_ARRAY_NARROWED",
    "multiple-of-added": "MULTIPLE_OF_ADDED",
    "multiple-of-changed": "MULTIPLE_OF_CHANGED",
    "multiple-of-narrowed": "MULTIPLE_OF_EXPANDED",
    "multiple-of-removed": "MULTIPLE_OF_REMOVED",
    "multiple-of-widened": "MULTIPLE_OF_REDUCED",
    "not-narrowed": "NOT_TYPE_NARROWED",
    "not-widened": "NOT_TYPE_EXTENDED",
    "one-of-member-added": "SUM_TYPE_EXTENDED",
    "one-of-member-removed": "SUM_TYPE_NARROWED",
    "pattern-added": "PATTERN_ADDED",
    "pattern-changed": "PATTERN_CHANGED",
    "pattern-removed": "PATTERN_REMOVED",
    "property-became-optional": "REQUIRED_ATTRIBUTE_REMOVED",
    "type-changed": "TYPE_CHANGED",
    "type-narrowed": "TYPE_NARROWED",
    "type-widened": "TYPE_EXTENDED",
    "unique-items-added": "UNIQUE_ITEMS_ADDED",
    "unique-items-removed": "UNIQUE_ITEMS_REMOVED",
}
_SEVERAL: Final = {
    "composition-changed": ("COMBINED_TYPE_CHANGED", "COMBINED_TYPE_EXTENDED"),
    "property-added": (
        "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
        "OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
        "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
        "PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL",
    ),
    "property-became-required": ("REQUIRED_ATTRIBUTE_ADDED", "REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED"),
    "property-removed": (
        "PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL",
        "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL",
        "PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
        "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
    ),
    "required-property-added": (
        "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL",
        "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL",
        "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL",
    ),
}
_FIXES: Final = {
    "property-became-required": "Leave it optional, and let readers fill in what is missing.",
    "property-removed": "Keep it, marked as deprecated, until nobody writes or reads it.",
    "required-property-added": "Add it as optional: data that is stored already lacks it.",
    "type-changed": "Add a property of another name with the new type, and keep the old one for a while.",
    "enum-value-removed": "Keep the value: data that is stored already may hold it.",
}


def answer(effect: Effect, *, is_open: bool, is_certain: bool) -> tuple[Compatibility, tuple[Broken, ...]]:
    """Return how bad a change with that effect is, and for whom: data that is there, or code that reads."""
    breaks: tuple[Broken, ...] = (*(("data",) if effect.narrows else ()), *(("code",) if effect.widens else ()))
    if not breaks:
        return "compatible", ()
    return ("breaking" if effect.narrows and is_certain and not is_open else "dangerous"), breaks


def _kind(kind: str) -> ChangeKind:
    compatibility, breaks = answer(RULES[kind].effect, is_open=False, is_certain=kind not in UNCERTAIN)
    if kind in READ_OTHERWISE:
        compatibility, breaks = "dangerous", ("code",)
    aliases = _SEVERAL.get(kind) or ((_CONFLUENT[kind],) if kind in _CONFLUENT else ())
    named = tuple(f"confluent:{alias}" for alias in aliases)
    return ChangeKind(f"{FORMAT}/{kind}", TITLES[kind], compatibility, breaks, "", _FIXES.get(kind, ""), named)


_OWN: Final = (
    ChangeKind(f"{FORMAT}/contract-added", "A schema is new", "compatible"),
    ChangeKind(f"{FORMAT}/contract-removed", "A schema is gone", "breaking", ("data", "code")),
    ChangeKind(f"{FORMAT}/definition-removed", "A definition is gone", "dangerous", ("code",)),
    ChangeKind(f"{FORMAT}/dialect-changed", "The schema is of another dialect", "dangerous", ("code",)),
)
_OF_APIS: Final = ("discriminator-",)
"""Kinds that OpenAPI alone has."""
KINDS: Final[dict[str, ChangeKind]] = {
    kind.id: kind
    for kind in sorted(
        (*_OWN, *(_kind(kind) for kind in RULES if not kind.startswith(_OF_APIS))), key=lambda one: one.id
    )
}
"""Every kind, by id."""
