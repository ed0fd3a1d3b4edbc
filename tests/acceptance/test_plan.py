"""A Terraform root judged by its plan: the same findings at the same places, and no secret in any report."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

needs_terraform = pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")

FILES = {
    ".trueline/config.yaml": "policies: [policies]\n",
    "policies/house.yaml": """
policy: house
owner: platform
rules:
  - id: second-key
    title: The second key is used
    severity: high
    for: terraform/terraform_data
    forbid: it.?input.key.orValue("") == "two"
    at: input.key
    message: key {it.input.key} with password {it.input.password}
""",
    "infra/main.tf": """
variable "password" {
  type      = string
  sensitive = true
}

module "data" {
  source   = "./data"
  password = var.password
}
""",
    "infra/data/main.tf": """
variable "password" {}

resource "terraform_data" "this" {
  for_each = toset(["one", "two"])
  input = {
    key      = each.key
    password = var.password
  }
}
""",
}


@needs_terraform
def test_a_plan_gives_the_finding_of_the_sources_and_keeps_the_secret(trueline, tree, tmp_path: Path) -> None:
    top = tree(FILES)
    plan = tmp_path / "plan.json"
    plan.write_text(_plan(top / "infra", "correct-horse"))

    planned = trueline("check", "--plan", f"infra={plan}", "--report", "json", cwd=top)
    static = trueline("check", "--report", "json", cwd=top)
    shown = trueline("check", "--plan", f"infra={plan}", "--verbose", cwd=top)

    assert (planned.code, static.code) == (1, 1)
    (one,), (other,) = planned.report["findings"], static.report["findings"]
    assert one["message"] == "key two with password (sensitive)"
    assert other["message"] == "key two with password (unknown)"
    assert (one["location"], one["fingerprint"]) == (other["location"], other["fingerprint"])
    assert one["location"]["path"] == "infra/data/main.tf"
    assert "correct-horse" not in planned.out + shown.out


def test_a_plan_that_is_none_is_no_pass(trueline, tree) -> None:
    top = tree({**FILES, "binary.plan": b"PK\x03\x04zzzz", "other.json": "{}"})

    binary = trueline("check", "--plan", "infra=binary.plan", "--report", "json", cwd=top)
    other = trueline("check", "--plan", "infra=other.json", "--report", "json", cwd=top)
    missing = trueline("check", "--plan", "infra=gone.json", cwd=top)

    assert (binary.code, other.code, missing.code) == (3, 3, 2)
    assert "terraform show -json" in binary.report["notifications"][0]["message"]


def _plan(folder: Path, password: str) -> str:
    for arguments in (["init", "-backend=false"], ["plan", "-out=plan.out", f"-var=password={password}"]):
        subprocess.run(["terraform", *arguments], cwd=folder, env=_ENVIRONMENT, capture_output=True, check=True)
    show = ["terraform", "show", "-json", "plan.out"]
    return subprocess.run(show, cwd=folder, env=_ENVIRONMENT, capture_output=True, check=True).stdout.decode()


_ENVIRONMENT = {**os.environ, "TF_IN_AUTOMATION": "1"}
