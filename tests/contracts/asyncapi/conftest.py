"""Two sets of files to what differs between the documents in them."""

from __future__ import annotations

import pytest

from trueline.contracts.asyncapi import compare as compare_units
from trueline.contracts.asyncapi import plan
from trueline.repo.working import WorkingTree


@pytest.fixture
def compare(tmp_path):
    """Return what differs; a text stands for ``asyncapi.yaml``, None for a side without one."""

    def compare(base, head):
        sides = []
        for side, given in (("base", base), ("head", head)):
            (tmp_path / side).mkdir()
            for name, text in ({"asyncapi.yaml": given} if isinstance(given, str) else given or {}).items():
                (tmp_path / side / name).write_text(text)
            tree = WorkingTree(str(tmp_path / side))
            tree.revision = "b" * 40 if side == "base" else ""
            units = plan(tree.paths(), tree)
            assert len(units) <= 1
            sides += [units[0] if units else None, tree]
        return compare_units(*sides)

    return compare
