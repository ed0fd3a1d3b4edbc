"""Schemas that stand in for another by its discriminator, without a choice that names them.

Where a schema with a ``discriminator`` has no ``oneOf`` and no ``anyOf``, a value of it is in truth one of those that
its mapping names, or that have it in their ``allOf``: whoever reads it gets them, though nothing refers to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.contracts.schema.difference import Child, Difference
from trueline.contracts.schema.node import Schema, node_of
from trueline.contracts.schema.part import Spot, has_subtypes, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.part import Part
    from trueline.model.location import Path

_OWNERS: Final[tuple[Path, ...]] = (("components", "schemas"), ("definitions",))
_LONGEST: Final = 50  # references that lead from one to the next


def compare_subtypes(old: Schema, new: Schema) -> Iterator[Difference | Child]:
    """Yield the pairs of schemas that stand in for two others, and those that only one side has and no mapping told."""
    before, after = _subtypes(old), _subtypes(new)
    if before is None or after is None:
        return  # a choice names them
    for name in sorted(before.keys() & after.keys()):
        yield Child(f"<{name}>", node_of([before[name][0]], old.files), node_of([after[name][0]], new.files))
    spots = old.spot("discriminator"), new.spot("discriminator")
    for name in sorted(before.keys() - after.keys()):
        part, is_told = before[name]
        if not is_told:
            text = f"{name} no longer stands in for it"
            yield Difference("discriminator-mapping-removed", text, Spot(part), spots[1], name)
    for name in sorted(after.keys() - before.keys()):
        part, is_told = after[name]
        if not is_told:
            text = f"{name} may stand in for it"
            yield Difference("discriminator-mapping-added", text, spots[0], Spot(part), None, name)


def _subtypes(schema: Schema) -> dict[str, tuple[Part, bool]] | None:
    """Return the schemas that stand in for ``schema`` by the value or name that tells them, and if a mapping does."""
    owner = next((part for part in map(_meant, schema.parts) if has_subtypes(part.keywords)), None)
    if owner is None:
        return None
    found: dict[str, tuple[Part, bool]] = {}
    said = owner.keywords["discriminator"]
    mapping = said.get("mapping") if isinstance(said, dict) else None
    for value, target in mapping.items() if isinstance(mapping, dict) else ():
        part = _target(owner, target) if isinstance(target, str) else None
        if part is not None and part is not owner:
            found[str(value)] = part, True
    known = {part for part, _ in found.values()}
    return found | {str(part.path[-1]): (part, False) for part in _heirs(owner) if part not in known}


def _meant(part: Part) -> Part:
    for _ in range(_LONGEST):
        references = part.references
        target = part.target(references[0][1]) if references else None
        if target is None:
            break
        part = target
    return part


def _target(owner: Part, said: str) -> Part | None:
    """Return what a mapping leads to: a reference, or the name of a schema."""
    named = [owner.target("#/" + "/".join((*map(str, path), said))) for path in _OWNERS]
    return next((part for part in named if part is not None), None) or owner.target(said)


def _heirs(owner: Part) -> list[Part]:
    """Return the schemas of the same document that have ``owner`` in their ``allOf``, or another that has."""
    key = ("heirs", id(owner.document))
    known = owner.files.kept.get(key)
    if known is None:
        known = owner.files.kept[key] = _direct(owner)
    direct = cast("dict[Part, list[Part]]", known)
    found: dict[Part, None] = {}
    todo = [owner]
    while todo:
        for part in direct.get(todo.pop(), ()):
            if part not in found and part is not owner:
                found[part] = None
                todo.append(part)
    return list(found)


def _direct(owner: Part) -> dict[Part, list[Part]]:
    found: dict[Part, list[Part]] = {}
    for path in _OWNERS:
        exists, schemas = value_at(owner.document.root, path)
        for name, raw in schemas.items() if exists and isinstance(schemas, dict) else ():
            members = raw.get("allOf") if isinstance(raw, dict) else None
            if not isinstance(members, list):
                continue
            heir = owner.at((*path, name), raw)
            for index in range(len(members)):
                meant = _meant(heir.below("allOf", index))
                found.setdefault(meant, []).append(heir)
    return found
