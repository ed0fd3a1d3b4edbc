"""Lists: slices, order, members that are distinct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.arithmetic import LONGEST_LIST
from trueline.policies.cel.equality import NUMBERS, contains
from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import NONE, OpenList, Optional, kind_of, opened
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.policies.cel.run import Run

_ORDERED = frozenset(("string", "bytes", "bool", "google.protobuf.Timestamp", "google.protobuf.Duration"))


def ordered(pairs: list[tuple[object, object]]) -> object:
    """Return the second parts in the order of the first; unknown where a first part is."""
    unknowns = [key for key, _ in pairs if isinstance(key, Unknown)]
    if unknowns:
        return join(*unknowns)
    kinds = {kind_of(key) for key, _ in pairs}
    if not (kinds <= NUMBERS or (len(kinds) == 1 and kinds <= _ORDERED)):
        raise EvaluationError("a list is sorted by numbers, texts, times or booleans, all of one kind")
    return [member for _, member in sorted(pairs, key=lambda pair: pair[0])]  # type: ignore[arg-type,return-value]


def _sort(items: list[object]) -> object:
    return ordered([(item, item) for item in items])


def _slice(items: list[object], start: int, end: int) -> list[object]:
    if not 0 <= start <= end <= len(items):
        raise EvaluationError(f"no members {start} to {end} in a list of {len(items)}")
    return list(items[start:end])


def _flatten(run: Run, items: list[object], depth: int = 1) -> object:
    if depth < 0:
        raise EvaluationError("flatten() goes down at least 0 levels")
    flat: list[object] = []
    more = _gather(run, items, depth, flat)
    return OpenList(flat, join(*more)) if more else flat


def _gather(run: Run, items: list[object], depth: int, flat: list[object]) -> list[Unknown]:
    more: list[Unknown] = []
    run.spend(len(items))
    for item in map(opened, items) if depth > 0 else items:
        if type(item) is Unknown:
            more.append(item)
        elif depth > 0 and isinstance(item, list | tuple):
            if isinstance(item, OpenList):
                more.append(item.open)
            more += _gather(run, list(item), depth - 1, flat)
        else:
            flat.append(item)
    if len(flat) > LONGEST_LIST:
        raise LimitReachedError(f"a list of more than {LONGEST_LIST} members")
    return more


def _distinct(run: Run, items: list[object]) -> object:

    if all(type(item) is str for item in items):
        return list(dict.fromkeys(items))
    seen: list[object] = []
    for item in items:
        run.spend(1)
        found = contains(seen, item, run)
        if isinstance(found, Unknown):
            return found
        if not found:
            seen.append(item)
    return seen


def _range(run: Run, count: int) -> list[object]:
    if count > LONGEST_LIST:
        raise LimitReachedError(f"a list of more than {LONGEST_LIST} members")
    run.spend(max(count, 0))
    return list(range(count))


def _end(items: list[object], position: int) -> object:
    if not items:
        return NONE
    found = items[position]
    return found if type(found) is Unknown else Optional(found)


FUNCTIONS: Mapping[str, Function] = {
    "distinct": Function(_distinct, "list", "list", run=True),
    "first": Function(lambda items: _end(items, 0), "list", "optional_type"),
    "flatten": Function(_flatten, "list int?", "list", run=True),
    "last": Function(lambda items: _end(items, -1), "list", "optional_type"),
    "lists.range": Function(_range, "int", "list", "f", run=True),
    "slice": Function(_slice, "list int int", "list"),
    "sort": Function(_sort, "list", "list"),
}
