"""Differences from what is there, in words: who, what, declared and actual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.drift import DRIFT_KINDS
from trueline.reporters.text import cut, one_line
from trueline.values.unknown import Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.drift import Actor, Drift

NOTHING: Final = "—"
_HIDDEN: Final = "(sensitive)"
_UNKNOWN: Final = "(unknown)"
_COUNTED: Final = ("kubernetes", "aws", "iam", "cloudformation")
_LONGEST: Final = 120
_SIDES: Final = ("declared", "actual")
_FORMAL: Final[Mapping[str, str]] = {
    "under": "an autoscaler decides it",
    "computed": "only the provider sets it",
    "ignored": "`ignore_changes` has it",
    "default": "nothing became a default",
    "order": "only the order differs",
}
_REMARKS: Final[Mapping[str, str]] = {
    "reverted": "the plan sets it back",
    "pending": "not applied yet",
    "unapplied": "not applied yet",
    "adopted": "the code says so already",
    **_FORMAL,
}
"""Fields of the details → what to say of a difference beside what differs."""


class Sorted(NamedTuple):
    """Differences, those that a change makes itself, accepted ones, and those that are nobody's doing.

    Then what could not be told, files that tell, and entries of the settings.
    """

    differences: tuple[Drift, ...]
    changing: tuple[Drift, ...]
    accepted: tuple[Drift, ...]
    formal: tuple[Drift, ...]
    unchecked: tuple[Drift, ...]
    read: tuple[Drift, ...]
    entries: tuple[Drift, ...]


def sort(drifts: Iterable[Drift]) -> Sorted:
    """Return differences by what they are for whoever reads of them."""
    found: dict[str, list[Drift]] = {name: [] for name in Sorted._fields}
    for drift in drifts:
        found[_group(drift)].append(drift)
    return Sorted(*(tuple(found[name]) for name in Sorted._fields))


def _group(drift: Drift) -> str:
    if drift.kind == "snapshot/read":
        return "read"
    if drift.kind == "snapshot/unchecked":
        return "unchecked"
    if drift.kind.startswith("expected/"):
        return "entries"
    if drift.expected:
        return "accepted"
    if drift.details.get("by_change"):
        return "changing"
    return "formal" if any(drift.details.get(name) for name in _FORMAL) else "differences"


def spelled(value: object, most: int = _LONGEST) -> str:
    """Return a value on one line, without what must not be shown."""
    import json

    if value is None:
        return NOTHING
    text = value if isinstance(value, str) and not is_sensitive(value) else json.dumps(plain(value), ensure_ascii=False)
    return cut(one_line(text).strip('"') if is_sensitive(value) or isinstance(value, Unknown) else one_line(text), most)


def plain(value: object) -> object:
    """Return a value as JSON holds it; instead of what must not be shown, or is not known, it says so."""
    if is_sensitive(value):
        return _HIDDEN
    if isinstance(value, Unknown):
        return _UNKNOWN
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(member) for member in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def who(by: Actor | None) -> str:
    """Return who changed it, and when, as far as that is known."""
    if by is None:
        return ""
    role = "" if by.role == "unknown" else f" ({by.role})"
    return one_line(f"{by.name}{role}{f' {by.at[:10]}' if by.at else ''}")


def remark(drift: Drift) -> str:
    """Return what is to be known of a difference beside what differs: that it is undone, or nobody's doing."""
    what = drift.kind.partition("/")[2]
    said = [] if what in ("changed", "differs") or not drift.path else [what]
    return ", ".join(filter(None, (*said, standing(drift))))


def standing(drift: Drift) -> str:
    """Return whether a difference waits to be applied, is undone, or nobody's doing."""
    return ", ".join(dict.fromkeys(text for name, text in _REMARKS.items() if drift.details.get(name)))


def apart(one: str, other: str, most: int) -> tuple[str, str]:
    """Return two texts in at most ``most`` characters each, so that what they differ in is seen."""
    if max(len(one), len(other)) <= most:
        return one, other
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, min(same - most // 3, max(len(one), len(other)) - most + 1))
    return _window(one, start, most), _window(other, start, most)


def _window(text: str, start: int, most: int) -> str:
    return cut(text, most) if start == 0 or len(text) <= start else cut("…" + text[start + 1 :], most)


def by_reason(drifts: Sequence[Drift]) -> list[tuple[str, list[Drift]]]:
    """Return what could not be told together by its reason, in the order of the first of each."""
    found: dict[str, list[Drift]] = {}
    for one in drifts:
        why = one.details.get("reason")
        found.setdefault(why if isinstance(why, str) else reason(one), []).append(one)
    return list(found.items())


def by_address(drifts: Sequence[Drift]) -> list[list[Drift]]:
    """Return the differences of each resource together, in the order of the first of each."""
    groups: dict[tuple[str, str, str, str], list[Drift]] = {}
    for drift in drifts:
        groups.setdefault((drift.unit, drift.environment, drift.type, drift.address), []).append(drift)
    return list(groups.values())


def sides(drift: Drift) -> tuple[str, str]:
    """Return what both sides are called: declared and actual, or two environments."""
    left, right = drift.details.get("left"), drift.details.get("right")
    return (one_line(left), one_line(right)) if isinstance(left, str) and isinstance(right, str) else _SIDES


def what(drift: Drift) -> str:
    """Return the attribute, or what is said of the whole."""
    return one_line(drift.path) or drift.kind.partition("/")[2]


def has_sides(drift: Drift) -> bool:
    """Tell whether both sides are shown beside each other; of rights a sentence says what is more, or less."""
    return drift.declared is not None and drift.actual is not None and not drift.kind.startswith("access/")


def sentence(drift: Drift) -> str:
    """Return what is said of a difference, with what it is about."""
    said, about = reason(drift), one_line(drift.address or drift.snapshot)
    return said if said.startswith(about) else f"{about}: {said}"


def number_of(drift: Drift) -> int:
    """Return how many things a fact stands for that says of several that they could not be told."""
    found = drift.details.get("objects", drift.details.get("count", 1))
    return found if isinstance(found, int) else 1


def reason(drift: Drift) -> str:
    """Return what is said of a difference, else what its kind says."""
    found = drift.details.get("reason")
    return one_line(drift.message or (found if isinstance(found, str) else "") or DRIFT_KINDS[drift.kind])


def _is_compared(found: Sorted) -> bool:
    """Tell whether anything was held against a file, as far as that is counted."""
    return any(map(_has_compared, found.read)) or not (found.read or found.unchecked)


def _has_compared(read: Drift) -> bool:
    """Tell whether a file was held against anything; of a state or plan that is not counted."""
    is_counted = "compared" in read.details or read.details.get("snapshot_kind") in _COUNTED
    return not is_counted or bool(read.details.get("compared"))


def summary_line(drifts: Sequence[Drift]) -> str:
    """Return how much differs in one line, nothing where nothing was compared."""
    if not drifts:
        return ""
    found = sort(drifts)
    number, resources = len(found.differences), len(by_address(found.differences))
    if number:
        said = f"{number:,} {'difference' if number == 1 else 'differences'} in {resources:,} "
        said += "resource" if resources == 1 else "resources"
    else:
        said = "nothing drifted" if _is_compared(found) else "no difference found"
    parts = [said, *([f"{len(found.changing):,} by this change"] if found.changing else [])]
    parts += [f"{len(found.accepted):,} accepted"] if found.accepted else []
    parts += [f"{len(found.formal):,} of nobody's doing"] if found.formal else []
    untold = sum(map(number_of, found.unchecked))
    parts += [f"{untold:,} not checked"] if untold else []
    return ", ".join(parts)
