"""Go's regular expressions (RE2) in the syntax of ``regex``: what RE2 refuses is refused."""

from __future__ import annotations

import re
from typing import NamedTuple

from trueline.dialects.terraform.functions.types import FunctionError

_WORD = "0-9A-Za-z_"
# Each class as pairs: the first and last characters of its ranges
_CLASSES = {"d": "09", "s": "\t\n\f\r  ", "w": "09AZ__az"}
_POSIX = {
    "alnum": "09AZaz", "alpha": "AZaz", "ascii": "\0\x7f", "blank": "\t\t  ", "cntrl": "\0\x1f\x7f\x7f", "digit": "09",
    "graph": "!~", "lower": "az", "print": " ~", "punct": "!/:@[`{~", "space": "\t\r  ", "upper": "AZ",
    "word": "09AZ__az", "xdigit": "09AFaf",
}  # fmt: skip
_BOUNDARY = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_NO_BOUNDARY = rf"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REPEAT = re.compile(r"[*+?]|\{(\d+)(?:,(\d*))?\}", re.ASCII)
_GROUP = re.compile(r"\(\?(?:P?<(?P<name>\w+)>|(?P<on>[imsU]*)(?:-(?P<off>[imsU]+))?(?P<end>[:)]))", re.ASCII)
_HEXADECIMAL = re.compile(r"x(?:\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{2}))")
_PROPERTY = re.compile(r"[pP](?:\{(\^?)(\w+)\}|([A-Z]))", re.ASCII)
_SPECIAL = frozenset("\\.+*?()|[]{}^$-&~#")
_MOST_REPEATS = 1000
_DEEPEST = 200


class _Flags(NamedTuple):
    """The flags in force at one place of a pattern."""

    i: bool = False
    m: bool = False
    s: bool = False
    U: bool = False


