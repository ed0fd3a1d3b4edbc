"""What changed in one field, or in one extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.protobuf import field_options, presence, types
from trueline.contracts.protobuf.kinds import WIRE
from trueline.contracts.protobuf.names import Type
from trueline.contracts.protobuf.scene import Fact, is_deprecated
from trueline.parsers.protobuf.syntax import SCALARS, option

if TYPE_CHECKING:
    from trueline.contracts.protobuf.pair_of_fields import Fields
    from trueline.contracts.protobuf.scene import Scene
    from trueline.parsers.protobuf.syntax import Field

_PRESENT: Final = "optional with presence"
_STRING_TYPES: Final = {"CORD": "CORD", "STRING": "STRING", "STRING_PIECE": "STRING_PIECE"}


def compare(scene: Scene, fields: Fields) -> None:
    """Say what differs between the two."""
    _compare_name(scene, fields)
    kinds = _compare_type(scene, fields)
    presence.compare(scene, fields, kinds)
    field_options.compare(scene, fields)
    if is_deprecated(fields.head.options) and not is_deprecated(fields.base.options):
        fact = Fact(f"the field {fields.head.name.text} is deprecated")
        scene.add("deprecated", fields.subject, *fields.at_option("deprecated"), fact)


def json_name(field: Field) -> str:
    """Return the name of a field in JSON: what ``json_name`` says, or lowerCamelCase."""
    said = option(field.options, "json_name")
    if isinstance(said, str):
        return said
    first, *others = field.name.text.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def spelt(field: Field) -> str:
    """Return the type of a field as one writes it."""
    return f"map<{field.key}, {field.type.text}>" if field.key else field.type.text


def _compare_name(scene: Scene, fields: Fields) -> None:
    before, after = fields.base.name.text, fields.head.name.text
    names = json_name(fields.base), json_name(fields.head)
    if before != after:
        rules = ("FIELD_SAME_NAME", *(("FIELD_SAME_JSON_NAME",) if names[0] != names[1] else ()))
        if fields.is_extension:
            rules = ("FIELD_SAME_NAME", "EXTENSION_NO_DELETE", "PACKAGE_EXTENSION_NO_DELETE")
        more = (("json_names", names),)
        fact = Fact(f"the field {before} is now called {after}", before, after, rules=rules, more=more)
        scene.add("field-renamed", fields.subject, *fields.places(), fact)
    elif names[0] != names[1]:
        fact = Fact(f"the field {before} was {names[0]} in JSON and is {names[1]}", *names)
        scene.add("field-json-name-changed", fields.subject, *fields.at_option("json_name"), fact)


def _compare_type(scene: Scene, fields: Fields) -> tuple[str, str]:
    """Say whether the type changed, and return whether it is a scalar, an enum or a message on both sides."""
    base, head = fields.base, fields.head
    scopes = fields.owners[0].scope, fields.owners[1].scope
    differing = scene.same_type(fields.pair, scopes, (base.type.text, head.type.text))
    found = _kinds(scene, fields, differing)
    is_delimited = tuple(
        one.is_group or (kind == "message" and fields.features(side).message_encoding == "DELIMITED")
        for side, (one, kind) in enumerate(zip((base, head), found, strict=True))
    )
    if differing is not None and _is_entry(differing, (base, head)):
        return found
    if bool(base.key) != bool(head.key) or base.key != head.key or is_delimited[0] != is_delimited[1]:
        broken: tuple[str, ...] = WIRE
        if base.key and head.key:
            broken = types.categories(Type("scalar", base.key), Type("scalar", head.key))
        if differing is not None:
            broken = max(broken, types.categories(*differing), key=len)
    elif differing is None:
        return found
    else:
        broken = types.categories(*differing)
    _tell_type(scene, fields, broken, differing)
    return found


def _is_entry(differing: tuple[Type, Type], both: tuple[Field, Field]) -> bool:
    """Tell whether a map became the repeated message that it is on the wire, or the other way round."""
    base, head = both
    if bool(base.key) == bool(head.key) or "repeated" not in {base.label, head.label}:
        return False
    a_map, entry = (base, differing[1]) if base.key else (head, differing[0])
    members = getattr(entry.declared.node, "fields", ()) if entry.declared else ()
    found = {field.tag: field.type.text for field in members if not field.label and not field.key}
    return found == {1: a_map.key, 2: a_map.type.text}


def _tell_type(scene: Scene, fields: Fields, broken: tuple[str, ...], differing: tuple[Type, Type] | None) -> None:
    before, after = spelt(fields.base), spelt(fields.head)
    name = fields.base.name.text
    rules = (
        "FIELD_SAME_TYPE",
        *(("FIELD_WIRE_JSON_COMPATIBLE_TYPE",) if "WIRE_JSON" in broken else ()),
        *(("FIELD_WIRE_COMPATIBLE_TYPE",) if "WIRE" in broken else ()),
    )
    more: tuple[tuple[str, object], ...] = ()
    is_alike = False
    if differing is not None:
        is_alike = types.is_read_alike(*differing)
        more = tuple((f"{side}_type", type_.name) for side, type_ in zip(("base", "head"), differing, strict=True))
        unknown = tuple(type_.name for type_ in differing if type_.kind == "unknown")
        more += (("unresolved", unknown),) if unknown else ()
        if before == after:
            before, after = differing[0].name, differing[1].name
    if before == after:
        before, after = (f"{text} ({how})" for text, how in ((before, "as it was"), (after, "otherwise delimited")))
    fact = Fact(
        f"the field {name} was {before} and is {after}",
        before,
        after,
        broken,
        rules,
        "dangerous" if is_alike else None,
        more=more,
    )
    places = fields.places(fields.base.type[-2:], fields.head.type[-2:])
    scene.add("field-type-changed", fields.subject, *places, fact)


def _kinds(scene: Scene, fields: Fields, differing: tuple[Type, Type] | None) -> tuple[str, str]:
    if differing is not None:
        return differing[0].kind, differing[1].kind
    if fields.base.type.text in SCALARS:
        return "scalar", "scalar"
    # an import may have to be read to know an enum from a message; only presence and encoding depend on it
    if fields.owners[0].features == fields.owners[1].features and not _has_features(fields):
        return "same", "same"
    found = scene.base_names.find(fields.pair.base, fields.owners[0].scope, fields.base.type.text)
    kind = "message" if found.kind == "unknown" else found.kind
    return kind, kind


def _has_features(fields: Fields) -> bool:
    return any(one.name.startswith("features") for one in (*fields.base.options, *fields.head.options))
