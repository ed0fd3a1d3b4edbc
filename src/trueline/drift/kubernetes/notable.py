"""Annotations and labels that decide about security: what mounts, injects, lets in and grants reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_INGRESSES: Final = (
    r"(?:nginx|alb|traefik|appgw|haproxy)\.ingress\.kubernetes\.io/|"
    r"haproxy\.org/|haproxy-ingress\.github\.io/|nginx\.org/"
)
_GUARDS: Final = (
    "whitelist|allowlist|denylist|blacklist|auth|snippet|cors|ssl|tls|modsecurity|waf|scheme|inbound-cidrs|internal|"
    "security-group|private|middlewares"
)
NOTABLE: Final[Mapping[str, str]] = {  # what it touches → how the names begin
    "access": (
        r"(?:container\.)?(?:apparmor\.security\.beta|seccomp\.security\.alpha)\.kubernetes\.io/|"
        r"eks\.amazonaws\.com/role-arn\b|iam\.gke\.io/gcp-service-account\b|iam\.amazonaws\.com/|"
        # the injector writes the status
        r"azure\.workload\.identity/|vault\.hashicorp\.com/(?!agent-inject-status\b)"
    ),
    "network": (
        r"istio-injection\b|(?:sidecar\.istio|linkerd)\.io/inject\b|istio\.io/dataplane-mode\b|"
        r"traffic\.sidecar\.istio\.io/|config\.linkerd\.io/skip-"
    ),
    "exposure": (
        r"service\.(?:beta\.)?kubernetes\.io/[\w-]*(?:internal|scheme|source-ranges|security-groups|allowed-)|"
        r"(?:networking\.gke\.io|cloud\.google\.com)/load-balancer-type\b|[\w.-]+/aws-load-balancer-scheme\b|"
        rf"(?:{_INGRESSES})[\w-]*(?:{_GUARDS})"
    ),
}
_ANY: Final = re.compile("|".join(NOTABLE.values()))


def is_notable(name: str) -> bool:
    """Tell whether an annotation or label of that name is told though nobody declares it."""
    return _ANY.match(name) is not None