class _Translator:
    """Reads one pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.flags = _Flags()
        self.outer: list[_Flags] = []
        self.names: list[str] = []
        self.parts: list[str] = []
        self.repeatable = False

    def fail(self, message: str) -> FunctionError:
        return FunctionError(f"argument 1: no pattern: {message} at character {self.position + 1}")

    def run(self) -> str:
        while self.position < len(self.pattern):
            self.step()
        if self.outer:
            raise self.fail("a group is not closed")
        return "".join(self.parts)

    def step(self) -> None:
        character = self.pattern[self.position]
        repeat = _REPEAT.match(self.pattern, self.position)
        if repeat is not None:
            self.repeat(repeat)
        elif character == "(":
            self.open()
        elif character == ")":
            self.close()
        elif character == "|":
            self.position += 1
            self.put("|", repeatable=False)
        elif character in "^$.":
            self.position += 1
            self.put(self.special(character))
        elif character == "[":
            self.put(self.cased(self.bracket()))
        elif character == "\\":
            self.escape()
        else:
            self.position += 1
            self.put(self.cased(_literal(character)))

    def put(self, text: str, *, repeatable: bool = True) -> None:
        self.parts.append(text)
        self.repeatable = repeatable

    def cased(self, text: str) -> str:
        return f"(?i:{text})" if self.flags.i else text

    def special(self, character: str) -> str:
        if character == ".":
            return "(?s:.)" if self.flags.s else "."
        if self.flags.m:
            return r"(?m:^)" if character == "^" else r"(?m:$)"
        return r"\A" if character == "^" else r"\Z"

    def repeat(self, match: re.Match[str]) -> None:
        least, most = match[1], match[2]
        if not self.repeatable:
            raise self.fail("nothing to repeat")
        if any(count and (len(count) > 4 or int(count) > _MOST_REPEATS) for count in (least, most)):
            raise self.fail("too many repeats")
        if least and most and int(least) > int(most):
            raise self.fail("a repeat from more to less")
        self.position = match.end()
        lazy = self.pattern.startswith("?", self.position)
        self.position += lazy
        self.put(match[0] + ("?" if lazy is not self.flags.U else ""), repeatable=False)

    def open(self) -> None:
        match = _GROUP.match(self.pattern, self.position)
        if match is None and self.pattern.startswith("(?", self.position):
            raise self.fail("a group that Go does not have")
        if len(self.outer) >= _DEEPEST:
            raise self.fail("too many groups in groups")
        if match is not None and match["end"] == ")":
            self.flags = self.switched(match)
            self.position = match.end()
            return
        self.outer.append(self.flags)
        name = match["name"] if match is not None else ""
        if match is not None and name is None:
            self.flags = self.switched(match)
        else:
            self.names.append(name)
        self.put("(" if match is None or name else "(?:", repeatable=False)
        self.position = match.end() if match is not None else self.position + 1

    def switched(self, match: re.Match[str]) -> _Flags:
        on, off = dict.fromkeys(match["on"], True), dict.fromkeys(match["off"] or "", False)
        return self.flags._replace(**on, **off)

    def close(self) -> None:
        if not self.outer:
            raise self.fail("a group that was not opened")
        self.flags = self.outer.pop()
        self.position += 1
        self.put(")")

    def escape(self) -> None:
        rest = self.pattern[self.position + 1 : self.position + 2]
        if rest == "Q":
            end = self.pattern.find("\\E", self.position)
            quoted = self.pattern[self.position + 2 : end if end >= 0 else None]
            for character in quoted:
                self.put(self.cased(_literal(character)))
            self.position = end + 2 if end >= 0 else len(self.pattern)
            return
        assertion = {"A": r"\A", "z": r"\Z", "b": _BOUNDARY, "B": _NO_BOUNDARY}.get(rest)
        if assertion is not None:
            self.position += 2
            self.put(assertion)
            return
        inside = self.escaped()
        self.put(self.cased(f"[{inside}]" if len(inside) > 1 else inside))

    def escaped(self) -> str:
        """Return what an escape stands for, as it may stand in a class."""
        self.position += 1
        letter = self.pattern[self.position : self.position + 1]
        matched = _HEXADECIMAL.match(self.pattern, self.position)
        kind = _PROPERTY.match(self.pattern, self.position)
        if matched is not None:
            code = int(matched[1] or matched[2], 16)
            if code > 0x10FFFF:
                raise self.fail("no such character")
            self.position = matched.end()
            return _literal(chr(code))
        if kind is not None:
            self.position = kind.end()
            negative = (letter == "P") is not bool(kind[1])
            return rf"\{'P' if negative else 'p'}{{{kind[2] or kind[3]}}}"
        self.position += 1
        return self.simple(letter)

    def simple(self, letter: str) -> str:
        if letter.lower() in _CLASSES and letter:
            return _ranges(_CLASSES[letter.lower()], negative=letter.isupper())
        if letter in _CONTROLS and letter:
            return _literal(_CONTROLS[letter])
        octal = re.match(r"0[0-7]{0,2}|[1-7][0-7]{1,2}", self.pattern[self.position - 1 :])
        if octal is not None:
            self.position += len(octal[0]) - 1
            return _literal(chr(int(octal[0], 8)))
        if not letter or letter.isalnum() or not letter.isascii():
            raise self.fail(f"no escape: {letter!r}")
        return _literal(letter)

    def bracket(self) -> str:
        start = self.position
        self.position += 1
        negative = self.pattern.startswith("^", self.position)
        self.position += negative
        members: list[str] = []
        while not self.pattern.startswith("]", self.position) or not members:
            if self.position >= len(self.pattern):
                self.position = start
                raise self.fail("a class is not closed")
            members.append(self.member())
        self.position += 1
        return f"[{'^' if negative else ''}{''.join(members)}]"

    def member(self) -> str:
        posix = re.compile(r"\[:(\^?)(\w+):\]").match(self.pattern, self.position)
        if posix is not None:
            if posix[2] not in _POSIX:
                raise self.fail("no such class")
            self.position = posix.end()
            return _ranges(_POSIX[posix[2]], negative=bool(posix[1]))
        low = self.single()
        follows = self.pattern[self.position : self.position + 2]
        if len(low) > 2 or not follows.startswith("-") or follows in ("-]", "-"):
            return low
        self.position += 1
        return f"{low}-{self.single()}"

    def single(self) -> str:
        character = self.pattern[self.position]
        if character == "\\":
            return self.escaped()
        self.position += 1
        return _literal(character)


def _ranges(pairs: str, *, negative: bool) -> str:
    """Return ranges, or all that lies between them, as they stand in a class."""
    bounds = [ord(character) for character in pairs]
    if negative:
        starts = [0, *(last + 1 for last in bounds[1::2])]
        ends = [*(first - 1 for first in bounds[::2]), 0x10FFFF]
        bounds = [bound for pair in zip(starts, ends, strict=True) if pair[0] <= pair[1] for bound in pair]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in zip(bounds[::2], bounds[1::2], strict=True))


def _literal(character: str) -> str:
    return "\\" + character if character in _SPECIAL else character


def translate(pattern: str) -> tuple[str, tuple[str, ...]]:
    """Return a Go pattern for ``regex``, and its groups' names, empty where a group has none."""
    translator = _Translator(pattern)
    translated = translator.run()
    return translated, tuple(translator.names)
