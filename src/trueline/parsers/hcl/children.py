"""The expressions inside an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.parsers.hcl import syntax
from trueline.parsers.hcl.syntax import Expression

if TYPE_CHECKING:
    from collections.abc import Callable


def children_of(node: Expression) -> list[Expression]:
    """Return the direct parts of ``node``, in order."""
    find = _CHILDREN.get(type(node))
    return find(node) if find is not None else []


def _for(node: syntax.For) -> list[Expression]:
    found = [node.collection, node.key_result, node.result, node.condition]
    return [part for part in found if part is not None]


def _expressions(parts: list[str | Expression]) -> list[Expression]:
    return [part for part in parts if isinstance(part, Expression)]


_CHILDREN: dict[type[Expression], Callable[[Any], list[Expression]]] = {
    syntax.Binary: lambda node: [node.left, node.right],
    syntax.Call: lambda node: list(node.arguments),
    syntax.Conditional: lambda node: [node.condition, node.then, node.otherwise],
    syntax.For: _for,
    syntax.GetAttr: lambda node: [node.source],
    syntax.Index: lambda node: [node.source, node.key],
    syntax.Object: lambda node: [part for item in node.items for part in item],
    syntax.Parens: lambda node: [node.inner],
    syntax.Splat: lambda node: [node.source, node.each],
    syntax.Template: lambda node: _expressions(node.parts),
    syntax.TemplateFor: lambda node: [node.collection, *_expressions(node.parts)],
    syntax.TemplateIf: lambda node: [node.condition, *_expressions(node.then), *_expressions(node.otherwise)],
    syntax.Tuple: lambda node: list(node.items),
    syntax.Unary: lambda node: [node.operand],
}
