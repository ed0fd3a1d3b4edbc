"""What usually differs between two environments, and is therefore not told: each has a category to ask for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trueline.drift.environments.masks import difference
from trueline.values.secret_name import may_be_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.environments.found import Found
    from trueline.drift.environments.words import Neutral

CATEGORIES: Final = {
    "names": "names, namespaces, labels and tags that name the environment",
    "ids": "accounts, regions, ARNs, ids and keys of encryption",
    "addresses": "IP addresses and networks",
    "hosts": "hosts, domains and URLs",
    "registry": "registries of images",
    "size": "replicas, resources, instance sizes, bounds of scaling, zones",
    "secrets": "secrets, and where they are kept",
    "logging": "log levels and how long logs are kept",
    "backend": "where states are kept, and with which credentials a provider works",
    "generated": "what tools compute: checksums, hashes of names, revisions",
}
"""Category → what is in it."""

_BY_NAME: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (category, re.compile(rf"^(?:{pattern})$"))
    for category, pattern in (
        (
            "generated",
            r"checksum.*|.*/(?:checksum|config-hash|last-applied-configuration|revision|restartedat)|pod-template-hash|"
            r"app\.kubernetes\.io/version|source_code_hash|etag|content_md5|source_hash|source_md5|filename|"
            r"output_base64sha256|.*_base64sha256",
        ),
        (
            "logging",
            r"(?:.*[_.-])?log(?:ging)?[_.-]?(?:level|lvl|severity|verbosity)|rust_log|loglevel|verbosity|v|"
            r"logging\.level\..*|retention_in_days|log_retention.*|level|rootlogger|--?v|--log-?level|--verbosity",
        ),
        (
            "names",
            r"namespace|target_?namespace|env|envs|environment|environment_?name|app_env|node_env|rails_env|rack_env|stage|tier|"
            r"deploy(?:ment)?_env(?:ironment)?|spring[_.]profiles[_.]active|aspnetcore_environment|dotnet_environment|"
            r"flask_env|django_env|django_settings_module|go_env|deployment\.environment|workspace|project|project_id|account|account_name|subscription_?id|"
            r"cluster|cluster_?name|sentry_environment|dd_env|.*_environment|.*_env|server|"
            r"nameprefix|namesuffix|name_prefix",
        ),
        (
            "hosts",
            r"hosts?|host_?names?|.*[_.-]host(?:s|name)?|domains?|domain_?names?|.*[_.-]domains?|url|uri|.*[_.-](?:url|uri)s?|endpoints?|.*[_.-]endpoints?|"
            r"origins?|.*[_.-]origins?|issuer|.*[_.-]issuer|dnsnames|fqdn|zone_?name|zone_id|subject_alternative_names|loadbalancerip|loadbalancersourceranges|"
            r".*[_.-]zone|.*(?:dns_records?|name_?servers?)|externalname|email|.*[_.-]emails?|common_?name|.*external-dns.*|cname|alias",
        ),
        (
            "addresses",
            r".*cidr.*|.*ip_?range.*|.*ip_?ranges|.*subnets?|.*_subnet_ids|.*source_?ranges|ipblock|private_ip|clusterip",
        ),
        (
            "ids",
            r"arn|.*[_-]arns?|.*-arn|kms_key.*|.*_kms_key_id|account_?ids?|.*_account_id|region|.*_region|location|azs|availability_?zones?|zones?|"
            r"project_?number|tenant_?id|client_?id|.*_client_id|hosted_?zone_?id|vpc_id|security_groups|security_group_ids|role-arn|"
            r"eks\.amazonaws\.com/role-arn|iam\.gke\.io/gcp-service-account|ami|ami_id|image_id|certificate.*|ca_?bundle|public_key|ssh_key.*|key_name",
        ),
        (
            "size",
            r"replicas|replica_?count|min_?replicas|max_?replicas|(?:node|shard|broker|instance|worker|task|cluster|initial_node)_?count|"
            r"desired_?(?:count|capacity|size)|(?:min|max)_?(?:size|capacity|count|nodes?|node_count|instances?)|size_(?:min|max|desired)|ha_replicas|.*instance_?(?:type|class|size|shape)s?|.*_instance_types?|node_type|"
            r"machine_type|vm_size|sku_?(?:name)?|size|size_gb|capacity|.*_capacity|shard_count|num_.*|number_of_.*|"
            r"(?:max_|min_)?allocated_storage|volume_?size|.*_volume_size|disk_size(?:_gb)?|storage|storage_gb|storage_?(?:class|type|mb)|storageclassname|iops|throughput|"
            r"cpu|memory|memory_size|mem|(?:cpu|memory|ephemeral-storage|nvidia\.com/gpu)|(?:requests|limits)(?:\..*)?|mem_limit|cpus|read_capacity|write_capacity|"
            r"multi_?az(?:_enabled)?|automatic_failover_enabled|single_nat_gateway|one_nat_gateway_per_az|az_count|zone_redundant|high_availability|availability_type|"
            r"targetcpuutilizationpercentage|averageutilization|min_?available|max_?unavailable|max_?surge|"
            r"concurrency|parallelism|scaling_config|spot|capacity_type|preemptible|reserved_concurrent_executions|price_class|"
            r"backup_retention_period|snapshot_retention_limit|java_opts|jvm_.*|gomaxprocs|gomemlimit|web_concurrency|.*_workers|workers|.*pool_size|max_old_space_size",
        ),
        (
            "secrets",
            r"secret_?name|secret_?ref|.*secret.*(?:name|arn|id|path|key)|encrypted_?data|sealedsecret.*|.*secretkeyref.*|remoteref|"
            r"vault_.*|secrets?|password.*|.*_password|credentials?(?:_.*)?|externalsecret.*|.*_ssm_path|sops",
        ),
        (
            "backend",
            r"backend|cloud|assume_role.*|profile|shared_credentials_file.*|allowed_account_ids|credentials|impersonate_service_account|config_path|config_context",
        ),
    )
)

_LONGEST_NAME: Final = 300
_PREFIXED: Final = re.compile(r"terraform/(?:tfvars|terragrunt|module)|file/(?:values|settings)")
_BY_END: Final = tuple(one for one in _BY_NAME if one[0] in ("size", "addresses", "hosts"))
_SIZE_ABOVE: Final = frozenset(
    {"hard", "requests", "limits", "resources", "autoscaling", "scaling_config", "horizontalpodautoscaler"}
)
_SECRET_ABOVE: Final = frozenset({"secretkeyref", "encrypteddata", "secretref", "remoteref", "secretobjects"})
_HOST_ABOVE: Final = frozenset(
    {
        "hosts",
        "dnsnames",
        "tls",
        "host",
        "hostnames",
        "hostaliases",
        "cors",
        "dns_records",
        "subdomain_dns_records",
        "name_servers",
    }
)
_ABOVE: Final = (("size", _SIZE_ABOVE), ("secrets", _SECRET_ABOVE), ("hosts", _HOST_ABOVE))
_ONE_SIDED: Final = frozenset({"names", "addresses", "hosts", "ids", "logging", "generated", "backend"})
_SIZE_KINDS: Final = re.compile(
    r"kubernetes/(?:HorizontalPodAutoscaler|VerticalPodAutoscaler|ScaledObject|NodePool|Provisioner|PriorityClass)|"
    r"terraform/aws_(?:app)?autoscaling_(?:policy|target|schedule|scheduled_action)|terraform/aws_appautoscaling_\w+"
)
_HASHED: Final = re.compile(r"-[2456789bcdfghkmt]{10}$")
"""The end that Kustomize gives to names of ConfigMaps and Secrets: a hash of what they hold."""
_PIECE: Final = re.compile(r"([^A-Za-z0-9])")
_BACKENDS: Final = frozenset({"terraform/provider", "terraform/terraform"})


def category(found: Found, kind: str, sides: tuple[Neutral, Neutral]) -> str:
    """Return the category of a usual difference, empty where it is none."""
    left, right = found.left, found.right
    if found.is_secret:
        return "secrets"
    if found.words[:1] == ("sops",):  # what SOPS writes beside what it has encrypted
        return "generated"
    if not found.is_one_sided:
        by_value = same_but_for(left, right, sides)
        if by_value:
            return by_value
    by_name = _by_name(found, is_prefixed=_PREFIXED.match(kind) is not None)
    if kind in _BACKENDS and by_name in ("", "ids", "names", "hosts", "backend"):
        return "backend" if by_name or "backend" in found.words or "cloud" in found.words else ""
    if found.is_one_sided and by_name not in _ONE_SIDED:
        return _one_sided(found, by_name, kind)
    return by_name or ("size" if _SIZE_KINDS.fullmatch(kind) else "")


def is_usual_component(kind: str) -> bool:
    """Tell whether a component that only one has is only a matter of size."""
    return _SIZE_KINDS.fullmatch(kind) is not None


def same_but_for(left: object, right: object, sides: tuple[Neutral, Neutral]) -> str:
    """Return the category of what two values differ in alone, empty where that is more."""
    if isinstance(left, list) and isinstance(right, list):
        return _lists(left, right, sides)
    if not isinstance(left, str) or not isinstance(right, str):
        return ""
    if _HASHED.sub("", left) == _HASHED.sub("", right):
        return "generated"
    here, there = (side.text(_HASHED.sub("", one)) for side, one in zip(sides, (left, right), strict=True))
    if here.casefold() == there.casefold() or sides[0].glued(left) == sides[1].glued(right):
        return "names"
    return "names" if _initials(left, right, sides) else difference(here, there)


def _initials(left: str, right: str, sides: tuple[Neutral, Neutral]) -> bool:
    """Tell whether all that differs are codes of their environments: ``vpc-d-app``, ``vpc-p-app``."""
    here, there = _PIECE.split(left), _PIECE.split(right)
    if len(here) != len(there) or len(left) > 500:
        return False
    apart = [(one, other) for one, other in zip(here, there, strict=True) if one != other]
    return all(sides[0].is_code(one) and sides[1].is_code(other) for one, other in apart)


def _lists(left: list[object], right: list[object], sides: tuple[Neutral, Neutral]) -> str:
    if len(left) != len(right) or not left:
        return ""
    found = {same_but_for(one, other, sides) for one, other in zip(left, right, strict=True)}
    return "" if "" in found else sorted(found)[0]


def _one_sided(found: Found, by_name: str, kind: str) -> str:
    """Return the category of what only one side has: a limit or a secret that is missing is told."""
    inside = by_name == "size" and not {"limits", "requests", "resources"}.intersection(found.words[-2:])
    if by_name == "secrets":
        return "secrets" if found.words[-1] in ("secretname", "secret_name", "encrypteddata") else ""
    return "size" if inside or _SIZE_KINDS.fullmatch(kind) else ""


def _by_name(found: Found, *, is_prefixed: bool) -> str:
    """Return the category that names tell; of variables also their ends: ``chat_redis_instance_type``."""
    last = found.words[-1] if found.words else ""
    is_large = any(isinstance(value, dict | list) for value in (found.left, found.right))
    for name in (found.name,) if found.is_element else (found.name, last):
        by_name = _named(name)
        if by_name and (by_name != "names" or not is_large):
            return by_name
    for category_, pattern in _BY_END if is_prefixed else ():
        if any(pattern.match(end) for end in _ends(last)):
            return category_
    above = set(found.words[-4:-1]) | {last}
    for category_, words in _ABOVE:
        if above & words:
            return category_
    if not found.is_one_sided and may_be_secret(last):
        return "secrets"
    return ""


@lru_cache(maxsize=4096)
def _named(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        return ""
    return next((category_ for category_, pattern in _BY_NAME if pattern.match(name)), "")


def _ends(name: str) -> Iterator[str]:
    """Yield what is left of a name without its first words."""
    words = name.split("_")
    yield from ("_".join(words[start:]) for start in range(1, min(len(words), 10)))
