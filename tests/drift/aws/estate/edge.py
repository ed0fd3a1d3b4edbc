"""Zones with records, and a distribution."""

from __future__ import annotations

from tests.drift.aws.estate.network import ACCOUNT, TAGS


def names(bench):
    """A zone with records in the spellings that there are."""
    bench.code("""
resource "aws_route53_zone" "shop" {
  name = "shop.example"
}

resource "aws_route53_record" "www" {
  zone_id = aws_route53_zone.shop.zone_id
  name    = "www"
  type    = "A"
  ttl     = 300
  records = ["10.0.0.2", "10.0.0.1"]
}

resource "aws_route53_record" "any" {
  zone_id = aws_route53_zone.shop.zone_id
  name    = "*.shop.example"
  type    = "CNAME"
  ttl     = 60
  records = ["www.shop.example"]
}

resource "aws_route53_record" "text" {
  zone_id = aws_route53_zone.shop.zone_id
  name    = "shop.example"
  type    = "TXT"
  ttl     = 60
  records = ["v=spf1 -all"]
}
""")
    dns = bench.client("route53")
    zone = dns.create_hosted_zone(Name="shop.example.", CallerReference="1", HostedZoneConfig={
        "Comment": "Managed by Terraform", "PrivateZone": False,
    })["HostedZone"]["Id"].rpartition("/")[2]  # fmt: skip
    records = (
        ("www.shop.example.", "A", 300, ["10.0.0.1", "10.0.0.2"]),
        ("\\052.shop.example.", "CNAME", 60, ["www.shop.example"]),
        ("shop.example.", "TXT", 60, ['"v=spf1 -all"']),
    )
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [
        {"Action": "CREATE", "ResourceRecordSet": {"Name": name, "Type": kind, "TTL": ttl, "ResourceRecords": [
            {"Value": value} for value in values]}}
        for name, kind, ttl, values in records
    ]})  # fmt: skip
    bench.kept(
        "aws_route53_zone.shop", id=zone, zone_id=zone, arn=f"arn:aws:route53:::hostedzone/{zone}",
        name="shop.example", comment="Managed by Terraform", vpc=[], force_destroy=False, delegation_set_id="", **TAGS,
    )  # fmt: skip
    kept = (
        ("www", "www", "www.shop.example", "A", 300, ["10.0.0.1", "10.0.0.2"]),
        ("any", "*.shop.example", "*.shop.example", "CNAME", 60, ["www.shop.example"]),
        ("text", "shop.example", "shop.example", "TXT", 60, ["v=spf1 -all"]),
    )
    for label, name, full, kind, ttl, values in kept:
        bench.kept(
            f"aws_route53_record.{label}", id=f"{zone}_{name}_{kind}", zone_id=zone, name=name, fqdn=full, type=kind,
            ttl=ttl, records=values, alias=[], set_identifier="", health_check_id="", allow_overwrite=None,
        )  # fmt: skip


def distribution(bench):
    """A distribution before a bucket."""
    bench.code("""
resource "aws_cloudfront_distribution" "site" {
  enabled             = true
  default_root_object = "index.html"
  origin {
    origin_id   = "site"
    domain_name = "site.s3.amazonaws.com"
  }
  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
""")
    front = bench.client("cloudfront")
    made = front.create_distribution(DistributionConfig={
        "CallerReference": "1", "Comment": "", "Enabled": True, "DefaultRootObject": "index.html",
        "Origins": {"Quantity": 1, "Items": [
            {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 0,
            "AllowedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"], "CachedMethods": {
                "Quantity": 2, "Items": ["HEAD", "GET"]}},
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        },
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "ViewerCertificate": {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"},
    })["Distribution"]  # fmt: skip
    bench.kept(
        "aws_cloudfront_distribution.site", id=made["Id"],
        arn=f"arn:aws:cloudfront::{ACCOUNT}:distribution/{made['Id']}",
        enabled=True, default_root_object="index.html", aliases=None, comment=None, price_class="PriceClass_All",
        web_acl_id="", etag="E1", ordered_cache_behavior=[], logging_config=[],
        origin=[{"origin_id": "site", "domain_name": "site.s3.amazonaws.com", "origin_path": "", "custom_header": [],
                 "origin_access_control_id": "", "s3_origin_config": [], "custom_origin_config": []}],
        default_cache_behavior=[{"target_origin_id": "site", "viewer_protocol_policy": "redirect-to-https",
                                 "allowed_methods": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"],
                                 "cache_policy_id": "", "compress": False}],
        restrictions=[{"geo_restriction": [{"locations": [], "restriction_type": "none"}]}],
        viewer_certificate=[{"acm_certificate_arn": "", "cloudfront_default_certificate": True,
                             "iam_certificate_id": "", "minimum_protocol_version": "TLSv1", "ssl_support_method": ""}],
        **TAGS,
    )  # fmt: skip


ESTATES = (names, distribution)
