"""What is not known may be anything: with any value of a bill blanked, the amount that was known is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from priced import US
from tests.cost.aws.test_bills import CASES

from trueline.cost.book import Book
from trueline.cost.estimate import estimate_unit
from trueline.engine import UnitRelations
from trueline.model.cost_settings import Usage
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trueline.model.cost_settings import CostSettings
    from trueline.model.location import Path as Steps
    from trueline.model.resource import Resource
    from trueline.values.bounds import Spread

_CENT = 0.005


def places(value: object, at: Steps = ()) -> Iterator[Steps]:
    """Yield the paths of all parts of a value that are known."""
    if at and value is not None and not isinstance(value, Unknown):
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from places(part, (*at, step))


def blanked(value: object, path: Steps) -> object:
    """Return a value in which what stands at ``path`` is not known."""
    if not path:
        return Unknown(["blanked"])
    step, *rest = path
    if isinstance(value, dict):
        return {**value, step: blanked(value[step], tuple(rest))}
    assert isinstance(value, list)
    return [blanked(part, tuple(rest)) if place == step else part for place, part in enumerate(value)]


def amounts(resources: list[Resource], settings: CostSettings) -> dict[str, Spread]:
    made = estimate_unit(resources, UnitRelations(resources), Book(), settings)
    assert not [gap for one in made for gap in one.gaps if gap.kind == "error"]
    return {one.address: one.amount for one in made}


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
    known = amounts(resources, settings)
    for resource in resources:
        value = resource.value
        for path in places(value):
            resource.value = blanked(value, path)
            for address, amount in amounts(resources, settings).items():
                for now, was in zip(amount, known[address], strict=True):
                    assert now.low <= was.low + _CENT, (address, path)
                    assert was.high - _CENT <= now.high, (address, path)
        resource.value = value
