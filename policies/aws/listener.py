"""Load balancers speak HTTPS: an expression could say so, but not name the rule that forwards what is plain."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline import Hit, Resource, RuleContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


class Names(NamedTuple):
    """How a language calls what the rule reads."""

    protocol: str
    actions: str
    kind: str
    rules: tuple[str, ...]
    of_rule: tuple[str, str]
    balancers: tuple[str, ...]
    of_balancer: tuple[str, str, object]


TERRAFORM = Names(
    protocol="protocol",
    actions="default_action",
    kind="type",
    rules=("terraform/aws_lb_listener_rule", "terraform/aws_alb_listener_rule"),
    of_rule=("listener_arn", "action"),
    balancers=("terraform/aws_lb", "terraform/aws_alb"),
    of_balancer=("load_balancer_arn", "internal", True),
)
CLOUDFORMATION = Names(
    protocol="Protocol",
    actions="DefaultActions",
    kind="Type",
    rules=("cloudformation/AWS::ElasticLoadBalancingV2::ListenerRule",),
    of_rule=("ListenerArn", "Actions"),
    balancers=("cloudformation/AWS::ElasticLoadBalancingV2::LoadBalancer",),
    of_balancer=("LoadBalancerArn", "Scheme", "internal"),
)


@rule(
    id="listener-plain-http",
    severity="high",
    kinds=[
        "terraform/aws_lb_listener", "terraform/aws_alb_listener",
        "cloudformation/AWS::ElasticLoadBalancingV2::Listener",
    ],
    scope="unit",
    title="A load balancer speaks plain HTTP",
    fix='Serve HTTPS, and let this listener and its rules redirect: `type = "redirect"` with `protocol = "HTTPS"`.',
    aliases=["CKV_AWS_2", "CKV2_AWS_20", "AWS-0054", "AVD-AWS-0054", "de7f5e83"],
    references=["https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"],
    tags=["aws", "network"],
)  # fmt: skip
def listener_plain_http(listener: Resource, context: RuleContext) -> Iterator[Hit]:
    """A listener of a public load balancer forwards what came over plain HTTP.

    Everyone between a visitor and the load balancer can read passwords and session cookies, and change the pages. That
    is true even if the visitor could have used HTTPS.
    """
    # Provider 5: the protocol of an Application Load Balancer's listener defaults to HTTP for port 80 in AWS itself;
    # only what is written is judged. Inside a network somebody else may have ended TLS before.
    say = CLOUDFORMATION if listener.kind.startswith("cloudformation/") else TERRAFORM
    if str(listener.get(say.protocol, "")).upper() != "HTTP":  # the provider takes any case
        return
    if _forwards(listener, say.actions, say):
        if not _is_inside(context, say):
            told = f"{listener.address} serves plain HTTP: whoever is on the way can read and change it"
            yield Hit(told, say.protocol)
        return
    rules = _forwarding(context, say)
    if rules and not _is_inside(context, say):
        names = ", ".join(one.address for one in rules)
        verb = "forwards" if len(rules) == 1 else "forward"
        yield Hit(f"{names} {verb} what {listener.address} takes in over plain HTTP", say.protocol, related=rules)


def _forwards(holder: Resource, attribute: str, say: Names) -> bool:
    actions = holder.get(attribute, [])
    count = len(actions) if isinstance(actions, list) else 1
    return any(holder.get(f"{attribute}[{number}].{say.kind}", "") == "forward" for number in range(count))


def _forwarding(context: RuleContext, say: Names) -> list[Resource]:
    """Return the rules that forward, although the listener itself does not."""
    reference, actions = say.of_rule
    return [one for kind in say.rules for one in context.linked(kind, reference) if _forwards(one, actions, say)]


def _is_inside(context: RuleContext, say: Names) -> bool:
    reference, attribute, value = say.of_balancer
    return any(
        balancer.get(attribute, False) == value
        for kind in say.balancers
        for balancer in context.refers(kind, reference)
    )
