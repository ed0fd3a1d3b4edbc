"""Text from data inside Markdown: what could be a mention, a reference, a link or markup is put into code.

Forges look for ``@name``, ``#12``, ``GH-12``, commit ids and addresses after they have rendered a text; in code they do
not. So only plain words, small numbers and the signs around them stay outside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.reporters.text import cut, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 600
_BEFORE: Final = "(\"'"
_BEHIND: Final = ")\"'.,;:?!"
_SPAN: Final = re.compile(rf"(?<!\S)([{_BEFORE}]*)`([^`]+)`([{_BEHIND}]*)(?!\S)")
_PLAIN: Final = re.compile(
    r"(?!(?i:www$|(?:[a-z]+-)?[a-f]{7,}(?:-|$)))"  # seven such letters may be a commit's id
    r"(?:[^\W\d_]+(?:['’][^\W\d_]+)?|[a-z]+-[a-z]+|\d{1,6}(?:[.,]\d{1,3})?|[·…–—←→↳×%]|)"
)
_TICKS: Final = re.compile("`+")
_PIPE: Final = re.compile(r"(\\?)\|")
_ADDRESS: Final = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?(?:[/?#][A-Za-z0-9._~/?#=&%+,;!$:'-]*)?", re.IGNORECASE
)


def prose(text: str, most: int = LONGEST) -> str:
    """Return a message on one line: its plain words as they are, other words and what it has in ticks as code."""
    line = cut(one_line(text), most)
    parts, end = [], 0
    for match in _SPAN.finditer(line):
        parts += [_words(line[end : match.start()]), f"{match[1]}{code(match[2])}{match[3]}"]
        end = match.end()
    return "".join([*parts, _words(line[end:])])


def code(text: str, most: int = LONGEST) -> str:
    """Return a text on one line as code; nothing for nothing."""
    line = cut(one_line(text), most)
    if not line:
        return ""
    ticks = "`" * (max(map(len, _TICKS.findall(line)), default=0) + 1)
    pad = " " if len(ticks) > 1 else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def row(*cells: str) -> str:
    r"""Return one row of a table. A bar in code is ``\|``; behind a backslash, where parsers differ, it is spelled."""
    return "| " + " | ".join(_PIPE.sub(_bar, cell) for cell in cells) + " |"


def linked(text: str, addresses: Iterable[str]) -> str:
    """Return code that links to the first address that can be linked, or is not linked where there is none."""
    address = web_address(addresses)
    return f"[{code(text)}](<{address.replace('&', '&amp;')}>)" if address else code(text)


def web_address(addresses: Iterable[str]) -> str:
    """Return the first plain http(s) address, or nothing: no user's name, no bracket, no other scheme."""
    return next((address for address in addresses if _ADDRESS.fullmatch(address)), "")


def _words(text: str) -> str:
    return " ".join(_word(word) for word in text.split(" "))


def _word(word: str) -> str:
    inner = word.lstrip(_BEFORE)
    core = inner.rstrip(_BEHIND)
    if _PLAIN.fullmatch(core):
        return word
    return f"{word[: len(word) - len(inner)]}{code(core)}{inner[len(core) :]}"


def _bar(match: re.Match[str]) -> str:
    return rf"{match[1]}\u{{7c}}" if match[1] else r"\|"
