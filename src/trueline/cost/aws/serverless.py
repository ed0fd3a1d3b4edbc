"""What bills by the call: tables, state machines, interfaces of HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.aiming import Named
from trueline.cost.aws.autoscaling import Scaling, scaled
from trueline.cost.reckoning import SECONDS, chosen, joined, known, maybe, of
from trueline.cost.subject import times
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Gap
    from trueline.values.bounds import Spread

_TABLE, _INDEX = Named("name"), Named("name", 1)


def table(it: Subject) -> Iterator[Component]:
    """Yield the capacity or the requests of a table and its indexes, its storage and its backups, in every region."""
    section = "aws/dynamodb"
    tail = chosen(it.get("table_class"), {"standard_infrequent_access": "-infrequent"})
    mode = it.text("billing_mode", "PROVISIONED")
    if isinstance(mode, Unknown):
        yield it.hourly("capacity", section, mode)
    elif mode == "PAY_PER_REQUEST":
        yield from _requests(it, tail)
    else:
        yield from _capacity(it, tail)
    yield it.used("storage", section, joined("storage{}", tail), "storage_gb")
    recovery = it.flag("point_in_time_recovery[0].enabled")
    if recovery is not False:
        line = it.used("point-in-time recovery", section, "point-in-time-recovery", "pitr_backup_storage_gb")
        yield maybe(line, recovery)
    for place in range(len(it.items("replica"))):
        where = it.get(f"replica[{place}].region_name")
        name = "replica" if isinstance(where, Unknown) else f"replica in {where}"
        region = where if isinstance(where, Unknown) else str(where)
        if mode == "PAY_PER_REQUEST":
            key, use = "replicated-write-request", "monthly_write_request_units"
            yield it.used(f"{name}, writes", section, key, use, divide=1e6, region=region)
        else:
            units = it.number("write_capacity", 0.0)
            yield it.hourly(f"{name}, write capacity", section, "global-write-capacity", units, region=region)
        yield it.used(f"{name}, storage", section, joined("storage{}", tail), "storage_gb", region=region)


def _requests(it: Subject, tail: str | Unknown) -> Iterator[Component]:
    for kind in ("read", "write"):
        limit = it.number(f"on_demand_throughput[0].max_{kind}_request_units", -1.0)
        most = None if not isinstance(limit, Unknown) and limit <= 0 else of(lambda rate: rate * SECONDS / 1e6, limit)
        usage = f"monthly_{kind}_request_units"
        yield it.used(f"{kind}s", "aws/dynamodb", joined(f"{kind}-request{{}}", tail), usage, divide=1e6, most=most)


def _capacity(it: Subject, tail: str | Unknown) -> Iterator[Component]:
    for kind in ("read", "write"):
        units, gaps = _units(it, kind)
        line = it.hourly(f"{kind} capacity", "aws/dynamodb", joined(f"{kind}-capacity{{}}", tail))
        yield times([line], units, gaps)[0]
        for place in range(len(it.items("global_secondary_index"))):
            units, gaps = _units(it, kind, f"global_secondary_index[{place}].")
            name = f"index {place + 1}, {kind} capacity"
            yield times([it.hourly(name, "aws/dynamodb", joined(f"{kind}-capacity{{}}", tail))], units, gaps)[0]


def _units(it: Subject, kind: str, index: str = "") -> tuple[Spread, tuple[Gap, ...]]:
    """Return the units of a table, or of the index at a path, between the ends that scale them."""
    dimension = f"dynamodb:{'index' if index else 'table'}:{kind}capacityunits"
    part = it.get(f"{index}name", "") if index else None
    own = it.number(f"{index}{kind}_capacity", 0.0)
    return scaled(it, own, Scaling("dynamodb", dimension, _INDEX if index else _TABLE, part))


def state_machine(it: Subject) -> Iterator[Component]:
    """Yield the transitions, or the requests and the time of an express one."""
    section = "aws/step-functions"
    kind = it.get("type")
    if isinstance(kind, Unknown):
        yield it.monthly("transitions or requests", section, kind)
    elif known(kind) == "express":
        yield it.used("requests", section, "express-requests", "monthly_requests", divide=1e6)
        yield _express(it)
    else:
        yield it.used("transitions", section, "transitions", "monthly_transitions", divide=1e3)


def _express(it: Subject) -> Component:
    parts = [it.usage(name) for name in ("monthly_requests", "workflow_duration_ms", "memory_mb")]
    runs, each, memory = (part or 0.0 for part in parts)
    if None in parts:
        return it.used("duration", "aws/step-functions", "express-duration", "monthly_gb_seconds")
    line = it.monthly("duration", "aws/step-functions", "express-duration", runs * each / 1000 * memory / 1024)
    return line._replace(usage="workflow_duration_ms")


def rest_api(it: Subject) -> Iterator[Component]:
    """Yield the requests, and the cache of the stage that SAM declares with its interface."""
    yield it.used("requests", "aws/api-gateway", "rest-requests", "monthly_requests", divide=1e6)
    yield from _cache(it, "")


def stage(it: Subject) -> Iterator[Component]:
    """Yield the cache of a stage; nothing where it has none."""
    yield from _cache(it, "")


def deployment(it: Subject) -> Iterator[Component]:
    """Yield the cache of the stage that CloudFormation may declare inside a deployment."""
    yield from _cache(it, "stage_description[0].")


def _cache(it: Subject, at: str) -> Iterator[Component]:
    cached = it.flag(f"{at}cache_cluster_enabled", default=it.get(f"{at}cache_cluster_size") is not None)
    if cached is False:
        return
    size = it.get(f"{at}cache_cluster_size", "0.5")
    key = cached if isinstance(cached, Unknown) else size if isinstance(size, Unknown) else f"cache-{size}"
    yield it.hourly("cache", "aws/api-gateway", key)


def http_api(it: Subject) -> Iterator[Component]:
    """Yield the requests, or the messages and the minutes of connections."""
    section = "aws/api-gateway"
    protocol = it.get("protocol_type")
    if isinstance(protocol, Unknown):
        yield it.monthly("requests", section, protocol)
    elif known(protocol) == "websocket":
        yield it.used("messages", section, "websocket-messages", "monthly_messages", divide=1e6)
        yield it.used("connection minutes", section, "websocket-connection", "monthly_connection_mins", divide=1e6)
    else:
        yield it.used("requests", section, "http-requests", "monthly_requests", divide=1e6)


def graph_api(it: Subject) -> Iterator[Component]:
    """Yield the operations of AppSync."""
    yield it.used("operations", "aws/appsync", "operations", "monthly_operations", divide=1e6)
    yield it.used("updates", "aws/appsync", "updates", "monthly_updates", divide=1e6)


ESTIMATORS: Mapping[str, Estimator] = {
    "AWS::ApiGateway::Deployment": deployment,
    "aws_api_gateway_rest_api": rest_api,
    "aws_api_gateway_stage": stage,
    "aws_apigatewayv2_api": http_api,
    "aws_appsync_graphql_api": graph_api,
    "aws_dynamodb_table": table,
    "aws_sfn_state_machine": state_machine,
}
