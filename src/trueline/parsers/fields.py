"""A walk over a document that a person wrote: what each member may be, and every problem with its place."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.document import Document
    from trueline.model.location import Location, Path


class FieldProblem(NamedTuple):
    """One thing that is wrong in a document, with its place and what would be right."""

    message: str
    location: Location
    hint: str = ""

    def __str__(self) -> str:
        """Return it as one line: place, message, hint."""
        return f"{self.location}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class Fields:
    """Reads members of one document, and collects what is wrong with them; ``name`` is what its top is called."""

    def __init__(self, document: Document[object], name: str) -> None:
        self.document = document
        self.problems: list[FieldProblem] = []
        self._name = name

    def report(self, message: str, path: Path, hint: str = "", *, at_key: bool = False) -> None:
        """Note a problem with the value at ``path``, or with the key it stands under."""
        locate = getattr(self.document, "locate_key", self.document.locate) if at_key else self.document.locate
        self.problems.append(FieldProblem(message, locate(path), hint))

    def is_a(self, value: object, kind: type | tuple[type, ...], path: Path, wanted: str) -> bool:
        """Tell whether a value is of a type; report it when it is not. A truth value is no number."""
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return True
        self.report(f"{'.'.join(map(str, path)) or self._name} must be {wanted}", path)
        return False

    def map(self, value: object, path: Path, wanted: str, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """Return a value that must be a map, with no keys but ``keys``; an empty one where it is none."""
        if not self.is_a(value, dict, path, wanted):
            return {}
        found: dict[str, Any] = value  # type: ignore[assignment]  # looked at in the line before
        if keys is not None:
            self.keys(found, path, keys)
        return found

    def keys(self, value: Mapping[str, object], path: Path, known: Iterable[str]) -> None:
        """Report the keys that are not known."""
        names = list(known)
        for key in value:
            if key not in names:
                self.report(f"unknown key `{key}`", (*path, str(key)), _did_you_mean(str(key), names), at_key=True)

    def choice(self, value: object, path: Path, choices: Sequence[str]) -> Any:  # a literal of the model
        """Return a value that must be one of ``choices``; the first of them where it is not."""
        if value in choices:
            return value
        self.report(f"{'.'.join(map(str, path))} must be one of {', '.join(choices)}", path)
        return choices[0]

    def texts(self, value: object, path: Path) -> tuple[str, ...]:
        """Return one text or a list of texts."""
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            self.is_a(item, str, (*path, index) if isinstance(value, list) else path, "text")
        return tuple(str(item) for item in items)

    def text(self, value: object, path: Path, longest: int = 4_000) -> str:
        """Return a text on any number of lines, without outer blanks; an empty one where it is none."""
        if not self.is_a(value, str, path, "text"):
            return ""
        found = str(value).strip()
        if len(found) > longest:
            self.report(f"{'.'.join(map(str, path))} is longer than {longest:,} characters", path)
        return found

    def instant(self, value: object, path: Path, *, end: bool = False) -> datetime | None:
        """Return an instant in UTC: ``2027-01-31T12:00:00Z``, or a day, which is its first or its last second."""
        found = instant(value, end=end) if isinstance(value, str) else None
        if found is None:
            self.report(
                f"{'.'.join(map(str, path))} must be a day (2027-01-31) or an instant (2027-01-31T12:00:00Z)", path
            )
        return found


_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)Z)?", re.ASCII)


def instant(text: str, *, end: bool = False) -> datetime | None:
    """Return what ``text`` says of time, in UTC, or None; a day alone begins or, with ``end``, ends then."""
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2] or ('23:59:59' if end else '00:00:00')}+00:00")
    except ValueError:
        return None


def _did_you_mean(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known: {', '.join(known)}"
