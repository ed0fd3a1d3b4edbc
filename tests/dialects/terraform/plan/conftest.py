"""Real plans of a configuration with modules, keys, secrets and unknowns, made once by Terraform itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.plan import extract
from trueline.model.settings import Settings
from trueline.model.unit import Extract, Unit
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAIN = """\
variable "secret" {
  type      = string
  sensitive = true
  default   = "canary-1"
}

variable "pin" {
  type      = number
  sensitive = true
  default   = 4711
}

locals {
  names  = toset(["a", "b"])
  bucket = terraform_data.bucket.id
}

resource "terraform_data" "bucket" {
  input = { name = "logs", tags = ["x", "y"], none = null }
}

resource "terraform_data" "block" {
  input = { bucket = terraform_data.bucket.id, deep = [{ arn = terraform_data.bucket.output, n = 1 }] }
}

resource "terraform_data" "named" {
  input            = terraform_data.bucket.input.name
  triggers_replace = terraform_data.numbered[1].id
}

resource "terraform_data" "numbered" {
  count = 2
  input = "v${count.index}"
}

resource "terraform_data" "paired" {
  count = 2
  input = terraform_data.numbered[count.index].id
}

resource "terraform_data" "keyed" {
  for_each         = local.names
  input            = { key = each.key, password = var.secret, pin = var.pin, nested = [{ token = var.secret }] }
  triggers_replace = terraform_data.numbered[*].id
}

resource "terraform_data" "chained" {
  for_each = terraform_data.keyed
  input    = each.value.id
}

resource "terraform_data" "through_local" {
  input = local.bucket
}

resource "terraform_data" "through_module" {
  input = module.store["a"].leaf
}

resource "terraform_data" "encoded" {
  input = jsonencode({ Statement = [{ Resource = terraform_data.bucket.id }] })
}

module "store" {
  source   = "./store"
  for_each = local.names
  bucket   = terraform_data.bucket.id
  name     = each.value
}

data "terraform_remote_state" "read" {
  backend = "local"
  config  = { path = "${path.module}/other.tfstate" }
}
"""

STORE = """\
variable "bucket" {}
variable "name" {}

resource "terraform_data" "this" {
  input = { bucket = var.bucket, name = var.name }
}

module "inner" {
  source = "./inner"
  value  = terraform_data.this.id
}

output "leaf" {
  value = module.inner.id
}
"""

INNER = """\
variable "value" {}

resource "terraform_data" "leaf" {
  input = var.value
}

output "id" {
  value = terraform_data.leaf.id
}
"""

STATE = (
    '{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x",'
    ' "outputs": {"vpc": {"value": "vpc-1", "type": "string"}}, "resources": []}'
)

FILES = {"main.tf": MAIN, "store/main.tf": STORE, "store/inner/main.tf": INNER, "other.tfstate": STATE}


def _run(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull, "TF_IN_AUTOMATION": "1"}
    done = subprocess.run(
        ["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with sources, their binary plan and the same as JSON."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed")
    folder = tmp_path_factory.mktemp("planned")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    _run(folder, "init", "-no-color")
    _run(folder, "plan", "-no-color", "-out", "plan.bin")
    (folder / "plan.json").write_text(_run(folder, "show", "-json", "plan.bin"))
    return folder


@pytest.fixture(scope="session")
def read() -> Callable[[Path], Extract]:
    """Return what extracts the plan in a folder."""

    def extracted(folder: Path, name: str = "plan.json") -> Extract:
        unit = Unit("terraform-plan", "", options={"plan": name})
        return extract(unit, WorkingTree(str(folder)), Settings())

    return extracted
