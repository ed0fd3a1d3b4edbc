"""EFS file systems and OpenSearch domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, block, kinds_of, mapped, pairs, tags, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_DOMAIN: Final[Fields] = {
    "arn": "ARN",
    "domain_name": "DomainName",
    "engine_version": "EngineVersion",
    "access_policies": lambda item: text_of(item.get("AccessPolicies")),
    "encrypt_at_rest": block("EncryptionAtRestOptions", {
        "enabled": "Enabled", "kms_key_id": lambda item: item.get("KmsKeyId") or "",
    }),
    "node_to_node_encryption": block("NodeToNodeEncryptionOptions", {"enabled": "Enabled"}),
    "domain_endpoint_options": block("DomainEndpointOptions", {
        "enforce_https": "EnforceHTTPS", "tls_security_policy": "TLSSecurityPolicy",
    }),
    "cluster_config": block("ClusterConfig", {
        "instance_type": "InstanceType",
        "instance_count": "InstanceCount",
        "dedicated_master_enabled": "DedicatedMasterEnabled",
        "zone_awareness_enabled": "ZoneAwarenessEnabled",
    }),
    "vpc_options": block("VPCOptions", {"subnet_ids": "SubnetIds", "security_group_ids": "SecurityGroupIds"}),
}  # fmt: skip


def _domain(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("domain_name") or str(known.get("id") or "").rpartition("/")[2])
    found = place.ask("opensearch", "describe_domain", DomainName=name)["DomainStatus"]
    tagged = place.maybe("opensearch", "list_tags", ARN=found["ARN"]).get("TagList")
    attributes = {"id": found["ARN"], **mapped(found, _DOMAIN), "tags": pairs(tagged)}
    yield Found("aws_opensearch_domain", found["ARN"], attributes, found["ARN"])


def _lifecycle(place: Place, item: Item) -> Item:
    answer = place.maybe("efs", "describe_lifecycle_configuration", FileSystemId=item["FileSystemId"])
    words = {
        "transition_to_ia": "TransitionToIA",
        "transition_to_primary_storage_class": "TransitionToPrimaryStorageClass",
        "transition_to_archive": "TransitionToArchive",
    }
    made = [{name: one.get(key) or "" for name, key in words.items()} for one in answer.get("LifecyclePolicies") or ()]
    arn = item.get("FileSystemArn") or place.arn("elasticfilesystem", f"file-system/{item['FileSystemId']}")
    return {"arn": arn, "lifecycle_policy": made}


def _policy(place: Place, item: Item) -> Iterator[Found]:
    name = item["FileSystemId"]
    policy = place.maybe("efs", "describe_file_system_policy", FileSystemId=name).get("Policy")
    if policy:
        yield Found("aws_efs_file_system_policy", name, {"id": name, "file_system_id": name, "policy": policy})


KINDS: Final[Mapping[str, Kind]] = {
    "aws_opensearch_domain": Kind(
        _domain,
        lambda place: [
            {"domain_name": one["DomainName"]} for one in place.items("opensearch", "list_domain_names", "DomainNames")
        ],
    ),
    **kinds_of(
        Row(
            "aws_efs_file_system", "efs", "describe_file_systems", "FileSystems", "FileSystemId",
            {
                "creation_token": "CreationToken",
                "encrypted": lambda item: bool(item.get("Encrypted")),
                "kms_key_id": lambda item: item.get("KmsKeyId") or "",
                "performance_mode": "PerformanceMode",
                "throughput_mode": "ThroughputMode",
                "tags": tags(),
            },
            more=_lifecycle,
            parts=_policy,
        ),
    ),
}  # fmt: skip
