"""What of a component is compared, and which of its differences are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.environments.found import ABSENT
from trueline.drift.environments.sides import KEYS_ONLY
from trueline.drift.hidden import hidden
from trueline.drift.secret_attributes import is_secret_attribute

if TYPE_CHECKING:
    from trueline.drift.environments.found import Found
    from trueline.model.resource import Resource

_OF_SECRETS: Final = frozenset({"data", "stringData"})
_PRESENCE_ONLY: Final = frozenset({"terraform/variable", "terraform/output"})
_OWN_NAME: Final = (
    ("metadata", "name"),
    ("metadata", "namespace"),
    ("metadata", "generatename"),
    ("metadata", "managedfields"),
)
# from the API reference of Kubernetes 1.32
_DEFAULTS: Final = {
    "protocol": "tcp", "imagepullpolicy": "ifnotpresent", "restartpolicy": "always", "dnspolicy": "clusterfirst",
    "terminationgraceperiodseconds": "30", "schedulername": "default-scheduler", "revisionhistorylimit": "10",
    "progressdeadlineseconds": "600", "sessionaffinity": "none", "failurethreshold": "3", "successthreshold": "1",
    "periodseconds": "10", "timeoutseconds": "1", "initialdelayseconds": "0", "minreadyseconds": "0", "scheme": "http",
    "volumemode": "filesystem", "concurrencypolicy": "allow", "suspend": "false", "defaultmode": "420",
    "terminationmessagepath": "/dev/termination-log", "terminationmessagepolicy": "file", "optional": "false",
    "podmanagementpolicy": "orderedready", "backofflimit": "6", "hostnetwork": "false", "privileged": "false",
}  # fmt: skip
_PINNED: Final = frozenset({"source", "version"})


def values(left: Resource, right: Resource) -> tuple[object, object]:
    """Return what is compared of two components that are the same."""
    found = _value(left), _value(right)
    if right.kind == "terraform/module" and not (left.absent and right.absent):
        return _pinned(found[0]), _pinned(found[1])
    return found


def _value(resource: Resource) -> object:
    """Return what is compared of a resource: of a module that can be looked into only which it is."""
    value = resource.value
    if not isinstance(value, dict):
        return value
    if resource.kind in _PRESENCE_ONLY:
        return {}
    if resource.kind == "terraform/lock":  # its hashes and constraints follow from the versions
        providers = value.get("provider")
        return _versions(providers) if isinstance(providers, dict) else {}
    return {name: hidden(member) if _is_secret(resource, name) else member for name, member in value.items()}


def _is_secret(resource: Resource, name: str) -> bool:
    """Tell whether a member of a resource is secret whatever it is called."""
    if resource.kind == "kubernetes/Secret":
        return name in _OF_SECRETS
    dialect, _, kind = resource.kind.partition("/")
    return dialect == "terraform" and is_secret_attribute(kind, (name,))


def _versions(providers: dict[str, object]) -> object:
    return {
        "provider": {
            name: {"version": member.get("version")} for name, member in providers.items() if isinstance(member, dict)
        }
    }


def _pinned(value: object) -> object:
    """Return of a module's call what says which module it is: what it hands over is seen in the resources."""
    return {name: member for name, member in value.items() if name in _PINNED} if isinstance(value, dict) else value


def is_compared(found: Found, left: Resource, right: Resource) -> bool:
    """Tell whether a difference is one: names, defaults, and variables that are seen in the resources are not."""
    if right.kind.startswith("kubernetes/") and found.words[:2] in _OWN_NAME:
        return False
    if found.words[:1] == ("tags_all",) or (
        len(found.words) == 1 and found.words[0] in ("apiversion", "kind", "status")
    ):
        return False
    if right.kind.startswith("kubernetes/") and found.is_one_sided and found.words and _is_default(found):
        return False
    if KEYS_ONLY in left.labels or KEYS_ONLY in right.labels:
        return found.is_one_sided and len(found.words) == 1
    return True


def _is_default(found: Found) -> bool:
    """Tell whether what only one says is what Kubernetes takes where nothing is said."""
    default = _DEFAULTS.get(found.words[-1])
    return default is not None and str(found.right if found.left is ABSENT else found.left).lower() == default
