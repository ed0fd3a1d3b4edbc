"""From tree-sitter's nodes of one expression to ours."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trueline.parsers.hcl.syntax import (
    Binary,
    Call,
    Conditional,
    Expression,
    For,
    GetAttr,
    Index,
    Literal,
    Object,
    Parens,
    Span,
    Splat,
    SplatItem,
    Tuple,
    Unary,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tree_sitter import Node

DEEPEST = 200
_CONSTANTS = {b"true": True, b"false": False}


class TooDeepError(Exception):
    """An expression is nested deeper than ``DEEPEST``; ``span`` is the place."""

    def __init__(self, span: Span) -> None:
        super().__init__(f"nested deeper than {DEEPEST} levels")
        self.span = span


class Converter:
    """Converts the nodes of one document, whose bytes are ``data``."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def expression(self, node: Node, depth: int = 0) -> Expression:
        """Return the tree for a node ``expression``."""
        return self.terms(node.children, depth)

    def terms(self, nodes: Sequence[Node], depth: int) -> Expression:
        """Return the tree for an operand: a primary and what follows it (attributes, indices, splats)."""
        if depth > DEEPEST:
            raise TooDeepError((nodes[0].start_byte, nodes[-1].end_byte))
        solid = [node for node in nodes if node.type != "comment"]
        first = solid[0]
        if first.type == "(":
            span = (first.start_byte, solid[2].end_byte)
            found: Expression = Parens(span, self.expression(solid[1], depth + 1))
            rest = solid[3:]
        else:
            found = _PRIMARIES[first.type](self, first, depth)
            rest = solid[1:]
        return self._postfix(found, rest, depth) if rest else found

    def _postfix(self, source: Expression, nodes: Sequence[Node], depth: int) -> Expression:
        found = source
        if depth + len(nodes) > 2 * DEEPEST:
            raise TooDeepError((source.start, nodes[-1].end_byte))
        for place, node in enumerate(nodes):
            span = (source.start, node.end_byte)
            if node.type == "get_attr":
                found = GetAttr(span, found, self._name(node.children[-1]))
            elif node.type == "index":
                found = Index(span, found, self._key(node, depth))
            else:
                return self._splat(found, node, nodes[place + 1 :], depth + 1)
        return found

    def _key(self, node: Node, depth: int) -> Expression:
        kind = node.children[0]
        for child in kind.named_children:
            if child.type == "expression":
                return self.expression(child, depth + 1)
        span = (kind.start_byte + 1, kind.end_byte)
        return Literal(span, int(self.data[span[0] : span[1]].strip() or b"0"))

    def _splat(self, source: Expression, node: Node, later: Sequence[Node], depth: int) -> Expression:
        """Return a splat with what follows it: ``a[*].b[0]`` has the first of each, ``a.*.b[0]`` of all."""
        if depth > DEEPEST:
            raise TooDeepError((source.start, node.end_byte))
        inner = node.children[0]
        item = SplatItem((inner.start_byte, inner.start_byte))
        taken = [*(child for child in inner.named_children if child.type != "comment"), *later]
        end = len(taken)
        if inner.type == "attr_splat":
            end = next((place for place, child in enumerate(taken) if child.type != "get_attr"), end)
        span = (source.start, taken[end - 1].end_byte if end else node.end_byte)
        found = Splat(span, source, item, self._postfix(item, taken[:end], depth))
        return self._postfix(found, taken[end:], depth)

    def _name(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode()

    def _literal(self, node: Node, depth: int) -> Expression:
        child = node.children[0]
        span = (child.start_byte, child.end_byte)
        if child.type == "numeric_lit":
            return Literal(span, number(self.data[span[0] : span[1]].decode()))
        if child.type == "string_lit":
            return self._template(child, depth)
        return Literal(span, _CONSTANTS.get(self.data[span[0] : span[1]]))

    def _template(self, node: Node, depth: int) -> Expression:
        from trueline.parsers.hcl.template import convert_template

        whole = node if node.type == "string_lit" else node.children[0]
        return convert_template(self, whole, depth)

    def _variable(self, node: Node, _depth: int) -> Expression:
        return Variable((node.start_byte, node.end_byte), self._name(node))

    def _collection(self, node: Node, depth: int) -> Expression:
        inner = node.children[0]
        span = (inner.start_byte, inner.end_byte)
        if inner.type == "tuple":
            found = [child for child in inner.named_children if child.type == "expression"]
            return Tuple(span, [self.expression(child, depth + 1) for child in found])
        elements = [child for child in inner.named_children if child.type == "object_elem"]
        return Object(span, [self._element(child, depth + 1) for child in elements])

    def _element(self, node: Node, depth: int) -> tuple[Expression, Expression]:
        key, value = (child for child in node.named_children if child.type == "expression")
        found = self.expression(key, depth)
        if isinstance(found, Variable):
            found = Literal((found.start, found.end), found.name)
        return found, self.expression(value, depth)

    def _for(self, node: Node, depth: int) -> Expression:
        inner = node.children[0]
        children = [child for child in inner.named_children if child.type != "comment"]
        intro = next(child for child in children if child.type == "for_intro")
        found = For((inner.start_byte, inner.end_byte), *self.for_intro(intro, depth + 1))
        results = [self.expression(child, depth + 1) for child in children if child.type == "expression"]
        found.result = results[-1]
        if len(results) == 2:
            found.key_result = results[0]
        for child in children:
            if child.type == "for_cond":
                condition = next(part for part in child.named_children if part.type == "expression")
                found.condition = self.expression(condition, depth + 1)
            elif child.type == "ellipsis":
                found.grouping = True
        return found

    def for_intro(self, node: Node, depth: int) -> tuple[tuple[str, str], Expression]:
        """Return the names (key may be empty) and the collection of ``for k, v in c``."""
        names = [self._name(child) for child in node.named_children if child.type == "identifier"]
        collection = next(child for child in node.named_children if child.type == "expression")
        return (names[0] if len(names) == 2 else "", names[-1]), self.expression(collection, depth)

    def _call(self, node: Node, depth: int) -> Expression:
        arguments: list[Expression] = []
        expand = False
        for child in node.named_children:
            if child.type != "function_arguments":
                continue
            for part in child.named_children:
                if part.type == "expression":
                    arguments.append(self.expression(part, depth + 1))
                expand = expand or part.type == "ellipsis"
        name = "".join(self._name(node.children[0]).split())
        return Call((node.start_byte, node.end_byte), name, arguments, expand=expand)

    def _conditional(self, node: Node, depth: int) -> Expression:
        parts = [self.expression(child, depth + 1) for child in node.named_children if child.type == "expression"]
        return _rotated(parts[0], parts[1], parts[2])

    def _operation(self, node: Node, depth: int) -> Expression:
        inner = node.children[0]
        span = (inner.start_byte, inner.end_byte)
        children = [child for child in inner.children if child.type != "comment"]
        if inner.type == "unary_operation":
            return Unary(span, children[0].type, self.terms(children[1:], depth + 1))
        at = next(place for place, child in enumerate(children) if child.type in _OPERATORS)
        left = self.terms(children[:at], depth + 1)
        return Binary(span, children[at].type, left, self.terms(children[at + 1 :], depth + 1))


def _rotated(condition: Expression, then: Expression, otherwise: Expression) -> Conditional:
    """Return ``a ? b : (c ? d : e)`` for what the grammar reads as ``(a ? b : c) ? d : e``."""
    if not isinstance(condition, Conditional):
        return Conditional((condition.start, otherwise.end), condition, then, otherwise)
    inner = _rotated(condition.otherwise, then, otherwise)
    return Conditional((condition.start, otherwise.end), condition.condition, condition.then, inner)


_OPERATORS = frozenset({"+", "-", "*", "/", "%", "==", "!=", "<", ">", "<=", ">=", "&&", "||"})

_PRIMARIES: dict[str, Callable[[Converter, Node, int], Expression]] = {
    "collection_value": Converter._collection,  # noqa: SLF001  # the table of its own methods
    "conditional": Converter._conditional,  # noqa: SLF001
    "expression": Converter.expression,
    "for_expr": Converter._for,  # noqa: SLF001
    "function_call": Converter._call,  # noqa: SLF001
    "literal_value": Converter._literal,  # noqa: SLF001
    "operation": Converter._operation,  # noqa: SLF001
    "template_expr": Converter._template,  # noqa: SLF001
    "variable_expr": Converter._variable,  # noqa: SLF001
}


def number(text: str) -> int | float:
    """Return the number a literal spells: ``int`` where it is whole."""
    if text.isdecimal() and len(text) < 4000:
        return int(text)
    try:
        exact = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text} is not a number") from error
    if abs(exact.adjusted()) > 400:
        return float(exact)
    return int(exact) if exact == exact.to_integral_value() else float(exact)
