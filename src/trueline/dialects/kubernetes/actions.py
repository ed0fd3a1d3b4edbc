"""What the actions of a template name: settings, and what a dot stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.location import Path

_VALUE = re.compile(r"\.Values((?:\.\w+)+)")
_BLOCKS = ("if", "range", "define", "block", "with")
_HERE = re.compile(r"(?<![\w.$\"')])\.((?:[a-z]\w*(?:\.\w+)*)?)(?![\w.])")


def settings_of(lines: Sequence[str], scope: Path | None) -> Iterator[Path]:
    """Yield the settings that lines of a template name; ``scope`` is the one that a dot is, where it is one."""
    for line in lines:
        yield from (tuple(name[1:].split(".")) for name in _VALUE.findall(line))
        if scope is not None:
            for action in _actions(line):
                yield from ((*scope, *filter(None, name.split("."))) for name in _HERE.findall(action))


def _actions(line: str) -> Iterator[str]:
    """Yield what stands between braces on a line."""
    end = 0
    while (start := line.find("{{", end)) >= 0:
        end = line.find("}}", start)
        if end < 0:
            return
        yield line[start + 2 : end].strip("- \t")


def scopes_of(lines: Sequence[str]) -> Iterator[Path | None]:
    """Yield for each line the setting that a dot is where it begins: that of the ``with`` around it."""
    scopes: list[Path | None] = [None]
    for line in lines:
        yield scopes[-1]
        for action in _actions(line):
            word, _, argument = action.partition(" ")
            if word == "end":
                scopes = scopes[:-1] or [None]
            elif word == "if":
                scopes.append(scopes[-1])
            elif word in _BLOCKS:
                name = _VALUE.fullmatch(argument.strip().removeprefix("$")) if word == "with" else None
                scopes.append(tuple(name[1][1:].split(".")) if name is not None else None)
