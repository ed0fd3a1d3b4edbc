"""Terraform itself plans the same configurations: what we evaluate and what it plans must agree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Environment, Settings
from trueline.repo.working import WorkingTree
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from pathlib import Path

TERRAFORM = shutil.which("terraform")
pytestmark = pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed")

LANGUAGE = r"""
variable "plain" {
  type    = map(number)
  default = { b = "2", a = 1 }
}

variable "typed" {
  type = list(object({
    name  = string
    port  = optional(number, 80)
    tags  = optional(map(string), { from = "default" })
    inner = optional(object({ on = optional(bool, true), off = optional(string) }), {})
  }))
  default = [{ name = "a" }, { name = 7, port = "8080", tags = { x = 1 }, inner = { on = "false" } }]
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "fallback" {
  type     = string
  default  = "used"
  nullable = false
}

variable "file" { type = string }

locals {
  words   = ["zeta", "alpha", "mid"]
  by_name = { for item in var.typed : item.name => item }
  nested  = { for k, v in { x = [1, 2], y = [3] } : k => [for n in v : n * 10 if n != 2] }
  grouped = { for w in concat(local.words, ["abc"]) : substr(w, 0, 1) => w... }
  chain   = true ? false ? "a" : "b" : "c"
  picked  = var.plain.a > 5 ? "high" : var.plain.a > 0 ? "some" : "none"
  heredoc = <<-EOT
    first ${upper("x")}
      %{ for w in local.words ~}
      - ${w}
      %{ endfor ~}
    %{ if length(local.words) > 2 }many%{ else }few%{ endif }

    last $${literal} \n "quoted"
  EOT
  strip   = "a ${~ "b" ~} c %{ if true ~} d %{~ endif } e"
  unicode = "h\u00e9 \U0001F600 ${length("héé")}"
}

resource "terraform_data" "single" {
  input = {
    plain    = var.plain
    typed    = var.typed
    set      = var.set
    fallback = var.fallback
    file     = var.file
    by_name  = local.by_name
    nested   = local.nested
    grouped  = local.grouped
    chain    = local.chain
    picked   = local.picked
    heredoc  = local.heredoc
    strip    = local.strip
    unicode  = local.unicode
    splat    = var.typed[*].inner.on
    legacy   = var.typed.*.name
    math     = [7 % 3, -7 % 3, 7 / 2, 1e3, 0.1 + 0.2, 10 / 4 * 4, -3]
    logic    = [!true || true, 1 == 1.0, "1" == 1, null == null, [1] == [1], { a = 1 } == { a = 1 }]
    trying   = [try(var.typed[5].name, "none"), try(local.by_name["a"].port, 0), can(var.typed[0].nope)]
    path     = [path.module, path.root, terraform.workspace]
    spread   = merge([{ a = 1 }, { b = 2 }]...)
    keys     = { (local.words[0]) = 1, "q${1}" = 2, plain : 3 }
    template = templatefile("${path.module}/greet.tftpl", { names = ["x", "y"], end = "!" })
    read     = [file("${path.module}/greet.tftpl"), fileexists("nope"), filesha256("greet.tftpl")]
    set_of   = fileset(path.module, "*.{tftpl,none}")
    json     = jsondecode(jsonencode({ a = [1, "x", null], b = { c = true } }))
  }
}

resource "terraform_data" "counted" {
  count = length(local.words)
  input = "${count.index}-${local.words[count.index]}"
}

resource "terraform_data" "keyed" {
  for_each = local.by_name
  input    = { key = each.key, port = each.value.port }
}

resource "terraform_data" "none" {
  count = var.fallback == "used" ? 0 : 1
}

module "child" {
  source   = "./modules/child"
  for_each = { east = { size = 1 }, "we\"st" = { size = 2 } }
  name     = each.key
  size     = each.value.size
  list     = terraform_data.counted[*].input
}

module "twice" {
  source = "./modules/child"
  count  = 2
  name   = "n${count.index}"
}

output "children" {
  value = { for key, child in module.child : key => child.label }
}

output "first" {
  value = module.twice[0].label
}

output "inputs" {
  value = values(terraform_data.keyed)[*].input.port
}
"""

CHILD = r"""
variable "name" {}
variable "size" {
  type    = number
  default = 5
}
variable "list" {
  type    = list(string)
  default = null
}

resource "terraform_data" "this" {
  input = { label = "${var.name}:${var.size}", n = var.list == null ? 0 : length(var.list), at = path.module }
}

module "leaf" {
  source = "../leaf"
  value  = upper(var.name)
}

output "label" {
  value = "${var.name}/${module.leaf.value}"
}
"""

LEAF = (
    'variable "value" {}\nresource "terraform_data" "leaf" {\n  input = var.value\n}\n'
    'output "value" {\n  value = var.value\n}\n'
)

MORE = 'resource "terraform_data" "single_more" {\n  input = "written"\n  triggers_replace = ["kept"]\n}\n'
OVERRIDE = 'resource "terraform_data" "single_more" {\n  input = "overridden"\n}\n'

FILES = {
    "main.tf": LANGUAGE,
    "more.tf": MORE,
    "more_override.tf": OVERRIDE,
    "data.tf.json": json.dumps(
        {
            "//": "a comment",
            "variable": {"from_json": {"type": "list(number)", "default": ["1", 2]}},
            "locals": {"j": {"k": "${var.from_json[0]}"}},
            "resource": {
                "terraform_data": {
                    "json": {"input": {"a": "x${local.j.k}y", "b": "${var.from_json}", "c": [1, "$${x}", None]}},
                    "list": [{"count": 2, "input": "${count.index}"}],
                }
            },
        }
    ),
    "greet.tftpl": '%{ for n in names ~}\nhello ${n}${end}\n%{ endfor ~}\n"end" $${kept}\n',
    "terraform.tfvars": 'file = "from tfvars"\nplain = { c = 3, a = 1 }\n',
    "z.auto.tfvars": 'file = "from auto"\n',
    "modules/child/main.tf": CHILD,
    "modules/leaf/main.tf": LEAF,
}


def _terraform(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    done = subprocess.run(
        [str(TERRAFORM), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _planned(folder: Path) -> tuple[dict[str, object], dict[str, object]]:
    _terraform(folder, "init", "-no-color")
    _terraform(folder, "plan", "-no-color", "-out", "p.bin")
    shown = json.loads(_terraform(folder, "show", "-json", "p.bin"))
    found: dict[str, object] = {}
    waiting = [shown["planned_values"]["root_module"]]
    while waiting:
        module = waiting.pop()
        waiting.extend(module.get("child_modules", []))
        found.update({one["address"]: _without_null(one["values"]) for one in module.get("resources", [])})
    outputs = {name: one["value"] for name, one in shown["planned_values"].get("outputs", {}).items()}
    return found, outputs


def _without_null(value: object) -> object:
    if isinstance(value, dict):
        return {name: _without_null(member) for name, member in value.items() if member is not None}
    return [_without_null(element) for element in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    tree = WorkingTree(str(folder))
    settings = Settings(environments=(Environment("plain", workspace="default"),))
    (unit,) = plan(tree.paths(), tree, settings)
    ours = extract(unit, tree, settings)
    assert [one.message for one in ours.notifications] == []
    return {one.address: one for one in ours.resources}, *_planned(folder)


def test_the_same_resources_are_planned(both):
    ours, planned, _ = both
    addresses = {address for address, one in ours.items() if one.kind == "terraform/terraform_data"}

    assert sorted(planned) == sorted(addresses)


def test_the_same_values_are_planned(both):
    ours, planned, _ = both

    for address, values in planned.items():
        for name in ("input", "triggers_replace"):
            assert values.get(name) == ours[address].get(name), (address, name)


def test_the_same_outputs_are_planned(both):
    ours, _, outputs = both

    for name, value in outputs.items():
        assert value == ours[f"output.{name}"].get("value")


def test_what_terraform_knows_after_apply_is_unknown(tmp_path):
    (tmp_path / "main.tf").write_text(
        'resource "terraform_data" "a" {\n  input = "x"\n}\n'
        'resource "terraform_data" "b" {\n  input = "id is ${terraform_data.a.id}"\n}\n'
    )
    planned, _ = _planned(tmp_path)
    tree = WorkingTree(str(tmp_path))
    (unit,) = plan(tree.paths(), tree, Settings())
    found = {one.address: one for one in extract(unit, tree, Settings()).resources}

    assert "input" not in planned["terraform_data.b"]
    assert isinstance(found["terraform_data.b"].get("input"), Unknown)
