"""Reserved numbers and names of messages and enums, which must stay reserved."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.contracts.protobuf.scene import Fact
from trueline.parsers.protobuf.syntax import HIGHEST_FIELD, HIGHEST_VALUE, Message, Range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.parsers.protobuf.syntax import Enum


def compare(scene: Scene, pair: Pair, nodes: tuple[Message, Message] | tuple[Enum, Enum], subject: str) -> None:
    """Say what is no longer reserved; what is used instead is said where it is used."""
    base, head = nodes
    used_numbers, used_names = _used(base, head)
    told = (*head.reserved.ranges, *(Range(number, number, 0, 0) for number in used_numbers))
    for one in base.reserved.ranges:
        if not is_covered(one, told):
            text = spelt(one)
            _tell(scene, pair, (one.start, one.end), (head, f"{subject}.reserved[{text}]", f"the number {text}"))
    kept = {word.text for word in head.reserved.names}
    for word in base.reserved.names:
        if word.text not in kept and word.text not in used_names:
            _tell(scene, pair, word[-2:], (head, f"{subject}.reserved[{word.text}]", f"the name {word.text}"))


def _used(base: Message | Enum, head: Message | Enum) -> tuple[set[int], set[str]]:
    """Return the numbers and names that are new at head."""
    if isinstance(base, Message) and isinstance(head, Message):
        numbers, names = {field.tag for field in base.fields}, {field.name.text for field in base.fields}
        return {field.tag for field in head.fields} - numbers, {field.name.text for field in head.fields} - names
    before, after = (cast("Enum", one).values for one in (base, head))
    numbers, names = {value.number for value in before}, {value.name.text for value in before}
    return {value.number for value in after} - numbers, {value.name.text for value in after} - names


def _tell(scene: Scene, pair: Pair, at: tuple[int, int], what: tuple[Message | Enum, str, str]) -> None:
    head, subject, text = what
    rule = "RESERVED_MESSAGE_NO_DELETE" if isinstance(head, Message) else "RESERVED_ENUM_NO_DELETE"
    fact = Fact(f"{text} is no longer reserved", text.rpartition(" ")[2], rules=(rule,))
    scene.add("reservation-removed", subject, pair.base.at(at), pair.head.at(head.name), fact)


def is_covered(one: Range, ranges: Sequence[Range]) -> bool:
    """Tell whether every number of a range is in one of ``ranges``, however they are cut."""
    first = one.first
    for low, high, _, _ in sorted(ranges):
        if low <= first <= high:
            first = high + 1
    return first > one.last


def spelt(one: Range) -> str:
    """Return a range as one writes it, without blanks between numbers that are one."""
    if one.first == one.last:
        return str(one.first)
    return f"{one.first} to {'max' if one.last in {HIGHEST_FIELD, HIGHEST_VALUE} else one.last}"


def unreserved(has_number: bool, has_name: bool, number: int) -> str:  # noqa: FBT001  # a pair of answers, no switches
    """Return what a message about something removed adds of what was not reserved."""
    if has_number and has_name:
        return ""
    if has_number or has_name:
        return " and its name is not reserved" if has_number else f" and its number {number} is not reserved"
    return f" and neither its number {number} nor its name is reserved"
