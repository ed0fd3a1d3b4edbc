"""A tree of files, read by the dialects that find something in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan

if TYPE_CHECKING:
    from collections.abc import Mapping


class Folder:
    """A folder with files, read as a working tree."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def write(self, files: Mapping[str, str | bytes]) -> WorkingTree:
        for path, content in files.items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        return WorkingTree(str(self.folder))

    def plan(self, files: Mapping[str, str | bytes]):
        tree = self.write(files)
        return plan.plan(tree.paths(), tree, Settings())

    def extract(self, files: Mapping[str, str | bytes]):
        """Return what each unit of the files holds, by the root of the unit."""
        tree = self.write(files)
        settings = Settings()
        return {
            unit.root: plan.dialect(unit.dialect).extract(unit, tree, settings)
            for unit in plan.plan(tree.paths(), tree, settings)
        }


@pytest.fixture
def read(tmp_path):
    return Folder(tmp_path)
