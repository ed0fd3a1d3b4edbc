from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.values.partial import PartialJson
from trueline.values.unknown import Unknown, is_sensitive, leaves

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
        pytest.param(
            '[true ? 1 : "a", false ? "a" : true, true ? 1 : 2]', ["1", "true", 1], id="one type of two results"
        ),
        pytest.param("true ? 1 : null.x", 1, id="the other branch is not evaluated"),
        pytest.param('{ (1 + 1) = "x", b : "y" }', {"2": "x", "b": "y"}, id="object keys"),
        pytest.param('[["a"]][0].0', "a", id="old index"),
        pytest.param('path.module == "." && path.root == "."', True, id="paths"),
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


def _doubling(first: str, step: str) -> str:
    lines = "".join(f"  l{number} = {step.replace('@', f'local.l{number - 1}')}\n" for number in range(1, 40))
    return f'locals {{\n  l0 = {first}\n{lines}}}\noutput "x" {{\n  value = local.l39\n}}\n'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_doubling('"text"', '"${@}${@}"'), id="text"),
        pytest.param(_doubling('["x"]', "[@, @]"), id="shared lists"),
        pytest.param(_doubling('{ a = "x" }', "{ a = @, b = @ }"), id="shared objects"),
        pytest.param(_doubling('["x"]', "concat(@, @)"), id="long lists"),
        pytest.param(
            "locals {\n  n = range(1000)\n}\n"
            'output "x" {\n  value = [for a in local.n : [for b in local.n : [for c in local.n : a]]]\n}\n',
            id="loops",
        ),
        pytest.param('locals {\n  a = local.b\n  b = local.a\n}\noutput "x" {\n  value = local.a\n}\n', id="circle"),
        pytest.param(
            "locals {\n" + "".join(f"  l{n} = [local.l{n + 1}]\n" for n in range(400)) + "  l400 = 1\n}\n"
            'output "x" {\n  value = local.l0\n}\n',
            id="chain",
        ),
    ],
)
def test_bombs_are_unknown(tmp_path, text):
    (found,) = _outputs(tmp_path, text).values()

    assert {isinstance(leaf, Unknown) for leaf in leaves(found)} == {True}


def test_sensitive_values_stay_marked(tmp_path):
    found = _outputs(
        tmp_path,
        'variable "v" {\n  default = { password = "p", port = 1 }\n  sensitive = true\n}\n'
        'output "text" {\n  value = "x-${upper(var.v.password)}"\n}\n'
        'output "number" {\n  value = var.v.port + 1\n}\n'
        'output "encoded" {\n  value = jsonencode(var.v)\n}\n'
        'output "marked" {\n  value = sensitive("x")\n}\n',
    )

    assert {name: is_sensitive(value) for name, value in found.items()} == {
        "output.text": True,
        "output.number": True,
        "output.encoded": True,
        "output.marked": True,
    }


