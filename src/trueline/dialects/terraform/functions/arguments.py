"""A function's signature, and arguments converted to what it asks for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.functions.scalars import to_bool, to_integer, to_number, to_text
from trueline.dialects.terraform.functions.shapes import (
    BOOL,
    TEXT,
    Shape,
    convert,
    elements_of,
    set_of,
    unified,
    unsettled,
)
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Signature(NamedTuple):
    """The kinds of a function's parameters; ``rest`` is that of any number more, empty where there are none.

    A kind ends in ``?`` where null is allowed.
    """

    parameters: tuple[str, ...]
    rest: str = ""


@cache
def signature(text: str) -> Signature:
    """Read ``text number *any``."""
    words = text.split()
    if words and words[-1].startswith("*"):
        return Signature(tuple(words[:-1]), words[-1][1:])
    return Signature(tuple(words))


def converted(wanted: Signature, arguments: Sequence[object]) -> list[object]:
    """Return the arguments as the function asks for them; raise ``FunctionError`` where they do not fit."""
    least = len(wanted.parameters)
    if len(arguments) < least or (len(arguments) > least and not wanted.rest):
        raise FunctionError(f"{least}{' or more' if wanted.rest else ''} arguments required, not {len(arguments)}")
    kinds = wanted.parameters + (wanted.rest,) * (len(arguments) - least)
    return [
        _converted(kind, argument, position)
        for position, (kind, argument) in enumerate(zip(kinds, arguments, strict=True), 1)
    ]


def _converted(kind: str, argument: object, position: int) -> object:
    if argument is None:
        if kind.endswith("?"):
            return None
        raise FunctionError(f"argument {position} must not be null")
    if is_unknown(argument):
        return argument
    try:
        return _CONVERSIONS[kind.rstrip("?")](argument)
    except FunctionError as error:
        raise type(error)(f"argument {position}: {error}") from error


def _keep(value: object) -> object:
    return value


def _list(value: object) -> object:
    doubt = unsettled(value)
    return unified(elements_of(value)) if doubt is None else doubt


def _set(value: object) -> object:
    return set_of(unified(elements_of(value)))


def _sequence(value: object) -> object:
    doubt = unsettled(value)
    return elements_of(value) if doubt is None else doubt


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise FunctionError("a map or an object is required")
    return value


def _converter(shape: Shape) -> Callable[[object], object]:
    def conversion(value: object) -> object:
        if shape.kind == "list":
            elements_of(value)
        return convert(value, shape)

    return conversion


_TEXTS = Shape("list", (TEXT,))
_CONVERSIONS: dict[str, Callable[[object], object]] = {
    "any": _keep,
    "bool": to_bool,
    "bools": _converter(Shape("list", (BOOL,))),
    "list": _list,
    "members": elements_of,
    "number": to_number,
    "object": _object,
    "sequence": _sequence,
    "set": _set,
    "text": to_text,
    "text-lists": _converter(Shape("map", (_TEXTS,))),
    "texts": _converter(_TEXTS),
    "whole": to_integer,
}
