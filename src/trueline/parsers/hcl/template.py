"""Quoted templates and heredocs: literal text, holes, directives, strip markers and indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from trueline.parsers.hcl.syntax import Expression, Literal, Template, TemplateFor, TemplateIf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_TOKENS = frozenset(
    {
        "template_interpolation",
        "template_if_intro",
        "template_else_intro",
        "template_if_end",
        "template_for_start",
        "template_for_end",
    }
)
_QUOTED_ESCAPE = re.compile(r"""\\(?:[nrt"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|\$\$\{|%%\{""")
_PLAIN_ESCAPE = re.compile(r"\$\$\{|%%\{")
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "$${": "${", "%%{": "%{"}


class Converter(Protocol):
    """What converts the expressions in holes and directives; ``data`` are the bytes of the document."""

    @property
    def data(self) -> bytes:
        """The bytes that nodes count from."""
        ...

    def expression(self, node: Node, depth: int = 0) -> Expression:
        """Return the tree for a node ``expression``."""
        ...

    def for_intro(self, node: Node, depth: int) -> tuple[tuple[str, str], Expression]:
        """Return the names and the collection of ``for k, v in c``."""
        ...


class _Text:
    """A stretch of literal text; in heredocs one per line, as strip markers and indentation count them."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value


def convert_template(converter: Converter, node: Node, depth: int) -> Expression:
    """Return the tree for a ``string_lit``, ``quoted_template`` or ``heredoc_template``."""
    span = (node.start_byte, node.end_byte)
    is_heredoc = node.type == "heredoc_template"
    start, end = _heredoc_inside(converter.data, node) if is_heredoc else (span[0] + 1, span[1] - 1)
    # "$$${x}" holds no hole for HCL ("$" and an escaped "${"), though the grammar sees one.
    tokens = [token for token in _tokens(node) if converter.data[token.start_byte - 1 : token.start_byte] != b"$"]
    if not tokens and not is_heredoc:
        return Literal(span, unescape_quoted(converter.data[start:end].decode()))
    stream = _stream(converter.data, tokens, (start, end), is_heredoc=is_heredoc)
    _strip(stream)
    if is_heredoc and converter.data.startswith(b"<<-", node.start_byte):
        _flush(stream)
    parts = _build(converter, stream, depth)
    if not parts or (len(parts) == 1 and isinstance(parts[0], str)):
        return Literal(span, "".join(part for part in parts if isinstance(part, str)))
    is_wrap = len(parts) == 1 and not isinstance(parts[0], TemplateIf | TemplateFor)
    return Template(span, parts, is_wrap=is_wrap)


def unescape_quoted(text: str) -> str:
    """Return what a quoted literal spells."""
    if "\\" not in text and "{" not in text:
        return text
    return _QUOTED_ESCAPE.sub(_unescape, text)


def unescape_plain(text: str) -> str:
    """Return what the literal text of a heredoc or template file spells."""
    return _PLAIN_ESCAPE.sub(_unescape, text) if "{" in text else text


def _unescape(match: re.Match[str]) -> str:
    found = match.group()
    known = _ESCAPES.get(found)
    if known is not None:
        return known
    point = int(found[2:], 16)
    return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"


def _heredoc_inside(data: bytes, node: Node) -> tuple[int, int]:
    # The last line, blanks and marker, is not part of the text, but the line end before it is.
    first, *_, last = (child for child in node.children if child.type == "heredoc_identifier")
    start = data.find(b"\n", first.end_byte) + 1
    return start, max(start, data.rfind(b"\n", 0, last.start_byte) + 1)


def _tokens(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type in _TOKENS:
            yield child
        elif child.type.startswith("template_") and child.child_count:
            yield from _tokens(child)


def _stream(data: bytes, tokens: list[Node], inside: tuple[int, int], *, is_heredoc: bool) -> list[_Text | Node]:
    found: list[_Text | Node] = []
    position = inside[0]
    for token in [*tokens, None]:
        raw = data[position : token.start_byte if token else inside[1]].decode()
        if raw and is_heredoc:
            found.extend(_Text(unescape_plain(line)) for line in raw.splitlines(keepends=True))
        elif raw:
            found.append(_Text(unescape_quoted(raw)))
        if token:
            found.append(token)
            position = token.end_byte
    return found


def _strip(stream: list[_Text | Node]) -> None:
    for place, token in enumerate(stream):
        if isinstance(token, _Text):
            continue
        markers = [child for child in token.children if child.type == "strip_marker"]
        for marker in markers:
            is_left = marker.start_byte - token.start_byte <= 2
            beside = place - 1 if is_left else place + 1
            if not 0 <= beside < len(stream):
                continue
            text = stream[beside]
            if isinstance(text, _Text):
                text.value = text.value.rstrip() if is_left else text.value.lstrip()


def _flush(stream: list[_Text | Node]) -> None:
    """Take the common indentation away, as HCL counts it: blank lines do not count, a hole at line start does."""
    least: int | None = None
    adjusted: list[_Text] = []
    is_line_start = True
    for token in stream:
        if is_line_start:
            spaces: int | None = 0
            if isinstance(token, _Text):
                trimmed = token.value.lstrip()
                if not trimmed and token.value.endswith("\n"):
                    spaces = None
                else:
                    spaces = len(token.value) - len(trimmed)
                    adjusted.append(token)
            if spaces is not None:
                least = spaces if least is None else min(least, spaces)
        is_line_start = isinstance(token, _Text) and token.value.endswith("\n")
    for text in adjusted:
        text.value = text.value[least or 0 :]


def _build(converter: Converter, stream: list[_Text | Node], depth: int) -> list[str | Expression]:
    root: list[str | Expression] = []
    stack: list[tuple[list[str | Expression], TemplateIf | TemplateFor | None]] = [(root, None)]
    for token in stream:
        parts, opened = stack[-1]
        if isinstance(token, _Text):
            _add_text(parts, token.value)
            continue
        kind = token.type
        if kind == "template_else_intro" and isinstance(opened, TemplateIf):
            stack[-1] = (opened.otherwise, opened)
        elif kind in {"template_if_end", "template_for_end"}:
            stack.pop()
        else:
            _open(converter, token, stack, depth + len(stack))
    return root


def _open(
    converter: Converter,
    token: Node,
    stack: list[tuple[list[str | Expression], TemplateIf | TemplateFor | None]],
    depth: int,
) -> None:
    parts, _ = stack[-1]
    span = (token.start_byte, token.end_byte)
    if token.type == "template_for_start":
        loop = TemplateFor(span, *converter.for_intro(token, depth))
        parts.append(loop)
        stack.append((loop.parts, loop))
        return
    inner = next((child for child in token.named_children if child.type == "expression"), None)
    expression = converter.expression(inner, depth) if inner else Literal(span, "")
    if token.type == "template_interpolation":
        parts.append(expression)
        return
    choice = TemplateIf(span, expression)
    parts.append(choice)
    stack.append((choice.then, choice))


def _add_text(parts: list[str | Expression], text: str) -> None:
    if not text:
        return
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    else:
        parts.append(text)
