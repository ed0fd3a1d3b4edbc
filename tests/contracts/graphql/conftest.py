"""Two folders of files to what differs between the first schemas of both."""

from __future__ import annotations

import pytest

from trueline.contracts.graphql import compare as compare_units
from trueline.contracts.graphql import plan
from trueline.repo.working import WorkingTree


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)
    return WorkingTree(str(folder))


@pytest.fixture
def compare(tmp_path):
    """Return what differs; a text stands for ``schema.graphql``, None for a side without a schema."""

    def compare(base, head):
        sides = []
        for name, given in (("base", base), ("head", head)):
            tree = write(tmp_path / name, {"schema.graphql": given} if isinstance(given, (str, bytes)) else given or {})
            tree.revision = "b" * 40 if name == "base" else ""
            units = plan(tree.paths(), tree)
            assert len(units) <= 1
            sides += [units[0] if units else None, tree]
        return compare_units(*sides)

    return compare
