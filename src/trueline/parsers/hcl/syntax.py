"""The syntax tree of HCL: bodies, blocks, attributes and expressions, each with its span in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.model.document import Source
    from trueline.model.location import Location

Span: TypeAlias = tuple[int, int]


class Expression:
    """Anything with a value; ``start`` and ``end`` are byte offsets in its document."""

    __slots__ = ("end", "start")

    def __init__(self, span: Span) -> None:
        self.start, self.end = span


class Literal(Expression):
    """A number, a string without holes, true, false or null."""

    __slots__ = ("value",)

    def __init__(self, span: Span, value: object) -> None:
        self.start, self.end = span
        self.value = value


class Refused(Expression):
    """An expression that is not read, because of ``reason``: it is nested too deeply."""

    __slots__ = ("reason",)

    def __init__(self, span: Span, reason: str) -> None:
        self.start, self.end = span
        self.reason = reason


class Variable(Expression):
    """A bare name: the root of a traversal."""

    __slots__ = ("name",)

    def __init__(self, span: Span, name: str) -> None:
        self.start, self.end = span
        self.name = name


class GetAttr(Expression):
    """``source.name``."""

    __slots__ = ("name", "source")

    def __init__(self, span: Span, source: Expression, name: str) -> None:
        self.start, self.end = span
        self.source = source
        self.name = name


class Index(Expression):
    """``source[key]``, also in its old spelling ``source.0``."""

    __slots__ = ("key", "source")

    def __init__(self, span: Span, source: Expression, key: Expression) -> None:
        self.start, self.end = span
        self.source = source
        self.key = key


class SplatItem(Expression):
    """The element that a splat's ``each`` starts from."""

    __slots__ = ()


class Splat(Expression):
    """``source[*]…`` or ``source.*…``; ``each`` is evaluated for every element, standing at ``item``."""

    __slots__ = ("each", "item", "source")

    def __init__(self, span: Span, source: Expression, item: SplatItem, each: Expression) -> None:
        self.start, self.end = span
        self.source = source
        self.item = item
        self.each = each


class Call(Expression):
    """``name(arguments)``; with ``expand`` the last argument is a list of further ones."""

    __slots__ = ("arguments", "expand", "name")

    def __init__(self, span: Span, name: str, arguments: Sequence[Expression], *, expand: bool) -> None:
        self.start, self.end = span
        self.name = name
        self.arguments = arguments
        self.expand = expand


class Unary(Expression):
    """``-operand`` or ``!operand``."""

    __slots__ = ("operand", "operator")

    def __init__(self, span: Span, operator: str, operand: Expression) -> None:
        self.start, self.end = span
        self.operator = operator
        self.operand = operand


class Binary(Expression):
    """``left operator right``."""

    __slots__ = ("left", "operator", "right")

    def __init__(self, span: Span, operator: str, left: Expression, right: Expression) -> None:
        self.start, self.end = span
        self.operator = operator
        self.left = left
        self.right = right


class Conditional(Expression):
    """``condition ? then : otherwise``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, span: Span, condition: Expression, then: Expression, otherwise: Expression) -> None:
        self.start, self.end = span
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class For(Expression):
    """``[for …]`` or, with ``key_result``, ``{for …}``; ``grouping`` is the ``...`` after the value."""

    __slots__ = ("collection", "condition", "grouping", "key", "key_result", "result", "value")

    def __init__(self, span: Span, names: tuple[str, str], collection: Expression) -> None:
        self.start, self.end = span
        self.key, self.value = names
        self.collection = collection
        self.key_result: Expression | None = None
        self.result: Expression = collection
        self.condition: Expression | None = None
        self.grouping = False


class Tuple(Expression):
    """``[…]``."""

    __slots__ = ("items",)

    def __init__(self, span: Span, items: Sequence[Expression]) -> None:
        self.start, self.end = span
        self.items = items


class Object(Expression):
    """``{…}``; a bare name as key is a ``Literal``."""

    __slots__ = ("items",)

    def __init__(self, span: Span, items: Sequence[tuple[Expression, Expression]]) -> None:
        self.start, self.end = span
        self.items = items


class Parens(Expression):
    """``(inner)``."""

    __slots__ = ("inner",)

    def __init__(self, span: Span, inner: Expression) -> None:
        self.start, self.end = span
        self.inner = inner


class Template(Expression):
    """Text with holes and directives. ``is_wrap``: it is one hole alone, whose value it hands on unchanged."""

    __slots__ = ("is_wrap", "parts")

    def __init__(self, span: Span, parts: Sequence[str | Expression], *, is_wrap: bool) -> None:
        self.start, self.end = span
        self.parts = parts
        self.is_wrap = is_wrap


class TemplateIf(Expression):
    """``%{ if condition }then%{ else }otherwise%{ endif }``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, span: Span, condition: Expression) -> None:
        self.start, self.end = span
        self.condition = condition
        self.then: list[str | Expression] = []
        self.otherwise: list[str | Expression] = []


class TemplateFor(Expression):
    """``%{ for key, value in collection }parts%{ endfor }``."""

    __slots__ = ("collection", "key", "parts", "value")

    def __init__(self, span: Span, names: tuple[str, str], collection: Expression) -> None:
        self.start, self.end = span
        self.key, self.value = names
        self.collection = collection
        self.parts: list[str | Expression] = []


class Written(Protocol):
    """The file that a block or attribute is written in."""

    @property
    def source(self) -> Source:
        """Where it was read."""
        ...

    @property
    def data(self) -> bytes:
        """The bytes that spans count from."""
        ...

    def location(self, span: tuple[int, int], message: str = "") -> Location:
        """Return the location of a span of bytes."""
        ...


class Attribute:
    """``name = expression``; the expression is converted when it is first asked for."""

    __slots__ = ("_convert", "_expression", "document", "end", "name", "start")

    def __init__(self, document: Written, name: str, span: Span, convert: Callable[[], Expression]) -> None:
        self.document = document
        self.name = name
        self.start, self.end = span
        self._convert = convert
        self._expression: Expression | None = None

    @property
    def expression(self) -> Expression:
        """What the attribute is set to."""
        if self._expression is None:
            self._expression = self._convert()
        return self._expression

    def at(self, document: Written) -> Attribute:
        """Return the attribute as it stands in another file with the same bytes; its expression is shared."""
        return Attribute(document, self.name, (self.start, self.end), lambda: self.expression)


class Block:
    """``type "label" { … }``; ``start`` to ``end`` is its header alone, without the brace."""

    __slots__ = ("body", "document", "end", "labels", "start", "type")

    def __init__(self, document: Written, kind: str, labels: Sequence[str], span: Span, body: Body) -> None:
        self.document = document
        self.type = kind
        self.labels = labels
        self.start, self.end = span
        self.body = body


class Body:
    """The inside of a file or block."""

    __slots__ = ("attributes", "blocks")

    def __init__(self) -> None:
        self.attributes: dict[str, Attribute] = {}
        self.blocks: list[Block] = []

    def blocks_of(self, kind: str) -> list[Block]:
        """Return the blocks of one type, in order."""
        return [block for block in self.blocks if block.type == kind]
