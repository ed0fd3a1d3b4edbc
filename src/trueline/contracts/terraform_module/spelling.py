"""Expressions as plain data, so that two spellings of one value are the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trueline.parsers.hcl.syntax import Expression, Literal, Object, Parens, Tuple, Unary

if TYPE_CHECKING:
    from trueline.parsers.hcl.syntax import Attribute


def constant(node: Expression | None) -> object:
    """Return the value of a constant; of what is none, its parts, so that equal expressions have equal ones."""
    if node is None:
        return None
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Parens):
        return constant(node.inner)
    if isinstance(node, Tuple):
        return [constant(item) for item in node.items]
    if isinstance(node, Object):
        return {str(constant(key)): constant(value) for key, value in node.items}
    return _negated(node) if isinstance(node, Unary) else _parts(node)


def same(old: Expression | None, new: Expression | None) -> bool:
    """Tell whether two expressions are the same but for how they are laid out; 1 is not true."""
    return text(old) == text(new)


def text(node: Expression | None) -> str:
    """Return an expression in one line, whatever the order of its keys."""
    return json.dumps(constant(node), sort_keys=True, default=str, ensure_ascii=False)


def flag(attribute: Attribute | None, *, default: bool) -> bool:
    """Return what a setting that is true or false says."""
    value = None if attribute is None else constant(attribute.expression)
    return value if isinstance(value, bool) else default


def _negated(node: Unary) -> object:
    value = constant(node.operand)
    if node.operator == "-" and isinstance(value, int | float) and not isinstance(value, bool):
        return -value
    return [node.operator, value]


def _parts(node: object) -> object:
    if isinstance(node, list | tuple):
        return [_parts(one) for one in node]
    if isinstance(node, Literal | Parens | Tuple | Object | Unary):
        return constant(node)
    if not isinstance(node, Expression):
        return node
    return [type(node).__name__, *(_parts(getattr(node, name, None)) for name in type(node).__slots__)]
