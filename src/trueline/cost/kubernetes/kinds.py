"""Which objects cost nothing by themselves, which run pods that this unit does not show, and which are cluster-wide."""

from __future__ import annotations

from typing import Final

from trueline.dialects.kubernetes.kinds import group_of, is_built_in

# Groups of which no kind runs a pod or asks a cloud for something that bills.
_FREE_GROUP_NAMES: Final = """
    acme.cert-manager.io admissionregistration.k8s.io apiextensions.crossplane.io apiextensions.k8s.io
    apiregistration.k8s.io apiserver.config.k8s.io app.k8s.io audit.k8s.io autoscaling.k8s.io backstage.io
    caching.internal.knative.dev cert-manager.io certificates.k8s.io certmanager.k8s.io cilium.io
    config.gatekeeper.sh config.kubernetes.io configuration.konghq.com constraints.gatekeeper.sh
    controller-runtime.sigs.k8s.io coordination.k8s.io crd.k8s.amazonaws.com crd.projectcalico.org discovery.k8s.io
    eventing.keda.sh expansion.gatekeeper.sh extensions.istio.io external-secrets.io externaldns.k8s.io flagger.app
    flowcontrol.apiserver.k8s.io gateway.envoyproxy.io gateway.k8s.aws gateway.nginx.org
    generators.external-secrets.io image.toolkit.fluxcd.io k3d.io k8s.cni.cncf.io kind.x-k8s.io kubeadm.k8s.io
    kubelet.config.k8s.io kubescheduler.config.k8s.io kyverno.io linkerd.io metacontroller.k8s.io metrics.k8s.io
    mutations.gatekeeper.sh networking.internal.knative.dev networking.istio.io networking.k8s.io node.k8s.io
    notification.toolkit.fluxcd.io openslo openslo.com policies.kyverno.io policy policy.linkerd.io
    policy.networking.k8s.io projectcalico.org pyrra.dev rbac.authorization.k8s.io rbac.istio.io reports.kyverno.io
    resource.k8s.io scheduling.k8s.io secretgenerator.mittwald.de secrets-store.csi.x-k8s.io security.istio.io
    server.linkerd.io skaffold sloth.slok.dev source.toolkit.fluxcd.io split.smi-spec.io status.gatekeeper.sh
    storage.k8s.io telemetry.istio.io templates.gatekeeper.sh traefik.containo.us traefik.io trust.cert-manager.io
    vpcresources.k8s.aws wgpolicyk8s.io
"""
_FREE_GROUPS: Final = frozenset(_FREE_GROUP_NAMES.split())
_FREE: Final = {  # further kinds of groups that have others too
    "": "Config",  # a kubeconfig
    "argoproj.io": "AnalysisTemplate AppProject ClusterAnalysisTemplate ClusterWorkflowTemplate WorkflowTemplate",
    "bitnami.com": "SealedSecret",
    "bootstrap.cluster.x-k8s.io": "EKSConfigTemplate KubeadmConfig KubeadmConfigTemplate",
    "cluster.x-k8s.io": "Cluster ClusterClass MachineHealthCheck",
    "eks.amazonaws.com": "IngressClassParams NodeClass",
    "elbv2.k8s.aws": "IngressClassParams TargetGroupBinding",
    "gateway.networking.k8s.io": "BackendTLSPolicy GatewayClass GRPCRoute HTTPRoute ReferenceGrant TCPRoute TLSRoute"
    " UDPRoute",
    "gateway.networking.x-k8s.io": "XListenerSet",
    "grafana.integreatly.org": "GrafanaAlertRuleGroup GrafanaContactPoint GrafanaDashboard GrafanaDatasource"
    " GrafanaFolder GrafanaNotificationPolicy",
    "groupsnapshot.storage.k8s.io": "VolumeGroupSnapshotClass",
    "infrastructure.cluster.x-k8s.io": "AWSMachineTemplate AzureMachineTemplate GCPMachineTemplate",
    "karpenter.azure.com": "AKSNodeClass",
    "karpenter.k8s.aws": "AWSNodeTemplate EC2NodeClass",
    "karpenter.k8s.gcp": "GCENodeClass",
    "keda.sh": "ClusterTriggerAuthentication ScaledObject TriggerAuthentication",
    "kro.run": "ResourceGraphDefinition",
    "kubeflow.org": "Profile",
    "kustomize.toolkit.fluxcd.io": "Kustomization",  # what it names is in a repository, and estimated there
    "metallb.io": "BFDProfile BGPAdvertisement BGPPeer Community IPAddressPool L2Advertisement",
    "monitoring.coreos.com": "AlertmanagerConfig PodMonitor Probe PrometheusRule ScrapeConfig ServiceMonitor",
    "operator.victoriametrics.com": "VMAlertmanagerConfig VMNodeScrape VMPodScrape VMProbe VMRule VMScrapeConfig"
    " VMServiceScrape VMStaticScrape VMUser",
    "opentelemetry.io": "Instrumentation",
    "serving.kserve.io": "ClusterServingRuntime ClusterStorageContainer LLMInferenceServiceConfig ServingRuntime",
    "snapshot.storage.k8s.io": "VolumeSnapshotClass",
    "trainer.kubeflow.org": "ClusterTrainingRuntime TrainingRuntime",
}
_FREE_KINDS: Final = {group: frozenset(kinds.split()) for group, kinds in _FREE.items()}
_DEPLOYS: Final = frozenset(
    {"helm.toolkit.fluxcd.io/HelmRelease", "helm.cattle.io/HelmChart", "argoproj.io/ApplicationSet"}
)
_CLUSTER_WIDE_NAMES: Final = """
    APIService CertificateSigningRequest ClusterIssuer ClusterPolicy ClusterRole ClusterRoleBinding
    CustomResourceDefinition EC2NodeClass GatewayClass IngressClass MutatingWebhookConfiguration Namespace Node
    NodeClaim NodePool PersistentVolume PriorityClass Provisioner RuntimeClass StorageClass
    ValidatingWebhookConfiguration
"""
_CLUSTER_WIDE: Final = frozenset(_CLUSTER_WIDE_NAMES.split())


def is_free(api_version: str, kind: str, value: object) -> bool:
    """Tell whether an object costs nothing by itself."""
    group = group_of(api_version)
    if group == "argoproj.io" and kind == "Application":
        return not _installs_a_chart(value)
    if is_built_in(group, kind) or group in _FREE_GROUPS or kind in _FREE_KINDS.get(group, ()):
        return True
    return api_version.partition("/")[0] in _FREE_GROUPS  # `openslo/v1`


def why_not(api_version: str, kind: str) -> str:
    """Return why an object has no price."""
    called = f"{group_of(api_version)}/{kind}"
    if called in _DEPLOYS or called == "argoproj.io/Application":
        return f"what this {kind} deploys is not in this unit, and not priced"
    return f"nobody has priced {kind} ({group_of(api_version) or api_version}) yet"


def is_cluster_wide(kind: str) -> bool:
    """Tell whether objects of a kind are in no namespace."""
    return kind in _CLUSTER_WIDE


def _installs_a_chart(value: object) -> bool:
    """Tell whether an Application deploys a chart of a registry, and not a folder of a repository."""
    from trueline.values.unknown import find

    sources = find(value, ("spec", "sources"))
    every = [find(value, ("spec", "source")), *(sources if isinstance(sources, list) else ())]
    return any(find(one, ("chart",)) is not None for one in every)
