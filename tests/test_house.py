"""The closed world: floors, forbidden calls, shapes, registries and the import budget."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from trueline.cli.main import EPILOG
from trueline.errors import RepoError, UsageError
from trueline.model.level import EXIT_CODES
from trueline.policies import packs
from trueline.repo.working import WorkingTree

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "trueline"
FILES = sorted(SOURCE.rglob("*.py"))

# What evaluates text as code, loads objects out of bytes, or hides a shell; nobody needs any of it.
FORBIDDEN_CALLS = {
    "__import__", "eval", "exec", "os.popen", "os.system", "yaml.full_load", "yaml.load", "yaml.unsafe_load",
}  # fmt: skip
FORBIDDEN_MODULES = {"asteval", "ctypes", "dill", "marshal", "pickle", "shelve"}

# What touches the world, and the rooms that are there for it.
ROOMS_OF_CALLS = {
    "compile": ("policies/isolation",),
    "os.chdir": (),
    "os.environ": ("cli/",),
    "os.fork": (),
    "os.getenv": ("cli/",),
    "os.posix_spawn": ("repo/process",),
    "os.posix_spawnp": ("repo/process",),
    "print": ("cli/",),
    "subprocess.Popen": ("adapters/", "policies/isolation", "repo/process"),
    "subprocess.run": ("adapters/", "repo/process"),
    "sys.exit": ("cli/",),
}

# What speaks to a network: two rooms, which a command that judges never enters, each with the one command that does,
# and what both are made of.
NETWORK = {"asyncio", "ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "urllib.request", "xmlrpc"}
ROOMS_OF_NETWORK = {"adapters/forge/": "cli/exception/reviews", "adapters/prices/": "cli/prices/refresh"}
SHARED_BY_THEM = "adapters/server"

# Modules that cost too much for a pre-commit hook; each is imported where it is used, or not at all.
HEAVY = {
    "asyncio", "concurrent", "dataclasses", "email", "git", "graphql", "hcl2", "http", "importlib.metadata", "inspect",
    "jsonschema", "logging", "multiprocessing", "orjson", "pkg_resources", "rich", "socket", "sqlglot", "ssl",
    "subprocess", "unittest", "urllib.request", "xml",
}  # fmt: skip
REGISTRIES = [
    "trueline.adapters.prices:SOURCES",
    "trueline.cli.main:COMMANDS",
    "trueline.cli.pipelines:PIPELINES",
    "trueline.parsers.registry:PARSERS",
    "trueline.reporters.registry:REPORTERS",
    "trueline.run.plan:DIALECTS",
]


def _name(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def _dotted(node: ast.AST) -> str:
    """Return a name with dots as it is written, empty for everything else."""
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return before and f"{before}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(file)}:{node.lineno}: imports are absolute"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_nothing_evaluates_text_or_reaches_past_its_room(file):
    wrong = []
    for node in ast.walk(_tree(file)):
        text = _dotted(node)
        if text:
            rooms = ROOMS_OF_CALLS.get(text)
            if text in FORBIDDEN_CALLS or (rooms is not None and not _name(file).startswith(rooms)):
                wrong.append(f"{_name(file)}:{node.lineno}: {text}")

    assert wrong == []
    assert set() == {module.split(".")[0] for module in _imports(file)} & FORBIDDEN_MODULES


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_few_rooms_speak_to_a_network(file):
    asked = {module for module in _imports(file) if NETWORK & {module, module.split(".")[0]}}

    rooms = (*ROOMS_OF_NETWORK, SHARED_BY_THEM)
    assert not asked or _name(file).startswith(rooms)
    assert f"trueline.{SHARED_BY_THEM.replace('/', '.')}" not in _imports(file) or _name(file).startswith(rooms)
    for room, command in ROOMS_OF_NETWORK.items():
        enters = {module for module in _imports(file) if f"{module.replace('.', '/')}/".startswith(f"trueline/{room}")}
        assert not enters or _name(file).startswith((room, command))


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_every_module_says_what_it_is_for_and_stays_readable(file):
    lines = file.read_text().count("\n")
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]

    assert ast.get_docstring(_tree(file))
    assert lines <= 500
    assert long == []


@cache
def _floors() -> dict[str, tuple[int, bool]]:
    """Return the floor of each room, and whether its neighbours there are strangers to it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {
        room.strip(" ()"): (height, ":" not in layer)
        for height, layer in enumerate(reversed(layers))
        for room in re.split("[|:]", layer)
    }


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_a_room_knows_only_the_floors_below(file):
    floors = _floors()
    room = _name(file).split("/")[0].removesuffix(".py")
    if room in ("__init__", "__main__", "version"):
        return
    height, is_alone = floors[room]
    others = {module.split(".")[1] for module in _imports(file) if module.startswith("trueline.")} - {room, "version"}
    wrong = [other for other in others if floors[other][0] > height or (floors[other][0] == height and is_alone)]

    assert wrong == []


