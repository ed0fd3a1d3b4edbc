"""EC2 instances, volumes and launch templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import GONE, Kind, Row, block, digest, kinds_of, mapped, tags, tail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_METADATA: Final[Fields] = {
    "http_endpoint": "HttpEndpoint",
    "http_tokens": "HttpTokens",
    "http_put_response_hop_limit": "HttpPutResponseHopLimit",
    "instance_metadata_tags": "InstanceMetadataTags",
}
_VOLUME: Final[Fields] = {
    "encrypted": "Encrypted",
    "kms_key_id": lambda item: item.get("KmsKeyId") or "",
    "volume_size": "Size",
    "volume_type": "VolumeType",
    "iops": lambda item: item.get("Iops") or 0,
    "throughput": lambda item: item.get("Throughput") or 0,
}


def _instance(place: Place, item: Item) -> Item:
    volumes = place.index("ec2", "describe_volumes", "Volumes", "VolumeId")
    root: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for mapping in item.get("BlockDeviceMappings", ()):
        ebs = mapping.get("Ebs") or {}
        volume = volumes.get(str(ebs.get("VolumeId")))
        if volume is None:
            continue
        made = {
            **mapped(volume, _VOLUME),
            "device_name": mapping.get("DeviceName"),
            "delete_on_termination": ebs.get("DeleteOnTermination"),
        }
        (root if mapping.get("DeviceName") == item.get("RootDeviceName") else others).append(made)

    def asked(name: str, key: str) -> Any:
        answer = place.ask("ec2", "describe_instance_attribute", InstanceId=item["InstanceId"], Attribute=name)
        return (answer.get(key) or {}).get("Value")

    return {
        "arn": place.arn("ec2", f"instance/{item['InstanceId']}"),
        "root_block_device": root,
        "ebs_block_device": others,
        "disable_api_termination": asked("disableApiTermination", "DisableApiTermination"),
        "user_data": digest(asked("userData", "UserData") or ""),
    }


def _template(place: Place, item: Item) -> Item:
    versions = place.items(
        "ec2", "describe_launch_template_versions", "LaunchTemplateVersions",
        LaunchTemplateId=item["LaunchTemplateId"], Versions=["$Latest"],
    )  # fmt: skip
    data = versions[0].get("LaunchTemplateData") or {} if versions else {}
    profile = data.get("IamInstanceProfile") or {}
    return {
        "arn": place.arn("ec2", f"launch-template/{item['LaunchTemplateId']}"),
        "image_id": data.get("ImageId") or "",
        "instance_type": data.get("InstanceType") or "",
        "key_name": data.get("KeyName") or "",
        "ebs_optimized": data.get("EbsOptimized"),
        "vpc_security_group_ids": data.get("SecurityGroupIds") or [],
        "user_data": digest(data.get("UserData") or ""),
        "iam_instance_profile": [{"name": profile.get("Name"), "arn": profile.get("Arn")}] if profile else [],
        "metadata_options": block("MetadataOptions", _METADATA)(data),
        "disable_api_termination": data.get("DisableApiTermination"),
    }


def _maker(item: Item) -> str:
    for attached in item.get("Attachments", ()):
        if attached.get("DeleteOnTermination"):
            return f"the instance {attached.get('InstanceId')}"
    made = {tag["Key"] for tag in item.get("Tags", ())}
    return (
        "a cluster" if any(name.startswith(("kubernetes.io/created-for", "ebs.csi.aws.com")) for name in made) else ""
    )


def _instance_maker(item: Item) -> str:
    if (item.get("State") or {}).get("Name") in ("terminated", "shutting-down"):
        return GONE
    found = {tag["Key"]: tag.get("Value", "") for tag in item.get("Tags", ())}
    for name in ("aws:autoscaling:groupName", "eks:cluster-name", "elasticbeanstalk:environment-name"):
        if name in found:
            return f"{name} {found[name]}"
    return ""


KINDS: Final[Mapping[str, Kind]] = kinds_of(
    Row(
        "aws_instance", "ec2", "describe_instances", "Reservations.Instances", "InstanceId",
        {
            "ami": "ImageId",
            "instance_type": "InstanceType",
            "subnet_id": "SubnetId",
            "vpc_security_group_ids": lambda item: [one["GroupId"] for one in item.get("SecurityGroups", ())],
            "key_name": lambda item: item.get("KeyName") or "",
            "iam_instance_profile": lambda item: tail((item.get("IamInstanceProfile") or {}).get("Arn")),
            "ebs_optimized": "EbsOptimized",
            "monitoring": lambda item: (item.get("Monitoring") or {}).get("State") in ("enabled", "pending"),
            "source_dest_check": "SourceDestCheck",
            "associate_public_ip_address": lambda item: bool(item.get("PublicIpAddress")),
            "availability_zone": "Placement.AvailabilityZone",
            "tenancy": "Placement.Tenancy",
            "metadata_options": block("MetadataOptions", _METADATA),
            "tags": tags(),
        },
        more=_instance,
        kept=_instance_maker,
    ),
    Row(
        "aws_ebs_volume", "ec2", "describe_volumes", "Volumes", "VolumeId",
        {
            "availability_zone": "AvailabilityZone",
            "size": "Size",
            "type": "VolumeType",
            "encrypted": "Encrypted",
            "kms_key_id": lambda item: item.get("KmsKeyId") or "",
            "iops": lambda item: item.get("Iops") or 0,
            "throughput": lambda item: item.get("Throughput") or 0,
            "multi_attach_enabled": "MultiAttachEnabled",
            "tags": tags(),
        },
        more=lambda place, item: {"arn": place.arn("ec2", f"volume/{item['VolumeId']}")},
        kept=_maker,
    ),
    Row(
        "aws_launch_template", "ec2", "describe_launch_templates", "LaunchTemplates", "LaunchTemplateId",
        {"name": "LaunchTemplateName", "default_version": "DefaultVersionNumber", "tags": tags()},
        more=_template,
    ),
)  # fmt: skip
