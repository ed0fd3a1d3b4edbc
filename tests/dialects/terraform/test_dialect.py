from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Environment, Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.unit import Extract

MODULE = 'module "m" {\n  source = "%s"\n}\n'
EMPTY = 'variable "x" {\n  default = 1\n}\n'


def _tree(folder: Path, files: dict[str, str]) -> WorkingTree:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return WorkingTree(str(folder))


def _roots(tree: WorkingTree, settings: Settings | None = None) -> list[tuple[str, str]]:
    return [(unit.root, unit.environment) for unit in plan(tree.paths(), tree, settings or Settings())]


def _extract(tree: WorkingTree, root: str = "", environment: str = "", settings: Settings | None = None) -> Extract:
    wanted = settings or Settings()
    units = {(unit.root, unit.environment): unit for unit in plan(tree.paths(), tree, wanted)}
    return extract(units[root, environment], tree, wanted)


def _value(found: Extract, address: str) -> object:
    return next(one.value for one in found.resources if one.address == address)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"main.tf": MODULE % "./m", "m/main.tf": EMPTY}, [""], id="a called module is no root"),
        pytest.param(
            {"main.tf": EMPTY, "examples/a/main.tf": MODULE % "../../"}, ["", "examples/a"], id="a library is a root"
        ),
        pytest.param(
            {"a/main.tf": MODULE % "../b", "b/main.tf": 'terraform {\n  backend "s3" {}\n}\n'}, ["a", "b"], id="backend"
        ),
        pytest.param(
            {"a/main.tf": MODULE % "../b", "b/main.tf": EMPTY, "b/x.tfvars": "x = 2\n"}, ["a", "b"], id="tfvars"
        ),
        pytest.param({"a/main.tf": MODULE % "../b", "b/main.tf": MODULE % "../a"}, ["a"], id="a circle has one root"),
        pytest.param({"a/main.tf": "/*\n" + MODULE % "../b" + "*/", "b/main.tf": EMPTY}, ["a", "b"], id="comment"),
        pytest.param({"a/x.tf.json": '{"module": {"m": {"source": "./b"}}}', "a/b/y.tf": ""}, ["a"], id="JSON"),
        pytest.param(
            {"a/x.tf.json": '{"module":{"m":{"source":"./b"},"n":{"source":"./c"}}}', "a/b/y.tf": "", "a/c/y.tf": ""},
            ["a"],
            id="JSON in one line",
        ),
        pytest.param(
            {"a/x.tf.json": '{"//":"https://x","module":{"m":{"source":".\\/b"}}}', "a/b/y.tf": ""},
            ["a"],
            id="JSON with a comment before and a slash escaped",
        ),
        pytest.param({"a/x.tf": 'module "m" { source = "./b" }', "a/b/y.tf": ""}, ["a"], id="block in one line"),
    ],
)
def test_roots(tmp_path, files, expected):
    assert [(root, "") for root in expected] == _roots(_tree(tmp_path, files))


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        pytest.param('locals {\n  x = <<E\n  source = "./m"\nE\n}\n', ["m"], id="a text"),
        pytest.param('resource "x" "y" {\n  source = "./m"\n}\n', ["m"], id="a source that is no module's"),
        pytest.param('module "m" {\n  source = "./m"\n  count  = 0\n}\n', [], id="a module without instances"),
        pytest.param('module "n" {\n  source = "./n"\n  count  = 0\n}\n', [], id="one below such a module"),
    ],
)
def test_what_only_looks_like_a_call_hides_no_root(tmp_path, main, expected):
    found = _extract(_tree(tmp_path, {"main.tf": main, "n/main.tf": MODULE % "../m", "m/main.tf": EMPTY}))

    assert [note.location.path for note in found.notifications if note.id == "terraform-module-uncalled"] == expected


def test_a_root_that_the_config_names(tmp_path):
    tree = _tree(tmp_path, {"a/main.tf": MODULE % "../b", "b/main.tf": EMPTY})

    assert _roots(tree, Settings(terraform_roots=("b",))) == [("a", ""), ("b", "")]