def test_policy_documents_keep_their_structure(tmp_path):
    found = _resources(
        tmp_path,
        {
            "main.tf": 'variable "account" {}\n'
            'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n'
            'data "aws_iam_policy_document" "base" {\n  statement {\n    sid = "old"\n    actions = ["s3:*"]\n'
            '    resources = ["*"]\n  }\n}\n'
            'data "aws_iam_policy_document" "d" {\n'
            "  source_policy_documents = [data.aws_iam_policy_document.base.json]\n"
            '  statement {\n    effect = "Deny"\n    actions = ["s3:Get*", "s3:Put*"]\n'
            '    resources = ["${aws_s3_bucket.b.arn}/*"]\n'
            '    principals {\n      type = "AWS"\n      identifiers = ["*"]\n    }\n'
            '    condition {\n      test = "Bool"\n      variable = "aws:SecureTransport"\n      values = ["false"]\n'
            "    }\n  }\n}\n"
            'module "m" {\n  source = "./m"\n  policy = data.aws_iam_policy_document.d.json\n}\n'
            'resource "aws_s3_bucket_policy" "text" {\n'
            '  policy = <<EOT\n{"Statement": [{"Action": "*", "Resource": "${var.account}/x",\n'
            '"Port": ${var.account}}]}\n'
            "EOT\n}\n",
            "m/main.tf": 'variable "policy" {\n  type = string\n}\n'
            'resource "aws_s3_bucket_policy" "p" {\n  policy = var.policy\n}\n',
        },
    )
    base = found["data.aws_iam_policy_document.base"].get("json")
    policy = found["module.m.aws_s3_bucket_policy.p"].get("policy")

    assert json.loads(base)["Statement"][0] == {"Sid": "old", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    old, new = policy.value["Statement"]
    assert (old["Sid"], new["Effect"], new["Action"]) == ("old", "Deny", ["s3:Get*", "s3:Put*"])
    assert (new["Principal"], new["Condition"]) == ({"AWS": "*"}, {"Bool": {"aws:SecureTransport": "false"}})
    assert new["Resource"].reasons == ("aws_s3_bucket.b.arn ← known after apply",)
    assert "aws_s3_bucket.b" in found["module.m.aws_s3_bucket_policy.p"].refer("policy").addresses
    (statement,) = found["aws_s3_bucket_policy.text"].get("policy").value["Statement"]
    assert statement["Action"] == "*"
    assert [statement[name].reasons for name in ("Resource", "Port")] == [("var.account ← not set",)] * 2


def test_default_tags_reach_through_calls(tmp_path):
    found = _resources(
        tmp_path,
        {
            "main.tf": 'provider "aws" {\n  default_tags {\n    tags = { team = "a", tier = "x" }\n  }\n}\n'
            'provider "aws" {\n  alias = "east"\n  default_tags {\n    tags = { team = "east" }\n  }\n}\n'
            'resource "aws_vpc" "own" {\n  tags = { tier = "y" }\n}\n'
            'resource "aws_vpc" "east" {\n  provider = aws.east\n}\n'
            'module "m" {\n  source = "./m"\n  providers = { aws = aws.east }\n}\nmodule "n" {\n  source = "./m"\n}\n',
            "m/main.tf": 'resource "aws_vpc" "v" {}\n',
        },
    )

    assert found["aws_vpc.own"].get("tags_all") == {"team": "a", "tier": "y"}
    assert found["aws_vpc.east"].get("tags_all") == {"team": "east"}
    assert found["module.m.aws_vpc.v"].get("tags_all") == {"team": "east"}
    assert found["module.n.aws_vpc.v"].get("tags_all") == {"team": "a", "tier": "x"}


def test_functions_see_through_partial_json(tmp_path):
    found = _outputs(
        tmp_path,
        'variable "v" {}\n'
        'locals {\n  text = jsonencode({ a = var.v, b = "arn:_ID_" })\n}\n'
        'output "decoded" {\n  value = jsondecode(local.text).b\n}\n'
        'output "replaced" {\n  value = replace(trimspace(local.text), "_ID_", "x")\n}\n'
        'output "unknown" {\n  value = replace(local.text, "_ID_", var.v)\n}\n'
        'output "pattern" {\n  value = replace(local.text, "/_.*_/", "x")\n}\n',
    )

    assert found["output.decoded"] == "arn:_ID_"
    assert found["output.replaced"].value["b"] == "arn:x"
    assert isinstance(found["output.unknown"].value["b"], Unknown)
    assert not isinstance(found["output.pattern"], PartialJson)


@pytest.mark.parametrize("name", ["local", "var", "aws_x", "data", "each", "self", "module", "nothing.at.all"])
def test_a_bare_name_is_unknown(tmp_path, name):
    (found,) = _outputs(tmp_path, f'output "x" {{\n  value = {name}\n}}\n').values()

    assert isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("[1] == [1]", True, id="both written out"),
        pytest.param("var.list == [1]", False, id="other members"),
        pytest.param("var.list == []", None, id="a list beside a tuple"),
        pytest.param("var.map != {}", None, id="a map beside an object"),
    ],
)
def test_collections_are_equal_only_where_their_types_are(
    tmp_path: Path, expression: str, expected: bool | None
) -> None:
    variables = """
variable "list" {
  type    = list(string)
  default = []
}
variable "map" {
  type    = map(string)
  default = {}
}
"""

    actual = _outputs(tmp_path, f'{variables}output "x" {{\n  value = {expression}\n}}\n')["output.x"]

    assert expected == (None if isinstance(actual, Unknown) else actual)
