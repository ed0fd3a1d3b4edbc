"""Terraform's JSON spelling (``.tf.json``, ``.tfvars.json``): the same tree as native syntax gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.model.document import Parsed, Problem
from trueline.parsers.hcl.document import HclDocument, open_document, parse_expression_text, parse_template_text
from trueline.parsers.hcl.syntax import Attribute, Block, Body, Expression, Literal, Object, Span, Template, Tuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Source

DEEPEST = 100
_TOKEN = re.compile(
    rb'[ \t\r\n]*(?:("(?:[^"\\\x00-\x1f]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}\[\]:,]))'
)
_LABELS = {
    "check": 1, "data": 2, "ephemeral": 2, "import": 0, "locals": 0, "module": 1, "moved": 0, "output": 1,
    "provider": 1, "removed": 0, "resource": 2, "terraform": 0, "variable": 1,
}  # fmt: skip
_INNER_LABELS = {"backend": 1, "dynamic": 1, "provisioner": 1}
# Without the provider's schema an object may be a map or a block; these names are maps.
_MAPS = re.compile(
    r"annotations|for_each|headers|input|keepers|labels|parameters|providers|query|tags|triggers|triggers_replace|variables"
    r"|.*_(?:tags|map|labels|variables)"
)
_BARE = frozenset(
    {"depends_on", "from", "ignore_changes", "provider", "providers", "replace_triggered_by", "source", "to"}
)


class _JsonError(Exception):
    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Scalar(NamedTuple):
    span: Span
    value: object


class _Map(NamedTuple):
    span: Span
    members: list[tuple[_Scalar, _Node]]


class _List(NamedTuple):
    span: Span
    elements: list[_Node]


_Node: TypeAlias = "_Scalar | _Map | _List"


def parse_json(source: Source) -> Parsed[Body]:
    """Read a file in JSON spelling."""
    document = open_document(source)
    if not document.data.strip() and document.problems:
        return Parsed([document], document.problems)
    try:
        root = _Scanner(document.data).whole()
    except _JsonError as error:
        document.problems.append(Problem(str(error), document.region((error.offset, error.offset + 1))))
        return Parsed([document], document.problems)
    builder = _Builder(document)
    if source.path.endswith(".tfvars.json"):
        for key, value in root.members:
            builder.attribute(document.root, key, value, is_plain=True)
    else:
        builder.top(root)
    return Parsed([document], document.problems)


class _Scanner:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def whole(self) -> _Map:
        node = self._value(0)
        if isinstance(node, _List) and node.elements and all(isinstance(element, _Map) for element in node.elements):
            maps = [element for element in node.elements if isinstance(element, _Map)]
            node = _Map(node.span, [member for element in maps for member in element.members])
        if not isinstance(node, _Map):
            raise _JsonError("an object is expected", 0)
        if self._data[self._at :].strip(b" \t\r\n"):
            raise _JsonError("nothing may follow the object", self._at)
        return node

    def _next(self) -> tuple[int, bytes, Span]:
        match = _TOKEN.match(self._data, self._at)
        if match is None:
            rest = self._data[self._at :]
            raise _JsonError("this is not valid JSON", self._at + len(rest) - len(rest.lstrip()))
        self._at = match.end()
        return match.lastindex or 0, match[match.lastindex or 0], match.span(match.lastindex or 0)

    def _value(self, depth: int) -> _Node:
        kind, text, span = self._next()
        if depth > DEEPEST:
            raise _JsonError(f"nested deeper than {DEEPEST} levels", span[0])
        if kind == 4 and text == b"{":
            return self._map(span[0], depth)
        if kind == 4 and text == b"[":
            return self._list(span[0], depth)
        if kind == 4:
            raise _JsonError(f'unexpected "{text.decode()}"', span[0])
        return self._scalar(text, span)

    def _scalar(self, text: bytes, span: Span) -> _Scalar:
        import json

        try:
            return _Scalar(span, json.loads(text))
        except ValueError as error:
            raise _JsonError("this is not valid JSON", span[0]) from error

    def _map(self, start: int, depth: int) -> _Map:
        members: list[tuple[_Scalar, _Node]] = []
        kind, text, span = self._next()
        while text != b"}" or kind != 4:
            if kind != 1:
                raise _JsonError("a name in quotes is expected", span[0])
            key = self._scalar(text, span)
            self._expect(b":")
            members.append((key, self._value(depth + 1)))
            if self._expect(b",}") == b"}":
                break
            kind, text, span = self._next()
            if text == b"}" and kind == 4:
                raise _JsonError("a name in quotes is expected after the comma", span[0])
        return _Map((start, self._at), members)

    def _list(self, start: int, depth: int) -> _List:
        elements: list[_Node] = []
        before = self._at
        kind, text, _ = self._next()
        if kind == 4 and text == b"]":
            return _List((start, self._at), elements)
        self._at = before
        while True:
            elements.append(self._value(depth + 1))
            if self._expect(b",]") == b"]":
                return _List((start, self._at), elements)

    def _expect(self, wanted: bytes) -> bytes:
        kind, text, span = self._next()
        if kind != 4 or text not in wanted:
            raise _JsonError(f'"{chr(wanted[0])}" is expected', span[0])
        return text


class _Builder:
    def __init__(self, document: HclDocument) -> None:
        self._document = document

    def top(self, root: _Map) -> None:
        for key, value in _members(root):
            name = str(key.value)
            if name in _LABELS:
                self._blocks(self._document.root, (name, key.span), value, [], _LABELS[name])
            elif name != "//":
                self.attribute(self._document.root, key, value)

    def _blocks(self, body: Body, kind: tuple[str, Span], node: _Node, labels: list[str], missing: int) -> None:
        if isinstance(node, _List):
            for element in node.elements:
                self._blocks(body, kind, element, labels, missing)
        elif not isinstance(node, _Map):
            self._problem(f"{kind[0]} must be an object", node.span)
        elif missing:
            for key, value in _members(node):
                self._blocks(body, (kind[0], key.span), value, [*labels, str(key.value)], missing - 1)
        else:
            inner = Body()
            for key, value in _members(node):
                self._member(inner, kind[0], key, value)
            body.blocks.append(Block(self._document, kind[0], labels, kind[1], inner))

    def _member(self, body: Body, kind: str, key: _Scalar, value: _Node) -> None:
        name = str(key.value)
        if name == "//":
            return
        if kind not in ("locals", "module", "output", "variable", "required_providers") and _is_block(name, value):
            self._blocks(body, (name, key.span), value, [], _INNER_LABELS.get(name, 0))
        else:
            self.attribute(body, key, value)

    def attribute(self, body: Body, key: _Scalar, value: _Node, *, is_plain: bool = False) -> None:
        name = str(key.value)
        if name in body.attributes:
            self._problem(f"{name} is set twice in one object", key.span)
            return
        is_bare = is_plain or name in _BARE
        body.attributes[name] = Attribute(
            self._document, name, key.span, lambda: self._expression(value, is_plain=is_bare, is_type=name == "type")
        )

    def _expression(self, node: _Node, *, is_plain: bool, is_type: bool = False) -> Expression:
        if isinstance(node, _Map):
            items = [(_text(key.span, str(key.value), is_plain=is_plain), value) for key, value in node.members]
            return Object(node.span, [(key, self._expression(value, is_plain=is_plain)) for key, value in items])
        if isinstance(node, _List):
            return Tuple(node.span, [self._expression(element, is_plain=is_plain) for element in node.elements])
        if not isinstance(node.value, str):
            return Literal(node.span, node.value)
        if is_type:
            return parse_expression_text(node.value, node.span) or Literal(node.span, node.value)
        return _text(node.span, node.value, is_plain=is_plain)

    def _problem(self, message: str, span: Span) -> None:
        self._document.problems.append(Problem(message, self._document.region(span)))


def _members(node: _Map) -> Iterator[tuple[_Scalar, _Node]]:
    return iter(node.members)


def _is_block(name: str, value: _Node) -> bool:
    if _MAPS.fullmatch(name):
        return False
    if isinstance(value, _List):
        return bool(value.elements) and all(isinstance(element, _Map) for element in value.elements)
    return isinstance(value, _Map)


def _text(span: Span, text: str, *, is_plain: bool) -> Expression:
    if is_plain or ("${" not in text and "%{" not in text):
        return Literal(span, text)
    template = parse_template_text(text)
    if template is None:
        return Literal(span, text)
    if template.parts and isinstance(template.parts[0], str) and len(template.parts) == 1:
        return Literal(span, template.parts[0])
    return Template(span, template.parts, is_wrap=template.is_wrap)
