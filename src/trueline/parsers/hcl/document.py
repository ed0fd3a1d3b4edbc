"""One HCL file: its body, its comments, and the places of both; syntax errors become located problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import tree_sitter
import tree_sitter_hcl

from trueline.model.document import Comment, Parsed, Problem, Source
from trueline.model.location import Location, Path, Region
from trueline.parsers.hcl.broken import blank_broken
from trueline.parsers.hcl.convert import DEEPEST, Converter, TooDeepError
from trueline.parsers.hcl.syntax import (
    Attribute,
    Block,
    Body,
    Expression,
    Literal,
    Refused,
    Template,
    TemplateFor,
    TemplateIf,
)
from trueline.parsers.hcl.template import unescape_quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node, Range, Tree

MOST_PROBLEMS = 20
LARGEST_TREE = 1_000_000
"""Bytes of a file up to which its tree is kept; a tree takes a hundred times as many."""
_EXPONENT = re.compile(rb"(?<![\w.])\d+[eE][+-]?\d+(?!\w)")
_HEXADECIMAL = re.compile(rb"(?<![\w.])0[xX]\w+")
_NESTS = frozenset({"expression", "operation", "splat", "template_directive"})
_FOLLOWS = frozenset({"get_attr", "index", "splat"})


class HclDocument:
    """One parsed file; ``data`` are its bytes without a byte order mark, which all spans count from."""

    def __init__(self, source: Source, data: bytes) -> None:
        self.source = source
        self.data = data
        self.root = Body()
        self.tree: Tree | None = None
        self.keeps_tree = True
        self.problems: list[Problem] = []
        self._regions: dict[tuple[int, int], Region] = {}

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(rb"\n", self.data))]

    @cached_property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order."""
        if self.tree is None or (b"#" not in self.data and b"//" not in self.data and b"/*" not in self.data):
            return []
        found = tree_sitter.QueryCursor(_comment_query()).captures(self.tree.root_node).get("comment", [])
        return [self._comment(node) for node in sorted(found, key=lambda node: node.start_byte)]

    def _comment(self, node: Node) -> Comment:
        text = self.data[node.start_byte : node.end_byte].decode(errors="replace")
        bare = text[2:-2] if text.startswith("/*") else text.removeprefix("//").removeprefix("#")
        return Comment(bare.strip(), self.region((node.start_byte, node.start_byte + len(text.rstrip().encode()))))

    def at(self, source: Source) -> HclDocument:
        """Return the document of another file with the same bytes; what does not name the file is shared."""
        twin = HclDocument(source, self.data)
        lines = self._lines
        twin.__dict__.update(self.__dict__, source=source, root=Body(), _lines=lines)
        _copy(self.root, twin.root, twin)
        return twin

    def region(self, span: tuple[int, int]) -> Region:
        """Return lines and columns for a span of bytes."""
        found = self._regions.get(span)
        if found is None:  # many rules point at the same block
            found = self._regions[span] = Region(*self._point(span[0]), *self._point(max(span)))
        return found

    def _point(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        start = self._lines[line - 1]
        return line, len(self.data[start:offset].decode(errors="replace")) + 1

    def location(self, span: tuple[int, int], message: str = "") -> Location:
        """Return the location of a span of bytes."""
        return Location(self.source.path, self.source.revision, self.region(span), message)

    def locate(self, path: Path = ()) -> Location:
        """Return the place of a block or attribute: types, labels and names, and the index among equal ones."""
        body, span = self.root, (0, len(self.data))
        steps = list(path)
        while steps:
            name = steps.pop(0)
            attribute = body.attributes.get(str(name))
            if attribute is not None:
                return self.location((attribute.expression.start, attribute.expression.end))
            blocks = body.blocks_of(str(name))
            while blocks and steps and len(blocks[0].labels) and isinstance(steps[0], str):
                label = steps.pop(0)
                blocks = [block for block in blocks if label in block.labels]
            place = steps.pop(0) if steps and isinstance(steps[0], int) else 0
            if not isinstance(place, int) or place >= len(blocks):
                break
            body, span = blocks[place].body, (blocks[place].start, blocks[place].end)
        return self.location(span)


def _copy(body: Body, into: Body, document: HclDocument) -> None:
    into.attributes = {name: attribute.at(document) for name, attribute in body.attributes.items()}
    for block in body.blocks:
        inner = Body()
        _copy(block.body, inner, document)
        into.blocks.append(Block(document, block.type, block.labels, (block.start, block.end), inner))


@cache
def _language() -> tree_sitter.Language:
    return tree_sitter.Language(tree_sitter_hcl.language())


@cache
def _comment_query() -> tree_sitter.Query:
    return tree_sitter.Query(_language(), "(comment) @comment")


def _tree(data: bytes) -> Tree:
    return tree_sitter.Parser(_language()).parse(data)


def open_document(source: Source) -> HclDocument:
    """Return a document without a tree: its bytes decoded as far as they can be, problems noted."""
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        document = HclDocument(source, b"")
        document.problems.append(Problem("the file is UTF-16; save it as UTF-8", Region(1, 1, 1, 1)))
        return document
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        document = HclDocument(source, data.decode(errors="replace").encode())
        start = len(data[: error.start].decode().encode())
        region = document.region((start, start + 3))
        document.problems.append(Problem("the file is not valid UTF-8", region))
        return document
    return HclDocument(source, data)


def parse_native(source: Source) -> Parsed[Body]:
    """Read native syntax."""
    document = open_document(source)
    tree = _tree(document.data)
    document.keeps_tree = tree.root_node.has_error or len(document.data) <= LARGEST_TREE
    if tree.root_node.has_error and _EXPONENT.search(document.data):
        # The grammar does not know 1e3. Offsets stay, and values are read from the document's own bytes.
        masked = _EXPONENT.sub(lambda match: b"1" * len(match[0]), document.data)
        tree = _tree(masked)
    if tree.root_node.has_error:
        tree = _tree(blank_broken(document.data, _tree, partial(_note, document)))
    document.tree = tree
    for match in _HEXADECIMAL.finditer(document.data):  # the grammar takes them, HCL has no such numbers
        node = tree.root_node.descendant_for_byte_range(*match.span())
        if node is not None and node.type == "numeric_lit":
            _note(document, "this is not a number that HCL knows", match.span())
    for child in tree.root_node.children:
        if child.type == "body":
            _fill(document, document.root, child, 0)
    if not document.keeps_tree:
        document.comments  # noqa: B018  # found in the tree, and kept
        document.tree = None
    return Parsed([document], document.problems)


def parse_shared_native(source: Source) -> Parsed[Body]:
    """Read native syntax; of files with the same bytes, as copied modules have them, only the first is parsed."""
    read = _read_lately(source.data)
    if not read:
        parsed = parse_native(source)
        read.extend(document for document in parsed.documents if isinstance(document, HclDocument))
        return parsed
    return Parsed([document.at(source) for document in read], read[0].problems)


@lru_cache(maxsize=512)
def _read_lately(data: bytes) -> list[HclDocument]:  # noqa: ARG001  # the key
    return []


@lru_cache(maxsize=1024)
def parse_template_text(text: str) -> Template | None:
    """Read a template file as the heredoc it could have been; the same text is read once."""
    marker = "TEMPLATE_TEXT_ENDS_HERE"
    data = f"x = <<{marker}\n{text}\n{marker}\n".encode(errors="replace")
    tree = _tree(data)
    if tree.root_node.has_error or marker in text:
        return None
    body = Body()
    _fill(HclDocument(Source("", data), data), body, tree.root_node.children[0], 0)
    try:
        found = body.attributes["x"].expression
    except (KeyError, TooDeepError):
        return None
    parts: list[str | Expression] = [str(found.value)] if isinstance(found, Literal) else []
    if isinstance(found, Template):
        parts = list(found.parts)
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].removesuffix("\n")
    is_hole = (
        isinstance(parts[0], Expression) and not isinstance(parts[0], TemplateFor | TemplateIf) if parts else False
    )
    is_wrap = len(parts) == 2 and parts[-1] == "" and is_hole
    return Template((0, 0), [part for part in parts if part != ""], is_wrap=is_wrap)


