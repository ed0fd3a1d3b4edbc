"""Whether a subject can be of a contract at all: each of its names stands somewhere in the contract's files."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.contracts.consumers import Tree
    from trueline.model.unit import Unit

_WORD = re.compile(r"[^\W_][\w-]*|_\w+")
_SAID = re.compile(
    r"^[A-Z]+ (?=/)|^(?:var|output|provider)\.|\b(?:response|request|query|path|header|cookie|parameter|security)\b"
    r"|\b[0-9]+\b"
)
_MEDIA = re.compile(r"(?<![\w/])[\w.+*-]+/[\w.+*-]+")
_STEP = re.compile(r"/[^\s]*")


class Words:
    """The words of a contract's files on every side."""

    def __init__(self, units: Iterable[Unit | None], trees: Sequence[Tree]) -> None:
        self._paths = {path for unit in units if unit is not None for path in unit.members}
        self._trees = trees

    @cached_property
    def _text(self) -> str:
        texts = []
        for tree in self._trees:
            for path in sorted(self._paths):
                try:
                    texts.append(tree.reader.read(path).data.decode("utf-8", "replace"))
                except ReadError:
                    continue  # it is not on this side, or is said to be unreadable elsewhere
        return "\n".join(texts)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in _WORD.findall(self._text))

    def may_name(self, subject: str) -> bool:
        """Tell whether the files have each name of a subject; the path of an operation as a whole."""
        path = _STEP.search(subject) if _SAID.match(subject) else None
        if path is not None:
            form = r"\{[^{}/\s]*\}".join(map(re.escape, path.group().split("{}")))
            if re.search(rf"{form}(?![\w/{{~.-])", self._text) is None:
                return False
            subject = _MEDIA.sub(" ", subject[path.end() :])
        return all(word.casefold() in self._words for word in _WORD.findall(_SAID.sub(" ", subject)))
