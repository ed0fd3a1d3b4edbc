"""The marks of the files that a unit reads: a cheap look at the bytes first, the language's own comments then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.exceptions.mark import WHOLE_FILE, Mark
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.exceptions.comments import Remark
    from trueline.exceptions.mark import Spelled
    from trueline.model.document import Reader, Source

_SIGNS: Final = (b"rueline:", b":ignore:", b":skip=", b"squawk-ignore")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16: the signs are not to be seen


def may_hold_marks(data: bytes) -> bool:
    """Tell cheaply whether a file may hold a mark."""
    return any(sign in data for sign in _SIGNS) or data.startswith(_WIDE)


def marks_of(source: Source) -> Iterator[Mark]:
    """Yield the marks of a file, in order."""
    from trueline.exceptions.comments import remarks
    from trueline.exceptions.spelling import spellings

    for remark in remarks(source):
        place = Location(source.path, source.revision, remark.comment.region)
        for text in remark.comment.text.splitlines():
            for spelled in spellings(text.strip().lstrip("#/* \t")):
                yield from _marks(spelled, place, remark)


def _marks(spelled: Spelled, place: Location, remark: Remark) -> Iterator[Mark]:
    """Yield one mark for each stretch of lines that a tool means by what is spelled at a place."""
    from trueline.exceptions import other_tools

    if spelled.tool == other_tools.CHECKOV and remark.last == 0:
        yield Mark(spelled, place, remark.block)  # it looks for skips inside the block they are about
    elif spelled.tool == other_tools.SQUAWK_FILE:
        yield Mark(spelled, place, 1, WHOLE_FILE)
    elif spelled.tool == other_tools.SQUAWK:  # it knows no statements: the line of the comment, and the next one
        end = remark.comment.region.end_line
        yield from (Mark(spelled, place, line) for line in (end, end + 1))
    else:
        yield Mark(spelled, place, remark.line, remark.last)


class MarkReader:
    """A ``Reader`` that remembers which of the files it hands on may hold marks."""

    __slots__ = ("_reader", "_sources")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._sources: dict[str, Source] = {}

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        source = self._reader.read(path)
        if may_hold_marks(source.data):
            self._sources[path] = source
        return source

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        return self._reader.exists(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``."""
        return self._reader.list(folder)

    @property
    def may_have_marks(self) -> bool:
        """Tell whether a file that was read may hold a mark."""
        return bool(self._sources)

    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of all files that were read so far, by path."""
        return tuple(mark for path in sorted(self._sources) for mark in marks_of(self._sources[path]))
