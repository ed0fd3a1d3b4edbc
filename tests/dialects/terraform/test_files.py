from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import extract, plan
from trueline.dialects.terraform.files import rooted
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "repo"
    (root / "infra/deep/er").mkdir(parents=True)
    (root / "infra/a.json").write_text("{}")
    (root / "infra/deep/b.json").write_text("{}")
    (root / "infra/deep/er/c.json").write_bytes(b"\xff")
    (root / "shared.txt").write_text("shared")
    (root / "infra/out").symlink_to("../../secret.txt")
    (root / "infra/deep/loop").symlink_to("..")
    return root


def _value(folder: Path, expression: str) -> object:
    (folder / "infra/main.tf").write_text(f'output "x" {{\n  value = {expression}\n}}\n')
    tree = WorkingTree(str(folder))
    (unit,) = plan(tree.paths(), tree, Settings())
    (output,) = extract(unit, tree, Settings()).resources
    return output.get("value")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param('file("../shared.txt")', "shared", id="above the root, inside the repository"),
        pytest.param('fileset(path.module, "*.json")', ["a.json"], id="one level"),
        pytest.param('fileset("deep", "{b,x}.json")', ["b.json"], id="choice"),
        pytest.param('fileset(".", "*/*.json")', ["deep/b.json"], id="two levels"),
        pytest.param('filebase64("deep/er/c.json")', "/w==", id="bytes"),
        pytest.param('[fileexists("a.json"), fileexists("gone")]', [True, False], id="exists"),
        pytest.param('try(file("gone"), "fallback")', "fallback", id="missing"),
    ],
)
def test_files_are_read(folder, expression, expected):
    assert expected == _value(folder, expression)


def test_a_link_to_a_folder_above_ends(folder):
    found = _value(folder, 'fileset(".", "**/c.json")')

    assert isinstance(found, Unknown) or "deep/er/c.json" in found


@pytest.mark.parametrize(
    "path",
    ["../../secret.txt", "/etc/hostname", "~/x", "out", "deep/../../../secret.txt", "a\\\\b", "deep/er/c.json"],
)
def test_what_is_outside_or_no_text_is_unknown(folder, path):
    assert isinstance(_value(folder, f'file("{path}")'), Unknown)


@pytest.mark.parametrize("path", ["..", "../x", "a/../../x", "/x", "~", "a\0b", "c:\\x"])
def test_paths_that_climb_out_are_refused(path):
    with pytest.raises(FunctionError, match="outside the repository"):
        rooted("", path)
