"""Which managers of fields are pipelines, people and controllers; of the tools of a shell that hangs on the others."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.shape import union
from trueline.values.glob import GlobError, matches_glob

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from trueline.model.drift import Role
    from trueline.model.drift_settings import DriftSettings

_SHELL: Final = union(
    "kubectl kubectl-client-side-apply kubectl-last-applied kubectl-create kubectl-replace kubectl-apply",
)
_INSTALLERS: Final = union("helm Helm")
_RECONCILERS: Final = union(
    "argocd* kustomize-controller helm-controller flux flux-* gotk-* source-controller kapp-controller fleet*",
    "fleetagent configsync* config-sync* configmanagement* agentk gitlab-agent*",
)
_TOOLS: Final = union(
    "helm-* terraform* Terraform* HashiCorp* opentofu* tofu pulumi* ansible* Ansible* kapp kluctl* kpt* skaffold*",
    "tilt* werf* nelm jenkins* spinnaker* clouddriver* timoni* cdk8s* octopus* trueline*",
)
_PIPELINES: Final = (_SHELL - union("kubectl")) | _INSTALLERS | _RECONCILERS | _TOOLS
_HUMANS: Final = union(
    "kubectl-* kubectl Mozilla* k9s* lens* Lens* openlens* freelens* OpenLens* node-fetch* headlamp* Headlamp*",
    "octant* dashboard* kubernetes-dashboard* oc oc-* curl* Safari* Chrome* PostmanRuntime* insomnia*",
    "rancher-desktop* aptakube* kubenav* monokle* seabird* kubeui* console bridge",
)
_CONTROLLERS: Final = union(
    "kube-controller-manager kube-scheduler kubelet kube-apiserver kube-proxy cloud-controller-manager",
    "aws-cloud-controller-manager azure-cloud-controller-manager gke-* glbc ingress-gce* k8s_* hpa",
    "horizontal-pod-* vpa-* keda* cluster-autoscaler karpenter* istiod pilot-discovery istio* linkerd* consul*",
    "envoy* cert-manager* cainjector kyverno* gatekeeper* external-dns external-secrets* sealed-secrets*",
    "nginx-ingress* traefik* contour* haproxy-ingress* vault-k8s* reloader* Reloader* argo-rollouts*",
    "rollouts-controller* flagger* velero* descheduler* calico* cilium* flannel* antrea* kube-vip* metallb*",
    "controller speaker manager operator webhook olm catalog openshift-* cluster-policy-controller",
    "cluster-*-operator admissionsenforcer addon-manager kube-addon-manager prometheus-operator",
    "PrometheusOperator csi-* snapshot-controller node-problem-detector service-ca* eks* aks-* crossplane*",
    "knative* activator autoscaler tekton* *-controller *-controllers *-controller-manager *-operator *-webhook",
    "*-injector *-autoscaler *_controller *_operator",
)
_BY_ROLE: Final[Mapping[Role, Collection[str]]] = {
    "pipeline": _PIPELINES, "human": _HUMANS, "controller": _CONTROLLERS,
}  # fmt: skip


def role_of(name: str, settings: DriftSettings, operation: str = "Update") -> Role:
    """Return whose name that of a field manager is; the team's own names come first."""
    if _is_one_of(name, settings.managers):
        return "pipeline"
    if _is_one_of(name, settings.controllers):
        return "controller"
    if name == "kubectl" and operation == "Apply":  # kubectl apply --server-side
        return "pipeline"
    return _known_role(name)


@lru_cache(maxsize=1024)
def _known_role(name: str) -> Role:
    return next((role for role, patterns in _BY_ROLE.items() if _is_one_of(name, patterns)), "unknown")


def beside(names: Collection[str], settings: DriftSettings) -> Collection[str]:
    """Return of a pipeline's names on one object those of the tools of a shell, where something else brings it out.

    With `kubectl apply` a pipeline brings out what is its own; what Argo CD brings out a person changes so. The same is
    true of Helm beside what reconciles without an end; the tools that have a code of their own stay what they are.
    """
    own = {name for name in names if _is_one_of(name, settings.managers)}
    typed = {name for name in names if name in _SHELL} - own
    installers = {name for name in names if name in _INSTALLERS} - own
    is_steady = bool(own) or any(_is_one_of(name, _RECONCILERS) for name in names)
    return {*(typed if typed != set(names) else ()), *(installers if is_steady else ())}


def _is_one_of(name: str, patterns: Collection[str]) -> bool:
    return any(name == pattern or ("*" in pattern and _fits(name, pattern)) for pattern in patterns)


def _fits(name: str, pattern: str) -> bool:
    try:
        return matches_glob(name, pattern)
    except GlobError:
        return False
