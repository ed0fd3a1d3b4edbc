"""Measures contracts of two revisions, beside the tools that compare each format; prints a Markdown table.

python benchmarks/contracts.py --peers ~/.cache/peers --protos PATH/TO/googleapis > benchmarks/contracts.md
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

import contract_inputs as inputs
from measure import Spent, best

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TRUELINE = [sys.executable, "-m", "trueline"]
BASE = ["check", "--base", "HEAD", "--no-cache"]
NPM = ("@bufbuild/buf", "@graphql-inspector/cli", "openapi-diff", "graphql")
PYPI = ("squawk-cli", "graphql-core")
GRAPHQL_CORE = """import sys, graphql
old, new = (graphql.build_schema(open(name).read(), assume_valid=True) for name in sys.argv[1:])
graphql.find_breaking_changes(old, new), graphql.find_dangerous_changes(old, new)
"""


class Case(NamedTuple):
    """A repository, how Trueline is asked, what is hoped for, and how each peer is asked in the folder beside it."""

    name: str
    folder: Path
    trueline: Sequence[str]
    target: str = ""
    peers: Mapping[str, Sequence[str]] = {}
    is_warm: bool = False


def main() -> None:
    """Measure every case and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="trueline-benchmark-") as scratch:
        place = Path(scratch)
        programs = _install(Path(arguments.peers).expanduser().resolve()) if arguments.peers else {}
        environment = {"PATH": os.environ["PATH"], "HOME": str(place), "LANG": "C.UTF-8"}
        floor = best([sys.executable, "-c", "pass"], place, environment, limit=60, times=10)
        print(_head(floor))
        for case in _cases(place, arguments):
            for line in _lines(case, programs, environment, arguments, floor):
                print(line, flush=True)
        print(_foot(programs, arguments.times))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", metavar="FOLDER", help="where the peers are, or will be installed from npm and PyPI")
    parser.add_argument("--protos", metavar="REPOSITORY", help="a Git repository (default: googleapis, cloned)")
    parser.add_argument("--fetched", metavar="FOLDER", help="where what npm and Git bring is kept for the next run")
    parser.add_argument("--only", action="append", metavar="WORD", help="only cases with this word in their name")
    parser.add_argument("--limit", type=float, default=600, metavar="SECONDS", help="end a run after this (600)")
    parser.add_argument("--times", type=int, default=3, help="best of this many short runs (3)")
    return parser.parse_args()


def _cases(place: Path, arguments: argparse.Namespace) -> Iterator[Case]:
    """Yield the cases that are asked for, each with its input made."""
    fetched = Path(arguments.fetched).expanduser().resolve() if arguments.fetched else place
    fetched.mkdir(exist_ok=True)
    made = (_openapi, _graphql, _protobuf, _sql, _unchanged)
    for make in made:
        name = make.__name__.strip("_")
        if not arguments.only or name in arguments.only:
            yield from make(place, fetched, arguments)


def _openapi(place: Path, fetched: Path, _: argparse.Namespace) -> Iterator[Case]:
    old, new = inputs.packed(fetched, inputs.OPENAPI)
    folder = _pair(place / "openapi", {"api.json": old}, {"api.json": new})
    peer = {"openapi-diff": [str(folder / "old/api.json"), str(folder / "new/api.json")]}
    yield Case(f"OpenAPI, {len(new) // 10**6} MB of JSON", folder / "both", BASE, "10 s, 1 GiB", peer)


def _graphql(place: Path, fetched: Path, _: argparse.Namespace) -> Iterator[Case]:
    old, new = inputs.packed(fetched, inputs.GRAPHQL)
    folder = _pair(place / "graphql", {"schema.graphql": old}, {"schema.graphql": new})
    files = [str(folder / "old/schema.graphql"), str(folder / "new/schema.graphql")]
    peers = {"graphql-inspector": ["diff", *files], "graphql-core": ["-c", GRAPHQL_CORE, *files]}
    lines = new.count(b"\n")
    yield Case(f"GraphQL, {lines:,} lines", folder / "both", BASE, "3 s", peers)


def _protobuf(place: Path, fetched: Path, arguments: argparse.Namespace) -> Iterator[Case]:
    source = arguments.protos or str(fetched / "googleapis.git")
    if not Path(source).exists():
        subprocess.run(["git", "clone", "--quiet", "--bare", "--depth", "1", inputs.GOOGLEAPIS, source], check=True)
    old, new = inputs.protos(source)
    folder = _pair(place / "protobuf", old, new)
    peers = {"buf": ["breaking", str(folder / "new"), "--against", str(folder / "old")]}
    yield Case(f"{len(old):,} .proto files, a tenth changed", folder / "both", BASE, "30 s", peers)


