"""Documents that references lead to: files of the same revision inside the repository, each parsed once."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from trueline.model.document import Document, Reader

    Level = Literal["warning", "error"]

UNREADABLE: Final = "unreadable-input"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/")
_MOST: Final = 20_000  # files that one contract may lead to; a large public API really has 3,000


class Files:
    """What one revision holds, as far as references ask for it.

    ``notifications`` are what is wrong with files that were opened, ``inputs`` what became of them; ``kept`` is where
    the nodes made from these documents are found again. ``level`` is how bad it is when one of them cannot be read.
    """

    __slots__ = ("_documents", "_reader", "inputs", "kept", "level", "notifications")

    def __init__(self, reader: Reader | None = None, level: Level = "error") -> None:
        self._reader = reader
        self.level = level
        self._documents: dict[str, Document[object] | None] = {}
        self.notifications: list[Notification] = []
        self.inputs: list[Input] = []
        self.kept: dict[Hashable, object] = {}

    def add(self, document: Document[object]) -> None:
        """Let references to the file of ``document`` lead to it; the first document of a file counts."""
        self._documents.setdefault(document.source.path, document)

    def open(self, from_document: Document[object], ref_path: str) -> Document[object] | None:
        """Return what ``ref_path`` (a reference without its fragment) names as seen from a document.

        None where that is no readable file of this revision inside the repository; nothing else is ever opened.
        """
        if _SCHEME.match(ref_path) or "\\" in ref_path or self._reader is None:
            return None
        folder = posixpath.dirname(from_document.source.path)
        path = posixpath.normpath(posixpath.join(folder, unquote(ref_path)))
        if path.startswith("../") or path in ("..", ".") or "\0" in path:
            return None
        if path not in self._documents:
            self._documents[path] = self._read(self._reader, path) if self._may_read(path) else None
        return self._documents[path]

    def _may_read(self, path: str) -> bool:
        """Tell whether one more file may be read; of the first that may not be, it is said."""
        if len(self._documents) == _MOST:
            message = f"this file and others were not read: a contract may be made of {_MOST} files"
            self.notifications.append(Notification(self.level, UNREADABLE, message, Location(path)))
        return len(self._documents) < _MOST

    def _read(self, reader: Reader, path: str) -> Document[object] | None:
        try:
            source = reader.read(path)
        except ReadError as error:
            self.inputs.append(Input(path, "", "unreadable", error.message))
            return None
        if path.lower().endswith(".json"):
            from trueline.parsers import json as parser
        else:
            from trueline.parsers import yaml as parser  # type: ignore[no-redef]  # the same protocol
        parsed = parser.parse(source)
        fatal = [problem for problem in parsed.problems if problem.fatal]
        for problem in parsed.problems:
            location = Location(path, source.revision, problem.region)
            level = self.level if problem.fatal else "warning"
            self.notifications.append(Notification(level, UNREADABLE, problem.message, location))
        self.notifications += unread_documents(parsed.documents[:1], parsed.documents, self.level)
        state = "read" if not fatal else "partly-read" if parsed.documents else "unreadable"
        self.inputs.append(Input(path, "", state, fatal[0].message if fatal else ""))  # type: ignore[arg-type]  # one of three
        return parsed.documents[0] if parsed.documents else None


def pick(documents: Sequence[Document[object]], is_meant: Callable[[object], bool]) -> Document[object] | None:
    """Return the document of a file that is meant, else the first, None where there is none."""
    first = documents[0] if documents else None
    return next((one for one in documents if is_meant(one.root)), first)


def unread_documents(
    read: Sequence[Document[object] | None], documents: Sequence[Document[object]], level: Level
) -> Iterator[Notification]:
    """Yield what is to be said of the documents of one file that nobody reads, but for those that say nothing."""
    for one in documents:
        if one not in read and one.root is not None:
            message = "only one document of this file is read, and this is another"
            yield Notification(level, UNREADABLE, message, one.locate())
