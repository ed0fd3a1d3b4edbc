"""Whether all that is there of a sort is declared, as a team says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.glob import GlobError, matches_glob

if TYPE_CHECKING:
    from trueline.model.drift_settings import DriftSettings


def is_managed(kind: str, namespace: str, settings: DriftSettings) -> bool:
    """Tell whether objects of a kind of Kubernetes are wholly declared, everywhere or in their namespace."""
    return any(
        _matches(f"kubernetes/{kind}" if "/" in pattern else namespace, pattern)
        for pattern in settings.managed
        if "/" in pattern or namespace
    )


def is_managed_type(kind: str, settings: DriftSettings) -> bool:
    """Tell whether resources of a type (``terraform/aws_iam_role``) are; a pattern may leave out the dialect."""
    return any(_matches(name, pattern) for pattern in settings.managed for name in (kind, kind.partition("/")[2]))


def _matches(text: str, pattern: str) -> bool:
    try:
        return matches_glob(text, pattern)
    except GlobError:
        return False
