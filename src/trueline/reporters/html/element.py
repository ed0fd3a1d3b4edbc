"""Elements of a page, and the one writer that turns them into HTML; whatever is text in them is escaped there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.reporters.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST: Final = 2_000
_VOID: Final = frozenset(("br", "input", "meta"))
# Raw text to a browser: constants of this package, which are never data
_RAW: Final = frozenset(("script", "style"))
# A line of the file ends behind these, so that two reports can be compared and no line is endless
_BLOCKS: Final = frozenset((
    "article", "aside", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "footer", "h1", "h2", "h3",
    "h4", "h5", "head", "header", "html", "li", "main", "meta", "nav", "ol", "option", "p", "script", "section",
    "select", "style", "summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
_QUOTED: Final = re.compile(r"`([^`]+)`")
_NAME: Final = re.compile(r"[a-z][A-Za-z0-9-]*\Z")
_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "#": "&#35;"})  # ##[ is a command to a runner
_VALUE: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

Node: TypeAlias = "Element | str"
Value: TypeAlias = "str | int | float | bool | None"


class Element(NamedTuple):
    """One element: its name, its attributes, and what is in it."""

    name: str
    attributes: Mapping[str, Value]
    children: tuple[Node, ...]


def element(name: str, /, *children: Node | None, **attributes: Value) -> Element:
    """Return an element. ``class_`` and ``data_rule`` are ``class`` and ``data-rule``; nothing is made of ``None``."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return Element(name, named, tuple(child for child in children if child is not None))


def prose(text: str, most: int = LONGEST) -> list[Node]:
    """Return a text that may have several lines, code in backticks, and be far too long."""
    if len(text) > most:
        text = f"{text[:most]}… ({len(text) - most:,} more characters)"
    nodes: list[Node] = []
    for number, line in enumerate(visible_lines(text)):
        nodes += [element("br")] if number else []
        nodes += [element("code", part) if at % 2 else part for at, part in enumerate(_QUOTED.split(line)) if part]
    return nodes


def code(text: str, most: int = LONGEST) -> Element:
    """Return a name or a value as data writes it."""
    return element("code", text if len(text) <= most else text[:most] + "…")


def write(root: Element) -> str:
    """Return a document; its doctype is added."""
    parts = ["<!DOCTYPE html>\n"]
    _write(root, parts)
    return "".join(parts)


def _write(node: Element, parts: list[str]) -> None:
    name = _checked(node.name)
    parts.append(f"<{name}{''.join(_attributes(node.attributes))}>")
    if name not in _VOID:
        if name in _RAW:
            parts += _constants(node.children)
        else:
            _write_all(node.children, parts)
        parts.append(f"</{name}>")
    if name in _BLOCKS:
        parts.append("\n")


def _write_all(children: Iterable[Node], parts: list[str]) -> None:
    for child in children:
        if isinstance(child, Element):
            _write(child, parts)
        else:
            parts.append(_escape(child))


def _constants(children: Iterable[Node]) -> list[str]:
    texts = [child for child in children if isinstance(child, str)]
    if any("</" in text or "<!" in text for text in texts):
        raise ValueError("a style or a script that would end early")
    return texts


def _escape(text: str) -> str:
    """Return text in which nothing is markup, hidden, or the start of a line that a runner would obey."""
    shown = "\t".join(visible(part) for part in text.split("\t")) if "\t" in text else visible(text)
    shown = shown.translate(_TEXT)
    start = shown.lstrip()
    if start.startswith(":"):
        return f"{shown[: len(shown) - len(start)]}&#58;{start[1:]}"
    return shown


def _attributes(attributes: Mapping[str, Value]) -> Iterable[str]:
    for name, value in attributes.items():
        if value is True:
            yield f" {_checked(name)}"
        elif value is not None and value is not False:
            text = visible(str(value)).translate(_VALUE).replace("##", "&#35;&#35;")
            yield f' {_checked(name)}="{text}"'


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of HTML")
    return name
