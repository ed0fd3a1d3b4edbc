"""Load balancers speak HTTPS: an expression could say so, but not name the rule that forwards what is plain."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline import Hit, Resource, RuleContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    id="listener-plain-http",
    severity="high",
    kinds=["terraform/aws_lb_listener", "terraform/aws_alb_listener"],
    scope="unit",
    title="A load balancer speaks plain HTTP",
    fix='Serve HTTPS, and let this listener and its rules redirect: `type = "redirect"` with `protocol = "HTTPS"`.',
    aliases=["CKV_AWS_2", "CKV2_AWS_20", "AWS-0054", "AVD-AWS-0054", "de7f5e83"],
    references=["https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"],
    tags=["aws", "network"],
)
def listener_plain_http(listener: Resource, context: RuleContext) -> Iterator[Hit]:
    """A listener of a public load balancer forwards what came over plain HTTP.

    Everyone between a visitor and the load balancer can read passwords and session cookies, and change the pages. That
    is true even if the visitor could have used HTTPS.
    """
    # Provider 5: the protocol of an Application Load Balancer's listener defaults to HTTP for port 80 in AWS itself;
    # only what is written is judged. Inside a network somebody else may have ended TLS before.
    if str(listener.get("protocol", "")).upper() != "HTTP":  # the provider takes any case
        return
    if _forwards(listener, "default_action"):
        if not _is_inside(context):
            yield Hit(f"{listener.address} serves plain HTTP: whoever is on the way can read and change it", "protocol")
        return
    rules = _forwarding(context)
    if rules and not _is_inside(context):
        names = ", ".join(one.address for one in rules)
        verb = "forwards" if len(rules) == 1 else "forward"
        yield Hit(f"{names} {verb} what {listener.address} takes in over plain HTTP", "protocol", related=rules)


def _forwards(holder: Resource, attribute: str) -> bool:
    actions = holder.get(attribute, [])
    count = len(actions) if isinstance(actions, list) else 1
    return any(holder.get(f"{attribute}[{number}].type", "") == "forward" for number in range(count))


def _forwarding(context: RuleContext) -> list[Resource]:
    """Return the rules that forward, although the listener itself does not."""
    kinds = ("terraform/aws_lb_listener_rule", "terraform/aws_alb_listener_rule")
    return [one for kind in kinds for one in context.linked(kind, "listener_arn") if _forwards(one, "action")]


def _is_inside(context: RuleContext) -> bool:
    return any(
        balancer.get("internal", False) is True
        for kind in ("terraform/aws_lb", "terraform/aws_alb")
        for balancer in context.refers(kind, "load_balancer_arn")
    )
