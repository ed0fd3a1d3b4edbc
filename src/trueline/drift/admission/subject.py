"""One admission policy, declared or there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.kubernetes.kinds import group_of
from trueline.drift.admission.difference import printable
from trueline.drift.engines import WEBHOOKS, engine_of, is_namespaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.location import Location, Path
    from trueline.model.resource import Resource

_NOBODYS: Final = "unknown"


class Subject(NamedTuple):
    """One policy: what it is known by, what it says, and where. ``resource`` is None for what is in a snapshot."""

    engine: str
    group: str
    kind: str
    namespace: str
    name: str
    value: dict[str, object]
    locate: Callable[[Path], Location]
    address: str = ""
    resource: Resource | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What both sides know it by; cluster-wide kinds by their name alone, whatever namespace was written."""
        return self.group, self.kind, self.namespace if is_namespaced(self.group, self.kind) else "", self.name

    @property
    def type(self) -> str:
        """The kind as facts have it."""
        return self.resource.kind if self.resource is not None else f"kubernetes/{self.kind}"

    @property
    def title(self) -> str:
        """What people call it: ``ClusterPolicy disallow-latest-tag``, with its namespace where it has one."""
        inside = f" of namespace {self.key[2]}" if self.key[2] else ""
        return printable(f"{self.kind} {self.name}{inside}")

    @property
    def api_version(self) -> str:
        """The API version that it is written in."""
        version = self.value.get("apiVersion")
        return version if isinstance(version, str) else ""


def subject_of(
    value: object, locate: Callable[[Path], Location], resource: Resource | None = None, *, is_there: bool = False
) -> Subject | None:
    """Return the policy that an object is, None where it is none or nobody can say what it is called.

    Webhooks that are there (``is_there``) may be a declared engine's whatever they ask: somebody may have led them
    away.
    """
    if not isinstance(value, dict):
        return None
    api_version, kind, metadata = value.get("apiVersion"), value.get("kind"), value.get("metadata")
    if not isinstance(api_version, str) or not isinstance(kind, str) or not isinstance(metadata, dict):
        return None
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not isinstance(name, str) or not name:
        return None
    group = group_of(api_version)
    engine = engine_of(group, kind, value) or (_NOBODYS if is_there and kind in WEBHOOKS else "")
    if not engine:
        return None
    place = namespace if isinstance(namespace, str) and is_namespaced(group, kind) else ""
    address = resource.address if resource is not None else "/".join(part for part in (kind, place, name) if part)
    return Subject(engine, group, kind, place, name, value, locate, address, resource)
