"""What differs between two definitions of a directive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.graphql.inputs import Inputs, compare_inputs
from trueline.contracts.graphql.ledger import Spot, Verdict

if TYPE_CHECKING:
    from trueline.contracts.graphql.ledger import Ledger
    from trueline.contracts.graphql.merged import Merged

_EXECUTABLE: Final = frozenset(
    {
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)  # fmt: skip
_SERVERS: Final = Verdict("breaking", ("servers",))


def broken_by(directive: Merged) -> Verdict | None:
    """Return for whom a directive breaks that no query may carry: those who write schemas with it."""
    return None if _EXECUTABLE & directive.locations.keys() else _SERVERS


def compare_directive(ledger: Ledger, base: Merged, head: Merged) -> None:
    """Write down what differs between two revisions of the definition of a directive."""
    name, verdict = f"@{base.name}", broken_by(base)
    spot = Spot(name, base.place, head.place)
    for location, old in base.locations.items():
        if location not in head.locations:
            at = Spot(f"{name} on {location}", old.part.place(old.value), head.place)
            written = None if location in _EXECUTABLE else _SERVERS
            message = f"directive {name} may not stand on {location} any more"
            ledger.add("directive-location-removed", at, message, before=location, verdict=written)
    for location, new in head.locations.items():
        if location not in base.locations:
            at = Spot(f"{name} on {location}", base.place, new.part.place(new.value))
            message = f"directive {name} may stand on {location} now"
            ledger.add("directive-location-added", at, message, after=location)
    if base.is_repeatable and not head.is_repeatable:
        message = f"directive {name} may not be repeated any more"
        ledger.add("directive-repeatable-removed", spot, message, before=True, after=False, verdict=verdict)
    if head.is_repeatable and not base.is_repeatable:
        message = f"directive {name} may be repeated now"
        ledger.add("directive-repeatable-added", spot, message, before=False, after=True)
    inputs = Inputs("directive-argument", name + "({}:)", base.place, head.place, verdict)
    compare_inputs(ledger, inputs, base.inputs, head.inputs)
