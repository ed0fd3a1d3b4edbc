"""SQS queues and SNS topics, with their policies and subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import Found, Kind, mapped, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item


def _number(key: str) -> Callable[[Item], int | None]:
    return lambda item: int(item[key]) if str(item.get(key, "")).isdigit() else None


def _truth(key: str) -> Callable[[Item], bool]:
    return lambda item: str(item.get(key, "")).lower() == "true"


def _text(key: str) -> Callable[[Item], str]:
    return lambda item: item.get(key) or ""


_QUEUE: Final[Fields] = {
    "arn": "QueueArn",
    "visibility_timeout_seconds": _number("VisibilityTimeout"),
    "message_retention_seconds": _number("MessageRetentionPeriod"),
    "max_message_size": _number("MaximumMessageSize"),
    "delay_seconds": _number("DelaySeconds"),
    "receive_wait_time_seconds": _number("ReceiveMessageWaitTimeSeconds"),
    "fifo_queue": _truth("FifoQueue"),
    "content_based_deduplication": _truth("ContentBasedDeduplication"),
    "kms_master_key_id": _text("KmsMasterKeyId"),
    "sqs_managed_sse_enabled": _truth("SqsManagedSseEnabled"),
}
_TOPIC: Final[Fields] = {
    "arn": "TopicArn",
    "display_name": _text("DisplayName"),
    "kms_master_key_id": _text("KmsMasterKeyId"),
    "fifo_topic": _truth("FifoTopic"),
    "content_based_deduplication": _truth("ContentBasedDeduplication"),
    "delivery_policy": _text("DeliveryPolicy"),
}


def _queue(place: Place, known: Item) -> Iterable[Found]:
    url = str(known.get("url") or known.get("id") or "")
    if not url.startswith("http"):
        url = place.ask("sqs", "get_queue_url", QueueName=str(known.get("name") or url))["QueueUrl"]
    found = place.ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"]).get("Attributes") or {}
    attributes: dict[str, Any] = {
        "id": url,
        "url": url,
        "name": str(found.get("QueueArn", url)).rpartition(":")[2],
        **mapped(found, _QUEUE),
        "tags": pairs(place.maybe("sqs", "list_queue_tags", QueueUrl=url).get("Tags")),
    }
    yield Found("aws_sqs_queue", url, attributes, str(found.get("QueueArn", "")))
    for kind, name, key in (
        ("aws_sqs_queue_policy", "policy", "Policy"),
        ("aws_sqs_queue_redrive_policy", "redrive_policy", "RedrivePolicy"),
        ("aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy", "RedriveAllowPolicy"),
    ):
        if found.get(key):
            yield Found(kind, url, {"id": url, "queue_url": url, name: found[key]})


def _topic(place: Place, known: Item) -> Iterable[Found]:
    arn = str(known.get("arn") or known.get("id") or "")
    if not arn.startswith("arn:"):
        arn = place.arn("sns", str(known.get("name") or arn))
    found = place.ask("sns", "get_topic_attributes", TopicArn=arn).get("Attributes") or {}
    answer = place.maybe("sns", "list_tags_for_resource", ResourceArn=arn)
    attributes = {
        "id": arn,
        "name": arn.rpartition(":")[2],
        **mapped(found, _TOPIC),
        "arn": arn,
        "tags": pairs(answer.get("Tags")),
    }
    yield Found("aws_sns_topic", arn, attributes, arn)
    if found.get("Policy"):
        yield Found("aws_sns_topic_policy", arn, {"id": arn, "arn": arn, "policy": found["Policy"]})
    for one in place.items("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn):
        endpoint = _without_query(str(one.get("Endpoint") or ""))
        name = str(one.get("SubscriptionArn") or "")
        name = name if name.startswith("arn:") else f"{one.get('Protocol')} {endpoint}"  # it waits to be confirmed
        made = {
            "id": name,
            "topic_arn": arn,
            "protocol": one.get("Protocol"),
            "endpoint": endpoint,
        }
        yield Found("aws_sns_topic_subscription", name, made)


def _without_query(endpoint: str) -> str:
    """Return an address without what stands behind a question mark, and without a user: both may be secret."""
    plain = endpoint.partition("?")[0]
    scheme, found, rest = plain.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if found and "@" in rest.partition("/")[0] else plain


KINDS: Final[Mapping[str, Kind]] = {
    "aws_sns_topic": Kind(
        _topic, lambda place: [{"arn": one["TopicArn"]} for one in place.items("sns", "list_topics", "Topics")]
    ),
    "aws_sqs_queue": Kind(
        _queue, lambda place: [{"id": url} for url in place.items("sqs", "list_queues", "QueueUrls")]
    ),
}
