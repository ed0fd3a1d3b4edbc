"""``yamlencode``: block style, text in quotes or as literal lines."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import yaml
from yaml.emitter import Emitter, ScalarAnalysis

from trueline.dialects.terraform.functions.marks import mark, marks_of
from trueline.dialects.terraform.functions.scalars import number_text
from trueline.values.partial import PartialJson

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH = 80


def encode(value: object) -> object:
    """Return a value as YAML; with unknown leaves, text whose structure can still be read."""
    marks = marks_of([value])
    if marks.unknown is not None:
        return PartialJson(value)
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(value),
        yaml.DocumentEndEvent(explicit=_is_plain(value)),
        yaml.StreamEndEvent(),
    ]
    stream = StringIO()
    emitter = _Emitter(stream, width=_WIDTH, allow_unicode=True)
    for event in events:
        emitter.emit(event)
    text = stream.getvalue()
    # PyYAML closes a document that ends in kept empty lines, libyaml does not
    return mark(text.removesuffix("...\n") if isinstance(value, str) else text, marks)


class _Emitter(Emitter):
    """Emits as libyaml does where PyYAML's own way is another."""

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        """Allow literal lines only for what libyaml takes as printable, and empty text as a key."""
        analysis = super().analyze_scalar(scalar)
        analysis.empty = False
        if any(character > "\uffff" for character in scalar):
            analysis.allow_block = False
        return analysis

    def check_empty_document(self) -> bool:
        """Write no mark before text that is empty."""
        return False

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002  # PyYAML's signature
        """Write text in quotes; a line that is too long breaks at a single space."""
        self.write_indicator('"', need_whitespace=True)
        after_space = False
        for place, character in enumerate(text):
            if character != " ":
                self._write(_escaped(character))
                after_space = False
                continue
            if split and not after_space and self.column > _WIDTH and 0 < place < len(text) - 1:
                self.write_indent()
                if text[place + 1] == " ":
                    self._write("\\")
            else:
                self._write(character)
            after_space = True
        self.write_indicator('"', need_whitespace=False)

    def _write(self, text: str) -> None:
        self.column += len(text)
        self.stream.write(text)


def _escaped(character: str) -> str:
    if character in Emitter.ESCAPE_REPLACEMENTS and character != "\xa0":
        return "\\" + str(Emitter.ESCAPE_REPLACEMENTS[character])
    if (
        " " <= character <= "~"
        or "\xa0" <= character <= "\ud7ff"
        or ("\ue000" <= character <= "\ufffd" and character != "\ufeff")
    ):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _is_plain(value: object) -> bool:
    return not isinstance(value, str | dict | list | tuple)


def _events(value: object) -> Iterator[yaml.Event]:
    if isinstance(value, str):
        style = "|" if "\n" in value else '"'
        yield yaml.ScalarEvent(None, None, (True, True), str(value), style=style)
    elif isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not value)
        for name in sorted(value):
            yield from _events(name)
            yield from _events(value[name])
        yield yaml.MappingEndEvent()
    elif isinstance(value, list | tuple):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not value)
        for element in value:
            yield from _events(element)
        yield yaml.SequenceEndEvent()
    else:
        yield yaml.ScalarEvent(None, None, (True, False), _plain(value))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(value) if isinstance(value, int | float) else "null"
