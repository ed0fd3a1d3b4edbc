"""Plans and states that Terraform itself makes, offline, of its own provider."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_plan, compare_states, text_at, told
from tests.drift.terraform.states import snapshot

if TYPE_CHECKING:
    from pathlib import Path

TERRAFORM = shutil.which("terraform")
pytestmark = pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed")

BEFORE = """\
variable "secret" {
  type      = string
  sensitive = true
  default   = "canary-1"
}

resource "terraform_data" "kept" {
  input            = { name = "a", list = ["x", "y"], none = null }
  triggers_replace = "one"
}

resource "terraform_data" "gone" {
  input = var.secret
}

resource "terraform_data" "old" {
  input = 7
}

module "m" {
  source   = "./m"
  for_each = toset(["a", "b.c"])
  name     = each.key
}
"""
MODULE = """\
variable "name" {
  type = string
}

resource "terraform_data" "in" {
  count = 2
  input = "${var.name}-${count.index}"
}
"""
AFTER = (
    BEFORE.replace('"one"', '"two"')
    .replace('"terraform_data" "gone"', '"terraform_data" "new"')
    .replace('"terraform_data" "old"', '"terraform_data" "moved"')
    .replace('toset(["a", "b.c"])', 'toset(["a"])')
    + "moved {\n  from = terraform_data.old\n  to   = terraform_data.moved\n}\n"
)


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the first configuration was applied, and the second one planned."""
    folder = tmp_path_factory.mktemp("applied")
    (folder / "m").mkdir()
    (folder / "m" / "main.tf").write_text(MODULE)
    (folder / "main.tf").write_text(BEFORE)
    _run(folder, "init")
    _run(folder, "apply", "-auto-approve")
    (folder / "main.tf").write_text(AFTER)
    _run(folder, "init")
    _run(folder, "plan", "-out=plan.bin")
    (folder / "plan.json").write_text(_run(folder, "show", "-json", "plan.bin"))
    return folder


def _run(folder: Path, *words: str) -> str:
    assert TERRAFORM is not None
    environment = {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    ran = subprocess.run([TERRAFORM, *words], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout


def test_a_plan_of_terraform_tells_what_it_destroys(applied: Path, tmp_path: Path) -> None:
    content = json.loads((applied / "plan.json").read_text())
    found = compare_plan(tmp_path, {"main.tf": AFTER, "m/main.tf": MODULE}, content)

    assert not found.notifications
    assert sorted(told(found)) == [
        ("terraform/destroyed", 'module.m["b.c"].terraform_data.in[0]', ""),
        ("terraform/destroyed", 'module.m["b.c"].terraform_data.in[1]', ""),
        ("terraform/destroyed", "terraform_data.gone", ""),
        ("terraform/destroyed", "terraform_data.kept", ""),
    ]
    kept = next(drift for drift in found.drifts if drift.address == "terraform_data.kept")
    assert kept.details["action"] == "replace"
    assert kept.details["replace_paths"] == ["triggers_replace"]
    assert text_at(tmp_path, kept) == '"two"'


def test_a_state_of_terraform_is_what_was_applied(applied: Path, tmp_path: Path) -> None:
    content = json.loads((applied / "terraform.tfstate").read_text())
    (found,) = compare_states(tmp_path, {"main.tf": BEFORE, "m/main.tf": MODULE}, snapshot(content))

    assert (found.drifts, found.notifications) == ((), ())


def test_a_state_of_terraform_differs_from_what_was_changed_since(applied: Path, tmp_path: Path) -> None:
    content = json.loads((applied / "terraform.tfstate").read_text())
    (found,) = compare_states(tmp_path, {"main.tf": AFTER, "m/main.tf": MODULE}, snapshot(content))

    assert sorted(told(found)) == [
        ("terraform/differs", "terraform_data.kept", "triggers_replace"),
        ("terraform/missing", "terraform_data.new", ""),
        ("terraform/undeclared", 'module.m["b.c"].terraform_data.in[0]', ""),
        ("terraform/undeclared", 'module.m["b.c"].terraform_data.in[1]', ""),
        ("terraform/undeclared", "terraform_data.gone", ""),
    ]
