"""References to what other resources have: the state knows what the last apply made of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_states, told
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

ARN = "arn:aws:iam::123456789012:policy/p"
EVIL = "arn:aws:iam::aws:policy/AdministratorAccess"
INNER = """
variable "given" {
  default = ""
}
resource "t_role" "r" {
  name = "r"
}
output "arn" {
  value = t_role.r.arn
}
resource "t_thing" "in" {
  a = var.given
}
"""


def _compare(tree: Path, source: str, *resources: object) -> Detected:
    files = {"main.tf": 'variable "x" {}\n' + source, "m/main.tf": INNER}
    (found,) = compare_states(tree, files, snapshot(state(*resources)))
    return found


def _thing(actual: object, name: str = "n", key: str | int | None = None) -> object:
    return resource("t_thing", name, instance({"a": actual}, key))


ROLE = resource("t_role", "r", instance({"arn": ARN, "url": "https://host/id/7", "ids": ["b", "a"], "version": 3}))
BLOCKS = resource("t_net", "v", instance({"conf": [{"group": "sg-1", "zone": "z"}], "deep": [{"in": [{"id": "i-1"}]}]}))
POLICY = {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": f"{ARN}/*"}]}
RULES = """
resource "t_role" "r" {
}
resource "t_net" "v" {
  conf {
    zone = "z"
  }
}
data "t_zone" "z" {
  name = "z"
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["${t_role.r.arn}/*"]
  }
}
locals {
  role = t_role.r
}
"""
ZONE = resource("t_zone", "z", instance({"name": "z", "id": "Z1"}), mode="data")


@pytest.mark.parametrize(
    ("declared", "same", "other"),
    [
        pytest.param("t_role.r.arn", ARN, EVIL, id="an attribute"),
        pytest.param("t_role.r.arn", ARN, "", id="that is not set there"),
        pytest.param('"${t_role.r.arn}/*"', f"{ARN}/*", f"{EVIL}/*", id="in a text"),
        pytest.param("local.role.arn", ARN, EVIL, id="through a local"),
        pytest.param('["x", t_role.r.arn]', [ARN, "x"], [EVIL, "x"], id="in a list"),
        pytest.param("[t_role.r.arn]", [ARN], [ARN, EVIL], id="in a list that has one more"),
        pytest.param("t_role.r.ids", ["a", "b"], ["a", "c"], id="a list"),
        pytest.param("t_role.r.ids[1]", "a", "b", id="an element"),
        pytest.param("t_role.r.version", "3", "4", id="a number, kept as text"),
        pytest.param("{ k = t_role.r.arn }", {"k": ARN}, {"k": EVIL}, id="in a map"),
        pytest.param("jsonencode({ k = t_role.r.arn })", f'{{"k":"{ARN}"}}', f'{{"k":"{EVIL}"}}', id="in JSON"),
        pytest.param("data.aws_iam_policy_document.d.json", json.dumps(POLICY), json.dumps(POLICY).replace(ARN, EVIL),
                     id="in a policy"),
        pytest.param('replace(t_role.r.url, "https://", "")', "host/id/7", "host/id/8", id="what is made of it"),
        pytest.param('t_role.r.version > 2 ? "new" : "old"', "new", "old", id="what hangs on it"),
        pytest.param("t_net.v.conf[0].group", "sg-1", "sg-2", id="in a block"),
        pytest.param("t_net.v.deep[0].in[0].id", "i-1", "i-2", id="in a block that only the provider sets"),
        pytest.param("data.t_zone.z.id", "Z1", "Z2", id="of a data source"),
    ],
)  # fmt: skip
def test_what_another_resource_computes_is_compared(tmp_path: Path, declared: str, same: object, other: object) -> None:
    source = RULES + f'resource "t_thing" "n" {{\n  a = {declared}\n}}\n'
    clean, found = (_compare(tmp_path, source, ROLE, BLOCKS, ZONE, _thing(there)) for there in (same, other))

    assert told(clean) == []
    assert [(kind, address, path.partition("[")[0].partition(".")[0]) for kind, address, path in told(found)] == [
        ("terraform/differs", "t_thing.n", "a")
    ]


def test_what_a_module_gives_and_takes_is_compared(tmp_path: Path) -> None:
    source = (
        'module "one" {\n  source = "./m"\n}\nmodule "two" {\n  source = "./m"\n  given = module.one.arn\n}\n'
        'resource "t_thing" "n" {\n  a = module.two.arn\n}\n'
    )
    roles = [
        resource("t_role", "r", instance({"name": "r", "arn": f"{ARN}-{name}"}), module=f"module.{name}")
        for name in ("one", "two")
    ]
    inner = [
        resource("t_thing", "in", instance({"a": given}), module=f"module.{name}")
        for name, given in (("one", ""), ("two", f"{ARN}-two"))
    ]
    found = _compare(tmp_path, source, *roles, *inner, _thing(f"{ARN}-two"))

    assert told(found) == [("terraform/differs", "module.two.t_thing.in", "a")]
    assert found.drifts[0].declared == f"{ARN}-one"


KEYED = 'resource "t_role" "r" {\n  for_each = toset(["a", "b"])\n}\n'
OPEN = 'resource "t_role" "r" {\n  count = var.x\n}\n'


@pytest.mark.parametrize(
    ("source", "keys", "told_of"),
    [
        pytest.param(KEYED + 'resource "t_thing" "n" {\n  a = t_role.r["b"].arn\n}\n', ["a", "b"], [], id="its key"),
        pytest.param(KEYED + 'resource "t_thing" "n" {\n  a = t_role.r["a"].arn\n}\n', ["a", "b"],
                     ["terraform/differs"], id="another key"),
        pytest.param(OPEN + 'resource "t_thing" "n" {\n  a = t_role.r[0].arn\n}\n', [1], [], id="the only one"),
        pytest.param(OPEN + 'resource "t_thing" "n" {\n  a = t_role.r[0].arn\n}\n', [0, 1], ["snapshot/unchecked"],
                     id="any of two"),
        pytest.param('resource "t_role" "r" {\n}\nresource "t_thing" "n" {\n  a = t_role.r.arn\n}\n', [0], [],
                     id="a count that was taken away"),
        pytest.param('moved {\n  from = t_role.r\n  to = t_role.s\n}\nresource "t_role" "s" {\n}\n'
                     'resource "t_thing" "n" {\n  a = t_role.s.arn\n}\n', [None], [], id="that was moved"),
        pytest.param('resource "t_role" "r" {\n}\nresource "t_thing" "n" {\n  a = t_role.r.arn\n}\n', [],
                     ["terraform/missing"], id="that is missing"),
    ],
)  # fmt: skip
def test_the_instance_that_is_meant_is_the_one(
    tmp_path: Path, source: str, keys: list[str | int | None], told_of: list[str]
) -> None:
    roles = [instance({"arn": "of b" if key in ("b", None, 1) or len(keys) == 1 else "of a"}, key) for key in keys]
    written = [resource("t_role", "r", *roles)] if roles else []
    found = _compare(tmp_path, source, *written, _thing("of b"))

    assert [kind for kind, _, _ in told(found)] == told_of


def test_several_with_one_value_are_as_one(tmp_path: Path) -> None:
    source = OPEN + 'resource "t_thing" "n" {\n  a = t_role.r[0].kind\n}\n'
    roles = resource("t_role", "r", *(instance({"kind": "k"}, number) for number in range(2)))

    assert told(_compare(tmp_path, source, roles, _thing("k"))) == []
    assert told(_compare(tmp_path, source, roles, _thing("l"))) == [("terraform/differs", "t_thing.n", "a")]


@pytest.mark.parametrize(
    ("declared", "role"),
    [
        pytest.param("t_role.r.arn", {"arn": None}, id="what is not set"),
        pytest.param("t_role.r.arn", {}, id="what the state does not have"),
        pytest.param('"${t_role.r.arn}/*"', {}, id="in a text"),
        pytest.param("jsonencode({ k = t_role.r.arn })", {}, id="in JSON"),
        pytest.param("[for one in t_role.r.sets : one.id]", {}, id="a list of it"),
        pytest.param("data.t_zone.z.id", {}, id="of a data source that is asked something else"),
    ],
)
def test_what_the_state_cannot_tell_is_not_checked(tmp_path: Path, declared: str, role: dict[str, object]) -> None:
    source = 'data "t_zone" "z" {\n  name = "new"\n}\nresource "t_role" "r" {\n}\n'
    source += f'resource "t_thing" "n" {{\n  a = {declared}\n}}\n'
    there = _thing(["x"] if "for" in declared else '{"k":"x"}' if "json" in declared else "x/*")
    found = _compare(tmp_path, source, ZONE, resource("t_role", "r", instance(role)), there)

    assert told(found) == [("snapshot/unchecked", "t_thing.n", "")]
    assert found.drifts[0].details["attributes"] == ["a"]


def test_what_a_data_source_makes_of_files_is_not_taken(tmp_path: Path) -> None:
    source = (
        'data "archive_file" "z" {\n  source_dir = "."\n}\n'
        'resource "t_thing" "n" {\n  a = data.archive_file.z.output_base64sha256\n}\n'
    )
    zipped = resource("archive_file", "z", instance({"source_dir": ".", "output_base64sha256": "s"}), mode="data")

    assert told(_compare(tmp_path, source, zipped, _thing("s"))) == [("snapshot/unchecked", "t_thing.n", "")]


def test_blocks_of_a_set_are_not_told_apart(tmp_path: Path) -> None:
    source = (
        'resource "t_net" "v" {\n  conf {\n    zone = "a"\n  }\n  conf {\n    zone = "b"\n  }\n}\n'
        'resource "t_thing" "n" {\n  a = t_net.v.conf[0].group\n}\n'
    )
    blocks = resource("t_net", "v", instance({"conf": [{"zone": "b", "group": "2"}, {"zone": "a", "group": "1"}]}))

    assert told(_compare(tmp_path, source, blocks, _thing("1"))) == [("snapshot/unchecked", "t_thing.n", "")]


@pytest.mark.parametrize(
    ("declared", "actual", "expected"),
    [
        pytest.param("arn:aws:kms:x:1:key/k", "k", [], id="the id of an ARN"),
        pytest.param("arn:aws:logs:x:1:log-group:g", "arn:aws:logs:x:1:log-group:g:*", [], id="all of a log group"),
        pytest.param("Web-1.elb.amazonaws.com", "web-1.elb.amazonaws.com.", [], id="a host"),
        pytest.param("https://www.googleapis.com/compute/v1/projects/p/global/n", "projects/p/global/n", [],
                     id="a link of Google's"),
        pytest.param("/subscriptions/s/resourceGroups/g", "/subscriptions/s/resourcegroups/g", [], id="one of Azure's"),
        pytest.param("db-ABC", "arn:aws:rds:x:1:db:name", ["snapshot/unchecked"], id="an id and an ARN"),
        pytest.param("arn:aws:kms:x:1:alias/a", "arn:aws:kms:x:1:key/k", ["snapshot/unchecked"], id="an alias"),
        pytest.param("arn:aws:kms:x:1:key/k", "arn:aws:kms:x:1:key/l", ["terraform/differs"], id="another key"),
        pytest.param("sg-1", "sg-2", ["terraform/differs"], id="another id"),
    ],
)  # fmt: skip
def test_names_of_one_thing_are_no_difference(tmp_path: Path, declared: str, actual: str, expected: list[str]) -> None:
    source = 'resource "t_role" "r" {\n}\nresource "t_thing" "n" {\n  a = t_role.r.id\n}\n'
    found = _compare(tmp_path, source, resource("t_role", "r", instance({"id": declared})), _thing(actual))

    assert [kind for kind, _, _ in told(found)] == expected


def test_what_is_secret_stays_so_wherever_it_is_referred_to(tmp_path: Path) -> None:
    source = 'resource "t_role" "r" {\n}\nresource "t_thing" "n" {\n  a = "x ${t_role.r.result} y"\n}\n'
    marks = [[{"type": "get_attr", "value": "result"}]]
    role = resource("t_role", "r", instance({"result": "canary-1"}, sensitive_attributes=marks))
    (found,) = _compare(tmp_path, source, role, _thing("x canary-2 y")).drifts

    assert found.kind == "terraform/differs"
    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)
    assert "canary" not in found.message
