"""What differs between two revisions of an API: operations, webhooks, security schemes, servers, components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.openapi.lifecycle import describe
from trueline.contracts.openapi.operation import Context, compare_operation, describe_operation
from trueline.contracts.openapi.pairing import pair_operations, path_version
from trueline.contracts.openapi.schemas import Schemas
from trueline.contracts.openapi.schemes import compare_schemes, renamed, schemes_of
from trueline.contracts.openapi.scope import Scope
from trueline.contracts.openapi.servers import compare_servers, prefix_of, servers_of, without_prefix
from trueline.contracts.openapi.side import operations, webhooks
from trueline.contracts.openapi.unchanged import Unchanged
from trueline.contracts.openapi.versions import compare_version

if TYPE_CHECKING:
    from trueline.contracts.openapi.drafts import Drafts
    from trueline.contracts.openapi.model import Operation
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.pairing import Pair
    from trueline.contracts.openapi.side import Side


_USES: Final = ("paths", "webhooks", "x-webhooks")


def compare_api(before: Side, after: Side, drafts: Drafts) -> None:
    """Take all differences between two revisions of an API."""
    is_same_language = before.dialect == after.dialect and _defaults(before) == _defaults(after)
    unchanged = Unchanged(before.tree, after.tree) if is_same_language else None
    scope = Scope(drafts, Schemas(before, after, unchanged))
    schemes = schemes_of(before), schemes_of(after)
    names = renamed(*schemes)
    context = Context(before, after, names)
    compare_version(scope, before, after)
    _compare_paths(scope, context)
    _compare_webhooks(scope, context)
    owners = _scheme_owner(before), _scheme_owner(after)
    compare_schemes(scope, schemes[0], {names.get(name, name): one for name, one in schemes[1].items()}, owners)
    _compare_components(scope, before, after)


def _compare_paths(scope: Scope, context: Context) -> None:
    sides = context.before, context.after
    old, new = (operations(side, side.root.at("paths")) for side in sides)
    served = servers_of(sides[0], sides[0].root.at("servers")), servers_of(sides[1], sides[1].root.at("servers"))
    prefixes = prefix_of(served[0]), prefix_of(served[1])
    pairs = pair_operations(old, new, prefixes)
    for pair in pairs:
        versions = tuple(
            path_version(prefix + one.template) if one is not None else ""
            for prefix, one in zip(prefixes, pair[:2], strict=True)
        )
        _compare_pair(scope.knowing(path_version_before=versions[0], path_version_after=versions[1]), pair, context)
    if any(pair.is_shifted for pair in pairs):
        served = without_prefix(served[0]), without_prefix(served[1])
    compare_servers(scope, *served, _server_owners(sides))


def _server_owners(sides: tuple[Side, Side]) -> tuple[Node, Node]:
    before, after = (side.root.at("host" if side.dialect == "openapi-2.0" else "servers") for side in sides)
    return before, after


def _compare_pair(scope: Scope, pair: Pair, context: Context) -> None:
    old, new = pair.old, pair.new
    one = old or new
    if one is None:
        return
    scope = scope._replace(subject=one.address, operation=one.address)
    if new is None and old is not None:
        _say_removed(scope, old, context)
    elif old is None and new is not None:
        place = context.before.root.at("paths", new.path, new.method)
        stability = describe(new.node)["stability"]
        scope.knowing(stability=stability).say("operation-added", "the operation is new", place, new.node)
    elif old is not None and new is not None:
        scope = scope.knowing(**describe_operation(old))
        if old.template != new.template and not pair.is_shifted:
            message = f"it is served as {new.template} alone"
            scope.say("operation-version-changed", message, old.node, new.node, values=(old.path, new.path))
        compare_operation(scope, old, new, context)


def _say_removed(scope: Scope, old: Operation, context: Context) -> None:
    paths = context.after.root.at("paths")
    is_whole = not paths.at(old.path).is_map
    message = "the operation is gone, and its whole path" if is_whole else "the operation is gone"
    scope = scope.knowing(path_removed=is_whole, **describe(old.node))
    scope.say("operation-removed", message, old.node, paths.at(old.path, old.method))


def _compare_webhooks(scope: Scope, context: Context) -> None:
    for before, after in zip(webhooks(context.before), webhooks(context.after), strict=True):
        old = operations(context.before, before, is_path=False)
        new = operations(context.after, after, is_path=False)
        for (name, method), one in old.items():
            part = scope._replace(subject=f"webhook {one.address}", is_inverted=True)
            part = part._replace(operation=part.subject).knowing(**describe_operation(one))
            partner = new.get((name, method))
            if partner is None:
                part = part.knowing(**describe(one.node))
                part.say("webhook-removed", f"the webhook {name} is gone", one.node, after.at(name, method))
            else:
                compare_operation(part, one, partner, context)
        for (name, method), one in new.items():
            if (name, method) not in old:
                part = scope._replace(subject=f"webhook {one.address}")
                part.say("webhook-added", f"the webhook {name} is new", before.at(name, method), one.node)


def _compare_components(scope: Scope, before: Side, after: Side) -> None:
    """Take schemas whose name is gone: code generators call types by it.

    Where there is nothing but components, others use them in whatever direction.
    """
    is_library = not any(side.root.at(name).names() for side in (before, after) for name in _USES)
    old, new = _schema_owner(before), _schema_owner(after)
    kept = set(new.names())
    for name in old.names():
        part = scope.within(f"schema {name}")
        if name not in kept:
            part = part.knowing(**describe(old.at(name)))
            part.say("component-schema-removed", f"the schema {name} is gone", old.at(name), new.at(name))
        elif is_library:
            for role in ("request", "response"):
                part.schemas.compare(part, role, old.at(name), new.at(name))


def _schema_owner(side: Side) -> Node:
    return side.root.at("definitions") if side.dialect == "openapi-2.0" else side.root.at("components", "schemas")


def _scheme_owner(side: Side) -> Node:
    if side.dialect == "openapi-2.0":
        return side.root.at("securityDefinitions")
    return side.root.at("components", "securitySchemes")


def _defaults(side: Side) -> list[object]:
    """Return what operations take from the whole document without referring to it."""
    return [side.root.at(name).value for name in ("consumes", "produces", "jsonSchemaDialect")]
