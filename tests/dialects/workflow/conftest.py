"""Workflows and actions, read as files of a working tree."""

from __future__ import annotations

import pytest

from trueline.dialects import manifest
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree


class Reading:
    """What all units of some files hold."""

    def __init__(self, extracts) -> None:
        self.resources = {resource.address: resource for extract in extracts for resource in extract.resources}
        self.inputs = [(given.path, given.kind, given.state) for extract in extracts for given in extract.inputs]
        self.notifications = [one for extract in extracts for one in extract.notifications]

    @property
    def told(self):
        """Level, message and place of each notification."""
        return [(one.level, one.message, place(one.location)) for one in self.notifications]


def place(location):
    """Return line and column of a location, from and to."""
    return tuple(location.region) if location.region else ()


@pytest.fixture
def read(tmp_path):
    def read(files, path=".github/workflows/ci.yml") -> Reading:
        for name, content in ({path: files} if isinstance(files, str | bytes) else files).items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        tree = WorkingTree(str(tmp_path))
        settings = Settings()
        return Reading([manifest.extract(unit, tree, settings) for unit in manifest.plan(tree.paths(), tree, settings)])

    return read
