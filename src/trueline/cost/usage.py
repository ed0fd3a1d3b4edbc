"""What the code does not say of how much something is used: declared by the team, for a resource or for a type."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.cost_settings import Usage


def figure(entries: Iterable[Mapping[str, object]], name: str) -> float | None:
    """Return what the first of some entries that has a number there declares under a dotted ``name``."""
    path = tuple(name.split("."))
    for values in entries:
        found = find(values, path)
        if isinstance(found, int | float) and not isinstance(found, bool):
            return float(found)
    return None


def entries_of(usage: Usage, address: str, kind: str) -> Iterator[Mapping[str, object]]:
    """Yield the entries that mean a resource; what is closest to it goes first."""
    if address in usage.resources:
        yield usage.resources[address]
    for pattern, values in usage.resources.items():
        if "*" in pattern and pattern != address and _compiled(pattern).fullmatch(address):
            yield values
    if kind in usage.types:
        yield usage.types[kind]


def matched(usage: Usage, address: str) -> set[str]:
    """Return the entries that mean ``address``."""
    return {
        pattern
        for pattern in usage.resources
        if pattern == address or ("*" in pattern and _compiled(pattern).fullmatch(address))
    }


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    r"""Return an expression: ``[*]`` is any one key, any other ``*`` whatever is no dot and no bracket."""
    parts = pattern.split("[*]")
    text = r'\[(?:\*|"(?:[^"\\]|\\.)*"|[0-9]+)\]'.join(re.escape(part).replace(r"\*", r"[^.\[]*") for part in parts)
    return re.compile(text)
