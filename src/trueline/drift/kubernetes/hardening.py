"""Values that only close something: what admission writes into workloads to make them safer opens no way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLOSED: Final[Mapping[str, object]] = {
    "allowPrivilegeEscalation": False,
    "automountServiceAccountToken": False,
    "hostIPC": False,
    "hostNetwork": False,
    "hostPID": False,
    "hostUsers": False,
    "privileged": False,
    "procMount": "Default",
    "readOnlyRootFilesystem": True,
    "runAsNonRoot": True,
    "shareProcessNamespace": False,
}
_PROFILES: Final = frozenset({"seccompProfile", "appArmorProfile"})
_GROUPS: Final = frozenset({"securityContext", "capabilities"})
_IDS: Final = frozenset({"runAsUser", "runAsGroup"})


def only_closes(path: str, value: object) -> bool:
    """Tell whether what stands at a path of a pod, and is declared nowhere, only takes rights away."""
    return _closes(path.rpartition(".")[2], value)


def _closes(name: str, value: object) -> bool:
    if name in _CLOSED:
        return type(value) is type(_CLOSED[name]) and value == _CLOSED[name]
    if name in _IDS:
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if name in _PROFILES:
        return isinstance(value, dict) and value.get("type") == "RuntimeDefault"
    if name in _GROUPS:
        return isinstance(value, dict) and all(_closes(key, member) for key, member in value.items())
    return name == "drop"
