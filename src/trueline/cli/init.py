"""``trueline init``: a first config, made from what the repository holds."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING

from trueline.cli.files import write_below
from trueline.cli.options import find_top
from trueline.config import CONFIG_PATH
from trueline.errors import UsageError
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

CONFIG = """\
# Settings of Trueline. `trueline schema config` says what else may stand here.
version: 1

# prototype: nothing blocks. recommended: critical and high block. strict: medium blocks too.
profile: recommended

# builtin: all packs that come with Trueline. A folder of your own policies stands beside it.
policies:
  - builtin
{policies}
paths:
  exclude:{exclude}
{render}{contracts}
# What holds for single rules: off, advise, soft or hard, or a map with severity, parameters and where.
# rules:
#   container-with-writable-root: off
#   s3-bucket-unversioned:
#     where:
#       - paths: [sandbox/**]
#         enforcement: advise
"""

CONTRACTS = """\

# APIs, schemas and migrations are compared with the base of a change: trueline check --base origin/main.
# What changed is listed by trueline diff origin/main.
# contracts:
#   against: {{tags: v*}}  # and with every release
{database}"""
DATABASE = """\
#   database: postgresql 16  # what migrations run on
"""
CONTRACT_ENDS = (".avpr", ".avsc", ".gql", ".graphql", ".graphqls", ".proto", ".sql")
RELEASES = """\
# Charts are judged as each environment releases them; where none does, with their own values alone.
# environments:
#   {environment}:
#     releases:
#       {chart}: {{name: {name}, namespace: {name}, values: {values}}}
"""
_VALUES = re.compile(r"values[-.]([a-z0-9][\w-]*)\.ya?ml")
_API = re.compile(r"(?:^|[/._-])(?:openapi|swagger|asyncapi)[^/]*\.(?:json|ya?ml)$", re.IGNORECASE)


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", nargs="?", default=".", help="the repository (default: this one)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the config and say what to do next; a config that is there stays as it is."""
    top, git = find_top([arguments.folder])
    place = os.path.join(top, CONFIG_PATH)
    if os.path.lexists(place):
        raise UsageError("the config is there already; it was left as it is", place=place)
    paths = WorkingTree(top, git).paths()
    text = first_config(paths)
    write_below(top, CONFIG_PATH, text.encode("utf-8", "surrogateescape"), fresh=True)
    print(f"wrote {place}\nnext: trueline check, then trueline policy list")
    if _has_contracts(paths):
        print("there are contracts: trueline diff origin/main says what a change does to them")
    return 0


def first_config(paths: Sequence[str]) -> str:
    """Return the text of a config that fits a repository with these files."""
    kustomize = any(path.endswith(("kustomization.yaml", "kustomization.yml")) for path in paths)
    helm = any(path == "Chart.yaml" or path.endswith("/Chart.yaml") for path in paths)
    tools = [name for name, there in (("helm", helm), ("kustomize", kustomize)) if there]
    render = (
        "\n# Judge these as they are rendered; the tool must be installed where the gate runs.\n"
        f"render: [{', '.join(tools)}]\n"
        if tools
        else ""
    )
    render += _releases(paths) if helm else ""
    contracts = CONTRACTS.format(database=DATABASE if _has(paths, (".sql",)) else "") if _has_contracts(paths) else ""
    vendored = sorted({folder for path in paths for folder in _vendored(path)})
    exclude = "".join(f"\n    - {folder}/**" for folder in vendored) or " []"
    own = any(path.startswith("policies/") and path.endswith((".yaml", ".py")) for path in paths)
    policies = "  - policies\n" if own else "  # - policies\n"
    return CONFIG.format(policies=policies, exclude=exclude, render=render, contracts=contracts)


def _releases(paths: Sequence[str]) -> str:
    """Return how the first chart may be released, as a comment, with its file of values for an environment."""
    chart = min(posixpath.dirname(path) for path in paths if posixpath.basename(path) == "Chart.yaml")
    names = [posixpath.basename(path) for path in paths if posixpath.dirname(path) == chart]
    found = [match for match in map(_VALUES.fullmatch, sorted(names)) if match is not None]
    environment = found[0][1] if found else "production"
    values = found[0][0] if found else "values-production.yaml"
    name = posixpath.basename(chart) or "web"
    return RELEASES.format(environment=environment, chart=chart or ".", name=name, values=values)


def _has_contracts(paths: Sequence[str]) -> bool:
    """Tell by their names whether there are contracts: APIs, schemas, migrations."""
    return _has(paths, CONTRACT_ENDS) or any(_API.search(path) for path in paths)


def _has(paths: Sequence[str], ends: tuple[str, ...]) -> bool:
    return any(path.lower().endswith(ends) for path in paths)


def _vendored(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[: index + 1]) for index, part in enumerate(parts) if part in ("vendor", "node_modules")][:1]