def _sql(place: Path, _fetched: Path, _: argparse.Namespace) -> Iterator[Case]:
    file = "migrations/V2__all.sql"
    first = {"migrations/V1__first.sql": b"CREATE TABLE first (id bigint PRIMARY KEY);\n"}
    folder = _pair(place / "sql", first, {**first, file: inputs.statements(40_000)})
    yield Case("SQL, 40,000 statements", folder / "both", BASE, "10 s", {"squawk": [str(folder / "new" / file)]})


def _unchanged(place: Path, _fetched: Path, _: argparse.Namespace) -> Iterator[Case]:
    many = place / "many"
    inputs.repository(many, files := inputs.mixed(3000), files)
    yield Case("3,040 files, nothing changed, against base", many, BASE)
    yield Case("3,040 files, all of them", many, ["check", "--no-cache"])
    yield Case("3,040 files, again", many, ["check"], is_warm=True)
    one = place / "one"
    old = dict(list(inputs.mixed(960).items()))
    inputs.repository(one, old, old)
    subprocess.run(["git", "-C", str(one), "checkout", "--quiet", "-b", "changed"], check=True)
    for name, path in (("a manifest", "apps/a7/m7.yaml"), ("a .proto file", "api/s3/api.proto")):
        case = Case(f"1,000 files, {name} changed", one, [*BASE])
        (one / path).write_bytes(old[path] + (b"# changed\n" if path.endswith(".yaml") else b"// changed\n"))
        yield case
        (one / path).write_bytes(old[path])


def _pair(folder: Path, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Path:
    """Make `old` and `new` for the peers, and `both`: a repository with `old` as its commit."""
    folder.mkdir()
    inputs.write(folder / "old", old)
    inputs.write(folder / "new", new)
    inputs.repository(folder / "both", old, new)
    return folder


def _lines(  # one case, measured
    case: Case, programs: Mapping[str, str], environment: dict[str, str], arguments: argparse.Namespace, floor: Spent
) -> Iterator[str]:
    def spend(command: Sequence[str]) -> Spent:
        return best(command, case.folder, environment, limit=arguments.limit, times=arguments.times)

    if case.is_warm:
        spend([*TRUELINE, *case.trueline])
    ours = spend([*TRUELINE, *case.trueline])
    shown = (
        f"| {case.name} | {case.target} | {ours.cpu:.2f} | {(ours.cpu - floor.cpu) * 1000:,.0f} "
        f"| {ours.wall:.2f} | {_mib(ours)} | {ours.code} "
    )
    asked = {name: rest for name, rest in case.peers.items() if name in programs}
    for name, rest in asked.items():
        theirs = spend([programs[name], *rest])
        done = f"{theirs.cpu:,.2f}" if theirs.is_done else f"not done at {theirs.wall:,.0f} s"
        code = str(theirs.code) if theirs.is_done else ""
        yield f"{shown}| {name} | {done} | {_mib(theirs)} | {code} | {theirs.cpu / ours.cpu:,.1f} × |"
    if not asked:
        yield f"{shown}| | | | | |"


def _install(folder: Path) -> dict[str, str]:
    """Return the peers' programs, installed where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    node, python = folder / "contracts-npm", folder / "contracts-pypi"
    if not node.exists():
        node.mkdir()
        command = ["npm", "install", "--silent", "--no-audit", "--prefix", node, *NPM]
        subprocess.run(command, check=True, stdout=sys.stderr)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
        subprocess.run([python / "bin/pip", "install", "--quiet", *PYPI], check=True, stdout=sys.stderr)
    found = {name: str(node / "node_modules/.bin" / name) for name in ("buf", "graphql-inspector", "openapi-diff")}
    return {**found, "squawk": str(python / "bin/squawk"), "graphql-core": str(python / "bin/python")}


def _mib(spent: Spent) -> str:
    return f"{spent.memory / 2**20:.0f}"


def _head(floor: Spent) -> str:
    return (
        f"`python -c pass` takes {floor.cpu * 1000:.0f} ms of CPU here; "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}.\n\n"
        "| contract | target | Trueline: CPU s | above `pass`, ms | wall s | MiB | exit "
        "| peer | CPU s | MiB | exit | ratio |\n"
        "|---|---|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|"
    )


def _foot(programs: Mapping[str, str], times: int) -> str:
    beside = " The peers compare the same two revisions; squawk reads the new one alone." if programs else ""
    return (
        f"\nCPU is user and system time of the whole command with its workers, the best of {times} runs, or one run "
        "where it takes more than five seconds. Trueline is asked as `trueline check --base HEAD --no-cache` in a "
        "repository whose working tree is the new revision; memory is the peak of the largest process."
        f"{beside} An exit code above 1 is a tool that gave up."
    )


if __name__ == "__main__":
    main()
