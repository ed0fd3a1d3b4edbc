"""The table of parsers: each is a module, imported when it is first needed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from trueline.model.document import Parsed, Source

PARSERS: dict[str, str] = {
    "dockerfile": "trueline.parsers.dockerfile",
    "graphql": "trueline.parsers.graphql",
    "hcl": "trueline.parsers.hcl",
    "json": "trueline.parsers.json",
    "protobuf": "trueline.parsers.protobuf",
    "sql": "trueline.parsers.sql",
    "yaml": "trueline.parsers.yaml",
}
"""Name → module."""


class Parser(Protocol):
    """What every parser module offers."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802  # a constant of the module
        """The ends of file names that are this language's own."""
        ...

    def parse(self, source: Source) -> Parsed[Any]:
        """Return what can be read of ``source`` and what is wrong with it; raise nothing on bad input."""
        ...


def parser(name: str) -> Parser:
    """Return the parser of that name."""
    return cast(Parser, import_module(PARSERS[name]))
