"""Metadata: what the API server, controllers and deployment tools write is never compared, what protects always."""

from __future__ import annotations

from typing import Final

from trueline.drift.kubernetes.notable import is_notable
from trueline.drift.kubernetes.shape import ANY, Shape, union
from trueline.drift.kubernetes.values import text

TEXT: Final = Shape(read=text)
_ANNOTATIONS: Final = union(
    "kubectl.kubernetes.io/last-applied-configuration kubectl.kubernetes.io/restartedAt",
    "batch.kubernetes.io/job-tracking",
    "deprecated.daemonset.template.generation control-plane.alpha.kubernetes.io/leader sidecar.istio.io/status",
    "cloud.google.com/neg-status config.kubernetes.io/origin internal.config.kubernetes.io/path",
    "openshift.io/generated-by ingress.kubernetes.io/backends config.k8s.io/owning-inventory",
)
_ANNOTATION_STARTS: Final = (
    "deployment.kubernetes.io/", "autoscaling.alpha.kubernetes.io/", "pv.kubernetes.io/", "volume.kubernetes.io/",
    "volume.beta.kubernetes.io/", "meta.helm.sh/", "helm.sh/hook", "argocd.argoproj.io/",
    "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "cni.projectcalico.org/", "field.cattle.io/",
    "objectset.rio.cattle.io/", "internal.kpt.dev/", "kapp.k14s.io/", "k8s.v1.cni.cncf.io/network-status",
    "internal.config.kubernetes.io/",
)  # fmt: skip
_LABELS: Final = union(
    "controller-uid job-name pod-template-hash controller-revision-hash pod-template-generation",
    "kubernetes.io/metadata.name argocd.argoproj.io/instance statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
)
_LABEL_STARTS: Final = (
    "batch.kubernetes.io/", "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "kapp.k14s.io/",
)  # fmt: skip


def _is_quiet_annotation(name: str) -> bool:
    return name in _ANNOTATIONS or name.startswith(_ANNOTATION_STARTS)


def _is_quiet_label(name: str) -> bool:
    return name in _LABELS or name.startswith(_LABEL_STARTS)


LABELS: Final = Shape(rest=TEXT, is_exact=True, is_quiet=_is_quiet_label, is_watched=is_notable)
ANNOTATIONS: Final = Shape(rest=TEXT, is_exact=True, is_quiet=_is_quiet_annotation, is_watched=is_notable)
METADATA: Final = Shape(
    fields={"labels": LABELS, "annotations": ANNOTATIONS, "finalizers": Shape(items=ANY, order="subset")},
    quiet=union(
        "name generateName namespace creationTimestamp deletionTimestamp deletionGracePeriodSeconds generation",
        "resourceVersion selfLink uid managedFields ownerReferences initializers clusterName",
    ),
)
OWN_METADATA: Final = METADATA._replace(
    fields={
        **METADATA.fields,
        "labels": LABELS._replace(is_watched=None),
        "annotations": ANNOTATIONS._replace(is_watched=None),
    }
)
"""The metadata of a pod itself: injectors note there what they did, and what is written there later does nothing."""
SELECTOR: Final = Shape(
    fields={
        "matchLabels": Shape(rest=TEXT, is_exact=True, is_closed=True),
        "matchExpressions": Shape(
            items=Shape(fields={"values": Shape(items=TEXT, order="set")}, is_closed=True), order="bag"
        ),
    },
    is_closed=True,
)
"""A label selector."""
CHOSEN: Final = Shape(rest=TEXT, is_exact=True, is_closed=True)
"""Labels that something is chosen by."""
DATA: Final = Shape(rest=Shape(read=text), is_exact=True, is_closed=True)
"""Names with text."""
