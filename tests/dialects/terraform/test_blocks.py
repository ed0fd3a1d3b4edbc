"""Blocks beside resources, and OpenTofu's own files: read, named, and noted where nothing can be judged of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.unit import Extract

BLOCKS = """
variable "host" {}

check "health" {
  data "http" "site" {
    url = "https://${var.host}/health"
  }
  assert {
    condition     = data.http.site.status_code == 200 && length(local.none) > 0
    error_message = "${data.http.site.url} is down"
  }
}

import {
  for_each = toset(["a", "b"])
  to       = aws_s3_bucket.some[each.key]
  id       = "bucket-${each.key}"
}

removed {
  from = module.old.aws_instance.this
  lifecycle {
    destroy = false
  }
}

resource "aws_s3_bucket" "some" {
  for_each = toset(["a", "b"])
  bucket   = each.key
}

ephemeral "random_password" "one" {
  length = 12
}

output "password" {
  value = ephemeral.random_password.one.result
}
"""


def _read(folder: Path, **files: str) -> Extract:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    tree = WorkingTree(str(folder))
    settings = Settings()
    (found,) = [extract(unit, tree, settings) for unit in plan(tree.paths(), tree, settings)]
    return found


def test_checks_imports_and_removals_are_facts(tmp_path: Path) -> None:
    found = _read(tmp_path, main_tf=BLOCKS)
    values = {resource.address: resource for resource in found.resources}

    assert values["removed[0]"].get("from") == "module.old.aws_instance.this"
    assert values["removed[0]"].get("lifecycle[0].destroy") is False
    assert values["import[0]"].get("to") == "aws_s3_bucket.some[each.key]"
    assert values["check.health"].kind == "terraform/check"
    assert values["output.password"].kind == "terraform/output"
    assert [given.state for given in found.inputs] == ["read"]


def test_a_block_that_no_rule_can_judge_is_noted_where_it_stands(tmp_path: Path) -> None:
    (note,) = _read(tmp_path, main_tf=BLOCKS).notifications

    assert (note.level, note.message) == ("note", "no rule can judge a block of type ephemeral")
    assert str(note.location) == "main.tf:32:1"


def test_a_file_of_opentofu_stands_for_the_one_of_terraform(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        main_tofu='resource "aws_s3_bucket" "tofu" {}\n',
        main_tf='resource "aws_s3_bucket" "terraform" {}\n',
        other_tf='resource "aws_s3_bucket" "other" {}\n',
        more_tofu_json='{"resource": {"aws_s3_bucket": {"json": {}}}}\n',
    )

    addresses = sorted(resource.address for resource in found.resources)
    assert addresses == ["aws_s3_bucket.json", "aws_s3_bucket.other", "aws_s3_bucket.tofu"]
    assert {given.path: given.state for given in found.inputs} == {
        "main.tf": "not-judged",
        "main.tofu": "read",
        "more.tofu.json": "read",
        "other.tf": "read",
    }
    (warning,) = found.notifications
    assert (warning.level, warning.location.path) == ("warning", "main.tf")


def test_what_opentofu_asks_of_itself_stands_silently_for_what_terraform_is_asked(tmp_path: Path) -> None:
    version = 'terraform {\n  required_version = ">= 1.9"\n}\n'
    found = _read(tmp_path, main_tf='resource "x" "y" {}\n', versions_tf=version, versions_tofu=version)

    assert found.notifications == ()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        pytest.param("#main.tf", "read", id="a hash at the start alone"),
        pytest.param(".main.tf", "not-judged", id="a dot"),
        pytest.param("#main.tf#", None, id="what Emacs saves"),
        pytest.param("main.tf~", None, id="a backup"),
    ],
)
def test_reads_the_files_that_terraform_reads(tmp_path: Path, name: str, state: str | None) -> None:
    (tmp_path / name).write_text('resource "x" "y" {}\n')
    (tmp_path / "z.tf").write_text('resource "x" "z" {}\n')
    tree = WorkingTree(str(tmp_path))
    (unit,) = plan(tree.paths(), tree, Settings())
    found = extract(unit, tree, Settings())

    assert state == {given.path: given.state for given in found.inputs}.get(name)
    assert (state == "read") is ("x.y" in {resource.address for resource in found.resources})


def test_a_folder_of_opentofu_alone_is_a_root(tmp_path: Path) -> None:
    found = _read(tmp_path, main_tofu='resource "aws_s3_bucket" "tofu" {}\n', override_tofu='resource "x" "y" {}\n')

    assert sorted(resource.address for resource in found.resources) == ["aws_s3_bucket.tofu", "x.y"]
