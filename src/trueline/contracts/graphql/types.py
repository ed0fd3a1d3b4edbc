"""What differs between two definitions of a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.graphql.inputs import Inputs, compare_inputs
from trueline.contracts.graphql.ledger import Spot, Verdict, deprecation, uses
from trueline.contracts.graphql.marks import (
    compare_marks,
    compare_one_of,
    compare_specification,
    uses_of,
    uses_on,
)
from trueline.contracts.graphql.merged import Owned
from trueline.contracts.graphql.shapes import step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.graphql.ledger import Ledger
    from trueline.contracts.graphql.merged import Merged
    from trueline.parsers.graphql.syntax import Field, InputValue, Word

_ENUM_ADDED: Final = {"request": Verdict("compatible")}
_ENUM_REMOVED: Final = {"response": Verdict("breaking", ("code",))}
_FIELD_STEPS: Final = {
    "other": ("field-type-changed", "is {after}, was {before}"),
    "looser": ("field-became-nullable", "is {after}, was {before}, and may be null now"),
    "tighter": ("field-became-non-null", "is {after}, was {before}, and is never null now"),
}


def compare_type(ledger: Ledger, base: Merged, head: Merged) -> None:
    """Write down what differs between two revisions of a type."""
    spot = Spot(base.name, base.place, head.place)
    if base.keyword != head.keyword:
        message = f"{base.name} is {_a(head.keyword)}, was {_a(base.keyword)}"
        ledger.add("type-kind-changed", spot, message, before=base.keyword, after=head.keyword)
        return
    marks = uses_on(base.directives), uses_on(head.directives)
    compare_marks(ledger, spot, *marks)
    with ledger.announced.inside(deprecation(uses(base))):  # servers that deprecate whole types, or directives
        compare_specification(ledger, spot, *marks)
        compare_one_of(ledger, spot, *marks)
        _interfaces(ledger, base, head)
        _fields(ledger, base, head)
        _members(ledger, base, head)
        _values(ledger, base, head)
        inputs = Inputs("input-field", base.name + ".{}", base.place, head.place)
        compare_inputs(ledger, inputs, base.inputs, head.inputs)


def _interfaces(ledger: Ledger, base: Merged, head: Merged) -> None:
    for name, old, new in _differing(base.interfaces, head.interfaces):
        spot = _spot(f"{base.name} implements {name}", base, head, old, new)
        if new is None:
            message = f"{base.keyword} {base.name} implements {name} no more"
            ledger.add("interface-removed", spot, message, before=name)
        else:
            ledger.add("interface-added", spot, f"{base.keyword} {base.name} implements {name} now", after=name)


def _members(ledger: Ledger, base: Merged, head: Merged) -> None:
    for name, old, new in _differing(base.members, head.members):
        spot = _spot(f"{base.name}.{name}", base, head, old, new)
        if new is None:
            ledger.add("union-member-removed", spot, f"union {base.name} is never {name} now", before=name)
        else:
            ledger.add("union-member-added", spot, f"union {base.name} may be {name} now", after=name)


def _spot(subject: str, base: Merged, head: Merged, old: Owned[Word] | None, new: Owned[Word] | None) -> Spot:
    was = base.place if old is None else old.part.place(old.value)
    return Spot(subject, was, head.place if new is None else new.part.place(new.value))


def _differing(
    base: Mapping[str, Owned[Word]], head: Mapping[str, Owned[Word]]
) -> list[tuple[str, Owned[Word] | None, Owned[Word] | None]]:
    names = [*(name for name in base if name not in head), *(name for name in head if name not in base)]
    return [(name, base.get(name), head.get(name)) for name in names]


def _values(ledger: Ledger, base: Merged, head: Merged) -> None:
    for name, old in base.values.items():
        subject, was = f"{base.name}.{name}", old.part.place(old.value.name)
        new = head.values.get(name)
        if new is not None:
            spot = Spot(subject, was, new.part.place(new.value.name))
            marks = uses_of(old.value.directives, old.part), uses_of(new.value.directives, new.part)
            compare_marks(ledger, spot, *marks)
            continue
        direction = ledger.base.direction(base.name)
        ledger.add(
            "enum-value-removed",
            Spot(subject, was, head.place),
            f"enum value {subject} is gone",
            before=name,
            verdict=_ENUM_REMOVED.get(direction),
            marks=old.value.directives,
            details={"direction": direction},
        )
    for name, added in head.values.items():
        if name not in base.values:
            subject, direction = f"{base.name}.{name}", ledger.base.direction(base.name)
            ledger.add(
                "enum-value-added",
                Spot(subject, base.place, added.part.place(added.value.name)),
                f"enum value {subject} is new",
                after=name,
                verdict=_ENUM_ADDED.get(direction),
                details={"direction": direction},
            )


def _fields(ledger: Ledger, base: Merged, head: Merged) -> None:
    for name, old in base.fields.items():
        if name in head.fields:
            _field(ledger, base.name, old, head.fields[name])
            continue
        subject = f"{base.name}.{name}"
        ledger.add(
            "field-removed",
            Spot(subject, old.part.place(old.value.name), head.place),
            f"field {subject} is gone",
            before=old.value.type.text,
            marks=old.value.directives,
        )
    for name, new in head.fields.items():
        if name not in base.fields:
            subject = f"{base.name}.{name}"
            ledger.add(
                "field-added",
                Spot(subject, base.place, new.part.place(new.value.name)),
                f"field {subject} is new",
                after=new.value.type.text,
            )


def _field(ledger: Ledger, owner: str, old: Owned[Field], new: Owned[Field]) -> None:
    subject = f"{owner}.{old.value.name.text}"
    was, now = old.part.place(old.value.name), new.part.place(new.value.name)
    before, after = old.value.type.text, new.value.type.text
    taken = step(before, after)
    if taken != "same":
        name, said = _FIELD_STEPS[taken]
        spot = Spot(subject, old.part.place(old.value.type), new.part.place(new.value.type))
        message = f"field {subject} {said.format(before=before, after=after)}"
        ledger.add(name, spot, message, before=before, after=after, marks=old.value.directives)
    marks = uses_of(old.value.directives, old.part), uses_of(new.value.directives, new.part)
    compare_marks(ledger, Spot(subject, was, now), *marks)
    arguments = Inputs("argument", subject + "({}:)", was, now)
    with ledger.announced.inside(deprecation(old.value.directives)):
        compare_inputs(ledger, arguments, _owned(old), _owned(new))


def _owned(field: Owned[Field]) -> dict[str, Owned[InputValue]]:
    """Return the arguments of a field by name; of two of a name the first counts."""
    found: dict[str, Owned[InputValue]] = {}
    for one in field.value.arguments:
        found.setdefault(one.name.text, Owned(one, field.part))
    return found


def _a(keyword: str) -> str:
    return f"an {keyword}" if keyword[0] in "aeiou" else f"a {keyword}"
