"""A root is judged again when a file changes that it reads from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.dialect import plan
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run.plan import Scope, select

if TYPE_CHECKING:
    from pathlib import Path

CALL = 'module "m" {\n  source = "../modules/m"\n}\n'


def _selected(folder: Path, files: dict[str, str], changed: str) -> bool:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    tree = WorkingTree(str(folder))
    units = plan(tree.paths(), tree, Settings())
    return "live" in {unit.root for unit in select(units, Scope(changed=frozenset({changed})))}


def _local(expression: str) -> dict[str, str]:
    return {"live/main.tf": f"locals {{\n  x = {expression}\n}}\n", "live/other.tf": CALL, "modules/m/main.tf": ""}


def _in_module(expression: str) -> dict[str, str]:
    return {"live/main.tf": CALL, "modules/m/main.tf": f"locals {{\n  x = {expression}\n}}\n"}


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param(_local('file("${path.module}/../data/x.json")'), "data/x.json", id="file"),
        pytest.param(_local('yamldecode(file("${ path.root }/../data/x.yml"))'), "data/x.yml", id="root"),
        pytest.param(_local('templatefile("../data/x.tftpl", { a = ".." })'), "data/x.tftpl", id="from the root"),
        pytest.param(_local('file("${path.module}/../data/${var.x}.json")'), "data/b.json", id="up to a hole"),
        pytest.param(_local('file("${path.module}/../data/x-${var.x}.json")'), "data/x-b.json", id="within a name"),
        pytest.param(_local('fileset("${path.module}/../data", "**/*.json")'), "data/a/b.json", id="fileset"),
        pytest.param(_local('fileset(path.module, "../data/*/x.json")'), "data/a/x.json", id="pattern"),
        pytest.param(_local('file(join("/", [path.module, "..", "data", "x"]))'), "data/x", id="joined"),
        pytest.param(_local('file(format("%s/../data/x", path.module))'), "data/x", id="formatted"),
        pytest.param(_local('file("${local.base}/../data/x")'), "data/x", id="from a local"),
        pytest.param(_in_module('file("${path.module}/../../data/x")'), "data/x", id="module: its folder"),
        pytest.param(_in_module('file("${path.root}/../data/x")'), "data/x", id="module: the root's folder"),
        pytest.param(_in_module('file("../data/x")'), "data/x", id="module: the working folder"),
        pytest.param(
            {
                "live/main.tf": 'module "m" {\n  source = "../modules/m"\n  file = "../../data/x"\n}\n',
                "modules/m/main.tf": 'locals {\n  x = file("${path.module}/${var.file}")\n}\n',
            },
            "data/x",
            id="handed to a module",
        ),
        pytest.param(
            {"live/main.tf.json": '{"locals":{"x":"${file(\\"${path.module}/../data/x\\")}"}}'}, "data/x", id="JSON"
        ),
    ],
)
def test_it_is_selected(tmp_path: Path, files: dict[str, str], changed: str) -> None:
    assert _selected(tmp_path, files, changed)


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        pytest.param(_local('file("${path.module}/../data/x.json")'), "data/y.json", id="another file"),
        pytest.param(_local('file("${path.module}/../../data/x")'), "data/x", id="outside of the repository"),
        pytest.param(_local("1"), "modules/n/main.tf", id="another module"),
        pytest.param(_local('1 /* "../data" */'), "data/x", id="comment"),
    ],
)
def test_it_is_not_selected(tmp_path: Path, files: dict[str, str], changed: str) -> None:
    assert not _selected(tmp_path, files, changed)
