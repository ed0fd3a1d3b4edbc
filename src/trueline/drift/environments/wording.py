"""What is said of a difference, in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.environments.found import ABSENT
from trueline.values.unknown import is_sensitive, is_unknown, leaves

if TYPE_CHECKING:
    from trueline.drift.environments.found import Found

_STEP: Final = re.compile(r'(?:[^.\["]|\[[^\]"]*\]|\["[^"]*"\]|")+')
_LONGEST: Final = 60
_MOST_SHOWN: Final = 3


class Words(NamedTuple):
    """The sentence, and what the left side has."""

    message: str
    left: str


def in_words(found: Found, names: tuple[str, str]) -> Words:
    """Return what is said of a difference between the environments of two names."""
    left, right = names
    what = brief(_attribute(found))
    if found.left is ABSENT:
        return Words(f"only {right} sets {what}{_equals(found, found.right)}", f"{left} does not set it")
    if found.right is ABSENT:
        return Words(
            f"only {left} sets {what}{_equals(found, found.left)}", f"{left} sets it{_equals(found, found.left)}"
        )
    extras = (*found.only_left, *found.only_right)
    if any(map(_is_long, extras)):
        return Words(f"{what} differs between {left} and {right}", f"what {left} has")
    if extras:
        return Words(f"{what} {_extras(found, names)}", f"{left} has {_elements(found.left, hides=found.is_secret)}")
    if found.is_secret:
        return Words(f"{what} is another secret in {right} than in {left}", f"{left} has another one")
    if _is_long(found.left) or _is_long(found.right):
        return Words(f"{what} differs between {left} and {right}{_lines(found)}", f"what {left} has")
    here, there = show(found.left), show(found.right)
    return Words(f"{what} is {there} in {right}, {here} in {left}", f"{left} has {here}")


def brief(text: str) -> str:
    """Return a text short enough for a sentence, on one line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= 120 else f"…{plain[-119:]}"


def show(value: object) -> str:
    """Return how a value reads, short and without secrets."""
    if any(is_sensitive(leaf) for leaf in leaves(value)):
        return "(sensitive)"
    if is_unknown(value):
        return "(unknown)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"a map of {len(value)}"
    if isinstance(value, list):
        return _elements(value, hides=False)
    text = brief(str(value))
    if len(text) > _LONGEST:  # the end of an image, path or ARN says more than its beginning
        return f"…{text[1 - _LONGEST :]}" if "/" in text and " " not in text else f"{text[: _LONGEST - 1]}…"
    return text or '""'


def _attribute(found: Found) -> str:
    """Return the end of a path that says enough: its last name, and what holds that."""
    steps = [step for step in _STEP.findall(found.path) if step]
    if len(steps) < 2 or "[" in steps[-1]:
        return steps[-1] if steps else found.path
    return f"{steps[-2]}.{steps[-1]}"


def _equals(found: Found, value: object) -> str:
    if found.is_secret or isinstance(value, dict | list) or _is_long(value) or is_unknown(value):
        return ""
    return f", to {show(value)}"


def _is_long(value: object) -> bool:
    return isinstance(value, str) and ("\n" in value or len(value) > 200)


def _lines(found: Found) -> str:
    if not isinstance(found.left, str) or not isinstance(found.right, str):
        return ""
    here, there = set(found.left.splitlines()), set(found.right.splitlines())
    count = max(len(here - there), len(there - here))
    return f" in {count} line{'s' if count != 1 else ''}" if count else ""


def _extras(found: Found, names: tuple[str, str]) -> str:
    parts = [
        f"has {_elements(list(extra), hides=found.is_secret)} in {name} alone"
        for name, extra in ((names[1], found.only_right), (names[0], found.only_left))
        if extra
    ]
    return ", ".join(parts)


def _elements(value: object, *, hides: bool) -> str:
    elements = value if isinstance(value, list) else [value]
    if hides or any(isinstance(one, dict | list) for one in elements):
        return f"{len(elements)} element{'s' if len(elements) != 1 else ''}"
    shown = " ".join(show(one) for one in elements[:_MOST_SHOWN])
    more = len(elements) - _MOST_SHOWN
    return (shown + (f" and {more} more" if more > 0 else "")) or "none"
