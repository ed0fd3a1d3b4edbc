"""CloudWatch log groups and alarms, CloudTrail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.cloud import AbsentError
from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, kinds_of, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item


def _log_tags(place: Place, item: Item) -> Item:
    arn = str(item.get("arn", "")).removesuffix(":*")
    return {"arn": arn, "tags": pairs(place.maybe("logs", "list_tags_for_resource", resourceArn=arn).get("tags"))}


def _alarm_tags(place: Place, item: Item) -> Item:
    answer = place.maybe("cloudwatch", "list_tags_for_resource", ResourceARN=item["AlarmArn"])
    return {"tags": pairs(answer.get("Tags"))}


def _trail(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("name") or known.get("id") or "").rpartition("/")[2]
    answer = place.ask("cloudtrail", "describe_trails", trailNameList=[name])
    found = next(iter(answer.get("trailList", ())), None)
    if found is None:
        raise AbsentError(name)
    status = place.ask("cloudtrail", "get_trail_status", Name=found["TrailARN"])
    tagged = place.maybe("cloudtrail", "list_tags", ResourceIdList=[found["TrailARN"]]).get("ResourceTagList") or [{}]
    attributes: dict[str, Any] = {
        "id": name,
        "name": name,
        "arn": found["TrailARN"],
        "s3_bucket_name": found.get("S3BucketName"),
        "s3_key_prefix": found.get("S3KeyPrefix") or "",
        "is_multi_region_trail": bool(found.get("IsMultiRegionTrail")),
        "is_organization_trail": bool(found.get("IsOrganizationTrail")),
        "include_global_service_events": bool(found.get("IncludeGlobalServiceEvents")),
        "enable_log_file_validation": bool(found.get("LogFileValidationEnabled")),
        "kms_key_id": found.get("KmsKeyId") or "",
        "cloud_watch_logs_group_arn": found.get("CloudWatchLogsLogGroupArn") or "",
        "cloud_watch_logs_role_arn": found.get("CloudWatchLogsRoleArn") or "",
        "enable_logging": bool(status.get("IsLogging")),
        "tags": pairs(tagged[0].get("TagsList")),
    }
    yield Found("aws_cloudtrail", name, attributes, found["TrailARN"])


_ALARM: Final[Fields] = {
    "alarm_name": "AlarmName",
    "arn": "AlarmArn",
    "alarm_description": lambda item: item.get("AlarmDescription") or "",
    "comparison_operator": "ComparisonOperator",
    "evaluation_periods": "EvaluationPeriods",
    "datapoints_to_alarm": lambda item: item.get("DatapointsToAlarm") or 0,
    "metric_name": "MetricName",
    "namespace": "Namespace",
    "period": "Period",
    "statistic": "Statistic",
    "threshold": "Threshold",
    "actions_enabled": lambda item: bool(item.get("ActionsEnabled", True)),
    "alarm_actions": lambda item: item.get("AlarmActions") or [],
    "ok_actions": lambda item: item.get("OKActions") or [],
    "insufficient_data_actions": lambda item: item.get("InsufficientDataActions") or [],
    "dimensions": lambda item: pairs(item.get("Dimensions"), "Name"),
    "treat_missing_data": lambda item: item.get("TreatMissingData") or "missing",
}

KINDS: Final[Mapping[str, Kind]] = {
    "aws_cloudtrail": Kind(
        _trail,
        lambda place: [
            {"id": one["Name"], "name": one["Name"]}
            for one in place.ask("cloudtrail", "describe_trails").get("trailList", ())
            if one.get("HomeRegion") in (None, place.region)
        ],
    ),
    **kinds_of(
        Row(
            "aws_cloudwatch_log_group", "logs", "describe_log_groups", "logGroups", "logGroupName",
            {
                "name": "logGroupName",
                "retention_in_days": lambda item: item.get("retentionInDays") or 0,
                "kms_key_id": lambda item: item.get("kmsKeyId") or "",
            },
            wanted="name",
            more=_log_tags,
        ),
        Row(
            "aws_cloudwatch_metric_alarm", "cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName", _ALARM,
            wanted="alarm_name",
            more=_alarm_tags,
            kept=lambda item: "target tracking" if str(item["AlarmName"]).startswith("TargetTracking-") else "",
        ),
    ),
}  # fmt: skip
