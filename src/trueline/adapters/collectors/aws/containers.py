"""ECR, ECS and EKS; of the environment of a container the names alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.cloud import AbsentError, UnreadError
from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, block, blocks, kinds_of, mapped, pairs, tail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_SERVICE: Final[Fields] = {
    "arn": "serviceArn",
    "name": "serviceName",
    "cluster": "clusterArn",
    "task_definition": "taskDefinition",
    "desired_count": "desiredCount",
    "launch_type": lambda item: item.get("launchType") or "",
    "platform_version": lambda item: item.get("platformVersion") or "",
    "scheduling_strategy": lambda item: item.get("schedulingStrategy") or "REPLICA",
    "enable_execute_command": lambda item: bool(item.get("enableExecuteCommand")),
    "network_configuration": block(
        "networkConfiguration.awsvpcConfiguration",
        {
            "subnets": "subnets",
            "security_groups": lambda found: found.get("securityGroups") or [],
            "assign_public_ip": lambda found: found.get("assignPublicIp") == "ENABLED",
        },
    ),
    "load_balancer": blocks("loadBalancers", {
        "target_group_arn": lambda item: item.get("targetGroupArn") or "",
        "container_name": "containerName",
        "container_port": "containerPort",
    }),
}  # fmt: skip
_TASK: Final[Fields] = {
    "arn": "taskDefinitionArn",
    "family": "family",
    "revision": "revision",
    "network_mode": lambda item: item.get("networkMode") or "",
    "task_role_arn": lambda item: item.get("taskRoleArn") or "",
    "execution_role_arn": lambda item: item.get("executionRoleArn") or "",
    "cpu": lambda item: item.get("cpu") or "",
    "memory": lambda item: item.get("memory") or "",
    "requires_compatibilities": lambda item: item.get("requiresCompatibilities") or [],
}
_CONTROL: Final[Fields] = {
    "arn": "arn",
    "name": "name",
    "version": "version",
    "role_arn": "roleArn",
    "vpc_config": block("resourcesVpcConfig", {
        "subnet_ids": "subnetIds",
        "security_group_ids": lambda item: item.get("securityGroupIds") or [],
        "endpoint_private_access": lambda item: bool(item.get("endpointPrivateAccess")),
        "endpoint_public_access": lambda item: bool(item.get("endpointPublicAccess", True)),
        "public_access_cidrs": "publicAccessCidrs",
    }),
    "enabled_cluster_log_types": lambda item: [
        name
        for setup in (item.get("logging") or {}).get("clusterLogging", ())
        if setup.get("enabled")
        for name in setup.get("types", ())
    ],
    "encryption_config": blocks("encryptionConfig", {
        "resources": "resources",
        "provider": block("provider", {"key_arn": "keyArn"}),
    }),
    "tags": lambda item: dict(item.get("tags") or {}),
}  # fmt: skip
_NODES: Final[Fields] = {
    "arn": "nodegroupArn",
    "cluster_name": "clusterName",
    "node_group_name": "nodegroupName",
    "node_role_arn": "nodeRole",
    "subnet_ids": "subnets",
    "instance_types": lambda item: item.get("instanceTypes") or [],
    "ami_type": "amiType",
    "capacity_type": "capacityType",
    "disk_size": "diskSize",
    "version": "version",
    "labels": lambda item: dict(item.get("labels") or {}),
    "scaling_config": block("scalingConfig", {
        "min_size": "minSize", "max_size": "maxSize", "desired_size": "desiredSize",
    }),
    "tags": lambda item: dict(item.get("tags") or {}),
}  # fmt: skip


def _repository(place: Place, item: Item) -> Item:
    answer = place.maybe("ecr", "list_tags_for_resource", resourceArn=item["repositoryArn"])
    return {"tags": pairs(answer.get("tags"))}


def _repository_parts(place: Place, item: Item) -> Iterator[Found]:
    name = item["repositoryName"]
    policy = place.maybe("ecr", "get_repository_policy", repositoryName=name).get("policyText")
    if policy:
        yield Found("aws_ecr_repository_policy", name, {"id": name, "repository": name, "policy": policy})
    rules = place.maybe("ecr", "get_lifecycle_policy", repositoryName=name).get("lifecyclePolicyText")
    if rules:
        yield Found("aws_ecr_lifecycle_policy", name, {"id": name, "repository": name, "policy": rules})


def _cluster(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("name") or known.get("id") or "")
    answer = place.ask("ecs", "describe_clusters", clusters=[name], include=["TAGS", "SETTINGS"])
    found = next((one for one in answer.get("clusters", ()) if one.get("status") != "INACTIVE"), None)
    if found is None:
        raise AbsentError(name)
    arn = found["clusterArn"]
    attributes = {
        "id": arn,
        "arn": arn,
        "name": found.get("clusterName"),
        "setting": [dict(one) for one in found.get("settings") or ()],
        "tags": pairs(found.get("tags"), "key", "value"),
    }
    yield Found("aws_ecs_cluster", arn, attributes, arn)


def _service(place: Place, known: Item) -> Iterable[Found]:
    name, cluster = str(known.get("name") or tail(known.get("id"))), known.get("cluster")
    clusters = [str(cluster)] if cluster else place.items("ecs", "list_clusters", "clusterArns")
    found = _only(name, [one for each in clusters for one in _services_called(place, each, name)])
    arn = found["serviceArn"]
    attributes = {"id": arn, **mapped(found, _SERVICE), "tags": pairs(found.get("tags"), "key", "value")}
    yield Found("aws_ecs_service", arn, attributes, arn)


def _services_called(place: Place, cluster: str, name: str) -> list[Any]:
    answer = place.ask("ecs", "describe_services", cluster=cluster, services=[name], include=["TAGS"])
    return [one for one in answer.get("services", ()) if one.get("status") != "INACTIVE"]


def _only(name: str, found: list[Any]) -> Any:
    if not found:
        raise AbsentError(name)
    if len(found) > 1:
        raise UnreadError("several are called so")
    return found[0]


def _services(place: Place) -> Iterator[Item]:
    for cluster in place.items("ecs", "list_clusters", "clusterArns"):
        for service in place.items("ecs", "list_services", "serviceArns", cluster=cluster):
            yield {"id": service, "name": tail(service), "cluster": cluster}


def _task(place: Place, known: Item) -> Iterable[Found]:
    wanted = str(known.get("arn") or known.get("family") or known.get("id") or "")
    found = place.ask("ecs", "describe_task_definition", taskDefinition=wanted)["taskDefinition"]
    if found.get("status") == "INACTIVE":
        raise AbsentError(wanted)
    containers = [_container(one) for one in found.get("containerDefinitions", ())]
    attributes: dict[str, Any] = {
        "id": found.get("family"),
        **mapped(found, _TASK),
        "container_definitions": json.dumps(containers, sort_keys=True),
    }
    arn = found["taskDefinitionArn"]
    yield Found("aws_ecs_task_definition", arn, attributes, arn)


def _container(container: Item) -> dict[str, Any]:
    """Return what of a container is told: nothing that may be a secret."""
    kept = (
        "name",
        "image",
        "cpu",
        "memory",
        "memoryReservation",
        "essential",
        "privileged",
        "readonlyRootFilesystem",
        "user",
    )
    return {name: container[name] for name in kept if name in container}


def _control(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("name") or known.get("id") or "")
    found = place.ask("eks", "describe_cluster", name=name)["cluster"]
    yield Found("aws_eks_cluster", name, {"id": name, **mapped(found, _CONTROL)}, str(found.get("arn", "")))


def _nodes(place: Place, known: Item) -> Iterable[Found]:
    cluster, name = str(known.get("cluster_name") or ""), str(known.get("node_group_name") or "")
    if not name:
        cluster, _, name = str(known.get("id") or "").partition(":")
    if not cluster:
        every = [one for one in _all_nodes(place) if one["node_group_name"] == name]
        cluster = str(_only(name, every)["cluster_name"])
    found = place.ask("eks", "describe_nodegroup", clusterName=cluster, nodegroupName=name)["nodegroup"]
    attributes = {"id": f"{cluster}:{name}", **mapped(found, _NODES)}
    yield Found("aws_eks_node_group", f"{cluster}:{name}", attributes, str(found.get("nodegroupArn", "")))


def _all_nodes(place: Place) -> Iterator[Item]:
    for cluster in place.items("eks", "list_clusters", "clusters"):
        for name in place.items("eks", "list_nodegroups", "nodegroups", clusterName=cluster):
            yield {"cluster_name": cluster, "node_group_name": name, "id": f"{cluster}:{name}"}


KINDS: Final[Mapping[str, Kind]] = {
    "aws_ecs_cluster": Kind(
        _cluster, lambda place: [{"id": arn} for arn in place.items("ecs", "list_clusters", "clusterArns")]
    ),
    "aws_ecs_service": Kind(_service, _services),
    "aws_ecs_task_definition": Kind(_task),
    "aws_eks_cluster": Kind(
        _control, lambda place: [{"id": name} for name in place.items("eks", "list_clusters", "clusters")]
    ),
    "aws_eks_node_group": Kind(_nodes, _all_nodes),
    **kinds_of(
        Row(
            "aws_ecr_repository", "ecr", "describe_repositories", "repositories", "repositoryName",
            {
                "name": "repositoryName",
                "arn": "repositoryArn",
                "image_tag_mutability": "imageTagMutability",
                "image_scanning_configuration": block("imageScanningConfiguration", {"scan_on_push": "scanOnPush"}),
                "encryption_configuration": block("encryptionConfiguration", {
                    "encryption_type": "encryptionType",
                    "kms_key": lambda item: item.get("kmsKey") or "",
                }),
            },
            wanted="name",
            more=_repository,
            parts=_repository_parts,
        ),
    ),
}  # fmt: skip
