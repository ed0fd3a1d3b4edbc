"""States beside their code: what is missing, declared nowhere, or another value, as far as that is certain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_states, text_at, told
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.model.settings import Environment, Settings
from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

VARIABLE = 'variable "x" {\n  type = string\n}\n'


def _compare(tree: Path, source: str, *resources: object) -> Detected:
    (found,) = compare_states(tree, {"main.tf": VARIABLE + source}, snapshot(state(*resources)))
    return found


def _one(tree: Path, declared: str, actual: object) -> list[tuple[str, str, str]]:
    """Return what differs where one attribute is declared and the state has a value for it."""
    source = f'resource "t_thing" "n" {{\n  a = {declared}\n}}\n'
    found = _compare(tree, source, resource("t_thing", "n", instance({"a": actual})))
    return told(found._replace(drifts=tuple(one for one in found.drifts if "attributes" not in one.details)))


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        pytest.param("80", "80", id="a number, kept as text"),
        pytest.param('"80"', 80, id="a text, kept as number"),
        pytest.param('"true"', True, id="a boolean"),
        pytest.param("1", 1.0, id="a number with a fraction"),
        pytest.param('"1e3"', 1000, id="a number with an exponent, kept as text"),
        pytest.param('""', None, id="an empty text that is not set"),
        pytest.param("[]", None, id="an empty list that is not set"),
        pytest.param("{}", {}, id="an empty map"),
        pytest.param("false", None, id="a boolean that is not set"),
        pytest.param("null", "x", id="null says nothing"),
        pytest.param("var.x", "anything", id="an unknown"),
        pytest.param('"a-${var.x}"', "a-b", id="a text known in part"),
        pytest.param('["b", "a"]', ["a", "b"], id="another order"),
        pytest.param('["a", var.x]', ["z", "a"], id="an unknown element"),
        pytest.param('[for k in ["a"] : k if var.x == k]', ["z"], id="a list that is not known"),
        pytest.param('jsonencode({ b = 1, a = [1] })', '{"a":[1],"b":1}', id="JSON"),
        pytest.param('jsonencode({ b = var.x, a = 1 })', '{"a":1,"b":"z"}', id="JSON known in part"),
        pytest.param('"24h"', "24h0m0s", id="a duration"),
        pytest.param('"role"', "arn:aws:iam::123456789012:role/role", id="a name and its ARN"),
        pytest.param('"net"', "https://www.googleapis.com/compute/v1/projects/p/global/networks/net", id="a link"),
        pytest.param('"svc"', "v1/projects/p/locations/l/services/svc", id="a path of ids"),
        pytest.param('"x\\n"', "x", id="blanks around"),
        pytest.param('{ k = "1", l = null }', {"k": "1", "l": None, "m": None}, id="a map with nothing more"),
        pytest.param('{ k = "1" }', {"k": "1", "id": "computed"}, id="an object with what is computed"),
    ],
)  # fmt: skip
def test_what_is_the_same_or_not_certain_is_no_difference(tmp_path: Path, declared: str, actual: object) -> None:
    assert not _one(tmp_path, declared, actual)


@pytest.mark.parametrize(
    ("declared", "actual", "path"),
    [
        pytest.param("80", 81, "a", id="a number"),
        pytest.param("9007199254740993", 9007199254740992, "a", id="a number, larger than a float holds"),
        pytest.param('"9007199254740993"', 9007199254740992, "a", id="such a number as text"),
        pytest.param('"sNaN"', 1, "a", id="a text that is no number"),
        pytest.param('"1.0"', "1", "a", id="a version, which is no number"),
        pytest.param("true", False, "a", id="a boolean"),
        pytest.param("true", None, "a", id="a boolean that is not set"),
        pytest.param('"a-${var.x}"', "b-b", "a", id="a text that no filling makes equal"),
        pytest.param('["a", "b"]', ["a", "c"], "a[1]", id="an element"),
        pytest.param('["a"]', ["a", "c"], "a[1]", id="an element more"),
        pytest.param('["a", "b"]', ["b"], "a[0]", id="an element less"),
        pytest.param('["a", var.x]', ["z"], "a[0]", id="a known element beside an unknown one"),
        pytest.param('jsonencode({ b = var.x, a = 1 })', '{"a":2,"b":"z"}', "a", id="JSON known in part"),
        pytest.param('{ k = "1" }', {"k": "2"}, "a.k", id="a member"),
        pytest.param('{ k = "1" }', {}, "a.k", id="a member less"),
        pytest.param('"role"', "arn:aws:iam::123456789012:role/other", "a", id="the ARN of another"),
        pytest.param('"24h"', "25h0m0s", "a", id="a duration"),
    ],
)  # fmt: skip
def test_what_differs_for_certain_is_told(tmp_path: Path, declared: str, actual: object, path: str) -> None:
    assert _one(tmp_path, declared, actual) == [("terraform/differs", "t_thing.n", path)]


def test_a_difference_is_told_at_its_characters(tmp_path: Path) -> None:
    source = 'resource "aws_db_instance" "m" {\n  engine = "postgres"\n  publicly_accessible = false\n}\n'
    attributes = {"engine": "postgres", "publicly_accessible": True}
    (found,) = _compare(tmp_path, source, resource("aws_db_instance", "m", instance(attributes))).drifts

    assert text_at(tmp_path, found) == "false"
    assert (found.declared, found.actual) == (False, True)
    assert found.message == "publicly_accessible is true, declared false"
    assert found.details["touches"] == ["exposure"]


@pytest.mark.parametrize(("declared", "actual"), [("tcp", "6"), ("UDP", "17"), ("all", "-1"), ("58", "icmpv6")])
def test_a_protocol_is_its_number(tmp_path: Path, declared: str, actual: str) -> None:
    source = f'resource "t_thing" "n" {{\n  protocol = "{declared}"\n}}\n'
    same, other = (
        _compare(tmp_path, source, resource("t_thing", "n", instance({"protocol": there}))) for there in (actual, "47")
    )

    assert told(same) == []
    assert told(other) == [("terraform/differs", "t_thing.n", "protocol")]


def test_tags_are_all_that_is_declared(tmp_path: Path) -> None:
    source = (
        'provider "aws" {\n  default_tags {\n    tags = { team = "x" }\n  }\n}\n'
        'resource "aws_eip" "e" {\n  tags = { a = "b" }\n}\n'
    )
    attributes = {"tags": {"a": "b", "by": "hand"}, "tags_all": {"a": "b", "by": "hand", "team": "y"}}
    found = _compare(tmp_path, source, resource("aws_eip", "e", instance(attributes)))

    assert [path for _, _, path in told(found)] == ["tags.by", "tags_all.team"]


@pytest.mark.parametrize(
    ("declared", "actual", "path"),
    [
        pytest.param("settings = { A = 1 }", {"settings": {"A": "1", "NEW": "2"}}, "settings.NEW", id="a map"),
        pytest.param("settings = {}", {"settings": {"A": "1"}}, "", id="an empty one, that is perhaps none"),
        pytest.param("tags = {}", {"tags": {"A": "1"}}, "tags.A", id="an empty one that is a user's own"),
        pytest.param("tags = { A = 1 }", {"tags": {"A": "1", "B": ""}}, "tags.B", id="with an empty text"),
        pytest.param("settings = { A = 1 }", {"settings": {"A": "1", "B": ""}}, "", id="that may be an object's"),
        pytest.param('tags = { A = "" }', {"tags": {}}, "tags.A", id="that is not there, with an empty text"),
        pytest.param("o = { A = 1 }", {"o": {"A": "1", "B": "2", "C": None}}, "", id="an object"),
        pytest.param(
            "environment {\n    variables = { A = 1 }\n  }",
            {"environment": [{"variables": {"A": "1", "NEW": "2"}}]},
            "environment[0].variables.NEW",
            id="a map in a block",
        ),
        pytest.param(
            'metadata {\n    name = "n"\n  }', {"metadata": [{"name": "n", "uid": "u"}]}, "", id="a block like a map"
        ),
    ],
)
def test_a_key_that_was_added_to_a_map_is_told(
    tmp_path: Path, declared: str, actual: dict[str, object], path: str
) -> None:
    source = f'resource "t_thing" "n" {{\n  {declared}\n}}\n'
    found = _compare(tmp_path, source, resource("t_thing", "n", instance(actual)))

    assert told(found) == ([("terraform/differs", "t_thing.n", path)] if path else [])


def test_blocks_are_found_by_what_they_hold_and_say_only_what_they_set(tmp_path: Path) -> None:
    source = (
        'resource "aws_security_group" "w" {\n'
        '  ingress {\n    from_port = "443"\n    protocol = "TCP"\n  }\n'
        "  ingress {\n    from_port = 80\n    protocol = var.x\n  }\n}\n"
    )
    rules = [
        {"from_port": 22, "protocol": "tcp", "self": False},
        {"from_port": 80, "protocol": "udp", "self": False},
        {"from_port": 443, "protocol": "tcp", "description": "x"},
    ]
    found = _compare(tmp_path, source, resource("aws_security_group", "w", instance({"ingress": rules})))

    assert told(found, "terraform/differs") == [("terraform/differs", "aws_security_group.w", "ingress[0]")]
    assert found.drifts[0].actual == rules[0]


RULE = {"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}
NOBODY = {"ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False, "description": ""}


@pytest.mark.parametrize("block", ["ingress", "egress"])
@pytest.mark.parametrize(
    "more",
    [{"ipv6_cidr_blocks": ["::/0"]}, {"self": True}, {"security_groups": ["sg-1"]}, {"prefix_list_ids": ["pl-1"]}],
)
def test_whom_a_rule_lets_in_that_does_not_say_so(tmp_path: Path, block: str, more: dict[str, object]) -> None:
    written = 'from_port = 22\n to_port = 22\n protocol = "tcp"\n cidr_blocks = ["10.0.0.0/8"]'
    source = f'resource "aws_security_group" "w" {{\n  {block} {{\n {written}\n  }}\n}}\n'
    clean = _compare(tmp_path, source, resource("aws_security_group", "w", instance({block: [{**RULE, **NOBODY}]})))
    values = instance({block: [{**RULE, **NOBODY, **more}]})
    found = _compare(tmp_path, source, resource("aws_security_group", "w", values))

    assert told(clean) == []
    assert told(found) == [("terraform/differs", "aws_security_group.w", f"{block}[0].{next(iter(more))}")]


POLICY = """\
resource "aws_sqs_queue_policy" "p" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Sid       = "one"
      Effect    = "Allow"
      Action    = ["sqs:SendMessage"]
      Principal = { AWS = "123456789012", Service = "sns.amazonaws.com" }
      Resource  = "arn:aws:sqs:eu-west-1:${var.x}:q"
    }]
  })
}
"""


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        pytest.param({}, False, id="the same statement"),
        pytest.param({"Action": "SQS:sendmessage"}, False, id="in other case"),
        pytest.param({"Sid": "two"}, False, id="of another name"),
        pytest.param({"Action": "sqs:*"}, True, id="another action"),
        pytest.param({"Resource": "*"}, True, id="another resource"),
        pytest.param({"Effect": "Deny"}, True, id="another effect"),
        pytest.param({"Condition": {"Bool": {"a": "true"}}}, True, id="a condition more"),
        pytest.param({"Principal": "*"}, True, id="everybody"),
        pytest.param({"Principal": {"AWS": ["123456789012", "210987654321"], "Service": "sns.amazonaws.com"}}, True,
                     id="one more"),
    ],
)  # fmt: skip
def test_policies_are_compared_by_what_they_mean(tmp_path: Path, changes: dict[str, object], differs: bool) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Principal": {"Service": ["sns.amazonaws.com"], "AWS": "arn:aws:iam::123456789012:root"},
        "Resource": ["arn:aws:sqs:eu-west-1:123456789012:q"],
        **changes,
    }
    text = json.dumps({"Statement": statement, "Version": "2012-10-17"})
    found = _compare(tmp_path, POLICY, resource("aws_sqs_queue_policy", "p", instance({"policy": text})))

    assert told(found) == ([("terraform/differs", "aws_sqs_queue_policy.p", "policy")] if differs else [])


@pytest.mark.parametrize("names", ["[a]", "all"])
def test_what_lifecycle_ignores_says_so(tmp_path: Path, names: str) -> None:
    source = f'resource "t_thing" "n" {{\n  a = 1\n  b = 1\n  lifecycle {{\n    ignore_changes = {names}\n  }}\n}}\n'
    found = _compare(tmp_path, source, resource("t_thing", "n", instance({"a": 2, "b": 2})))

    assert told(found) == [("terraform/differs", "t_thing.n", name) for name in "ab"]
    assert ["ignored" in one.details for one in found.drifts] == [True, names == "all"]


OPEN = """
resource "aws_security_group" "s" {
  name   = "s"
  vpc_id = aws_vpc.v.id
  tags   = { a = var.x, b = var.x, c = "c" }
  dynamic "ingress" {
    for_each = var.x
    content {
      from_port = 1
    }
  }
  egress {
    from_port   = 1
    cidr_blocks = var.x
    description = var.x
  }
}