def test_each_environment_is_evaluated_with_its_own_variables(tmp_path):
    tree = _tree(
        tmp_path,
        {
            "infra/main.tf": 'variable "size" {}\nvariable "more" {}\nresource "x" "y" {\n'
            "  size = var.size\n  more = var.more\n  at = terraform.workspace\n}\n",
            "infra/terraform.tfvars": "size = 1\n",
            "infra/big.tfvars": "size = 9\n",
            "shared/prod.tfvars.json": '{"more": "${kept}"}',
        },
    )
    environments = (
        Environment("dev", variables={"more": "dev"}),
        Environment("prod", workspace="live", variable_files={"infra": ("big.tfvars", "shared/prod.tfvars.json")}),
    )
    settings = Settings(environments=environments)

    assert _roots(tree, settings) == [("infra", "dev"), ("infra", "prod"), ("shared/prod.tfvars.json", "")]
    dev, prod = (_extract(tree, "infra", name, settings) for name in ("dev", "prod"))
    assert _value(dev, "x.y") | {"at": ""} == {"size": 1, "more": "dev", "at": ""}
    assert _value(dev, "x.y")["at"].reasons == ("terraform.workspace ← no environment names a workspace",)
    assert _value(prod, "x.y") == {"size": 9, "more": "${kept}", "at": "live"}
    place = next(one for one in prod.resources if one.address == "x.y").locate(("size",))
    assert [(one.path, one.region) for one in place.related] == [("infra/big.tfvars", (1, 8, 1, 9))]
    states = {one.path: one.state for one in dev.inputs}
    assert states == {"infra/main.tf": "read", "infra/terraform.tfvars": "read", "infra/big.tfvars": "not-judged"}


def test_a_broken_file_is_an_error_and_the_rest_is_judged(tmp_path):
    tree = _tree(
        tmp_path,
        {
            "good.tf": 'resource "x" "good" {}\n',
            "partly.tf": 'resource "x" "kept" {}\nresource "x" "lost" {\n  a = [1,\n}\n',
            "bad.tf": "%%%\n",
            "empty.tf": "",
        },
    )
    found = _extract(tree)

    assert sorted(one.address for one in found.resources) == ["x.good", "x.kept"]
    states = {"bad.tf": "unreadable", "empty.tf": "read", "good.tf": "read", "partly.tf": "partly-read"}
    assert states == {one.path: one.state for one in found.inputs}
    errors = [(one.level, one.id, str(one.location)) for one in found.notifications]
    assert errors == [("error", "unreadable-input", "bad.tf:1:1"), ("error", "unreadable-input", "partly.tf:3:7")]


@pytest.mark.parametrize(
    ("files", "level", "message"),
    [
        pytest.param({"main.tf": MODULE % "../../out"}, "error", "outside the repository", id="climbs out"),
        pytest.param({"main.tf": MODULE % "./gone"}, "error", "no Terraform files at gone", id="missing"),
        pytest.param(
            {"main.tf": MODULE % "./m", "m/a.tf": MODULE % "../"}, "error", "calls a module that calls it", id="circle"
        ),
        pytest.param({"main.tf": MODULE % "a/b/c"}, "note", "run terraform init", id="not installed"),
        pytest.param({"main.tf": 'module "m" {}\n'}, "error", "has no source", id="no source"),
    ],
)
def test_modules_that_cannot_be_entered(tmp_path, files, level, message):
    reference = 'output "o" {\n  value = module.m.id\n}\n'
    tree = _tree(tmp_path, {**files, "main.tf": files["main.tf"] + reference + 'resource "x" "judged" {}\n'})
    found = _extract(tree)

    (note,) = found.notifications
    assert (level, True) == (note.level, message in note.message)
    assert note.location.region is not None
    assert "x.judged" in {one.address for one in found.resources}
    (unknown,) = [one for one in found.resources if one.address == "output.o"]
    assert unknown.refer("value").open is not None


