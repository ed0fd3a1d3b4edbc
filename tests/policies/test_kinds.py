from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.model.location import Location
from trueline.model.rule import Rule
from trueline.policies.kinds import RuleIndex, fits, match

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.resource import Resource

WORKLOAD = {"kubernetes/workload": ("spec", "template")}


@pytest.mark.parametrize(
    ("pattern", "kind", "expected"),
    [
        pytest.param("terraform/aws_lb", "terraform/aws_lb", True, id="exact"),
        pytest.param("terraform/aws_lb", "terraform/aws_lb_listener", False, id="a longer kind"),
        pytest.param("terraform/aws_lb*", "terraform/aws_lb_listener", True, id="a glob"),
        pytest.param("terraform/aws_lb*", "terraform/aws_lb", True, id="a glob of nothing"),
        pytest.param("terraform/*_policy", "terraform/aws_s3_bucket_policy", True, id="a glob at the start"),
        pytest.param("terraform/*_s3_*_policy", "terraform/aws_s3_policy", False, id="parts do not overlap"),
        pytest.param("*", "terraform/aws_lb", True, id="everything"),
        pytest.param("kubernetes/deployment", "kubernetes/Deployment", True, id="Kubernetes in either case"),
        pytest.param("terraform/AWS_lb", "terraform/aws_lb", False, id="Terraform as it is written"),
    ],
)
def test_fits(pattern: str, kind: str, expected: bool) -> None:
    assert expected == fits(pattern, kind)


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        pytest.param(["kubernetes/workload"], "kubernetes/workload", id="family"),
        pytest.param(["kubernetes/Pod", "kubernetes/deploy*"], "kubernetes/Deployment", id="the fact's own spelling"),
        pytest.param(["kubernetes/workload", "kubernetes/Deployment"], "kubernetes/workload", id="the first that fits"),
        pytest.param(["terraform/*"], None, id="none"),
    ],
)
def test_match(make_resource: Callable[..., Resource], patterns: list[str], expected: str | None) -> None:
    assert expected == match(patterns, make_resource({}, "kubernetes/Deployment", WORKLOAD))


def make_rule(name: str, *kinds: str) -> Rule:
    return Rule(name, name, "p", Location("p.yaml"), lambda *_: (), kinds)


def test_the_index_keeps_the_order_of_rules(make_resource: Callable[..., Resource]) -> None:
    first, second, third = (
        make_rule("first", "kubernetes/D*"),
        make_rule("second", "kubernetes/Pod"),
        make_rule("third", "kubernetes/pod", "kubernetes/workload"),
    )
    index = RuleIndex([first, second, third])
    deployment = make_resource({}, "kubernetes/Deployment", WORKLOAD)

    assert [(first, "kubernetes/Deployment"), (third, "kubernetes/workload")] == index.for_resource(deployment)
    assert index.for_resource(deployment) is index.for_resource(make_resource({}, "kubernetes/Deployment", WORKLOAD))
    assert [(second, "kubernetes/Pod"), (third, "kubernetes/Pod")] == index.for_resource(
        make_resource({}, "kubernetes/Pod")
    )
    assert index.for_resource(make_resource({}, "terraform/aws_lb")) == []
