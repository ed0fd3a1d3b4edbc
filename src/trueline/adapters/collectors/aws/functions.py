"""Lambda functions with their permissions and URLs; of environment variables the names alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import Found, Kind, block, each, mapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_FUNCTION: Final[Fields] = {
    "arn": "FunctionArn",
    "function_name": "FunctionName",
    "description": lambda item: item.get("Description") or "",
    "runtime": lambda item: item.get("Runtime") or "",
    "handler": lambda item: item.get("Handler") or "",
    "role": "Role",
    "memory_size": "MemorySize",
    "timeout": "Timeout",
    "package_type": "PackageType",
    "architectures": lambda item: item.get("Architectures") or ["x86_64"],
    "layers": each("Layers", "Arn"),
    "kms_key_arn": lambda item: item.get("KMSKeyArn") or "",
    "environment_names": lambda item: sorted((item.get("Environment") or {}).get("Variables") or {}),
    "vpc_config": lambda item: (
        block("VpcConfig", {"subnet_ids": "SubnetIds", "security_group_ids": "SecurityGroupIds"})(item)
        if (item.get("VpcConfig") or {}).get("SubnetIds")
        else []
    ),
    "dead_letter_config": lambda item: (
        [{"target_arn": item["DeadLetterConfig"]["TargetArn"]}]
        if (item.get("DeadLetterConfig") or {}).get("TargetArn")
        else []
    ),
    "tracing_config": block("TracingConfig", {"mode": "Mode"}),
    "ephemeral_storage": block("EphemeralStorage", {"size": "Size"}),
}


def _function(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("function_name") or known.get("id") or "")
    found = place.ask("lambda", "get_function_configuration", FunctionName=name)
    limit = place.maybe("lambda", "get_function_concurrency", FunctionName=name)
    attributes: dict[str, Any] = {
        "id": found.get("FunctionName"),
        **mapped(found, _FUNCTION),
        "reserved_concurrent_executions": limit.get("ReservedConcurrentExecutions", -1),
        "tags": dict(place.maybe("lambda", "list_tags", Resource=found["FunctionArn"]).get("Tags") or {}),
    }
    yield Found("aws_lambda_function", str(found.get("FunctionName")), attributes, str(found.get("FunctionArn", "")))
    yield from _permissions(place, str(found.get("FunctionName")))
    address = place.maybe("lambda", "get_function_url_config", FunctionName=name)
    if address.get("AuthType"):
        made = {"id": name, "function_name": name, "authorization_type": address["AuthType"]}
        yield Found("aws_lambda_function_url", name, made)


def _permissions(place: Place, name: str) -> Iterator[Found]:
    policy = place.maybe("lambda", "get_policy", FunctionName=name).get("Policy")
    statements = json.loads(policy).get("Statement") if policy else []
    for statement in statements if isinstance(statements, list) else [statements]:
        sid = str(statement.get("Sid", ""))
        whom = statement.get("Principal")
        names = list(whom.values()) if isinstance(whom, dict) else [whom]
        conditions = {
            key.lower(): value for test in (statement.get("Condition") or {}).values() for key, value in test.items()
        }
        made = {
            "id": sid,
            "statement_id": sid,
            "function_name": name,
            "action": statement.get("Action"),
            "principal": names[0] if names else "",
            "source_arn": conditions.get("aws:sourcearn") or "",
            "source_account": conditions.get("aws:sourceaccount") or "",
            "principal_org_id": conditions.get("aws:principalorgid") or "",
            "function_url_auth_type": conditions.get("lambda:functionurlauthtype") or "",
        }
        yield Found("aws_lambda_permission", sid, made)


KINDS: Final[Mapping[str, Kind]] = {
    "aws_lambda_function": Kind(
        _function,
        lambda place: [{"id": one["FunctionName"]} for one in place.items("lambda", "list_functions", "Functions")],
    ),
}
