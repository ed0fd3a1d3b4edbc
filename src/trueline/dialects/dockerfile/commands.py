"""What RUN runs, as facts: each simple command with its program and arguments."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.shell import SHELLS, commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.dialects.dockerfile.places import Span
    from trueline.parsers.dockerfile.syntax import Instruction, Spliced
    from trueline.parsers.shell import Command

_LONGEST_NAME: Final = 300


class Run(NamedTuple):
    """One command as rules see it, and the places of its parts: of itself, its program and each argument."""

    value: dict[str, object]
    span: Span
    arguments: Sequence[Span]


def runs_of(instruction: Instruction, shell: Sequence[str]) -> list[Run]:
    """Return the commands of a RUN; those of a script that no POSIX shell reads are not told."""
    if instruction.form == "exec":
        return _exec(instruction)
    if shell and basename(shell[0]) not in SHELLS:
        return []
    found = [_run(command, instruction.body) for command in commands(instruction.body.text)]
    if instruction.heredocs and _is_script(found):
        for heredoc in instruction.heredocs:
            if not heredoc.text.text.startswith("#!") or _is_shebang_of_shell(heredoc.text.text):
                found += [_run(command, heredoc.text) for command in commands(heredoc.text.text)]
    return found


def _is_script(found: Sequence[Run]) -> bool:
    """Tell whether heredocs are read by a shell: that of RUN itself, or one that it starts."""
    return not found or (len(found) == 1 and found[0].value["program"] in SHELLS)


def _is_shebang_of_shell(text: str) -> bool:
    line = text.partition("\n")[0].removeprefix("#!").split()
    return any(basename(word) in SHELLS for word in line[:2])


def _exec(instruction: Instruction) -> list[Run]:
    words = instruction.words
    if not words:
        return []
    spans = [(word.start, word.end) for word in words]
    program = basename(words[0].text)
    value = _value(program, [word.text for word in words[1:]])
    found = [Run(value, (spans[0][0], spans[-1][1]), spans[1:])]
    if program in SHELLS and len(words) > 2 and words[1].text.startswith("-") and words[1].text.endswith("c"):
        # its escapes are gone, so that the whole text is the place of everything in it
        script = commands(words[2].text)
        found += [Run(_described(command), spans[2], [spans[2]] * len(command.arguments)) for command in script]
    return found


def _run(command: Command, text: Spliced) -> Run:
    arguments = [text.span(word.start, word.end) for word in command.arguments]
    return Run(_described(command), text.span(command.start, command.end), arguments)


def _described(command: Command) -> dict[str, object]:
    value = _value(command.program, [word.text for word in command.arguments])
    more: Iterator[tuple[str, object]] = iter(
        (
            ("wrappers", [basename(word.text) for word in command.wrappers]),
            ("assignments", [word.text for word in command.assignments]),
            ("feeds", list(command.feeds)),
            ("into", command.into),
        )
    )
    value.update((name, one) for name, one in more if one)
    return value


def _value(program: str, arguments: list[str]) -> dict[str, object]:
    """Return a command's value; its ``id`` is what it says, so that it stays itself when others come before it."""
    return {"id": " ".join((program, *arguments))[:_LONGEST_NAME], "program": program, "arguments": arguments}
