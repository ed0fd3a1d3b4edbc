"""``"%s of %d".format([…])`` and ``strings.quote``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from trueline.policies.cel.arithmetic import LONGEST_TEXT
from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.function import Function
from trueline.policies.cel.functions.conversions import double_text, text_of
from trueline.policies.cel.kinds import Kind, describe, kind_of
from trueline.values.unknown import Unknown, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.policies.cel.run import Run

_QUOTED = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\", '"': '\\"',
}  # fmt: skip


def _quote(text: str) -> str:
    inner = "".join(_QUOTED.get(character, character) for character in text)
    return '"' + inner.encode("utf-8", "replace").decode() + '"'


def _format(run: Run, template: str, values: Sequence[object]) -> str:
    parts: list[str] = []
    position = 0
    used = 0
    length = 0
    while position < len(template):
        start = template.find("%", position)
        if start < 0:
            parts.append(template[position:])
            break
        parts.append(template[position:start])
        if template[start + 1 : start + 2] == "%":
            parts.append("%")
            position = start + 2
            continue
        verb, precision, position = _clause(template, start + 1)
        if used >= len(values):
            raise EvaluationError(f"format() needs a value number {used + 1}")
        parts.append(_VERBS[verb](run, values[used], precision))
        length += len(parts[-1])
        if length > LONGEST_TEXT:
            raise LimitReachedError(f"a text of more than {LONGEST_TEXT} characters")
        used += 1
    return "".join(parts)


def _clause(template: str, position: int) -> tuple[str, int, int]:
    precision = 6
    if template[position : position + 1] == ".":
        end = position + 1
        while template[end : end + 1].isdigit():
            end += 1
        digits = template[position + 1 : end]
        if not digits or len(digits) > 2:
            raise EvaluationError("a precision in format() has one or two digits")
        precision, position = int(digits), end
    verb = template[position : position + 1]
    if verb not in _VERBS:
        raise EvaluationError(f"format() does not know '%{verb}'")
    return verb, precision, position + 1


def _text(run: Run, value: object, _precision: int) -> str:
    run.spend(1)
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    kind = kind_of(value)
    if kind == "list":
        return "[" + _joined([_text(run, item, 0) for item in value]) + "]"  # type: ignore[attr-defined]  # a list
    if kind == "map":
        texts = {_text(run, key, 0): _text(run, item, 0) for key, item in value.items()}  # type: ignore[attr-defined]
        return "{" + _joined([f"{key}: {texts[key]}" for key in sorted(texts)]) + "}"
    if kind == "null_type":
        return "null"
    if isinstance(value, Kind):
        return value.name
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return str(value) if isinstance(value, str) else text_of(value)


def _joined(texts: list[str]) -> str:
    if sum(map(len, texts)) > LONGEST_TEXT:
        raise LimitReachedError(f"a text of more than {LONGEST_TEXT} characters")
    return ", ".join(texts)


def _known(verb: str, value: object, kinds: Sequence[str]) -> None:
    if isinstance(value, Unknown):
        raise UnknownValueError(value)
    if kind_of(value) not in kinds:
        raise EvaluationError(f"'%{verb}' does not take {describe(value)}")


def _decimal(_run: Run, value: object, _precision: int) -> str:
    _known("d", value, ("int", "uint", "double"))
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        return double_text(value)
    return text_of(value)


def _float(verb: str) -> Callable[[Run, object, int], str]:
    def write(_run: Run, value: object, precision: int) -> str:
        _known(verb, value, ("int", "uint", "double"))
        number = float(value)  # type: ignore[arg-type]  # a number
        return f"{number:.{precision}{verb}}" if math.isfinite(number) else double_text(number)

    return write


def _based(verb: str) -> Callable[[Run, object, int], str]:
    def write(_run: Run, value: object, _precision: int) -> str:
        _known(verb, value, _BASED[verb])
        if isinstance(value, str):
            value = value.encode("utf-8", "replace")
        if isinstance(value, bytes):
            return value.hex() if verb == "x" else value.hex().upper()
        return f"{int(value):{verb}}"  # type: ignore[call-overload]  # a number

    return write


_BASED = {
    "b": ("int", "uint", "bool"), "o": ("int", "uint"), "x": ("int", "uint", "string", "bytes"),
    "X": ("int", "uint", "string", "bytes"),
}  # fmt: skip
_VERBS: Mapping[str, Callable[[Run, object, int], str]] = {
    "s": _text,
    "d": _decimal,
    "e": _float("e"),
    "f": _float("f"),
    **{verb: _based(verb) for verb in _BASED},
}
FUNCTIONS: Mapping[str, Function] = {
    "format": Function(_format, "string list", "string", run=True),
    "strings.quote": Function(_quote, "string", "string", "f"),
}
