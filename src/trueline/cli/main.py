"""The ``trueline`` command: which sub-command runs, what errors look like, and the exit code."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from trueline.errors import TruelineError
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {  # name → module, one line of help
    "baseline": ("trueline.cli.baseline", "keep what was wrong when the gate came in a file that only shrinks"),
    "check": ("trueline.cli.check", "judge the repository, a change or what is staged; the exit code is the verdict"),
    "ci": ("trueline.cli.ci", "judge, in a CI, the change that the job is about: pull request, merge queue, push"),
    "cost": ("trueline.cli.cost", "say what everything costs a month, and what a change adds; no verdict"),
    "diff": ("trueline.cli.diff", "list the resources that a change adds, removes, moves and changes; no verdict"),
    "doctor": ("trueline.cli.doctor", "say whether the gate is set up so that it holds, and has what it needs here"),
    "drift": ("trueline.cli.drift", "say where what is declared differs from what is there; no verdict"),
    "exception": ("trueline.cli.exception", "ask for an exception, decide on one, and see how all of them stand"),
    "explain": ("trueline.cli.explain", "say why a rule exists, or why a finding fired and how to mend it"),
    "init": ("trueline.cli.init", "write a first .trueline/config.yaml"),
    "policy": ("trueline.cli.policy", "test, list, explain, compare and start policies"),
    "prices": ("trueline.cli.prices", "read the price lists of clouds anew, and see what the price book says"),
    "schema": ("trueline.cli.schema", "print the JSON Schema of a file that Trueline reads or writes"),
    "snapshot": ("trueline.cli.snapshot", "write down what is in a cluster or an account, to compare it later"),
}
_OF_A_STREAM: Final = (errno.EPIPE, errno.ENOSPC, errno.EFBIG, errno.EIO)
EPILOG = """exit codes: 0 passed · 1 failed · 2 wrong use or a config that is not valid · 3 incomplete: something could
not be judged · 4 pending: only undecided exception requests block · 130 interrupted"""


def entry() -> None:
    """Run the command and end the process with its exit code."""
    gc.disable()  # a run is short and makes many values that live to its end; workers collect between units
    if sys.stderr is None:  # closed before Trueline began: what is said goes nowhere, and not to standard output
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # until the end
    code = main(sys.argv[1:])
    lost = _lost_output()
    if lost is not None:
        code = code or _say_lost(lost)
    gc.freeze()  # the process ends: to look through all that a large run has left would take a tenth of its time
    raise SystemExit(code)


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code; errors are said on stderr."""
    try:
        return _run(arguments)
    except TruelineError as error:
        _say_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        print("trueline: interrupted; nothing was decided", file=sys.stderr)
        return 130
    except OSError as error:
        is_lost = error.filename is None and error.errno in _OF_A_STREAM
        return _say_lost(error) if is_lost else _say_bug(error)
    except Exception as error:  # noqa: BLE001  # a bug: said in full, and never a pass
        return _say_bug(error)


def _run(arguments: Sequence[str]) -> int:
    name = next((argument for argument in arguments if not argument.startswith("-")), "")
    parser, command = _parser(name)
    parsed, unknown = parser.parse_known_args(arguments)
    if unknown:
        command.error(f"unrecognized arguments: {' '.join(unknown)}{_meant(unknown, command)}")
    if parsed.command is None:
        parser.print_help()
        return 2
    code: int = parsed.run(parsed)
    return code


def _parser(name: str) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Return the parser, and that of the command called ``name``, which is the same where there is none."""
    parser = argparse.ArgumentParser(
        prog="trueline",
        description="Judge infrastructure code, manifests and API changes against policies; one report, one exit code.",
        epilog=EPILOG,
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"trueline {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    asked = parser
    for command, (module, line) in COMMANDS.items():
        epilog = EPILOG if command in ("check", "ci") else None
        description = line[0].upper() + line[1:] + "."
        added = commands.add_parser(
            command, help=line, description=description, epilog=epilog, formatter_class=_Formatter
        )
        if command == name:  # the others are not run: their modules need not be read
            import_module(module).register(added)
            asked = added
    return parser, asked


class _Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal; made for each option, where its parent would load ``shutil`` to learn the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())


def _width() -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said) - 2
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns - 2
    except (AttributeError, OSError, ValueError):  # no terminal
        return 78


def _meant(unknown: Sequence[str], command: argparse.ArgumentParser) -> str:
    from difflib import get_close_matches

    options = [word for word in command.format_usage().replace("[", " ").replace("]", " ").split() if word[0] == "-"]
    close = [match for word in unknown for match in get_close_matches(word.partition("=")[0], options, n=1)]
    return f"; did you mean {', '.join(close)}?" if close else ""


def _say_error(error: TruelineError) -> None:
    from trueline.cli.output import say

    say(f"trueline: {error}")
    if error.hint:
        say(f"  hint: {error.hint}")


def _lost_output() -> OSError | None:
    """Return why standard output did not take what was printed, or None where it did."""
    if sys.stdout is None:
        return None
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def _say_lost(error: OSError) -> int:
    from trueline.cli.output import abandon, say

    abandon(sys.stdout)
    if not isinstance(error, BrokenPipeError):  # whoever closed a pipe knows
        say(f"trueline: standard output was not written: {error.strerror}")
    return 3


def _say_bug(error: Exception) -> int:
    import platform
    import traceback

    from trueline.cli.output import say

    say("".join(traceback.format_exception(error)))
    say(
        f"trueline {__version__} stopped on a mistake of its own; nothing was decided (exit 3).\n"
        f"  Python {platform.python_version()} on {platform.platform()}\n"
        "  Please report it with the lines above."
    )
    return 3
