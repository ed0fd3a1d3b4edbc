"""For each kind of change and each direction: whether it breaks, and why where that is not its mirror's answer.

A request may only widen and a response may only narrow. So what narrows breaks requests, what widens breaks responses,
and each narrowing kind has a widening one as its mirror, whose answers are the same with the directions exchanged.
Where an answer departs from that, ``reason`` says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.schema.difference import CHANGES, NARROWS, NOTHING, WIDENS, Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.schema.change import Direction
    from trueline.model.change import Compatibility

_ORDER: Final[tuple[Compatibility, ...]] = ("compatible", "dangerous", "breaking")


class Rule(NamedTuple):
    """What there is to say of one kind of change. ``mirror`` is the kind that undoes it."""

    effect: Effect
    request: Compatibility
    response: Compatibility
    mirror: str
    reason: str = ""

    def compatibility(self, direction: Direction) -> Compatibility:
        """Return the answer for a direction; for both, the worse one."""
        if direction == "both":
            return max(self.request, self.response, key=_ORDER.index)
        return self.request if direction == "request" else self.response


_MIRRORS: Final = {
    "additional-items-closed": "additional-items-opened",
    "additional-properties-closed": "additional-properties-opened",
    "any-of-member-removed": "any-of-member-added",
    "condition-added": "condition-removed",
    "contains-added": "contains-removed",
    "contains-narrowed": "contains-widened",
    "dependent-required-added": "dependent-required-removed",
    "dependent-schema-added": "dependent-schema-removed",
    "enum-added": "enum-removed",
    "enum-value-removed": "enum-value-added",
    "format-added": "format-removed",
    "format-narrowed": "format-widened",
    "max-contains-added": "max-contains-removed",
    "max-contains-lowered": "max-contains-raised",
    "max-items-added": "max-items-removed",
    "max-items-lowered": "max-items-raised",
    "max-length-added": "max-length-removed",
    "max-length-lowered": "max-length-raised",
    "max-properties-added": "max-properties-removed",
    "max-properties-lowered": "max-properties-raised",
    "maximum-added": "maximum-removed",
    "maximum-lowered": "maximum-raised",
    "min-contains-raised": "min-contains-lowered",
    "min-items-added": "min-items-removed",
    "min-items-raised": "min-items-lowered",
    "min-length-added": "min-length-removed",
    "min-length-raised": "min-length-lowered",
    "min-properties-added": "min-properties-removed",
    "min-properties-raised": "min-properties-lowered",
    "minimum-added": "minimum-removed",
    "minimum-raised": "minimum-lowered",
    "multiple-of-added": "multiple-of-removed",
    "multiple-of-narrowed": "multiple-of-widened",
    "not-added": "not-removed",
    "not-widened": "not-narrowed",
    "nullable-removed": "nullable-added",
    "one-of-member-removed": "one-of-member-added",
    "pattern-added": "pattern-removed",
    "pattern-property-added": "pattern-property-removed",
    "property-added": "property-removed",
    "property-became-required": "property-became-optional",
    "required-property-added": "required-property-removed",
    "type-narrowed": "type-widened",
    "unique-items-added": "unique-items-removed",
}
"""A kind that allows fewer values → the kind that undoes it."""

_CHANGED: Final = (
    "composition-changed", "contains-changed", "discriminator-changed", "format-changed", "multiple-of-changed",
    "not-changed", "pattern-changed", "type-changed",
)  # fmt: skip
"""Kinds that allow fewer values and more."""

_UNKNOWN: Final = ("may-have-changed",)

_NOTES: Final = {
    "content-encoding-added": "content-encoding-removed",
    "content-media-type-added": "content-media-type-removed",
    "default-added": "default-removed",
    "deprecated-added": "deprecated-removed",
    "discriminator-added": "discriminator-removed",
    "read-only-added": "read-only-removed",
    "write-only-added": "write-only-removed",
}
"""Kinds that validation does not see, and that readers act on."""

_OPEN: Final = "an object that says nothing about other members may hold them already; the details tell (open_model)"
_SENT: Final = "what a client sends beside is nearly always ignored, and what it no longer gets it may have needed"
_OVERLAP: Final = "programs take the first member that fits; that two may fit is in the details alone"
_DEFAULT: Final = "an absent value means something else to whoever fills it in: only requests are filled in by others"
_MARK: Final = "the mark says what may be sent or expected, and forbids nothing by itself"
_CONTENT: Final = "what a text holds is read otherwise, whoever sends it"

_DEPARTURES: Final[dict[str, tuple[Compatibility, Compatibility, str]]] = {
    "additional-properties-opened": ("compatible", "dangerous", "readers are used to ignore members they do not know"),
    "content-encoding-added": ("dangerous", "dangerous", _CONTENT),
    "content-encoding-changed": ("breaking", "breaking", _CONTENT),
    "content-encoding-removed": ("dangerous", "dangerous", _CONTENT),
    "content-media-type-added": ("dangerous", "dangerous", _CONTENT),
    "content-media-type-changed": ("breaking", "breaking", _CONTENT),
    "content-media-type-removed": ("dangerous", "dangerous", _CONTENT),
    "default-added": ("dangerous", "compatible", _DEFAULT),
    "default-changed": ("dangerous", "compatible", _DEFAULT),
    "default-removed": ("dangerous", "compatible", _DEFAULT),
    "discriminator-added": ("dangerous", "dangerous", "programs choose a member by it instead of by what fits"),
    "discriminator-mapping-added": ("compatible", "dangerous", "a new value of the property, like one of an enum"),
    "discriminator-mapping-changed": ("dangerous", "dangerous", "the same value leads to another schema"),
    "discriminator-mapping-removed": ("breaking", "compatible", "the value is no longer understood"),
    "discriminator-removed": ("dangerous", "dangerous", "programs that chose a member by it no longer can"),
    "enum-value-added": ("compatible", "dangerous", "readers often have a branch for values they do not know"),
    "format-added": ("dangerous", "compatible", "whether a format is checked is up to each program"),
    "format-removed": ("compatible", "dangerous", "whether a format is checked is up to each program"),
    "one-of-overlap": ("compatible", "compatible", _OVERLAP),
    "pattern-property-added": ("dangerous", "compatible", _OPEN),
    "pattern-property-removed": ("dangerous", "dangerous", _SENT),
    "property-added": ("compatible", "compatible", _OPEN),
    "property-removed": ("dangerous", "dangerous", _SENT),
    "read-only-added": ("dangerous", "compatible", _MARK),
    "read-only-removed": ("compatible", "compatible", _MARK),
    "required-property-removed": ("dangerous", "breaking", _SENT),
    "write-only-added": ("compatible", "dangerous", _MARK),
    "write-only-removed": ("compatible", "compatible", _MARK),
}
"""Kind → the answers for a request and for a response, and why they are not the mirror's."""


