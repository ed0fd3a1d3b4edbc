"""What the platform puts into pods and workloads by itself: sidecars, tokens, tolerations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.shape import union
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Path

_SIDECARS: Final[Mapping[str, tuple[str, str]]] = {  # container → what marks its pod, a part of its image
    "istio-proxy": ("sidecar.istio.io/status", "proxyv2"),
    "istio-init": ("sidecar.istio.io/status", "proxyv2"),
    "istio-validation": ("sidecar.istio.io/status", "proxyv2"),
    "linkerd-proxy": ("linkerd.io/proxy-version", "linkerd"),
    "linkerd-init": ("linkerd.io/proxy-version", "linkerd"),
    "linkerd-network-validator": ("linkerd.io/proxy-version", "linkerd"),
    "vault-agent": ("vault.hashicorp.com/agent-inject-status", "vault"),
    "vault-agent-init": ("vault.hashicorp.com/agent-inject-status", "vault"),
    "daprd": ("dapr.io/enabled", "dapr"),
    "consul-dataplane": ("consul.hashicorp.com/connect-inject-status", "consul"),
    "consul-connect-inject-init": ("consul.hashicorp.com/connect-inject-status", "consul"),
    "envoy-sidecar": ("consul.hashicorp.com/connect-inject-status", "envoy"),
    "kuma-sidecar": ("kuma.io/sidecar-injected", "kuma"),
    "kuma-init": ("kuma.io/sidecar-injected", "kuma"),
    "kuma-validation": ("kuma.io/sidecar-injected", "kuma"),
    "otc-container": ("sidecar.opentelemetry.io/injected", "opentelemetry"),
    "envoy": ("appmesh.k8s.aws/sidecarInjectorWebhook", "aws-appmesh-envoy"),
    "proxyinit": ("appmesh.k8s.aws/sidecarInjectorWebhook", "aws-appmesh-proxy"),
    "gke-gcsfuse-sidecar": ("gke-gcsfuse/volumes", "gcs-fuse-csi-driver-sidecar"),
    "azwi-proxy": ("azure.workload.identity/inject-proxy-sidecar", "azure/workload-identity"),
}
_VOLUMES: Final = re.compile(
    r"kube-api-access-[a-z0-9]{5}|istio-(?:envoy|data|podinfo|token|certs)|istiod-ca-cert|workload-socket|"
    r"credential-socket|workload-certs|linkerd-(?:proxy-init-xtables-lock|identity-end-entity|identity-token)|"
    r"home-(?:init|sidecar)|vault-secrets|dapr-(?:identity-token|ca-bundle)|consul-connect-inject-data|"
    r"kuma-(?:sidecar-tmp|init-tmp)|aws-iam-token|azure-identity-token|eks-pod-identity-token|"
    r"gke-gcsfuse-(?:tmp|buffer|cache)"
)
_TOKEN_MOUNTS: Final = re.compile(
    "/var/run/secrets/(?:kubernetes.io/serviceaccount|eks.amazonaws.com/serviceaccount|azure/tokens|"
    "pods.eks.amazonaws.com/serviceaccount)|/vault/secrets"
)
_POD_ENV: Final = union(
    "AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE AWS_DEFAULT_REGION AWS_REGION AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE AZURE_CLIENT_ID AZURE_TENANT_ID",
    "AZURE_FEDERATED_TOKEN_FILE AZURE_AUTHORITY_HOST KUBERNETES_SERVICE_HOST DAPR_HTTP_PORT DAPR_GRPC_PORT",
)
_ALLOCATED: Final = union(  # what the API server chooses, and says that whoever wrote last did
    "nodePort healthCheckNodePort clusterIP clusterIPs ipFamilies ipFamilyPolicy volumeName"
)
_ISTIO_GROUP: Final = 1337
_TOKEN_END: Final = 5  # letters that the API server makes up
_AUTOPILOT: Final = "autopilot.gke.io/"
_ARCHITECTURE: Final = "kubernetes.io/arch"
_POD_TAINTS: Final = re.compile(
    "node.kubernetes.io/(?:not-ready|unreachable|memory-pressure|disk-pressure|pid-pressure|unschedulable|"
    "network-unavailable)|nvidia.com/gpu"
)


class Injected:
    """Tells what of an object that is there the platform put into it."""

    def __init__(self, live: Mapping[str, object], declared: Mapping[str, object]) -> None:
        self._live = live
        self._declared = declared
        self._is_pod = live.get("kind") == "Pod"

    def is_given(self, path: Path, value: object) -> bool:
        """Tell whether nobody needs to declare the value at ``path``, which is nowhere declared."""
        place = next((step for step in reversed(path) if isinstance(step, str)), "")
        name = find(value, ("name",)) if isinstance(value, dict) else None
        if place in ("containers", "initContainers") and isinstance(path[-1], int):
            return isinstance(name, str) and self._is_sidecar(name, value, path)
        if place == "volumes":
            is_known = isinstance(name, str) and _VOLUMES.fullmatch(name) is not None
            return (is_known and self._is_harmless(value)) or self._is_token(value)
        if place == "volumeMounts":
            volume, mount = find(value, ("name",)), find(value, ("mountPath",))
            is_known = isinstance(volume, str) and _VOLUMES.fullmatch(volume) is not None
            return is_known or (self._is_pod and isinstance(mount, str) and _TOKEN_MOUNTS.fullmatch(mount) is not None)
        if place == "hostPort":
            return self._shares_host(path, value)
        if place in _ALLOCATED:
            return True
        if self._is_autopilot and (place in ("seccompProfile", "drop") or find(value, ("key",)) == _ARCHITECTURE):
            return True
        return self._is_pod and self._is_given_to_pod(place, value)

    @property
    def _is_autopilot(self) -> bool:
        """Tell whether GKE Autopilot wrote its own ideas into the workload, and noted that."""
        names = find(self._live, ("metadata", "annotations"))
        return isinstance(names, dict) and any(isinstance(key, str) and key.startswith(_AUTOPILOT) for key in names)

    def _is_given_to_pod(self, place: str, value: object) -> bool:
        if place == "env":
            return find(value, ("name",)) in _POD_ENV
        if place == "tolerations":
            key = find(value, ("key",))
            return isinstance(key, str) and _POD_TAINTS.fullmatch(key) is not None
        if place == "fsGroup" and value == _ISTIO_GROUP:
            return True
        is_openshift = find(self._live, ("metadata", "annotations", "openshift.io/scc")) is not None
        return is_openshift and place in ("runAsUser", "fsGroup", "seLinuxOptions", "seccompProfile", "drop")

    def _is_sidecar(self, name: str, container: object, path: Path) -> bool:
        known = _SIDECARS.get(name)
        if known is None:
            return name.startswith("opentelemetry-auto-instrumentation") and self._has_mark(
                "instrumentation.opentelemetry.io/", path
            )
        image = find(container, ("image",))
        return self._has_mark(known[0], path) or (isinstance(image, str) and known[1] in image)

    def _has_mark(self, mark: str, path: Path) -> bool:
        """Tell whether an annotation or label of the object or the template says that something was injected."""
        above = path[: path.index("spec")] if "spec" in path else ()
        template = path[: len(path) - 1 - list(reversed(path)).index("spec")] if "spec" in path else ()
        for place in (above, template):
            for member in ("annotations", "labels"):
                names = find(self._live, (*place, "metadata", member))
                if isinstance(names, dict) and any(isinstance(key, str) and key.startswith(mark) for key in names):
                    return True
        return False

    def _is_token(self, volume: object) -> bool:
        """Tell whether a volume is the token of the pod's account, as API servers before 1.22 give it to pods."""
        account = find(self._live, ("spec", "serviceAccountName"), "default")
        name = find(volume, ("secret", "secretName"))
        if not self._is_pod or not isinstance(name, str) or name != find(volume, ("name",)):
            return False
        start, _, last = name.rpartition("-")
        return start == f"{account}-token" and len(last) == _TOKEN_END

    def _is_harmless(self, volume: object) -> bool:
        """Tell whether a volume shows no file of the node: such a one nobody injects."""
        return find(volume, ("hostPath",)) is None or find(volume, ("name",)) == "linkerd-proxy-init-xtables-lock"

    def _shares_host(self, path: Path, value: object) -> bool:
        """Tell whether a port is the node's because the whole network is."""
        if "containers" not in path and "initContainers" not in path:
            return False
        at = path.index("containers" if "containers" in path else "initContainers")
        port = find(self._live, (*path[:-1], "containerPort"))
        shares = any(find(side, (*path[:at], "hostNetwork")) is True for side in (self._live, self._declared))
        return shares and port == value
