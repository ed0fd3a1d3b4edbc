"""What changed in one service: its rpcs, what they take and return, and where HTTP finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trueline.contracts.protobuf.scene import Fact, is_deprecated, place
from trueline.parsers.protobuf.syntax import option

if TYPE_CHECKING:
    from trueline.contracts.protobuf.scene import Pair, Scene
    from trueline.contracts.protobuf.side import Declared
    from trueline.model.location import Location
    from trueline.parsers.protobuf.syntax import Constant, Method, Service

_VERBS = ("get", "put", "post", "delete", "patch")


def compare(scene: Scene, pair: Pair, both: tuple[Declared, Declared], subject: str) -> None:
    """Say what differs between the two."""
    base, head = cast("Service", both[0].node), cast("Service", both[1].node)
    at_head = {method.name.text: method for method in head.methods}
    known = {method.name.text for method in base.methods}
    for method in base.methods:
        found = at_head.get(method.name.text)
        address = f"{subject}.{method.name.text}"
        if found is not None:
            _compare_methods(scene, pair, (method, found), address)
            continue
        fact = Fact(f"the rpc {method.name.text} was removed", method.name.text)
        scene.add("rpc-removed", address, pair.base.at(method.name), pair.head.at(head.name), fact)
    for method in head.methods:
        if method.name.text not in known:
            fact = Fact(f"the rpc {method.name.text} was added", None, method.name.text)
            address = f"{subject}.{method.name.text}"
            scene.add("rpc-added", address, pair.base.at(base.name), pair.head.at(method.name), fact)
    if is_deprecated(head.options) and not is_deprecated(base.options):
        at = pair.head.at(place(head.options, "deprecated", head.name[-2:]))
        fact = Fact(f"the service {head.name.text} is deprecated")
        scene.add("deprecated", subject, pair.base.at(base.name), at, fact)


def _compare_methods(scene: Scene, pair: Pair, both: tuple[Method, Method], subject: str) -> None:
    base, head = both
    name = base.name.text
    for kind, verb, left, right in (
        ("rpc-request-type-changed", "takes", base.request, head.request),
        ("rpc-response-type-changed", "returns", base.response, head.response),
    ):
        differing = scene.same_type(pair, ("", ""), (left.text, right.text))
        if differing is not None:
            before, after = (type_.name for type_ in differing)
            fact = Fact(f"the rpc {name} {verb} {after} instead of {before}", before, after)
            scene.add(kind, subject, pair.base.at(left), pair.head.at(right), fact)
    places = pair.base.at(base.name), pair.head.at(head.name)
    for kind, who, was, streams in (
        ("rpc-client-streaming-changed", "clients", base.client_streams, head.client_streams),
        ("rpc-server-streaming-changed", "servers", base.server_streams, head.server_streams),
    ):
        if was != streams:
            said = "now stream" if streams else "no longer stream"
            scene.add(kind, subject, *places, Fact(f"{who} of the rpc {name} {said}", was, streams))
    was_level, level = (str(option(one.options, "idempotency_level") or "IDEMPOTENCY_UNKNOWN") for one in both)
    if was_level != level:
        fact = Fact(f"the rpc {name} was {was_level} and is {level}", was_level, level)
        scene.add("rpc-idempotency-changed", subject, *_at_option(pair, both, "idempotency_level"), fact)
    _compare_http(scene, pair, both, subject)
    if is_deprecated(head.options) and not is_deprecated(base.options):
        fact = Fact(f"the rpc {name} is deprecated")
        scene.add("deprecated", subject, *_at_option(pair, both, "deprecated"), fact)


def _compare_http(scene: Scene, pair: Pair, both: tuple[Method, Method], subject: str) -> None:
    before, after = (_bindings(option(one.options, "(google.api.http)")) for one in both)
    gone = [binding for binding in before if binding not in after]
    if gone:
        fact = Fact(f"the rpc {both[0].name.text} is no longer served at {', '.join(gone)}", list(before), list(after))
        scene.add("rpc-http-removed", subject, *_at_option(pair, both, "(google.api.http)"), fact)


def _bindings(value: Constant | None) -> list[str]:
    """Return ``GET /v1/{name}`` for each binding of an rpc; the names of variables in a path are nobody's business."""
    if not isinstance(value, dict):
        return []
    found = [f"{verb.upper()} {_anonymous(str(value[verb]))}" for verb in _VERBS if verb in value]
    custom = value.get("custom")
    if isinstance(custom, dict):
        found.append(f"{custom.get('kind', '')} {_anonymous(str(custom.get('path', '')))}")
    others = value.get("additional_bindings", [])
    for other in others if isinstance(others, list) else [others]:
        found += _bindings({**other, "additional_bindings": []} if isinstance(other, dict) else None)
    return found


def _anonymous(path: str) -> str:
    """Return ``/v1/shelves/*`` for ``/v1/{name=shelves/*}``: what variables match instead of their names."""
    parts = []
    for part in path.split("{"):
        inside, closed, after = part.partition("}")
        parts.append((inside.partition("=")[2] or "*") + after if closed else part)
    return "".join(parts)


def _at_option(pair: Pair, both: tuple[Method, Method], name: str) -> tuple[Location, Location]:
    base, head = both
    return (
        pair.base.at(place(base.options, name, base.name[-2:])),
        pair.head.at(place(head.options, name, head.name[-2:])),
    )
