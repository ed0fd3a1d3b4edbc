"""What is wrong with a file that does not parse: a located problem for each broken block, the rest kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node, Tree

MOST_BROKEN = 50
_TOP = re.compile(rb'^[A-Za-z_][\w-]*(?:[ \t]*=|(?:[ \t]+(?:"[^"\n]*"|[\w-]+))*[ \t]*\{)', re.MULTILINE)


def blank_broken(data: bytes, parse: Callable[[bytes], Tree], note: Callable[[str, tuple[int, int]], None]) -> bytes:
    """Note what is wrong with each broken top-level block, and return ``data`` with blanks in their place."""
    kept = bytearray(data)
    broken = 0
    for start, end in _chunks(data):
        if broken > MOST_BROKEN:  # a file this bad is not worth reading on
            kept[start:] = re.sub(rb"[^\n]", b" ", data[start:])
            break
        tree = parse(data[start:end])
        if not tree.root_node.has_error:
            continue
        broken += 1
        message, span = _explain(data[start:end], tree.root_node)
        note(message, (start + span[0], start + span[1]))
        kept[start:end] = re.sub(rb"[^\n]", b" ", data[start:end])
    if parse(bytes(kept)).root_node.has_error:  # whole only together, such as a heredoc that swallows a block
        return b"\n" * data.count(b"\n")
    return bytes(kept)


def _chunks(data: bytes) -> Iterator[tuple[int, int]]:
    starts = [match.start() for match in _TOP.finditer(data)]
    starts = starts if starts and starts[0] == 0 else [0, *starts]
    return zip(starts, [*starts[1:], len(data)], strict=True)


def _explain(data: bytes, root: Node) -> tuple[str, tuple[int, int]]:
    waiting = [(root, root)]
    while waiting:
        node, parent = waiting.pop()
        if node.is_missing:
            return _explain_missing(data, node, parent)
        if node.is_error:
            return _explain_error(data, node)
        broken = [child for child in node.children if child.has_error or child.is_missing]
        waiting.extend((child, node) for child in reversed(broken))
    return "this is not valid HCL", (0, 0)


_CLOSERS = frozenset({"block_end", "heredoc_identifier", "object_end", "quoted_template_end", "tuple_end"})


def _explain_missing(data: bytes, node: Node, parent: Node) -> tuple[str, tuple[int, int]]:
    # The node's own ``parent`` is not asked: the library finds it by recursion, which deep nesting turns into a crash.
    if node.type not in _CLOSERS:
        return f'expected "{node.type.strip("_")}" here', (node.start_byte, node.start_byte)
    start = parent.start_byte
    line = data[start : parent.end_byte].split(b"\n", 1)[0].rstrip()[:60]
    width = 1 if line.startswith(b'"') else len(line)
    return "what is opened here is never closed", (start, start + width)


def _explain_error(data: bytes, node: Node) -> tuple[str, tuple[int, int]]:
    inner = [child for child in node.children if child.is_error]
    opened = _unclosed(node)
    if opened is not None and not inner:
        text = data[opened.start_byte : opened.end_byte].decode(errors="replace").strip()
        return f'"{text}" is never closed', (opened.start_byte, opened.end_byte)
    place = inner[0] if inner else node
    text = data[place.start_byte : place.end_byte].decode(errors="replace").strip()
    word = text.split(maxsplit=1)[0][:40] if text else ""
    start = place.start_byte
    shown = word.replace("\0", "\\0")
    return f'unexpected "{shown}"' if word else "this is not valid HCL", (start, start + len(word.encode()))


_PAIRS = {
    "block_end": "block_start",
    "object_end": "object_start",
    "quoted_template_end": "quoted_template_start",
    "template_interpolation_end": "template_interpolation_start",
    "tuple_end": "tuple_start",
    ")": "(",
}


def _unclosed(node: Node) -> Node | None:
    opened: list[Node] = []
    for child in node.children:
        if child.type in _PAIRS.values() or child.type == "heredoc_start":
            opened.append(child)
        elif child.type in _PAIRS and opened and opened[-1].type == _PAIRS[child.type]:
            opened.pop()
    return opened[-1] if opened else None
