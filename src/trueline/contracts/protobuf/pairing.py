"""Which file at head is which file at base: by path, by content, and by what it declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.protobuf.syntax import Enum, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.contracts.protobuf.side import Declared, File, Side


_VERSION: Final = re.compile(r"v[0-9]+(?:p[0-9]+)?(?:(?:alpha|beta)[0-9]*)?|(?:alpha|beta)[0-9]*")


ALIKE: Final = 0.5
"""Of what two messages of one name have, at least this share must agree for them to be one that moved."""


MOST_OF_A_NAME: Final = 100
"""Files or elements that may share a name before it is too common to tell what became of what."""


class Paths(NamedTuple):
    """Paths of two revisions: whose content changed, which moved as they are, which only one side has."""

    changed: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


def paths(base: Side, head: Side) -> Paths:
    """Compare blob ids only; nothing is parsed."""
    before, after = set(base.paths), set(head.paths)
    changed = tuple(path for path in sorted(before & after) if base.blob(path) != head.blob(path))
    gone, new = sorted(before - after), sorted(after - before)
    by_blob: dict[str, list[str]] = {}
    for path in new:
        by_blob.setdefault(head.blob(path), []).append(path)
    moved = []
    for path in gone:
        same = by_blob.get(base.blob(path), []) if base.blob(path) else []
        if same:
            best = max(same, key=lambda one: _likeness(path, one))
            same.remove(best)
            moved.append((path, best))
    left = {path for path, _ in moved}, {path for _, path in moved}
    return Paths(
        changed,
        tuple(moved),
        tuple(path for path in gone if path not in left[0]),
        tuple(path for path in new if path not in left[1]),
    )


def _likeness(one: str, other: str) -> tuple[int, int]:
    """Return how many folders and names two paths share at their ends, then at their beginnings."""
    left, right = one.split("/"), other.split("/")
    return _common(reversed(left), reversed(right)), _common(left, right)


def _common(left: Iterable[str], right: Iterable[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count


def renamed(gone: Sequence[File], new: Sequence[File]) -> list[tuple[File, File]]:
    """Return which new file has at least half of what a file declared that is gone; each is used once.

    A file of the same package comes first, then one of the same name.
    """
    having: dict[str, list[int]] = {}
    for number, file in enumerate(new):
        for name in _top(file):
            having.setdefault(name, []).append(number)
    scored = [
        (score, -left, -right) for left, file in enumerate(gone) for right, score in _scores(file, new, having).items()
    ]
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, left, right in sorted(scored, reverse=True):
        if -left not in found and -right not in used:
            found[-left] = -right
            used.add(-right)
    return [(gone[left], new[right]) for left, right in sorted(found.items())]


def _scores(
    file: File, new: Sequence[File], having: Mapping[str, Sequence[int]]
) -> dict[int, tuple[bool, bool, float, tuple[int, int]]]:
    names = _top(file)
    counts: dict[int, int] = {}
    for name in names:
        numbers = having.get(name, ())
        for number in numbers if len(numbers) <= MOST_OF_A_NAME else ():
            counts[number] = counts.get(number, 0) + 1
    leaf = file.path.rpartition("/")[2]
    return {
        number: (
            new[number].package == file.package,
            new[number].path.rpartition("/")[2] == leaf,
            count / len(names),
            _likeness(file.path, new[number].path),
        )
        for number, count in counts.items()
        if count * 2 >= len(names) and _may_be(file, new[number])
    }


def likeness(base: Declared, head: Declared) -> float:
    """Return the share of fields, values or rpcs that both have alike; empty ones are alike by their name only."""
    left, right = _traits(base), _traits(head)
    return len(left & right) / max(len(left | right), 1)


def _traits(declared: Declared) -> set[tuple[object, ...]]:
    node = declared.node
    if isinstance(node, Message):
        return {(field.tag, field.name.text) for field in node.fields}
    if isinstance(node, Enum):
        return {(value.number, value.name.text) for value in node.values}
    return {(method.name.text,) for method in node.methods}


def _may_be(file: File, other: File) -> bool:
    """Tell whether a file can have become one of another package: not its next version, and made of the same."""
    if file.package == other.package:
        return True
    if _is_other_version(file.package, other.package):
        return False
    shared = [name for name in file.declared if name in other.declared]
    total = sum(likeness(file.declared[name], other.declared[name]) for name in shared)
    return total >= ALIKE * len(file.declared)


def _is_other_version(one: str, other: str) -> bool:
    """Tell whether two packages are versions of one another: then what was in one was dropped, not moved."""
    if one == other:
        return False
    left, right = ([part for part in name.split(".") if not _VERSION.fullmatch(part)] for name in (one, other))
    return left == right


def _top(file: File) -> set[str]:
    return {f"{one.kind} {name}" for name, one in file.declared.items() if "." not in name}
