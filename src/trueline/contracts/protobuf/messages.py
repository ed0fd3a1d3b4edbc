"""What changed in one message: its fields, oneofs, reserved numbers and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from trueline.contracts.protobuf import fields, reserved
from trueline.contracts.protobuf.kinds import CODE, JSON, WIRE
from trueline.contracts.protobuf.pair_of_fields import Fields, Owner
from trueline.contracts.protobuf.scene import Fact, is_deprecated, place
from trueline.parsers.protobuf.syntax import option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.contracts.protobuf.side import Declared
    from trueline.model.location import Location
    from trueline.parsers.protobuf.syntax import Field, Message


class Messages(NamedTuple):
    """The same message at base and at head; ``subject`` is its full name."""

    pair: Pair
    base: Declared
    head: Declared
    subject: str

    @property
    def nodes(self) -> tuple[Message, Message]:
        """Both messages."""
        return cast("Message", self.base.node), cast("Message", self.head.node)

    def places(self) -> tuple[Location, Location]:
        """Return the places of both names."""
        return self.pair.base.at(self.base.node.name), self.pair.head.at(self.head.node.name)


def compare(scene: Scene, messages: Messages) -> None:
    """Say what differs between the two; messages within them are compared by themselves."""
    base, head = messages.nodes
    _compare_fields(scene, messages)
    _compare_oneofs(scene, messages)
    reserved.compare(scene, messages.pair, (base, head), messages.subject)
    _compare_extension_ranges(scene, messages)
    _compare_options(scene, messages)


def _compare_fields(scene: Scene, messages: Messages) -> None:
    base, head = messages.nodes
    by_number = {field.tag: field for field in head.fields}
    by_name = {field.name.text: field for field in head.fields}
    known = {field.name.text for field in base.fields}
    matched: set[int] = set()
    owners = Owner(messages.base.name, messages.base.features), Owner(messages.head.name, messages.head.features)
    for field in base.fields:
        subject = f"{messages.subject}.{field.name.text}"
        found, named = by_number.get(field.tag), by_name.get(field.name.text)
        if named is not None and named.tag != field.tag and (found is None or found.name.text in known):
            matched.add(named.tag)
            _tell_number(scene, messages, (field, named), is_taken=found is not None)
        elif found is not None:
            matched.add(found.tag)
            fields.compare(scene, Fields(messages.pair, owners, field, found, subject))
        else:
            _tell_removed(scene, messages, field)
    for field in head.fields:
        if field.tag not in matched:
            _tell_added(scene, messages, field)


def _tell_number(scene: Scene, messages: Messages, both: tuple[Field, Field], *, is_taken: bool) -> None:
    base, head = both
    rules: tuple[str, ...] = ("FIELD_SAME_NAME", "FIELD_SAME_JSON_NAME")
    if not is_taken:
        rules = ("FIELD_NO_DELETE", "FIELD_NO_DELETE_UNLESS_NAME_RESERVED", "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED")
        if messages.nodes[1].reserved.has_number(base.tag):
            rules = rules[:2]
    fact = Fact(
        f"the field {base.name.text} had the number {base.tag} and has {head.tag}", base.tag, head.tag,
        JSON if rules[-1] != "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED" else WIRE, rules,
    )  # fmt: skip
    places = messages.pair.base.at(base.number), messages.pair.head.at(head.number)
    scene.add("field-number-changed", f"{messages.subject}.{base.name.text}", *places, fact)


def _tell_removed(scene: Scene, messages: Messages, field: Field) -> None:
    node = messages.nodes[1]
    has_number, has_name = node.reserved.has_number(field.tag), node.reserved.has_name(field.name.text)
    rules = ["FIELD_NO_DELETE"]
    categories: tuple[str, ...] = CODE
    if not has_name:
        rules.append("FIELD_NO_DELETE_UNLESS_NAME_RESERVED")
        categories = JSON
    if not has_number:
        rules.append("FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED")
        categories = WIRE
    if field.label == "required":
        rules.append("MESSAGE_SAME_REQUIRED_FIELDS")
        categories = WIRE
    fact = Fact(
        f"the field {field.name.text} was removed{reserved.unreserved(has_number, has_name, field.tag)}",
        {"name": field.name.text, "number": field.tag, "type": fields.spelt(field)},
        None,
        categories,
        tuple(rules),
        more=(("number_reserved", has_number), ("name_reserved", has_name)),
    )
    places = messages.pair.base.at(field.name), messages.places()[1]
    scene.add("field-removed", f"{messages.subject}.{field.name.text}", *places, fact)


def _tell_added(scene: Scene, messages: Messages, field: Field) -> None:
    base = messages.nodes[0]
    after = {"name": field.name.text, "number": field.tag, "type": fields.spelt(field)}
    kind, message = "field-added", f"the field {field.name.text} was added"
    number, name = base.reserved.has_number(field.tag), base.reserved.has_name(field.name.text)
    if number or name:
        what = f"number {field.tag}" if number else f"name {field.name.text}"
        kind, message = "reservation-broken", f"the field {field.name.text} takes the {what}, which was reserved"
    elif field.label == "required":
        kind, message = "required-field-added", f"the required field {field.name.text} was added"
    rules = ("RESERVED_MESSAGE_NO_DELETE",) if number or name else None
    places = messages.places()[0], messages.pair.head.at(field.number if number else field.name)
    scene.add(kind, f"{messages.subject}.{field.name.text}", *places, Fact(message, None, after, rules=rules))


def _members(message: Message) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {oneof.name.text: set() for oneof in message.oneofs}
    for field in message.fields:
        if field.oneof:
            found.setdefault(field.oneof, set()).add(field.tag)
    return found


def _compare_oneofs(scene: Scene, messages: Messages) -> None:
    base, head = messages.nodes
    if not base.oneofs and not head.oneofs:
        return
    before, after = _members(base), _members(head)
    renamed = _renamed(before, after)
    for oneof in base.oneofs:
        name = oneof.name.text
        if name in after:
            continue
        new = renamed.get(name)
        place_of = next((one.name for one in head.oneofs if one.name.text == new), head.name)
        places = messages.pair.base.at(oneof.name), messages.pair.head.at(place_of)
        kind = "oneof-removed" if new is None else "oneof-renamed"
        said = "was removed" if new is None else f"is now called {new}"
        scene.add(kind, f"{messages.subject}.{name}", *places, Fact(f"the oneof {name} {said}", name, new))
    for oneof in head.oneofs:
        if oneof.name.text not in before and oneof.name.text not in renamed.values():
            fact = Fact(f"the oneof {oneof.name.text} was added", None, oneof.name.text)
            places = messages.places()[0], messages.pair.head.at(oneof.name)
            scene.add("oneof-added", f"{messages.subject}.{oneof.name.text}", *places, fact)
    _compare_members(scene, messages, renamed)


def _renamed(before: Mapping[str, set[int]], after: Mapping[str, set[int]]) -> dict[str, str]:
    """Return the oneofs that go by another name: all that is left of their fields is in one that was not there."""
    found: dict[str, str] = {}
    for name, numbers in before.items():
        if name in after:
            continue
        for new, members in after.items():
            if (
                new not in before
                and new not in found.values()
                and numbers & members
                and len(numbers & members) * 2 >= len(numbers)
            ):
                found[name] = new
                break
    return found


def _compare_members(scene: Scene, messages: Messages, renamed: Mapping[str, str]) -> None:
    base, head = messages.nodes
    before, after = _members(base), _members(head)
    by_number = {field.tag: field for field in head.fields}
    for field in base.fields:
        found = by_number.get(field.tag)
        if found is None or renamed.get(field.oneof, field.oneof) == found.oneof:
            continue
        was, is_ = (f"in the oneof {name}" if name else "in no oneof" for name in (field.oneof, found.oneof))
        # https://protobuf.dev/programming-guides/proto3/#updating: a single field may move into a new oneof
        is_safe = not field.oneof and found.oneof not in before and len(
            after[found.oneof] & {one.tag for one in base.fields}
        ) == 1  # fmt: skip
        fact = Fact(
            f"the field {field.name.text} was {was} and is {is_}",
            field.oneof or None,
            found.oneof or None,
            compatibility="dangerous" if is_safe else None,
        )
        places = messages.pair.base.at(field.name), messages.pair.head.at(found.name)
        scene.add("field-oneof-changed", f"{messages.subject}.{field.name.text}", *places, fact)


def _compare_extension_ranges(scene: Scene, messages: Messages) -> None:
    base, head = messages.nodes
    for one in base.extensions:
        if reserved.is_covered(one, head.extensions):
            continue
        text = reserved.spelt(one)
        fact = Fact(f"the numbers {text} are no longer open to extensions", text)
        places = messages.pair.base.at((one.start, one.end)), messages.places()[1]
        scene.add("extension-range-removed", f"{messages.subject}.extensions[{text}]", *places, fact)


def _compare_options(scene: Scene, messages: Messages) -> None:
    base, head = messages.nodes
    before, after = messages.base.features.json_format, messages.head.features.json_format
    names = (base.name.text, messages.subject)
    if before == "ALLOW" and after != "ALLOW":
        fact = Fact(f"the message {names[0]} is no longer sure to have a JSON form", before, after)
        scene.add("message-json-format-changed", names[1], *messages.places(), fact)
    for name, kind in (
        ("no_standard_descriptor_accessor", "message-accessor-removed"),
        ("message_set_wire_format", "message-set-format-changed"),
    ):
        before_set, after_set = option(base.options, name) is True, option(head.options, name) is True
        if before_set == after_set or (kind == "message-accessor-removed" and before_set):
            continue
        places = _at(messages, name)
        text = f"{name} of {names[0]} was {str(before_set).lower()} and is {str(after_set).lower()}"
        scene.add(kind, names[1], *places, Fact(text, before_set, after_set))
    if is_deprecated(head.options) and not is_deprecated(base.options):
        fact = Fact(f"the message {names[0]} is deprecated")
        scene.add("deprecated", names[1], *_at(messages, "deprecated"), fact)


def _at(messages: Messages, name: str) -> tuple[Location, Location]:
    base, head = messages.nodes
    return (
        messages.pair.base.at(place(base.options, name, base.name[-2:])),
        messages.pair.head.at(place(head.options, name, head.name[-2:])),
    )
