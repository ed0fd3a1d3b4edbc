"""What differs between two revisions of one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.openapi.bodies import compare_bodies
from trueline.contracts.openapi.lifecycle import compare_lifecycle, describe
from trueline.contracts.openapi.parameters import compare_parameters
from trueline.contracts.openapi.responses import compare_responses
from trueline.contracts.openapi.security import compare_security
from trueline.contracts.openapi.servers import compare_servers, servers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.model import Operation
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side


class Context(NamedTuple):
    """Both revisions, and what security schemes at head are called at base."""

    before: Side
    after: Side
    renamed: Mapping[str, str]


def describe_operation(operation: Operation) -> dict[str, object]:
    """Return what is announced of an operation, for the details of changes within it."""
    return {f"operation_{name}": value for name, value in describe(operation.node).items()}


def compare_operation(scope: Scope, old: Operation, new: Operation, context: Context) -> None:
    """Take all that differs between two revisions of an operation."""
    if not scope.is_inverted:
        compare_security(scope, old.security, new.security, context.renamed)
        _compare_own_servers(scope, old, new, context)
    if _is_same(scope, old, new):
        return
    compare_lifecycle(scope.knowing(**describe(old.node)), "operation", old.node, new.node)
    _compare_id(scope, old, new)
    compare_parameters(scope, old, new, (context.before.tree, context.after.tree))
    compare_bodies(scope, old, new)
    compare_responses(scope, old, new)
    _compare_callbacks(scope, old, new, context)


def _is_same(scope: Scope, old: Operation, new: Operation) -> bool:
    shared = ([item.at("parameters") for item in one.items] for one in (old, new))
    return (
        old.path == new.path
        and len(old.items) == len(new.items)
        and all(scope.schemas.same(*pair) for pair in ((old.node, new.node), *zip(*shared, strict=True)))
    )


def _compare_id(scope: Scope, old: Operation, new: Operation) -> None:
    before, after = old.node.text("operationId"), new.node.text("operationId")
    if before == after:
        return
    places = old.node.at("operationId"), new.node.at("operationId")
    if before:
        message = f"its id is {after}, not {before}" if after else f"it lost its id {before}"
        scope.say("operation-id-changed", message, *places, values=(before, after or None))
    else:
        scope.say("operation-id-added", f"its id is {after}", *places, values=(None, after))


def _compare_own_servers(scope: Scope, old: Operation, new: Operation, context: Context) -> None:
    """Compare the servers that an operation has of its own, on either side."""
    roots = context.before.root.at("servers"), context.after.root.at("servers")
    if (old.servers.place, new.servers.place) == (roots[0].place, roots[1].place):
        return
    served = servers_of(context.before, old.servers), servers_of(context.after, new.servers)
    compare_servers(scope, *served, (old.servers, new.servers))


def _compare_callbacks(scope: Scope, old: Operation, new: Operation, context: Context) -> None:
    for name in dict.fromkeys((*old.callbacks, *new.callbacks)):
        before, after = old.callbacks.get(name, {}), new.callbacks.get(name, {})
        for address, one in before.items():
            part = scope.within(f"callback {name} {address}")
            partner = after.get(address)
            if partner is None:
                place = new.node.at("callbacks", name)
                part = part.knowing(**describe(one.node))
                part.say("callback-removed", f"the callback {name} {address} is gone", one.node, place)
            else:
                compare_operation(part._replace(is_inverted=not scope.is_inverted), one, partner, context)
        for address, one in after.items():
            if address not in before:
                part = scope.within(f"callback {name} {address}")
                place = old.node.at("callbacks", name)
                part.say("callback-added", f"the callback {name} {address} is new", place, one.node)
