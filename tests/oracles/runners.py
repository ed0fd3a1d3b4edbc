"""What CI runners read in a step's output: ports of how GitHub's runner and Azure's agent look for commands.

GitHub tries ``::name properties::data`` at the start of a line, after .NET's ``TrimStart``, and then the older
``##[name properties]data`` anywhere in it; both name only commands that are registered. Azure looks for
``##vso[area.event properties]data`` anywhere. Standard output and standard error are read alike.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

GITHUB = frozenset({
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path",
    "notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
})  # fmt: skip
# .NET compares texts by culture: what Unicode ignores may stand inside a token
IGNORED = {"Cc", "Cf", "Cs"}


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def github(output: str) -> list[Command]:
    """Return the commands that GitHub's runner reads in what a step printed, whether or not it was told to stop."""
    return [found for line in lines(output) if (found := github_command(line)) is not None]


def github_command(line: str, token: str = "") -> Command | None:
    """Return the command that GitHub's runner reads in a line; ``token`` is one more, which lets commands in again."""
    known = GITHUB | {token.lower()} if token else GITHUB
    return _new(bare(line), known) or _old(bare(line), known)


def azure(output: str) -> list[Command]:
    """Return the commands that Azure's agent reads, and the formatting commands that it shows in another way."""
    return [found for line in lines(output) for found in (_vso(bare(line)),) if found]


def lines(output: str) -> list[str]:
    return re.split("\r\n|\r|\n", output)


def bare(line: str) -> str:
    return "".join(character for character in line if unicodedata.category(character) not in IGNORED)


def _new(line: str, known: frozenset[str]) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    end = line.index("::", 2)
    name, _, properties = line[2:end].partition(" ")
    if name.lower() not in known:
        return None
    more = (("%3A", ":"), ("%2C", ","))
    return Command(name.lower(), _properties(properties, ",", *more), _unescaped(line[end + 2 :]))


def _old(line: str, known: frozenset[str]) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name.lower() not in known:
        return None
    more = (("%3B", ";"), ("%5D", "]"))
    return Command(name.lower(), _properties(properties, ";", *more), _unescaped(line[end + 1 :], *more))


def _properties(text: str, separator: str, *more: tuple[str, str]) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in text.strip().split(separator))
    return {pair[0]: _unescaped(pair[1], *more) for pair in pairs if len(pair) == 2 and all(pair)}


def _unescaped(text: str, *more: tuple[str, str], percent: str = "%25") -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), *more, (percent, "%")):
        text = text.replace(code, character)
    return text


def _vso(line: str) -> Command | None:
    lowered = line.lower()
    start = min((at for at in (lowered.find("##vso["), lowered.find("##[")) if at >= 0), default=-1)
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    name, _, properties = line[line.index("[", start) + 1 : end].partition(" ")
    pairs = [pair.split("=", 1) for pair in properties.split(";") if pair]
    more = (("%3B", ";"), ("%5D", "]"))
    found = {pair[0]: _unescaped(pair[1], *more, percent="%AZP25") for pair in pairs if len(pair) == 2}
    return Command(name.lower(), found, _unescaped(line[end + 1 :], percent="%AZP25"))
