"""What CloudFormation's own drift detection found, as facts placed in the templates."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from trueline.drift.cloudformation.alike import are_alike
from trueline.drift.cloudformation.entries import Bad, Entry, entries
from trueline.drift.cloudformation.properties import Difference, differences, value_at
from trueline.drift.cloudformation.secrets import veiled
from trueline.drift.cloudformation.templates import PREFIX, Known, Match, match, templates
from trueline.drift.foreign import compared_with
from trueline.drift.hidden import has_secret
from trueline.drift.stateful import held_by
from trueline.drift.touches import touches
from trueline.drift.wording import short
from trueline.model.drift import Detected, Drift
from trueline.model.location import format_path
from trueline.model.report import Input, Notification
from trueline.model.resource import Place
from trueline.values.unknown import find, is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_UNCHECKED: Final = {
    "NOT_CHECKED": "CloudFormation has not checked it",
    "UNSUPPORTED": "CloudFormation cannot check resources of this type",
    "UNKNOWN": "CloudFormation could not check it",
}
_LONGEST: Final = 60
_KEYED: Final = "Tags"


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return the drift of each stack in a snapshot, and what of them could not be checked."""
    found = list(entries(snapshot.document.root))
    bad = [one for one in found if isinstance(one, Bad)]
    drifts: list[Drift] = []
    stacks: dict[str, list[Entry]] = defaultdict(list)
    for one in found:
        if isinstance(one, Entry):
            stacks[one.text("StackId")].append(one)
    known = templates(declared) if stacks else Known(())
    numbers: Counter[str] = Counter()
    for members in stacks.values():
        found_in = match(members[0].stack, members, known)
        drifts += _Stack(snapshot, members, found_in).drifts()
        declaring = map(found_in.resource, members)
        numbers.update("" if resource is None else resource.unit for resource in declaring)
    drifts += _cut(snapshot)
    notifications = [
        Notification("error", "unreadable-input", one.message, snapshot.document.locate(one.path)) for one in bad
    ]
    state = Input(snapshot.path, "cloudformation", "partly-read", bad[0].message) if bad else None
    state = state or Input(snapshot.path, "cloudformation", "read")
    return Detected(tuple(drifts), (state,), tuple(notifications), compared_with(snapshot, numbers))


def _cut(snapshot: Snapshot) -> Iterator[Drift]:
    root = snapshot.document.root
    if isinstance(root, dict) and root.get("NextToken"):
        reason = "the list goes on: NextToken is set"
        where = snapshot.document.locate(("NextToken",))
        yield Drift("snapshot/unchecked", snapshot.path, where, "cloudformation", message=reason,
                    snapshot=snapshot.path, details={"reason": reason})  # fmt: skip


