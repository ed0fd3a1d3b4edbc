"""Text known in pieces: what holds whatever stands in its holes is known all the same."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from trueline.values.unknown import MarkedText, Unknown, is_sensitive, join, references_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MOST_PIECES: Final = 200
MOST_CHARACTERS: Final = 100_000


class PartialText(Unknown):
    """Text made of known pieces and of holes, which may be any whole characters, also none; made by ``assemble``.

    At least one piece is text, at least one a hole, and no two of a sort are neighbours. What is asked of it is
    answered where all fillings of the holes give that answer, and refused as for any ``Unknown`` where they do not.
    """

    __slots__ = ("pieces",)

    def __init__(self, pieces: Sequence[str | Unknown], references: Iterable[str] = ()) -> None:
        whole = join(*(piece for piece in pieces if isinstance(piece, Unknown)))
        super().__init__(whole.reasons, whole.references.union(references, *map(references_of, pieces)), is_scalar=True)
        self.pieces = tuple(pieces)

    def because(self, reason: str) -> PartialText:
        """Return it with ``reason`` put before each of its own."""
        found = PartialText(self.pieces, self.references)
        found.reasons = super().because(reason).reasons
        return found

    def referring(self, references: Iterable[str]) -> PartialText:
        """Return it with further references."""
        found = PartialText(self.pieces, self.references.union(references))
        found.reasons = self.reasons
        return found

    def changed(self, change: Callable[[str], str]) -> PartialText:
        """Return it with each known piece changed."""
        pieces = [change(piece) if isinstance(piece, str) else piece for piece in self.pieces]
        found = PartialText(pieces, self.references)
        found.reasons = self.reasons
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """The known pieces."""
        return tuple(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def prefix(self) -> str:
        """What stands before the first hole."""
        first = self.pieces[0]
        return first if isinstance(first, str) else ""

    @property
    def suffix(self) -> str:
        """What stands after the last hole."""
        last = self.pieces[-1]
        return last if isinstance(last, str) else ""

    def show(self, hole: str, secret: str) -> str:
        """Return it as people read it, with ``hole`` for each hole and ``secret`` for each piece that is one."""
        shown = (secret if is_sensitive(piece) else piece for piece in self.pieces)
        return "".join(piece if isinstance(piece, str) else hole for piece in shown)

    def is_text(self, other: object) -> bool | None:
        """Tell whether it equals a text, known or not: False where no filling makes them equal, else None."""
        if isinstance(other, str):
            return None if self._fits(other) else False
        if isinstance(other, PartialText):
            heads, tails = (self.prefix, other.prefix), (self.suffix, other.suffix)
            return None if _begin_alike(*heads) and _end_alike(*tails) else False
        return None

    def begins_with(self, prefix: str) -> bool | None:
        """Tell whether it starts with ``prefix``; None where that hangs on a hole."""
        if self.prefix.startswith(prefix):
            return True
        return None if _begin_alike(self.prefix, prefix) else False

    def ends_in(self, suffix: str) -> bool | None:
        """Tell whether it ends with ``suffix``; None where that hangs on a hole."""
        if self.suffix.endswith(suffix):
            return True
        return None if _end_alike(self.suffix, suffix) else False

    def holds(self, part: str) -> bool | None:
        """Tell whether ``part`` is in it: True where a known piece has it, else None, as a hole may."""
        return True if any(part in text for text in self.texts) else None

    def _fits(self, text: str) -> bool:
        """Tell whether some filling gives ``text``."""
        start, end = len(self.prefix), len(text) - len(self.suffix)
        if end < start or not text.startswith(self.prefix) or not text.endswith(self.suffix):
            return False
        for piece in self.pieces[1:-1]:
            if isinstance(piece, str):
                start = text.find(piece, start, end) + len(piece)
                if start < len(piece):
                    return False
        return True

    def _told(self, answers: Sequence[bool | None]) -> bool:
        """Return whether one of the answers is true; refuse where one that is not known could be."""
        if None in answers and True not in answers:
            self._refuse()
        return True in answers

    def __eq__(self, other: object) -> bool:  # type: ignore[override]  # it answers where its parent refuses
        return other is not None and self._told([self.is_text(other)])

    def __ne__(self, other: object) -> bool:  # type: ignore[override]  # it answers where its parent refuses
        return not self == other

    def __contains__(self, part: str) -> bool:  # type: ignore[override]  # it answers where its parent refuses
        return self._told([self.holds(part)])

    def __bool__(self) -> bool:  # type: ignore[override]  # it answers where its parent refuses
        return True  # one piece is text

    def startswith(self, prefix: str | tuple[str, ...]) -> bool:  # type: ignore[override]  # as above
        """Tell whether it starts with ``prefix``, or one of several, as ``str`` does."""
        return self._told([self.begins_with(one) for one in _each(prefix)])

    def endswith(self, suffix: str | tuple[str, ...]) -> bool:  # type: ignore[override]  # as above
        """Tell whether it ends with ``suffix``, or one of several, as ``str`` does."""
        return self._told([self.ends_in(one) for one in _each(suffix)])

    __hash__ = Unknown.__hash__  # which `==` took away

    def __repr__(self) -> str:
        return f"PartialText({self.show('(unknown)', '(sensitive)')!r})"


def _each(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _begin_alike(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _end_alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def assemble(parts: Iterable[str | Unknown], references: Iterable[str] = ()) -> str | Unknown:
    """Return the text that ``parts`` make together, as far as it is known; it refers to what they do."""
    flat = [piece for part in parts for piece in (part.pieces if isinstance(part, PartialText) else (part,))]
    found = frozenset(references).union(*map(references_of, flat))
    runs = groupby((piece for piece in flat if isinstance(piece, Unknown) or piece), _is_hole)
    pieces = [join(*run) if is_hole else _joined(list(run)) for is_hole, run in runs]  # type: ignore[arg-type]  # sorted
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if len(texts) == len(pieces):
        text = texts[0] if texts else ""
        return MarkedText(text, found, sensitive=is_sensitive(text)) if found else text
    if not texts or len(pieces) > MOST_PIECES or sum(map(len, texts)) > MOST_CHARACTERS:
        return join(*(piece for piece in pieces if isinstance(piece, Unknown))).referring(found)
    return PartialText(pieces, found)


def _is_hole(piece: object) -> bool:
    return isinstance(piece, Unknown)


def _joined(texts: Sequence[str]) -> str:
    text = "".join(texts)
    references = frozenset[str]().union(*map(references_of, texts))
    sensitive = any(map(is_sensitive, texts))
    return MarkedText(text, references, sensitive=sensitive) if references or sensitive else text
