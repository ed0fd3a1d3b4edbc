"""Whether a pattern of CODEOWNERS means a path, as GitHub and GitLab document it; what is not documented may."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Fit: TypeAlias = Literal["yes", "maybe", "no"]

MOST_STARS: Final = 8
"""Stars of a pattern above which it is not tried out: each more multiplies the time that it takes."""

_ODD: Final = re.compile(r"\\(?! )|[\[\]{}]|(?<!/)(?<!^)\*\*|\*\*(?!/|$)|//|/\./|/\.\./")
"""Where a pattern stops being documented: classes, sets, escapes but of a blank, ``**`` that is not a whole name."""


def fits(pattern: str, path: str, forge: str) -> Fit:
    """Tell whether a pattern means the file ``path``; an exclusion is looked at without its mark."""
    yes, perhaps = _compiled(pattern.removeprefix("!"), forge)
    if yes is not None and yes.fullmatch(path):
        return "yes"
    return "maybe" if perhaps is not None and perhaps.fullmatch(path) else "no"


@lru_cache(maxsize=1024)
def _compiled(pattern: str, forge: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return expressions for the paths that a pattern means, and for those that it may mean."""
    odd = _ODD.search(pattern)
    if odd is not None:
        known = pattern[: odd.start()]
        return None, re.compile(f"(?s:{'' if known.startswith('/') else '(?:.*/)?'}{_translated(known)}.*)")
    if pattern.count("*") > MOST_STARS or pattern == "/":
        return None, re.compile("(?s:.+)")
    if pattern == "*":
        return re.compile("(?s:.+)"), None
    return _github(pattern) if forge == "github" else _gitlab(pattern)


def _github(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """As ``.gitignore`` has it, but ``docs/*`` means no file of a folder in ``docs``."""
    body = pattern.rstrip("/")
    name = body.rpartition("/")[2]
    start = "" if "/" in body else "(?:.*/)?"
    if pattern.endswith("/"):
        return re.compile(f"(?s:{start}{_translated(body)}/.+)"), None
    whole = f"{start}{_translated(body)}"
    if name == "*":
        return re.compile(f"(?s:{whole})"), None
    if "*" in name.replace("**", "") or "?" in name:
        # whether a folder with such a name is meant with all that is in it is not said
        return re.compile(f"(?s:{whole})"), re.compile(f"(?s:{whole}/.+)")
    return re.compile(f"(?s:{whole}(?:/.+)?)"), None


def _gitlab(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """As ``File.fnmatch`` of Ruby has it: without a slash at its end a pattern means no folder."""
    start = "" if pattern.startswith("/") else "(?:.*/)?"
    if pattern.endswith("/"):
        return re.compile(f"(?s:{start}{_translated(pattern)}.+)"), None
    if pattern.endswith("**"):  # for fnmatch it is the same as one star there
        once = f"(?s:{start}{_translated(pattern[:-1])}"
        return re.compile(f"{once})"), re.compile(f"{once}/.+)")
    return re.compile(f"(?s:{start}{_translated(pattern)})"), None


def _translated(body: str) -> str:
    text = ""
    for part in re.findall(r"\*\*/|\*+|\\ |.", body.removeprefix("/"), re.DOTALL):
        if part == "**/":
            text += "" if text.endswith(")*") else "(?:[^/]+/)*"
        elif part == "**":
            text += ".+"
        elif part[0] == "*":
            text += "[^/]*"
        else:
            text += "[^/]" if part == "?" else re.escape(part[-1])
    return text