class _Stack:
    """One stack of a snapshot and the template that declares it."""

    def __init__(self, snapshot: Snapshot, members: Sequence[Entry], found: Match) -> None:
        self.snapshot = snapshot
        self.members = members
        self.match = found

    def drifts(self) -> Iterator[Drift]:
        for entry in self.members:
            if entry.status == "MODIFIED":
                yield from self._changed(entry)
            elif entry.status == "DELETED":
                yield self._deleted(entry)
            elif entry.status != "IN_SYNC":
                yield self._unchecked(entry, _UNCHECKED.get(entry.status, f"its status is {entry.status[:_LONGEST]}"))
        yield from self._absent()

    def _changed(self, entry: Entry) -> Iterator[Drift]:
        found = differences(entry)
        for one in found:
            yield self._difference(entry, one)
        if not found and not entry.value.get("PropertyDifferences") and entry.expected is None:
            yield self._unchecked(entry, "CloudFormation says that it was modified, and not in what")

    def _difference(self, entry: Entry, one: Difference) -> Drift:
        resource = self.match.resource(entry)
        path = self._path(entry, one)
        own = self._own(resource, entry, one.steps)
        is_secret = has_secret(own)
        expected, actual = (
            veiled(value, entry, one.steps, is_secret=is_secret) for value in (one.expected, one.actual)
        )
        details = self._details(entry)
        if touched := touches(entry.type, one.steps):
            details["touches"] = touched
        if own is not None and not any(map(is_unknown, leaves(own))) and are_alike(own, one.actual):
            details["adopted"] = True
        told = _told(path, expected, actual, one.how)
        place = self._place(entry, resource, one.steps)
        return self._drift("cloudformation/changed", entry, told, details)._replace(
            path=path,
            declared=None if one.how == "ADD" else expected,
            actual=None if one.how == "REMOVE" else actual,
            location=place.primary,
            related=place.related,
        )

    def _own(self, resource: Resource | None, entry: Entry, steps: Path) -> object:
        """Return what the template itself says of a property, None where that cannot be told."""
        if resource is None or resource.name != entry.name or is_unknown(resource.value):
            return None
        return find(resource.value, steps)

    def _deleted(self, entry: Entry) -> Drift:
        details = self._details(entry)
        if held := held_by(entry.type):
            details |= {"stateful": True, "holds": held}
        physical = entry.text("PhysicalResourceId")[:_LONGEST]
        called = f"{physical} " if physical else ""
        return self._drift("cloudformation/deleted", entry, f"{called}was deleted outside of the stack", details)

    def _unchecked(self, entry: Entry, reason: str) -> Drift:
        said = entry.text("DriftStatusReason") or entry.text("ResourceStatusReason")
        full = f"{reason}: {said[:200]}" if said else reason
        return self._drift("snapshot/unchecked", entry, full, {**self._details(entry), "reason": full})

    def _absent(self) -> Iterator[Drift]:
        """Yield one fact for all resources of the template that the list has no word of: types that are not checked."""
        template = self.match.template
        if template is None or self.match.others:
            return
        names = {entry.name for entry in self.members}
        missing = [one for one in template.resources.values() if one.name not in names and "[*]" not in one.address]
        if missing:
            listed = ", ".join(one.name for one in missing[:5]) + (", …" if len(missing) > 5 else "")
            reason = f"drift detection of stack {self.members[0].stack} has no word of {listed}"
            details = {"reason": reason, "stack": self.members[0].stack, "missing": [one.name for one in missing]}
            place = missing[0].locate(())
            yield Drift(
                "snapshot/unchecked", missing[0].address, place.primary, missing[0].kind, message=reason,
                unit=missing[0].unit, environment=missing[0].environment, snapshot=self.snapshot.path, details=details,
            )  # fmt: skip

    def _drift(self, kind: str, entry: Entry, message: str, details: Mapping[str, object]) -> Drift:
        resource = self.match.resource(entry)
        place = self._place(entry, resource, ())
        if self.match.others and resource is not None:
            message += f"; {', '.join(self.match.others[:3])} would declare stack {entry.stack} as well"
        return Drift(
            kind, entry.name, snapshot=self.snapshot.path, type=PREFIX + entry.type, message=message, details=details,
            unit=resource.unit if resource is not None else "",
            environment=resource.environment if resource is not None else "",
            location=place.primary, related=place.related,
        )  # fmt: skip

    def _place(self, entry: Entry, resource: Resource | None, steps: Path) -> Place:
        if resource is None:
            return Place(self.snapshot.document.locate(entry.path))
        return resource.locate(steps if resource.name == entry.name else ())

    def _details(self, entry: Entry) -> dict[str, object]:
        ids, types = entry.module
        found: dict[str, object] = {
            "stack": entry.stack,
            "physical": entry.text("PhysicalResourceId"),
            "detected": entry.text("Timestamp"),
            "module": {"ids": ids, "types": types} if ids or types else None,
            "templates": list(self.match.others) or None,
        }
        return {name: value for name, value in found.items() if value}

    def _path(self, entry: Entry, one: Difference) -> str:
        """Return the dotted path of a property, tags by their key."""
        if len(one.steps) > 1 and one.steps[0] == _KEYED and isinstance(one.steps[1], int):
            side = entry.actual if one.how == "ADD" else entry.expected
            key = value_at(side, (*one.steps[:2], "Key"))
            if isinstance(key, str) and key:
                rest = format_path(one.steps[2:])
                return f"{_KEYED}[Key={key}]" + (f".{rest}" if rest else "")
        return format_path(one.steps)


def _told(path: str, expected: object, actual: object, how: str) -> str:
    if how == "ADD":
        return f"{path} is {_short(actual)}, which the template does not declare"
    if how == "REMOVE":
        return f"{path} is not there any more, declared {_short(expected)}"
    return f"{path} is {_short(actual)}, declared {_short(expected)}"


def _short(value: object) -> str:
    if isinstance(value, dict | list):
        return f"a {'map' if isinstance(value, dict) else 'list'} of {len(value)}"
    if is_sensitive(value):
        return "another secret"
    return short(str(value))
