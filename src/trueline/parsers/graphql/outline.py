"""Where the definitions of a document begin and end, found without reading what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.graphql.syntax import OPERATION_KEYWORDS, TYPE_KEYWORDS
from trueline.parsers.graphql.tokens import BLOCK, COMMENT, NAME, STRING, GraphqlSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYWORDS: Final = frozenset((*TYPE_KEYWORDS, *OPERATION_KEYWORDS, "schema", "directive", "extend"))
_OUTER: Final = re.compile(
    rf"(?P<blank>[ \t\r\n,\ufeff]++|{COMMENT})|(?P<name>{NAME})|(?P<open>[\[({{])|(?P<close>[\])}}])"
    rf"|(?P<text>{BLOCK}|{STRING})|(?P<mark>[!$&=:@|]|\.\.\.)|(?P<wrong>(?s:.))"
)
_WITHOUT_BODY: Final = ("directive", "scalar", "union")
# what begins a definition at the start of a line stands in no brackets
_LINE: Final = r"^(?:extend[ \t]+)?(?:directive[ \t]+@|(?:scalar|type|interface|union|enum|input)[ \t]+[A-Za-z_])"
_INNER: Final = re.compile(
    rf'{COMMENT}|{BLOCK}|{STRING}|(?P<open>[\[({{])|(?P<close>[\])}}])|(?P<wrong>")|(?P<restart>{_LINE})', re.MULTILINE
)
_RESTART: Final = re.compile(rf'^"|^schema\b|{_LINE}', re.MULTILINE)
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
# after these a name is a name, whatever it is called
_EXPECTING: Final = frozenset({*"=|&@:", "implements", "on"})


class Chunk(NamedTuple):
    """One definition with its description: ``keyword`` and ``name`` as written, and the offsets of all of it.

    ``keyword`` is ``{`` for a query without a name and empty for what begins like nothing that is known. ``fault``
    is what is wrong with its brackets.
    """

    keyword: str
    name: str
    start: int
    end: int
    is_extension: bool = False
    fault: GraphqlSyntaxError | None = None

    @property
    def is_schema(self) -> bool:
        """Tell whether it defines something, other than an operation or a fragment."""
        return self.keyword not in ("", "{") and self.keyword not in OPERATION_KEYWORDS


def outline(text: str) -> Iterator[Chunk]:
    """Yield the definitions of ``text`` in order; what misses a mate ends before the next line that starts one."""
    at = 0
    while at < len(text):
        chunk = _Chunker(text, at).read()
        if chunk is None:
            return
        yield chunk
        at = chunk.end


class _Chunker:
    """Reads one definition, which ends before the next one that it sees."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self._start = -1
        self._end = at
        self._words: list[str] = []
        self._has_text = False
        self._last = ""

    def read(self) -> Chunk | None:
        while match := _OUTER.match(self._text, self._at):
            if match.lastgroup == "blank":
                self._at = match.end()
                continue
            if self._begins(match):
                return self._chunk()
            if self._start < 0:
                self._start = match.start()
            fault = self._take(match)
            if fault is not None:
                return self._broken(fault)
        return self._chunk() if self._start >= 0 else None

    def _begins(self, match: re.Match[str]) -> bool:
        """Tell whether ``match`` is the start of the next definition."""
        if match.lastgroup == "text":
            return bool(self._words) or self._has_text
        words = self._words[1:] if self._words[:1] == ["extend"] else self._words
        if match.group() == "{":
            return self._last == "}" or (len(words) > 1 and words[0] in _WITHOUT_BODY)
        if match.group() not in _KEYWORDS or self._last in _EXPECTING:
            return False
        if self._last == "}" or words[:1] == ["schema"]:
            return True
        return bool(words) and (len(words) > 1 or words[0] not in _KEYWORDS)

    def _take(self, match: re.Match[str]) -> GraphqlSyntaxError | None:
        text, kind = match.group(), match.lastgroup
        self._at = self._end = match.end()
        if kind == "text":
            self._has_text = True
        elif kind == "wrong":
            return GraphqlSyntaxError(f"{text} does not belong here", match.start(), match.end())
        elif kind == "close":
            return GraphqlSyntaxError(f"{text} closes nothing", match.start(), match.end())
        elif kind == "open":
            if not self._words:
                self._words.append(text)
            fault = self._skip(match)
            self._last = _PAIRS[text]
            return fault
        else:
            self._last = text
            if kind == "name":
                self._words.append(text)
        return None

    def _skip(self, opened: re.Match[str]) -> GraphqlSyntaxError | None:
        """Go behind the mate of a bracket."""
        stack = [opened]
        for match in _INNER.finditer(self._text, opened.end()):
            kind = match.lastgroup
            if kind == "open":
                stack.append(match)
            elif kind == "wrong":
                self._at = match.end()
                return GraphqlSyntaxError("the string does not end", match.start(), match.end())
            elif kind == "restart":
                self._at = match.start()
                break
            elif kind == "close":
                if _PAIRS[stack[-1].group()] != match.group():
                    self._at = match.end()
                    break
                stack.pop()
                if not stack:
                    self._at = self._end = match.end()
                    return None
        else:
            self._at = len(self._text)
        last = stack[-1]
        return GraphqlSyntaxError(f"{last.group()} is not closed", last.start(), last.end())

    def _broken(self, fault: GraphqlSyntaxError) -> Chunk:
        restart = _RESTART.search(self._text, max(self._at, self._start + 1))
        self._end = restart.start() if restart else len(self._text)
        return self._chunk()._replace(fault=fault)

    def _chunk(self) -> Chunk:
        words = self._words
        is_extension = bool(words) and words[0] == "extend"
        if is_extension:
            words = words[1:]
        keyword = words[0] if words and words[0] in (*_KEYWORDS, "{") else ""
        name = keyword if keyword == "schema" else words[1] if keyword and len(words) > 1 else ""
        return Chunk(keyword, name, self._start, self._end, is_extension)
