"""Differences as facts of drift: in words, with who did it, and with what must not be shown hidden."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from trueline.drift.hidden import has_secret, hidden, is_secret_member, shielded
from trueline.drift.kubernetes.notable import NOTABLE
from trueline.values.unknown import Unknown, find, is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.kubernetes.walk import Difference
    from trueline.model.drift import Actor

_LONGEST: Final = 80
_TOUCHES: Final[Mapping[str, re.Pattern[str]]] = {
    "access": re.compile(
        r"\.(?:serviceAccount(?:Name)?|automountServiceAccountToken|hostPID|hostIPC|hostUsers|shareProcessNamespace|"
        r"imagePullSecrets|hostPath)\b|\.securityContext\b|\.(?:ephemeralContainers|serviceAccountToken)\b"
    ),
    "network": re.compile(r"\.(?:hostNetwork|hostPort|hostIP|hostAliases|dnsConfig|dnsPolicy)\b"),
    "encryption": re.compile(r"\.tls\b|(?i:kms|encrypt)|insecureSkipTLSVerify"),
    "admission": re.compile(r"pod-security\.kubernetes\.io"),
}
_NAMES: Final[Mapping[str, re.Pattern[str]]] = {
    touched: re.compile(rf'metadata\.(?:annotations|labels)(?:\["|\.)(?:{names})') for touched, names in NOTABLE.items()
}
_BY_KIND: Final[Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "Service": (
        ("exposure", re.compile(
            r"spec\.(?:type|externalIPs|loadBalancer\w+|externalName|selector|nodePort|externalTrafficPolicy|ports)\b"
        )),
    ),
    "Ingress": (("exposure", re.compile(r"spec\b|metadata\.annotations")),),
    "Gateway": (("exposure", re.compile(r"spec\b")),),
    "HTTPRoute": (("exposure", re.compile(r"spec\b")),),
    "NetworkPolicy": (("network", re.compile(r"spec\b")),),
    "CiliumClusterwideNetworkPolicy": (("network", re.compile(r"spec\b")),),
    "CiliumNetworkPolicy": (("network", re.compile(r"spec\b")),),
    "AuthorizationPolicy": (("access", re.compile(r"spec\b")),),
    "PeerAuthentication": (("encryption", re.compile(r"spec\b")),),
    "MutatingWebhookConfiguration": (("admission", re.compile(r"webhooks\b")),),
    "ValidatingWebhookConfiguration": (("admission", re.compile(r"webhooks\b")),),
    "CustomResourceDefinition": (("admission", re.compile(r"spec\.conversion\b")),),
    "ServiceAccount": (("access", re.compile(r"metadata\.annotations|automount|secrets|imagePull")),),
    "StorageClass": (("encryption", re.compile(r"parameters\b.*(?i:kms|encrypt)")),),
}  # fmt: skip
_WHOLE: Final[Mapping[str, str]] = {  # what it touches when such an object comes or goes
    "CiliumClusterwideNetworkPolicy": "network",
    "CiliumNetworkPolicy": "network",
    "Gateway": "exposure",
    "HTTPRoute": "exposure",
    "Ingress": "exposure",
    "MutatingWebhookConfiguration": "admission",
    "NetworkPolicy": "network",
    "Service": "exposure",
    "ServiceAccount": "access",
    "ValidatingWebhookConfiguration": "admission",
}


def touches(kind: str, path: str, value: object = None) -> list[str]:
    """Return what a difference at ``path`` touches; ``value`` is what was added, in which it may be, too.

    Of an object as a whole the path is empty, and ``value`` the object, as far as it is known.
    """
    if not path:
        is_inside = kind == "Service" and isinstance(value, dict) and not _is_exposed(value)
        return [_WHOLE[kind]] if kind in _WHOLE and not is_inside else []
    texts = [path, *_inner(path, value)]
    found = {name for name, pattern in _TOUCHES.items() if any(pattern.search(text) for text in texts)}
    found |= {name for name, pattern in _NAMES.items() if pattern.search(path)}
    found |= {name for name, pattern in _BY_KIND.get(kind, ()) if pattern.match(path)}
    return sorted(found)


def _is_exposed(service: Mapping[str, object]) -> bool:
    """Tell whether a Service is reached from outside of the cluster."""
    kind = find(service, ("spec", "type"))
    return is_unknown(kind) or kind in ("LoadBalancer", "NodePort") or bool(find(service, ("spec", "externalIPs")))


def _inner(path: str, value: object) -> Iterator[str]:
    """Yield the paths of the maps in a value that was added, two levels deep."""
    for key, member in value.items() if isinstance(value, dict) else ():
        yield f"{path}.{key}"
        for inner in member if isinstance(member, dict) else ():
            yield f"{path}.{key}.{inner}"


def concealed(value: object, path: tuple[str | int, ...], root: object) -> object:
    """Return a value of an object with all that must not be shown marked: by the names on the way, and inside."""
    current = root
    for step in path:
        if is_secret_member(current, step):
            return hidden(value)
        current = find(current, (step,))
    return shielded(value)


def message(found: Difference, declared: object, actual: object, by: Actor | None) -> str:
    """Return a difference in words; ``declared`` and ``actual`` have what is secret marked."""
    path = found.spot.text
    if found.kind == "added":
        text = f"{path} is {_short(actual)}, declared nowhere" if _is_shown(actual) else f"{path} is declared nowhere"
    elif is_unknown(found.declared):
        is_there = f" is {_short(actual)}," if _is_shown(actual) else ""
        text = f"{path} is not there" if found.actual is None else f"{path}{is_there} is not what the chart has made"
    elif found.actual is None:
        text = f"{path} is not there, declared {_short(declared)}" if _is_shown(declared) else f"{path} is not there"
    elif _is_shown(declared) and _is_shown(actual):
        text = f"{path} is {_short(actual)}, declared {_short(declared)}"
    else:
        text = f"{path} is not what is declared"
    return text + by_whom(by)


def by_whom(by: Actor | None, verb: str = "changed") -> str:
    """Return who did it and when, as the end of a sentence; nothing where nobody knows."""
    if by is None:
        return ""
    day = by.at.partition("T")[0]
    return f"; {verb} by {line(by.name[:_LONGEST])}" + (f" on {line(day[:_LONGEST])}" if day else "")


def _is_shown(value: object) -> bool:
    if isinstance(value, dict | list):
        return not has_secret(value) and not any(isinstance(leaf, Unknown) for leaf in leaves(value))
    return value is not None and not is_sensitive(value)


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    is_whole = isinstance(value, dict | list)
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) if is_whole else str(value)
    text = line(said[: 2 * _LONGEST]) or '""'
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def line(text: str) -> str:
    """Return text without line ends and controls, for a message."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