def parse_expression_text(text: str, span: tuple[int, int]) -> Expression | None:
    """Read an expression that stands in a JSON string at ``span``; None where it is none."""
    data = f"x = {text}\n".encode(errors="replace")
    tree = _tree(data)
    body = Body()
    if tree.root_node.has_error:
        return None
    _fill(HclDocument(Source("", data), data), body, tree.root_node.children[0], 0)
    if list(body.attributes) != ["x"] or body.blocks:
        return None
    found = body.attributes["x"].expression
    found.start, found.end = span
    return found


def _fill(document: HclDocument, body: Body, node: Node, depth: int) -> None:
    previous = -1
    for child in node.children:
        kind = child.type
        if kind == "attribute":
            _add_attribute(document, body, child)
        elif kind == "block":
            _add_block(document, body, child, depth)
        else:
            continue
        start = child.start_byte
        if previous >= 0 and b"\n" not in document.data[previous:start] and document.data[previous - 1] != 10:
            _note(document, "a line break is missing before this", (start, start + 1))
        previous = child.end_byte


def _add_attribute(document: HclDocument, body: Body, node: Node) -> None:
    children = node.children
    span = (children[0].start_byte, children[0].end_byte)
    name = document.data[span[0] : span[1]].decode()
    if name in body.attributes:
        _note(document, f"{name} is set twice in one block", span)
        return
    value = _value(children)
    if value.descendant_count > 2 * DEEPEST and _is_too_deep(value):
        refused = Refused((value.start_byte, value.end_byte), f"nested deeper than {DEEPEST} levels")
        _note(document, refused.reason, (refused.start, refused.end))
        body.attributes[name] = Attribute(document, name, span, lambda: refused)
        return
    convert = partial(_convert, document, value) if document.keeps_tree else partial(_reread, document, node.range)
    body.attributes[name] = Attribute(document, name, span, convert)


