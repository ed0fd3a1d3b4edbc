from __future__ import annotations

import pytest

from trueline.model.location import Location
from trueline.model.resource import Links, Place, Resource
from trueline.policies.cel import EvaluationError, Host
from trueline.values.unknown import Unknown

BLOCK = "terraform/aws_s3_bucket_public_access_block"
RULE = f'linked("{BLOCK}", "bucket").exists(b, b.?restrict_public_buckets.orValue(false))'


def resource(kind: str, value: object, **more: object) -> Resource:
    return Resource(
        kind=kind, address=f"{kind}.x", name="x", value=value, source="main.tf",
        locate=lambda path: Place(Location("main.tf")), **more,  # type: ignore[arg-type]
    )  # fmt: skip


class Relations:
    """A list of resources, all related to each other, and whether there may be more."""

    def __init__(self, *resources: Resource, more: Unknown | None = None) -> None:
        self._resources = resources
        self._more = more

    def linked(self, resource: Resource, kind: str, attribute: str) -> Links:
        assert attribute == "bucket"
        return self.resources(kind)

    def refers(self, resource: Resource, kind: str, attribute: str) -> Links:
        assert attribute == "role"
        return self.resources(kind)

    def resources(self, kind: str) -> Links:
        found = [one for one in self._resources if one.kind == kind or kind in one.families]
        return Links(found, self._more)


BUCKET = resource("terraform/aws_s3_bucket", {"bucket": "logs"})
GOOD = resource(BLOCK, {"restrict_public_buckets": True})
BAD = resource(BLOCK, {"restrict_public_buckets": False})
MORE = Unknown(["var.bucket ← not set"])


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        pytest.param(Relations(GOOD, BAD), True, id="one is"),
        pytest.param(Relations(BAD), False, id="none is"),
        pytest.param(Relations(), False, id="none is there"),
        pytest.param(Relations(BAD, more=MORE), MORE.reasons, id="one may be there"),
        pytest.param(Relations(GOOD, more=MORE), True, id="one is, more may be there"),
    ],
)
def test_linked(evaluate, relations, expected) -> None:
    value = evaluate(RULE, BUCKET.value, Host(relations, BUCKET))

    assert expected == (value.reasons if isinstance(value, Unknown) else value)


def test_refers_and_resources(evaluate) -> None:
    host = Host(Relations(GOOD, BAD), BUCKET)

    assert evaluate(f'size(resources("{BLOCK}"))', host=host) == 2
    assert evaluate(f'refers("{BLOCK}", "role").all(b, has(b.restrict_public_buckets))', host=host) is True


def test_a_family_is_its_view(evaluate) -> None:
    pod = {"metadata": {"name": "web"}, "spec": {}}
    deployment = resource(
        "kubernetes/Deployment", {"spec": {"template": pod}}, families={"kubernetes/workload": ("spec", "template")}
    )

    assert [pod] == evaluate('resources("kubernetes/workload")', host=Host(Relations(deployment)))


def test_nobody_to_ask(evaluate) -> None:
    with pytest.raises(EvaluationError, match="there are no other resources to ask for here"):
        evaluate(RULE)
    with pytest.raises(EvaluationError, match="only a rule over resources may ask for relations"):
        evaluate(RULE, None, Host(Relations()))
