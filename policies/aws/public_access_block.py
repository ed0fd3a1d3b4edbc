"""The switches that keep a bucket closed are on: an expression could say so, but not point at the one that is off."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline import Hit, Resource, Unknown, UnknownValueError, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

SWITCHES = {
    "block_public_acls": "takes ACLs that let everyone in",
    "ignore_public_acls": "honours ACLs that let everyone in",
    "block_public_policy": "takes a policy that lets everyone in",
    "restrict_public_buckets": "lets everyone in once a policy says so",
}
# CloudFormation writes them in the bucket itself
PROPERTIES = {
    "block_public_acls": "BlockPublicAcls",
    "ignore_public_acls": "IgnorePublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "restrict_public_buckets": "RestrictPublicBuckets",
}
CONFIGURATION = "PublicAccessBlockConfiguration"


@rule(
    id="s3-public-access-allowed",
    severity="high",
    kinds=[
        "terraform/aws_s3_bucket_public_access_block", "terraform/aws_s3_account_public_access_block",
        "cloudformation/AWS::S3::Bucket",
    ],
    title="A bucket may be opened to everyone",
    fix="Set all four switches to true. A switch that is not written is false.",
    aliases=[
        "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "AWS-0086", "AWS-0087", "AWS-0091", "AWS-0093",
        "d0cc8694", "1a4bc881", "4fa66806", "1ec253ab",
    ],
    benchmarks=["cis-aws-1.4:2.1.5"],
    references=["https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"],
    tags=["aws", "storage"],
)  # fmt: skip
def public_access_allowed(block: Resource) -> Iterator[Hit]:
    """A switch of a public access block is off.

    Blocking public access is the net below each ACL and bucket policy. With a hole in it one wrong line is enough.
    """
    # Provider 5: each switch defaults to false, although AWS itself closes a bucket that has no such resource.
    is_bucket = block.kind == "cloudformation/AWS::S3::Bucket"
    if is_bucket and block.get(CONFIGURATION) is None:
        return  # which is judged by s3-bucket-without-public-access-block
    places = {name: f"{CONFIGURATION}.{PROPERTIES[name]}" if is_bucket else name for name in SWITCHES}
    values = {name: block.get(places[name], False) for name in SWITCHES}
    unknown = [value for value in values.values() if isinstance(value, Unknown)]
    off = [name for name, value in values.items() if not isinstance(value, Unknown) and value is False]
    if off:
        written = [places[name] for name in off if block.get(places[name]) is not None]
        names = ", ".join(PROPERTIES[name] if is_bucket else name for name in off)
        what = " and ".join(SWITCHES[name] for name in off[:2]) if len(off) < 3 else "can be opened to everyone"
        nowhere = CONFIGURATION if is_bucket else ""
        yield Hit(f"the bucket of {block.address} {what}: {names} off", at=(written or [nowhere])[0])
    elif unknown:
        raise UnknownValueError(unknown[0])
