"""Measures Trueline, and Checkov beside it in the same minutes; prints a Markdown table.

python benchmarks/run.py --peer checkov --terraform PATH/TO/REPOSITORY > benchmarks/results.md
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import inputs
from measure import Spent, best

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TRUELINE = [sys.executable, "-m", "trueline"]


class Case(NamedTuple):
    """One input, and how each tool is asked to judge it; an empty command is a tool that cannot."""

    name: str
    folder: Path
    trueline: Sequence[str]
    checkov: Sequence[str] = ()
    is_warm: bool = False


class Row(NamedTuple):
    """What was measured of one case."""

    case: Case
    files: int
    trueline: Spent
    checkov: Spent | None


def main() -> None:
    """Measure every case and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="trueline-benchmark-") as scratch:
        place = Path(scratch)
        checkov = _install(Path(arguments.peers or place / "peers"), "checkov") if arguments.peer else ""
        environment = {"PATH": os.environ["PATH"], "HOME": str(place), "LOG_LEVEL": "ERROR", "LANG": "C.UTF-8"}
        floor = best([sys.executable, "-c", "pass"], place, environment, limit=60, times=10)
        print(_head(floor))
        for case in _cases(place, arguments):
            if arguments.only and not any(word in case.name for word in arguments.only):
                continue
            row = _measure(case, checkov, environment, arguments)
            print(_line(row, floor), flush=True)
        print(_foot(arguments.times, checkov))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", choices=["checkov"], help="measure this tool too")
    parser.add_argument("--peers", metavar="FOLDER", help="where the peer's virtual environment is, or will be made")
    parser.add_argument("--terraform", action="append", default=[], metavar="FOLDER", help="judge this folder as well")
    parser.add_argument("--only", action="append", metavar="WORD", help="only cases with this word in their name")
    parser.add_argument("--limit", type=float, default=600, metavar="SECONDS", help="end a run after this (600)")
    parser.add_argument("--times", type=int, default=5, help="best of this many short runs (5)")
    parser.add_argument("--roots", type=int, default=600, help="roots of the nested modules (600: 2,310 files)")
    parser.add_argument("--buckets", type=int, default=2000, help="buckets of the plan (2,000)")
    return parser.parse_args()


def _cases(place: Path, arguments: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases, each with its input made."""
    check = ["check", "--no-cache", "."]
    terraform = ["-d", ".", "--framework", "terraform"]
    kubernetes = ["-d", ".", "--framework", "kubernetes"]
    yield Case("start-up: `--version`", _made(place / "none", lambda _: None), ["--version"], ["--version"])
    yield Case("one `.tf` file", _made(place / "tf", inputs.one_terraform_file), check, terraform)
    yield Case("one manifest", _made(place / "yaml", inputs.one_manifest), check, kubernetes)
    middle = _made(place / "middle", inputs.middle)
    yield Case("middle repository", middle, check, [*terraform, "kubernetes"])
    yield Case("middle repository, nothing changed since", middle, ["check", "."], is_warm=True)
    yield Case(
        "a large plan",
        _made(place / "plan", lambda folder: inputs.plan(folder, arguments.buckets)),
        ["check", "--no-cache", "--plan", ".=plan.json", "."],
        ["-f", "plan.json", "--framework", "terraform_plan"],
    )
    nested = _made(place / "nested", lambda folder: inputs.nested_modules(folder, arguments.roots))
    yield Case("nested modules", nested, check, terraform)
    for name in arguments.terraform:
        folder = Path(name).resolve()
        yield Case(f"{folder.name} (Terraform)", folder, check, terraform)


def _made(folder: Path, make: Callable[[Path], None]) -> Path:
    folder.mkdir()
    make(folder)
    return folder


def _measure(case: Case, checkov: str, environment: dict[str, str], arguments: argparse.Namespace) -> Row:
    def spend(command: Sequence[str]) -> Spent:
        return best(command, case.folder, environment, limit=arguments.limit, times=arguments.times)

    if case.is_warm:
        best([*TRUELINE, *case.trueline], case.folder, environment, limit=arguments.limit, times=1)
    ours = spend([*TRUELINE, *case.trueline])
    quiet = [] if case.checkov == ["--version"] else ["--quiet", "--compact", "--skip-download", "-o", "json"]
    theirs = spend([checkov, *case.checkov, *quiet]) if checkov and case.checkov else None
    return Row(case, sum(1 for path in case.folder.rglob("*") if path.is_file()), ours, theirs)


def _install(folder: Path, peer: str) -> str:
    """Return the peer's program, installed into its own virtual environment when it is not there yet."""
    program = folder / peer / "bin" / peer
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / peer)], check=True)
        subprocess.run([str(folder / peer / "bin" / "pip"), "install", "--quiet", peer], check=True, stdout=sys.stderr)
    return str(program)


def _head(floor: Spent) -> str:
    return (
        f"`python -c pass` takes {floor.cpu * 1000:.0f} ms of CPU here; "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n\n"
        "| input | files | Trueline: CPU s | above `pass`, ms | wall s | MiB | exit "
        "| Checkov: CPU s | MiB | exit | ratio |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    )


def _line(row: Row, floor: Spent) -> str:
    ours, theirs = row.trueline, row.checkov
    cells = [
        row.case.name,
        f"{row.files:,}",
        _seconds(ours),
        f"{(ours.cpu - floor.cpu) * 1000:,.0f}",
        f"{ours.wall:.2f}",
        f"{ours.memory / 2**20:.0f}",
        str(ours.code),
    ]
    if theirs is None:
        return f"| {' | '.join([*cells, '', '', '', ''])} |"
    ratio = f"{'> ' if not theirs.is_done else ''}{theirs.cpu / ours.cpu:,.0f} ×"
    cells += [_seconds(theirs), f"{theirs.memory / 2**20:.0f}", str(theirs.code) if theirs.is_done else "", ratio]
    return f"| {' | '.join(cells)} |"


def _seconds(spent: Spent) -> str:
    return f"{spent.cpu:,.2f}" if spent.is_done else f"not done at {spent.wall:,.0f} s"


def _foot(times: int, checkov: str) -> str:
    peer = "No peer was measured."
    if checkov:
        said = subprocess.run([checkov, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        peer = f"The peer is Checkov {said} with all its checks; the two judge by different rules."
    return (
        f"\nCPU is user and system time of the whole command with its workers: the best of {times} runs, or one run "
        f"where it takes more than five seconds. Memory is the peak of the largest process. {peer}"
    )


if __name__ == "__main__":
    main()
