"""What of security an attribute of a cloud decides: by the type of its resource, and by its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trueline.model.location import Path

_TYPES: Final = {
    "network": (
        r"security_group|security_list|network_acl|nsg|firewall|route(?:_table|_entry)?(?:$|_)|vpc|subnet|peering|"
        r"transit_gateway|nat_gateway|internet_gateway|network_policy|private_endpoint|waf|vpn|network_interface"
    ),
    "access": (
        r"iam|(?:bucket|queue|topic|key|secret|repository|resource|access|vault|rest_api|registry|domain|system)_policy|"
        r"permission|(?<!network)(?<!web)_acl$|grant|principal|rbac|role_(?:assignment|definition|binding)|cluster_role|cognito|"
        r"service_account|access_key|access_entry|identity|public_access_block|user(?:_|$)|group_membership|key_pair"
    ),
    "exposure": (
        r"public_access_block|bucket_policy|bucket_acl|website|(?:function|lambda)_url|api_?gateway|access_point"
    ),
    "encryption": r"kms|encryption|certificate|crypto|key_vault|ssl",
    "logging": (
        r"cloudtrail|flow_log|log_group|logging|guardduty|audit|diagnostic_setting|config(?:uration)?_recorder|sink"
    ),
    "admission": r"validating_webhook|mutating_webhook|admission",
}

_NAMES: Final = {
    "network": (
        r"ingress|egress|cidr\w*|.*_cidrs?|.*cidr_blocks?|from_port|to_port|ports?|protocol|source_ranges|"
        r"destination_ranges|prefix_list_ids|.*security_groups?|.*security_group_ids?|subnet_ids?|route|network_rules|"
        r"ip_rules|ip_restriction|allowed_ip\w*|authorized_networks|authorized_ip_ranges|"
        r"master_authorized_networks_config|source_security_group_id|source_address_prefix(?:es)?|"
        r"destination_port_ranges?|allow|deny|vpc_config|network_configuration|referenced_security_group_id|"
        r"cidr_ipv4|cidr_ipv6|priority|whitelist|firewall_policy\w*|associate_public_ip_address|map_public_ip_on_launch|"
        r"endpoint_(?:private|public)_access|source_dest_check|subnets|vpc_id|vpc_options|vpc_zone_identifier"
    ),
    "access": (
        r"(?!(?:failure|restart|image_pull|retention|lifecycle|redrive|viewer_protocol|ssl|tls|deletion|update|cache|"
        r"delivery|scaling|backup|rotation|dns|session|reclaim|placement|concurrency)_polic).*polic(?:y|ies)(?:_\w+)?|role(?:_arn|s)?|.*_role(?:_arn)?|"
        r"permissions?\w*|principals?|identifiers|grants?|grantee\w*|acl|members?|bindings?|"
        r"assume_role\w*|iam_instance_profile|service_account(?:_name|_email)?|.*iam_database_authentication\w*|"
        r"http_tokens|metadata_options|authorization\w*|auth_\w+|access_config\w*|trust\w*|user_data\w*|"
        r"access_control|enable_execute_command|key_name|local_account_disabled|enable_rbac|role_based_access_control\w*|subjects?|role_ref"
    ),
    "exposure": (
        r"public\w*|.*_public(?:_.*)?|publicly_accessible|acl|internal|endpoint_public_access|internet_facing|scheme|"
        r"block_public_\w+|ignore_public_acls|restrict_public_buckets|map_public_ip_on_launch|"
        r"associate_public_ip_address|allow_blob_public_access|allow_nested_items_to_be_public|"
        r"public_network_access\w*|uniform_bucket_level_access|public_access_prevention|external_ip|"
        r"endpoint_private_access|private_cluster_enabled|cors\w*|assign_public_ip|access_control|auth_type|"
        r"authorization_type|grants?|object_ownership|web_acl_id|website\w*"
    ),
    "encryption": (
        r"encrypt\w*|.*encrypt(?:ed|ion)\w*|.*kms\w*|.*cmk\w*|key_vault_key_id|ssl\w*|tls\w*|min(?:imum)?_tls\w*|"
        r"minimum_protocol_version|https_only|.*https_traffic_only\w*|require_ssl|certificate\w*|sse\w*|"
        r"server_side_encryption\w*|viewer_protocol_policy|enable_key_rotation|protocol_version|ca_cert_identifier|"
        r"customer_master_key_spec|domain_endpoint_options|.*_sse_\w+"
    ),
    "logging": (
        r".*logging\w*|.*_logs?|logs?_\w+|log_\w+|enable_logging|is_multi_region_trail|enable_log_file_validation|"
        r"retention_in_days|audit\w*|monitoring|flow_logs?\w*|access_logs?|enabled_cluster_log_types|"
        r"enabled?_cloudwatch_logs_exports|include_global_service_events|actions_enabled|alarm_actions|"
        r"cloud_?watch_logs?_\w+|tracing_config"
    ),
    "admission": r"webhooks?|failure_policy|admission\w*|pod_security\w*",
}

_BY_TYPE: Final = {word: re.compile(pattern) for word, pattern in _TYPES.items()}
_BY_NAME: Final = {word: re.compile(f"(?:{pattern})\\Z") for word, pattern in _NAMES.items()}

# of these, everything but what is only a name of them decides who may do what, or who reaches whom
_LABELS: Final = frozenset({
    "tags", "tags_all", "labels", "description", "group_description", "name_prefix", "annotations", "timeouts",
})  # fmt: skip


_STACKS: Final = "AWS::"
_HUMP: Final = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def touches(kind: str, path: Path) -> list[str]:
    """Return what a difference at a path decides: ``network``, ``access``, ``exposure``, …, in the order of the table.

    Types and names are Terraform's (``aws_iam_role``) or CloudFormation's (``AWS::IAM::Role``). The whole of a resource
    touches what its type is about.
    """
    names = [step for step in path if isinstance(step, str)]
    if kind.startswith(_STACKS):
        kind, names = _type(kind), [_snake(name) for name in names]
    if names and names[0] in _LABELS:
        return []
    own = kind.partition("_")[2] or kind
    by_type = {word for word, pattern in _BY_TYPE.items() if pattern.search(own)}
    by_name = {word for word, pattern in _BY_NAME.items() if any(pattern.match(name.lower()) for name in names)}
    found = by_type | by_name
    return [word for word in _BY_NAME if word in found]


def _type(kind: str) -> str:
    """Return a type of CloudFormation as Terraform would call it: ``aws_ec2_security_group``."""
    *service, name = kind.split("::")
    return "_".join((*service, _snake(name))).lower()


def _snake(name: str) -> str:
    return _HUMP.sub("_", name).lower()
