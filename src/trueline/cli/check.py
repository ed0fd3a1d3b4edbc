"""``trueline check``: the gate."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from trueline.cli.options import add_run_options, open_run
from trueline.errors import UsageError
from trueline.reporters.registry import REPORTERS, load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from trueline.model.report import Report

INCOMPLETE = 3


class Target(NamedTuple):
    """One report that was asked for; without a file it goes to standard output."""

    reporter: str
    file: str


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run_options(parser)
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write this report, to FILE or standard output ({', '.join(REPORTERS)}); may be given several times",
    )  # fmt: skip
    parser.add_argument("--verbose", "-v", action="store_true", help="show every finding in full")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal")
    parser.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 though findings block; errors still count"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge, write the reports, and return the verdict's exit code."""
    from trueline.run.check import check

    targets = _targets(arguments.report)
    opened = open_run(arguments)
    progress = _progress() if sys.stderr.isatty() else None
    frames = arguments.verbose or any(target.reporter not in ("terminal", "json") for target in targets)
    request = opened.request._replace(excerpts=frames)
    report = check(opened.sides, opened.gate, request, cache=opened.cache, progress=progress)
    if opened.cache is not None:
        opened.cache.close()
    written = [write(report, target, arguments) for target in targets]
    if all(target.file for target in targets):
        files = ", ".join(target.file for target in targets)
        print(f"trueline: {report.verdict} (exit {report.exit_code}); see {files}", file=sys.stderr)
    if not all(written):
        return INCOMPLETE
    if arguments.exit_zero and report.exit_code in (1, 4):
        return 0 if report.complete else INCOMPLETE
    return report.exit_code


def write(report: Report, target: Target, arguments: argparse.Namespace) -> bool:
    """Write one report; say on stderr when that fails, and return whether it worked."""
    if not target.file and sys.stdout is None:  # closed before Trueline began: `>&-`
        print(f"trueline: standard output is closed: the {target.reporter} report was not written", file=sys.stderr)
        return False
    text = _render(report, target, arguments)
    data = text.encode("utf-8", "backslashreplace")
    try:
        if target.file:
            _write_file(target.file, data)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        place = target.file or "standard output"
        print(f"trueline: {place}: the {target.reporter} report was not written: {error.strerror}", file=sys.stderr)
        return False
    return True


def _render(report: Report, target: Target, arguments: argparse.Namespace) -> str:
    if target.reporter != "terminal":
        return load(target.reporter).render(report)
    from trueline.reporters import terminal

    return terminal.render(report, terminal.Options(_width(target), _color(target, arguments.color), arguments.verbose))


def _targets(texts: Sequence[str]) -> list[Target]:
    targets = []
    for text in texts or ["terminal"]:
        name, equals, file = text.partition("=")
        if name not in REPORTERS:
            raise UsageError(f"no report is called `{name}`", hint=f"one of {', '.join(REPORTERS)}")
        if equals and not file:
            raise UsageError(f"--report {text} names no file")
        targets.append(Target(name, file))
    files = [os.path.realpath(target.file) for target in targets if target.file]
    if len(set(files)) < len(files):
        raise UsageError("two reports would go to one file", hint="name a file for each")
    to_output = [target.reporter for target in targets if not target.file]
    if len(to_output) > 1:
        raise UsageError(f"{' and '.join(to_output)} would mix on standard output", hint="give all but one a file")
    return targets


def _write_file(path: str, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    if os.path.exists(path) and not os.path.isfile(path):  # /dev/stdout, a pipe
        with open(path, "wb") as file:
            file.write(data)
        return
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        if os.path.exists(part):
            os.unlink(part)
        raise


def _width(target: Target) -> int:
    said = os.environ.get("COLUMNS", "")
    if target.file or not sys.stdout.isatty():
        return int(said) if said.isdigit() and not target.file else 100
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


def _color(target: Target, choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return not target.file and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _progress() -> Callable[[int, int], None]:
    """Return what draws one line on stderr while a run takes longer than a second, and wipes it at its end."""
    import time

    started = last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == total:
            if last != started:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
        elif now - started > 1 and now - last > 0.1:
            last = now
            filled = 24 * done // total
            sys.stderr.write(f"\r\x1b[K{'━' * filled}{'─' * (24 - filled)} {done} of {total} units judged")
            sys.stderr.flush()

    return progress
