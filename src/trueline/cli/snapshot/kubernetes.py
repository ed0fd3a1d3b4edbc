"""``trueline snapshot kubernetes``: what of a cluster is there, of all kinds that are declared; lists alone."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline import config
from trueline.cli.files import write_file
from trueline.cli.options import find_top
from trueline.cli.output import say
from trueline.drift.kubernetes.shape import union
from trueline.errors import RepoError, UsageError, WriteError
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from trueline.drift.kubernetes.identity import Kind
    from trueline.model.resource import Resource
    from trueline.model.settings import Settings

INCOMPLETE: Final = 3
_DEADLINE: Final = 300.0
_MOST_LINES: Final = 10
_NAMESPACE: Final = re.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_KIND: Final = re.compile(r"(?:[a-z0-9.-]+/)?(?:v\w+/)?[A-Z]\w*")
_DIALECTS: Final = ("manifest", "kustomization", "chart")
_USUAL: Final = union(
    "ConfigMap CronJob DaemonSet Deployment Ingress Job NetworkPolicy PersistentVolumeClaim Pod PodDisruptionBudget",
    "Secret Service ServiceAccount StatefulSet",
)


class _Declared(NamedTuple):
    """The kinds of what is declared, and the keys of the Secrets among it by namespace and name."""

    kinds: frozenset[Kind]
    secrets: dict[tuple[str, str], frozenset[str]]


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--context", default="", metavar="NAME", help="a context of the kubeconfig (default: its own)")
    parser.add_argument("--kubeconfig", default="", metavar="FILE", help="log in with FILE (default: as kubectl does)")
    parser.add_argument(
        "--namespace", action="append", default=[], metavar="NAME",
        help="read this namespace alone; may be given several times (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--kind", action="append", default=[], metavar="KIND",
        help="read this kind, too: Deployment, apps/v1/Deployment; may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--deadline", type=float, default=_DEADLINE, metavar="SECONDS", help="stop reading then (default: 300)"
    )
    parser.add_argument("--to", default="", metavar="FILE", help="write it to FILE (default: standard output)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, write, and return 0, or 3 where a kind could not be read."""
    from trueline.adapters.collectors.kubernetes import Access, Wish, collect, kinds_of, namespaces_of

    _check(arguments)
    top, git = find_top([])
    tree = WorkingTree(top, git)
    settings = config.load(tree)
    tree.largest = settings.largest_file
    declared = _declared(tree, settings)
    kinds = declared.kinds | kinds_of(name for name in arguments.kind if "/" in name)
    names = tuple(name for name in arguments.kind if "/" not in name)
    wish = Wish(kinds, names, namespaces_of(arguments.namespace), _managed(settings.drift.managed), declared.secrets)
    access = Access(arguments.kubeconfig, arguments.context, dict(os.environ), arguments.deadline)
    taken = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    origin = arguments.context or _current_context(arguments.kubeconfig)
    found = collect(access, wish, taken, origin)
    if not found["read"]:
        reasons = [one["reason"] for one in _entries(found["unread"])]
        raise RepoError(f"no kind could be read: {reasons[0] if reasons else 'the cluster serves none that is wanted'}")
    _write(json.dumps(found, indent=1, ensure_ascii=False) + "\n", arguments.to)
    return _tell(found)


def _check(arguments: argparse.Namespace) -> None:
    if not arguments.deadline > 0:
        raise UsageError("a deadline is more than 0 seconds", place=f"--deadline {arguments.deadline}")
    for name in arguments.namespace:
        if not _NAMESPACE.fullmatch(name):
            raise UsageError("this is no name of a namespace", place=f"--namespace {name}")
    for name in arguments.kind:
        if not _KIND.fullmatch(name):
            raise UsageError("this is no kind", place=f"--kind {name}", hint="Deployment, apps/v1/Deployment")


def _declared(tree: WorkingTree, settings: Settings) -> _Declared:
    """Return what the repository declares, rendered where the config allows that."""
    from trueline.drift.kubernetes.secrets import declared_keys
    from trueline.run.judge import read_unit
    from trueline.run.plan import plan

    kinds: set[Kind] = set()
    secrets: dict[tuple[str, str], frozenset[str]] = {}
    for unit in plan(tree.paths(), tree, settings):
        if unit.dialect not in _DIALECTS:
            continue
        for kind, resource in _objects(read_unit(unit, tree, settings).resources):
            kinds.add(kind)
            if (kind.group, kind.name) == ("", "Secret") and isinstance(resource.value, dict):
                namespace = resource.get("metadata.namespace", "")
                place = (namespace if isinstance(namespace, str) else "", resource.name)
                secrets[place] = secrets.get(place, frozenset()) | declared_keys(resource.value)
    return _Declared(frozenset(kinds), secrets)


def _objects(resources: Sequence[Resource]) -> Iterator[tuple[Kind, Resource]]:
    from trueline.drift.kubernetes.identity import kind_from

    for resource in resources:
        version, kind = resource.get("apiVersion"), resource.get("kind")
        if resource.kind.startswith("kubernetes/") and isinstance(version, str) and isinstance(kind, str):
            found = kind_from(version, kind)
            if not found.is_local:
                yield found, resource


def _managed(patterns: Sequence[str]) -> Callable[[Kind], bool]:
    """Return which further kinds are read, so that it can be told what nobody declares."""
    from trueline.drift.kubernetes.undeclared import fits

    types = [pattern for pattern in patterns if pattern.startswith("kubernetes/")]
    has_namespaces = any("/" not in pattern for pattern in patterns)

    def also(kind: Kind) -> bool:
        is_usual = has_namespaces and kind.name in _USUAL and kind.type == f"kubernetes/{kind.name}"
        return is_usual or fits(kind.type, types)

    return also


def _current_context(kubeconfig: str) -> str:
    """Return the context that kubectl uses by itself, as the first kubeconfig that names one does."""
    from trueline.model.document import Source
    from trueline.parsers import yaml
    from trueline.values.unknown import find

    usual = os.environ.get("KUBECONFIG") or os.path.join(os.path.expanduser("~"), ".kube", "config")
    for path in [kubeconfig] if kubeconfig else usual.split(os.pathsep):
        try:
            with open(path, "rb") as file:
                parsed = yaml.parse(Source(path, file.read()))
        except OSError:
            continue
        context = find(parsed.documents[0].root, ("current-context",)) if parsed.documents else None
        if isinstance(context, str) and context:
            return context
    return ""


def _write(text: str, path: str) -> None:
    if not path:
        print(text, end="")
        return
    try:
        write_file(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise WriteError(f"the snapshot was not written: {error.strerror}", place=path) from None


def _entries(value: object) -> list[dict[str, str]]:
    return value if isinstance(value, list) else []


def _tell(found: dict[str, object]) -> int:
    """Say what was read, and why other things were not; return the exit code."""
    items, read, unread = (_entries(found[name]) for name in ("items", "read", "unread"))
    say(f"{found['origin'] or 'the cluster'}: {len(items):,} objects of {len(read):,} kinds read")
    for one in unread[:_MOST_LINES]:
        where = f" in {one['namespace']}" if one["namespace"] else ""
        say(f"  not read: {one['kind']}{where}: {one['reason']}")
    if len(unread) > _MOST_LINES:
        say(f"  … and {len(unread) - _MOST_LINES:,} more")
    return INCOMPLETE if unread else 0
