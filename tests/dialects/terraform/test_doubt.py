"""What hangs on something unknown is unknown, never the first guess; what does not hang on it stays known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Environment, Settings
from trueline.repo.working import WorkingTree
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.resource import Resource

DECLARED = """
variable "any" {}
variable "number" { type = number }
variable "text" { type = string }
variable "texts" { type = list(string) }
variable "some" { default = ["x", "y"] }
resource "terraform_data" "one" {
  input = "one"
}
resource "terraform_data" "some" {
  count = var.number
  input = "known"
}
resource "terraform_data" "by_name" {
  for_each = var.any
  input    = "known"
}
resource "aws_security_group" "g" {
  ingress {
    from_port = 1
  }
  dynamic "ingress" {
    for_each = var.any
    content {}
  }
}
module "some" {
  source = "./inner"
  count  = var.number
}
"""
INNER = 'output "known" {\n  value = "known"\n}\n'


def _resources(folder: Path, text: str, settings: Settings | None = None) -> dict[str, Resource]:
    (folder / "inner").mkdir()
    (folder / "inner/main.tf").write_text(INNER)
    (folder / "main.tf").write_text(text)
    tree = WorkingTree(str(folder))
    (unit,) = plan(tree.paths(), tree, settings or Settings())
    return {one.address: one for one in extract(unit, tree, settings or Settings()).resources}


def _value(folder: Path, expression: str, settings: Settings | None = None) -> object:
    text = f'{DECLARED}output "x" {{\n  value = {expression}\n}}\n'
    return _resources(folder, text, settings)["output.x"].get("value")


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param('length(flatten([var.any, ["x"]]))', id="flatten: it may be a list"),
        pytest.param('flatten([var.any, ["x"]])[1]', id="flatten: what comes after it"),
        pytest.param('flatten([var.texts, ["x"]])[0]', id="flatten: it may be empty"),
        pytest.param('flatten([toset([var.text, "x"])])[0]', id="flatten: order of a set"),
        pytest.param('contains(flatten([["x"], var.any]), "y")', id="contains: it may hold it"),
        pytest.param('length([for x in toset([var.text, "x"]) : x])', id="for: set that may be smaller"),
        pytest.param('[for x in toset([var.text, "x"]) : x][0]', id="for: order of a set"),
        pytest.param('toset([var.text, "x"])[*][0]', id="splat: order of a set"),
        pytest.param('tolist(toset([var.text, "x"]))[0]', id="tolist: order of a set"),
        pytest.param('length(toset([{ a = var.text }, { a = "x" }]))', id="length: set of objects"),
        pytest.param('"%{ for x in toset([var.text, "x"]) }y%{ endfor }"', id="template: set that may be smaller"),
        pytest.param("length(aws_security_group.g.ingress)", id="dynamic blocks of unknown number"),
        pytest.param("[for i in aws_security_group.g.ingress : i.from_port]", id="for: blocks of unknown number"),
        pytest.param('try(terraform_data.some[0].input, "fallback")', id="try: it may not be there"),
        pytest.param('try(terraform_data.by_name["a"].input, "fallback")', id="try: the key may not be there"),
        pytest.param('try(module.some[0].known, "fallback")', id="try: the module may not be called"),
        pytest.param('try(one(terraform_data.some[*].input), "fallback")', id="try: one of a splat"),
        pytest.param('length(try([var.any.a.b], ["x", "y"]))', id="try: a part of the unknown may be missing"),
        pytest.param('try({ (upper("a")) = terraform_data.some[0].input }, { A = 1 }).A', id="try: within an object"),
        pytest.param("length(try([tonumber(var.any)], [5, 6]))", id="try: the unknown may be no argument"),
        pytest.param('startswith(try("x${var.any}", "a"), "x")', id="try: a text that the unknown may be no part of"),
        pytest.param('try(terraform_data.some[*][0].x, "fallback")', id="try: what fails of each may fail of none"),
        pytest.param("can(tolist([1, var.any]))", id="can: the elements may have no type in common"),
        pytest.param('can("a${var.any}")', id="can: the unknown may be no text"),
        pytest.param("can(var.any && false)", id="can: the unknown may be no bool"),
        pytest.param('length(matchkeys(["a", "b"], ["x", "a${var.any}"], ["x"]))', id="matchkeys: text with a hole"),
        pytest.param("can(terraform_data.some[0].input)", id="can: it may not be there"),
        pytest.param("can([var.any.a.b])", id="can: a part of the unknown may be missing"),
        pytest.param('coalesce(try(terraform_data.some[0].input, ""), "other")', id="coalesce: it may be empty"),
        pytest.param("one(terraform_data.some[*].input)", id="one: it may be null"),
        pytest.param('try(file("../outside.txt"), "fallback")', id="try: a file that we do not read"),
        pytest.param('try(newer_function("x"), "fallback")', id="try: a function that we do not know"),
        pytest.param('can(newer_function("x"))', id="can: a function that we do not know"),
        pytest.param("terraform.workspace", id="workspace: no environment names one"),
        pytest.param('terraform.workspace == "default"', id="workspace: it may be another"),
    ],
)
def test_it_is_unknown_and_says_why(tmp_path: Path, expression: str) -> None:
    found = _value(tmp_path, expression)

    assert isinstance(found, Unknown)
    assert found.reasons


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param('flatten([["x"], var.any])[0]', "x", id="flatten: what comes before the unknown"),
        pytest.param('length(flatten([[var.text], ["x"]]))', 2, id="flatten: a text is no list"),
        pytest.param('length(flatten(["a-${var.any}", ["x"]]))', 2, id="flatten: text with a hole"),
        pytest.param("length(flatten([terraform_data.one.id, [jsonencode(var.any)]]))", 2, id="flatten: id, JSON"),
        pytest.param("length(flatten([toset([var.text])]))", 1, id="flatten: set of one"),
        pytest.param("aws_security_group.g.ingress[0].from_port", 1, id="block before those of unknown number"),
        pytest.param('contains(toset([var.text, "x"]), "x")', True, id="contains: one of the known"),
        pytest.param("terraform_data.some[0].input", "known", id="without it the plan fails"),
        pytest.param('try(terraform_data.one.input, "fallback")', "one", id="try: it is there"),
        pytest.param('try(var.some[5], "fallback")', "fallback", id="try: it is not there"),
        pytest.param("can(var.some[1])", True, id="can: it is there"),
        pytest.param('length(try([var.any, "x${var.text}"], []))', 2, id="try: nothing in it can fail"),
        pytest.param('try(file("inner/nothing.txt"), "fallback")', "fallback", id="try: a file that is not there"),
    ],
)
def test_what_hangs_on_nothing_unknown_is_known(tmp_path: Path, expression: str, expected: object) -> None:
    assert expected == _value(tmp_path, expression)


def test_what_try_may_give_still_refers_to_it(tmp_path: Path) -> None:
    found = _value(tmp_path, 'try(terraform_data.some[0].input, "fallback")')

    assert isinstance(found, Unknown)
    assert found.reasons == ("count ← var.number ← not set",)
    assert found.references == {"terraform_data.some[*]"}


def test_the_workspace_is_what_the_environment_names(tmp_path: Path) -> None:
    named = Settings(environments=(Environment("prod", workspace="default"),))

    assert _value(tmp_path, "terraform.workspace", named) == "default"


def test_the_reason_of_an_unknown_workspace(tmp_path: Path) -> None:
    found = _value(tmp_path, "terraform.workspace", Settings(environments=(Environment("prod"),)))

    assert isinstance(found, Unknown)
    assert found.reasons == ("terraform.workspace ← no environment names a workspace",)


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param('flatten([["x"], var.any])', id="flatten"),
        pytest.param('concat(["x"], var.any)', id="concat"),
        pytest.param('concat(["x"], var.any, ["y"])', id="what follows has no place"),
        pytest.param('concat(concat(["x"], var.any), ["y"])', id="twice"),
    ],
)
def test_rules_see_the_known_beginning_of_a_list(tmp_path: Path, expression: str) -> None:
    text = f'{DECLARED}resource "aws_vpc" "v" {{\n  tags = {{ a = {expression} }}\n}}\n'
    (found,) = leaves(_resources(tmp_path, text)["aws_vpc.v"].get("tags"))

    assert isinstance(found, PartialList)
    assert found.elements == ("x",)


def test_what_json_spells_too_deeply_is_not_known(tmp_path: Path) -> None:
    found = _value(tmp_path, f'jsondecode("{"[" * 900}{"]" * 900}")')

    assert isinstance(found, Unknown)
    assert "nested deeper than 200 levels" in found.reasons[0]
