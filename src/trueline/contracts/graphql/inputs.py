"""What differs between the arguments of a field or directive, or the fields of an input type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.graphql.ledger import Spot
from trueline.contracts.graphql.marks import compare_marks, uses_of
from trueline.contracts.graphql.shapes import is_non_null, step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.graphql.ledger import Ledger, Verdict
    from trueline.contracts.graphql.merged import Owned, Place
    from trueline.parsers.graphql.syntax import InputValue

_NOUNS: Final = {"argument": "argument", "input-field": "field", "directive-argument": "argument"}


class Inputs(NamedTuple):
    """What takes values: what kind of thing they are, how each is addressed, what has them, and who breaks."""

    noun: str
    address: str
    base: Place
    head: Place
    verdict: Verdict | None = None

    def spot(self, name: str, base: Place | None = None, head: Place | None = None) -> Spot:
        """Return the place of one of them; on a side where it is not, that of what would have it."""
        return Spot(self.address.format(name), base or self.base, head or self.head)


def compare_inputs(
    ledger: Ledger, inputs: Inputs, base: Mapping[str, Owned[InputValue]], head: Mapping[str, Owned[InputValue]]
) -> None:
    """Write down what differs between two sets of arguments or input fields."""
    for name, old in base.items():
        if name in head:
            _Pair(ledger, inputs, old, head[name]).compare()
            continue
        spot = inputs.spot(name, base=old.part.place(old.value.name))
        ledger.add(
            f"{inputs.noun}-removed",
            spot,
            f"{_NOUNS[inputs.noun]} {spot.subject} is gone",
            before=_written(old.value),
            verdict=inputs.verdict,
            marks=old.value.directives,
        )
    for name, new in head.items():
        if name not in base:
            _added(ledger, inputs, new)


def _added(ledger: Ledger, inputs: Inputs, new: Owned[InputValue]) -> None:
    spot = inputs.spot(new.value.name.text, head=new.part.place(new.value.name))
    noun, after = _NOUNS[inputs.noun], _written(new.value)
    if _is_required(new.value):
        message = f"{noun} {spot.subject} is new, and must be given"
        ledger.add(f"required-{inputs.noun}-added", spot, message, after=after, verdict=inputs.verdict)
        return
    ledger.add(f"optional-{inputs.noun}-added", spot, f"{noun} {spot.subject} is new, and may be left out", after=after)


class _Pair:
    """One argument or input field that is on both sides."""

    def __init__(self, ledger: Ledger, inputs: Inputs, old: Owned[InputValue], new: Owned[InputValue]) -> None:
        self._ledger = ledger
        self._inputs = inputs
        self._old = old
        self._new = new
        name = old.value.name
        self._spot = inputs.spot(name.text, old.part.place(name), new.part.place(new.value.name))

    def compare(self) -> None:
        old, new = self._old, self._new
        self._type()
        self._default()
        base, head = uses_of(old.value.directives, old.part), uses_of(new.value.directives, new.part)
        compare_marks(self._ledger, self._spot, base, head)

    def _type(self) -> None:
        before, after = self._old.value.type.text, self._new.value.type.text
        taken = step(before, after)
        if taken == "other":
            self._say("type-changed", f"is {after}, was {before}", before, after)
        elif not _is_required(self._old.value) and _is_required(self._new.value):
            self._say("became-required", "must be given now", _written(self._old.value), _written(self._new.value))
        elif taken == "tighter":
            self._say("became-non-null", f"is {after}, was {before}", before, after)
        elif taken == "looser" or (_is_required(self._old.value) and not _is_required(self._new.value)):
            before, after = _written(self._old.value), _written(self._new.value)
            self._say("became-optional", f"is {after}, was {before}", before, after)

    def _default(self) -> None:
        old, new = self._old.value.default, self._new.value.default
        before, after = old.text if old else None, new.text if new else None
        required = _is_required(self._old.value), _is_required(self._new.value)
        if before == after or any(required):
            return  # whoever had to give a value gets none; whoever must has a change of its own
        base = self._old.part.place(old) if old else self._spot.base
        head = self._new.part.place(new) if new else self._spot.head
        said = f"has the default {after or 'null'}, had {before or 'none'}" if after else f"lost its default {before}"
        self._say("default-changed", said, before, after, Spot(self._spot.subject, base, head))

    def _say(self, name: str, said: str, before: object, after: object, spot: Spot | None = None) -> None:
        inputs = self._inputs
        if spot is None:
            base = self._old.part.place(self._old.value.type)
            spot = Spot(self._spot.subject, base, self._new.part.place(self._new.value.type))
        is_break = name not in ("became-optional", "default-changed")
        self._ledger.add(
            f"{inputs.noun}-{name}",
            spot,
            f"{_NOUNS[inputs.noun]} {spot.subject} {said}",
            before=before,
            after=after,
            verdict=inputs.verdict if is_break else None,
            marks=self._old.value.directives,
        )


def _is_required(value: InputValue) -> bool:
    return is_non_null(value.type.text) and value.default is None


def _written(value: InputValue) -> str:
    return f"{value.type.text} = {value.default.text}" if value.default else value.type.text
