"""The kinds of change of schemas: each as it is for what clients send, for what they read, and for a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.openapi.kinds_phrases import PHRASES
from trueline.contracts.openapi.oasdiff import NOTES, SERIOUS
from trueline.contracts.schema.rules import RULES
from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.change import Direction

_ROLES: Final[dict[str, tuple[Direction, str, str, tuple[str, ...]]]] = {
    "request": (
        "request", "In a request", "Keep accepting all that was accepted; offer what is stricter under a new name.",
        ("request-body-", "request-property-", "request-body-media-type-", "request-optional-property-",
         "request-required-property-", "request-read-only-property-"),
    ),
    "response": (
        "response", "In a response", "Keep answering within what was promised; offer the rest under a new name.",
        ("response-body-", "response-property-", "response-header-", "response-mediatype-",
         "response-optional-property-", "response-required-property-", "response-write-only-property-",
         "response-optional-write-only-property-", "response-required-write-only-property-"),
    ),
    "parameter": (
        "request", "In a parameter", "Keep accepting all that was accepted; offer what is stricter under a new name.",
        ("request-parameter-", "request-parameter-property-", "request-header-property-"),
    ),
}  # fmt: skip
_ALSO: Final = {
    "request-required-property-added": "new-required-request-property new-required-request-property-with-default",
    "request-property-added": "new-optional-request-property",
    "request-property-removed": "request-property-removed",
    "response-required-property-removed":
        "response-required-property-removed response-required-write-only-property-removed",
    "response-property-added": "response-optional-property-added response-optional-write-only-property-added",
    "response-required-property-added": "response-required-property-added response-required-write-only-property-added",
    "response-property-removed": "response-optional-property-removed response-optional-write-only-property-removed",
    "parameter-required-property-added": "new-required-request-header-property",
}  # fmt: skip
_OTHERS: Final = {
    "property-became-required": "openapi-diff:{role}.required.increased azure:1034",
    "property-became-optional": "openapi-diff:{role}.required.decreased",
    "required-property-added": "openapi-diff:{role}.required.increased azure:1034",
    "required-property-removed": "openapi-diff:{role}.required.decreased azure:1033",
    "property-removed": "azure:1033",
    "property-added": "azure:1041 azure:1045",
    "type-changed": "openapi-diff:schema.type.changed azure:1026",
    "format-changed": "azure:1023",
    "enum-value-removed": "openapi-diff:{role}.enum.decreased azure:1019",
    "enum-value-added": "openapi-diff:{role}.enum.increased azure:1020",
    "one-of-member-removed": "openapi-diff:{role}.oneof.decreased",
    "one-of-member-added": "openapi-diff:{role}.oneof.increased",
    "pattern-changed": "openapi-diff:schema.pattern.changed",
    "discriminator-changed": "openapi-diff:schema.discriminator.changed azure:1030",
    "default-changed": "azure:1027",
    "additional-properties-closed": "azure:1022",
    "additional-properties-opened": "azure:1021",
}  # fmt: skip


def schema_kinds() -> Iterator[ChangeKind]:
    """Yield a kind for each rule of schemas in each role."""
    for role, (direction, where, fix, prefixes) in _ROLES.items():
        for name, rule in RULES.items():
            phrase, suffixes = PHRASES[name]
            compatibility = rule.compatibility(direction)
            is_compatible = compatibility == "compatible"
            peers = [f"{prefix}{suffix}" for suffix in suffixes.split() for prefix in prefixes]
            aliases = [f"oasdiff:{one}" for one in peers if one in SERIOUS or one in NOTES]
            aliases += [f"oasdiff:{one}" for one in _ALSO.get(f"{role}-{name}", "").split()]
            aliases += _OTHERS.get(name, "").format(role=direction).split()
            yield ChangeKind(
                f"openapi/{role}-{name}", f"{where}, {phrase}", compatibility, () if is_compatible else ("clients",),
                direction, "" if is_compatible else fix, tuple(aliases),
            )  # fmt: skip
