"""Rendering a template to text; JSON with unknown holes keeps the structure around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.expressions import evaluate, pairs_of
from trueline.dialects.terraform.frame import Frame, LazyObject
from trueline.dialects.terraform.functions.scalars import to_bool, to_text
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.parsers.hcl import syntax
from trueline.values.partial import PartialJson
from trueline.values.unknown import MarkedText, Unknown, join, references_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_HOLES = 1_000
MOST_PARTS = 100_000
MOST_CHARACTERS = 4_000_000


def render(node: syntax.Template, frame: Frame) -> object:
    """Return the text of a template, or what is known of it."""
    parts: list[str | Unknown] = []
    _collect(node.parts, frame, parts)
    texts = [part for part in parts if isinstance(part, str)]
    unknown = [part for part in parts if isinstance(part, Unknown)]
    references = frozenset[str]().union(*(references_of(text) for text in texts))
    if unknown:
        structure = _structure(parts)
        return structure.referring(references) if structure is not None else join(*unknown).referring(references)
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise FunctionError("the text is too long")
    is_secret = any(type(text) is MarkedText and text.sensitive for text in texts)
    joined = "".join(texts)
    return MarkedText(joined, references, sensitive=is_secret) if references or is_secret else joined


def _collect(nodes: Sequence[str | syntax.Expression], frame: Frame, parts: list[str | Unknown]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, syntax.TemplateIf):
            condition = evaluate(node.condition, frame)
            if isinstance(condition, Unknown):
                parts.append(condition)
            else:
                _collect(node.then if to_bool(condition) else node.otherwise, frame, parts)
        elif isinstance(node, syntax.TemplateFor):
            _collect_loop(node, frame, parts)
        else:
            parts.append(_hole(evaluate(node, frame)))
        if len(parts) > MOST_PARTS:
            raise FunctionError("the text is too long")


def _hole(value: object) -> str | Unknown:
    if isinstance(value, LazyObject):
        value = value.plain()
    if isinstance(value, Unknown):
        return value
    if value is None:
        raise FunctionError("null cannot be part of a text")
    return to_text(value)


def _collect_loop(node: syntax.TemplateFor, frame: Frame, parts: list[str | Unknown]) -> None:
    collection = evaluate(node.collection, frame)
    if isinstance(collection, LazyObject):
        collection = collection.plain()
    if isinstance(collection, Unknown):
        parts.append(collection)
        return
    pairs = pairs_of(collection)
    frame.surroundings.spend(len(pairs))
    for key, value in pairs:
        names = {node.key: key, node.value: value} if node.key else {node.value: value}
        _collect(node.parts, frame.child(names), parts)


_MARK = "\x01"  # stands around a hole's number; text that holds one is left alone


def _structure(parts: Sequence[str | Unknown]) -> PartialJson | None:
    """Return the structure of JSON text whose holes stand for values or parts of texts; None where it is not JSON."""
    first = parts[0]
    if not isinstance(first, str) or not first.lstrip().startswith(("{", "[")) or len(parts) > MOST_HOLES:
        return None
    import json

    holes: list[Unknown] = []
    text = ""
    for part in parts:
        if isinstance(part, str):
            if _MARK in part:
                return None
            text += part
            continue
        mark = f"{_MARK}{len(holes)}{_MARK}"
        text += mark if _is_inside_quotes(text) else f'"{mark}"'
        holes.append(part)
    try:
        return PartialJson(_filled(json.loads(text, strict=False), holes))
    except (ValueError, RecursionError):
        return None


def _is_inside_quotes(text: str) -> bool:
    return text.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1


def _filled(value: object, holes: Sequence[Unknown]) -> object:
    if isinstance(value, dict):
        if any(_MARK in name for name in value):
            return join(*holes)
        return {name: _filled(member, holes) for name, member in value.items()}
    if isinstance(value, list):
        return [_filled(element, holes) for element in value]
    if isinstance(value, str) and _MARK in value:
        numbers = value.split(_MARK)[1::2]
        return join(*(holes[int(number)] for number in numbers))
    return value
