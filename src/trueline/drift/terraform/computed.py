"""Attributes that the provider alone sets: code cannot say them, so that a difference is news and no deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trueline.model.location import Path

_EVERYWHERE: Final = (
    "etag last_modified last_modified_date last_modified_time last_updated last_updated_date last_update_time "
    "latest_restorable_time earliest_restorable_time update_time updated_at updated_date create_time "
    "created_at created_date created_time creation_date creation_time creation_timestamp unique_id arn id "
    "self_link resource_version generation metageneration fingerprint label_fingerprint tags_fingerprint "
    "metadata_fingerprint latest_version latest_revision version_id qualified_arn qualified_invoke_arn "
    "invoke_arn invoke_url source_code_size status state_reason lifecycle_state provisioning_state "
    "hosted_zone_id zone_id owner_id dns_name endpoint reader_endpoint writer_endpoint hostname fqdn "
    "domain_name instance_state primary_network_interface_id private_dns public_dns public_ip "
    "public_ip_address ipv4_address ipv6_address outbound_ip_addresses possible_outbound_ip_addresses "
    "engine_version_actual latest_restorable_date last_accessed_date last_used_date next_rotation_date "
    "effective_labels terraform_labels effective_annotations uid observed_generation default_version "
    "latest_ready_revision_name latest_created_revision_name current_version kube_config kube_config_raw "
    "kube_admin_config certificate_not_after not_after not_before renewal_summary pending_renewal "
    "renewal_eligibility instances active_trusted_signers in_progress_validation_batches "
    "service_account_unique_id replica_status cluster_members members_status ready_replicas "
    "available_replicas"
)
_ANYWHERE: Final = frozenset(_EVERYWHERE.split())

_OF_TYPE: Final = {
    "aws_autoscaling_group": "predicted_capacity warm_pool_size",
    "aws_db_instance": "address resource_id engine_version_actual replicas listener_endpoint ca_cert_identifier",
    "aws_eks_cluster": "platform_version identity certificate_authority",
    "aws_instance": "private_ip public_dns host_id outpost_arn password_data ipv6_addresses",
    "aws_rds_cluster": "cluster_resource_id cluster_members engine_version_actual",
    "aws_lambda_function": "version signing_job_arn signing_profile_version_arn",
    "aws_ecs_service": "desired_count_actual",
    "aws_ecs_task_definition": "revision",
    "aws_ami": "state image_location",
    "aws_acm_certificate": "domain_validation_options type validation_emails",
    "aws_vpc": "default_network_acl_id default_route_table_id default_security_group_id main_route_table_id",
    "google_compute_instance": "current_status cpu_platform instance_id",
    "google_container_cluster": "master_version services_ipv4_cidr label_fingerprint",
    "google_sql_database_instance": "available_maintenance_versions maintenance_version server_ca_cert",
    "azurerm_kubernetes_cluster": "current_kubernetes_version portal_fqdn",
    "kubernetes_service": "status",
    "helm_release": "metadata manifest",
}

_TYPED: Final = {kind: frozenset(names.split()) for kind, names in _OF_TYPE.items()}

# which these names are computed of, and which of them are set by code elsewhere
_SET: Final = {
    "aws_route53_record": frozenset({"zone_id", "fqdn"}),
    "aws_s3_object": frozenset({"etag"}),
    "aws_s3_bucket_object": frozenset({"etag"}),
    "aws_acm_certificate": frozenset({"domain_name"}),
    "aws_amplify_domain_association": frozenset({"domain_name"}),
    "aws_api_gateway_domain_name": frozenset({"domain_name"}),
    "aws_apigatewayv2_domain_name": frozenset({"domain_name"}),
    "aws_opensearch_domain": frozenset({"domain_name"}),
    "aws_elasticsearch_domain": frozenset({"domain_name"}),
    "aws_ses_domain_identity": frozenset({"domain_name"}),
    "aws_iam_access_key": frozenset({"status"}),
    "aws_dms_endpoint": frozenset({"endpoint"}),
    "aws_sns_topic_subscription": frozenset({"endpoint"}),
    "cloudflare_record": frozenset({"zone_id", "hostname"}),
    "cloudflare_dns_record": frozenset({"zone_id"}),
}


def is_computed(kind: str, path: Path) -> bool:
    """Tell whether the attribute at a path is one that only the provider sets, as far as that is known."""
    if not path or not isinstance(path[0], str) or (path[0] in ("status", "id") and len(path) > 1):
        return False
    if path[0] in _SET.get(kind, ()):
        return False
    return path[0] in _ANYWHERE or path[0] in _TYPED.get(kind, ())
