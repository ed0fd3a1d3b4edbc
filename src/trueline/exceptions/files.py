"""Where the files of exceptions lie, and how each is opened: whole, small, and no link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from trueline.errors import ConfigError, ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Document, Source

FOLDER: Final = ".trueline/exceptions"
APPROVERS: Final = ".trueline/approvers.yaml"
REQUEST: Final = "request.yaml"
EVIDENCE: Final = "evidence.json"
DECISIONS: Final = "decisions"
SIGNATURE: Final = ".sig"
IDENTIFIER: Final = re.compile(r"EX-[0-9]{4}-[0-9a-z]{4,16}")
_BEGINS: Final = "ex-"
LARGEST: Final = 200_000
"""Bytes of one file."""


class Files(Protocol):
    """Where files of exceptions are read: a ``Reader`` that knows of links."""

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        ...

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``; none if missing."""
        ...

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; raise ``ReadError`` when they lead outside."""
        ...


def identifiers(tree: Files) -> Sequence[str]:
    """Return the names of the folders of exceptions, also of those that are nearly named as they should be."""
    return [name[:-1] for name in tree.list(FOLDER) if name.endswith("/") and name.casefold().startswith(_BEGINS)]


def read(tree: Files, path: str) -> Source:
    """Return one file; raise ``ConfigError`` when it cannot be read, or is larger than anybody writes."""
    try:
        if tree.real(path) != path:  # what it leads to is owned by others, or by nobody
            raise ConfigError("a link is on the way to it: files of exceptions stand where they are", place=path)
        source = tree.read(path)
    except ReadError as error:
        raise ConfigError(f"it cannot be read: {error.message}", place=path) from error
    if len(source.data) > LARGEST:
        raise ConfigError(f"it has {len(source.data):,} bytes, the limit is {LARGEST:,}", place=path)
    return source


def document(source: Source) -> Document[object]:
    """Return the one YAML document of a file; raise ``ConfigError`` where it is none, or more than one."""
    from trueline.parsers import yaml

    parsed = yaml.parse(source)
    for problem in parsed.problems:
        region = problem.region
        place = f"{source.path}:{region.start_line}:{region.start_column}" if region else source.path
        raise ConfigError(problem.message, place=place)
    if len(parsed.documents) != 1:
        raise ConfigError("it is not one document", place=source.path)
    return parsed.documents[0]
