"""Options of a field: its default, its type in generated code, and how strings in it are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.protobuf.scene import Fact
from trueline.parsers.protobuf.syntax import SCALARS, Identifier, option

if TYPE_CHECKING:
    from trueline.contracts.protobuf.features import Features
    from trueline.contracts.protobuf.pair_of_fields import Fields
    from trueline.contracts.protobuf.scene import Scene
    from trueline.parsers.protobuf.syntax import Constant, Field

_STRING_TYPES: Final = {"CORD": "CORD", "STRING": "STRING", "STRING_PIECE": "STRING_PIECE"}


def compare(scene: Scene, fields: Fields) -> None:
    """Say what differs."""
    _compare_default(scene, fields)
    _compare_code(scene, fields)


def _compare_default(scene: Scene, fields: Fields) -> None:
    before, after = (default(field) for field in (fields.base, fields.head))
    if before == after and type(before) is type(after):
        return
    if before is None or after is None:
        before, after = _first(scene, fields, before, is_head=False), _first(scene, fields, after, is_head=True)
        if before == after:
            return
    fact = Fact(f"the default of {fields.base.name.text} was {_text(before)} and is {_text(after)}", before, after)
    scene.add("field-default-changed", fields.subject, *fields.at_option("default"), fact)


def default(field: Field) -> Constant | None:
    """Return the default of a field, None where it is the zero of its type: ``1`` and ``1.0`` of a float are one."""
    said = option(field.options, "default")
    if isinstance(said, Identifier) and field.type.text in {"double", "float"}:
        return float(said)
    if field.type.text in {"double", "float"} and isinstance(said, int | float):
        return float(said) or None
    if field.type.text in SCALARS and said in {0, ""}:
        return None
    return said


def _first(scene: Scene, fields: Fields, said: Constant | None, *, is_head: bool) -> Constant | None:
    """Return the default of a field, of an enum without one its first value."""
    names = scene.head_names if is_head else scene.base_names
    field, file = (fields.head, fields.pair.head) if is_head else (fields.base, fields.pair.base)
    if said is not None or field.type.text in SCALARS:
        return said
    found = names.find(file, fields.owners[is_head].scope, field.type.text).declared
    values = getattr(found.node, "values", ()) if found else ()
    return Identifier(values[0].name.text) if values else None


def _text(value: Constant | None) -> str:
    return "not set" if value is None else repr(value)


def _compare_code(scene: Scene, fields: Fields) -> None:
    """Compare what only generated code shows, and how strings are checked."""
    jstypes = tuple(str(option(one.options, "jstype") or "JS_NORMAL") for one in (fields.base, fields.head))
    if jstypes[0] != jstypes[1]:
        _tell(scene, fields, "field-code-type-changed", "jstype", ("FIELD_SAME_JSTYPE", *jstypes))
    if not fields.base.type.text == fields.head.type.text == "string" and "bytes" not in {
        fields.base.type.text, fields.head.type.text,
    }:  # fmt: skip
        return
    found = fields.features(0), fields.features(1)
    strings = tuple(_string_type(one, had) for one, had in zip((fields.base, fields.head), found, strict=True))
    if strings[0] != strings[1]:
        _tell(scene, fields, "field-code-type-changed", "ctype", ("FIELD_SAME_CPP_STRING_TYPE", *strings))
    if not fields.base.type.text == fields.head.type.text == "string":
        return
    checks = (found[0].utf8_validation, found[1].utf8_validation), (_java(found[0]), _java(found[1]))
    rules = tuple(
        rule
        for rule, (before, after) in zip(
            ("FIELD_SAME_UTF8_VALIDATION", "FIELD_SAME_JAVA_UTF8_VALIDATION"), checks, strict=True
        )
        if before != after
    )
    if rules:
        before, after = checks[0] if checks[0][0] != checks[0][1] else checks[1]
        fact = Fact(
            f"the text of {fields.base.name.text} was checked as {before} and is as {after}", before, after, rules=rules
        )
        scene.add("field-string-check-changed", fields.subject, *fields.at_option("features.utf8_validation"), fact)


def _java(found: Features) -> str:
    """Return whether Java checks strings: by its own feature, or as the file has it."""
    if found.java_utf8 == "VERIFY" or found.utf8_validation == "VERIFY":
        return "VERIFY"
    return "DEFAULT"


def _string_type(field: Field, found: Features) -> str:
    said = option(field.options, "ctype")
    return _STRING_TYPES.get(str(said), found.string_type) if said else found.string_type


def _tell(scene: Scene, fields: Fields, kind: str, name: str, what: tuple[str, ...]) -> None:
    rule, before, after = what
    fact = Fact(f"{name} of {fields.base.name.text} was {before} and is {after}", before, after, rules=(rule,))
    scene.add(kind, fields.subject, *fields.at_option(name), fact)
