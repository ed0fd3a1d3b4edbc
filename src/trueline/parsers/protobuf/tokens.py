"""Text to tokens: names, numbers, strings and signs; comments are found again when somebody asks for them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from trueline.parsers.protobuf.syntax import Word

# possessive, and content with a comment or a string that never ends: linear on any input
_COMMENT: Final = r"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
_STRING: Final = r'"(?:[^"\\\n]++|\\[^\n])*+"?|' + r"'(?:[^'\\\n]++|\\[^\n])*+'?"
_TOKEN = re.compile(
    rf"(?:\s++|{_COMMENT})*+"
    rf"([A-Za-z_][A-Za-z0-9_]*+|\.?[0-9](?:[eE][+-]?[0-9]|[\w.])*+|{_STRING}|[^\s]|\Z)",
)
_COMMENT_OR_STRING = re.compile(rf"({_COMMENT})|{_STRING}")
_ESCAPE = re.compile(r"\\(?:[xX]([0-9A-Fa-f]{1,2})|([0-7]{1,3})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^\n]))")
_PLAIN: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Fault(NamedTuple):
    """What is wrong between two offsets."""

    message: str
    start: int
    end: int


class Broken(Exception):  # noqa: N818  # never leaves the parser: it ends one statement
    """A statement that does not read; the parser goes on behind it."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.fault = Fault(message, start, end)


class Tokens:
    """The tokens of a text, and how far they are read. The last one is empty and stands at the end."""

    __slots__ = ("at", "starts", "text", "texts")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.texts: list[str] = []
        self.starts: list[int] = []
        add_text, add_start = self.texts.append, self.starts.append
        for match in _TOKEN.finditer(text):
            add_text(match[1])
            add_start(match.start(1))
        if not self.texts or self.texts[-1]:
            add_text("")
            add_start(len(text))

    @property
    def next(self) -> str:
        """The text of the next token, empty at the end."""
        return self.texts[self.at]

    @property
    def start(self) -> int:
        """Where the next token stands."""
        return self.starts[self.at]

    @property
    def last_end(self) -> int:
        """Where the token that was read last ends."""
        return self.starts[self.at - 1] + len(self.texts[self.at - 1]) if self.at else 0

    def peek(self, ahead: int = 1) -> str:
        """Return the text of the token that many after the next."""
        place = self.at + ahead
        return self.texts[place] if place < len(self.texts) else ""

    def take(self) -> Word:
        """Read the next token."""
        text, start = self.texts[self.at], self.starts[self.at]
        if text:
            self.at += 1
        return Word(text, start, start + len(text))

    def skip(self, text: str) -> bool:
        """Read the next token if it is ``text``, and tell whether it was."""
        if self.texts[self.at] != text:
            return False
        self.at += 1
        return True

    def expect(self, text: str) -> None:
        """Read the next token, which must be ``text``."""
        if self.texts[self.at] != text:
            raise self.broken(f"{text!r} is missing here")
        self.at += 1

    def identifier(self, what: str = "a name") -> Word:
        """Read an identifier."""
        text = self.texts[self.at]
        if not text.isidentifier() or not text.isascii():
            raise self.broken(f"{what} is missing here")
        return self.take()

    def full_name(self, what: str = "a name") -> Word:
        """Read names with dots between them; a leading dot is kept."""
        start = self.start
        parts = ["."] if self.skip(".") else []
        parts.append(self.identifier(what).text)
        while self.texts[self.at] == ".":
            self.at += 1
            parts += ".", self.identifier(what).text
        return Word("".join(parts), start, self.last_end)

    def integer(self, what: str = "a number") -> Word:
        """Read an integer literal, perhaps with a sign before it."""
        start = self.start
        sign = "-" if self.skip("-") else ""
        text = self.texts[self.at]
        if not is_integer(text):
            raise self.broken(f"{what} is missing here")
        self.at += 1
        return Word(sign + text, start, self.last_end)

    def string(self) -> Word:
        """Read one string, or several one after another, and return what they mean."""
        start = self.start
        if self.next[:1] not in {'"', "'"}:
            raise self.broken("a string is missing here")
        parts = []
        while (text := self.texts[self.at])[:1] in {'"', "'"}:
            if len(text) < 2 or text[-1] != text[0]:
                raise self.broken("the string does not end on its line")
            parts.append(unescape(text[1:-1]))
            self.at += 1
        return Word("".join(parts), start, self.last_end)

    def broken(self, message: str) -> Broken:
        """Return the fault that the next token is."""
        text = self.texts[self.at]
        if text:
            return Broken(message, self.start, self.start + len(text))
        return Broken(f"{message}: the file ends", max(self.last_end - 1, 0), self.last_end)


def is_integer(text: str) -> bool:
    """Tell whether a token is an integer literal of a size that is used."""
    if not text[:1].isdigit() or len(text) > 24:
        return False
    if text[:2] in {"0x", "0X"}:
        return all(digit in "0123456789abcdefABCDEF" for digit in text[2:]) and len(text) > 2
    return text.isascii() and text.isdigit() and (text[0] != "0" or not set(text) & {"8", "9"})


def unescape(text: str) -> str:
    """Return what a string means; bytes above 127 become the characters of that number."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    for group, base in ((1, 16), (2, 8), (3, 16), (4, 16)):
        if match[group]:
            number = int(match[group], base)
            return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else match[0]
    return _PLAIN.get(match[5], match[5])


def comments(text: str) -> list[tuple[int, int]]:
    """Return from where to where each comment goes."""
    return [match.span() for match in _COMMENT_OR_STRING.finditer(text) if match[1]]


def unended_comment(text: str) -> Fault | None:
    """Return the comment that never ends, if there is one; everything behind it is unread."""
    opened = text.rfind("/*")
    if opened < 0 or text.find("*/", opened + 2) >= 0:
        return None
    for start, end in reversed(comments(text)):
        if text.startswith("/*", start) and (end - start < 4 or not text.endswith("*/", start, end)):
            return Fault("the comment does not end", start, start + 2)
    return None
