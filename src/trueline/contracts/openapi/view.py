"""A document with one value more, which stands elsewhere in it in another form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.document import Comment, Document, Source
    from trueline.model.location import Location, Path


class View:
    """The document and, under a name that nothing in it has, a value made of its parts.

    ``places`` say for paths in that value where they stand in the document; what is below stands below.
    """

    def __init__(self, document: Document[Any], name: str, value: object, places: Mapping[Path, Path]) -> None:
        self._document = document
        self._name = name
        self._value = value
        self._places = places

    @property
    def source(self) -> Source:
        """The file that the document was read from."""
        return self._document.source

    @cached_property
    def root(self) -> Any:
        """The document's own root, with the value."""
        root = self._document.root
        return {**(root if isinstance(root, dict) else {}), self._name: self._value}

    @property
    def comments(self) -> Sequence[Comment]:
        """The document's comments."""
        return self._document.comments

    def locate(self, path: Path = ()) -> Location:
        """Return the place in the document of what stands at ``path``."""
        if path[:1] != (self._name,):
            return self._document.locate(path)
        steps = path[1:]
        for length in range(len(steps), -1, -1):
            place = self._places.get(steps[:length])
            if place is not None:
                return self._document.locate((*place, *steps[length:]))
        return self._document.locate()
