"""The closed table of what can differ between two revisions of a custom resource definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.schema import RULES
from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Broken, Compatibility

FORMAT: Final = "kubernetes-crd"
_SERVE: Final = "Go on serving it until no object and no client uses it, and mark it deprecated meanwhile."
_VERSION: Final = "Put it into a new version, and convert between both."
_MIGRATE: Final = "Rewrite the objects that are stored before the old version goes."
_BOTH: Final[tuple[Broken, ...]] = ("clients", "data")
_CLIENTS: Final[tuple[Broken, ...]] = ("clients",)
_DATA: Final[tuple[Broken, ...]] = ("data",)
_NOT_OF_RESOURCES: Final = (
    "condition-", "contains-", "dependent-", "discriminator-", "max-contains-", "min-contains-", "pattern-property-",
)  # fmt: skip
"""Kinds of keywords that structural schemas do not have."""


def _kind(
    name: str, title: str, compatibility: Compatibility, breaks: tuple[Broken, ...] = (), fix: str = ""
) -> ChangeKind:
    return ChangeKind(f"{FORMAT}/{name}", title, compatibility, breaks, "", fix)


_TABLE: Final = (
    _kind("definition-added", "A kind of resource is new", "compatible"),
    _kind("definition-removed", "A kind of resource is gone, and all objects of it", "breaking", _BOTH, _SERVE),
    _kind("version-added", "A version is new", "compatible"),
    _kind("version-removed", "A version is gone", "breaking", _BOTH, _SERVE),
    _kind("version-served", "A version is served now", "compatible"),
    _kind("version-not-served", "A version is no longer served", "breaking", _CLIENTS, _SERVE),
    _kind("version-deprecated", "A version is deprecated", "compatible"),
    _kind("version-not-deprecated", "A version is no longer deprecated", "compatible"),
    _kind("storage-version-changed", "Objects are stored in another version", "dangerous", _DATA, _MIGRATE),
    _kind("conversion-changed", "Versions are converted otherwise", "dangerous", _DATA),
    _kind("scope-changed", "Objects are in namespaces, or no longer", "breaking", _BOTH, "Define another kind."),
    _kind("name-changed", "The kind is called otherwise", "breaking", _CLIENTS, "Define another kind."),
    _kind("short-name-removed", "A short name is gone", "dangerous", _CLIENTS),
    _kind("subresource-added", "A subresource is new", "dangerous", _CLIENTS, _VERSION),
    _kind("subresource-removed", "A subresource is gone", "breaking", _CLIENTS, _VERSION),
    _kind("selectable-field-removed", "Objects can no longer be selected by a field", "breaking", _CLIENTS, _VERSION),
    _kind("unknown-fields-kept", "Fields that the schema does not name are kept", "compatible"),
    _kind("unknown-fields-pruned", "Fields that the schema does not name are dropped", "breaking", _DATA, _VERSION),
    _kind("list-type-changed", "Lists or maps are merged otherwise", "dangerous", _CLIENTS, _VERSION),
    _kind("validation-added", "A rule of validation is new", "dangerous", _BOTH, _VERSION),
    _kind("validation-removed", "A rule of validation is gone", "compatible"),
    *(
        _kind(
            f"schema-{name}",
            f"In a schema: {name.replace('-', ' ')}",
            rule.request,
            () if rule.request == "compatible" else _BOTH,
            "" if rule.request == "compatible" else _VERSION,
        )
        for name, rule in RULES.items()
        if not name.startswith(_NOT_OF_RESOURCES)
    ),
)

KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in _TABLE}
"""Every kind, by id."""
