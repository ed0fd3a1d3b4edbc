"""``yamldecode``: one document, with the types that Terraform gives plain scalars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from trueline.dialects.terraform.functions.scalars import parse_number
from trueline.dialects.terraform.functions.types import MOST_ELEMENTS, FunctionError, LimitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DEEPEST = 200
_TAG = "tag:yaml.org,2002:"
_TRUE = frozenset({"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\Z", re.ASCII)
_OCTAL = re.compile(r"0o([0-7]{1,1000})\Z")
_HEXADECIMAL = re.compile(r"0x([0-9A-Fa-f]{1,1000})\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")
_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:([Tt ])(\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(Z|[-+]\d\d:\d\d)?)?\Z", re.ASCII
)


def decode(text: str) -> object:
    """Return the value that one YAML document spells."""
    try:
        return _Reader(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))).document()
    except yaml.YAMLError as error:
        raise FunctionError(f"argument 1: no YAML: {' '.join(str(error).split())}") from error


class _Merge:
    """The key that merges another mapping."""


_MERGE = _Merge()


class _Reader:
    """Builds a value from parser events; stops at depth and at what aliases blow up."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.anchors: dict[str, object] = {}
        self.sizes: dict[str, int] = {}
        self.count = 0

    def document(self) -> object:
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise FunctionError("argument 1: no YAML document")
        value = self.node(next(self.events), 0)
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise FunctionError("argument 1: more than one YAML document")
        return value

    def node(self, event: yaml.Event, depth: int) -> object:
        self.grow(1)
        if depth > _DEEPEST:
            raise LimitError(f"argument 1: nested deeper than {_DEEPEST}")
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event.anchor or "")
        before = self.count
        value = self.content(event, depth)
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self.anchors[event.anchor] = value
            self.sizes[event.anchor] = self.count - before + 1
        return value

    def content(self, event: yaml.Event, depth: int) -> object:
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            _expect(event.tag, "seq")
            return [self.node(inner, depth + 1) for inner in self.members(yaml.SequenceEndEvent)]
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(event, depth)
        raise FunctionError("argument 1: no YAML")

    def grow(self, count: int) -> None:
        self.count += count
        if self.count > MOST_ELEMENTS:
            raise LimitError(f"argument 1: more than {MOST_ELEMENTS} values")

    def alias(self, anchor: str) -> object:
        if anchor not in self.anchors:
            raise FunctionError(f"argument 1: no anchor {anchor!r} before its alias")
        self.grow(self.sizes[anchor])
        return self.anchors[anchor]

    def mapping(self, event: yaml.MappingStartEvent, depth: int) -> dict[str, object]:
        _expect(event.tag, "map")
        value: dict[str, object] = {}
        for inner in self.members(yaml.MappingEndEvent):
            name = self.key(inner, depth)
            member = self.node(next(self.events), depth + 1)
            if not isinstance(name, _Merge):
                value[name] = member
            elif isinstance(member, dict):
                value.update(member)
            else:
                raise FunctionError("argument 1: only a mapping can be merged")
        return value

    def members(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def key(self, event: yaml.Event, depth: int) -> str | _Merge:
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
            return _MERGE
        name = self.node(event, depth + 1)
        if isinstance(name, str):
            return name
        if isinstance(name, bool | int | float):
            from trueline.dialects.terraform.functions.scalars import to_text

            return to_text(name)
        raise FunctionError("argument 1: a key must be text")


def _expect(tag: str | None, name: str) -> None:
    if tag not in (None, "!", _TAG + name):
        raise FunctionError(f"argument 1: no tag {tag!r}")


def _scalar(event: yaml.ScalarEvent) -> object:
    text = event.value
    if event.tag in (None, "!"):
        return _resolved(text) if event.implicit[0] else text
    name = event.tag.removeprefix(_TAG)
    if name not in _TAGGED:
        raise FunctionError(f"argument 1: no tag {event.tag!r}")
    return _TAGGED[name](text) if not event.style else text


def _resolved(text: str) -> object:
    """Return the value of a plain scalar."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INFINITE.match(text):
        raise FunctionError(f"argument 1: no number: {text}")
    if _NUMBER.match(text):
        return parse_number(text)
    for pattern, base in ((_OCTAL, 8), (_HEXADECIMAL, 16)):
        if match := pattern.match(text):
            return int(match[1], base)
    return _timestamp(text) or text


def _timestamp(text: str) -> str:
    """Return a date or time as RFC 3339, or empty where it is none."""
    match = _DATE.match(text)
    if match is None:
        return ""
    separator, zone = match[4], match[8]
    if separator is not None and (separator == " ") is not (zone is None):
        return ""
    year, month, day, hour, minute, second = (int(match[part] or 0) for part in (1, 2, 3, 5, 6, 7))
    from datetime import datetime

    try:
        datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  # only whether there is such a time
    except ValueError:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone or 'Z'}"


def _text(text: str) -> str:
    return text


def _boolean(text: str) -> object:
    return text in _TRUE if text in _TRUE | _FALSE else text


def _number(text: str) -> object:
    if _NUMBER.match(text) is None:
        raise FunctionError(f"argument 1: no number: {text!r}")
    return parse_number(text)


_TAGGED: dict[str, Callable[[str], object]] = {
    "binary": _text,
    "bool": _boolean,
    "float": _number,
    "int": _number,
    "null": lambda _: None,
    "str": _text,
    "timestamp": lambda text: _timestamp(text) or text,
}
