"""Which units a tree holds."""

from __future__ import annotations

from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run.plan import plan


def test_a_plan_is_read_as_a_plan_alone(tmp_path):
    for name in ("main.tf", "plan.json", "other.json"):
        (tmp_path / name).write_text("{}")
    tree = WorkingTree(str(tmp_path))
    units = plan(tree.paths(), tree, Settings(), plans={"": "plan.json"})

    assert [(unit.dialect, unit.root) for unit in units] == [("manifest", "other.json"), ("terraform-plan", "")]
