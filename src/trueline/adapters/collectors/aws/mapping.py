"""From an answer of AWS to attributes in Terraform's words: a table for each type, and what reads such tables."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from trueline.adapters.collectors.aws.cloud import AbsentError, UnreadError
from trueline.drift.aws.identity import NATURAL, SCOPES

if TYPE_CHECKING:
    from trueline.adapters.collectors.aws.cloud import Place

Item: TypeAlias = Mapping[str, Any]
Field: TypeAlias = str | Callable[[Item], Any]
Fields: TypeAlias = Mapping[str, Field]

GONE: Final = "gone"
"""What ``kept`` says of something that AWS lists for a while though it is not there any more."""


class Found(NamedTuple):
    """One thing that is there. ``kept_by`` says what made it where nobody declares such a thing (a default, an owner).

    ``id`` is what Terraform has as ``id``, or what tells a part from the others of its parent. ``reason`` says why a
    part could not be read, so that nothing is known of it.
    """

    type: str
    id: str
    attributes: Mapping[str, Any]
    arn: str = ""
    kept_by: str = ""
    reason: str = ""


class Kind(NamedTuple):
    """How a type is read: ``read`` yields it and its parts, ``list`` what of the type is in a region.

    ``read`` takes what is known of the wanted one (its ``id`` and attributes) and raises ``AbsentError`` where it is
    not there. ``has_regions`` is false for what an account has once.
    """

    read: Callable[[Place, Item], Iterable[Found]]
    list: Callable[[Place], Iterable[Item]] | None = None
    has_regions: bool = True


def mapped(item: Item, fields: Fields) -> dict[str, Any]:
    """Return the attributes that a table makes of an answer."""
    return {name: at(item, field) if isinstance(field, str) else field(item) for name, field in fields.items()}


def at(item: Any, path: str) -> Any:
    """Return what stands at a dotted path, None where there is nothing."""
    for name in path.split("."):
        if not isinstance(item, Mapping):
            return None
        item = item.get(name)
    return item


def block(path: str, fields: Fields) -> Callable[[Item], list[dict[str, Any]]]:
    """Return a field for a block of Terraform that stands once: a list of one map, or of none."""
    return lambda item: [mapped(found, fields)] if (found := at(item, path) if path else item) else []


def blocks(path: str, fields: Fields) -> Callable[[Item], list[dict[str, Any]]]:
    """Return a field for a block of Terraform that stands many times."""
    return lambda item: [mapped(found, fields) for found in at(item, path) or []]


def each(path: str, name: str) -> Callable[[Item], list[Any]]:
    """Return a field for a list of texts that are a member of each element of an answer's list."""
    return lambda item: [found.get(name) for found in at(item, path) or []]


def tags(path: str = "Tags", key: str = "Key", value: str = "Value") -> Callable[[Item], dict[str, str]]:
    """Return a field for tags that AWS lists as pairs."""
    return lambda item: pairs(at(item, path), key, value)


def pairs(found: Any, key: str = "Key", value: str = "Value") -> dict[str, str]:
    """Return a map of a list of pairs, itself where it is one."""
    if isinstance(found, Mapping):
        return dict(found)
    return {tag[key]: tag.get(value, "") for tag in found or []}


def text_of(policy: Any) -> str:
    """Return a policy, which boto3 decodes at some places, as text."""
    if not policy:
        return ""
    return policy if isinstance(policy, str) else json.dumps(policy, sort_keys=True)


def digest(data: str) -> str:
    """Return the digest of user data in base64 as Terraform keeps it, marked as one; empty for none."""
    if not data:
        return ""
    try:
        decoded = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        decoded = data.encode()
    return f"sha1:{hashlib.sha1(decoded, usedforsecurity=False).hexdigest()}"


def tail(arn: Any, separator: str = "/") -> str:
    """Return what stands behind the last separator."""
    return str(arn or "").rpartition(separator)[2]


class Row(NamedTuple):
    """A type of which one operation lists all of a region, with everything that matters.

    ``path`` leads to the list, ``key`` is the member that ``wanted`` (an attribute of Terraform) is equal to. ``more``
    reads what else there is, ``kept`` says what made it.
    """

    type: str
    service: str
    operation: str
    path: str
    key: str
    fields: Fields
    wanted: str = "id"
    arn: Field = ""
    more: Callable[[Place, Item], Item] | None = None
    kept: Callable[[Item], str] | None = None
    parts: Callable[[Place, Item], Iterable[Found]] | None = None
    has_regions: bool = True


def kind_of(row: Row) -> Kind:
    """Return how a type is read that a row describes."""

    def read(place: Place, known: Item) -> Iterable[Found]:
        item = _item(place, row, known)
        kept = row.kept(item) if row.kept is not None else ""
        if kept == GONE:
            raise AbsentError(str(item[row.key]))
        attributes = mapped(item, row.fields) | dict(row.more(place, item) if row.more else {})
        arn = (at(item, row.arn) if isinstance(row.arn, str) else row.arn(item)) if row.arn else attributes.get("arn")
        name = str(item[row.key])
        yield Found(row.type, name, {"id": name, **attributes}, str(arn or ""), kept)
        if row.parts is not None:
            yield from row.parts(place, item)

    def list_all(place: Place) -> Iterable[Item]:
        index = place.index(row.service, row.operation, row.path, row.key)
        return [{"id": name, row.wanted: name} for name in index]

    return Kind(read, list_all, row.has_regions)


def _item(place: Place, row: Row, known: Item) -> Item:
    """Return the wanted one: by its id, else by what it is called where only one is called so."""
    index = place.index(row.service, row.operation, row.path, row.key)
    wanted = str(known.get(row.wanted) or known.get("id") or "")
    if wanted:
        if wanted not in index:
            raise AbsentError(wanted)
        return index[wanted]  # type: ignore[no-any-return]  # boto3 tells no types
    names = {name: known[name] for name in (NATURAL.get(row.type, ""), *SCOPES.get(row.type, ())) if known.get(name)}
    same = [item for item in index.values() if names and names.items() <= mapped(item, row.fields).items()]
    if not same:
        raise AbsentError(" ".join(map(str, names.values())))
    if len(same) > 1:
        raise UnreadError("several are called so")
    return same[0]  # type: ignore[no-any-return]  # boto3 tells no types


def kinds_of(*rows: Row) -> dict[str, Kind]:
    """Return how the types of some rows are read."""
    return {row.type: kind_of(row) for row in rows}
