"""Rules that see the whole repository: judged over what the units projected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.report import Notification
from trueline.policies.kinds import fits
from trueline.run.judge import judge_wide, read_unit
from trueline.run.portable import revive
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.engine import Judgement
    from trueline.model.location import Path
    from trueline.model.resource import Place, References, Resource
    from trueline.model.unit import Unit
    from trueline.run.judge import Session
    from trueline.run.portable import UnitResult

MOST_REASONS = 3
_TERRAFORM = "terraform"


def judge_repository(
    units: Sequence[Unit], results: Mapping[tuple[str, str, str], UnitResult], session: Session
) -> Judgement:
    """Judge the repository-scope rules over what all units projected; places are found by reading a unit again."""
    resources: list[Resource] = []
    hidden: dict[str, dict[str, None]] = {}
    for unit in units:
        result = results[unit.key]
        hidden.setdefault(_language(unit.dialect, "-"), {}).update(dict.fromkeys(_hidden(result)))
        again = _Again(unit, session)
        revived = [revive(data, again.locate(data["address"]), _refer_for(data["kind"])) for data in result.projection]
        if session.former is not None:
            session.former.pair(unit, revived)
        resources += revived
    reasons = {language: _shortened(list(found)) for language, found in hidden.items() if found}
    return judge_wide(
        resources,
        session,
        lambda kind: reasons.get(_language(kind, "/")),
        with_begins=any(results[unit.key].marks for unit in units),
    )


def not_judged(results: Iterable[UnitResult], session: Session) -> tuple[Notification, ...]:
    """Return a note of the rules that would judge something of ``results`` if the whole repository were read."""
    rules = [
        rule for rule in session.bench.rules.values() if rule.scope == "repository" and session.bench.is_asked(rule.id)
    ]
    kinds = {kind for result in results for data in result.projection for kind in (data["kind"], *data["families"])}
    waiting = sorted(rule.id for rule in rules if any(fits(pattern, kind) for pattern in rule.kinds for kind in kinds))
    message = f"not judged here: {', '.join(waiting)} see the whole repository; run `trueline check`"
    return (Notification("note", "not-judged", message),) if waiting else ()


def _language(name: str, separator: str) -> str:
    """Return what a dialect's files, or a kind, are written in: what hides the one does not hide the other."""
    return _TERRAFORM if name.partition(separator)[0] == _TERRAFORM else ""


def _hidden(result: UnitResult) -> Iterator[str]:
    """Yield why a unit may declare more than it gave."""
    failed = {note.location.path for note in result.notifications if note.level == "error" and note.location}
    for given in result.inputs:
        if given.state == "not-rendered":
            yield f"{given.path} is not rendered"
        elif given.state in ("unreadable", "partly-read") and (given.kind or given.path in failed):
            yield f"{given.path} could not be read"


def _shortened(reasons: list[str]) -> Unknown:
    more = [f"{len(reasons) - MOST_REASONS} more like these"] if len(reasons) > MOST_REASONS else []
    return Unknown([*reasons[:MOST_REASONS], *more])


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
