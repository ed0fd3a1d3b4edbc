"""What providers take where the code says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws_cloudtrail": {"enable_logging": True, "enable_log_file_validation": False},
    "aws_cloudwatch_metric_alarm": {"actions_enabled": True},
    "aws_db_instance": {
        "publicly_accessible": False,
        "storage_encrypted": False,
        "deletion_protection": False,
        "multi_az": False,
        "iam_database_authentication_enabled": False,
        "auto_minor_version_upgrade": True,
    },
    "aws_dynamodb_table": {"deletion_protection_enabled": False, "stream_enabled": False},
    "aws_ecr_repository": {"image_tag_mutability": "MUTABLE"},
    "aws_ecs_service": {"enable_execute_command": False},
    "aws_iam_role": {"max_session_duration": 3600},
    "aws_instance": {"source_dest_check": True, "monitoring": False, "disable_api_termination": False},
    "aws_kms_key": {"is_enabled": True, "enable_key_rotation": False, "multi_region": False},
    "aws_lambda_function": {"timeout": 3, "memory_size": 128, "reserved_concurrent_executions": -1},
    "aws_lb": {"internal": False, "enable_deletion_protection": False, "drop_invalid_header_fields": False},
    "aws_rds_cluster": {"deletion_protection": False, "storage_encrypted": False},
    "aws_subnet": {"map_public_ip_on_launch": False, "assign_ipv6_address_on_creation": False},
    "aws_vpc": {"enable_dns_support": True, "enable_dns_hostnames": False},
}
"""What the provider takes where the code says nothing and there is no state to ask."""

_UNSETTLED: Final = frozenset({
    "aws_db_instance.multi_az", "aws_db_instance.storage_encrypted", "aws_dynamodb_table.stream_enabled",
    "aws_instance.disable_api_termination", "aws_instance.monitoring", "aws_kms_key.multi_region", "aws_lb.internal",
    "aws_rds_cluster.storage_encrypted", "aws_vpc.enable_dns_hostnames",
})  # fmt: skip
"""Those of them that a plan leaves as they are, since what something is made of, or AWS, may say otherwise."""

_FURTHER: Final[Mapping[str, Mapping[str, Any]]] = {
    "aws_iam_role": {"permissions_boundary": ""},
    "aws_iam_user": {"permissions_boundary": ""},
    "aws_network_interface": {"source_dest_check": True},
    "aws_security_group_rule": {"cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "self": False},
    "aws_vpc_security_group_egress_rule": {
        "cidr_ipv4": "",
        "cidr_ipv6": "",
        "prefix_list_id": "",
        "referenced_security_group_id": "",
    },
    "aws_vpc_security_group_ingress_rule": {
        "cidr_ipv4": "",
        "cidr_ipv6": "",
        "prefix_list_id": "",
        "referenced_security_group_id": "",
    },
    "azurerm_kubernetes_cluster": {"role_based_access_control_enabled": True},
    "azurerm_network_interface": {"enable_ip_forwarding": False, "ip_forwarding_enabled": False},
    "azurerm_storage_account": {"enable_https_traffic_only": True, "https_traffic_only_enabled": True},
    "google_compute_firewall": {"disabled": False},
    "google_compute_instance": {"can_ip_forward": False},
    "google_container_cluster": {"enable_legacy_abac": False},
}
"""Further ones that a plan sets back, and that concern security."""


def settled_defaults(kind: str) -> Mapping[str, Any]:
    """Return the defaults of a type (``aws_subnet``) that a plan sets back where the code says nothing."""
    known = {name: value for name, value in DEFAULTS.get(kind, {}).items() if f"{kind}.{name}" not in _UNSETTLED}
    return {**known, **_FURTHER.get(kind, {})}
