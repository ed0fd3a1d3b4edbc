"""What is declared of usage and means nothing: a misspelt address would leave its resource without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.usage import matched
from trueline.model.location import Location
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.run.costs.scopes import Ledger
    from trueline.run.side import Run

_USAGE = ".trueline/usage.yaml"


def unused_usage(ledger: Ledger, run: Run) -> Iterator[Notification]:
    """Yield a warning for each entry of the usage file that no resource of head, or of base, has."""
    usage = run.gate.settings.cost.usage
    if not ledger.is_whole or not usage.resources or run.request.scope.paths:
        return
    used: set[str] = set()
    for pair in ledger.pairs:
        used |= matched(usage, pair.any.address)
    for name in usage.resources:
        if name not in used:
            yield Notification(
                "warning", "usage-unused", f"usage is declared for {name}, which is not there", Location(_USAGE)
            )
