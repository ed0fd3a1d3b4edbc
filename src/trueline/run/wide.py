"""Rules that see the whole repository: judged over what the units projected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.run.judge import judge_wide, read_unit
from trueline.run.portable import revive
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from trueline.engine import Judgement
    from trueline.model.location import Path
    from trueline.model.resource import Place, References, Resource
    from trueline.model.unit import Unit
    from trueline.run.judge import Session
    from trueline.run.portable import UnitResult


def judge_repository(
    units: Sequence[Unit], results: Mapping[tuple[str, str, str], UnitResult], session: Session
) -> Judgement:
    """Judge the repository-scope rules over what all units projected; places are found by reading a unit again."""
    resources: list[Resource] = []
    unread: list[str] = []
    for unit in units:
        result = results[unit.key]
        unread += [given.path for given in result.inputs if given.state in ("unreadable", "partly-read")]
        again = _Again(unit, session)
        resources += [
            revive(data, again.locate(data["address"]), _refer_for(data["kind"])) for data in result.projection
        ]
    incomplete = Unknown([f"{path} could not be read" for path in unread]) if unread else None
    return judge_wide(resources, session, incomplete)


def _refer_for(kind: str) -> Callable[[Resource, str], References] | None:
    """Return how a kind's relations follow from its value, or None where its projection has them."""
    if not kind.startswith("kubernetes/"):
        return None
    from trueline.dialects.kubernetes.relations import refer

    return lambda resource, attribute: refer(resource.value, resource.kind, resource.families, attribute)


class _Again:
    """A unit that is read a second time, when a place in it is asked for."""

    def __init__(self, unit: Unit, session: Session) -> None:
        self._unit = unit
        self._session = session
        self._resources: dict[str, Resource] | None = None

    def locate(self, address: str) -> Callable[[Path], Place]:
        return lambda path: self._find(address).locate(path)

    def _find(self, address: str) -> Resource:
        if self._resources is None:
            extract = read_unit(self._unit, self._session.tree, self._session.settings)
            self._resources = {resource.address: resource for resource in extract.resources}
        return self._resources[address]
