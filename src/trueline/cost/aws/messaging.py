"""Queues, topics, streams and events."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueline.cost.reckoning import known
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component


def queue(it: Subject) -> Iterator[Component]:
    """Yield the requests; each begun 64 KB of one counts."""
    chunks = math.ceil((it.usage("request_size_kb") or 1.0) / 64)
    fifo = it.flag("fifo_queue")
    key = fifo if isinstance(fifo, Unknown) else "fifo" if fifo else "standard"
    yield it.used("requests", "aws/sqs", key, "monthly_requests", divide=1e6 / chunks)


def topic(it: Subject) -> Iterator[Component]:
    """Yield the requests; each begun 64 KB of one counts."""
    chunks = math.ceil((it.usage("request_size_kb") or 1.0) / 64)
    fifo = it.flag("fifo_topic")
    key = fifo if isinstance(fifo, Unknown) else "fifo-requests" if fifo else "requests"
    yield it.used("requests", "aws/sns", key, "monthly_requests", divide=1e6 / chunks)


def stream(it: Subject) -> Iterator[Component]:
    """Yield the shards and what is put into them, or a stream on demand."""
    section = "aws/kinesis"
    mode = it.get("stream_mode_details[0].stream_mode")
    if isinstance(mode, Unknown):
        yield it.hourly("stream", section, mode)
        return
    if known(mode) == "on_demand":
        yield it.hourly("stream", section, "on-demand-stream")
        yield it.used("data in", section, "on-demand-in", "monthly_on_demand_data_in_gb")
        yield it.used("data out", section, "on-demand-out", "monthly_on_demand_data_out_gb")
        return
    shards = it.number("shard_count")
    yield it.hourly("shards", section, "shard", shards)
    yield it.used("put units", section, "put-unit", "monthly_provisioned_put_units", divide=1e6)
    kept = it.number("retention_period", 24.0)
    if isinstance(kept, Unknown) or kept > 24:
        more = kept if isinstance(kept, Unknown) else shards
        yield it.hourly("retention beyond a day", section, "extended-retention", more)


def consumer(it: Subject) -> Iterator[Component]:
    """Yield a consumer with a pipe of its own to every shard."""
    streams = it.refers("aws_kinesis_stream", "stream_arn")
    shards = streams[0].number("shard_count") if streams else Unknown([f"{it.address} ← its stream is not here"])
    yield it.hourly("shards", "aws/kinesis", "enhanced-fan-out-shard", shards)
    yield it.used("data", "aws/kinesis", "enhanced-fan-out-gigabyte", "monthly_data_retrieved_gb")


def delivery(it: Subject) -> Iterator[Component]:
    """Yield what is delivered, and what is converted on the way."""
    yield it.used("data ingested", "aws/firehose", "ingestion", "monthly_data_ingested_gb")
    if it.items("extended_s3_configuration[0].data_format_conversion_configuration"):
        yield it.used("format conversion", "aws/firehose", "format-conversion", "monthly_data_ingested_gb")


def archive(it: Subject) -> Iterator[Component]:
    """Yield what an archive takes in and keeps."""
    yield it.used("processing", "aws/eventbridge", "archive-processing", "monthly_archive_processing_gb")
    yield it.used("storage", "aws/eventbridge", "archive-storage", "archive_storage_gb")


def pipe(it: Subject) -> Iterator[Component]:
    """Yield the requests of a pipe."""
    yield it.used("requests", "aws/eventbridge", "pipes", "monthly_requests", divide=1e6)


def schedule(it: Subject) -> Iterator[Component]:
    """Yield the invocations of a schedule."""
    yield it.used("invocations", "aws/eventbridge", "scheduler", "monthly_invocations", divide=1e6)


def analytics(it: Subject) -> Iterator[Component]:
    """Yield the processing units of Flink."""
    yield it.used("processing units", "aws/kinesis-analytics", "kpu", "monthly_kpu_hours")


def bus(it: Subject) -> Iterator[Component]:
    """Yield the events of one's own."""
    yield it.used("custom events", "aws/eventbridge", "custom-events", "monthly_custom_events", divide=1e6)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_cloudwatch_event_archive": archive,
    "aws_cloudwatch_event_bus": bus,
    "aws_kinesis_analytics_application": analytics,
    "aws_kinesis_firehose_delivery_stream": delivery,
    "aws_kinesis_stream": stream,
    "aws_kinesis_stream_consumer": consumer,
    "aws_kinesisanalyticsv2_application": analytics,
    "aws_pipes_pipe": pipe,
    "aws_scheduler_schedule": schedule,
    "aws_sns_topic": topic,
    "aws_sqs_queue": queue,
}
