"""What facts about access are made of, for roles and bindings of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.drift.access.objects import Object, Reach
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path
    from trueline.model.resource import Resource

WIDENED = "access/widened"
NARROWED = "access/narrowed"
_MOST = 50


class Declared(NamedTuple):
    """A role or binding that is declared, and the resource that declares it.

    ``excuse`` is why it need not be there: empty where it goes when it is done, None where it has to be there.
    """

    object: Object
    resource: Resource
    excuse: str | None = None


class Cluster(NamedTuple):
    """What a snapshot tells of a cluster: its roles and bindings by key, what of it was read, and what is managed.

    ``holders`` are those that its bindings give a role, by the key of that.
    """

    snapshot: Snapshot
    live: Mapping[tuple[str, str, str], Object]
    reach: Reach
    settings: DriftSettings
    holders: Mapping[tuple[str, str, str], list[str]] = {}


def declared_fact(  # noqa: PLR0913  # the parts of one fact
    kind: str, one: Declared, cluster: Cluster, message: str, *, path: str, at: Path, details: Mapping[str, object]
) -> Drift:
    """Return a fact about what is declared, placed at ``at`` in it."""
    place = one.resource.locate(at)
    return Drift(
        kind, one.resource.address, place.primary, one.resource.kind, path, message, related=place.related,
        unit=one.resource.unit, environment=one.resource.environment, snapshot=cluster.snapshot.path,
        details={"touches": ["access"], **details},
    )  # fmt: skip


def live_fact(kind: str, one: Object, cluster: Cluster, message: str, details: Mapping[str, object]) -> Drift:
    """Return a fact about what is there and declared nowhere, placed in the snapshot."""
    return Drift(
        kind, one.address, cluster.snapshot.document.locate(one.path), f"kubernetes/{one.kind}", "", message,
        snapshot=cluster.snapshot.path, details={"touches": ["access"], **details},
    )  # fmt: skip


def unchecked(one: Declared, cluster: Cluster, reason: str) -> Drift:
    """Return that it could not be told of a declared object whether it drifted."""
    return declared_fact(
        "snapshot/unchecked", one, cluster, reason, path="", at=(), details={"reason": reason}
    )  # fmt: skip


def listed(words: Iterable[object], most: int = 4) -> str:
    """Return some words as a sentence has them, and how many more there are."""
    shown = list(dict.fromkeys(str(word) for word in words))
    rest = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(word if len(word) <= _MOST * 2 else word[: _MOST * 2] + "…" for word in shown[:most]) + rest


def some(words: Iterable[str]) -> list[str]:
    """Return different words in order, no more than a report can hold."""
    return list(dict.fromkeys(words))[:_MOST]
