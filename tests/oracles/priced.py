"""What declared resources cost, for tests: text through the real parser, dialect and price book."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from trueline.cost.book import Book
from trueline.cost.estimate import estimate_unit
from trueline.engine import UnitRelations
from trueline.model.cost_settings import CostSettings, Usage
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.cost import Component, Estimate

US = CostSettings(regions={"aws": "us-east-1", "azure": "eastus", "google": "us-central1"})
"""Settings with a region for what names none."""


def declared(**resources: dict[str, object]) -> CostSettings:
    """Return settings with usage: ``declared(**{"aws_s3_bucket.b": {"standard": {"storage_gb": 5}}})``."""
    return US._replace(usage=Usage(resources=resources))


def estimates(
    folder: Path, text: str, settings: CostSettings = US, *, name: str = "main.tf", book: Book | None = None
) -> dict[str, Estimate]:
    """Return the estimates of what ``text`` declares, by address; ``name`` says what it is."""
    (folder / name).write_text(textwrap.dedent(text))
    tree = WorkingTree(str(folder))
    found: dict[str, Estimate] = {}
    for unit in plan.plan(tree.paths(), tree, Settings()):
        extract = plan.dialect(unit.dialect).extract(unit, tree, Settings())
        assert not extract.notifications, extract.notifications
        for made in estimate_unit(extract.resources, UnitRelations(extract.resources), book or Book(), settings):
            found[made.address] = made
    return found


def lines(estimate: Estimate) -> dict[str, Component]:
    """Return the lines of a bill by name; no two may have the same."""
    found = {component.name: component for component in estimate.components}
    assert len(found) == len(estimate.components)
    return found


def money(estimate: Estimate) -> float:
    """Return the amount a month, which must be known and the same at any scale, in cents."""
    assert estimate.amount.is_exact, (estimate.amount, estimate.every_gap)
    assert estimate.amount.least == estimate.amount.expected == estimate.amount.most
    return round(estimate.amount.expected.low, 2)


def spread_of(estimate: Estimate) -> tuple[float, float, float]:
    """Return the amount at the least, as expected and at the most, which must be known, in cents."""
    assert estimate.amount.is_exact, (estimate.amount, estimate.every_gap)
    return tuple(round(side.low, 2) for side in estimate.amount)  # type: ignore[return-value]  # three of them


def at_least(estimate: Estimate) -> float:
    """Return what is known of the amount that is expected, which must have no upper bound, in cents."""
    assert estimate.amount.expected.high == float("inf")
    return round(estimate.amount.expected.low, 2)


def missing(estimate: Estimate) -> set[str]:
    """Return the kinds of what is missing."""
    return {gap.kind for gap in estimate.every_gap}
