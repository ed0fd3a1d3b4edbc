"""Versions as semver.org 2.0.0 has them."""

from __future__ import annotations

from functools import total_ordering


@total_ordering
class Semver:
    """``1.4.0-rc.1+build``; compared by precedence, in which the build has no part."""

    __slots__ = ("build", "major", "minor", "patch", "prerelease")

    def __init__(self, numbers: tuple[int, int, int], prerelease: str = "", build: str = "") -> None:
        self.major, self.minor, self.patch = numbers
        self.prerelease = prerelease
        self.build = build

    def _precedence(self) -> tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]:
        parts = tuple(_identifier(part) for part in self.prerelease.split(".")) if self.prerelease else ()
        return self.major, self.minor, self.patch, not self.prerelease, parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Semver) and self._precedence() == other._precedence()

    def __lt__(self, other: Semver) -> bool:
        return self._precedence() < other._precedence()

    def __hash__(self) -> int:
        return hash(self._precedence())

    def __str__(self) -> str:
        text = f"{self.major}.{self.minor}.{self.patch}"
        text += f"-{self.prerelease}" if self.prerelease else ""
        return text + (f"+{self.build}" if self.build else "")

    def __repr__(self) -> str:
        return f"Semver({self})"


def parse_semver(text: str, *, lenient: bool = False) -> Semver:
    """Return the version a text names; raise ``ValueError`` for what is none.

    ``lenient`` takes a leading ``v``, missing numbers (``1.2``) and leading zeros as well.
    """
    body, plus, build = text.partition("+")
    body, dash, prerelease = body.partition("-")
    if lenient and body[:1] in ("v", "V"):
        body = body[1:]
    numbers = body.split(".")
    if lenient:
        numbers += ["0"] * (3 - len(numbers))
    fits = len(numbers) == 3 and all(_is_number(number, zeros=lenient) for number in numbers)
    names = [name for name, there in ((prerelease, dash), (build, plus)) if there]
    if not fits or not all(_is_name(part) for name in names for part in name.split(".")):
        raise ValueError(f"no semantic version: {text!r}")
    if dash and not all(_is_number(part) for part in prerelease.split(".") if part.isdigit()):
        raise ValueError(f"no semantic version: {text!r}")
    return Semver((int(numbers[0]), int(numbers[1]), int(numbers[2])), prerelease, build)


def _identifier(part: str) -> tuple[bool, int, str]:
    return (False, int(part), "") if part.isdigit() else (True, 0, part)


def _is_number(text: str, *, zeros: bool = False) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and (zeros or text == "0" or text[0] != "0")


def _is_name(text: str) -> bool:
    return bool(text) and text.isascii() and all(character.isalnum() or character == "-" for character in text)
