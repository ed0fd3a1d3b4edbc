"""The closed table of what can differ between two revisions of a Terraform module's interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.change import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Broken, Compatibility

FORMAT: Final = "terraform-module"
_DEFAULT: Final = "Give it a default that means what was done before."
_KEEP: Final = "Keep it, say in its description that it is deprecated, and remove it in a later major version."
_MAJOR: Final = "Release it as a new major version, and say in its notes what callers have to do."
_CODE: Final[tuple[Broken, ...]] = ("code",)


def _kind(name: str, title: str, compatibility: Compatibility, direction: str = "", fix: str = "") -> ChangeKind:
    breaks = () if compatibility == "compatible" else _CODE
    return ChangeKind(f"{FORMAT}/{name}", title, compatibility, breaks, direction, fix)


_TABLE: Final = (
    _kind("module-added", "A module is new", "compatible"),
    _kind("module-removed", "A module is gone", "breaking", fix=_MAJOR),
    _kind("required-variable-added", "A variable that must be set is new", "breaking", "request", _DEFAULT),
    _kind("optional-variable-added", "A variable that may be left out is new", "compatible", "request"),
    _kind("variable-removed", "A variable is gone", "breaking", "request", _KEEP),
    _kind("variable-became-required", "A variable must be set now", "breaking", "request", _DEFAULT),
    _kind("variable-became-optional", "A variable may be left out now", "compatible", "request"),
    _kind("variable-type-narrowed", "A variable takes less than it took", "breaking", "request", _MAJOR),
    _kind("variable-type-widened", "A variable takes more than it took", "compatible", "request"),
    _kind("variable-type-changed", "A variable reads what it takes otherwise", "dangerous", "request", _MAJOR),
    _kind("variable-default-changed", "A variable has another default", "dangerous", "request", _MAJOR),
    _kind("variable-became-non-null", "A variable may not be null any more", "breaking", "request", _DEFAULT),
    _kind("variable-became-nullable", "Null no longer stands for the default", "dangerous", "request", _MAJOR),
    _kind("variable-validation-added", "A variable is validated where it was not", "dangerous", "request", _MAJOR),
    _kind("variable-validation-removed", "A variable is validated less", "compatible", "request"),
    _kind("output-added", "An output is new", "compatible", "response"),
    _kind("output-removed", "An output is gone", "breaking", "response", _KEEP),
    _kind(
        "output-became-sensitive", "An output is sensitive now", "dangerous", "response",
        "Add another output for the part that is secret.",
    ),
    _kind("output-became-public", "An output is no longer sensitive", "compatible", "response"),
    _kind("deprecation-added", "A variable or output is deprecated", "compatible"),
    _kind("deprecation-removed", "A variable or output is no longer deprecated", "compatible"),
    _kind("version-requirement-changed", "Another version of something is asked for", "dangerous", "", _MAJOR),
    _kind("version-requirement-removed", "Any version of something will do", "compatible"),
    _kind("provider-added", "A provider is asked for that was not", "dangerous", "", _MAJOR),
    _kind("provider-removed", "A provider is no longer asked for", "compatible"),
    _kind("provider-source-changed", "A provider is another one of the same name", "breaking", "", _MAJOR),
    _kind("provider-configuration-added", "A provider must be passed", "breaking", "request", _MAJOR),
    _kind("provider-configuration-removed", "A provider may not be passed any more", "breaking", "request", _MAJOR),
)  # fmt: skip

KINDS: Final[Mapping[str, ChangeKind]] = {kind.id: kind for kind in _TABLE}
"""Every kind, by id."""
