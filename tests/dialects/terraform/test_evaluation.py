from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = Settings()


def _resources(folder: Path, files: dict[str, str], settings: Settings = SETTINGS):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    tree = WorkingTree(str(folder))
    found = [extract(unit, tree, settings) for unit in plan(tree.paths(), tree, settings)]
    return {resource.address: resource for one in found for resource in one.resources}


def _outputs(folder: Path, text: str, **files: str) -> dict[str, object]:
    found = _resources(folder, {"main.tf": text, **files})
    return {name: resource.get("value") for name, resource in found.items() if name.startswith("output.")}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("1 + 2 * 3 - 4 / 2", 5, id="precedence"),
        pytest.param("10 - 4 - 3", 3, id="left association"),
        pytest.param("-7 % 3", -1, id="remainder has the dividend's sign"),
        pytest.param("0.1 + 0.2 == 0.3", True, id="exact decimals"),
        pytest.param('"1" == 1', False, id="equality does not convert"),
        pytest.param("!true || 1 < 2 && true", True, id="logic"),
        pytest.param('"a-${1 + 1}-${true}"', "a-2-true", id="template"),
        pytest.param('[for k, v in { b = 1, a = 2 } : "${k}${v}"]', ["a2", "b1"], id="maps iterate sorted"),
        pytest.param('{ for s in ["a", "b", "a"] : s => 1... }', {"a": [1, 1], "b": [1]}, id="grouping"),
        pytest.param("[for x in [1, 2, 3] : x * 2 if x > 1]", [4, 6], id="condition"),
        pytest.param("[{ a = [{ b = 1 }] }, { a = [{ b = 2 }] }][*].a[0].b", [1, 2], id="full splat"),
        pytest.param("[{ a = 1 }, { a = 2 }].*.a", [1, 2], id="attribute splat"),
        pytest.param("null[*]", [], id="splat of null"),
        pytest.param('"%{ for x in ["a", "b"] ~} ${x} %{ endfor }"', "a b ", id="for directive"),
        pytest.param('"%{ if 1 > 2 }x%{ else }y%{ endif }"', "y", id="if directive"),
        pytest.param("max([1, 5, 3]...)", 5, id="expansion"),
        pytest.param('try({ a = 1 }.b, null.c, "d")', "d", id="try"),
        pytest.param("can({ a = 1 }.b)", False, id="can"),
        pytest.param("true ? 1 : null.x", 1, id="the other branch is not evaluated"),
        pytest.param('{ (1 + 1) = "x", b : "y" }', {"2": "x", "b": "y"}, id="object keys"),
        pytest.param('[["a"]][0].0', "a", id="old index"),
        pytest.param('path.module == "." && path.root == "."', True, id="paths"),
        pytest.param("terraform.workspace", "default", id="workspace"),
    ],
)
def test_expressions(tmp_path, expression, expected):
    assert {"output.x": expected} == _outputs(tmp_path, f'output "x" {{\n  value = {expression}\n}}\n')


def test_unknown_stays_at_the_leaf_and_says_why(tmp_path):
    found = _outputs(
        tmp_path,
        'variable "v" {}\n'
        'output "plain" {\n  value = { a = var.v, b = 1 }\n}\n'
        'output "text" {\n  value = "x-${var.v}"\n}\n'
        'output "choice" {\n  value = var.v ? "same" : "same"\n}\n',
    )

    assert found["output.plain"]["a"].reasons == ("var.v ← not set",)
    assert found["output.plain"]["b"] == 1
    assert found["output.text"].reasons == ("var.v ← not set",)
    assert found["output.choice"] == "same"


