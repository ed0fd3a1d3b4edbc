"""What is wholly declared, as a team says, and of which a snapshot does not tell all that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.kubernetes.telling import line
from trueline.drift.kubernetes.undeclared import fits
from trueline.model.drift import Drift
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.kubernetes.candidates import Candidates
    from trueline.drift.kubernetes.live import Live
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path

_PREFIX = "kubernetes/"


def unlisted(snapshot: Snapshot, live: Live, meant: Candidates, settings: DriftSettings) -> Iterator[Drift]:
    """Yield the namespaces and types of which it cannot be told whether something is there that nobody declares."""
    for pattern in settings.managed:
        if pattern.startswith(_PREFIX):
            yield from _of_type(pattern, snapshot, live)
        elif "/" not in pattern:
            yield from _of_namespace(pattern, snapshot, live, meant)


def _of_type(pattern: str, snapshot: Snapshot, live: Live) -> Iterator[Drift]:
    unread = {kind: why for (kind, _), why in live.coverage.unread.items() if fits(kind.type, (pattern,))}
    for kind, (reason, path) in unread.items():
        yield _untold(pattern, f"the snapshot could not read {kind.word}: {reason}", snapshot, path)
    seen = {*live.coverage.kinds, *(item.identity.kind for item in live.items)}
    if not unread and not any(fits(kind.type, (pattern,)) for kind in seen):
        reason = f"the snapshot holds no {pattern.removeprefix(_PREFIX)}, and does not say that it looked for any"
        yield _untold(pattern, reason, snapshot)


def _of_namespace(pattern: str, snapshot: Snapshot, live: Live, meant: Candidates) -> Iterator[Drift]:
    for (kind, namespace), (reason, path) in live.coverage.unread.items():
        if not kind.is_cluster_wide and (not namespace or fits(namespace, (pattern,))):
            yield _untold(pattern, f"the snapshot could not read {kind.word}: {reason}", snapshot, path)
    declared = {one.identity.namespace for one in meant.objects}
    is_all_known = not meant.unrendered and not meant.elsewhere
    if is_all_known and not any(name and fits(name, (pattern,)) for name in (*live.namespaces, *declared)):
        reason = "no such namespace is declared, nor is one in the snapshot"
        yield _untold(pattern, reason, snapshot)


def _untold(pattern: str, reason: str, snapshot: Snapshot, path: Path | None = None) -> Drift:
    return Drift(
        "snapshot/unchecked", pattern, Location(snapshot.path) if path is None else snapshot.document.locate(path),
        message=line(f"{pattern} may hold what nobody declares: {reason}"),
        snapshot=snapshot.path, details={"reason": reason},
    )  # fmt: skip