def _value(attribute: Sequence[Node]) -> Node:
    last = attribute[-1]
    return last if last.type == "expression" else next(child for child in attribute if child.type == "expression")


def _is_too_deep(node: Node) -> bool:
    waiting = [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        children = current.named_children
        if depth > DEEPEST or sum(child.type in _FOLLOWS for child in children) > DEEPEST:
            return True
        waiting.extend((child, depth + (child.type in _NESTS)) for child in children)
    return False


def _convert(document: HclDocument, node: Node) -> Expression:
    try:
        return Converter(document.data).expression(node)
    except (TooDeepError, ValueError) as error:
        return Refused((node.start_byte, node.end_byte), str(error))


def _reread(document: HclDocument, attribute: Range) -> Expression:
    """Convert the value of an attribute from a tree of its own, in which offsets are those of the file."""
    tree = tree_sitter.Parser(_language(), included_ranges=[attribute]).parse(document.data)
    body = next(child for child in tree.root_node.children if child.type == "body")
    return _convert(document, _value(body.children[0].children))


def _add_block(document: HclDocument, body: Body, node: Node, depth: int) -> None:
    labels: list[str] = []
    inner = Body()
    end = node.start_byte
    kind = ""
    for child in node.children:
        if child.type in {"identifier", "string_lit"}:
            text = document.data[child.start_byte : child.end_byte].decode()
            end = child.end_byte
            if not kind:
                kind = text
            else:
                labels.append(text if child.type == "identifier" else unescape_quoted(text[1:-1]))
        elif child.type == "body":
            if depth >= DEEPEST:
                _note(document, f"blocks are nested deeper than {DEEPEST} levels", (node.start_byte, end))
                return
            _fill(document, inner, child, depth + 1)
    body.blocks.append(Block(document, kind, labels, (node.start_byte, end), inner))


def _note(document: HclDocument, message: str, span: tuple[int, int]) -> None:
    if len(document.problems) < MOST_PROBLEMS:
        document.problems.append(Problem(message, document.region(span)))
