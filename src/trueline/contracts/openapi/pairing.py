"""Which operation at head is which at base, whatever its parameters are called and wherever `/v1` is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from trueline.contracts.openapi.model import Operation

_VERSION: Final = re.compile(r"(?<=/)v(\d+)(?:\.\d+)*(?:(?:alpha|beta|rc)\d*)?(?=/|\Z)", re.IGNORECASE)


class Pair(NamedTuple):
    """One operation on both sides, None where it does not exist. ``is_shifted``: `/v1` moved to or from the server."""

    old: Operation | None
    new: Operation | None
    is_shifted: bool = False

    @property
    def versions(self) -> tuple[str, str]:
        """Return the versions of the two paths, empty where a path has none."""
        return _version_of(self.old), _version_of(self.new)


def _version_of(operation: Operation | None) -> str:
    return path_version(operation.template) if operation is not None else ""


def path_version(path: str) -> str:
    """Return the version that a path carries (``v1``), else nothing."""
    found = _VERSION.search(path)
    return found[0].lower() if found is not None else ""


def pair_operations(
    before: Mapping[tuple[str, str], Operation], after: Mapping[tuple[str, str], Operation], prefixes: tuple[str, str]
) -> list[Pair]:
    """Return every operation with its partner, in the order of base; what is new comes last.

    Partners have the same path, else the same but for the names of its parameters, else the same with the path of the
    server before it (``prefixes``), else the same in another version.
    """
    old, new = dict(before), dict(after)
    found: dict[tuple[str, str], tuple[Operation, bool]] = {}
    keys: list[tuple[Callable[[Operation, str], Hashable], bool]] = [
        (lambda one, _: (one.path, one.method), False),
        (lambda one, _: (one.template, one.method), False),
        (lambda one, prefix: (prefix + one.template, one.method), True),
        (lambda one, _: (_VERSION.sub("v", one.template), one.method), False),
    ]
    for key, is_shift in keys:
        if is_shift and prefixes[0] == prefixes[1]:
            continue
        waiting: dict[Hashable, list[tuple[tuple[str, str], Operation]]] = {}
        for name, one in new.items():
            waiting.setdefault(key(one, prefixes[1]), []).append((name, one))
        for name, one in list(old.items()):
            partners = waiting.get(key(one, prefixes[0]))
            if partners:
                partner, operation = partners.pop(0)
                found[name] = operation, is_shift
                del old[name], new[partner]
    pairs = [Pair(one, *found[name]) if name in found else Pair(one, None) for name, one in before.items()]
    return [*pairs, *(Pair(None, one) for one in new.values())]
