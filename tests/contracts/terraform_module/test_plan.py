"""Which folders are modules that others may call."""

from __future__ import annotations

from trueline.contracts.terraform_module import plan
from trueline.repo.working import WorkingTree

INTERFACE = 'variable "a" {}\n'
CALL = 'module "m" {\n  source = "%s"\n}\n'


def test_finds_modules(tmp_path):
    files = {
        "main.tf": INTERFACE,  # published as a whole
        "modules/called/main.tf": 'output "b" { value = 1 }\n',
        "modules/json/main.tf.json": '{"variable": {"a": {}}}',
        "modules/silent/main.tf": 'resource "null_resource" "this" {}\n',
        "examples/simple/main.tf": CALL % "../.." + INTERFACE,
        "live/prod/main.tf": 'terraform {\n  backend "s3" {}\n}\n' + CALL % "../../modules/called" + INTERFACE,
        "live/locked/main.tf": INTERFACE,
        "live/locked/.terraform.lock.hcl": "",
        "live/shared/main.tf": INTERFACE,
        "live/shared/a.tfvars": "",
        "live/both/main.tf": CALL % "../shared",
        "main.tf.bak": INTERFACE,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    tree = WorkingTree(str(tmp_path))

    units = plan(tree.paths(), tree)

    assert [(unit.root, unit.members) for unit in units] == [
        ("", ("main.tf",)),
        ("live/shared", ("live/shared/main.tf",)),
        ("modules/called", ("modules/called/main.tf",)),
        ("modules/json", ("modules/json/main.tf.json",)),
    ]
