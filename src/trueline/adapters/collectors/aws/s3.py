"""S3 buckets, and each of their settings as the resource of its own that the provider has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.cloud import AbsentError, UnreadError
from trueline.adapters.collectors.aws.mapping import Found, Kind, block, blocks, mapped, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

    Made: TypeAlias = dict[str, Any] | None

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
_CLOUDFRONT: Final = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
"""Who delivers CloudFront's logs, and is granted that by CloudFront itself."""

_CANNED: Final = {  # what is granted to groups, beside the owner's own → the ACL of that name
    (): "private",
    (("READ", "global/AllUsers"),): "public-read",
    (("READ", "global/AllUsers"), ("WRITE", "global/AllUsers")): "public-read-write",
    (("READ", "global/AuthenticatedUsers"),): "authenticated-read",
    (("READ_ACP", "s3/LogDelivery"), ("WRITE", "s3/LogDelivery")): "log-delivery-write",
}


def _policy(answer: Item) -> Made:
    return {"policy": answer["Policy"]} if answer.get("Policy") else None


def _access(answer: Item) -> Made:
    found = answer.get("PublicAccessBlockConfiguration")
    return mapped(found, _ACCESS) if found else None


def _versioning(answer: Item) -> Made:
    made = {"status": answer.get("Status"), "mfa_delete": answer.get("MFADelete")}
    return {"versioning_configuration": [made]} if answer.get("Status") else None


def _encryption(answer: Item) -> Made:
    found = answer.get("ServerSideEncryptionConfiguration")
    return mapped(found, _ENCRYPTION) if found else None


def _logging(answer: Item) -> Made:
    found = answer.get("LoggingEnabled")
    if not found:
        return None
    return {"target_bucket": found.get("TargetBucket"), "target_prefix": found.get("TargetPrefix") or ""}


def _rules(answer: Item) -> Made:
    return {"rule": [_lifecycle(rule) for rule in answer["Rules"]]} if answer.get("Rules") else None


def _website(answer: Item) -> Made:
    is_set = answer.get("IndexDocument") or answer.get("RedirectAllRequestsTo")
    return mapped(answer, _WEBSITE) if is_set else None


def _cors(answer: Item) -> Made:
    return mapped(answer, _CORS) if answer.get("CORSRules") else None


def _owners(answer: Item) -> Made:
    rules = (answer.get("OwnershipControls") or {}).get("Rules")
    return {"rule": [{"object_ownership": rules[0].get("ObjectOwnership")}]} if rules else None


def _acl(answer: Item) -> Made:
    """Return what a bucket's ACL grants beside what its owner has, and the name of such an ACL where it has one."""
    owner = (answer.get("Owner") or {}).get("ID")
    grants = []
    for grant in answer.get("Grants", ()):
        grantee = grant.get("Grantee") or {}
        if grantee.get("ID") is not None and grantee["ID"] in (owner, _CLOUDFRONT):
            continue
        who = {"type": grantee.get("Type"), "id": grantee.get("ID") or "", "uri": grantee.get("URI") or ""}
        grants.append({"permission": grant.get("Permission"), "grantee": [who]})
    named = sorted((str(one["permission"]), _grantee(one["grantee"][0])) for one in grants)
    other = "grants of its own: " + ", ".join(f"{permission} to {who}" for permission, who in named)
    return {"acl": _CANNED.get(tuple(named), other), "grants": grants}


def _grantee(who: Item) -> str:
    return str(who["uri"] or who["id"] or who["type"]).removeprefix(_GROUPS)


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


_SETTINGS: Final[Mapping[str, tuple[str, Callable[[Item], Made]]]] = {
    "aws_s3_bucket_acl": ("get_bucket_acl", _acl),
    "aws_s3_bucket_cors_configuration": ("get_bucket_cors", _cors),
    "aws_s3_bucket_lifecycle_configuration": ("get_bucket_lifecycle_configuration", _rules),
    "aws_s3_bucket_logging": ("get_bucket_logging", _logging),
    "aws_s3_bucket_ownership_controls": ("get_bucket_ownership_controls", _owners),
    "aws_s3_bucket_policy": ("get_bucket_policy", _policy),
    "aws_s3_bucket_public_access_block": ("get_public_access_block", _access),
    "aws_s3_bucket_server_side_encryption_configuration": ("get_bucket_encryption", _encryption),
    "aws_s3_bucket_versioning": ("get_bucket_versioning", _versioning),
    "aws_s3_bucket_website_configuration": ("get_bucket_website", _website),
}
"""Type → the operation that tells it, and what makes attributes of the answer: none where nothing is set."""


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
    for kind, (operation, make) in _SETTINGS.items():
        try:
            made = make(place.maybe("s3", operation, Bucket=bucket))
        except UnreadError as error:
            yield Found(kind, bucket, {"bucket": bucket}, reason=str(error))
            continue
        if made is not None:
            yield Found(kind, bucket, {"id": bucket, "bucket": bucket, **made})


def _list(place: Place) -> Iterable[Item]:
    for bucket in place.ask("s3", "list_buckets").get("Buckets", ()):
        try:
            found = place.ask("s3", "get_bucket_location", Bucket=bucket["Name"]).get("LocationConstraint")
        except (AbsentError, UnreadError):
            found = place.region  # it is told as unread when it is read
        if (found or "us-east-1") == place.region:
            yield {"id": bucket["Name"], "bucket": bucket["Name"]}


KINDS: Final[Mapping[str, Kind]] = {"aws_s3_bucket": Kind(_read, _list)}
