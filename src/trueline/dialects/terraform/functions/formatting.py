"""``format`` and ``formatlist``: verbs as Go has them, numbers with 512 bits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.terraform.functions.encodings import json_text
from trueline.dialects.terraform.functions.graphemes import clusters
from trueline.dialects.terraform.functions.marks import mark, marks_of
from trueline.dialects.terraform.functions.printing import print_float, print_general, print_integer
from trueline.dialects.terraform.functions.scalars import to_bool, to_number, to_text
from trueline.dialects.terraform.functions.types import MOST_CHARACTERS, MOST_ELEMENTS, FunctionError, LimitError
from trueline.values.partial_text import PartialText, assemble

if TYPE_CHECKING:
    from trueline.values.unknown import Unknown

_VERB = re.compile(
    r"%(?:(?P<percent>%)|(?P<flags>[ +#0-]*)(?P<width>\d+)?(?P<point>\.(?P<precision>\d*))?"
    r"(?:\[(?P<index>\d+)\])?(?P<mode>[vtbdoxXeEfgGsq]))",
    re.ASCII,
)
_WIDEST = 10_000


class Verb(NamedTuple):
    """One verb of a format; a precision of -1 is none."""

    mode: str
    flags: str
    width: int
    precision: int


def format_text(pattern: str, *arguments: object) -> object:
    """Return the pattern with each verb replaced by its argument."""
    parts = [part for part in format_parts(pattern, *arguments) if isinstance(part, str)]
    if sum(map(len, parts)) > MOST_CHARACTERS:
        raise LimitError("the text is too long")
    return "".join(parts)


def format_parts(pattern: str, *arguments: object) -> list[str | Unknown]:
    """Return the parts that a formatted text is made of, unknown where an argument is."""
    parts: list[str | Unknown] = []
    position, following, used = 0, 0, 0
    while (start := pattern.find("%", position)) >= 0:
        match = _VERB.match(pattern, start)
        if match is None:
            raise FunctionError(f"argument 1: no verb at character {start + 1}")
        parts.append(pattern[position:start])
        position = match.end()
        if match["percent"]:
            parts.append("%")
            continue
        place = int(match["index"]) - 1 if match["index"] else following
        if not 0 <= place < len(arguments):
            raise FunctionError(f"not enough arguments for {match[0]!r}")
        following, used = place + 1, max(used, place + 1)
        parts.append(_formatted(_verb(match), arguments[place]))
    if used < len(arguments):
        raise FunctionError(f"too many arguments: the format uses {used}")
    return [*parts, pattern[position:]]


def _verb(match: re.Match[str]) -> Verb:
    width, precision = (int(text[:9]) if text else 0 for text in (match["width"], match["precision"]))
    if max(width, precision) > _WIDEST:
        raise FunctionError(f"argument 1: more than {_WIDEST} characters wide")
    return Verb(match["mode"], match["flags"], width, precision if match["point"] else -1)


def _formatted(verb: Verb, value: object) -> str | Unknown:
    unknown = marks_of([value]).unknown
    if unknown is not None:
        as_it_is = isinstance(value, PartialText) and verb.mode in "sv" and not (verb.width or verb.precision > 0)
        return value if as_it_is and isinstance(value, PartialText) and "#" not in verb.flags else unknown
    if verb.mode == "v":
        return _as_it_is(verb, value)
    if value is None:
        raise FunctionError(f"null cannot be formatted with %{verb.mode}")
    if verb.mode == "t":
        return to_text(to_bool(value))
    if verb.mode in "sq":
        text = to_text(value)
        if verb.precision > 0:
            text = "".join(clusters(text)[: verb.precision])
        return _padded(verb, json_text(text) if verb.mode == "q" else text)
    number = to_number(value)
    if verb.mode in "eEfgG":
        return print_float(number, verb.mode, verb.flags, verb.width, verb.precision)
    if not isinstance(number, int):
        raise FunctionError(f"a whole number is required for %{verb.mode}")
    return print_integer(number, verb.mode, verb.flags, verb.width, verb.precision)


def _as_it_is(verb: Verb, value: object) -> str:
    if "#" not in verb.flags:
        if isinstance(value, str):
            return _padded(verb, value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _padded(verb, print_general(value))
    return _padded(verb, json_text(value))


def _padded(verb: Verb, text: str) -> str:
    if not verb.width:
        return text
    padding = ("0" if "0" in verb.flags else " ") * (verb.width - len(clusters(text)))
    return text + padding if "-" in verb.flags else padding + text


def format_list(pattern: str, *arguments: object) -> object:
    """Return the pattern formatted for each place of the lists among its arguments; others stay the same."""
    lengths = {len(argument) for argument in arguments if isinstance(argument, list | tuple)}
    if len(lengths) > 1:
        raise FunctionError("the lists must be of the same length")
    count = lengths.pop() if lengths else 1
    if count > MOST_ELEMENTS:
        raise LimitError(f"more than {MOST_ELEMENTS} elements")
    return [_formatted_row(pattern, _row(arguments, position)) for position in range(count)]


def _row(arguments: tuple[object, ...], position: int) -> list[object]:
    return [argument[position] if isinstance(argument, list | tuple) else argument for argument in arguments]


def _formatted_row(pattern: str, row: list[object]) -> object:
    marks = marks_of([pattern, *row])
    return mark(
        assemble(format_parts(pattern, *row)) if marks.unknown is not None else format_text(pattern, *row), marks
    )
