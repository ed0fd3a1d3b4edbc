"""S3 buckets, and each of their settings as the resource of its own that the provider has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.cloud import AbsentError, UnreadError
from trueline.adapters.collectors.aws.mapping import Found, Kind, block, blocks, mapped, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_ACCESS: Final[Fields] = {
    "block_public_acls": "BlockPublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "ignore_public_acls": "IgnorePublicAcls",
    "restrict_public_buckets": "RestrictPublicBuckets",
}
_ENCRYPTION: Final[Fields] = {
    "rule": blocks("Rules", {
        "apply_server_side_encryption_by_default": block("ApplyServerSideEncryptionByDefault", {
            "sse_algorithm": "SSEAlgorithm",
            "kms_master_key_id": lambda item: item.get("KMSMasterKeyID") or "",
        }),
        "bucket_key_enabled": lambda item: bool(item.get("BucketKeyEnabled")),
    }),
}  # fmt: skip
_CORS: Final[Fields] = {
    "cors_rule": blocks("CORSRules", {
        "id": lambda item: item.get("ID") or "",
        "allowed_headers": "AllowedHeaders",
        "allowed_methods": "AllowedMethods",
        "allowed_origins": "AllowedOrigins",
        "expose_headers": "ExposeHeaders",
        "max_age_seconds": "MaxAgeSeconds",
    }),
}  # fmt: skip
_WEBSITE: Final[Fields] = {
    "index_document": block("IndexDocument", {"suffix": "Suffix"}),
    "error_document": block("ErrorDocument", {"key": "Key"}),
    "redirect_all_requests_to": block(
        "RedirectAllRequestsTo", {"host_name": "HostName", "protocol": lambda item: item.get("Protocol") or ""}
    ),
}
_GROUPS: Final = "http://acs.amazonaws.com/groups/"
_CANNED: Final = {  # what is granted to groups, beside the owner's own → the ACL of that name
    (): "private",
    (("READ", "global/AllUsers"),): "public-read",
    (("READ", "global/AllUsers"), ("WRITE", "global/AllUsers")): "public-read-write",
    (("READ", "global/AuthenticatedUsers"),): "authenticated-read",
    (("READ_ACP", "s3/LogDelivery"), ("WRITE", "s3/LogDelivery")): "log-delivery-write",
}


def _settings(place: Place, bucket: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the types and attributes of what is set for a bucket."""

    def ask(operation: str) -> Any:
        return place.maybe("s3", operation, Bucket=bucket)

    policy = ask("get_bucket_policy").get("Policy")
    if policy:
        yield "aws_s3_bucket_policy", {"policy": policy}
    access = ask("get_public_access_block").get("PublicAccessBlockConfiguration")
    if access:
        yield "aws_s3_bucket_public_access_block", mapped(access, _ACCESS)
    versioning = ask("get_bucket_versioning")
    if versioning.get("Status"):
        made = {"status": versioning["Status"], "mfa_delete": versioning.get("MFADelete")}
        yield "aws_s3_bucket_versioning", {"versioning_configuration": [made]}
    encryption = ask("get_bucket_encryption").get("ServerSideEncryptionConfiguration")
    if encryption:
        yield "aws_s3_bucket_server_side_encryption_configuration", mapped(encryption, _ENCRYPTION)
    logging = ask("get_bucket_logging").get("LoggingEnabled")
    if logging:
        found = {"target_bucket": logging.get("TargetBucket"), "target_prefix": logging.get("TargetPrefix") or ""}
        yield "aws_s3_bucket_logging", found
    rules = ask("get_bucket_lifecycle_configuration").get("Rules")
    if rules:
        yield "aws_s3_bucket_lifecycle_configuration", {"rule": [_lifecycle(rule) for rule in rules]}
    website = ask("get_bucket_website")
    if website.get("IndexDocument") or website.get("RedirectAllRequestsTo"):
        yield "aws_s3_bucket_website_configuration", mapped(website, _WEBSITE)
    cors = ask("get_bucket_cors")
    if cors.get("CORSRules"):
        yield "aws_s3_bucket_cors_configuration", mapped(cors, _CORS)
    owners = (ask("get_bucket_ownership_controls").get("OwnershipControls") or {}).get("Rules")
    if owners:
        yield "aws_s3_bucket_ownership_controls", {"rule": [{"object_ownership": owners[0].get("ObjectOwnership")}]}
    yield "aws_s3_bucket_acl", _acl(ask("get_bucket_acl"))


