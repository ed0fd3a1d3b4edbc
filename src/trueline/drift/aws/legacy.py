"""Settings of a bucket as they stood inside of it before the provider's version 4, in the words of those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


def _first(value: Any) -> Mapping[str, Any]:
    one = value[0] if isinstance(value, list) and value else value
    return one if isinstance(one, dict) else {}


def versioning(value: Any) -> Mapping[str, Any]:
    """Return the attributes of ``aws_s3_bucket_versioning``."""
    said = _first(value).get("enabled")
    if isinstance(said, Unknown):
        return {"versioning_configuration": said}
    return {"versioning_configuration": [{"status": "Enabled" if said in (True, "true") else "Suspended"}]}


def encryption(value: Any) -> Mapping[str, Any]:
    """Return the attributes of ``aws_s3_bucket_server_side_encryption_configuration``."""
    return {"rule": _first(value).get("rule")}


def cors(value: Any) -> Mapping[str, Any]:
    """Return the attributes of ``aws_s3_bucket_cors_configuration``."""
    return {"cors_rule": value}


def website(value: Any) -> Mapping[str, Any]:
    """Return the attributes of ``aws_s3_bucket_website_configuration``; redirects are not told in the same words."""
    said = _first(value)
    return {
        "index_document": [{"suffix": said["index_document"]}] if said.get("index_document") else None,
        "error_document": [{"key": said["error_document"]}] if said.get("error_document") else None,
    }


def lifecycle(value: Any) -> Mapping[str, Any]:
    """Return the attributes of ``aws_s3_bucket_lifecycle_configuration``."""
    rules = value if isinstance(value, list) else [value]
    return {"rule": [_rule(rule) if isinstance(rule, dict) else rule for rule in rules]}


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    enabled = rule.get("enabled")
    older = _first(rule.get("noncurrent_version_expiration")).get("days")
    said = {
        "id": rule.get("id"),
        "status": enabled if isinstance(enabled, Unknown) else "Enabled" if enabled in (True, "true") else "Disabled",
        "expiration": rule.get("expiration"),
        "transition": rule.get("transition"),
        "noncurrent_version_expiration": [{"noncurrent_days": older}] if older is not None else None,
    }
    return {name: part for name, part in said.items() if part is not None}
