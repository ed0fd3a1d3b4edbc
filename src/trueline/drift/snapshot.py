"""What a file tells of what is there: told from its content, whoever wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.wording import short
from trueline.errors import ReadError
from trueline.model.drift import Snapshot
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.parsers.json import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.document import Document, Reader
    from trueline.model.drift import SnapshotKind

ENVELOPE: Final = "trueline_snapshot"
"""The key whose value is the version of a snapshot that `trueline snapshot` wrote; beside it stand ``kind``, ``taken``
(RFC 3339), ``origin`` and what the kind holds."""

VERSION: Final = 1
_LONGEST: Final = 200
_ONE: Final = "put what they hold in one list, as `kubectl get … -o json` does"
_KINDS: Final[tuple[SnapshotKind, ...]] = ("aws", "kubernetes")
_HINT: Final = (
    "it reads what `trueline snapshot` writes, `kubectl get -o json`, `aws cloudformation "
    "describe-stack-resource-drifts` and `aws iam get-account-authorization-details`; a Terraform plan is given with "
    "--plan, a state with --tfstate"
)


class Refused(NamedTuple):
    """A file that tells nothing, and why."""

    input: Input
    notification: Notification


def read_snapshot(path: str, reader: Reader, *, root: str | None = None, is_plan: bool = False) -> Snapshot | Refused:
    """Return what the file at ``path`` tells; ``root`` is the Terraform root where it is named as a state or plan."""
    try:
        source = reader.read(path)
    except ReadError as error:
        return _refused(path, error.message, Location(path))
    parsed = parse(source)
    if parsed.problems:
        problem = parsed.problems[0]
        hint = "" if source.data.lstrip()[:1] in (b"{", b"[") else "; JSON is read (`-o json`, `terraform show -json`)"
        return _refused(path, problem.message + hint, Location(path, source.revision, problem.region))
    if not parsed.documents:
        return _refused(path, "the file is empty", Location(path, source.revision))
    if len(parsed.documents) > 1:
        return _refused(
            path, f"the file holds {len(parsed.documents):,} JSON documents; {_ONE}", parsed.documents[1].locate()
        )
    document = parsed.documents[0]
    kind, fault, where = _kind(document.root)
    if not fault:
        fault = _misnamed(kind, root, is_plan=is_plan)
    if fault or kind is None:
        return _refused(path, fault or f"nothing here tells what is there; {_HINT}", document.locate(where))
    return Snapshot(kind, document, root or "", _taken(document), _origin(document))


def _misnamed(kind: SnapshotKind | None, root: str | None, *, is_plan: bool) -> str:
    """Return why a file is not what the command names it as, empty if it is."""
    if root is None:
        return {
            "terraform-state": "this is a Terraform state; name its root: --tfstate ROOT=FILE",
            "terraform-plan": "this is a Terraform plan; name its root: --plan ROOT=FILE",
        }.get(kind or "", "")
    if is_plan:
        return "" if kind == "terraform-plan" else "this is no Terraform plan"
    return "" if kind == "terraform-state" else "this is no Terraform state; write one with `terraform state pull`"


def _refused(path: str, message: str, location: Location) -> Refused:
    return Refused(
        Input(path, "snapshot", "unreadable", message), Notification("error", "unreadable-input", message, location)
    )


def _kind(root: object) -> tuple[SnapshotKind | None, str, tuple[str, ...]]:
    """Return what a JSON document tells, and what is wrong with it where that is known."""
    if not isinstance(root, dict):
        return None, "", ()
    if ENVELOPE in root:
        version, kind = root[ENVELOPE], root.get("kind")
        if version != VERSION:
            return (
                None,
                f"snapshot version {version} is not known to this Trueline; it reads version {VERSION}",
                (ENVELOPE,),
            )
        found = next((one for one in _KINDS if one == kind), None)
        return found, "" if found else f"a snapshot of kind {kind} is not known to this Trueline", ("kind",)
    if "encrypted_data" in root:
        return None, "this state is encrypted; write one that is not with `tofu state pull`", ()
    if isinstance(root.get("format_version"), str) and "planned_values" in root:
        return "terraform-plan", "", ()
    is_state = isinstance(root.get("lineage"), str) or isinstance(root.get("serial"), int)
    if is_state and ("resources" in root or "modules" in root):
        version = root.get("version")
        fault = "" if version == 4 else f"the state has version {version}; version 4 is read"
        return "terraform-state", fault, ("version",)
    if "StackResourceDrifts" in root:
        return "cloudformation", "", ()
    if "RoleDetailList" in root or "UserDetailList" in root:
        return "iam", "", ()
    if isinstance(root.get("apiVersion"), str) and isinstance(root.get("kind"), str):
        fault = _no_objects(root)
        return None if fault else "kubernetes", fault, ("kind",) if fault else ()
    return None, "", ()


def _no_objects(root: Mapping[object, object]) -> str:
    """Return why what an API server sent holds no objects, empty if it may."""
    group, kind = str(root["apiVersion"]).partition("/")[0], root["kind"]
    if (group, kind) == ("v1", "Status"):
        said = next((one for one in (root.get("message"), root.get("reason")) if isinstance(one, str) and one), "")
        return f"this is an answer of the API server, no objects: {short(said, _LONGEST) or 'it says nothing more'}"
    if (group, kind) == ("meta.k8s.io", "Table"):
        return "this is a table as kubectl asks for to print it; `-o json` gives the objects"
    return ""


def _taken(document: Document[object]) -> datetime | None:
    root = document.root
    if not isinstance(root, dict):
        return None
    if isinstance(root.get("StackResourceDrifts"), list):
        times = [instant(one.get("Timestamp")) for one in root["StackResourceDrifts"] if isinstance(one, dict)]
        return min((one for one in times if one is not None), default=None)
    return instant(root.get("taken") if ENVELOPE in root else root.get("timestamp"))


def instant(text: object) -> datetime | None:
    """Return an instant of RFC 3339, None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def newest_instant(root: object) -> datetime | None:
    """Return the newest instant that objects of Kubernetes hold: what was read is no older than that.

    When they were made, when somebody wrote a field, and when a condition of theirs changed or was looked at.
    """
    found: list[datetime] = []
    waiting = [root]
    while waiting:
        value = waiting.pop()
        items = value.get("items") if isinstance(value, dict) else None
        if isinstance(items, list):
            waiting += items
        elif isinstance(value, dict):
            found += [at for text in _instants(value) if (at := instant(text)) is not None]
    return max(found, default=None)


def _instants(value: dict[object, object]) -> Iterator[object]:
    metadata, status = (one if isinstance(one := value.get(key), dict) else {} for key in ("metadata", "status"))
    yield metadata.get("creationTimestamp")
    for listed, keys in (
        (metadata.get("managedFields"), ("time",)),
        (status.get("conditions"), ("lastTransitionTime", "lastUpdateTime", "lastProbeTime", "lastHeartbeatTime")),
    ):
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict):
                yield from map(one.get, keys)


def _origin(document: Document[object]) -> str:
    root = document.root
    origin = root.get("origin") if isinstance(root, dict) and ENVELOPE in root else None
    return origin if isinstance(origin, str) else ""
