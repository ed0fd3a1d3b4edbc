"""One snapshot: what is wanted is read, side by side, and what could not be is said."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.collectors.aws.cloud import AbsentError, Place, UnreadError
from trueline.adapters.collectors.aws.kinds import kinds
from trueline.adapters.collectors.aws.wanted import Wanted, of_part
from trueline.drift.aws.identity import PARENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.adapters.collectors.aws.cloud import Cloud
    from trueline.adapters.collectors.aws.mapping import Found, Kind

_AT_ONCE: Final = 8
GLOBAL: Final = "global"


class Answer(NamedTuple):
    """What came of reading one thing: what there is, or why it was not read; neither where it is not there."""

    wanted: Wanted
    found: tuple[Found, ...] = ()
    reason: str = ""


class Reading:
    """The reading of an account: ``regions`` are those where a thing is looked for whose own is not known."""

    def __init__(self, cloud: Cloud, regions: Sequence[str]) -> None:
        self.regions = tuple(dict.fromkeys(regions))
        self.account, self._partition = cloud.identity(self.regions[0])
        self._cloud = cloud
        self._kinds = kinds()

    def snapshot(self, wanted: Iterable[Wanted], managed: Sequence[str], taken: str) -> dict[str, Any]:
        """Return what is read of what is wanted, and of all that there is of the types ``managed``."""
        unread: list[dict[str, str]] = []
        asked, unknown = self._asked(wanted)
        listed: dict[str, list[str]] = {}
        for kind in managed:
            for region in self._regions_of(kind):
                more, reason = self._listed(kind, region)
                asked |= more
                if reason:
                    unread.append({"type": kind, "id": "*", "region": region, "reason": reason})
                else:
                    listed.setdefault(kind, []).append(region)
        with ThreadPoolExecutor(_AT_ONCE) as workers:
            answers = list(workers.map(self._read, asked.values()))
        return {
            "trueline_snapshot": 1,
            "kind": "aws",
            "taken": taken,
            "origin": f"account {self.account}",
            "regions": sorted({*self.regions, *(one.region for one in asked.values() if one.region != GLOBAL)}),
            "resources": sorted(_resources(answers), key=lambda one: (one["type"], one["region"], one["id"])),
            "absent": sorted(
                ({"type": a.wanted.type, "id": a.wanted.name} for a in answers if not a.found and not a.reason),
                key=lambda one: (one["type"], one["id"]),
            ),
            "unread": [*unread, *unknown, *(entry for answer in answers for entry in _unread(answer))],
            "listed": [{"type": kind, "regions": found} for kind, found in sorted(listed.items())],
        }

    def _asked(self, wanted: Iterable[Wanted]) -> tuple[dict[object, Wanted], list[dict[str, str]]]:
        """Return what is read, each once, and what is of a type that nothing reads."""
        asked: dict[object, Wanted] = {}
        unknown = []
        every = list(wanted)
        has_others = any(one.region not in ("", self.regions[0]) for one in every)
        for part in every:
            wholes = list(of_part(part))
            for one in wholes:
                kind = self._kinds.get(one.type)
                if kind is None:
                    reason = "nothing reads this type yet"
                    unknown.append({"type": one.type, "id": one.name, "reason": reason})
                    continue
                is_guessed = has_others and not one.region and kind.has_regions
                placed = one._replace(region=self._region(kind, one), is_guessed=is_guessed)
                asked.setdefault((placed.type, placed.region, placed.name), placed)
            if not wholes:
                unknown.append({"type": part.type, "id": part.name, "reason": "what it belongs to is not known"})
        return asked, unknown

    def _region(self, kind: Kind, wanted: Wanted) -> str:
        return (wanted.region or self.regions[0]) if kind.has_regions else GLOBAL

    def _regions_of(self, kind: str) -> Sequence[str]:
        found = self._kinds.get(kind)
        return (GLOBAL,) if found is not None and not found.has_regions else self.regions

    def _place(self, region: str) -> Place:
        where = self.regions[0] if region == GLOBAL else region
        return Place(self._cloud, where, self.account, self._partition)

    def _listed(self, kind: str, region: str) -> tuple[dict[object, Wanted], str]:
        """Return everything of a type in a region, and why it could not be listed."""
        found = self._kinds.get(kind)
        if found is None or found.list is None:
            whole = PARENTS.get(kind)
            return {}, f"all of it is read with each {whole.type}" if whole else "nothing lists this type yet"
        try:
            every = [Wanted(kind, known, region) for known in found.list(self._place(region))]
        except (AbsentError, UnreadError) as error:
            return {}, str(error)
        return {(kind, region, one.name): one for one in every}, ""

    def _read(self, wanted: Wanted) -> Answer:
        try:
            found = tuple(self._kinds[wanted.type].read(self._place(wanted.region), wanted.known))
        except AbsentError:
            reason = f"its region is not known, and it is not in {wanted.region}" if wanted.is_guessed else ""
            return Answer(wanted, reason=reason)
        except UnreadError as error:
            return Answer(wanted, reason=str(error))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            return Answer(wanted, reason=f"AWS answered in a form that is not known ({type(error).__name__}: {error})")
        return Answer(wanted, found)


def _resources(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    made: dict[object, dict[str, Any]] = {}
    for answer in answers:
        for one in answer.found:
            if one.reason:
                continue
            entry = {
                "type": one.type,
                "id": one.id,
                "region": answer.wanted.region,
                "arn": one.arn,
                "attributes": one.attributes,
            }
            if one.kept_by:
                entry["kept_by"] = one.kept_by
            parent = PARENTS.get(one.type)
            key = (one.type, answer.wanted.region, one.id, answer.wanted.name if parent is not None else "")
            made[key] = entry
    return list(made.values())


def _unread(answer: Answer) -> Iterator[Mapping[str, str]]:
    region = answer.wanted.region
    if answer.reason:
        yield {"type": answer.wanted.type, "id": answer.wanted.name, "region": region, "reason": answer.reason}
    for part in answer.found:
        if part.reason:
            yield {"type": part.type, "id": part.id, "region": region, "reason": part.reason}
