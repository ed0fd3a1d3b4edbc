"""A tree of files to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping


class Workspace:
    """A folder with files, read as a working tree."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes]) -> WorkingTree:
        for path, content in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return WorkingTree(str(self.folder))

    def plan(self, files: Mapping[str, str | bytes], *render: str):
        from trueline.dialects import manifest

        tree = self.write(files)
        return manifest.plan(tree.paths(), tree, Settings(render=frozenset(render)))

    def extract(self, files: Mapping[str, str | bytes], *render: str):
        """Return what all units of the files hold, one after another."""
        from trueline.dialects import manifest

        tree = self.write(files)
        settings = Settings(render=frozenset(render))
        return [manifest.extract(unit, tree, settings) for unit in manifest.plan(tree.paths(), tree, settings)]


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)
