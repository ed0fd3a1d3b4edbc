from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

MAIN = """
locals {
  acl  = module.names.acl
  tags = { team = "a" }
}
module "names" {
  source = "./names"
  level  = "public"
}
data "aws_iam_policy_document" "read" {
  statement {
    actions = ["*"]
  }
}
resource "aws_s3_bucket" "b" {
  acl  = local.acl
  tags = merge(local.tags, {
    owner = "me"
    list  = ["x", { deep = "é" }]
  })
  grant {
    permissions = ["READ"]
  }
  grant {
    id = "z"
  }
}
resource "aws_s3_bucket_policy" "p" {
  policy = data.aws_iam_policy_document.read.json
}
resource "aws_s3_bucket" "j" {
  policy = jsonencode({ Statement = [{ Effect = "Allow" }] })
}
"""
NAMES = 'variable "level" {}\noutput "acl" {\n  value = "${var.level}-read"\n}\n'


@pytest.fixture
def found(tmp_path: Path):
    (tmp_path / "names").mkdir()
    (tmp_path / "main.tf").write_text(MAIN)
    (tmp_path / "names/main.tf").write_text(NAMES)
    tree = WorkingTree(str(tmp_path))
    (unit,) = plan(tree.paths(), tree, Settings())
    return {one.address: one for one in extract(unit, tree, Settings()).resources}


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        pytest.param("aws_s3_bucket.b", ("tags", "owner"), (18, 13, 18, 17), id="into merge and an object"),
        pytest.param("aws_s3_bucket.b", ("tags", "list", 1, "deep"), (19, 28, 19, 31), id="into a list"),
        pytest.param("aws_s3_bucket.b", ("tags_all", "owner"), (18, 13, 18, 17), id="computed from tags"),
        pytest.param("aws_s3_bucket.b", ("tags", "team"), (17, 10, 20, 5), id="the nearest that is written"),
        pytest.param("aws_s3_bucket.b", ("grant", 1, "id"), (25, 10, 25, 13), id="the second block"),
        pytest.param("aws_s3_bucket.b", ("grant", 0, "gone"), (21, 3, 21, 8), id="a block's header"),
        pytest.param("aws_s3_bucket.b", ("gone", 0), (15, 1, 15, 29), id="the resource's header"),
        pytest.param("aws_s3_bucket.j", ("policy", "Statement", 0, "Effect"), (32, 49, 32, 56), id="into jsonencode"),
    ],
)
def test_primary_places(found, address, path, expected):
    place = found[address].locate(path).primary

    assert ("main.tf", expected) == (place.path, place.region)


def test_what_explains_a_value_is_related(found):
    related = found["aws_s3_bucket.b"].locate(("acl",)).related

    assert [(one.path, one.region.start_line, one.message) for one in related] == [
        ("main.tf", 3, "local.acl is set here"),
        ("names/main.tf", 3, "module.names.acl is set here"),
        ("main.tf", 8, "var.level is set here"),
    ]


def test_a_policy_leads_to_its_document(found):
    (related,) = found["aws_s3_bucket_policy.p"].locate(("policy",)).related

    assert (related.message, related.region.start_line) == ("the policy document read is written here", 10)
