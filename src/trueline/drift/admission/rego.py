"""Rego files: which rules a package has, and what tells whether two of them are the same.

Source: https://www.openpolicyagent.org/docs/policy-reference#grammar. Nothing is evaluated: comments and blanks do not
count, the order of rules of one name neither.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.location import Location, Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Source

_PACKAGE: Final = re.compile(r"package\s+([\w.\[\]\"-]+)")
_NAME: Final = re.compile(r"(?:default\s+)?([A-Za-z_][\w.]*)")
_LEXEME: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*|[\[({]|[\])}]|\s+|[^\s"`#\[\](){}]+|.', re.DOTALL)


class Rule(NamedTuple):
    """All statements of one name in a package: each as a text without blanks and comments that do not count."""

    package: str
    name: str
    bodies: frozenset[str]
    location: Location


def rules_of(source: Source) -> tuple[str, list[Rule]]:
    """Return the package of a file and its rules; no package where it is none that can be read."""
    text = source.data.decode("utf-8", "replace").removeprefix("\ufeff")
    package = ""
    bodies: dict[str, list[str]] = {}
    places: dict[str, Location] = {}
    for line, statement in _statements(text):
        found = _PACKAGE.match(statement)
        if found is not None:
            package = package or found.group(1)
            continue
        name = _NAME.match(statement)
        if name is None or name.group(1) == "import":
            continue
        bodies.setdefault(name.group(1), []).append(statement)
        width = len(name.group(0)) + 1
        places.setdefault(name.group(1), Location(source.path, source.revision, Region(line, 1, line, width)))
    return package, [Rule(package, name, frozenset(texts), places[name]) for name, texts in bodies.items()]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each top-level statement with the line it begins in; lines are kept apart, blanks within them are one."""
    line, depth, start = 1, 0, 1
    parts: list[str] = []
    at_start = True
    for match in _LEXEME.finditer(text):
        word = match.group()
        if at_start and depth == 0 and not word.isspace() and word[0] not in "#])}" and word != "else":
            statement = _joined(parts)
            if statement:
                yield start, statement
            parts, start = [], line
        at_start = False
        if word.isspace():
            at_start = word.endswith("\n")
            parts.append("\n" if "\n" in word else " ")
        elif word[0] != "#":
            depth = max(depth + (word in "[({") - (word in "])}"), 0) if len(word) == 1 else depth
            parts.append(word)
        line += word.count("\n")
    statement = _joined(parts)
    if statement:
        yield start, statement


def _joined(parts: list[str]) -> str:
    lines = ("".join(parts)).split("\n")
    return "\n".join(clean for clean in (line.strip() for line in lines) if clean)
