"""Which admission policies keep out exactly what a rule of Trueline's finds: well-known ones, by name and content.

A name alone proves nothing: whoever copies a policy may change it. So each entry also says which words its rules
have to hold (the fields that it looks at), and a constraint of Gatekeeper which parameters. What keeps out nearly the
same is not here: a gate that guesses is worse than one that is silent.

Sources: https://kyverno.io/policies, https://open-policy-agent.github.io/gatekeeper-library,
https://kubernetes.io/docs/concepts/security/pod-security-standards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Known(NamedTuple):
    """One rule of Trueline's, and what keeps out the same.

    ``kyverno`` are names of policies of Kyverno's library, each with words that its rules hold; ``gatekeeper`` kinds
    of constraints with the parameters that they need (a list has to hold those values); ``level`` the lowest level of
    the Pod Security Standards that has it. ``kinds`` are the objects it is about. ``is_both`` says that a rule and a
    policy keep out the same; else the policy keeps out more.
    """

    kyverno: Mapping[str, tuple[str, ...]] = {}
    gatekeeper: Mapping[str, Mapping[str, object]] = {}
    level: str = ""
    kinds: tuple[str, ...] = ("Pod",)
    is_both: bool = True


CORRESPONDENCES: Final[Mapping[str, Known]] = {
    "container-privileged": Known(
        {"disallow-privileged-containers": ("privileged",)}, {"K8sPSPPrivilegedContainer": {}}, "baseline"
    ),
    "container-privilege-escalation": Known(
        {"disallow-privilege-escalation": ("allowPrivilegeEscalation",)},
        {"K8sPSPAllowPrivilegeEscalationContainer": {}},
        "restricted",
    ),
    "container-runs-as-root": Known(
        {"require-run-as-nonroot": ("runAsNonRoot",)},
        {"K8sPSPAllowedUsers": {"runAsUser": {"rule": "MustRunAsNonRoot"}}},
        "restricted",
    ),
    "container-dangerous-capability": Known(
        {"disallow-capabilities": ("capabilities", "NET_BIND_SERVICE")}, {}, "baseline"
    ),
    "container-keeps-capabilities": Known(
        {"disallow-capabilities-strict": ("drop", "ALL"), "drop-all-capabilities": ("drop", "ALL")}, {}, "restricted"
    ),
    "container-without-seccomp-profile": Known(
        {"restrict-seccomp-strict": ("seccompProfile", "RuntimeDefault")}, {}, "restricted"
    ),
    "container-with-writable-root": Known(
        {"require-ro-rootfs": ("readOnlyRootFilesystem",)}, {"K8sPSPReadOnlyRootFilesystem": {}}
    ),
    "container-host-port": Known({"disallow-host-ports": ("hostPort",)}, {}, "baseline"),
    "pod-shares-host-namespace": Known(
        {"disallow-host-namespaces": ("hostPID", "hostIPC", "hostNetwork")}, {}, "baseline"
    ),
    "pod-mounts-host-path": Known({"disallow-host-path": ("hostPath",)}, {}, "baseline"),
    "pod-mounts-sensitive-host-path": Known({"disallow-host-path": ("hostPath",)}, {}, "baseline", is_both=False),
    "pod-mounts-runtime-socket": Known(
        {
            "disallow-container-sock-mounts": ("hostPath", "docker.sock"),
            "disallow-host-path": ("hostPath",),
        },
        {},
        "baseline",
        is_both=False,
    ),
    "container-without-memory-limit": Known(
        {"require-requests-limits": ("limits", "requests", "memory")}, {}, is_both=False
    ),
    "container-without-requests": Known(
        {"require-requests-limits": ("limits", "requests", "memory", "cpu")}, {}, is_both=False
    ),
    "image-tag-latest": Known({"disallow-latest-tag": ("latest",)}, {"K8sDisallowedTags": {"tags": ["latest"]}}),
    "object-in-default-namespace": Known(
        {"disallow-default-namespace": ("namespace", "default")}, {}, kinds=("Pod", "Deployment"), is_both=False
    ),
    "service-node-port": Known({"restrict-nodeport": ("NodePort",)}, {"K8sBlockNodePort": {}}, kinds=("Service",)),
    "service-external-ip": Known(
        {"restrict-external-ips": ("externalIPs",)}, {"K8sExternalIPs": {"allowedIPs": None}}, kinds=("Service",)
    ),
    "cluster-admin-bound": Known(
        {"restrict-binding-clusteradmin": ("cluster-admin",)}, {}, kinds=("ClusterRoleBinding",), is_both=False
    ),
}
"""Rule id → what corresponds to it."""

LEVELS: Final = ("privileged", "baseline", "restricted")
"""The levels of the Pod Security Standards; each has what is kept out by those before it."""
