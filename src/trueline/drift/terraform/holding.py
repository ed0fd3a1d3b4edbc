"""Whether something is lost with a resource of a plan: surely, perhaps, or nobody here knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.plan.entries import mapping, text
from trueline.drift.stateful import HELD, held_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.drift.terraform.alterations import Alteration

PERHAPS: Final = "what may hold data"

_WRAPPING: Final = (
    "helm_release kubernetes_manifest kubectl_manifest k8s_manifest kustomization_resource "
    "argocd_application flux_bootstrap_git aws_cloudformation_stack aws_cloudformation_stack_set "
    "aws_cloudformation_stack_set_instance aws_cloudformation_stack_instances aws_cloudcontrolapi_resource "
    "aws_serverlessapplicationrepository_cloudformation_stack aws_servicecatalog_provisioned_product "
    "azapi_resource azapi_data_plane_resource azurerm_template_deployment "
    "azurerm_resource_group_template_deployment azurerm_subscription_template_deployment "
    "azurerm_management_group_template_deployment azurerm_tenant_template_deployment "
    "azurerm_managed_application google_deployment_manager_deployment oci_resourcemanager_stack "
    "alicloud_ros_stack openstack_orchestration_stack_v1 nomad_job docker_stack ansible_playbook restapi_object"
)
_WRAPPERS: Final = frozenset(_WRAPPING.split())
"""Types that bring out whatever is written in them: a release, a manifest, a stack."""

_WITHOUT: Final = (
    "ConfigMap Deployment Service Ingress IngressClass NetworkPolicy ServiceAccount Role RoleBinding ClusterRole "
    "ClusterRoleBinding HorizontalPodAutoscaler PodDisruptionBudget PriorityClass LimitRange ResourceQuota CronJob "
    "Job DaemonSet StorageClass ServiceMonitor PodMonitor PrometheusRule HTTPRoute Gateway VirtualService "
    "DestinationRule ClusterPolicy ValidatingWebhookConfiguration MutatingWebhookConfiguration"
)
_EMPTY_KINDS: Final = frozenset(_WITHOUT.split())
"""Kinds of Kubernetes with which no data is lost."""

_FREE: Final = (
    "null random local tls time terraform external http archive cloudinit template awscc datadog pagerduty opsgenie "
    "newrelic grafana sentry statuscake pingdom fastly acme dns tfe launchdarkly spacelift env0 boundary consul nomad "
    "helm kubectl azapi azuredevops azurecaf bitbucket circleci buildkite sops assert restapi ansible utils wavefront "
    "signalfx uptimerobot checkly incident rollbar honeycombio netbox ns1 dnsimple cloudfoundry twingate tailscale"
)
_PROVIDERS: Final = frozenset((*_FREE.split(), *(kind.partition("_")[0] for kind in HELD if "::" not in kind)))
"""Providers whose types that hold something are known."""

_CLOUD_CONTROL: Final = "awscc_"


class Holding(NamedTuple):
    """What a resource holds, in words, empty where nothing is lost with it.

    ``is_unsure`` says that it only may; ``is_unknown`` that nothing is known of the types of its provider.
    """

    held: str = ""
    is_unsure: bool = False
    is_unknown: bool = False


def holding(entry: Alteration) -> Holding:
    """Return what is lost where the resource of an entry is destroyed."""
    held = held_by(entry.kind) or _CONTROLLED.get(_flat(entry.kind), "")
    if held:
        return Holding(held)
    if entry.kind in _WRAPPERS:
        return Holding() if _manifest_kind(entry.before) in _EMPTY_KINDS else Holding(PERHAPS, is_unsure=True)
    return Holding(is_unknown=entry.kind.partition("_")[0] not in _PROVIDERS)


def _manifest_kind(before: object) -> str:
    attributes = mapping(before)
    return text(mapping(attributes.get("manifest")).get("kind")) or text(attributes.get("kind"))


def _flat(kind: str) -> str:
    """Return a type without what parts its words: providers and CloudFormation part them in other places."""
    return "".join(letter for letter in kind.lower() if letter.isalnum())


def _controlled(kinds: Iterable[str]) -> dict[str, str]:
    """Return CloudFormation's types as the Cloud Control provider calls them."""
    return {_flat(kind.replace("AWS::", _CLOUD_CONTROL, 1)): HELD[kind] for kind in kinds if kind.startswith("AWS::")}


_CONTROLLED: Final = _controlled(HELD)
