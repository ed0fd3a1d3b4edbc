"""Where text goes: reports to standard output and files, whole or not at all; how wide and how coloured."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from trueline.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from trueline.reporters.page import Options

# A step's summary belongs to all of the step: what stands in the file already stays
_ADDED_TO: Final = frozenset(("github-summary",))


class Target(NamedTuple):
    """One report that was asked for; without a file it goes to standard output."""

    reporter: str
    file: str


def targets(texts: Sequence[str], known: Collection[str]) -> list[Target]:
    """Return the reports that ``--report`` names, the one for terminals where it names none; raise ``UsageError``."""
    found = []
    for text in texts or ["terminal"]:
        name, equals, file = text.partition("=")
        if name not in known:
            raise UsageError(f"no report is called `{name}`", hint=f"one of {', '.join(known)}")
        if equals and not file:
            raise UsageError(f"--report {text} names no file")
        found.append(Target(name, file))
    files = [os.path.realpath(target.file) for target in found if target.file]
    if len(set(files)) < len(files):
        raise UsageError("two reports would go to one file", hint="name a file for each")
    to_output = [target.reporter for target in found if not target.file]
    if len(to_output) > 1:
        raise UsageError(f"{' and '.join(to_output)} would mix on standard output", hint="give all but one a file")
    return found


def write(text: str, target: Target) -> bool:
    """Write one report; say on stderr when that fails, and return whether it worked."""
    if not target.file and sys.stdout is None:  # closed before Trueline began: `>&-`
        say(f"trueline: standard output is closed: the {target.reporter} report was not written")
        return False
    data = text.encode("utf-8", "backslashreplace")
    try:
        if target.file:
            from trueline.cli.files import write_file

            write_file(target.file, data, add=target.reporter in _ADDED_TO)
        else:
            _print(data)
    except OSError as error:
        place = target.file or "standard output"
        say(f"trueline: {place}: the {target.reporter} report was not written: {error.strerror}")
        if not target.file:
            abandon(sys.stdout)
        return False
    return True


def _print(data: bytes) -> None:
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:  # without a buffer (PYTHONUNBUFFERED) a disk that fills up takes a part of it
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.flush()


def abandon(stream: TextIO) -> None:
    """Send nowhere what a standard stream did not take; the interpreter would try once more at its end."""
    number = os.open(os.devnull, os.O_WRONLY)
    os.dup2(number, stream.fileno())
    os.close(number)


def say(text: str) -> None:
    """Say something on stderr; no name or value in it moves a cursor or commands a build log."""
    from trueline.reporters.text import harmless, visible_lines

    try:
        for line in visible_lines(text):
            print(harmless(line), file=sys.stderr)
    except OSError:  # a log on a full disk: what is said is lost, and the exit code is not
        abandon(sys.stderr)


def options(target: Target, arguments: argparse.Namespace) -> Options:
    """Return how the place is that a page goes to: its width, whether it shows colour, and how much is wanted."""
    from trueline.reporters.page import Options

    return Options(_width_of(target), _has_color(target, arguments.color), arguments.verbose)


def _width_of(target: Target) -> int:
    said = os.environ.get("COLUMNS", "")
    if target.file or not _is_terminal():
        return int(said) if said.isdigit() and not target.file else 100
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _has_color(target: Target, choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return not target.file and _is_terminal() and os.environ.get("TERM") != "dumb"


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()  # closed before Trueline began: `>&-`
