"""RE2's syntax of regular expressions, rewritten for Python's engines; what RE2 refuses is refused."""

from __future__ import annotations

from typing import Final

MOST_REPEATS: Final = 1000
LONGEST: Final = 5000
DEEPEST: Final = 50
_WORD: Final = "0-9A-Za-z_"
_SPACE: Final = r"\t\n\f\r "
_CLASSES: Final = {"d": "0-9", "w": _WORD, "s": _SPACE}
_COMPLEMENTS: Final = {
    "D": "\\x00-/:-\U0010ffff",
    "W": "\\x00-/:-@\\[-\\^`\\{-\U0010ffff",
    "S": "\\x00-\\x08\\x0b\\x0e-\\x1f!-\U0010ffff",
}
_POSIX: Final = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": r"\x00-\x7f", "blank": r"\t ", "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9", "graph": "!-\\~", "lower": "a-z", "print": " -\\~", "punct": r"!-/:-@\[-`\{-\~",
    "space": r"\t\n\v\f\r ", "upper": "A-Z", "word": _WORD, "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_BOUNDARY: Final = f"(?:(?<![{_WORD}])(?=[{_WORD}])|(?<=[{_WORD}])(?![{_WORD}]))"
_NO_BOUNDARY: Final = f"(?:(?<![{_WORD}])(?![{_WORD}])|(?<=[{_WORD}])(?=[{_WORD}]))"
_ANCHORS: Final = {"A": r"\A", "z": r"\Z", "b": _BOUNDARY, "B": _NO_BOUNDARY}
_CONTROLS: Final = frozenset("aftnrv")


class PatternError(ValueError):
    """The text is no pattern that RE2 would take."""


def translate(pattern: str) -> tuple[str, bool]:
    """Return the pattern for Python's engines, and whether it is so simple that even a backtracking one is quick."""
    if len(pattern) > LONGEST:
        raise PatternError(f"longer than {LONGEST} characters")
    return _Translator(pattern).translate()


class _Group:
    """One open group: the flag ``m`` inside it, how many brackets close it, and the repeats inside it."""

    __slots__ = ("closers", "multiline", "weight")

    def __init__(self, *, multiline: bool, closers: int = 1) -> None:
        self.multiline = multiline
        self.closers = closers
        self.weight = 1


class _Translator:
    """A cursor over a pattern. ``_weight`` is that of the last atom, 0 where nothing can be repeated."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._out: list[str] = []
        self._groups = [_Group(multiline=False, closers=0)]
        self._weight = 0
        self._group_closed = False
        self._loops = 0
        self._choices = 0
        self._plain = True

    def translate(self) -> tuple[str, bool]:
        while self._position < len(self._pattern):
            character = self._take()
            handler = _HANDLERS.get(character)
            if handler is None:
                self._atom(_escaped(character))
            else:
                handler(self)
        if len(self._groups) > 1:
            raise PatternError("a group is not closed")
        self._out.append(")" * self._groups[0].closers)
        loops = self._loops + (not self._pattern.startswith("^"))
        return "".join(self._out), self._plain and loops <= 2 and self._choices <= 6

    def _take(self) -> str:
        if self._position >= len(self._pattern):
            raise PatternError("it ends too early")
        self._position += 1
        return self._pattern[self._position - 1]

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._position)

    def _peek_any(self, characters: str) -> bool:
        return self._position < len(self._pattern) and self._pattern[self._position] in characters

    def _until(self, end: str) -> str:
        close = self._pattern.find(end, self._position)
        if close < 0:
            raise PatternError(f"'{end}' is missing")
        found = self._pattern[self._position : close]
        self._position = close + len(end)
        return found

    def _atom(self, text: str, weight: int = 1) -> None:
        self._out.append(text)
        self._weight = weight
        self._group_closed = False

    def _dot(self) -> None:
        self._atom(".")

    def _start(self) -> None:
        self._atom("^")

    def _end(self) -> None:
        self._atom("$" if self._groups[-1].multiline else r"\Z")

    def _or(self) -> None:
        self._out.append("|")
        self._weight = 0
        self._choices += 1

    def _open(self) -> None:
        if len(self._groups) > DEEPEST:
            raise PatternError("groups are nested too deeply")
        outer = self._groups[-1]
        at_start = not self._out or self._out[-1].startswith("(")
        self._weight = 0
        if not self._peek("?"):
            self._out.append("(")
        elif self._peek("?P<") or (self._peek("?<") and not self._peek("?<=") and not self._peek("?<!")):
            self._position = self._pattern.index("<", self._position) + 1
            name = self._until(">")
            if not name.isidentifier():
                raise PatternError("a group has no proper name")
            self._out.append(f"(?P<{name}>")
        else:
            self._flags(outer, at_start=at_start)
            return
        self._groups.append(_Group(multiline=outer.multiline))

    def _flags(self, outer: _Group, *, at_start: bool) -> None:
        self._take()
        if self._peek_any("=!<"):
            raise PatternError("looking ahead and behind is not supported")
        flags = ""
        while self._position < len(self._pattern) and not self._peek(":") and not self._peek(")"):
            flags += self._take()
        if set(flags) - set("ims-") or flags.count("-") > 1 or flags.endswith("-"):
            raise PatternError(f"'(?{flags}' is not supported")
        end = self._take()
        on, _, off = flags.partition("-")
        multiline = ("m" in on or outer.multiline) and "m" not in off
        if end == ":":
            self._out.append(f"(?{flags}:")
            self._groups.append(_Group(multiline=multiline))
            return
        if not at_start or not flags:
            raise PatternError("flags stand at the start of a pattern or group")
        self._out.append(f"(?{flags}:")
        outer.closers += 1
        outer.multiline = multiline

    def _close(self) -> None:
        if len(self._groups) == 1:
            raise PatternError("a ')' closes nothing")
        group = self._groups.pop()
        self._atom(")" * group.closers, group.weight)
        self._group_closed = True
        self._groups[-1].weight = max(self._groups[-1].weight, group.weight)

    def _quantify(self, text: str, times: int) -> None:
        if self._weight == 0:
            raise PatternError(f"'{text}' repeats nothing")
        weight = self._weight * max(times, 1)
        if weight > MOST_REPEATS:
            raise PatternError(f"more than {MOST_REPEATS} repeats")
        self._groups[-1].weight = max(self._groups[-1].weight, weight)
        self._out.append(text)
        if self._peek("?"):
            self._out.append(self._take())
        if text != "?" and self._group_closed:
            self._plain = False
        self._choices += text == "?"
        self._loops += text != "?"
        self._weight = 0

    def _star(self) -> None:
        self._quantify("*", 1)

    def _plus(self) -> None:
        self._quantify("+", 1)

    def _maybe(self) -> None:
        self._quantify("?", 1)

    def _braces(self) -> None:
        close = self._pattern.find("}", self._position)
        least, comma, most = self._pattern[self._position : max(close, self._position)].partition(",")
        if close < 0 or not _is_count(least) or (most and not _is_count(most)):
            self._atom(r"\{")
            return
        self._position = close + 1
        highest = int(most or least)
        if highest > MOST_REPEATS or int(least) > highest:
            raise PatternError(f"'{{{least}{comma}{most}}}' is no proper count")
        self._quantify(f"{{{least}{comma}{most}}}", highest)

    def _escape(self) -> None:
        letter = self._take()
        if letter in _ANCHORS:
            self._atom(_ANCHORS[letter])
        elif letter in _CLASSES:
            self._atom(f"[{_CLASSES[letter]}]")
        elif letter in _COMPLEMENTS:
            self._atom(f"[^{_CLASSES[letter.lower()]}]")
        elif letter == "Q":
            quoted = self._until("\\E") if "\\E" in self._pattern[self._position :] else self._rest()
            for character in quoted:
                self._atom(_escaped(character))
        else:
            self._atom(self._escaped_character(letter))

    def _rest(self) -> str:
        found = self._pattern[self._position :]
        self._position = len(self._pattern)
        return found

    def _escaped_character(self, letter: str) -> str:
        if letter in _CONTROLS:
            return f"\\{letter}"
        if letter in "pP":
            return self._property(letter)
        if letter == "x":
            digits = self._until("}") if self._peek("{") and self._take() else self._take() + self._take()
            return _escaped(_character(digits, 16))
        if letter in "01234567":
            digits = letter
            while (
                len(digits) < 3 and self._position < len(self._pattern) and self._pattern[self._position] in "01234567"
            ):
                digits += self._take()
            if letter != "0" and len(digits) < 3:
                raise PatternError("back-references are not supported")
            return _escaped(_character(digits, 8))
        if letter.isalnum() or not letter.isascii():
            raise PatternError(f"'\\{letter}' is not supported")
        return _escaped(letter)

    def _property(self, letter: str) -> str:
        self._plain = False
        name = self._until("}") if self._peek("{") and self._take() else self._take()
        inverse = name.startswith("^")
        name = name.removeprefix("^")
        if not (name.replace("_", "").isalpha() and name.isascii()):
            raise PatternError(f"there is no property '{name}'")
        return f"\\{'P' if inverse != (letter == 'P') else 'p'}{{{name}}}"

    def _class(self) -> None:
        parts = ["[^" if self._peek("^") and self._take() else "["]
        first = True
        while first or not self._peek("]"):
            low = self._class_item()
            if len(low) > 0 and self._peek("-") and not self._peek("-]"):
                self._take()
                high = self._class_item()
                if _value(low) is None or _value(high) is None or (_value(low) or 0) > (_value(high) or 0):
                    raise PatternError("a range in brackets is not valid")
                low = f"{low}-{high}"
            parts.append(low)
            first = False
        self._take()
        self._atom("".join(parts) + "]")

    def _class_item(self) -> str:
        character = self._take()
        if character == "[" and self._peek(":"):
            self._take()
            name = self._until(":]")
            if name not in _POSIX:
                raise PatternError(f"there is no class [:{name}:]")
            return _POSIX[name]
        if character != "\\":
            return _escaped(character)
        letter = self._take()
        return _CLASSES.get(letter) or _COMPLEMENTS.get(letter) or self._escaped_character(letter)


_HANDLERS: Final = {
    ".": _Translator._dot,  # noqa: SLF001  # its own methods, by character
    "^": _Translator._start,  # noqa: SLF001
    "$": _Translator._end,  # noqa: SLF001
    "|": _Translator._or,  # noqa: SLF001
    "(": _Translator._open,  # noqa: SLF001
    ")": _Translator._close,  # noqa: SLF001
    "*": _Translator._star,  # noqa: SLF001
    "+": _Translator._plus,  # noqa: SLF001
    "?": _Translator._maybe,  # noqa: SLF001
    "{": _Translator._braces,  # noqa: SLF001
    "\\": _Translator._escape,  # noqa: SLF001
    "[": _Translator._class,  # noqa: SLF001
}


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _escaped(character: str) -> str:
    if character.isalnum() or character == "_" or not character.isascii():
        return character
    return f"\\{character}" if character.isprintable() else f"\\x{ord(character):02x}"


def _value(item: str) -> int | None:
    """Return the code point that one translated item of brackets stands for, None for a class."""
    if len(item) == 1:
        return ord(item)
    if item.startswith("\\x") and len(item) == 4:
        return int(item[2:], 16)
    if item.startswith("\\") and len(item) == 2:
        return ord({"a": "\a", "f": "\f", "t": "\t", "n": "\n", "r": "\r", "v": "\v"}.get(item[1], item[1]))
    return None


def _character(digits: str, base: int) -> str:
    try:
        return chr(int(digits, base))
    except (ValueError, OverflowError):
        raise PatternError(f"'{digits}' names no character") from None
