"""What is not known may be anything: with any value of a bill blanked, the amount that was known is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from blanked import broken
from priced import US
from tests.cost.aws.test_bills import CASES

from trueline.cost.book import Book
from trueline.model.cost_settings import Usage
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("kind", "body", "usage"), [pytest.param(*case[:3], id=f"{case[0]}-{case[3]}") for case in CASES]
)
def test_what_is_not_known_leaves_what_was_known_possible(
    tmp_path: Path, kind: str, body: str, usage: dict[str, object]
) -> None:
    (tmp_path / "main.tf").write_text(f'resource "{kind}" "a" {{\n{body}\n}}\n')
    settings = US._replace(usage=Usage(resources={"aws_*.a": usage}), undeclared="zero")
    tree = WorkingTree(str(tmp_path))
    (unit,) = plan.plan(tree.paths(), tree, Settings())
    resources = list(plan.dialect("terraform").extract(unit, tree, Settings()).resources)
    assert not list(broken(resources, Book(), settings))