resource "aws_vpc" "v" {
}
"""


def test_what_the_code_leaves_open_is_told_once_for_each_resource(tmp_path: Path) -> None:
    rule = {"from_port": 1, "cidr_blocks": ["0.0.0.0/0"], "description": ""}
    attributes = {"name": "s", "vpc_id": "vpc-1", "tags": {"a": "1", "c": "c"}, "ingress": [rule], "egress": [rule]}
    group = resource("aws_security_group", "s", instance(attributes))
    (found,) = _compare(tmp_path, OPEN, group, resource("aws_vpc", "v", instance({"id": "vpc-1"}))).drifts

    assert (found.kind, found.address) == ("snapshot/unchecked", "aws_security_group.s")
    assert sorted(found.details["attributes"]) == ["egress[0].cidr_blocks", "ingress", "tags.a"]


def test_what_the_code_leaves_open_and_the_state_has_not_is_nothing(tmp_path: Path) -> None:
    attributes = {"name": "s", "vpc_id": "vpc-1", "tags": {"c": "c"}, "ingress": [], "egress": [{"from_port": 1}]}
    group = resource("aws_security_group", "s", instance(attributes))

    assert told(_compare(tmp_path, OPEN, group, resource("aws_vpc", "v", instance({"id": "vpc-1"})))) == []


@pytest.mark.parametrize("name", ["a", "password"])
def test_what_the_state_marks_or_a_name_tells_is_hidden(tmp_path: Path, name: str) -> None:
    marks = [[{"type": "get_attr", "value": "a"}]]
    source = f'resource "t_thing" "n" {{\n  {name} = "canary-1"\n}}\n'
    written = resource("t_thing", "n", instance({name: "canary-2"}, sensitive_attributes=marks))
    (found,) = _compare(tmp_path, source, written).drifts

    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)
    assert "canary" not in found.message


def test_what_is_declared_and_not_in_the_state_is_missing(tmp_path: Path) -> None:
    source = 'resource "t_thing" "n" {\n  count = 2\n}\ndata "t_thing" "d" {\n}\n'
    found = _compare(tmp_path, source, resource("t_thing", "n", instance({}, 0)))

    assert told(found) == [("terraform/missing", "t_thing.n[1]", "")]


def test_what_is_in_the_state_and_declared_nowhere_is_placed_there(tmp_path: Path) -> None:
    found = _compare(
        tmp_path,
        "",
        resource("aws_db_instance", "old", instance({}), module="module.gone"),
        resource("aws_ami", "d", instance({}), mode="data"),
    )
    (drift,) = found.drifts

    assert (drift.kind, drift.address) == ("terraform/undeclared", "module.gone.aws_db_instance.old")
    assert drift.location.path == "state.json"
    assert drift.details["stateful"] is True


@pytest.mark.parametrize(
    ("source", "address", "expected"),
    [
        pytest.param("count = var.x", ["a"], [], id="any number of them"),
        pytest.param("count = var.x", [], ["snapshot/unchecked"], id="an unknown number, and none"),
        pytest.param("count = var.x ? 1 : 2", [], ["terraform/missing"], id="at least one, and none"),
        pytest.param("count = 1", [None], [], id="a count that was added"),
        pytest.param("", [0], [], id="a count that was taken away"),
        pytest.param("count = 0", [0], ["terraform/undeclared"], id="none"),
    ],
)
def test_numbers_that_are_not_known(tmp_path: Path, source: str, address: list[int], expected: list[str]) -> None:
    written = [resource("t_thing", "n", *(instance({}, key) for key in address))] if address else []
    found = _compare(tmp_path, f'resource "t_thing" "n" {{\n  {source}\n}}\n', *written)

    assert [kind for kind, _, _ in told(found)] == expected


def test_moved_blocks_say_what_is_what(tmp_path: Path) -> None:
    source = (
        'resource "t_thing" "new" {\n  a = 1\n}\nmodule "m" {\n  source = "./m"\n}\n'
        "moved {\n  from = t_thing.old\n  to   = t_thing.mid\n}\n"
        "moved {\n  from = t_thing.mid\n  to   = t_thing.new\n}\n"
        "moved {\n  from = module.was\n  to   = module.m\n}\n"
    )
    files = {"main.tf": source, "m/main.tf": 'resource "t_thing" "in" {\n}\n'}
    given = state(
        resource("t_thing", "old", instance({"a": 2})), resource("t_thing", "in", instance({}), module="module.was")
    )
    (found,) = compare_states(tmp_path, files, snapshot(given))

    assert told(found) == [("terraform/differs", "t_thing.new", "a")]


@pytest.mark.parametrize(
    ("kind", "tags", "paths"),
    [
        ("aws_sqs_queue", {"env": "x", "team": "y"}, ["tags.env", "tags.team"]), ("aws_sqs_queue", None, []),
        ("aws_sqs_queue", {}, []), ("aws_subnet", {"kubernetes.io/role/elb": "1"}, []), ("t_thing", {"env": "x"}, []),
    ],
)  # fmt: skip
def test_tags_of_what_has_none_in_the_code(tmp_path: Path, kind: str, tags: object, paths: list[str]) -> None:
    found = _compare(tmp_path, f'resource "{kind}" "n" {{\n}}\n', resource(kind, "n", instance({"tags": tags})))

    assert [one.path for one in found.drifts] == paths


def test_what_was_moved_to_where_another_one_is_is_undeclared(tmp_path: Path) -> None:
    source = 'resource "t_thing" "new" {\n}\nmoved {\n  from = t_thing.old\n  to   = t_thing.new\n}\n'
    both = [resource("t_thing", name, instance({})) for name in ("old", "new")]

    assert told(_compare(tmp_path, source, *both)) == [("terraform/undeclared", "t_thing.old", "")]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_ssm_parameter", "value"), ("aws_secretsmanager_secret_version", "secret_string"),
        ("google_secret_manager_secret_version", "secret_data"), ("azurerm_key_vault_secret", "value"),
        ("azurerm_storage_account", "primary_access_key"), ("random_password", "result"),
        ("github_actions_environment_secret", "plaintext_value"),
    ],
)  # fmt: skip
def test_what_is_secret_by_its_type_is_never_shown(tmp_path: Path, kind: str, name: str) -> None:
    source = f'resource "{kind}" "n" {{\n  {name} = "canary-one"\n}}\nresource "t_thing" "n" {{\n  a = "x"\n}}\n'
    secret = resource(kind, "n", instance({name: "canary-two"}))
    found = _compare(tmp_path, source, secret, resource("t_thing", "n", instance({"a": "of canary-two"})))

    assert [one.path for one in found.drifts] == [name, "a"]
    assert "canary" not in "".join(one.message for one in found.drifts)
    assert all(is_sensitive(one.actual) and is_sensitive(one.declared) for one in found.drifts)


def test_moves_in_a_circle_end(tmp_path: Path) -> None:
    source = "moved {\n  from = t_thing.a\n  to   = t_thing.b\n}\nmoved {\n  from = t_thing.b\n  to   = t_thing.a\n}\n"

    assert told(_compare(tmp_path, source, resource("t_thing", "a", instance({}))))


def test_removed_and_import_blocks_are_told_of(tmp_path: Path) -> None:
    source = (
        'removed {\n  from = t_thing.old\n}\nimport {\n  to = t_thing.new\n  id = "i"\n}\n'
        'resource "t_thing" "new" {\n}\n'
    )  # fmt: skip
    found = _compare(tmp_path, source, resource("t_thing", "old", instance({})))
    details = {drift.kind: dict(drift.details) for drift in found.drifts}

    assert details["terraform/undeclared"]["removed"] is True
    assert details["terraform/missing"]["imported"] is True


def test_a_module_that_is_not_here_may_declare_it(tmp_path: Path) -> None:
    source = 'module "net" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n'
    written = [resource("aws_vpc", name, instance({}), module="module.net.module.in") for name in ("a", "b")]
    found = _compare(tmp_path, source, *written, resource("aws_vpc", "c", instance({}), module="module.net2"))

    assert told(found) == [
        ("terraform/undeclared", "module.net2.aws_vpc.c", ""),
        ("snapshot/unchecked", "module.net.module.in", ""),
    ]
    assert "2 resources of the state" in found.drifts[1].message


def test_a_file_that_cannot_be_read_may_declare_it(tmp_path: Path) -> None:
    files = {"main.tf": VARIABLE, "broken.tf": "resource {{{"}
    (found,) = compare_states(tmp_path, files, snapshot(state(resource("t_thing", "n", instance({})))))

    assert [kind for kind, _, _ in told(found)] == ["snapshot/unchecked"]


def test_tainted_and_deposed_objects_are_told_of(tmp_path: Path) -> None:
    source = 'resource "t_thing" "n" {\n}\n'
    written = resource("t_thing", "n", instance({}, status="tainted"), instance({}, deposed="abcd"))
    found = _compare(tmp_path, source, written)

    assert [(drift.kind, dict(drift.details)) for drift in found.drifts] == [
        ("terraform/undeclared", {"deposed": "abcd", "stateful": False}),
        ("terraform/differs", {"tainted": True, "stateful": False}),
    ]


def test_an_attribute_that_the_state_does_not_know_is_not_checked(tmp_path: Path) -> None:
    source = 'resource "t_thing" "n" {\n  a = 1\n  secret_wo = "x"\n  timeouts {\n    create = "1h"\n  }\n}\n'
    (found,) = _compare(tmp_path, source, resource("t_thing", "n", instance({"b": 1}))).drifts

    assert found.kind == "snapshot/unchecked"
    assert found.details["reason"] == "the state has no a that could be compared with what the code says"


def test_attributes_that_cannot_be_read_are_not_checked(tmp_path: Path) -> None:
    flat = {"schema_version": 0, "attributes_flat": {"a": "2"}}
    (found,) = _compare(tmp_path, 'resource "t_thing" "n" {\n  a = 1\n}\n', resource("t_thing", "n", flat)).drifts

    assert (found.kind, found.address) == ("snapshot/unchecked", "t_thing.n")


def test_states_of_other_lineages_and_older_ones_do_not_match(tmp_path: Path) -> None:
    given = [
        snapshot(state(lineage="a", serial=7), path="one.json"),
        snapshot(state(lineage="a", serial=9), path="two.json"),
    ]
    older, newer = compare_states(tmp_path, {"main.tf": VARIABLE}, *given)

    assert [(drift.kind, drift.path) for drift in older.drifts] == [("terraform/mismatch", "serial")]
    assert older.drifts[0].location.region is not None
    assert not newer.drifts

    other = snapshot(state(lineage="b"), path="three.json")
    found = compare_states(tmp_path, {"main.tf": VARIABLE}, given[1], other)

    assert [[drift.path for drift in one.drifts] for one in found] == [["lineage"], ["lineage"]]


def _environments(tree: Path) -> Settings:
    names = ("staging", "production")
    for name in names:
        (tree / f"{name}.tfvars").write_text(f'x = "{name}"\n')
    return Settings(environments=tuple(Environment(name, variable_files={"*": (f"{name}.tfvars",)}) for name in names))


def test_a_state_is_of_the_environment_that_its_path_names(tmp_path: Path) -> None:
    source = VARIABLE + 'resource "t_thing" "n" {\n  a = var.x\n}\n'
    content = state(resource("t_thing", "n", instance({"a": "staging"})))
    given = snapshot(content, path="states/production.json")
    (found,) = compare_states(tmp_path, {"main.tf": source}, given, settings=_environments(tmp_path))

    assert told(found) == [("terraform/differs", "t_thing.n", "a")]
    assert found.drifts[0].environment == "production"


def test_a_state_of_any_environment_differs_where_all_of_them_do(tmp_path: Path) -> None:
    source = VARIABLE + 'resource "t_thing" "n" {\n  a = var.x\n  b = 1\n}\n'
    given = snapshot(state(resource("t_thing", "n", instance({"a": "staging", "b": 2}))))
    (found,) = compare_states(tmp_path, {"main.tf": source}, given, settings=_environments(tmp_path))

    assert told(found) == [("terraform/differs", "t_thing.n", "b"), ("snapshot/unchecked", "", "")]


def test_a_state_of_something_else_is_told_as_that_alone(tmp_path: Path) -> None:
    source = 'resource "t_thing" "n" {\n}\n'
    other, stranger = resource("t_other", "o", instance({})), resource("t_other", "p", instance({}))
    found = _compare(tmp_path, source, other, stranger)

    assert [one.id for one in found.notifications] == ["nothing-compared"]
    assert [one.number for one in found.compared] == [0]
    assert told(found) == [("snapshot/unchecked", "", "")]
    assert found.drifts[0].message == found.notifications[0].message


def test_a_root_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (found,) = compare_states(tmp_path, {"main.tf": VARIABLE}, snapshot(state(), root="infra"))

    assert [one.id for one in found.notifications] == ["unknown-root"]
    assert found.notifications[0].message.endswith("so nothing was compared; roots here: .")
    assert [one.number for one in found.compared] == [0]
    assert told(found) == [("snapshot/unchecked", "", "")]


def test_a_resource_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = _compare(tmp_path, 'resource "t_thing" "n" {\n}\n', 7, resource("t_thing", "n", instance({})))

    assert found.inputs[0].state == "partly-read"
    assert [one.id for one in found.notifications] == ["unreadable-input"]
    assert not found.drifts


def test_long_sets_are_compared_in_whatever_order_they_are(tmp_path: Path) -> None:
    ranges = [f"10.{number // 250}.{number % 250}.0/24" for number in range(2000)]
    source = f'resource "t_thing" "n" {{\n  ranges = {json.dumps(ranges)}\n}}\n'
    same, more = (
        _compare(tmp_path, source, resource("t_thing", "n", instance({"ranges": there})))
        for there in (ranges[::-1], [*ranges[::-1], "0.0.0.0/0"])
    )

    assert told(same) == []
    assert [(one.kind, one.actual) for one in more.drifts] == [("terraform/differs", "0.0.0.0/0")]


def test_a_secret_in_a_text_that_is_known_in_part_is_not_told_of_the_state(tmp_path: Path) -> None:
    source = (
        'variable "s" {\n  sensitive = true\n  default = "hunter2hunter2"\n}\nvariable "x" {}\n'
        'resource "t_thing" "n" {\n  url = "a-${var.s}-${var.x}"\n}\n'
    )
    there = resource("t_thing", "n", instance({"url": "b-hunter2hunter2-x"}))
    (found,) = _compare(tmp_path, source, there).drifts

    assert is_sensitive(found.actual)
    assert "hunter2" not in found.message


def test_what_the_code_knows_as_secret_is_hidden_wherever_the_state_has_it(tmp_path: Path) -> None:
    source = (
        'variable "s" {\n  sensitive = true\n  default = "hunter2hunter2"\n}\n'
        'resource "t_thing" "n" {\n  note = var.s\n  url = "x"\n}\n'
    )
    there = resource("t_thing", "n", instance({"note": "hunter2hunter2", "url": "http://u/hunter2hunter2"}))
    (found,) = _compare(tmp_path, source, there).drifts

    assert (found.path, is_sensitive(found.actual)) == ("url", True)
    assert "hunter2" not in found.message
