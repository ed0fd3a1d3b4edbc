"""The closed table of what can differ between two Avro schemas or protocols; aliases are Avro's own ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Broken, Compatibility

_DATA: Final[tuple[Broken, ...]] = ("data",)
_CLIENTS: Final[tuple[Broken, ...]] = ("clients",)
_BOTH: Final[tuple[Broken, ...]] = ("clients", "data")
_ALIAS: Final = "Keep the old name as one of `aliases`, so that new readers take old data for theirs."
_DEFAULT: Final = "Give it a default, so that who does not have it can still be read."
_NEW_FIELD: Final = "Add a field of the new type with a default, and stop writing the old one when all readers have it."


def _kind(
    name: str,
    title: str,
    compatibility: Compatibility = "breaking",
    breaks: tuple[Broken, ...] = (),
    *,
    fix: str = "",
    avro: str = "",
) -> ChangeKind:
    return ChangeKind(
        f"avro/{name}", title, compatibility, breaks, "", fix, tuple(f"avro:{one}" for one in avro.split())
    )


_TYPES: Final = (
    _kind("schema-removed", "a schema was removed", "breaking", _BOTH, fix="Keep the file while data of it exists."),
    _kind("schema-added", "a schema was added", "compatible"),
    _kind("type-renamed", "a named type was renamed", "breaking", _BOTH, fix=_ALIAS, avro="NAME_MISMATCH"),
    _kind("namespace-changed", "a named type went to another namespace", "dangerous", _BOTH, fix=_ALIAS),
    _kind("alias-removed", "a type or field lost an alias", "dangerous", _DATA, fix="Keep it while old data exists."),
    _kind(
        "type-widened",
        "a type was promoted to a wider one",
        "breaking",
        _CLIENTS,
        fix="Upgrade all readers before the first writer.",
        avro="TYPE_MISMATCH",
    ),
    _kind("type-narrowed", "a type became narrower", "breaking", _DATA, fix=_NEW_FIELD, avro="TYPE_MISMATCH"),
    _kind("type-exchanged", "a type became one that reads it and is read by it", "dangerous", _BOTH),
    _kind("type-changed", "a type became another one", "breaking", _BOTH, fix=_NEW_FIELD, avro="TYPE_MISMATCH"),
    _kind(
        "fixed-size-changed", "a fixed has another size", "breaking", _BOTH, fix=_NEW_FIELD, avro="FIXED_SIZE_MISMATCH"
    ),
    _kind(
        "union-branch-added",
        "a union got another branch",
        "breaking",
        _CLIENTS,
        fix="Upgrade all readers before the first writer.",
        avro="MISSING_UNION_BRANCH",
    ),
    _kind(
        "union-branch-removed", "a union lost a branch", "breaking", _DATA, fix="Keep it.", avro="MISSING_UNION_BRANCH"
    ),
    _kind("logical-type-changed", "the meaning of a type changed", "dangerous", _BOTH, fix=_NEW_FIELD),
    _kind("decimal-scale-changed", "a decimal has another scale", "breaking", _BOTH, fix=_NEW_FIELD),
    _kind("decimal-precision-changed", "a decimal has another precision", "dangerous", _BOTH, fix=_NEW_FIELD),
)

_FIELDS: Final = (
    _kind(
        "field-added",
        "a field was added",
        "compatible",
        _DATA,
        fix=_DEFAULT,
        avro="READER_FIELD_MISSING_DEFAULT_VALUE",
    ),
    _kind(
        "field-removed",
        "a field was removed",
        "compatible",
        _CLIENTS,
        fix="Give it a default first, and remove it when all readers have that.",
        avro="READER_FIELD_MISSING_DEFAULT_VALUE",
    ),
    _kind("field-renamed", "a field was renamed", "breaking", _CLIENTS, fix="Keep the name."),
    _kind("field-default-added", "a field got a default", "compatible"),
    _kind("field-default-removed", "a field lost its default", "dangerous", _DATA, fix="Keep the default."),
    _kind("field-default-changed", "a field has another default", "dangerous", _DATA, fix="Keep the default."),
    _kind("field-sort-order-changed", "records are sorted otherwise by a field", "dangerous", _DATA),
)

_ENUMS: Final = (
    _kind(
        "enum-symbol-added",
        "a symbol was added to an enum",
        "breaking",
        _CLIENTS,
        fix="Give the enum a default first, and upgrade all readers before the first writer.",
        avro="MISSING_ENUM_SYMBOLS",
    ),
    _kind(
        "enum-symbol-removed",
        "a symbol of an enum was removed",
        "breaking",
        _DATA,
        fix="Keep it, or give the enum a default.",
        avro="MISSING_ENUM_SYMBOLS",
    ),
    _kind("enum-default-changed", "an enum has another default", "dangerous", _BOTH),
)

_PROTOCOLS: Final = (
    _kind("protocol-renamed", "a protocol was renamed", "dangerous", ("clients", "servers")),
    _kind("message-added", "a message was added to a protocol", "compatible"),
    _kind("message-removed", "a message of a protocol was removed", "breaking", ("clients",), fix="Keep it."),
    _kind(
        "message-one-way-changed",
        "a message got an answer, or has none any more",
        "breaking",
        ("clients", "servers"),
        fix="Add a message of another name.",
    ),
)

KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in (*_TYPES, *_FIELDS, *_ENUMS, *_PROTOCOLS)}
"""Every kind of change, by id."""
