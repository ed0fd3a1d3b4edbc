"""What differs between the addresses at which an API is served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side

_HOST: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/]*")


def servers_of(side: Side, servers: Node) -> Mapping[str, Node]:
    """Return the servers of a list by their URL, without the slash at its end."""
    if side.dialect == "openapi-2.0":
        from trueline.contracts.openapi.version2 import servers_of as addresses

        return dict(addresses(side.root))
    found = {}
    for node in side.tree.elements(servers):
        if node.is_map and "url" in node.value:
            found[node.text("url").rstrip("/")] = node
    return found


def prefix_of(servers: Mapping[str, Node]) -> str:
    """Return the path that all URLs end in, empty where they end in several."""
    paths = {_HOST.sub("", url, count=1) for url in servers}
    return paths.pop() if len(paths) == 1 else ""


def without_prefix(servers: Mapping[str, Node]) -> Mapping[str, Node]:
    """Return the servers by their URL without the path that all have."""
    prefix = prefix_of(servers)
    return {url.removesuffix(prefix): node for url, node in servers.items()}


def compare_servers(scope: Scope, old: Mapping[str, Node], new: Mapping[str, Node], owners: tuple[Node, Node]) -> None:
    """Take what differs between servers; where none was named, none is gone."""
    for url, node in old.items():
        part = scope.within(f"server {url or '/'}")
        if url not in new:
            part.say("server-removed", f"the server {url or '/'} is gone", node, owners[1], values=(url, None))
        else:
            _compare_variables(part, node.at("variables"), new[url].at("variables"))
    for url, node in new.items():
        if url not in old:
            part = scope.within(f"server {url or '/'}")
            part.say("server-added", f"the server {url or '/'} is new", owners[0], node, values=(None, url))


def _compare_variables(scope: Scope, old: Node, new: Node) -> None:
    for name in old.names():
        before, after = old.at(name), new.at(name)
        if not after.is_map:
            continue  # the URL would be another, too
        part = scope.within(name)
        allowed = after.texts("enum")
        for value in before.texts("enum"):
            if allowed and value not in allowed:
                message = f"{name} can no longer be {value}"
                places = before.at("enum", before.texts("enum").index(value)), after.at("enum")
                part.within(value).say("server-variable-value-removed", message, *places, values=(value, None))
        values = before.at("default").value, after.at("default").value
        if values[0] != values[1]:
            message = f"the default of {name} is {values[1]}, not {values[0]}"
            places = before.at("default"), after.at("default")
            part.say("server-variable-default-changed", message, *places, values=values)