def test_modules_pass_arguments_and_outputs(tmp_path):
    found = _resources(
        tmp_path,
        {
            "main.tf": 'variable "cidr" {}\n'
            'module "net" {\n  source = "./net"\n  for_each = toset(["a", "b"])\n'
            "  name = each.key\n  cidr = var.cidr\n}\n"
            'output "ids" {\n  value = [for m in module.net : m.id]\n}\n',
            "net/main.tf": 'variable "name" {}\nvariable "cidr" {}\n'
            'resource "aws_vpc" "this" {\n  cidr_block = var.cidr\n  tags = { Name = "net-${var.name}" }\n}\n'
            'output "id" {\n  value = aws_vpc.this.id\n}\n',
        },
    )
    vpc = found['module.net["b"].aws_vpc.this']

    assert vpc.get("tags.Name") == "net-b"
    assert vpc.get("cidr_block").reasons == ("var.cidr ← module.net argument ← var.cidr ← not set",)
    expected = {'module.net["a"].aws_vpc.this', 'module.net["b"].aws_vpc.this'}
    assert expected == found["output.ids"].refer("value").addresses
    place = vpc.locate(("tags", "Name"))
    assert (place.primary.path, place.primary.region.start_line) == ("net/main.tf", 5)
    assert [(one.path, one.region.start_line, one.message) for one in place.related] == [
        ("main.tf", 5, "var.name is set here"),
        ("main.tf", 2, "called here as module.net"),
    ]


def test_count_and_references(tmp_path):
    found = _resources(
        tmp_path,
        {
            "main.tf": 'variable "n" {}\n'
            'resource "aws_s3_bucket" "two" {\n  count = 2\n  bucket = "b${count.index}"\n}\n'
            'resource "aws_s3_bucket" "some" {\n  count = var.n\n}\n'
            'resource "aws_s3_bucket" "none" {\n  count = 0\n}\n'
            'resource "aws_s3_bucket_policy" "two" {\n  bucket = aws_s3_bucket.two[1].id\n}\n'
            'resource "aws_s3_bucket_policy" "name" {\n  bucket = "x-${aws_s3_bucket.two[0].bucket}"\n}\n'
            'resource "aws_s3_bucket_policy" "some" {\n  bucket = aws_s3_bucket.some[0].id\n}\n'
            'resource "aws_s3_bucket_policy" "open" {\n  bucket = var.n\n}\n',
        },
    )
    buckets = [address for address in found if address.startswith("aws_s3_bucket.")]

    assert buckets == ["aws_s3_bucket.two[0]", "aws_s3_bucket.two[1]", "aws_s3_bucket.some[*]"]
    assert {"aws_s3_bucket.two[1]"} == found["aws_s3_bucket_policy.two"].refer("bucket").addresses
    assert ("x-b0", {"aws_s3_bucket.two[0]"}) == (
        found["aws_s3_bucket_policy.name"].get("bucket"),
        found["aws_s3_bucket_policy.name"].refer("bucket").addresses,
    )
    assert {"aws_s3_bucket.some[*]"} == found["aws_s3_bucket_policy.some"].refer("bucket").addresses
    assert isinstance(found["aws_s3_bucket_policy.open"].refer("bucket").open, Unknown)


def test_nested_and_dynamic_blocks_are_lists(tmp_path):
    found = _resources(
        tmp_path,
        {
            "main.tf": 'variable "unset" {}\nlocals {\n  ports = [80, "443"]\n}\n'
            'resource "aws_security_group" "this" {\n  ingress {\n    from_port = "22"\n    self = null\n  }\n'
            '  dynamic "ingress" {\n    for_each = local.ports\n    iterator = p\n    content {\n'
            "      from_port = p.value\n    }\n  }\n"
            '  dynamic "egress" {\n    for_each = var.unset\n    content {}\n  }\n}\n',
        },
    )
    group = found["aws_security_group.this"]

    assert group.get("ingress") == [{"from_port": 22}, {"from_port": 80}, {"from_port": 443}]
    assert group.get("egress")[0].reasons == ('dynamic "egress" ← var.unset ← not set',)
    place = group.locate(("ingress", 2, "from_port"))
    assert place.primary.region[:2] == (14, 19)
    assert [one.message for one in place.related] == ["local.ports is set here"]
    assert group.locate(("ingress", 0, "protocol")).primary.region.start_line == 6
    assert group.locate(("nowhere",)).primary.region[:2] == (5, 1)
