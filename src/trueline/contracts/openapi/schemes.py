"""What differs between security schemes, in one form for all versions; a scheme of another name is the same scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side

_FLOWS: Final = {"application": "clientCredentials", "accessCode": "authorizationCode"}
_URLS: Final = ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl")


class Scheme(NamedTuple):
    """``form`` is what credentials look like, ``url`` where an OpenID provider is, ``flows`` by name."""

    node: Node
    form: tuple[str, ...]
    url: str
    flows: Mapping[str, Node]


def schemes_of(side: Side) -> Mapping[str, Scheme]:
    """Return the security schemes of a revision by name."""
    root = side.root
    owner = (
        root.at("securityDefinitions") if side.dialect == "openapi-2.0" else root.at("components", "securitySchemes")
    )
    return {name: _scheme(node, side) for name, node in side.tree.members(owner) if node.is_map}


def renamed(before: Mapping[str, Scheme], after: Mapping[str, Scheme]) -> dict[str, str]:
    """Return for schemes whose name is new the old name of the one they are the same as."""
    gone = [name for name in before if name not in after]
    found: dict[str, str] = {}
    for name, scheme in after.items():
        if name not in before:
            old = next((one for one in gone if _told(before[one]) == _told(scheme)), None)
            if old is not None:
                gone.remove(old)
                found[name] = old
    return found


def compare_schemes(scope: Scope, before: Mapping[str, Scheme], after: Mapping[str, Scheme], places: Any) -> None:
    """Take what differs between the security schemes; ``after`` is by the old names, ``places`` are their owners."""
    for name, old in before.items():
        part = scope.within(f"security scheme {name}")
        if name not in after:
            message = f"the security scheme {name} is gone"
            part.say("security-scheme-removed", message, old.node, places[1].at(name))
        else:
            _compare(part, old, after[name])
    for name, new in after.items():
        if name not in before:
            part = scope.within(f"security scheme {name}")
            part.say("security-scheme-added", f"the security scheme {name} is new", places[0].at(name), new.node)


def _compare(scope: Scope, old: Scheme, new: Scheme) -> None:
    if old.form != new.form:
        message = f"credentials are {' '.join(new.form)} now, not {' '.join(old.form)}"
        values = " ".join(old.form), " ".join(new.form)
        scope.say("security-scheme-changed", message, old.node, new.node, values=values)
        return
    if old.url != new.url:
        places = old.node.at("openIdConnectUrl"), new.node.at("openIdConnectUrl")
        _say_url(scope, "openIdConnectUrl", places, (old.url, new.url))
    for name, flow in old.flows.items():
        if name not in new.flows:
            message = f"tokens are no longer issued by {name}"
            scope.say("security-flow-removed", message, flow, new.node.at("flows", name))
        else:
            _compare_flow(scope.within(name), flow, new.flows[name])
    for name, flow in new.flows.items():
        if name not in old.flows:
            scope.say("security-flow-added", f"tokens are issued by {name}, too", old.node.at("flows", name), flow)


def _compare_flow(scope: Scope, old: Node, new: Node) -> None:
    for name in _URLS:
        before, after = old.text(name), new.text(name)
        if before != after and before:
            _say_url(scope, name, (old.at(name), new.at(name)), (before, after))
    was, now = old.at("scopes"), new.at("scopes")
    for name in was.own_names():
        if name not in now.own_names():
            message = f"the scope {name} can no longer be asked for"
            scope.within(name).say("security-scheme-scope-removed", message, was.at(name), now.at(name))
    for name in now.own_names():
        if name not in was.own_names():
            scope.within(name).say(
                "security-scheme-scope-added", f"the scope {name} is new", was.at(name), now.at(name)
            )


def _say_url(scope: Scope, name: str, places: tuple[Node, Node], urls: tuple[str, str]) -> None:
    scope.say("security-scheme-url-changed", f"{name} is {urls[1] or 'not said'} now", *places, values=urls)


def _scheme(node: Node, side: Side) -> Scheme:
    kind = node.text("type")
    if kind == "basic":
        return Scheme(node, ("http", "basic"), "", {})
    form = (kind, *(node.text(name).lower() for name in ("scheme", "in", "name") if node.text(name)))
    return Scheme(node, form, node.text("openIdConnectUrl"), dict(_flows(node, side)))


def _flows(node: Node, side: Side) -> Iterator[tuple[str, Node]]:
    single = node.text("flow")
    if single:
        yield _FLOWS.get(single, single), node
    else:
        yield from side.tree.own_members(node.at("flows"))


def _told(scheme: Scheme) -> tuple[object, ...]:
    flows = [(name, *(flow.text(url) for url in _URLS)) for name, flow in scheme.flows.items()]
    return scheme.form, scheme.url, sorted(flows)
