"""How many values a field has, and whether one can tell that it has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.protobuf.kinds import CODE, JSON, WIRE
from trueline.contracts.protobuf.scene import Fact

if TYPE_CHECKING:
    from trueline.contracts.protobuf.pair_of_fields import Fields
    from trueline.contracts.protobuf.scene import Scene
    from trueline.parsers.protobuf.syntax import Field

_PRESENT: Final = "optional with presence"


def cardinality(field: Field, kind: str, presence: str) -> str:
    """Return how many values a field has, and whether one can tell that it has none."""
    if field.key:
        return "map"
    if field.label in {"repeated", "required"}:
        return field.label
    if presence == "LEGACY_REQUIRED":
        return "required"
    if presence == "EXPLICIT" or field.label == "optional" or field.oneof or kind == "message" or field.is_group:
        return _PRESENT
    return "optional without presence" if kind in {"scalar", "enum"} else f"optional {kind}"


_WIRE_GROUPS: Final = {"repeated": 1, "map": 1, "required": 3}
_JSON_GROUPS: Final = {"repeated": 1, "map": 2, "required": 3}


def compare(scene: Scene, fields: Fields, kinds: tuple[str, str]) -> None:
    """Say what differs; ``kinds`` are those of the types: scalar, enum, message, or same where it is not known."""
    base, head = fields.base, fields.head
    before, after = (
        cardinality(one, kind, fields.features(side).field_presence)
        for side, (one, kind) in enumerate(zip((base, head), kinds, strict=True))
    )
    if before.startswith("optional ") and after.startswith("optional ") and "same" in before + after:
        before, after = _presence_of_either(scene, fields, before, after)
    if before != after:
        rules, broken = _broken_cardinality(before, after)
        fact = Fact(
            f"the field {base.name.text} was {before} and is {after}", before, after, broken, rules,
            "dangerous" if broken == CODE else None,
        )  # fmt: skip
        places = fields.places((base.start, base.name.end), (head.start, head.name.end))
        scene.add("field-cardinality-changed", fields.subject, *places, fact)


def _presence_of_either(scene: Scene, fields: Fields, before: str, after: str) -> tuple[str, str]:
    """Read what the type is after all: ``optional`` before an enum says something, before a message nothing."""
    if before == after:
        return before, after
    found = scene.base_names.find(fields.pair.base, fields.owners[0].scope, fields.base.type.text)
    if found.kind != "enum":
        return _PRESENT, _PRESENT
    return (before.replace("same", "without presence"), after.replace("same", "without presence"))


def _broken_cardinality(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rules = ["FIELD_SAME_CARDINALITY"]
    broken: tuple[str, ...] = CODE
    if _JSON_GROUPS.get(before, 0) != _JSON_GROUPS.get(after, 0):
        rules.append("FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY")
        broken = JSON
    if _WIRE_GROUPS.get(before, 0) != _WIRE_GROUPS.get(after, 0):
        rules.append("FIELD_WIRE_COMPATIBLE_CARDINALITY")
        broken = WIRE
    if "required" in {before, after}:
        rules.append("MESSAGE_SAME_REQUIRED_FIELDS")
        broken = WIRE
    return tuple(rules), broken
