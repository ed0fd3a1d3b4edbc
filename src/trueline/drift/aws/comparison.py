"""One account beside everything that is declared: what is matched, compared, left over, and what stays untold."""

from __future__ import annotations

from collections import Counter, defaultdict
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.drift.aws.attributes import blind, changes
from trueline.drift.aws.facts import Facts, noted
from trueline.drift.aws.families import FAMILIES, PARTS
from trueline.drift.aws.identity import PREFIX
from trueline.drift.aws.live import Live
from trueline.drift.aws.matching import Match, belonging, match
from trueline.drift.aws.parts import Claim, claims_of_part, compare_parts, family_of
from trueline.drift.aws.types import READ
from trueline.drift.elements import Elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.aws.live import Account
    from trueline.drift.aws.subject import Subject
    from trueline.model.drift import Drift, Snapshot

_DIALECT: Final = "terraform/"
_NO_PARENT: Final = Live("", "", "", "", {}, ())


class Comparison:
    """Compares the things of one snapshot with all that is declared."""

    def __init__(
        self, snapshot: Snapshot, account: Account, subjects: Sequence[Subject], managed: Sequence[str]
    ) -> None:
        self._facts = Facts(snapshot)
        self._account = account
        self._wholes = [one for one in subjects if one.type not in PARTS]
        self._parts = [one for one in subjects if one.type in PARTS]
        self._managed = managed
        self._owners: dict[tuple[str, str, str], Subject] = {}
        self._found: dict[tuple[str, str, str], Match] = {}
        self._untold: dict[tuple[str, str, str, str], list[Subject]] = defaultdict(list)
        self._blind: dict[tuple[str, str, str], dict[str, Subject]] = defaultdict(dict)
        self._claims: dict[tuple[str, str, str], dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        self._loose: dict[int, Elements] = defaultdict(Elements)

    def run(self) -> Iterator[Drift]:
        """Yield every difference."""
        for subject in self._wholes:
            yield from self._whole(subject)
        for subject in self._parts:
            yield from self._part(subject)
        lives = {
            live.key: live for live in self._account.things if live.key in self._owners or live.key in self._claims
        }
        for key, live in lives.items():
            owner = self._owners.get(key)
            claims = self._claims.get(key, {})
            yield from compare_parts(
                self._facts, self._account, live, owner, claims, self._loose, is_managed=self.is_managed
            )
        yield from self._said()
        yield from self._undeclared()

    def compared(self) -> Mapping[str, int]:
        """Return how many things of each unit were found there, once it ran."""
        found = Counter(unit for (unit, _, _), one in self._found.items() if one.live is not None)
        found.update(claim.subject.unit for one in self._claims.values() for part in one.values() for claim in part)
        return found

    def is_managed(self, kind: str) -> bool:
        """Tell whether all that there is of a type should be declared."""
        return any(fnmatchcase(f"{_DIALECT}{kind}", pattern) for pattern in self._managed)

    def _whole(self, subject: Subject) -> Iterator[Drift]:
        found = match(subject, self._account)
        self._found[subject.unit, subject.environment, subject.address] = found
        if found.live is not None:
            self._owners.setdefault(found.live.key, subject)
            for difference, has_it in changes(subject, found.live):
                said = noted(unapplied=has_it, ignored=subject.leaves(difference.path))
                yield self._facts.changed(subject, difference, found.live, said)
            for name in blind(subject, found.live):
                self._blind[subject.unit, subject.environment, subject.type].setdefault(name, subject)
        elif found.sort == "absent":
            yield self._facts.missing(subject)
        elif found.sort == "unread":
            yield self._facts.unchecked(subject, found.reason)
        else:
            self._tell(subject, found.reason)

    def _part(self, subject: Subject) -> Iterator[Drift]:
        of = belonging(subject, self._account, self._found)
        for live in of.lives:
            for place, family in family_of(subject.type, (live.type,)):
                self._claims[live.key][place] += claims_of_part(family, subject, live)
        if of.lives:
            return
        if of.absent:
            yield self._facts.missing(subject)
            return
        for place, family in family_of(subject.type, {family.parent for family in FAMILIES}):
            for claim in claims_of_part(family, subject, _NO_PARENT):
                self._loose[place].add(claim.element, subject.address)
        if of.is_general:
            self._tell(subject, of.reason)
        else:
            yield self._facts.unchecked(subject, of.reason)

    def _tell(self, subject: Subject, reason: str) -> None:
        self._untold[subject.unit, subject.environment, subject.type, reason].append(subject)

    def _said(self) -> Iterator[Drift]:
        """Yield what could not be told, once for each type of a unit."""
        for (_, _, kind, reason), subjects in self._untold.items():
            more = f" (so {len(subjects)} of {kind})" if len(subjects) > 1 else ""
            addresses = [one.address for one in subjects[:100]]
            yield self._facts.unchecked(subjects[0], f"{reason}{more}", count=len(subjects), addresses=addresses)
        for (_, _, kind), names in self._blind.items():
            first, told = min(names), ", ".join(sorted(names))
            reason = f"the snapshot does not tell {told} of {kind}"
            yield self._facts.unchecked(names[first], reason, (first,), attributes=sorted(names))

    def _undeclared(self) -> Iterator[Drift]:
        for live in self._account.things:
            if live.type in PARTS or live.kept_by or live.key in self._owners or not self.is_managed(live.type):
                continue
            yield self._facts.undeclared(live)
        for kind in sorted(READ):
            reason = self._account.unread.get((kind, "*"), "")
            if self.is_managed(kind) and (reason or not self._account.lists(kind)):
                reason = reason or f"the snapshot does not list it (--managed {kind})"
                yield self._facts.unlisted(kind, reason)
        for pattern in self._managed:
            is_known = any(fnmatchcase(f"{_DIALECT}{kind}", pattern) for kind in READ | PARTS)
            if pattern.startswith(_DIALECT + PREFIX) and not is_known:
                yield self._facts.unlisted(pattern.removeprefix(_DIALECT), "nothing lists such a type yet")
