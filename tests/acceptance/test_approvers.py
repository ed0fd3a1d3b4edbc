"""The list of approvers names rules that are there: else another quorum would be asked, and nobody would know."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, RULE, Shop

TWO = "{need: 2, roles: [manager], %s}, "
CONFIG = ".trueline/config.yaml"
POLICY = """\
policy: house
rules:
  - id: house-names
    title: A bucket is called by its team
    severity: low
    for: terraform/aws_s3_bucket
    require: it.bucket.startsWith("site")
    message: it is not
"""


def named(shop: Shop, said: str) -> str:
    return shop.approvers().replace("quorums: [", f"quorums: [{TWO % said}")


def approved(shop: Shop):
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    return shop.check("--head", "HEAD")


@pytest.mark.parametrize("said", ["rules: [s3-publik-acl]", "rules: [s4-*]", "policies: [aws-s4]"])
def test_a_quorum_for_a_rule_that_is_not_there_lets_nobody_decide(shop: Shop, said: str) -> None:
    shop.base({APPROVERS: named(shop, said)})
    ran = approved(shop)
    (note,) = [one for one in ran.report["notifications"] if one["id"] == "approvers-invalid"]

    assert ran.code == 1
    assert said.partition("[")[2].rstrip("]") in note["message"]


@pytest.mark.parametrize("said", [f"rules: [{RULE}]", "rules: [CKV_AWS_20]", "rules: [s3-*]"])
def test_a_quorum_for_a_rule_that_is_there_is_asked(shop: Shop, said: str) -> None:
    shop.base({APPROVERS: named(shop, said)})
    ran = approved(shop)

    assert (ran.code, [one["state"] for one in ran.report["exceptions"]]) == (4, ["pending"])
    assert not [one for one in ran.report["notifications"] if one["id"] == "approvers-invalid"]


def test_a_change_that_brings_such_a_quorum_is_stopped(shop: Shop) -> None:
    shop.base()
    shop.write({APPROVERS: named(shop, "rules: [s3-publik-acl]"), "acl.tf": ""})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code == 2
    assert "no rule is called s3-publik-acl" in ran.err


def test_a_change_that_takes_its_rule_away_is_stopped(shop: Shop) -> None:
    text = named(shop, "rules: [house-names]")
    shop.base({APPROVERS: text, CONFIG: "policies: [builtin, house]\n", "house/names.yaml": POLICY})
    (shop.top / "acl.tf").unlink()
    shop.commit()
    assert shop.check("--head", "HEAD").code == 0

    git(shop.top, "rm", "-rq", "house")
    shop.write({CONFIG: "policies: [builtin]\n"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code == 2
    assert "no rule is called house-names" in ran.err


def test_nothing_renews_itself(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding(), renews="EX-2026-abc234")
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code in (1, 3)
    assert "nothing renews itself" in str(ran.report["notifications"])


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("need: 1", "need: 3", "quorum 1 takes 3 of manager, and those are rita, sam"),
        ("roles: [manager]}]", "roles: [menager]}]", "quorum 1 takes 1 of menager, and those are nobody"),
        ("quorums:", "break-glass: {roles: [fire]}\nquorums:", "an emergency takes fire, and nobody has such a role"),
    ],
)
def test_a_quorum_that_nobody_could_meet_is_said(shop: Shop, was: str, now: str, said: str) -> None:
    shop.base({"CODEOWNERS": "/.trueline/ @shop/managers\n"})
    (shop.top / "acl.tf").unlink()
    shop.write({APPROVERS: shop.approvers().replace(was, now)})
    shop.commit()
    ran = shop.check("--head", "HEAD")
    (note,) = [one for one in ran.report["notifications"] if one["id"] == "approvers-unmet"]

    assert (ran.code, said in note["message"]) == (0, True)


def test_the_doctor_looks_at_those_who_decide(shop: Shop) -> None:
    shop.base({APPROVERS: shop.approvers().replace("need: 1", "need: 3"), "CODEOWNERS": "* @shop/everybody\n"})
    out = " ".join(shop.run("doctor", cwd=shop.top).out.split())

    assert "quorum 1 takes 3 of manager" in out
    assert f"nobody owns {APPROVERS} in a line of its own" in out
