"""Resources and answers as JSON, for the pipe between the gate and the child that runs other people's Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.model.location import Location
from trueline.model.resource import Links, Place, Resource
from trueline.model.rule import Answer
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TAG: Final = "$"
"""The key of what is no plain JSON; a map that has this key itself is written as a list of pairs."""


def encode(value: object) -> Any:  # JSON
    """Return ``value`` as plain JSON; unknowns, secrets and what values refer to are kept."""
    if isinstance(value, dict):
        pairs = [(key, encode(member)) for key, member in value.items()]
        if any(key == _TAG or not isinstance(key, str) for key, _ in pairs):
            return {_TAG: "map", "pairs": pairs}
        return dict(pairs)
    if isinstance(value, list | tuple):
        return [encode(member) for member in value]
    if isinstance(value, PartialJson):
        inner = encode(value.value)
        return {_TAG: "json", "value": inner, "reasons": value.reasons, "references": sorted(value.references)}
    if isinstance(value, PartialText):
        pieces = [encode(piece) for piece in value.pieces]
        return {_TAG: "pieces", "pieces": pieces, "reasons": value.reasons, "references": sorted(value.references)}
    if isinstance(value, PartialMap):
        known = [[encode(key), encode(member)] for key, member in value.pairs]
        return {_TAG: "pairs", "pairs": known, "reasons": value.reasons, "references": sorted(value.references)}
    if isinstance(value, PartialList):
        known = [encode(element) for element in value.elements]
        return {_TAG: "list", "elements": known, "rest": encode(value.rest), "references": sorted(value.references)}
    if isinstance(value, Unknown):
        return {_TAG: "unknown", "reasons": value.reasons, "references": sorted(value.references)}
    if isinstance(value, MarkedText):
        return {_TAG: "text", "text": str(value), "references": sorted(value.references), "secret": value.sensitive}
    if isinstance(value, SecretInt | SecretFloat):
        return {_TAG: "number", "number": value}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return {
        _TAG: "unknown",
        "reasons": [f"a value of type {type(value).__name__} cannot be handed over"],
        "references": [],
    }


def decode(value: Any) -> object:  # JSON
    """Return what ``encode`` was given."""
    if isinstance(value, list):
        return [decode(member) for member in value]
    if not isinstance(value, dict):
        return value
    tag = value.get(_TAG)
    if tag is None:
        return {key: decode(member) for key, member in value.items()}
    if tag == "map":
        return {key: decode(member) for key, member in value["pairs"]}
    if tag == "unknown":
        return Unknown(value["reasons"], value["references"])
    if tag == "json":
        partial = PartialJson(decode(value["value"]), value["references"])
        partial.reasons = tuple(value["reasons"])
        return partial
    if tag == "pieces":
        text = PartialText([decode(piece) for piece in value["pieces"]], value["references"])  # type: ignore[misc]
        text.reasons = tuple(value["reasons"])
        return text
    if tag == "pairs":
        pairs = PartialMap([(decode(key), decode(member)) for key, member in value["pairs"]], value["references"])  # type: ignore[misc]
        pairs.reasons = tuple(value["reasons"])
        return pairs
    if tag == "list":
        return PartialList([decode(one) for one in value["elements"]], decode(value["rest"]), value["references"])  # type: ignore[arg-type]
    if tag == "text":
        return MarkedText(value["text"], value["references"], sensitive=value["secret"])
    number = value["number"]
    return SecretInt(number) if isinstance(number, int) else SecretFloat(number)


def encode_resource(resource: Resource, handle: int, *, former: bool = True) -> dict[str, Any]:
    """Return a resource without its places; ``handle`` is the number by which an answer names it."""
    return {
        "handle": handle,
        "kind": resource.kind,
        "address": resource.address,
        "name": resource.name,
        "value": encode(resource.value),
        "source": resource.source,
        "families": {family: list(path) for family, path in resource.families.items()},
        "unit": resource.unit,
        "environment": resource.environment,
        "labels": dict(resource.labels),
        "before": encode_resource(resource.before, -1, former=False) if former and resource.before else None,
    }


class SentResource(Resource):
    """A resource on the child's side: it knows its handle, and no places."""

    __slots__ = ("handle",)
    handle: int


def decode_resource(record: dict[str, Any]) -> SentResource:
    """Return the resource that was sent."""
    nowhere = Place(Location(record["source"]))
    resource = SentResource(
        kind=record["kind"],
        address=record["address"],
        name=record["name"],
        value=decode(record["value"]),
        locate=lambda _path: nowhere,
        source=record["source"],
        families={family: tuple(path) for family, path in record["families"].items()},
        unit=record["unit"],
        environment=record["environment"],
        labels=record["labels"],
    )
    resource.handle = record["handle"]
    resource.before = decode_resource(record["before"]) if record["before"] else None
    return resource


def encode_links(links: Links, handle_of: Callable[[Resource], int]) -> dict[str, Any]:
    """Return the resources of a relation and why there may be more."""
    return {
        "resources": [encode_resource(resource, handle_of(resource)) for resource in links.resources],
        "open": encode(links.open),
    }


def decode_links(record: dict[str, Any]) -> Links:
    """Return the relation that was sent."""
    more = decode(record["open"])
    return Links([decode_resource(one) for one in record["resources"]], more if isinstance(more, Unknown) else None)


def encode_answer(answer: Answer, related: Sequence[Resource]) -> dict[str, Any]:
    """Return an answer; what explains it goes by handle."""
    return {
        "outcome": answer.outcome,
        "message": answer.message,
        "path": list(answer.path),
        "element": list(answer.element),
        "reasons": list(answer.reasons),
        "related": [resource.handle for resource in related if isinstance(resource, SentResource)],
    }


def decode_answer(record: dict[str, Any], locate: Callable[[int], Location | None]) -> Answer:
    """Return the answer that was sent, with the places of what explains it."""
    places = [locate(int(handle)) for handle in record["related"]]
    return Answer(
        record["outcome"],
        str(record["message"]),
        tuple(record["path"]),
        tuple(record["element"]),
        tuple(map(str, record["reasons"])),
        tuple(place for place in places if place is not None),
    )
