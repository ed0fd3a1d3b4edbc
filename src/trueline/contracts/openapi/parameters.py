"""What differs between the parameters of two revisions of an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.openapi.lifecycle import compare_lifecycle, describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.model import Operation, Parameter
    from trueline.contracts.openapi.node import Node, Tree
    from trueline.contracts.openapi.scope import Scope

_SCALARS: Final = frozenset({"string", "number", "integer", "boolean", "null"})


def compare_parameters(scope: Scope, old: Operation, new: Operation, trees: tuple[Tree, Tree]) -> None:
    """Take what differs between the parameters of an operation."""
    gone = {key: one for key, one in old.parameters.items() if key not in new.parameters}
    added = {key: one for key, one in new.parameters.items() if key not in old.parameters}
    for before, after in _moved(gone, added):
        scope.within(before.title).say_content(
            "parameter-location-changed", f"{before.name} is expected in {after.place}, not in {before.place}",
            before.node.at("in"), after.node.at("in"), values=(before.place, after.place),
        )  # fmt: skip
        del gone[before.title], added[after.title]
    for one in gone.values():
        part = scope.within(one.title).knowing(required=one.required, **describe(one.node))
        part.say_content(
            "parameter-removed", f"the {one.place} parameter {one.name} is gone",
            one.node, new.node.at("parameters"), values=(_shown(one), None),
        )  # fmt: skip
    for one in added.values():
        word = "required" if one.required else "optional"
        scope.within(one.title).say_content(
            f"parameter-added-{word}", f"the {word} {one.place} parameter {one.name} is new",
            old.node.at("parameters"), one.node, values=(None, _shown(one)),
        )  # fmt: skip
    for key, before in old.parameters.items():
        if key in new.parameters:
            _compare(scope.within(before.title), before, new.parameters[key], trees)


def _moved(gone: Mapping[str, Parameter], added: Mapping[str, Parameter]) -> list[tuple[Parameter, Parameter]]:
    """Return the parameters of one name that left one part of the request and came to another."""
    by_name: dict[str, list[Parameter]] = {}
    for one in added.values():
        by_name.setdefault(one.name.lower(), []).append(one)
    return [
        (one, by_name[name].pop())
        for one in gone.values()
        if (name := one.name.lower()) and by_name.get(name) and by_name[name][-1].place != one.place
    ]


def _compare(scope: Scope, old: Parameter, new: Parameter, trees: tuple[Tree, Tree]) -> None:
    if scope.schemas.same(old.node, new.node):
        return
    scope = scope.knowing(**describe(old.node))
    places = old.node.at("required"), new.node.at("required")
    if old.required != new.required:
        word = "required" if new.required else "optional"
        scope.say_content(
            f"parameter-became-{word}", f"the {new.place} parameter {new.name} is {word} now", *places,
            values=(old.required, new.required),
        )  # fmt: skip
    _compare_writing(scope, old, new, trees)
    compare_lifecycle(scope, "parameter", old.node, new.node)
    scope.schemas.compare(scope, "parameter", old.schema, new.schema)


def _compare_writing(scope: Scope, old: Parameter, new: Parameter, trees: tuple[Tree, Tree]) -> None:
    if old.media != new.media:
        scope.say_content(
            "parameter-media-type-changed", f"it is written {_written(new)}, not {_written(old)}",
            old.node.at("content"), new.node.at("content"), values=(old.media or None, new.media or None),
        )  # fmt: skip
    elif not old.media and (old.style, old.explode) != (new.style, new.explode):
        is_scalar = all(
            _is_scalar(tree.schema(one.schema, siblings=True)) for tree, one in zip(trees, (old, new), strict=True)
        )
        if not is_scalar or not {old.style, new.style} <= {"form", "simple"}:
            scope.say_content(
                "parameter-style-changed", f"its values are written {_styled(new)}, not {_styled(old)}",
                old.node.at("style"), new.node.at("style"), values=(_styled(old), _styled(new)),
            )  # fmt: skip
    for name, kind in (("allowEmptyValue", "empty-value"), ("allowReserved", "reserved")):
        was, now = old.node.flag(name), new.node.flag(name)
        if was != now and new.place == "query":
            word = "allowed" if now else "disallowed"
            scope.say_content(
                f"parameter-{kind}-{word}", f"{name} is {str(now).lower()} now",
                old.node.at(name), new.node.at(name), values=(was, now),
            )  # fmt: skip


def _is_scalar(schema: Node) -> bool:
    """Tell whether a schema allows no list and no map: how these are written then makes no difference."""
    said = schema.at("type").value
    types = said if isinstance(said, list) else [said]
    return all(isinstance(one, str) and one in _SCALARS for one in types)


def _styled(one: Parameter) -> str:
    return f"{one.style}, exploded" if one.explode else one.style


def _written(one: Parameter) -> str:
    return f"as {one.media}" if one.media else "by its schema"


def _shown(one: Parameter) -> dict[str, object]:
    return {"in": one.place, "name": one.name, "required": one.required}
