"""A tree of files with a chart or kustomization, and tools that are put in its place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from trueline.dialects import manifest
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = Settings(render=frozenset({"helm", "kustomize"}))


class Workspace:
    """A folder with files, and a folder with tools."""

    def __init__(self, folder) -> None:
        self.tree_folder = folder / "tree"
        self.tools = folder / "tools"
        self.tools.mkdir()

    def tree(self, files: Mapping[str, str | bytes]) -> WorkingTree:
        self.tree_folder.mkdir(exist_ok=True)
        for path, content in files.items():
            target = self.tree_folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return WorkingTree(str(self.tree_folder))

    def unit(self, tree: WorkingTree, dialect: str):
        """Return the first unit of a dialect."""
        return next(unit for unit in manifest.plan(tree.paths(), tree, SETTINGS) if unit.dialect == dialect)

    def tool(self, name: str, script: str) -> str:
        """Install a tool written in Python; return the folder to look for tools in."""
        path = self.tools / name
        path.write_text(f"#!{sys.executable} -I\n{script}")
        path.chmod(0o755)
        return str(self.tools)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)
