"""What a difference is about: the closed list that rules tell apart, and the tables that decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.environments.found import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.environments.found import Found

ASPECTS: Final[Mapping[str, str]] = {
    "component": "one environment has something that the other has not",
    "image": "they run another image, tag or digest",
    "version": "they use another version of a provider, module or chart",
    "flag": "a feature flag is set otherwise",
    "safeguard": "one is protected where the other is not",
    "schema": "their databases are migrated to another state",
    "engine": "they run another version of Kubernetes, a database or a runtime",
    "keys": "one has a setting that the other has not",
    "slo": "an objective or alert is there for one alone, or is another one",
    "size": "one is larger",
    "value": "anything else",
}
"""Aspect → what it says."""

_SAFEGUARD_KINDS: Final = re.compile(
    r"kubernetes/(?:.*/)?(?:NetworkPolicy|.*NetworkPolicy|PodDisruptionBudget|PodSecurityPolicy|LimitRange|ResourceQuota|"
    r"ValidatingAdmissionPolicy(?:Binding)?|ValidatingWebhookConfiguration|PeerAuthentication|AuthorizationPolicy|"
    r"RequestAuthentication|ClusterPolicy|Policy|Constraint|K8s[A-Z]\w*|Schedule|Backup\w*|ScheduledBackup|SecurityContextConstraints)|"
    r"terraform/(?:aws_(?:waf\w*|backup_\w+|cloudtrail\w*|guardduty\w*|config_\w+|securityhub\w*|flow_log|shield\w*|"
    r"inspector\w*|macie\w*|networkfirewall\w*|network_acl\w*|kms_key|accessanalyzer\w*|"
    r"s3_bucket_(?:public_access_block|versioning|server_side_encryption_configuration|logging|object_lock_configuration|replication_configuration)|"
    r"ebs_encryption_by_default|s3_account_public_access_block|iam_account_password_policy|dlm_lifecycle_policy)|"
    r"google_(?:compute_security_policy|binary_authorization\w*|kms_crypto_key|scc_\w+|compute_firewall\w*)|"
    r"azurerm_(?:web_application_firewall\w*|backup_\w+|recovery_\w+|security_center\w*|management_lock|"
    r"firewall\w*|ddos_\w+|key_vault_key))|"
    r"cloudformation/AWS::(?:WAF\w*|Backup|GuardDuty|CloudTrail|Config|SecurityHub)::\w+"
)
_SLO_KINDS: Final = re.compile(
    r"kubernetes/(?:.*/)?(?:PrometheusRule|PrometheusServiceLevel|ServiceLevelObjective|SLO|AlertPolicy|AlertCondition|SLI|"
    r"AlertmanagerConfig|ServiceMonitor|PodMonitor|Probe|VMRule|GrafanaAlertRuleGroup|AnalysisTemplate)|file/alerts|"
    r"terraform/(?:aws_cloudwatch_(?:metric_alarm|composite_alarm)|google_monitoring_(?:alert_policy|slo|uptime_check_config)|"
    r"azurerm_monitor_\w*alert\w*|azurerm_application_insights_web_test|datadog_(?:monitor|service_level_objective|synthetics_test)|"
    r"newrelic_\w*(?:alert|service_level)\w*|grafana_(?:rule_group|slo)|pagerduty_\w+|opsgenie_\w+|honeycombio_(?:slo|trigger|burn_alert))|"
    r"cloudformation/AWS::CloudWatch::(?:Alarm|CompositeAlarm)"
)
_FLAG_KINDS: Final = re.compile(
    r"kubernetes/(?:.*/)?FeatureFlag\w*|terraform/(?:launchdarkly_feature_flag\w*|unleash_\w+|flagsmith_(?:feature|flag)\w*|"
    r"aws_appconfig_\w+|aws_evidently_(?:feature|launch)|configcat_setting\w*)|file/flags"
)
_FLAG_NAME: Final = re.compile(
    r"(?:^|[_.\-/])(?:feature|features|flag|flags|ff|toggle|toggles|experiment|featureflags?|feature_flags?|feature_gates?)(?:$|[_.\-/])|"
    r"^(?:feature|flag)[A-Z_-]"
)
_SWITCH: Final = re.compile(r"(?:^|[_.\-/])(?:enable|enabled|disable|disabled|use)(?:$|[_.\-/])")
_SWITCHED: Final = frozenset({"true", "false", "on", "off", "yes", "no", "1", "0", "enabled", "disabled"})
_FLAG_WORDS: Final = frozenset({"flags", "featureflags", "feature_flags", "featuregates", "features", "toggles"})

_IMAGE: Final = frozenset(
    {
        "image",
        "newtag",
        "newname",
        "image_tag",
        "imagetag",
        "container_image",
        "image_uri",
        "imageuri",
        "docker_image",
        "image_digest",
        "digest",
        "image_version",
    }
)
_IMAGE_ABOVE: Final = frozenset({"image", "images", "newtag"})
_ENGINE: Final = re.compile(
    r"engine_?version|kubernetes_?version|k8s_?version|cluster_?version|min_master_version|master_version|node_version|orchestrator_version|"
    r"database_?version|db_version|(?:redis|postgres|postgresql|mysql|kafka|mongo|mongodb|elasticsearch|opensearch|valkey|node|java|php|python)_version|runtime|"
    r"platform_?version|engine|family|parameter_group_family|release_label|solution_stack_name|release_version|runtimeversion|linux_fx_version"
)
_ENGINE_KINDS: Final = re.compile(
    r"terraform/(?:aws_eks_(?:cluster|node_group)|azurerm_(?:postgresql|mysql|mssql|mariadb)\w*|google_sql_database_instance|"
    r"aws_(?:elastic|open)search_domain|aws_msk_cluster|digitalocean_(?:kubernetes|database)_cluster)"
)
_VERSION: Final = re.compile(
    r"version|target_?revision|chart_?version|helm\.sh/chart|app_?version|required_version|source|ref|tag|semver|branch|constraints|"
    r"addon_version|module_version|provider_version|.*_version|commit"
)
_VERSION_SOURCE: Final = frozenset({"source", "ref", "tag", "branch", "commit", "semver", "version", "constraints"})
_VERSION_KINDS: Final = re.compile(
    r"terraform/(?:module|terraform|lock|terragrunt|helm_release|aws_eks_addon)|kubernetes/(?:.*/)?(?:HelmRelease|HelmChart|Application|ApplicationSet|"
    r"GitRepository|OCIRepository|HelmRepository|Kustomization|Package)|file/chart|file/kustomization"
)
_SCHEMA: Final = re.compile(
    r"(?:.*[_.-])?(?:schema_?version|migration_?(?:version|head|target)?|migrations?_(?:version|target)|flyway[_.]target|db_revision)"
)
_SAFEGUARD: Final = re.compile(
    r"livenessprobe|readinessprobe|startupprobe|securitycontext|limits|requests|resources|runasnonroot|readonlyrootfilesystem|"
    r"allowprivilegeescalation|privileged|capabilities|seccompprofile|hostnetwork|hostpid|hostipc|automountserviceaccounttoken|"
    r"poddisruptionbudget|networkpolicy|topologyspreadconstraints|affinity|lifecycle|terminationgraceperiodseconds|"
    r"(?:enable_)?deletion_?protection(?:_enabled)?|prevent_destroy|termination_protection|force_destroy|skip_final_snapshot|"
    r".*backup.*|storage_encrypted|encrypted|.*encryption.*|sse_.*|server_side_encryption.*|at_rest.*|in_transit.*|transit_encryption.*|"
    r"point_in_time_recovery|versioning|logging|access_logs?|enabled_cluster_log_types|enabled_cloudwatch_logs_exports|log_config|"
    r"block_public_\w+|ignore_public_\w+|restrict_public_\w+|publicly_accessible|public_access\w*|public_network_access\w*|"
    r"endpoint_public_access|enable_key_rotation|http_tokens|metadata_options|web_acl_\w+|waf.*|ssl_policy|minimum_tls_version|min_tls_version|"
    r"minimum_protocol_version|drop_invalid_header_fields|iam_database_authentication_enabled|auto_minor_version_upgrade|"
    r"copy_tags_to_snapshot|scan_on_push|image_tag_mutability|master_authorized_networks\w*|"
    r"shielded_instance_config|private_cluster_config|require_ssl|ssl_mode|pod-security\.kubernetes\.io/.*|.*/(?:whitelist|denylist|limit-)\S*|"
    r"kms_key_(?:id|arn)"
)
_WEAK_WHEN_TRUE: Final = re.compile(
    r"privileged|allowprivilegeescalation|hostnetwork|hostpid|hostipc|automountserviceaccounttoken|"
    r"(?:.*_)?(?:force_destroy|skip_final_snapshot|publicly_accessible|public_network_access_enabled|public_access)"
)
_STRONG_WHEN_TRUE: Final = re.compile(
    r"runasnonroot|readonlyrootfilesystem|require_ssl|scan_on_push|prevent_destroy|enabled|"
    r"(?:.*_)?(?:encrypted|encryption\w*|protection(?:_enabled)?|(?:block|ignore|restrict)_public_\w+|rotation|"
    r"validation|versioning|logging|recovery|copy_tags_to_snapshot|drop_invalid_header_fields|iam_database_authentication_enabled)"
)
_SIZE: Final = re.compile(
    r"replicas|replica_?count|(?:min|max)_?replicas|.*instance_?(?:type|class|count|size)s?|node_type|machine_type|vm_size|.*_capacity|desired_.*|"
    r"(?:min|max)_?size|allocated_storage|max_allocated_storage|volume_size|disk_size.*|iops|throughput|cpu|memory|memory_size|storage|count|"
    r"multi_?az|minreplicacount|maxreplicacount"
)
_KEYS_ABOVE: Final = frozenset(
    {
        "env",
        "data",
        "binarydata",
        "stringdata",
        "environment",
        "environment_variables",
        "variables",
        "inputs",
        "envfrom",
        "secrets",
        "configmapgenerator",
        "secretgenerator",
        "literals",
        "parameters",
        "values",
        "env_vars",
        "env_variables",
        "app_settings",
    }
)
_INPUT: Final = re.compile(r"terraform/(?:tfvars|terragrunt|module)|file/")
_KEY_KINDS: Final = re.compile(
    r"terraform/(?:variable|output|tfvars|terragrunt)|file/.*|kubernetes/(?:ConfigMap|Secret|SealedSecret|ExternalSecret)|compose/(?:config|secret)|terraform/aws_(?:ssm_parameter|secretsmanager_secret)"
)


def component_aspect(kind: str) -> str:
    """Return what it is about that only one environment has a component of a kind."""
    tables = (
        ("slo", _SLO_KINDS),
        ("flag", _FLAG_KINDS),
        ("safeguard", _SAFEGUARD_KINDS),
        ("schema", _MIGRATIONS),
        ("keys", _KEY_COMPONENTS),
    )
    return next((aspect for aspect, kinds in tables if kinds.fullmatch(kind)), "component")


_MIGRATIONS: Final = re.compile(r"file/migrations")
_KEY_COMPONENTS: Final = re.compile(r"terraform/(?:variable|output)")


def aspect(found: Found, kind: str) -> str:
    """Return what a difference is about."""
    last = found.words[-1] if found.words else ""
    if found.words[:1] == ("metadata",) or "metadata" in found.words[:-2]:
        return "version" if last == "helm.sh/chart" else "value"
    if kind == "file/migrations" or _SCHEMA.fullmatch(found.name):
        return "schema"
    if _SLO_KINDS.fullmatch(kind):
        return "slo"
    if _is_flag(found, kind):
        return "flag"
    if _is_image(found, last):
        return "image"
    if _ENGINE.fullmatch(last) or (last == "version" and _ENGINE_KINDS.fullmatch(kind)):
        return "engine"
    if _is_version(found, kind, last):
        return "version"
    if "hard" in found.words[:-1] and not found.is_one_sided:
        return "size"
    if _SAFEGUARD_KINDS.fullmatch(kind) or _is_safeguard(found, last):
        return "safeguard"
    is_size = _SIZE.fullmatch(last) or _SIZE.fullmatch(found.name)
    if _is_key(found, kind, last) and not (is_size and is_input(kind)):
        return "keys"
    return "size" if is_size else "value"


def is_input(kind: str) -> bool:
    """Tell whether others read what a kind says: where it says nothing there is a default that is not known."""
    return _INPUT.match(kind) is not None


def _is_key(found: Found, kind: str, last: str) -> bool:
    if not found.is_one_sided:
        return False
    if found.is_element:
        return last in _KEYS_ABOVE
    above = found.words[:-1][-3:] if found.name == last else found.words[-4:]
    return bool(_KEYS_ABOVE.intersection((*above, last))) or _KEY_KINDS.fullmatch(kind) is not None


def weaker(found: Found) -> str:
    """Return the side that is protected less, empty where that cannot be told."""
    last = found.words[-1] if found.words else ""
    is_weakness, is_strength = (bool(one.fullmatch(last)) for one in (_WEAK_WHEN_TRUE, _STRONG_WHEN_TRUE))
    if found.is_one_sided:
        there = found.right if found.left is ABSENT else found.left
        if there is False or (there is True and not (is_weakness or is_strength)):
            return ""
        return "left" if (found.left is ABSENT) != is_weakness else "right"
    if isinstance(found.left, bool) and isinstance(found.right, bool):
        if not (is_weakness or is_strength):
            return ""
        return "left" if found.left is is_weakness else "right"
    return _lower(found.left, found.right) if "backup" in last or "retention" in last else ""


def _lower(left: object, right: object) -> str:
    if isinstance(left, int) and isinstance(right, int):
        return "left" if left < right else "right"
    return ""


def is_switch(found: Found) -> bool:
    """Tell whether a safeguard is on in one and off in the other, which is more than another size."""
    return any(
        value is False or value is True or value == 0 for value in (found.left, found.right) if value is not ABSENT
    )


def _is_flag(found: Found, kind: str) -> bool:
    if _FLAG_KINDS.fullmatch(kind):
        return True
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", found.name).lower()
    if _FLAG_NAME.search(name) or _FLAG_WORDS.intersection(found.words[:-1]):
        return not found.words or found.words[-1] != "feature_flags_url"
    values = {str(value).lower() for value in (found.left, found.right) if value is not ABSENT}
    is_variable = bool({"env", "data", "environment", "literals"}.intersection(found.words[:-1]))
    return is_variable and _SWITCH.search(name) is not None and values <= _SWITCHED


def _is_image(found: Found, last: str) -> bool:
    if last in _IMAGE or (
        last in ("tag", "digest", "repository", "newtag") and _IMAGE_ABOVE.intersection(found.words[:-1])
    ):
        return True
    return found.name.endswith(("_image", "_image_tag", "image_tag"))


def _is_version(found: Found, kind: str, last: str) -> bool:
    if kind == "terraform/lock" or (_VERSION_KINDS.fullmatch(kind) and _VERSION.fullmatch(last)):
        return True
    above = found.words[-2] if len(found.words) > 1 else ""
    return (last == "version" and above in ("dependencies", "chart", "releases", "required_providers", "provider")) or (
        last
        in ("helm.sh/chart", "chart_version", "targetrevision", "addon_version", "module_version", "required_version")
        or ("required_providers" in found.words and last in _VERSION_SOURCE)
        or found.name.endswith(("chart_version", "module_version"))
    )


def _is_safeguard(found: Found, last: str) -> bool:
    if last in ("limits", "requests", "resources") or {"limits", "requests"}.intersection(found.words[-2:-1]):
        return found.is_one_sided
    if any(_SAFEGUARD.fullmatch(word) for word in found.words[-3:]):
        return True
    words = last.split("_")
    return any(_SAFEGUARD.fullmatch("_".join(words[start:])) for start in range(1, min(len(words) - 1, 10)))
