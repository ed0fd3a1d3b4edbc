"""What an object is known by: group and kind, whatever the version, namespace and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.kinds import CLUSTER_WIDE, group_of, kind_of
from trueline.drift.engines import WEBHOOKS, is_admission, is_namespaced
from trueline.drift.kubernetes.shape import union

if TYPE_CHECKING:
    from collections.abc import Mapping

_SINCE: Final[Mapping[tuple[str, str], str]] = {  # what was served in another group
    ("extensions", "DaemonSet"): "apps",
    ("extensions", "Deployment"): "apps",
    ("extensions", "Ingress"): "networking.k8s.io",
    ("extensions", "NetworkPolicy"): "networking.k8s.io",
    ("extensions", "PodSecurityPolicy"): "policy",
    ("extensions", "ReplicaSet"): "apps",
    ("events.k8s.io", "Event"): "",
}
_LOCAL_GROUPS: Final = union(  # files of programs that look like objects, and never are in a cluster
    "apiserver.config.k8s.io apiserver.k8s.io audit.k8s.io client.authentication.k8s.io",
    "eksctl.io ctlptl.dev kind.x-k8s.io k3d.io kubeadm.k8s.io kubelet.config.k8s.io kubeproxy.config.k8s.io",
    "kubescheduler.config.k8s.io kubecontrollermanager.config.k8s.io kustomize.config.k8s.io skaffold",
    "backstage.io krew.googlecontainertools.github.com cli.config.k8s.io kpt.dev fn.kpt.dev config.kubernetes.io",
)
_RBAC: Final = "rbac.authorization.k8s.io"


class Kind(NamedTuple):
    """A group, empty for the core one, and a kind of it."""

    group: str
    name: str

    @property
    def type(self) -> str:
        """The type that resources of this kind have: ``kubernetes/Deployment``."""
        return kind_of(self.group, self.name)

    @property
    def word(self) -> str:
        """How addresses begin: ``Deployment``, ``Service.serving.knative.dev``."""
        return self.name if self.type == f"kubernetes/{self.name}" else f"{self.name}.{self.group}"

    @property
    def is_grant(self) -> bool:
        """Whether it grants rights; those are compared apart, with what is missing and undeclared of them."""
        return self.group == _RBAC

    @property
    def is_policy(self) -> bool:
        """Whether its objects are policies of admission, all of them; those are compared apart as a whole."""
        return is_admission(self.group, self.name) and self.name not in WEBHOOKS

    @property
    def is_local(self) -> bool:
        """Whether it is the configuration of a program, and no object of a cluster."""
        return self.group in _LOCAL_GROUPS or (self.group, self.name) == ("", "Config")

    @property
    def is_cluster_wide(self) -> bool:
        """Whether its objects are in no namespace, as far as that is known."""
        return self.name in CLUSTER_WIDE or (self.is_policy and not is_namespaced(*self))


class Identity(NamedTuple):
    """One object of a cluster; ``namespace`` is empty where it is not said, and for what is in none."""

    kind: Kind
    namespace: str
    name: str

    @property
    def address(self) -> str:
        """What the object is called: ``Deployment/shop/web``."""
        return "/".join(part for part in (self.kind.word, self.namespace, self.name) if part)


def kind_from(api_version: str, kind: str) -> Kind:
    """Return the kind of an ``apiVersion`` and ``kind``, in the group that serves it today."""
    group = group_of(api_version)
    return Kind(_SINCE.get((group, kind), group), kind)


def kind_named(text: str) -> Kind:
    """Return the kind that a snapshot names: ``apps/v1/Deployment``, ``v1/ConfigMap``."""
    api_version, _, kind = text.rpartition("/")
    return kind_from(api_version, kind)
