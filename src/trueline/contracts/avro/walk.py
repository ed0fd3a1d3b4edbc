"""Two revisions of a schema beside each other: what differs, and which reader fails on whose data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.avro.kinds import KINDS
from trueline.contracts.avro.resolution import Resolution
from trueline.contracts.deprecation import within
from trueline.model.change import Change

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Schema
    from trueline.contracts.deprecation import Notice
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location

_WORST: Final[dict[Compatibility, int]] = {"compatible": 0, "dangerous": 1, "breaking": 2}


class Verdict(NamedTuple):
    """What comes of a change: ``backward`` for new readers of old data, ``forward`` for old readers of new data."""

    backward: Compatibility = "compatible"
    forward: Compatibility = "compatible"

    @property
    def worst(self) -> Compatibility:
        """The worse of both."""
        return max(self, key=lambda one: _WORST[one])

    def breaks(self, roles: tuple[Broken, Broken]) -> tuple[Broken, ...]:
        """Return who fails of those that new readers with old data are about, and old readers with new data."""
        found = dict.fromkeys(
            role for role, one in zip(roles, self, strict=True) if one != "compatible"
        )  # fmt: skip
        return tuple(found)


def verdict(*, backward: bool, forward: bool) -> Verdict:
    """Return the verdict of a change that reads or fails."""
    return Verdict("compatible" if backward else "breaking", "compatible" if forward else "breaking")


class At(NamedTuple):
    """Where the walk is: the address, which directions count, and who fails in each.

    Below a field that old readers do not fill from the new one, nothing breaks them any more. Of schemas, new readers
    fail on data and old readers are clients; of a request, new servers fail their clients. ``notice`` is what base
    announced of what is walked through; a named type, which others may use too, has its own alone.
    """

    subject: str
    backward: bool = True
    forward: bool = True
    roles: tuple[Broken, Broken] = ("data", "clients")
    notice: Notice | None = None

    def below(self, step: str, notice: Notice | None = None) -> At:
        """Return the address of something within, which base announced this of."""
        return self._replace(subject=self.subject + step, notice=within(self.notice or {}, notice or {}))


class Fact(NamedTuple):
    """What is said of one change beside its kind, subject and places."""

    message: str
    before: object = None
    after: object = None
    verdict: Verdict | None = None
    details: tuple[tuple[str, object], ...] = ()


class Walk:
    """The changes that were found so far, and the pairs of named types that were compared."""

    def __init__(self, *paths: str) -> None:
        self._paths = paths
        self.resolution = Resolution()
        self.changes: list[Change] = []
        self._seen: set[tuple[str, str, bool, bool]] = set()

    def is_new(self, base: Schema, head: Schema, at: At) -> bool:
        """Tell whether a pair of named types is met for the first time; a recursive type is met again.

        A type that another file declares on both sides is told with that file, which is a contract too.
        """
        if base.name == head.name and not {base.file.path, head.file.path} & {*self._paths}:
            return False
        key = base.name, head.name, at.backward, at.forward
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def add(self, kind: str, at: At, base: Location | None, head: Location | None, fact: Fact) -> None:
        """Keep one change; directions that do not count are compatible."""
        known = KINDS[f"avro/{kind}"]
        found = fact.verdict or Verdict(known.compatibility, known.compatibility)
        found = Verdict(found.backward if at.backward else "compatible", found.forward if at.forward else "compatible")
        details: dict[str, object] = {"backward": found.backward, "forward": found.forward, **dict(fact.details)}
        details |= at.notice or {}
        self.changes.append(
            Change(
                known.id, at.subject, fact.message, found.worst, found.breaks(at.roles), head, base, fact.before,
                fact.after, details,
            )
        )  # fmt: skip
