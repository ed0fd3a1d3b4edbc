"""What is declared of usage and means nothing: a misspelt address would leave its resource without any."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from trueline.cost.usage import matched
from trueline.model.location import Location
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.cost import Estimate
    from trueline.run.costs.scopes import Ledger
    from trueline.run.side import Run

_USAGE = ".trueline/usage.yaml"


def _misspelt(entry: str, values: Mapping[str, object], one: Estimate) -> Iterator[Notification]:
    """Yield a warning for a key that nothing asks for, where one that is asked for reads almost the same."""
    asked = {component.usage for component in one.components if component.usage}
    missing = {gap.name for gap in one.every_gap if gap.kind == "usage"}
    for name, value in _flat(values):
        if name in missing:
            message = f"usage of {entry}: {name} must be a number, not {str(value)[:40]!r}"
            yield Notification("warning", "usage-unused", message, Location(_USAGE))
        elif name not in asked and (close := get_close_matches(name, missing, n=1, cutoff=0.85)):
            message = f"usage of {entry}: nothing asks for {name}; did you mean {close[0]}?"
            yield Notification("warning", "usage-unused", message, Location(_USAGE))


def _flat(values: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def unused_usage(ledger: Ledger, run: Run) -> Iterator[Notification]:
    """Yield a warning for each entry of the usage file that no resource of head, or of base, has."""
    usage = run.gate.settings.cost.usage
    if not ledger.is_whole or not usage.resources or run.request.scope.paths:
        return
    used: set[str] = set()
    for pair in ledger.pairs:
        entries = matched(usage, pair.any.address)
        used |= entries
        if pair.now is not None:
            for entry in sorted(entries):
                yield from _misspelt(entry, usage.resources[entry], pair.now)
    for name in usage.resources:
        if name not in used:
            yield Notification(
                "warning", "usage-unused", f"usage is declared for {name}, which is not there", Location(_USAGE)
            )
