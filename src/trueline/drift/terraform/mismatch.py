"""Whether a state can be the one of its root, beside the others that are given for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.dialects.terraform.plan.entries import mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.drift import Snapshot
    from trueline.model.location import Location

STATE: Final = "terraform-state"


class Mismatch(NamedTuple):
    """Why a state is not the one that it is taken for: where, what it has, and what another has."""

    location: Location
    path: str
    message: str
    actual: object
    other: object
    others: tuple[Location, ...]


def mismatches(snapshot: Snapshot, snapshots: Sequence[Snapshot], environments: int) -> Iterator[Mismatch]:
    """Yield why a state is another than others of its root, or an older one.

    A root has as many lineages as it is planned in environments, one at least.
    """
    same = [one for one in snapshots if one.kind == STATE and one.root == snapshot.root and one.path != snapshot.path]
    lineages = {_lineage(one) for one in (*same, snapshot)}
    mine = _lineage(snapshot)
    if len(lineages) > max(environments, 1):
        other = next(one for one in same if _lineage(one) != mine)
        yield Mismatch(
            snapshot.document.locate(("lineage",)),
            "lineage",
            f"this state is of another lineage ({mine}) than {other.path} ({_lineage(other)}), which is given for the "
            "same root",
            mine,
            _lineage(other),
            (other.document.locate(("lineage",)),),
        )
    newest = max((one for one in same if _lineage(one) == mine), key=_serial, default=None)
    if newest is not None and _serial(newest) > _serial(snapshot):
        yield Mismatch(
            snapshot.document.locate(("serial",)),
            "serial",
            f"this state is older (serial {_serial(snapshot)}) than {newest.path} (serial {_serial(newest)})",
            _serial(snapshot),
            _serial(newest),
            (newest.document.locate(("serial",)),),
        )


def _lineage(snapshot: Snapshot) -> str:
    return text(mapping(snapshot.document.root).get("lineage"))


def _serial(snapshot: Snapshot) -> int:
    found = mapping(snapshot.document.root).get("serial")
    return found if isinstance(found, int) and not isinstance(found, bool) else -1
