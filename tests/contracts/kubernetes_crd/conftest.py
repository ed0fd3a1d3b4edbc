"""Two texts to what differs between the definitions in them."""

from __future__ import annotations

import pytest

from trueline.contracts.kubernetes_crd import compare as compare_units
from trueline.contracts.kubernetes_crd import plan
from trueline.repo.working import WorkingTree


@pytest.fixture
def compare(tmp_path):
    """Return what differs; None is a side without the file."""

    def compare(base, head, name="crd.yaml"):
        sides = []
        for side, text in (("base", base), ("head", head)):
            (tmp_path / side).mkdir()
            if text is not None:
                (tmp_path / side / name).write_text(text)
            tree = WorkingTree(str(tmp_path / side))
            tree.revision = "b" * 40 if side == "base" else ""
            units = plan(tree.paths(), tree)
            sides += [units[0] if units else None, tree]
        return compare_units(*sides)

    return compare
