"""What differs between the media types in which something is exchanged, and between their schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.contracts.openapi.model import Media
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope


_BYTES: Final = {"type": "string", "format": "binary"}


def compare_media(
    scope: Scope, role: str, old: Mapping[str, Media], new: Mapping[str, Media], owners: tuple[Node, Node]
) -> None:
    """Take what differs; ``role`` is ``request`` or ``response``, ``owners`` are what has the media types."""
    taken: set[str] = set()
    for name, media in old.items():
        partner = _partner(name, new)
        if partner is None:
            if not any(_covers(name, one) for one in new):
                place = owners[1].at("content")
                scope.within(name).say_content(
                    f"{role}-media-type-removed", f"{name} is gone", media.told_at, place, values=(name, None)
                )
            continue
        taken.add(partner)
        if partner != name:
            scope.within(name).say_content(
                f"{role}-media-type-generalized", f"{name} is only one of {partner} now",
                media.told_at, new[partner].told_at, values=(name, partner),
            )  # fmt: skip
        _compare(scope.within(name), role, media, new[partner])
    for name, media in new.items():
        if name in taken:
            continue
        wider = _partner(name, old)
        if wider is not None and wider not in new:
            scope.within(name).say_content(
                f"{role}-media-type-specialized", f"of {wider} there is only {name} left",
                old[wider].told_at, media.told_at, values=(wider, name),
            )  # fmt: skip
            _compare(scope.within(name), role, old[wider], media)
        else:
            scope.within(name).say_content(
                f"{role}-media-type-added",
                f"{name} is new",
                owners[0].at("content"),
                media.told_at,
                values=(None, name),
            )


def _compare(scope: Scope, role: str, old: Media, new: Media) -> None:
    if scope.schemas.same(old.node, new.node):
        return
    _compare_schemas(scope, role, old.schema, new.schema)
    if old.item is not None and new.item is not None:
        _compare_schemas(scope, role, old.item, new.item)
    if role == "request":
        _compare_encoding(scope, old.encoding, new.encoding)


def _compare_schemas(scope: Scope, role: str, old: Node, new: Node) -> None:
    """Compare two schemas; 3.0 says of mere bytes what 3.1 leaves unsaid."""
    had, has = old.value is not None, new.value is not None
    if had != has and _BYTES in (old.value, new.value):
        return
    if had and has:
        scope.schemas.compare(scope, role, old, new)
    elif had:
        scope.say_content(f"{role}-schema-removed", "it may be anything now", old, new)
    elif has:
        scope.say_content(f"{role}-schema-added", "it has a schema now", old, new)


def _compare_encoding(scope: Scope, old: Node, new: Node) -> None:
    for name in dict.fromkeys((*old.names(), *new.names())):
        before, after = old.at(name), new.at(name)
        told = _told(before), _told(after)
        if told[0] != told[1]:
            scope.within(name).say_content(
                "request-encoding-changed", f"the part {name} is encoded otherwise", before, after, values=told
            )


def _told(encoding: Node) -> dict[str, object] | None:
    told = {key: encoding.at(key).value for key in ("contentType", "style", "explode", "allowReserved")}
    said = {key: value for key, value in told.items() if value is not None}
    return said or None


def _partner(name: str, others: Mapping[str, Media]) -> str | None:
    """Return the same media type, or the narrowest range that it belongs to."""
    return next((one for one in _ranges(name) if one in others), None)


def _ranges(name: str) -> Iterator[str]:
    yield name
    main = name.partition(";")[0]
    kind = main.partition("/")[0]
    yield from (one for one in (f"{kind}/*", "*/*") if one != name)


def _covers(wide: str, narrow: str) -> bool:
    return wide != narrow and wide in set(_ranges(narrow))
