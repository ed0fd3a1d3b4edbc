"""The objects that a document holds: itself, or those that a list has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Comment, Document, Source
    from trueline.model.location import Location, Path


class Member:
    """One object of a list as a document of its own; ``above`` is the way to it."""

    def __init__(self, document: Document[object], above: Path, root: object) -> None:
        self._document = document
        self._above = above
        self.root = root

    @property
    def source(self) -> Source:
        """The file of the list."""
        return self._document.source

    @property
    def comments(self) -> Sequence[Comment]:
        """The comments of the list."""
        return self._document.comments

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the value at ``path``, or of its nearest located ancestor."""
        return self._document.locate((*self._above, *path))


def members(document: Document[object]) -> Iterator[Document[object]]:
    """Yield the objects that a document holds; ``kubectl get -o yaml`` writes several as a list."""
    root = document.root
    items = root.get("items") if isinstance(root, dict) and str(root.get("kind")).endswith("List") else None
    if not isinstance(items, list):
        yield document
        return
    for number, one in enumerate(items):
        yield from members(Member(document, ("items", number), one))
