"""Reads what is in a cluster, with kubectl and its credentials: lists alone, and no value of a Secret is kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.drift.engines import is_admission
from trueline.drift.kubernetes.identity import Kind, kind_from, kind_named
from trueline.drift.kubernetes.sealed import HIDDEN, SALT_BYTES, decoded, sealed
from trueline.drift.snapshot import ENVELOPE, VERSION
from trueline.errors import RepoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

ALWAYS: Final = frozenset({
    Kind("", "Namespace"),
    Kind("autoscaling", "HorizontalPodAutoscaler"),
    Kind("keda.sh", "ScaledObject"),
    Kind("rbac.authorization.k8s.io", "ClusterRole"),
    Kind("rbac.authorization.k8s.io", "ClusterRoleBinding"),
    Kind("rbac.authorization.k8s.io", "Role"),
    Kind("rbac.authorization.k8s.io", "RoleBinding"),
})  # fmt: skip
"""Kinds that are read where the cluster serves them, whatever is declared, beside those of admission."""

_SECRET: Final = Kind("", "Secret")
_NOTED: Final = re.compile(r"(?:^|/)(?:last-?_?applied.*|original|applied)$", re.IGNORECASE)
"""Annotations in which tools write down the whole object that they brought out, with its values."""
_LONGEST_REASON: Final = 300
_LEAST_COLUMNS: Final = 4
_VERSION: Final = re.compile(r"v\d+\w*")


class Access(NamedTuple):
    """How the cluster is reached: kubectl's own options, its environment, and the seconds that all may take."""

    kubeconfig: str = ""
    context: str = ""
    environment: Mapping[str, str] = {}
    deadline: float = 300.0


class Wish(NamedTuple):
    """What to read: kinds that are declared or asked for, and those in all namespaces or in some.

    ``also`` tells of each further kind that the cluster serves whether it is wanted. ``secrets`` are the keys that are
    declared, by namespace (empty where it is not said) and name. ``names`` are kinds by name alone, of any group.
    """

    kinds: frozenset[Kind]
    names: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    also: Callable[[Kind], bool] = lambda _: False
    secrets: Mapping[tuple[str, str], frozenset[str]] = {}


class Served(NamedTuple):
    """One kind that the cluster serves: what kubectl calls it, its version, and whether it is in namespaces."""

    resource: str
    version: str
    kind: Kind
    is_namespaced: bool

    @property
    def name(self) -> str:
        """The kind as a snapshot names it: ``apps/v1/Deployment``."""
        return f"{self.version}/{self.kind.name}"


class UnreadError(Exception):
    """kubectl did not give what was asked for; the text says why."""


