"""From text to a syntax tree: recursive descent, bounded in depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.policies.cel import literals, macros
from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.kinds import KIND_NAMES
from trueline.policies.cel.registry import NAMESPACED
from trueline.policies.cel.syntax import Call, Index, ListOf, Literal, MapOf, Name, Operation, Select, dotted, walk
from trueline.policies.cel.tokens import RESERVED, tokenize

if TYPE_CHECKING:
    from trueline.policies.cel.syntax import Node
    from trueline.policies.cel.tokens import Token

DEEPEST: Final = 100
DEEPEST_TREE: Final = 150
_STRENGTH: Final = {
    "||": 1, "&&": 2,
    "<": 3, "<=": 3, ">=": 3, ">": 3, "==": 3, "!=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_WORDS: Final = {"true": True, "false": False, "null": None}


def parse(text: str) -> Node:
    """Return the tree of ``text``; raise ``CelSyntaxError`` where it is no expression."""
    parser = _Parser(tokenize(text))
    tree = parser.expression()
    parser.expect("end")
    deepest = max(walk(tree), key=lambda found: found[1])
    if deepest[1] > DEEPEST_TREE:
        raise CelSyntaxError("this expression is nested too deeply", deepest[0].start, deepest[0].end)
    return tree


class _Parser:
    """A cursor over tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._position]

    def _next(self) -> Token:
        token = self._now
        if token.kind != "end":
            self._position += 1
        return token

    def _take(self, kind: str) -> bool:
        if self._now.kind == kind:
            self._next()
            return True
        return False

    def expect(self, kind: str) -> Token:
        """Return the next token, which must be of ``kind``."""
        token = self._next()
        if token.kind != kind:
            found = "the end" if token.kind == "end" else f"'{token.text}'"
            wanted = {"end": "the end of the expression", "name": "a name"}.get(kind, f"'{kind}'")
            raise CelSyntaxError(f"expected {wanted}, found {found}", token.start, token.end)
        return token

    def expression(self) -> Node:
        """Return ``a ? b : c`` or anything that binds closer."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise CelSyntaxError("this expression is nested too deeply", self._now.start, self._now.end)
        condition = self._infix(1)
        if self._take("?"):
            then = self._infix(1)
            self.expect(":")
            otherwise = self.expression()
            condition = Operation(condition.start, otherwise.end, "?:", (condition, then, otherwise))
        self._depth -= 1
        return condition

    def _infix(self, least: int) -> Node:
        left = self._unary()
        while True:
            token = self._now
            operator = token.text if token.kind == "name" else token.kind
            strength = _STRENGTH.get(operator, 0)
            if strength < least:
                return left
            self._next()
            left = _joined(operator, left, self._infix(strength + 1))

    def _unary(self) -> Node:
        first = self._now
        if first.kind not in ("!", "-"):
            return self._member()
        signs = []
        while self._now.kind == first.kind:
            signs.append(self._next())
        if first.kind == "-" and len(signs) % 2 and self._now.kind in ("int", "double"):
            signs.pop()
            node = self._member(self._number(negative=True))
        else:
            node = self._member()
        signs = signs[:2] if len(signs) % 2 == 0 else signs[:1]
        for sign in reversed(signs):
            node = Operation(sign.start, node.end, f"{sign.kind}_", (node,))
        return node

    def _number(self, *, negative: bool = False) -> Literal:
        token = self._next()
        value = literals.number(token, negative=negative)
        return Literal(token.start - negative, token.end, value)

    def _member(self, node: Node | None = None) -> Node:
        node = node or self._primary()
        while True:
            if self._take("."):
                node = self._select(node)
            elif self._take("["):
                optional = self._take("?")
                key = self.expression()
                node = Index(node.start, self.expect("]").end, node, key, optional)
            elif self._now.kind == "{" and isinstance(node, Name | Select):
                raise CelSyntaxError(f"messages ('{dotted(node)}{{…}}') are not supported", node.start, self._now.end)
            else:
                return node

    def _select(self, node: Node) -> Node:
        optional = self._take("?")
        token = self._next() if self._now.kind == "quoted" else self.expect("name")
        if token.text in ("in", *_WORDS) and token.kind == "name":
            raise CelSyntaxError(f"'{token.text}' is no field name here, write [\"{token.text}\"]", *token[2:])
        if self._now.kind == "(" and token.kind == "name" and not optional:
            return self._method(node, token)
        select = Select(node.start, token.end, node, token.text, optional)
        name = dotted(select)
        return Name(node.start, token.end, name) if name in KIND_NAMES else select

    def _method(self, node: Node, token: Token) -> Node:
        arguments, end = self._arguments()
        full = f"{dotted(node)}.{token.text}" if isinstance(node, Name) else ""
        if full == "cel.bind":
            return macros.bind(arguments, node.start, end)
        if full in NAMESPACED:
            return Call(node.start, end, full, arguments)
        if token.text in macros.METHODS:
            return macros.expand(token.text, node, arguments, (node.start, token.start, end))
        return Call(node.start, end, token.text, (node, *arguments), method=True)

    def _arguments(self) -> tuple[tuple[Node, ...], int]:
        self.expect("(")
        if self._now.kind == ")":
            return (), self._next().end
        arguments = [self.expression()]
        while self._take(","):
            arguments.append(self.expression())
        return tuple(arguments), self.expect(")").end

    def _primary(self) -> Node:
        token = self._now
        if token.kind in ("int", "uint", "double"):
            return self._number()
        if token.kind in ("string", "bytes"):
            self._next()
            return Literal(token.start, token.end, literals.text(token))
        if token.kind == "(":
            self._next()
            inner = self.expression()
            return inner._replace(start=token.start, end=self.expect(")").end)
        if token.kind == "[":
            return self._list()
        if token.kind == "{":
            return self._map()
        if token.kind == ".":
            raise CelSyntaxError("a leading '.' is not supported", token.start, token.end)
        return self._named(token.start)

    def _named(self, start: int) -> Node:
        token = self._now
        if token.kind != "name":
            found = "the expression ends" if token.kind == "end" else f"found '{token.text}'"
            raise CelSyntaxError(f"expected a value, {found}", token.start, token.end)
        self._next()
        if token.text in _WORDS:
            return Literal(start, token.end, _WORDS[token.text])
        if token.text in RESERVED or token.text == "in":
            raise CelSyntaxError(f"'{token.text}' is a reserved word", token.start, token.end)
        if self._now.kind != "(":
            return Name(start, token.end, token.text)
        arguments, end = self._arguments()
        if token.text == "has":
            return macros.has(arguments, start, end)
        return Call(start, end, token.text, arguments)

    def _list(self) -> Node:
        start = self._next().start
        items: list[Node] = []
        optional: list[int] = []
        while self._now.kind != "]":
            if self._take("?"):
                optional.append(len(items))
            items.append(self.expression())
            if not self._take(","):
                break
        return ListOf(start, self.expect("]").end, tuple(items), tuple(optional))

    def _map(self) -> Node:
        start = self._next().start
        keys: list[Node] = []
        values: list[Node] = []
        optional: list[int] = []
        while self._now.kind != "}":
            if self._take("?"):
                optional.append(len(keys))
            keys.append(self.expression())
            self.expect(":")
            values.append(self.expression())
            if not self._take(","):
                break
        return MapOf(start, self.expect("}").end, tuple(keys), tuple(values), tuple(optional))


def _joined(operator: str, left: Node, right: Node) -> Node:
    if operator in ("&&", "||") and isinstance(left, Operation) and left.operator == operator:
        return Operation(left.start, right.end, operator, (*left.operands, right))
    return Operation(left.start, right.end, operator, (left, right))
