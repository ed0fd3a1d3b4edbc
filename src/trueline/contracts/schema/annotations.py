"""Differences that validation does not see: defaults, marks, what a text holds, discriminators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.schema.difference import Child, Difference
from trueline.contracts.schema.node import node_of
from trueline.contracts.schema.values import key_of, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.part import Spot
    from trueline.contracts.schema.view import View

_MARKS: Final = {"readOnly": "read-only", "writeOnly": "write-only", "deprecated": "deprecated"}
_VALUES: Final = {
    "default": "default", "contentEncoding": "content-encoding", "contentMediaType": "content-media-type",
}  # fmt: skip


_CONTENTS: Final = {
    "byte": ("contentEncoding", "base64"), "binary": ("contentMediaType", "application/octet-stream"),
}  # fmt: skip
"""Formats of OpenAPI 3.0, and how 3.1 says the same."""


def is_content(name: str, view: View) -> bool:
    """Tell whether a schema says by what its texts hold what a format says of them."""
    keyword, value = _CONTENTS.get(name, ("", ""))
    return keyword in view.annotations and view.annotations[keyword][0] == value


def _is_format(keyword: str, one: View, other: View) -> bool:
    """Tell whether one side says by a format what the other says by a keyword for what texts hold."""
    return any(
        keyword == told and name in one.formats and keyword not in one.annotations and is_content(name, other)
        for name, (told, _) in _CONTENTS.items()
    )


def compare_annotations(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield what differs in the annotations of a pair."""
    if old.view.annotations or new.view.annotations:
        yield from _marks(old, new)
        yield from _values(old, new)
        yield from _discriminators(old, new)


def compare_contents(old: Schema, new: Schema) -> Iterator[Difference | Child]:
    """Yield the pair of schemas for what texts hold; where one side has none, nothing is known of it there."""
    one, other = old.view.annotations.get("contentSchema"), new.view.annotations.get("contentSchema")
    if one is not None and other is not None:
        parts = (spot.part.below("contentSchema") for _, spot in (one, other))
        before, after = (node_of([part], part.files) for part in parts)
        yield Child("<content>", before, after)
    elif one is not None or other is not None:
        text = f"what a text holds has {'no schema any more' if other is None else 'a schema now'}"
        yield Difference("may-have-changed", text, _spot(old, "contentSchema"), _spot(new, "contentSchema"))


def _marks(old: Schema, new: Schema) -> Iterator[Difference]:
    for keyword, word in _MARKS.items():
        before, after = is_marked(old, keyword), is_marked(new, keyword)
        if before != after:
            kind, text = ("added", "now") if after else ("removed", "no longer")
            spots = _spot(old, keyword), _spot(new, keyword)
            yield Difference(f"{word}-{kind}", f"is {word} {text}", *spots, before, after, details=sunset_of(new))


def is_marked(schema: Schema, keyword: str) -> bool:
    """Tell whether a mark (``readOnly``, ``writeOnly``, ``deprecated``) is set."""
    return any(part.keywords.get(keyword) is True for part in (*schema.parts, *schema.flat))


def sunset_of(schema: Schema) -> dict[str, object]:
    """Return when a schema says it will be gone, if it does."""
    found = next((part.keywords["x-sunset"] for part in schema.flat if "x-sunset" in part.keywords), None)
    return {} if found is None else {"sunset": str(found)}


def _values(old: Schema, new: Schema) -> Iterator[Difference]:
    for keyword, word in _VALUES.items():
        one, other = old.view.annotations.get(keyword), new.view.annotations.get(keyword)
        if (one is None and other is None) or (one and other and key_of(one[0]) == key_of(other[0])):
            continue
        if any(_is_format(keyword, *pair) for pair in ((old.view, new.view), (new.view, old.view))):
            continue
        kind = "added" if one is None else "removed" if other is None else "changed"
        spots = _spot(old, keyword), _spot(new, keyword)
        values = (one[0] if one else None), (other[0] if other else None)
        shown = [shortened(value) for value, there in zip(values, (one, other), strict=True) if there is not None]
        yield Difference(f"{word}-{kind}", f"{keyword} {kind}: {', now '.join(shown)}", *spots, *values)


def _discriminators(old: Schema, new: Schema) -> Iterator[Difference]:
    one, other = _discriminator(old), _discriminator(new)
    if one == other:
        return
    spots = _spot(old, "discriminator"), _spot(new, "discriminator")
    if not one[0] or not other[0]:
        kind = "removed" if one[0] else "added"
        yield Difference(f"discriminator-{kind}", f"discriminator {kind}", *spots, one[0] or None, other[0] or None)
        return
    if one[0] != other[0]:
        text = f"discriminator changed from {one[0]} to {other[0]}"
        named = _inside(old, "propertyName"), _inside(new, "propertyName")
        yield Difference("discriminator-changed", text, *named, one[0], other[0])
        return
    for value in sorted(one[1].keys() | other[1].keys()):
        before, after = one[1].get(value), other[1].get(value)
        spots = _inside(old, "mapping", value), _inside(new, "mapping", value)
        if before is None or after is None:
            kind, text = ("added", "new") if before is None else ("removed", "gone")
            yield Difference(f"discriminator-mapping-{kind}", f"the value {value} is {text}", *spots, before, after)
        elif before.rpartition("/")[2] != after.rpartition("/")[2]:
            # only what the name stands for tells whether a moved schema is another; a renamed one is told here
            text = f"the value {value} leads to another schema"
            yield Difference("discriminator-mapping-changed", text, *spots, before, after)


def _inside(schema: Schema, *path: str) -> Spot | None:
    spot = _spot(schema, "discriminator")
    return None if spot is None else spot._replace(path=(*spot.path, *path))


def _discriminator(schema: Schema) -> tuple[str, dict[str, str]]:
    value, _ = schema.view.annotations.get("discriminator", (None, None))
    if isinstance(value, str):  # as OpenAPI 2 writes it
        return value, {}
    if not isinstance(value, dict) or not isinstance(value.get("propertyName"), str):
        return "", {}
    mapping = value.get("mapping")
    pairs = mapping.items() if isinstance(mapping, dict) else ()
    return value["propertyName"], {key: target for key, target in pairs if isinstance(target, str)}


def _spot(schema: Schema, keyword: str) -> Spot | None:
    found = schema.view.annotations.get(keyword)
    return found[1] if found is not None else schema.spot(keyword)
