"""What of Terraform costs nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.place import cloud_of

if TYPE_CHECKING:
    from trueline.cost.book import Book

# What they declare is configuration of a service that is paid by seat, by contract or by somebody else.
_PROVIDERS: Final = frozenset(
    (  # noqa: SIM905  # as a list it would be thirty lines
        "acme archive auth0 azuread cloudinit external github gitlab gpg grafana http local mysql null okta opsgenie "
        "pagerduty postgresql random sentry sops statuscake template terraform tfe time tls vault"
    ).split()
)


_OBJECTS: Final = frozenset(
    (  # noqa: SIM905  # likewise
        "annotations api_service certificate_signing_request cluster_role cluster_role_binding config_map "
        "config_map_data csi_driver default_service_account endpoints endpoint_slice env horizontal_pod_autoscaler "
        "horizontal_pod_autoscaler_v2 ingress_class labels limit_range mutating_webhook_configuration namespace "
        "network_policy node_taint pod_disruption_budget pod_security_policy priority_class resource_quota role "
        "role_binding runtime_class secret secret_data service_account storage_class token_request "
        "validating_admission_policy validating_webhook_configuration"
    ).split()
)


def is_free(kind: str, book: Book) -> bool:
    """Tell whether a type costs nothing by itself: its provider's, one of Kubernetes, or one that the book lists."""
    provider, _, rest = kind.partition("_")
    if provider in _PROVIDERS or (provider == "kubernetes" and rest.removesuffix("_v1") in _OBJECTS):
        return True
    cloud = cloud_of(kind)
    return bool(cloud) and book.is_free(cloud, kind)
