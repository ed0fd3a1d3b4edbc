"""Globs over paths as ``.gitignore`` has them: ``*`` within a name, ``**`` across folders, ``!`` takes back."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether the patterns mean ``path`` or a folder above it; the last that fits decides."""
    return compile_patterns(tuple(patterns))(path)


@lru_cache(maxsize=256)
def compile_patterns(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a predicate for ``patterns``.

    One with a slash at its start or within is rooted in the repository, any other fits at every depth; one that ends
    in a slash means folders alone. A folder is meant with all that is below it. Named classes (``[[:upper:]]``) are not
    known.
    """
    import re

    if not any(pattern.startswith("!") for pattern in patterns):
        whole = re.compile("|".join(f"{_expression(pattern)}(?:(?<=/)|$|/)" for pattern in patterns) or "(?!)")
        return lambda path: whole.match(path) is not None
    rules = [
        (not pattern.startswith("!"), re.compile(_expression(pattern.removeprefix("!")) + "/?$"))
        for pattern in reversed(patterns)
    ]

    def decide(path: str) -> bool:
        """Go down from the root: below a folder that is meant, nothing is taken back."""
        steps = [position + 1 for position, character in enumerate(path) if character == "/"] + [len(path)]
        return any(next((positive for positive, rule in rules if rule.match(path[:step])), False) for step in steps)

    return decide


def _expression(pattern: str) -> str:
    """Return the regular expression for one pattern, to be matched from the start of a path."""
    folder_only = pattern.endswith("/")
    body = pattern.rstrip("/")
    start = "" if "/" in body else "(?:.*/)?"
    return f"(?s:{start}{_translate(body.removeprefix('/'))}{'/' if folder_only else ''})"


def _translate(body: str) -> str:
    import re

    text = ""
    position = 0
    while position < len(body):
        rest = body[position:]
        whole_name = position == 0 or body[position - 1] == "/"
        if whole_name and rest.startswith("**/"):
            text += "" if text.endswith(")*") else "(?:[^/]+/)*"
            position += 3
        elif whole_name and rest == "**":
            text += ".+"
            position += 2
        elif rest[0] == "*":
            # neighbours fold into one, so that no expression repeats a repetition
            text += "[^/]*"
            position += len(rest) - len(rest.lstrip("*"))
        elif rest[0] == "?":
            text += "[^/]"
            position += 1
        elif rest[0] == "[" and (end := rest.find("]", 3 if rest[1:2] in ("!", "^") else 2)) > 0:
            text += _character_class(rest[1:end])
            position += end + 1
        else:
            escaped = rest[0] == "\\" and len(rest) > 1
            text += re.escape(rest[1] if escaped else rest[0])
            position += 2 if escaped else 1
    return text


def _character_class(inner: str) -> str:
    """Return the class between the brackets; an impossible range fits nothing, as in Git."""
    import re

    negated = inner[0] in "!^"
    inner = inner[1:] if negated else inner
    escaped = inner.replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]").replace("^", r"\^")
    escaped = re.sub(r"([&~|])", r"\\\1", escaped)
    # Two hyphens may come to mean a difference of sets; the first of a class begins a range, any other ends one.
    escaped = re.sub(r"(?<=[^\\])--", r"-\\-", re.sub(r"^--", r"\\--", escaped))
    try:
        re.compile(f"[{escaped}]")
    except re.error:
        return "(?!)"
    return f"(?!/)[{'^' if negated else ''}{escaped}]"