@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_registry_is_sorted_and_names_modules_that_exist(registry):
    module, _, name = registry.partition(":")
    table = getattr(importlib.import_module(module), name)
    entries = [value if isinstance(value, str) else value[0] for value in table.values()]

    assert sorted(table) == list(table)
    assert [entry for entry in entries if importlib.util.find_spec(entry.partition(":")[0]) is None] == []


@pytest.fixture(scope="module")
def builtin(tmp_path_factory):
    return packs.load(("builtin",), WorkingTree(str(tmp_path_factory.mktemp("nothing")))).rules


def test_every_built_in_rule_has_an_id_of_its_own_in_kebab_case(builtin):
    ids = [rule.id for rule in builtin]

    assert len(set(ids)) == len(ids)
    assert [one for one in ids if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)+", one)] == []


def test_every_built_in_rule_has_an_example_and_says_what_to_do(builtin):
    examples = [path for path in (ROOT / "policies").glob("*/tests/**/*") if path.is_file()]
    marks = [mark for path in examples for mark in re.findall(r"(?:#|//) finding: ([\w, -]+)", path.read_text())]
    expected = {name.strip() for mark in marks for name in mark.split(",")}
    listed = [path.read_text() for path in examples if path.name == "expected.yaml"]  # where no comment can stand
    expected |= {name for text in listed for name in re.findall(r"^  ([\w-]+):", text, re.MULTILINE)}

    assert {rule.id for rule in builtin} == expected
    assert [rule.id for rule in builtin if not (rule.title and rule.severity and rule.fix)] == []


def test_every_built_in_rule_says_why_and_where_to_read_more(builtin):
    assert [rule.id for rule in builtin if not rule.description or rule.description == rule.title] == []
    assert [rule.id for rule in builtin if not rule.references] == []


def test_every_exit_code_is_in_the_help_and_the_docs():
    codes = [*EXIT_CODES.values(), UsageError.exit_code, RepoError.exit_code, 130]
    docs = "".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
    said = " ".join(EPILOG.split())

    assert [code for code in codes if not re.search(rf"(^|[ ·:]){code} [a-z]", said)] == []
    assert [code for code in codes if not re.search(rf"\| *`?{code}`? *\|", docs)] == []


def _imported(folder: Path, *arguments: str) -> set[str]:
    """Return the modules that a run imports beyond those of the bare interpreter."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    bare, run = (
        subprocess.run(
            [sys.executable, "-X", "importtime", *rest],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        for rest in (("-c", "pass"), ("-m", "trueline", *arguments))
    )
    assert run.returncode in (0, 1), run.stderr[-2000:]
    names = [
        {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
        for done in (bare, run)
    ]
    return names[1] - names[0]


def _heavy(modules: set[str]) -> set[str]:
    return {module for module in modules if HEAVY & {module, module.split(".")[0]}}


TERRAFORM = 'resource "aws_s3_bucket_acl" "a" {\n  bucket = "b"\n  acl = "public-read"\n}\n'
KUBERNETES = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: c\n      image: i:1\n"


def test_the_version_is_said_without_reading_anything(tmp_path):
    modules = _imported(tmp_path, "--version")

    assert set() == _heavy(modules)
    assert set() == {"yaml", "json", "tree_sitter", "hashlib", "sqlite3"} & modules


@pytest.mark.parametrize(
    ("file", "text", "unneeded"),
    [
        pytest.param("main.tf", TERRAFORM, {"regex"}, id="terraform"),
        pytest.param("pod.yaml", KUBERNETES, {"tree_sitter", "tree_sitter_hcl"}, id="kubernetes"),
        pytest.param("Dockerfile", "FROM a:1\nRUN b\n", {"tree_sitter", "tree_sitter_hcl", "yaml"}, id="dockerfile"),
    ],
)
def test_one_file_is_judged_without_heavy_imports(tmp_path, file, text, unneeded):
    (tmp_path / file).write_text(text)
    modules = _imported(tmp_path, "check", ".")

    assert set() == _heavy(modules)
    assert set() == unneeded & modules


def test_what_was_judged_before_is_not_even_parsed(tmp_path):
    (tmp_path / "main.tf").write_text(TERRAFORM)
    _imported(tmp_path, "check", ".")
    modules = _imported(tmp_path, "check", ".")

    assert set() == {"tree_sitter", "tree_sitter_hcl"} & modules
