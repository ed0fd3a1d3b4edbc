"""SQL text to tokens, each with its place: texts, dollar quotes, comments and names as each dialect has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Dialect: TypeAlias = Literal["postgresql", "mysql", "sqlite", "generic"]

_START: Final = r"(?P<space>[\s\ufeff]+)"
_REST: Final = (
    r"(?P<hole>\$\{[^}\n]*\}|\{\{[^}\n]*\}\})"  # what Flyway and templates put in later
    r"|(?P<word>[^\W\d][\w$]*)|(?P<number>\d[\w.]*|\.\d\w*)"
    r"|(?P<symbol>::|:=|<=|>=|<>|!=|\|\||->>?|=>|[^'\"`])|(?P<open>['\"`])"
)
_LINE: Final = r"(?P<comment>--[^\r\n]*|(?m:^\#[^\r\n]*))"  # Play's evolutions begin lines with #
_BLOCK: Final = r"(?P<block>/\*)"
_PLAIN_STRING: Final = r"(?P<string>(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*+')"
_ESCAPED_STRING: Final = r"(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*+')"
_QUOTED: Final = r"(?P<name>(?:[uU]&)?\"(?:[^\"]|\"\")*+\")"
_BACKTICK: Final = r"(?P<backtick>`(?:[^`]|``)*+`)"
_BRACKET: Final = r"(?P<bracket>\[[^\W\d][^\]\r\n]*\])"
_DOLLAR: Final = r"(?P<dollar>\$(?:[^\W\d]\w*)?\$)"


def _compiled(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join((_START, *parts, _REST)), re.DOTALL)


_PATTERNS: Final[dict[Dialect, re.Pattern[str]]] = {
    "postgresql": _compiled(_LINE, _BLOCK, _ESCAPED_STRING, _PLAIN_STRING, _QUOTED, _DOLLAR),
    "mysql": _compiled(
        r"(?P<comment>-{2,}(?=\s|$)[^\r\n]*|\#[^\r\n]*)",
        r"(?P<versioned>/\*M?!\d*|\*/)",  # MySQL runs what stands in /*! … */, MariaDB in /*M! … */ too
        _BLOCK,
        r"(?P<string>[bBxXnN]?'(?:[^'\\]|\\.|'')*+'|\"(?:[^\"\\]|\\.|\"\")*+\")",
        _BACKTICK,
    ),
    "sqlite": _compiled(_LINE, _BLOCK, _PLAIN_STRING, _QUOTED, _BACKTICK, _BRACKET),
    "generic": _compiled(_LINE, _BLOCK, _ESCAPED_STRING, _PLAIN_STRING, _QUOTED, _BACKTICK, _BRACKET, _DOLLAR),
}
_IN_BLOCK: Final = re.compile(r"/\*|\*/")
_NAMES: Final[dict[str, str]] = {"name": '"', "backtick": "`", "bracket": "]"}


class Token(NamedTuple):
    """One token. ``kind`` is word, name, string, number, symbol, hole, comment or end.

    ``text`` is a word in capitals, a quoted name without its quotes, and anything else as it is written.
    """

    kind: str
    text: str
    start: int
    end: int


class Fault(NamedTuple):
    """What is wrong with the text, and between which offsets."""

    message: str
    start: int
    end: int


class Lexer:
    """Reads a text once; whoever takes tokens may move ``position`` on, and say what else than ``;`` ends."""

    def __init__(self, text: str, dialect: Dialect, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.dialect: Dialect = dialect
        self.position = start
        self.delimiter = ";"
        self.faults: list[Fault] = []
        self._end = len(text) if end is None else end

    def tokens(self) -> Iterator[Token]:
        """Yield what stands between the blanks."""
        text, limit, match = self.text, self._end, _PATTERNS[self.dialect].match
        while self.position < limit:
            start = self.position
            if self.delimiter != ";" and text.startswith(self.delimiter, start):
                self.position = start + len(self.delimiter)
                yield Token("end", self.delimiter, start, self.position)
                continue
            found = match(text, start, limit)
            if found is None:  # cannot be: the last alternative takes any character
                break
            kind, self.position = found.lastgroup or "", found.end()
            if kind in ("space", "versioned"):
                continue
            if kind == "word":
                yield Token(kind, found.group().upper(), start, self.position)
            elif kind in ("symbol", "number", "string", "hole"):
                if found.group() == ";" and self.delimiter == ";":
                    kind = "end"
                yield Token(kind, found.group(), start, self.position)
            else:
                yield self._other(kind, found.group(), start)

    def rest_of_line(self) -> str:
        """Move to the end of the line and return what stood before it."""
        found = re.compile(r"[^\r\n]*").match(self.text, self.position, self._end)
        start, self.position = self.position, found.end() if found else self._end
        return self.text[start : self.position]

    def skip_copied(self) -> None:
        r"""Move behind the rows of ``COPY … FROM stdin``, which end with a line ``\\.``."""
        found = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE).search(self.text, self.position, self._end)
        if found is None:
            self.faults.append(Fault("the rows of COPY have no end", self.position, self._end))
        self.position = found.end() if found else self._end

    def _other(self, kind: str, text: str, start: int) -> Token:
        if kind in _NAMES:
            inner = text[text.index(text[-1] if kind != "bracket" else "[") + 1 : -1]
            close = _NAMES[kind]
            return Token("name", inner.replace(close + close, close), start, self.position)
        if kind == "escaped":
            return Token("string", text, start, self.position)
        if kind == "comment":
            return Token("comment", text, start, self.position)
        if kind == "block":
            self._block(start)
            return Token("comment", self.text[start : self.position], start, self.position)
        if kind == "dollar":
            return self._dollar(text, start)
        return self._unclosed("the text in quotes has no end", start)

    def _block(self, start: int) -> None:
        """Move behind a comment; all but MySQL and SQLite let them nest."""
        depth, nests = 1, self.dialect in ("postgresql", "generic")
        while depth:
            found = _IN_BLOCK.search(self.text, self.position, self._end)
            if found is None:
                self._unclosed("the comment has no end", start)
                return
            self.position = found.end()
            depth += -1 if found.group() == "*/" else int(nests)

    def _dollar(self, tag: str, start: int) -> Token:
        end = self.text.find(tag, self.position, self._end)
        if end < 0:
            return self._unclosed(f"the text after {tag} has no end", start)
        self.position = end + len(tag)
        return Token("string", self.text[start : self.position], start, self.position)

    def _unclosed(self, message: str, start: int) -> Token:
        self.faults.append(Fault(message, start, min(start + 1, self._end)))
        self.position = self._end
        return Token("open", self.text[start : self._end], start, self._end)
