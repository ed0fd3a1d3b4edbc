"""A source, what a parser makes of it, and the protocols both are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.location import Location, Path, Region

T_co = TypeVar("T_co", covariant=True)


class Source(NamedTuple):
    """The bytes of one file in one revision (empty: head). ``blob`` is Git's blob id, or empty when it is not known."""

    path: str
    data: bytes
    revision: str = ""
    blob: str = ""


class Comment(NamedTuple):
    """One comment without its marker and outer blanks, and where it stands."""

    text: str
    region: Region


class Problem(NamedTuple):
    """What is wrong with an input, and where.

    ``fatal`` problems leave part of the input unread; any other is about what is read, and read otherwise elsewhere.
    Where something ``opens`` an input, what is declared there may be more than can be read, or something else.
    """

    message: str
    region: Region | None = None
    fatal: bool = True
    opens: bool = False


class Document(Protocol[T_co]):
    """One parsed file, or one document of it."""

    @property
    def source(self) -> Source:
        """The file it was read from."""
        ...

    @property
    def root(self) -> T_co:
        """The plain value, or the syntax tree of a language."""
        ...

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order."""
        ...

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the value at ``path``, or of its nearest located ancestor."""
        ...


class Parsed(NamedTuple, Generic[T_co]):
    """What could be read of a source, and what was wrong with it."""

    documents: Sequence[Document[T_co]]
    problems: Sequence[Problem] = ()


class Reader(Protocol):
    """Files of one revision, rooted in the repository; whatever is asked is recorded as an input of the result."""

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of this revision."""
        ...

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` (``""``: the root), folders ending in ``/``; none if missing."""
        ...
