"""Every bill that tests of costs make is made again with each of its values blanked: see the oracle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import blanked
import priced
import pytest

from trueline.cost.estimate import estimate_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.cost.book import Book
    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings
    from trueline.model.resource import Relations, Resource


@pytest.fixture(autouse=True)
def blanks_every_bill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold every bill of `priced` to what the oracle says of values that are not known."""

    def estimated(
        resources: Sequence[Resource], relations: Relations, book: Book, settings: CostSettings
    ) -> list[Estimate]:
        for one in (settings, settings._replace(undeclared="zero")):
            assert not list(blanked.broken(resources, book, one))
        return estimate_unit(resources, relations, book, settings)

    monkeypatch.setattr(priced, "estimate_unit", estimated)
