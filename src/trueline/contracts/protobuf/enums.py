"""What changed in one enum: its values, reserved numbers and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.contracts.protobuf import reserved
from trueline.contracts.protobuf.kinds import CODE, JSON, WIRE
from trueline.contracts.protobuf.scene import Fact, is_deprecated, place

if TYPE_CHECKING:
    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.contracts.protobuf.side import Declared
    from trueline.parsers.protobuf.syntax import Enum, Value


def compare(scene: Scene, pair: Pair, both: tuple[Declared, Declared], subject: str) -> None:
    """Say what differs between the two."""
    base, head = cast("Enum", both[0].node), cast("Enum", both[1].node)
    _compare_values(scene, pair, (base, head), subject)
    reserved.compare(scene, pair, (base, head), subject)
    places = pair.base.at(base.name), pair.head.at(head.name)
    before, after = both[0].features, both[1].features
    if base.values and head.values and base.values[0].number != head.values[0].number:
        left, right = base.values[0], head.values[0]
        fact = Fact(
            f"the first value of {base.name.text}, its default, was {left.name.text} and is {right.name.text}",
            left.name.text,
            right.name.text,
        )
        scene.add("enum-default-changed", subject, pair.base.at(left.name), pair.head.at(right.name), fact)
    if before.enum_type != after.enum_type:
        text = f"the enum {base.name.text} was {before.enum_type.lower()} and is {after.enum_type.lower()}"
        scene.add("enum-closed-changed", subject, *places, Fact(text, before.enum_type, after.enum_type))
    if before.json_format == "ALLOW" and after.json_format != "ALLOW":
        fact = Fact(
            f"the enum {base.name.text} is no longer sure to have a JSON form", before.json_format, after.json_format
        )
        scene.add("enum-json-format-changed", subject, *places, fact)
    if is_deprecated(head.options) and not is_deprecated(base.options):
        at = pair.head.at(place(head.options, "deprecated", head.name[-2:]))
        scene.add("deprecated", subject, places[0], at, Fact(f"the enum {head.name.text} is deprecated"))


def _compare_values(scene: Scene, pair: Pair, both: tuple[Enum, Enum], subject: str) -> None:
    base, head = both
    by_name = {value.name.text: value for value in head.values}
    by_number: dict[int, list[Value]] = {}
    for value in head.values:
        by_number.setdefault(value.number, []).append(value)
    known = {value.name.text for value in base.values}
    renamed: set[str] = set()
    for value in base.values:
        named = by_name.get(value.name.text)
        at = f"{subject}.{value.name.text}"
        if named is not None and named.number == value.number:
            _compare_options(scene, pair, (value, named), at)
        elif named is not None:
            _tell_number(scene, pair, (value, named), at, is_gone=value.number not in by_number)
        elif value.number in by_number:
            others = by_number[value.number]
            renamed |= {one.name.text for one in others}
            new = next((one for one in others if one.name.text not in known), others[0])
            _tell_renamed(scene, pair, (value, new), at)
        else:
            _tell_removed(scene, pair, (value, head), at)
    for value in head.values:
        if value.name.text not in known and value.name.text not in renamed:
            _tell_added(scene, pair, (base, value), f"{subject}.{value.name.text}")


def _tell_number(scene: Scene, pair: Pair, both: tuple[Value, Value], subject: str, *, is_gone: bool) -> None:
    base, head = both
    rules: tuple[str, ...] = ("ENUM_VALUE_SAME_NAME",)
    if is_gone:
        rules = (
            "ENUM_VALUE_NO_DELETE",
            "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
            "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
        )
    fact = Fact(
        f"the value {base.name.text} had the number {base.number} and has {head.number}", base.number, head.number,
        WIRE if is_gone else JSON, rules,
    )  # fmt: skip
    scene.add("enum-value-number-changed", subject, pair.base.at(base.place), pair.head.at(head.place), fact)


def _tell_renamed(scene: Scene, pair: Pair, both: tuple[Value, Value], subject: str) -> None:
    base, head = both
    fact = Fact(
        f"the value {base.number} was called {base.name.text} and is called {head.name.text}",
        base.name.text,
        head.name.text,
    )
    scene.add("enum-value-renamed", subject, pair.base.at(base.name), pair.head.at(head.name), fact)


def _tell_removed(scene: Scene, pair: Pair, what: tuple[Value, Enum], subject: str) -> None:
    value, head = what
    has_number, has_name = head.reserved.has_number(value.number), head.reserved.has_name(value.name.text)
    rules = ["ENUM_VALUE_NO_DELETE"]
    categories: tuple[str, ...] = CODE
    if not has_name:
        rules.append("ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED")
        categories = JSON
    if not has_number:
        rules.append("ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED")
        categories = WIRE
    fact = Fact(
        f"the value {value.name.text} was removed{reserved.unreserved(has_number, has_name, value.number)}",
        {"name": value.name.text, "number": value.number},
        None,
        categories,
        tuple(rules),
        more=(("number_reserved", has_number), ("name_reserved", has_name)),
    )
    scene.add("enum-value-removed", subject, pair.base.at(value.name), pair.head.at(head.name), fact)


def _tell_added(scene: Scene, pair: Pair, what: tuple[Enum, Value], subject: str) -> None:
    base, value = what
    name = value.name.text
    number_taken, name_taken = base.reserved.has_number(value.number), base.reserved.has_name(name)
    after = {"name": name, "number": value.number}
    places = pair.base.at(base.name), pair.head.at(value.place if number_taken else value.name)
    if number_taken or name_taken:
        what_taken = f"number {value.number}" if number_taken else f"name {name}"
        fact = Fact(
            f"the value {name} takes the {what_taken}, which was reserved", None, after,
            rules=("RESERVED_ENUM_NO_DELETE",),
        )  # fmt: skip
        scene.add("reservation-broken", subject, *places, fact)
        return
    scene.add("enum-value-added", subject, *places, Fact(f"the value {name} was added", None, after))


def _compare_options(scene: Scene, pair: Pair, both: tuple[Value, Value], subject: str) -> None:
    base, head = both
    if is_deprecated(head.options) and not is_deprecated(base.options):
        at = pair.head.at(place(head.options, "deprecated", head.name[-2:]))
        fact = Fact(f"the value {head.name.text} is deprecated")
        scene.add("deprecated", subject, pair.base.at(base.name), at, fact)