def test_an_installed_module_is_entered(tmp_path):
    manifest = {"Modules": [{"Key": "", "Dir": "."}, {"Key": "m", "Dir": ".terraform/modules/m"}]}
    tree = _tree(
        tmp_path,
        {
            "infra/main.tf": MODULE % "a/b/c",
            "infra/.terraform/modules/modules.json": json.dumps(manifest),
            "infra/.terraform/modules/m/main.tf": 'resource "x" "y" {}\n',
        },
    )

    assert _roots(tree) == [("infra", "")]
    assert "module.m.x.y" in {one.address for one in _extract(tree, "infra").resources}


def test_a_module_without_instances_is_read_but_not_judged(tmp_path):
    call = 'module "m" {\n  source = "./m"\n  count = 0\n}\n'
    found = _extract(_tree(tmp_path, {"main.tf": call, "m/main.tf": 'resource "x" "y" {}\n', "m/bad.tf": "x = [\n"}))

    assert [one.address for one in found.resources] == ["module.m"]
    states = {"main.tf": "read", "m/main.tf": "not-judged", "m/bad.tf": "unreadable"}
    assert states == {one.path: one.state for one in found.inputs}
    assert [one.location.path for one in found.notifications] == ["m/bad.tf"]


def test_what_is_declared_beside_resources(tmp_path):
    text = """
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.east] }
  }
  backend "s3" {
    bucket = "state"
  }
}
provider "aws" {
  alias  = "east"
  region = "us-east-1"
}
variable "v" {
  type        = list(string)
  description = "words"
  sensitive   = true
}
moved {
  from = x.a
  to   = module.m.x.a["k"]
}
data "x" "d" {
  name = "n"
}
"""
    found = _extract(_tree(tmp_path, {"main.tf": text}))
    values = {one.kind: one.value for one in found.resources}

    aws = {"source": "hashicorp/aws", "configuration_aliases": ["aws.east"]}
    expected = {
        "terraform/terraform": {
            "required_version": ">= 1.5",
            "required_providers": [{"aws": aws}],
            "backend": [{"bucket": "state"}],
        },
        "terraform/provider": {"alias": "east", "region": "us-east-1"},
        "terraform/variable": {"description": "words", "sensitive": True, "type": "list(string)"},
        "terraform/moved": {"from": "x.a", "to": 'module.m.x.a["k"]'},
        "terraform/data.x": {"name": "n"},
    }
    assert expected == values


def test_files_that_stand_alone(tmp_path):
    tree = _tree(
        tmp_path, {"env/prod.tfvars": "a = [\n", "live/terragrunt.hcl": "inputs = {}\n", "x.pkr.hcl": "x {}\n"}
    )

    assert _roots(tree) == [("env/prod.tfvars", ""), ("live/terragrunt.hcl", "")]
    (broken,) = _extract(tree, "env/prod.tfvars").inputs
    (terragrunt,) = _extract(tree, "live/terragrunt.hcl").inputs
    assert (broken.state, broken.kind) == ("unreadable", "terraform")
    assert (terragrunt.state, terragrunt.kind) == ("not-judged", "terragrunt")


def test_what_is_declared_twice_is_an_error(tmp_path):
    tree = _tree(
        tmp_path,
        {
            "a.tf": 'resource "x" "y" {\n  a = 1\n}\nlocals {\n  l = 1\n}\n',
            "b.tf": 'resource "x" "y" {\n  a = 2\n}\nlocals {\n  l = 2\n}\n',
            "override.tf": 'resource "x" "y" {\n  b = 3\n}\n',
        },
    )
    found = _extract(tree)

    assert _value(found, "x.y") == {"a": 1, "b": 3}
    assert [(one.level, str(one.location)) for one in found.notifications] == [
        ("error", "b.tf:1:1"),
        ("error", "b.tf:4:1"),
    ]


def test_a_block_without_its_labels_is_an_error(tmp_path):
    tree = _tree(tmp_path, {"a.tf": 'resource "x" {}\nresource "x" "y" {\n  dynamic {\n    for_each = [1]\n  }\n}\n'})
    found = _extract(tree)

    assert [(one.level, str(one.location)) for one in found.notifications] == [("error", "a.tf:1:1")]
    (resource,) = found.resources
    assert resource.locate(("dynamic", 0, "for_each", 0)).primary.region.start_line == 4
