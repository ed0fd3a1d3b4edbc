"""The patterns of ``fileset``: ``*``, ``**``, ``?``, ``[…]`` and ``{a,b}``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.types import FunctionError

if TYPE_CHECKING:
    from collections.abc import Callable

_PART = re.compile(r"\*\*/|\*\*|\*|\?|\[[!^]?[^\]]+\]|\{|\}|,|\\.|.", re.DOTALL)
_FIXED = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def compile_glob(pattern: str) -> Callable[[str], bool]:
    """Return a predicate over relative paths; raise ``FunctionError`` where the pattern is none."""
    text = ""
    depth = 0
    for part in _PART.findall(pattern):
        if part in "{}":
            depth += 1 if part == "{" else -1
            text += "(?:" if part == "{" else ")"
        elif part == "," and depth:
            text += "|"
        elif part[0] == "[" and len(part) > 1:
            text += "[" + part[1:-1].replace("\\", r"\\").replace("!", "^", 1) + "]"
        else:
            text += _FIXED.get(part) or re.escape(part[-1])
    try:
        compiled = re.compile(text)
    except re.error as error:
        raise FunctionError(f"{pattern!r} is not a pattern") from error
    return lambda path: compiled.fullmatch(path) is not None
