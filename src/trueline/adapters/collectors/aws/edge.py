"""CloudFront and Route 53."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import Found, Kind, block, blocks, mapped, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_BEHAVIOUR: Final[Fields] = {
    "path_pattern": lambda item: item.get("PathPattern") or "",
    "target_origin_id": "TargetOriginId",
    "viewer_protocol_policy": "ViewerProtocolPolicy",
    "allowed_methods": "AllowedMethods.Items",
    "cache_policy_id": lambda item: item.get("CachePolicyId") or "",
}
_DISTRIBUTION: Final[Fields] = {
    "aliases": lambda item: (item.get("Aliases") or {}).get("Items") or [],
    "comment": lambda item: item.get("Comment") or "",
    "enabled": "Enabled",
    "default_root_object": lambda item: item.get("DefaultRootObject") or "",
    "price_class": "PriceClass",
    "web_acl_id": lambda item: item.get("WebACLId") or "",
    "origin": blocks("Origins.Items", {
        "origin_id": "Id",
        "domain_name": "DomainName",
        "origin_path": lambda item: item.get("OriginPath") or "",
        "origin_access_control_id": lambda item: item.get("OriginAccessControlId") or "",
    }),
    "default_cache_behavior": block("DefaultCacheBehavior", _BEHAVIOUR),
    "ordered_cache_behavior": blocks("CacheBehaviors.Items", _BEHAVIOUR),
    "logging_config": lambda item: block("Logging", {
        "bucket": "Bucket", "prefix": "Prefix", "include_cookies": "IncludeCookies",
    })(item) if (item.get("Logging") or {}).get("Enabled") else [],
    "viewer_certificate": block("ViewerCertificate", {
        "cloudfront_default_certificate": lambda item: bool(item.get("CloudFrontDefaultCertificate")),
        "acm_certificate_arn": lambda item: item.get("ACMCertificateArn") or "",
        "minimum_protocol_version": "MinimumProtocolVersion",
        "ssl_support_method": lambda item: (
            "" if item.get("CloudFrontDefaultCertificate") else item.get("SSLSupportMethod") or ""
        ),
    }),
    "restrictions": block("Restrictions", {
        "geo_restriction": block("GeoRestriction", {
            "restriction_type": "RestrictionType",
            "locations": lambda item: item.get("Items") or [],
        }),
    }),
}  # fmt: skip


def _distribution(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("id") or "")
    found = place.ask("cloudfront", "get_distribution", Id=name)["Distribution"]
    tagged = place.maybe("cloudfront", "list_tags_for_resource", Resource=found["ARN"]).get("Tags") or {}
    attributes: dict[str, Any] = {
        "id": name,
        "arn": found["ARN"],
        **mapped(found["DistributionConfig"], _DISTRIBUTION),
        "tags": pairs(tagged.get("Items")),
    }
    yield Found("aws_cloudfront_distribution", name, attributes, found["ARN"])


def _zone(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("zone_id") or known.get("id") or "")
    answer = place.ask("route53", "get_hosted_zone", Id=name)
    found = answer["HostedZone"]
    tagged = place.maybe("route53", "list_tags_for_resource", ResourceType="hostedzone", ResourceId=name)
    attributes = {
        "id": name,
        "zone_id": name,
        "arn": f"arn:{place.partition}:route53:::hostedzone/{name}",
        "name": str(found.get("Name", "")).removesuffix("."),
        "comment": (found.get("Config") or {}).get("Comment") or "",
        "vpc": [{"vpc_id": one.get("VPCId"), "vpc_region": one.get("VPCRegion")} for one in answer.get("VPCs") or ()],
        "tags": pairs((tagged.get("ResourceTagSet") or {}).get("Tags")),
    }
    yield Found("aws_route53_zone", name, attributes, str(attributes["arn"]))
    for record in place.items("route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=name):
        yield _record(name, str(attributes["name"]), record)


def _record(zone: str, domain: str, record: Item) -> Found:
    name = _domain(str(record.get("Name", "")))
    kind, mark = str(record.get("Type")), str(record.get("SetIdentifier") or "")
    made = {
        "zone_id": zone,
        "name": name,
        "type": kind,
        "ttl": record.get("TTL") or 0,
        "records": [_unquoted(kind, one.get("Value", "")) for one in record.get("ResourceRecords", ())],
        "set_identifier": mark,
        "alias": block("AliasTarget", {
            "name": lambda item: _domain(str(item.get("DNSName", ""))),
            "zone_id": "HostedZoneId",
            "evaluate_target_health": "EvaluateTargetHealth",
        })(record),
    }  # fmt: skip
    by_aws = kind in ("NS", "SOA") and name == domain
    identity = "_".join(part for part in (zone, name, kind, mark) if part)
    kept = "the zone itself" if by_aws else ""
    return Found("aws_route53_record", identity, {"id": identity, **made}, kept_by=kept)


def _domain(name: str) -> str:
    return name.removesuffix(".").replace("\\052", "*").lower()


def _unquoted(kind: str, value: str) -> str:
    """Return a value as Terraform has it: the text of a TXT record without the quotes around it."""
    is_quoted = kind in ("TXT", "SPF") and len(value) > 1 and value[0] == value[-1] == '"'
    return value[1:-1].replace('" "', '""') if is_quoted else value


def _distributions(place: Place) -> Iterator[Item]:
    for one in place.items("cloudfront", "list_distributions", "DistributionList.Items"):
        yield {"id": one["Id"]}


KINDS: Final[Mapping[str, Kind]] = {
    "aws_cloudfront_distribution": Kind(_distribution, _distributions, has_regions=False),
    "aws_route53_zone": Kind(
        _zone,
        lambda place: [
            {"id": str(one["Id"]).rpartition("/")[2]}
            for one in place.items("route53", "list_hosted_zones", "HostedZones")
        ],
        has_regions=False,
    ),
}
