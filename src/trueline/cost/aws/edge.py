"""Names, delivery and walls at the edge of the net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.reckoning import count, known
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component


def zone(it: Subject) -> Iterator[Component]:
    """Yield a zone at the price of the first 25, and the queries of a public one."""
    yield it.monthly("hosted zone", "aws/route53", "zone")
    if not it.items("vpc"):
        yield it.used("queries", "aws/route53", "queries", "monthly_standard_queries", divide=1e6)


def namespace(it: Subject) -> Iterator[Component]:
    """Yield the zone that a namespace brings."""
    yield it.monthly("hosted zone", "aws/route53", "zone")


def health_check(it: Subject) -> Iterator[Component]:
    """Yield a check and its options; whether what it checks is of AWS, which is cheaper, is not written down."""
    kind = it.text("type")
    if isinstance(kind, Unknown):
        yield it.monthly("health check", "aws/route53", kind)
        return
    if kind in ("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"):
        yield it.unpriced("health check", f"the price book has no price of {kind} checks")
        return
    yield _of_aws_or_not(it, "health check", "", 1.0)
    options = ("HTTPS" in kind) + ("STR_MATCH" in kind) + (it.flag("measure_latency") is True)
    options += it.number("request_interval", 30.0) == 10 if not isinstance(it.get("request_interval"), Unknown) else 0
    if options:
        yield _of_aws_or_not(it, "options", "-option", float(options))


def _of_aws_or_not(it: Subject, name: str, tail: str, number: float) -> Component:
    less = it.monthly(name, "aws/route53", f"health-check-aws{tail}", number).amount
    more = it.monthly(name, "aws/route53", f"health-check-other{tail}", number)
    sides = [Bounds(one.low, other.high) for one, other in zip(less, more.amount, strict=True)]
    return more._replace(amount=Spread(*sides))


def distribution(it: Subject) -> Iterator[Component]:
    """Yield what is delivered in North America and in Europe, and the requests."""
    section = "aws/cloudfront"
    yield it.used("data out, US", section, "north-america", "monthly_data_transfer_to_internet_gb.us")
    yield it.used("HTTPS requests, US", section, "https-requests", "monthly_https_requests.us", divide=1e4)
    for name, use, key, divide in (
        ("data out, Europe", "monthly_data_transfer_to_internet_gb.europe", "europe", 1.0),
        ("HTTPS requests, Europe", "monthly_https_requests.europe", "https-requests-europe", 1e4),
        ("HTTP requests, US", "monthly_http_requests.us", "http-requests", 1e4),
        ("HTTP requests, Europe", "monthly_http_requests.europe", "http-requests-europe", 1e4),
        ("invalidated paths", "monthly_invalidation_requests", "invalidations", 1.0),
    ):
        if it.usage(use) is not None:
            yield it.used(name, section, key, use, divide=divide)
    if known(it.get("viewer_certificate[0].ssl_support_method")) == "vip":
        yield it.monthly("dedicated addresses", section, "dedicated-ip")


def edge_function(it: Subject) -> Iterator[Component]:
    """Yield the calls of a function at the edge."""
    yield it.used("invocations", "aws/cloudfront", "functions", "monthly_requests", divide=1e6)


def web_acl(it: Subject) -> Iterator[Component]:
    """Yield a list of rules, its rules, and the requests it looks at."""
    yield it.monthly("web ACL", "aws/waf", "web-acl")
    rules = count(it.items("rule"))
    if isinstance(rules, Unknown) or rules:
        yield it.monthly("rules", "aws/waf", "rule", rules)
    yield it.used("requests", "aws/waf", "requests", "monthly_requests", divide=1e6)


def rule_group(it: Subject) -> Iterator[Component]:
    """Yield the rules of a group; the group itself counts as a rule in each list that uses it."""
    yield it.monthly("rules", "aws/waf", "rule", count(it.items("rule")))


def classic_acl(it: Subject) -> Iterator[Component]:
    """Yield a list of the classic kind, its rules, and the requests it looks at."""
    yield it.monthly("web ACL", "aws/waf", "classic-web-acl")
    rules = count(it.items("rules")) or count(it.items("rule"))
    if isinstance(rules, Unknown) or rules:
        yield it.monthly("rules", "aws/waf", "classic-rule", rules)
    yield it.used("requests", "aws/waf", "classic-requests", "monthly_requests", divide=1e6)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_cloudfront_distribution": distribution,
    "aws_cloudfront_function": edge_function,
    "aws_route53_health_check": health_check,
    "aws_route53_zone": zone,
    "aws_service_discovery_private_dns_namespace": namespace,
    "aws_service_discovery_public_dns_namespace": namespace,
    "aws_waf_web_acl": classic_acl,
    "aws_wafregional_web_acl": classic_acl,
    "aws_wafv2_rule_group": rule_group,
    "aws_wafv2_web_acl": web_acl,
}
