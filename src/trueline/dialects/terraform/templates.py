"""Rendering a template to text; JSON with unknown holes keeps the structure around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.collection import pairs_of
from trueline.dialects.terraform.frame import Frame, LazyObject, doubt
from trueline.dialects.terraform.functions.scalars import to_bool, to_text
from trueline.dialects.terraform.functions.shapes import unsettled
from trueline.dialects.terraform.functions.types import FunctionError, LimitError
from trueline.parsers.hcl import syntax
from trueline.values.partial import PartialJson
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText, assemble
from trueline.values.unknown import MarkedText, Unknown, is_sensitive, join, references_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.dialects.terraform.frame import Evaluate

MOST_HOLES = 1_000
MOST_PARTS = 100_000
MOST_CHARACTERS = 4_000_000


def render(node: syntax.Template, frame: Frame, evaluate: Evaluate) -> object:
    """Return the text of a template, or what is known of it."""
    parts: list[str | Unknown] = []
    _collect(node.parts, frame, parts, evaluate)
    texts = [part for part in parts if isinstance(part, str)]
    unknown = [part for part in parts if isinstance(part, Unknown)]
    references = frozenset[str]().union(*(references_of(text) for text in texts))
    if unknown:
        structure = _structure(parts)
        return structure.referring(references) if structure is not None else assemble(parts)
    if sum(map(len, texts)) > MOST_CHARACTERS:
        raise LimitError("the text is too long")
    is_secret = any(type(text) is MarkedText and text.sensitive for text in texts)
    joined = "".join(texts)
    return MarkedText(joined, references, sensitive=is_secret) if references or is_secret else joined


def _collect(
    nodes: Sequence[str | syntax.Expression], frame: Frame, parts: list[str | Unknown], evaluate: Evaluate
) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
        elif isinstance(node, syntax.TemplateIf):
            condition = evaluate(node.condition, frame)
            if isinstance(condition, Unknown):
                parts.append(join(condition))
            else:
                _collect(node.then if to_bool(condition) else node.otherwise, frame, parts, evaluate)
        elif isinstance(node, syntax.TemplateFor):
            _collect_loop(node, frame, parts, evaluate)
        else:
            found = _hole(evaluate(node, frame))
            if isinstance(found, Unknown) and not found.is_scalar:
                doubt(found, frame)  # it may be no text
            parts.extend(found.pieces if isinstance(found, PartialText) else (found,))
        if len(parts) > MOST_PARTS:
            raise LimitError("the text is too long")


def _hole(value: object) -> str | Unknown:
    if isinstance(value, LazyObject):
        value = value.plain()
    if isinstance(value, Unknown):
        return value
    if value is None:
        raise FunctionError("null cannot be part of a text")
    return to_text(value)


def _collect_loop(node: syntax.TemplateFor, frame: Frame, parts: list[str | Unknown], evaluate: Evaluate) -> None:
    collection = evaluate(node.collection, frame)
    if isinstance(collection, LazyObject):
        collection = collection.plain()
    doubt = collection if isinstance(collection, Unknown) else unsettled(collection)
    if doubt is not None:
        parts.append(join(doubt))
        return
    pairs = pairs_of(collection)
    frame.surroundings.spend(len(pairs))
    for key, value in pairs:
        names = {node.key: key, node.value: value} if node.key else {node.value: value}
        _collect(node.parts, frame.child(names), parts, evaluate)


_MARK = "\x01"  # stands around a hole's number; text that holds one is left alone


def _structure(parts: Sequence[str | Unknown]) -> PartialJson | None:
    """Return the structure of JSON text whose holes stand for values or parts of texts; None where it is not JSON."""
    first = parts[0]
    if not isinstance(first, str) or not first.lstrip().startswith(("{", "[")) or len(parts) > MOST_HOLES:
        return None
    import json

    holes: list[object] = []
    text = ""
    for part in parts:
        if isinstance(part, str) and not is_sensitive(part):
            if _MARK in part:
                return None
            text += part
            continue
        is_quoted = _is_inside_quotes(text)
        if isinstance(part, str) and (not is_quoted or not _SPECIAL.isdisjoint(part)):
            return None  # what a secret spells is not looked into
        mark = f"{_MARK}{len(holes)}{_MARK}"
        text += mark if is_quoted else f'"{mark}"'
        holes.append(part.value if isinstance(part, PartialJson) and not is_quoted else part)
    try:
        return PartialJson(_filled(json.loads(text, strict=False), holes))
    except (ValueError, RecursionError):
        return None


_SPECIAL = frozenset('"\\\n\x01')


def _is_inside_quotes(text: str) -> bool:
    return text.replace("\\\\", "").replace('\\"', "").count('"') % 2 == 1


def _filled(value: object, holes: Sequence[object]) -> object:
    if isinstance(value, dict):
        pairs = [(_filled(name, holes), _filled(member, holes)) for name, member in value.items()]
        if any(isinstance(name, Unknown) for name, _ in pairs):
            return PartialMap((name, member) for name, member in pairs if isinstance(name, str | Unknown))
        return dict(pairs)
    if isinstance(value, list):
        return [_filled(element, holes) for element in value]
    if not isinstance(value, str) or _MARK not in value:
        return value
    pieces: list[object] = list(value.split(_MARK))
    pieces[1::2] = [holes[int(str(number))] for number in pieces[1::2]]
    structure = next((piece for piece in pieces if not isinstance(piece, str | Unknown)), None)
    return structure or assemble(piece for piece in pieces if isinstance(piece, str | Unknown))