def _rules() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for narrowing, widening in _MIRRORS.items():
        found[narrowing] = Rule(NARROWS, "breaking", "compatible", widening)
        found[widening] = Rule(WIDENS, "compatible", "breaking", narrowing)
    for kind in _CHANGED:
        found[kind] = Rule(CHANGES, "breaking", "breaking", kind)
    for kind in _UNKNOWN:
        found[kind] = Rule(CHANGES, "dangerous", "dangerous", kind)
    for kind, other in _NOTES.items():
        found[kind] = Rule(NOTHING, "compatible", "compatible", other)
        found[other] = Rule(NOTHING, "compatible", "compatible", kind)
    for kind in ("content-encoding-changed", "content-media-type-changed", "default-changed"):
        found[kind] = Rule(NOTHING, "compatible", "compatible", kind)
    found["discriminator-mapping-added"] = Rule(WIDENS, "compatible", "breaking", "discriminator-mapping-removed")
    found["discriminator-mapping-removed"] = Rule(NARROWS, "breaking", "compatible", "discriminator-mapping-added")
    found["discriminator-mapping-changed"] = Rule(CHANGES, "breaking", "breaking", "discriminator-mapping-changed")
    found["one-of-overlap"] = Rule(CHANGES, "compatible", "compatible", "one-of-overlap")
    for kind, (request, response, reason) in _DEPARTURES.items():
        found[kind] = Rule(found[kind].effect, request, response, found[kind].mirror, reason)
    return dict(sorted(found.items()))


RULES: Final[dict[str, Rule]] = _rules()
"""Kind of change → what there is to say of it."""


def answer(kind: str, effect: Effect, details: Mapping[str, object], direction: Direction) -> Compatibility:
    """Return whether a change of that kind breaks, when its effect and its details are known."""
    if direction == "both":
        both = (answer(kind, effect, details, "request"), answer(kind, effect, details, "response"))
        return max(both, key=_ORDER.index)
    if details.get("read_only" if direction == "request" else "write_only") is True:
        return "compatible"  # such values are not sent in this direction
    rule = RULES[kind]
    breaks = effect.narrows if direction == "request" else effect.widens
    if kind in _BY_EFFECT and breaks and not details.get("open_model"):
        return _BY_EFFECT[kind] if direction == "response" else "breaking"
    if not rule.reason and rule.effect != effect and kind not in _UNKNOWN:
        return "breaking" if breaks else "compatible"
    return rule.compatibility(direction)


_BY_EFFECT: Final[dict[str, Compatibility]] = {
    "pattern-property-added": "dangerous",
    "pattern-property-removed": "dangerous",
    "property-added": "dangerous",
    "property-removed": "dangerous",
}
"""Kinds that break requests when they narrow; and what they are for responses when they widen."""
