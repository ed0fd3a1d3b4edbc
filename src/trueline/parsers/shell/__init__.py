"""Shell scripts to simple commands, each word with its place: enough to see what is run, piped and substituted.

It never runs anything and never fails: what is no shell gives odd commands, not errors. Variables stay as they are
written. Commands inside ``$(…)``, backquotes, ``<(…)`` and the script of ``sh -c`` are found too, and say where they
go to.
"""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.shell.scan import Piece, scan
from trueline.parsers.shell.tokens import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["SHELLS", "Command", "Word", "commands"]

SHELLS: Final = frozenset(("sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"))
_WRAPPERS: Final[dict[str, str]] = {  # name → its options that take a word of their own
    "command": "",
    "env": "uCS",
    "eatmydata": "",
    "exec": "a",
    "nice": "n",
    "nohup": "",
    "sudo": "ugpCrtThUD",
    "time": "fo",
}
_DEEPEST: Final = 12
_MOST_COMMANDS: Final = 20_000
_MOST_FED: Final = 20


class Command(NamedTuple):
    """One simple command. ``program`` is its name without folders, behind ``wrappers`` such as sudo.

    ``feeds`` are the programs behind it in its pipeline, ``into`` the program that its output is substituted into.
    """

    program: str
    arguments: tuple[Word, ...]
    wrappers: tuple[Word, ...]
    assignments: tuple[Word, ...]
    feeds: tuple[str, ...]
    into: str
    start: int
    end: int


def commands(text: str) -> list[Command]:
    """Return the simple commands of a script, in order of where they stand."""
    found: list[Command] = []
    waiting: list[tuple[tuple[int, int], str, int]] = [((0, len(text)), "", 0)]
    while waiting and len(found) < _MOST_COMMANDS:
        span, into, depth = waiting.pop()
        for pipeline in scan(text, *span):
            read = [_read(piece) for piece in pipeline]
            names = [command.program for command in read]
            for number, (piece, command) in enumerate(zip(pipeline, read, strict=True)):
                if command.program or command.assignments or command.wrappers:
                    found.append(command._replace(feeds=tuple(names[number + 1 : number + _MOST_FED]), into=into))
                if depth < _DEEPEST:
                    waiting += [(below, to, depth + 1) for below, to in _nested(piece, command, into)]
    return sorted(found, key=lambda command: command.start)


def _read(piece: Piece) -> Command:
    words = piece.words
    start = _behind(words)
    assignments = words[:start]
    wrappers: list[Word] = []
    while start < len(words) and basename(words[start].text) in _WRAPPERS:
        takes = _WRAPPERS[basename(words[start].text)]
        wrappers.append(words[start])
        start += 1
        while start < len(words) and (words[start].text.startswith("-") or words[start].is_assignment):
            option = words[start].text
            start += 2 if len(option) == 2 and option[1] in takes else 1
    rest = words[start:]
    program = basename(rest[0].text) if rest and not rest[0].nested else ""
    return Command(program, rest[1:], tuple(wrappers), assignments, (), "", piece.start, piece.end)


def _behind(words: Sequence[Word]) -> int:
    """Return where the first word stands that sets no variable."""
    return next((place for place in range(len(words)) if not words[place].is_assignment), len(words))


def _nested(piece: Piece, command: Command, into: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where the scripts in a command stand, each with the program that gets what they print."""
    scripts = {word.start for word in _scripts(command)}
    for number, word in enumerate(piece.words):
        goes = "" if number < len(command.assignments) else command.program or into
        if word.start in scripts:
            yield word.inside, goes
        else:
            yield from ((span, goes) for span in word.nested)
    yield from ((span, command.program) for span in piece.redirected)


def _scripts(command: Command) -> Sequence[Word]:
    """Return the words that are scripts themselves: what ``sh -c`` and ``eval`` are given."""
    if command.program == "eval":
        return command.arguments
    if command.program in SHELLS or command.program == "su":
        for option, script in zip(command.arguments, command.arguments[1:], strict=False):
            if option.text.startswith("-") and not option.text.startswith("--") and option.text.endswith("c"):
                return [script]
    return ()
