"""Functions over text known in pieces: what they do to the known pieces, and answers that no hole can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.formatting import format_parts
from trueline.dialects.terraform.functions.marks import Marks, mark, marks_of
from trueline.dialects.terraform.functions.scalars import to_text
from trueline.dialects.terraform.functions.strings import SPACES, lower, upper
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.dialects.terraform.operators import equal
from trueline.parsers.hcl.syntax import Tuple
from trueline.values.partial_text import PartialText, assemble
from trueline.values.unknown import MarkedText, Unknown, is_sensitive, references_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.parsers.hcl.syntax import Call


def call_text(node: Call, name: str, arguments: Sequence[object]) -> object | None:
    """Return what a function gives for arguments known in part; None where that is not known in pieces."""
    if not arguments:
        return None
    if name in _COMPOSERS and not node.expand:
        unknown = marks_of(arguments).unknown
        return None if unknown is None else _COMPOSERS[name](node, arguments)
    if name in _QUESTIONS and len(arguments) == 2:
        found = _QUESTIONS[name](*arguments)
        return None if isinstance(found, Unknown) else found
    change = _CHANGES.get(name)
    first, rest = arguments[0], arguments[1:]
    if change is None or not isinstance(first, PartialText) or not all(type(one) in (str, MarkedText) for one in rest):
        return None
    changed = change(first, *rest)
    return None if changed is None else mark(changed, Marks(None, *marks_of(rest)[1:]))


def _formatted(_node: Call, arguments: Sequence[object]) -> object | None:
    pattern = arguments[0]
    if not isinstance(pattern, str):
        return None
    known = [argument for argument in arguments if not isinstance(argument, Unknown)]
    try:
        return mark(assemble(format_parts(pattern, *arguments[1:])), Marks(None, *marks_of(known)[1:]))
    except FunctionError:
        return None  # the call itself says what is off


def _joined(node: Call, arguments: Sequence[object]) -> object | None:
    """Join lists that are written out: of others the order may hang on what is unknown, as a set's does."""
    separator, lists = arguments[0], arguments[1:]
    parts: list[str | Unknown] = []
    for written, elements in zip(node.arguments[1:], lists, strict=True):
        if not isinstance(separator, str) or not isinstance(written, Tuple) or not isinstance(elements, list):
            return None
        for element in elements:
            if not isinstance(element, str | int | float | Unknown):
                return None
            parts += [separator, element if isinstance(element, Unknown) else to_text(element)]
    return assemble(parts[1:])


def _contains(elements: object, value: object) -> object | None:
    members = elements if isinstance(elements, list | tuple) else [None]
    if not all(isinstance(member, str | Unknown) for member in (*members, value)):
        return None
    answers = [equal(member, value) for member in members]
    if True in [answer is True for answer in answers]:
        return True
    return None if any(isinstance(answer, Unknown) for answer in answers) else False


def _starts(text: object, prefix: object) -> object | None:
    return text.begins_with(prefix) if isinstance(text, PartialText) and isinstance(prefix, str) else None


def _ends(text: object, suffix: object) -> object | None:
    return text.ends_in(suffix) if isinstance(text, PartialText) and isinstance(suffix, str) else None


def _holds(text: object, part: object) -> object | None:
    return text.holds(part) if isinstance(text, PartialText) and isinstance(part, str) else None


def _each_piece(change: Callable[[str], str]) -> Callable[[PartialText], object]:
    """Return what changes each character by itself, and so each piece."""
    return lambda text: text.changed(lambda piece: _marked(change(piece), piece))


def _marked(text: str, like: str) -> str:
    return MarkedText(text, references_of(like), sensitive=True) if is_sensitive(like) else text


def _trimmed(characters: str, *, both: bool) -> Callable[[PartialText], object]:
    """Return what trims both ends or the last; a hole there may be all of such characters, so it goes on behind it."""

    def trim(text: PartialText) -> object:
        pieces = list(text.pieces)
        if both:
            _strip(pieces, range(len(pieces)), lambda piece: piece.lstrip(characters))
        _strip(pieces, range(len(pieces) - 1, -1, -1), lambda piece: piece.rstrip(characters))
        return assemble(pieces, text.references)

    return trim


def _strip(pieces: list[str | Unknown], places: range, strip: Callable[[str], str]) -> None:
    for place in places:
        piece = pieces[place]
        if isinstance(piece, str):
            pieces[place] = left = _marked(strip(piece), piece)
            if left:
                return


def _without_prefix(text: PartialText, prefix: str) -> object | None:
    begins = text.begins_with(prefix)
    if begins is None or not prefix:
        return None
    first = text.prefix
    return assemble([_marked(first[len(prefix) :], first), *text.pieces[1:]], text.references) if begins else text


def _without_suffix(text: PartialText, suffix: str) -> object | None:
    ends = text.ends_in(suffix)
    if ends is None or not suffix:
        return None
    last = text.suffix
    return assemble([*text.pieces[:-1], _marked(last[: -len(suffix)], last)], text.references) if ends else text


def _replaced(text: PartialText, part: str, other: str) -> object | None:
    if not part or (len(part) > 1 and part[0] == part[-1] == "/") or _may_lie_across(text, part):
        return None
    return assemble(
        [_marked(piece.replace(part, other), piece) if isinstance(piece, str) else piece for piece in text.pieces],
        text.references,
    )


def _may_lie_across(text: PartialText, part: str) -> bool:
    """Tell whether ``part`` may begin in a known piece and end in a hole, or the other way round, or hold a piece."""
    for place, piece in enumerate(text.pieces):
        if isinstance(piece, Unknown):
            continue
        for length in range(1, len(part)):
            if place + 1 < len(text.pieces) and piece.endswith(part[:length]):
                return True
            if place > 0 and piece.startswith(part[-length:]):
                return True
        if 0 < place < len(text.pieces) - 1 and piece in part:
            return True
    return False


_COMPOSERS: dict[str, Callable[[Call, Sequence[object]], object | None]] = {"format": _formatted, "join": _joined}
_QUESTIONS: dict[str, Callable[[object, object], object | None]] = {
    "contains": _contains,
    "endswith": _ends,
    "startswith": _starts,
    "strcontains": _holds,
}
_CHANGES: dict[str, Callable[..., object | None]] = {
    "chomp": _trimmed("\r\n", both=False),
    "lower": _each_piece(lower),
    "replace": _replaced,
    "trimprefix": _without_prefix,
    "trimspace": _trimmed(SPACES, both=True),
    "trimsuffix": _without_suffix,
    "upper": _each_piece(upper),
}