def _acl(answer: Item) -> dict[str, Any]:
    """Return what a bucket's ACL grants beside what its owner has, and the name of such an ACL where it has one."""
    owner = (answer.get("Owner") or {}).get("ID")
    grants = []
    for grant in answer.get("Grants", ()):
        grantee = grant.get("Grantee") or {}
        if grantee.get("ID") is not None and grantee.get("ID") == owner:
            continue
        who = {"type": grantee.get("Type"), "id": grantee.get("ID") or "", "uri": grantee.get("URI") or ""}
        grants.append({"permission": grant.get("Permission"), "grantee": [who]})
    named = [(one["permission"], str(one["grantee"][0]["uri"]).removeprefix(_GROUPS)) for one in grants]
    return {"acl": _CANNED.get(tuple(sorted(named)), ""), "grants": grants}


def _lifecycle(rule: Item) -> dict[str, Any]:
    days = rule.get("Expiration") or {}
    older = rule.get("NoncurrentVersionExpiration") or {}
    where = rule.get("Filter")
    return {
        "id": rule.get("ID"),
        "status": rule.get("Status"),
        "prefix": rule.get("Prefix") or "",
        "filter": [] if where is None else [_filter(where)],
        "expiration": [{"days": days.get("Days") or 0, "date": str(days.get("Date") or "")}] if days else [],
        "noncurrent_version_expiration": [{"noncurrent_days": older.get("NoncurrentDays")}] if older else [],
        "transition": [
            {"days": one.get("Days") or 0, "storage_class": one.get("StorageClass")}
            for one in rule.get("Transitions", ())
        ],
        "abort_incomplete_multipart_upload": [
            {"days_after_initiation": one["DaysAfterInitiation"]}
            for one in [rule.get("AbortIncompleteMultipartUpload")]
            if one
        ],
    }


def _filter(where: Item) -> dict[str, Any]:
    tag, both = where.get("Tag"), where.get("And")
    return {
        "prefix": where.get("Prefix") or "",
        "tag": [{"key": tag.get("Key"), "value": tag.get("Value")}] if tag else [],
        "and": [{"prefix": both.get("Prefix") or "", "tags": pairs(both.get("Tags"))}] if both else [],
    }


def _read(place: Place, known: Item) -> Iterable[Found]:
    bucket = str(known.get("bucket") or known.get("id") or "")
    region = place.ask("s3", "get_bucket_location", Bucket=bucket).get("LocationConstraint") or "us-east-1"
    yield Found(
        "aws_s3_bucket",
        bucket,
        {
            "id": bucket,
            "bucket": bucket,
            "region": "eu-west-1" if region == "EU" else region,
            "tags": pairs(place.maybe("s3", "get_bucket_tagging", Bucket=bucket).get("TagSet")),
        },
        f"arn:{place.partition}:s3:::{bucket}",
    )
    for kind, attributes in _settings(place, bucket):
        yield Found(kind, bucket, {"id": bucket, "bucket": bucket, **attributes})


def _list(place: Place) -> Iterable[Item]:
    for bucket in place.ask("s3", "list_buckets").get("Buckets", ()):
        try:
            found = place.ask("s3", "get_bucket_location", Bucket=bucket["Name"]).get("LocationConstraint")
        except (AbsentError, UnreadError):
            found = place.region  # it is told as unread when it is read
        if (found or "us-east-1") == place.region:
            yield {"id": bucket["Name"], "bucket": bucket["Name"]}


KINDS: Final[Mapping[str, Kind]] = {"aws_s3_bucket": Kind(_read, _list)}
