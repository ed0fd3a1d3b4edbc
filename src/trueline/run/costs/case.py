"""What the resources of a policy's test cost, as rules see it: budgets and usage lie in the test's own folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.config import with_files
from trueline.cost.book import Book
from trueline.cost.estimate import estimate_unit
from trueline.engine import UnitRelations
from trueline.model.settings import Settings
from trueline.run.costs import costs_of
from trueline.run.costs.facts import fact
from trueline.run.costs.pairs import paired
from trueline.run.costs.scopes import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings
    from trueline.model.document import Reader
    from trueline.model.resource import Resource


def cost_facts(
    folder: Reader, head: Iterable[Sequence[Resource]], base: Iterable[Sequence[Resource]] | None, now: datetime
) -> list[Resource]:
    """Return the sums of a case by its units; ``base`` is None where it is no change."""
    money = with_files(Settings(), folder).cost
    former = [] if base is None else _estimates(base, money)
    ledger = Ledger(paired(former, _estimates(head, money)), is_whole=True, has_base=base is not None)
    return [fact(cost, now) for cost in costs_of(ledger, money)]


def _estimates(units: Iterable[Sequence[Resource]], money: CostSettings) -> list[Estimate]:
    book = Book(money.prices)
    return [one for unit in units for one in estimate_unit(unit, UnitRelations(unit), book, money)]
