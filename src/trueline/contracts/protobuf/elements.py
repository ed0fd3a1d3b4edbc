"""Messages, enums and services of paired files: which are the same, which moved elsewhere, which are gone or new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.protobuf import enums, extensions, files, messages, services
from trueline.contracts.protobuf.kinds import CODE, FILE, WIRE
from trueline.contracts.protobuf.messages import Messages
from trueline.contracts.protobuf.pairing import ALIKE, MOST_OF_A_NAME, likeness
from trueline.contracts.protobuf.scene import Fact, Pair
from trueline.parsers.protobuf.syntax import Enum, Message, Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.contracts.protobuf.scene import Scene
    from trueline.contracts.protobuf.side import Declared, File
    from trueline.model.location import Location

_RULES: Final = {
    kind: (f"{kind.upper()}_NO_DELETE", f"PACKAGE_{kind.upper()}_NO_DELETE") for kind in ("enum", "message", "service")
}


class Lost(NamedTuple):
    """Something that its file no longer declares. ``file`` is what became of that, None when it is gone too."""

    origin: File
    declared: Declared
    file: File | None


class Found(NamedTuple):
    """Something that its file did not declare at base; ``before`` is that file then, None when it is new."""

    file: File
    declared: Declared
    before: File | None


def compare(scene: Scene, pairs: Sequence[Pair], gone: Sequence[File], new: Sequence[File]) -> None:
    """Say what differs between paired files, and what moved between any of them.

    Of a package that was dropped as a whole only the services are told, whose callers fail; its messages are no news.
    """
    lost = [Lost(pair.base, one, pair.head) for pair in pairs for one in _missing(pair.base, pair.head)]
    lost += [Lost(file, one, None) for file in gone for one in file.declared.values() if "." not in one.name]
    found = [Found(pair.head, one, pair.base) for pair in pairs for one in _missing(pair.head, pair.base)]
    found += [Found(file, one, None) for file in new for one in file.declared.values() if "." not in one.name]
    moves = _moves(lost, found, [*(pair.head for pair in pairs), *new])
    _learn(scene, pairs, lost, found, moves)
    for pair in pairs:
        files.compare(scene, pair)
        for base, head in _common(pair):
            _compare(scene, pair, (base, head))
        extensions.compare(scene, pair)
    for number, one in enumerate(lost):
        target = moves.get(number)
        if target is None:
            if one.file is not None or one.declared.kind == "service" or one.origin.package not in scene.dropped:
                _tell_removed(scene, one)
        else:
            _tell_moved(scene, one, found[target])
    for number, other in enumerate(found):
        if number not in moves.values():
            _tell_added(scene, other)


def counts(file: File) -> list[tuple[str, int]]:
    """Return how many messages, enums and services a file declares, without those within others."""
    kinds = [one.kind for name, one in file.declared.items() if "." not in name]
    return [(f"{kind}s", kinds.count(kind)) for kind in ("message", "enum", "service")]


def _missing(one: File, other: File) -> Iterator[Declared]:
    """Yield what ``other`` does not declare; of what stands within something that is missing too, only that."""
    for name, declared in one.declared.items():
        if _has(other, name, declared.kind):
            continue
        outer = name.rpartition(".")[0]
        if not outer or _has(other, outer, "message"):
            yield declared


def _has(file: File, name: str, kind: str) -> bool:
    found = file.declared.get(name)
    return found is not None and found.kind == kind


def _common(pair: Pair) -> Iterator[tuple[Declared, Declared]]:
    for name, declared in pair.base.declared.items():
        if _has(pair.head, name, declared.kind):
            yield declared, pair.head.declared[name]


def _moves(lost: Sequence[Lost], found: Sequence[Found], heads: Sequence[File]) -> dict[int, int]:
    """Return which of ``found`` each of ``lost`` became: of the same full name, or alike in another package.

    What went to another package is still used in the old one: a file there imports the new place. Without that it is
    another API that has something of the same name, which is common.
    """
    by_full: dict[tuple[str, str], list[int]] = {}
    by_name: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(found):
        by_full.setdefault((one.declared.kind, one.file.full(one.declared.name)), []).append(number)
        by_name.setdefault((one.declared.kind, one.declared.name), []).append(number)
    imported = {(file.package, one.path.text) for file in heads for one in file.root.imports}
    moves: dict[int, int] = {}
    used: set[int] = set()
    for number, gone in enumerate(lost):
        same = by_full.get((gone.declared.kind, gone.origin.full(gone.declared.name)), [])
        free = [one for one in same if one not in used]
        if free:
            moves[number] = free[0]
            used.add(free[0])
    for number, gone in enumerate(lost):
        if number in moves:
            continue
        named = by_name.get((gone.declared.kind, gone.declared.name), [])
        scored = [
            (likeness(gone.declared, found[one].declared), -one)
            for one in (named if len(named) <= MOST_OF_A_NAME else ())
            if one not in used and _is_imported(imported, gone.origin.package, found[one].file.path)
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= ALIKE:
            moves[number] = -best[1]
            used.add(-best[1])
    return moves


def _is_imported(imported: set[tuple[str, str]], package: str, path: str) -> bool:
    """Tell whether a file of ``package`` imports ``path``, whatever the root is that imports begin at."""
    parts = path.split("/")
    return any((package, "/".join(parts[number:])) in imported for number in range(len(parts)))


def _learn(
    scene: Scene, pairs: Sequence[Pair], lost: Sequence[Lost], found: Sequence[Found], moves: dict[int, int]
) -> None:
    """Keep which full name at base is which at head, with all that stands within."""
    for pair in pairs:
        if pair.base.package != pair.head.package:
            scene.moved |= {pair.base.full(one.name): pair.head.full(other.name) for one, other in _common(pair)}
    for number, target in moves.items():
        gone, new = lost[number], found[target]
        for name in gone.origin.declared:
            if name == gone.declared.name or name.startswith(f"{gone.declared.name}."):
                scene.moved[gone.origin.full(name)] = new.file.full(name)


def _compare(scene: Scene, pair: Pair, both: tuple[Declared, Declared]) -> None:
    subject = pair.base.full(both[0].name)
    if isinstance(both[0].node, Message):
        messages.compare(scene, Messages(pair, both[0], both[1], subject))
    elif isinstance(both[0].node, Enum):
        enums.compare(scene, pair, both, subject)
    elif isinstance(both[0].node, Service):
        services.compare(scene, pair, both, subject)


def _outer(file: File, name: str) -> Location:
    """Return the place of what ``name`` would stand in."""
    outer = file.declared.get(name.rpartition(".")[0])
    return file.top() if outer is None else file.at(outer.node.name)


def _tell_removed(scene: Scene, lost: Lost) -> None:
    kind, name = lost.declared.kind, lost.declared.name
    head = None if lost.file is None else _outer(lost.file, name)
    rules = _RULES[kind] if lost.file is not None else _RULES[kind][1:]
    fact = Fact(
        f"the {kind} {name} was removed",
        lost.origin.full(name),
        rules=rules,
        more=(("file_removed", lost.file is None),),
    )
    base = lost.origin.at(lost.declared.node.name)
    scene.add(f"{kind}-removed", lost.origin.full(name), base, head, fact)


def _tell_moved(scene: Scene, lost: Lost, found: Found) -> None:
    """Say where something went, and compare what it is made of."""
    kind, name = lost.declared.kind, lost.declared.name
    before, after = lost.origin.full(name), found.file.full(name)
    where = f"to {found.file.path}" if before == after else f"to the package {found.file.package or 'without a name'}"
    categories: tuple[str, ...] = FILE if before == after else CODE
    if kind == "service" and before != after:
        categories = WIRE
    fact = Fact(
        f"the {kind} {name} was moved {where}",
        {"file": lost.origin.path, "name": before},
        {"file": found.file.path, "name": after},
        categories,
        _RULES[kind][: 1 if before == after else 2],
        "breaking" if categories == WIRE else None,
    )
    pair = Pair(lost.origin, found.file)
    places = pair.base.at(lost.declared.node.name), pair.head.at(found.declared.node.name)
    scene.add(f"{kind}-moved", before, *places, fact)
    _compare(scene, pair, (lost.declared, found.declared))
    for inner, declared in lost.origin.declared.items():
        if inner.startswith(f"{name}."):
            _compare_inner(scene, pair, declared)


def _compare_inner(scene: Scene, pair: Pair, declared: Declared) -> None:
    """Compare what stands within something that moved."""
    if _has(pair.head, declared.name, declared.kind):
        _compare(scene, pair, (declared, pair.head.declared[declared.name]))
    elif _has(pair.head, declared.name.rpartition(".")[0], "message"):
        _tell_removed(scene, Lost(pair.base, declared, pair.head))


def _tell_added(scene: Scene, found: Found) -> None:
    kind, name = found.declared.kind, found.declared.name
    fact = Fact(f"the {kind} {name} was added", None, found.file.full(name))
    base = None if found.before is None else _outer(found.before, name)
    scene.add(f"{kind}-added", found.file.full(name), base, found.file.at(found.declared.node.name), fact)
