"""What a state has not, and what it has that nothing declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.dialects.terraform.plan.entries import without_keys
from trueline.drift.stateful import held_by
from trueline.drift.touches import touches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.drift.terraform.instances import StateInstance
    from trueline.drift.terraform.matching import Matched
    from trueline.drift.terraform.side import Side
    from trueline.model.drift import Drift
    from trueline.model.resource import Resource

_UNREAD: Final = "some of the files of its root could not be read"


def missing(side: Side, resource: Resource, matched: Matched) -> Drift:
    """Return that what is declared is not in the state."""
    place = resource.locate()
    if "[*]" in resource.address and not (resource.number is not None and resource.number.least > 0):
        reason = f"how many there are of {resource.address} is not known without a plan, and the state has none"
        return side.unchecked(resource.address, place.primary, reason, type=resource.kind)
    is_imported = matched.moves.is_imported(resource.address)
    message = f"{resource.address} is declared, and not in the state"
    if is_imported:
        message += "; an import block brings it in"
    kind = resource.kind.removeprefix("terraform/")
    details: dict[str, object] = {"touches": touches(kind, ())}
    if is_imported:
        details["imported"] = True
    return side.fact(
        "terraform/missing",
        resource.address,
        place.primary,
        message,
        related=place.related,
        type=resource.kind,
        details=details,
    )


def others(side: Side, matched: Matched, *, is_whole: bool) -> Iterator[Drift]:
    """Yield what the state has and nothing declares, or what may be declared where nobody could look."""
    unseen: dict[str, list[StateInstance]] = {}
    for instance in matched.undeclared:
        reason = _unseen(instance, matched, is_whole=is_whole)
        if reason:
            unseen.setdefault(reason, []).append(instance)
        else:
            yield _undeclared(side, instance, matched)
    for reason, instances in unseen.items():
        first = instances[0]
        count = f"{len(instances)} resources" if len(instances) > 1 else first.address
        message = (
            f"whether {count} of the state {'are' if len(instances) > 1 else 'is'} declared is not known: {reason}"
        )
        place = side.snapshot.document.locate(first.path[:-1])
        yield side.unchecked(first.module or first.address, place, message)


def _unseen(instance: StateInstance, matched: Matched, *, is_whole: bool) -> str:
    """Return why an instance may be declared all the same, empty where it is surely not."""
    module = without_keys(instance.module)
    for address, reason in matched.absent.items():
        if f"{module}.".startswith(f"{without_keys(address)}."):
            return f"{address}: {reason}"
    return "" if is_whole else _UNREAD


def doubt(matched: Matched, *, is_whole: bool) -> str:
    """Return why a root may declare more than anybody could see, empty where it surely does not."""
    absent = next((f"{address}: {reason}" for address, reason in matched.absent.items()), "")
    return absent or ("" if is_whole else _UNREAD)


def _undeclared(side: Side, instance: StateInstance, matched: Matched) -> Drift:
    held = held_by(instance.type)
    details: dict[str, object] = {"stateful": bool(held), "touches": touches(instance.type, ())}
    message = f"{instance.address} is in the state, and declared nowhere"
    if matched.moves.is_removed(instance.address):
        details["removed"] = True
        message += "; a removed block says that it is given up"
    if held:
        details["holds"] = held
    return _in_state(side, instance, message, details)


def deposed(side: Side, instance: StateInstance) -> Drift:
    """Return that an object waits to be destroyed."""
    message = (
        f"an object of {instance.address} that was replaced is still there (deposed {instance.deposed}); "
        "the next apply destroys it"
    )
    details = {"deposed": instance.deposed, "stateful": bool(held_by(instance.type))}
    return _in_state(side, instance, message, details)


def _in_state(side: Side, instance: StateInstance, message: str, details: Mapping[str, object]) -> Drift:
    place = side.snapshot.document.locate(instance.path[:-1])
    kind = f"terraform/{instance.type}"
    return side.fact("terraform/undeclared", instance.address, place, message, type=kind, details=details)
