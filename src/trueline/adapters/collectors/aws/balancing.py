"""Load balancers with their listeners, target groups, and auto scaling groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.cloud import AbsentError
from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, block, blocks, kinds_of, mapped, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_REDIRECT: Final[Fields] = {
    "host": "Host", "path": "Path", "port": "Port", "protocol": "Protocol", "query": "Query",
    "status_code": "StatusCode",
}  # fmt: skip
_LISTENER: Final[Fields] = {
    "arn": "ListenerArn",
    "load_balancer_arn": "LoadBalancerArn",
    "port": "Port",
    "protocol": "Protocol",
    "ssl_policy": lambda item: item.get("SslPolicy") or "" if item.get("Protocol") in ("HTTPS", "TLS") else "",
    "certificate_arn": lambda item: next((one.get("CertificateArn") for one in item.get("Certificates") or ()), ""),
    "default_action": blocks("DefaultActions", {
        "type": "Type",
        "target_group_arn": lambda item: item.get("TargetGroupArn") or "",
        "redirect": block("RedirectConfig", _REDIRECT),
    }),
}  # fmt: skip
_TARGETS: Final[Fields] = {
    "arn": "TargetGroupArn",
    "name": "TargetGroupName",
    "port": "Port",
    "protocol": "Protocol",
    "vpc_id": "VpcId",
    "target_type": "TargetType",
    "health_check": lambda item: [
        mapped(item, {
            "enabled": "HealthCheckEnabled",
            "healthy_threshold": "HealthyThresholdCount",
            "unhealthy_threshold": "UnhealthyThresholdCount",
            "interval": "HealthCheckIntervalSeconds",
            "timeout": "HealthCheckTimeoutSeconds",
            "path": "HealthCheckPath",
            "port": "HealthCheckPort",
            "protocol": "HealthCheckProtocol",
            "matcher": "Matcher.HttpCode",
        })
    ],
}  # fmt: skip
_GROUP: Final[Fields] = {
    "arn": "AutoScalingGroupARN",
    "name": "AutoScalingGroupName",
    "min_size": "MinSize",
    "max_size": "MaxSize",
    "desired_capacity": "DesiredCapacity",
    "launch_configuration": lambda item: item.get("LaunchConfigurationName") or "",
    "launch_template": block("LaunchTemplate", {
        "id": "LaunchTemplateId", "name": "LaunchTemplateName", "version": "Version",
    }),
    "health_check_type": "HealthCheckType",
    "health_check_grace_period": "HealthCheckGracePeriod",
    "vpc_zone_identifier": lambda item: [one for one in (item.get("VPCZoneIdentifier") or "").split(",") if one],
    "target_group_arns": lambda item: item.get("TargetGroupARNs") or [],
    "protect_from_scale_in": lambda item: bool(item.get("NewInstancesProtectedFromScaleIn")),
    "tag": blocks("Tags", {"key": "Key", "value": "Value", "propagate_at_launch": "PropagateAtLaunch"}),
}  # fmt: skip
_ATTRIBUTES: Final = {
    "enable_deletion_protection": "deletion_protection.enabled",
    "drop_invalid_header_fields": "routing.http.drop_invalid_header_fields.enabled",
    "enable_http2": "routing.http2.enabled",
}


def _truth(value: Any) -> bool:
    return str(value).lower() == "true"


def _tags(place: Place, arn: str) -> dict[str, str]:
    answer = place.maybe("elbv2", "describe_tags", ResourceArns=[arn])
    found = answer.get("TagDescriptions") or [{}]
    return pairs(found[0].get("Tags"))


def _balancer(place: Place, item: Item) -> Item:
    arn = item["LoadBalancerArn"]
    answer = place.ask("elbv2", "describe_load_balancer_attributes", LoadBalancerArn=arn)
    found = {one["Key"]: one.get("Value") for one in answer.get("Attributes", ())}
    made: dict[str, Any] = {name: _truth(found[key]) for name, key in _ATTRIBUTES.items() if key in found}
    if "idle_timeout.timeout_seconds" in found:
        made["idle_timeout"] = int(found["idle_timeout.timeout_seconds"])
    made["access_logs"] = [
        {
            "enabled": _truth(found.get("access_logs.s3.enabled")),
            "bucket": found.get("access_logs.s3.bucket") or "",
            "prefix": found.get("access_logs.s3.prefix") or "",
        }
    ]
    return {**made, "tags": _tags(place, arn)}


def _listeners(place: Place, item: Item) -> Iterator[Found]:
    arn = item["LoadBalancerArn"]
    for one in place.items("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=arn):
        yield Found("aws_lb_listener", one["ListenerArn"], {"id": one["ListenerArn"], **mapped(one, _LISTENER)})


def _group(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("name") or known.get("id") or "")
    index = place.index("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName")
    if name not in index:
        raise AbsentError(name)
    attributes = mapped(index[name], _GROUP)
    owner = next((one["key"] for one in attributes["tag"] if str(one["key"]).startswith("eks:")), "")
    yield Found("aws_autoscaling_group", name, {"id": name, **attributes}, str(attributes["arn"] or ""), owner)


KINDS: Final[Mapping[str, Kind]] = {
    "aws_autoscaling_group": Kind(
        _group,
        lambda place: [
            {"id": name}
            for name in place.index(
                "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups", "AutoScalingGroupName"
            )
        ],
    ),
    **kinds_of(
        Row(
            "aws_lb", "elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn",
            {
                "arn": "LoadBalancerArn",
                "name": "LoadBalancerName",
                "internal": lambda item: item.get("Scheme") == "internal",
                "load_balancer_type": "Type",
                "ip_address_type": "IpAddressType",
                "vpc_id": "VpcId",
                "security_groups": lambda item: item.get("SecurityGroups") or [],
                "subnets": lambda item: [one.get("SubnetId") for one in item.get("AvailabilityZones", ())],
            },
            wanted="arn",
            more=_balancer,
            parts=_listeners,
        ),
        Row(
            "aws_lb_target_group", "elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn", _TARGETS,
            wanted="arn",
            more=lambda place, item: {"tags": _tags(place, item["TargetGroupArn"])},
        ),
    ),
}  # fmt: skip