class Kubectl:
    """Runs kubectl; all that it does together ends at the deadline."""

    def __init__(self, access: Access) -> None:
        program = shutil.which("kubectl", path=access.environment.get("PATH"))
        if program is None:
            raise RepoError("kubectl is not found", hint="put it on PATH: a cluster is read with it")
        options = (("--kubeconfig", access.kubeconfig), ("--context", access.context))
        self._command = [os.path.abspath(program), *(f"{name}={value}" for name, value in options if value)]
        self._environment = dict(access.environment)
        self._end = time.monotonic() + access.deadline

    def served(self) -> list[Served]:
        """Return the kinds that can be listed; raise ``RepoError`` where the cluster does not answer."""
        output, error = self._run("api-resources", "--verbs=list", "--no-headers")
        rows = [row for line in output.splitlines() if (row := _row(line)) is not None]
        if not rows:
            raise RepoError(f"the cluster does not say what it serves: {error or 'kubectl printed nothing'}")
        return rows

    def objects(self, served: Served, namespace: str) -> list[dict[str, Any]]:
        """Return the objects of a kind in a namespace, or in all; raise ``UnreadError``."""
        where = (
            () if not served.is_namespaced else (f"--namespace={namespace}",) if namespace else ("--all-namespaces",)
        )
        output, error = self._run("get", served.resource, *where, "--output=json", "--show-managed-fields")
        if error:
            raise UnreadError(error)
        try:
            found = json.loads(output)
        except (ValueError, RecursionError):
            raise UnreadError("kubectl printed no JSON") from None
        items = found.get("items") if isinstance(found, dict) else None
        if not isinstance(items, list):
            raise UnreadError("kubectl printed no list")
        return [item for item in items if isinstance(item, dict)]

    def _run(self, *arguments: str) -> tuple[str, str]:
        """Return what kubectl printed, and what went wrong; nothing of it is written to a disk."""
        left = self._end - time.monotonic()
        if left <= 0:
            return "", "the deadline was over"
        try:
            process = subprocess.Popen(  # noqa: S603  # a list of arguments, no shell
                [*self._command, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                env=self._environment, start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            return "", f"kubectl cannot be started: {error.strerror}"
        try:
            output, errors = process.communicate(timeout=left)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.communicate()
            return "", "the deadline was over"
        text = output.decode("utf-8", "replace")
        return text, "" if process.returncode == 0 else _reason(errors) or f"kubectl ended with {process.returncode}"


def collect(access: Access, wish: Wish, taken: str, origin: str) -> dict[str, object]:
    """Return a snapshot of a cluster; raise ``RepoError`` where it does not answer at all."""
    kubectl = Kubectl(access)
    rows = {row.kind: row for row in reversed(kubectl.served())}
    named = {kind for kind in rows if kind.name in wish.names}
    asked = {*wish.kinds, *named, *(Kind("", name) for name in wish.names if all(kind.name != name for kind in named))}
    wanted = sorted(
        kind for kind in {*rows, *asked} if kind in asked or kind in ALWAYS or is_admission(*kind) or wish.also(kind)
    )
    salt = os.urandom(SALT_BYTES)
    items: list[dict[str, Any]] = []
    read: list[dict[str, str]] = []
    unread: list[dict[str, str]] = []
    for kind in wanted:
        row = rows.get(kind)
        if row is None:
            reason = "the cluster does not serve this kind, or does not let it be listed"
            unread.append(
                {"kind": "/".join(filter(None, (kind.group, "*", kind.name))), "namespace": "", "reason": reason}
            )
            continue
        for namespace in (wish.namespaces if row.is_namespaced else ()) or ("",):
            try:
                found = kubectl.objects(row, namespace)
            except UnreadError as error:
                unread.append({"kind": row.name, "namespace": namespace, "reason": str(error)})
                continue
            read.append({"kind": row.name, "namespace": namespace})
            items += found if kind != _SECRET else [_sealed(one, wish.secrets, salt) for one in found]
    head = {ENVELOPE: VERSION, "kind": "kubernetes", "taken": taken, "origin": origin, "salt": salt.hex()}
    return {**head, "read": read, "unread": unread, "items": sorted(items, key=_order)}


def kinds_of(names: Iterable[str]) -> frozenset[Kind]:
    """Return the kinds of names with a group or a version: ``apps/v1/Deployment``, ``apps/Deployment``."""
    found = set()
    for name in names:
        place, _, kind = name.rpartition("/")
        is_versioned = _VERSION.fullmatch(place.rpartition("/")[2]) is not None
        found.add(kind_named(name) if is_versioned else kind_from(f"{place}/v1", kind))
    return frozenset(found)


def _row(line: str) -> Served | None:
    """Return one line of ``kubectl api-resources``: name, short names (if any), version, whether namespaced, kind."""
    columns = line.split()
    if len(columns) < _LEAST_COLUMNS or columns[-2] not in ("true", "false"):
        return None
    name, version, kind = columns[0], columns[-3], columns[-1]
    group, slash, _ = version.rpartition("/")
    resource = f"{name}.{group}" if slash else name
    return Served(resource, version, kind_from(version, kind), columns[-2] == "true")


def _sealed(secret: dict[str, Any], declared: Mapping[tuple[str, str], frozenset[str]], salt: bytes) -> dict[str, Any]:
    """Return a Secret without its values: a digest for those that are declared, a word for all others."""
    metadata = dict(secret.get("metadata") or {})
    annotations = metadata.get("annotations") or {}
    metadata["annotations"] = {key: value for key, value in annotations.items() if not _NOTED.search(key)}
    name, namespace = metadata.get("name", ""), metadata.get("namespace", "")
    keys = declared.get((namespace, name), frozenset()) | declared.get(("", name), frozenset())
    data = {key: _seal(value, salt) if key in keys else HIDDEN for key, value in (secret.get("data") or {}).items()}
    rest = {key: value for key, value in secret.items() if key not in ("data", "stringData", "metadata")}
    return {**rest, "metadata": metadata, **({"data": data} if data else {})}


def _seal(value: object, salt: bytes) -> str:
    plain = decoded(value)
    return HIDDEN if plain is None else sealed(plain, salt)


def _order(item: Mapping[str, Any]) -> tuple[str, ...]:
    metadata = item.get("metadata")
    place = metadata if isinstance(metadata, dict) else {}
    parts = (item.get("apiVersion"), item.get("kind"), place.get("namespace"), place.get("name"))
    return tuple(str(part or "") for part in parts)


def _reason(errors: bytes) -> str:
    """Return the last thing that kubectl said, in one line."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    said = next((line for line in reversed(lines) if "rror" in line or "refused" in line), lines[-1] if lines else "")
    return "".join(one if one.isprintable() else " " for one in said)[:_LONGEST_REASON]


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End kubectl and whatever it started to log in."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    from signal import SIGKILL

    try:
        os.killpg(process.pid, SIGKILL)
    except ProcessLookupError:
        return


def namespaces_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return namespaces as they are asked for, each once."""
    return tuple(dict.fromkeys(text for text in texts if text))
