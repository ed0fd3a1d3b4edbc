"""One declared user, group, role or managed policy beside the one that is there: its policies, and whom it trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.access.facts import NARROWED, WIDENED
from trueline.drift.access.grants import Policy
from trueline.drift.access.scope import Change, Compared, There, Written, compare, contradicted, written
from trueline.drift.access.shapes import covers, is_open
from trueline.drift.access.telling import (
    fact,
    grants_details,
    grants_told,
    message_of,
    path_of,
    place_of,
    spelled_in,
    unchecked,
)
from trueline.drift.access.world import theirs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.access.account import Policy as Live
    from trueline.drift.access.account import Principal
    from trueline.drift.access.grants import Grant
    from trueline.drift.access.holders import Document
    from trueline.drift.access.world import World
    from trueline.model.drift import Drift


class Identity:
    """One holder and who it is."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.number = number
        self.holder = world.holders[number]
        self.principal: Principal | None = world.linked.principals.get(number)
        called = self.holder.name if not is_open(self.holder.name) else ""
        called = called or (self.principal.name if self.principal is not None else self.holder.resource.address)
        self.called = called
        self.name = f"{self.holder.kind} {called}"

    @property
    def about(self) -> dict[str, object]:
        """What every fact about it says."""
        return {"principal": f"{self.holder.kind}/{self.called}"}

    def drifts(self) -> Iterator[Drift]:
        """Yield the differences of its policies."""
        if self.holder.kind == "policy":
            yield from self._managed()
        elif self.principal is None:
            yield from self._missing()
        else:
            yield from self._own(self.principal)
            if self.principal.trust is not None and self.holder.trust is not None:
                yield from self._trust(self.holder.trust, self.principal.trust)

    def tell(self, kind: str, message: str, *, path: str, grants: Sequence[Grant] = (), **more: object) -> Drift:
        """Return a fact about the whole, placed at its resource."""
        details = {**self.about, **grants_details(grants, self.world.spelled()), **more}
        return fact(kind, self.holder.resource, self.holder.resource.locate(()), message, path=path,
                    snapshot=self.world.snapshot, details=details)  # fmt: skip

    def _missing(self) -> Iterator[Drift]:
        details = self.world.details
        if "[*]" in self.holder.resource.address:
            reason = f"it is not known whether {self.name} is declared"
            yield unchecked(self.holder.resource, (), reason, self.world.snapshot)
            return
        if details.is_cut or not any(one.kind == self.holder.kind for one in details.principals.values()):
            reason = f"the snapshot holds no {self.holder.kind}s" if not details.is_cut else "the snapshot is cut"
            yield unchecked(
                self.holder.resource, (), f"{reason}, so that {self.name} cannot be told", self.world.snapshot
            )
            return
        yield self.tell(NARROWED, f"{self.name} is not there", path="", grants=self.world.written(self.number).grants,
                        missing=True)  # fmt: skip

    def _managed(self) -> Iterator[Drift]:
        arn = self.world.linked.policies.get(self.number)
        if arn is None:
            is_perhaps_one = "[*]" in self.holder.resource.address
            if self.world.details.is_cut or not self.world.details.policies or is_perhaps_one:
                yield unchecked(
                    self.holder.resource, (), f"the snapshot does not tell of {self.name}", self.world.snapshot
                )
                return
            grants = self.world.written(self.number).grants
            yield self.tell(NARROWED, f"{self.name} is not there", path="", grants=grants, missing=True)
            return
        live = self.world.details.policies[arn]
        ours = self.world.written(self.number)
        yield from self._compared(ours, [live], Policy(ours.grants), _held([live]))

    def _own(self, principal: Principal) -> Iterator[Drift]:
        ours = self.world.written(self.number)
        unsure = {id(one) for one in contradicted(ours.homes)}
        declared: list[Grant] = []
        perhaps: list[Grant] = []
        for home in ours.homes:
            is_said = id(home) not in unsure and self.world.is_sure(home.document, self.holder)
            (declared if is_said else perhaps).extend(home.statement.grants)
        arns = [one.arn for one in principal.attached]
        for attached in self.holder.attached:
            given = self.world.declared_grants(attached, self.world.meant(attached, arns))
            (declared if self.world.is_sure(attached, self.holder) else perhaps).extend(given)
        held, is_more_held = self.world.live_grants(principal)
        live = [] if self.holder.is_partial else list(principal.inline)
        yield from self._compared(ours, live, Policy(declared), Policy(held, is_open=is_more_held), perhaps)

    def _trust(self, document: Document, live: Live) -> Iterator[Drift]:
        ours = written([document])
        yield from self._compared(ours, [live], Policy(ours.grants), _held([live]))

    def _compared(
        self, ours: Written, live: Sequence[Live], declared: Policy, actual: Policy, perhaps: Sequence[Grant] = ()
    ) -> Iterator[Drift]:
        for document, problem in ours.problems:
            yield unchecked(document.resource, document.path, problem, self.world.snapshot)
        for policy in live:
            if policy.statements is None:
                reason = f"a policy of {self.name} cannot be read: {policy.problem}"
                yield unchecked(self.holder.resource, (), reason, self.world.snapshot)
        found = compare(ours, declared, theirs(live), actual, perhaps)
        for change in _gathered(found, ours, live):
            yield self._changed(change, ours, actual)
        if found.unread and all(one.statements is not None for one in live):
            told = grants_told(found.unread, self.world.spelled())
            reason = f"a policy that {self.name} holds is not in the snapshot: it may not have {told} any more"
            yield unchecked(self.holder.resource, (), reason, self.world.snapshot)
        if found.doubts:
            yield self._doubt(found.doubts, ours)

    def _doubt(self, doubts: Sequence[Grant], ours: Written) -> Drift:
        told = grants_told(doubts, self.world.spelled())
        reason = f"it is not known before it is applied whether {self.name} is declared to have {told}"
        document = next((one for one in (*ours.unknown, *(home.document for home in ours.homes))), None)
        resource = document.resource if document is not None else self.holder.resource
        path = document.path if document is not None else ()
        found = unchecked(resource, path, reason, self.world.snapshot)
        return found._replace(details={**found.details, **self.about, **grants_details(doubts, self.world.spelled())})

    def _changed(self, change: Change, ours: Written, actual: Policy) -> Drift:
        home = change.home
        spelled = spelled_in(change)
        details = {**self.about, **grants_details(change.grants, spelled)}
        if change.there is not None and change.there.policy.name:
            details["policy"] = change.there.policy.name
        if change.lost:
            details["lost"] = grants_details(change.lost, spelled)
        document = home.document if home is not None else _beside(change.there, ours)
        resource = document.resource if document is not None else self.holder.resource
        place = place_of(home) if home is not None else resource.locate(document.path if document is not None else ())
        path = "" if document is None else path_of(document, home.statement.number if home is not None else None)
        message = message_of(change, self.name, ours.grants, actual.grants)
        made = fact(change.kind, resource, place, message, path=path, snapshot=self.world.snapshot, details=details)
        return made._replace(
            declared=None if home is None else grants_details(home.statement.grants, home.statement.spelled),
            actual=None if change.there is None else grants_details(change.there.statement.grants, spelled),
        )


def _held(policies: Sequence[Live]) -> Policy:
    grants = [grant for one in policies for statement in one.statements or () for grant in statement.grants]
    return Policy(grants, is_open=any(one.statements is None for one in policies))


def _beside(there: There | None, ours: Written) -> Document | None:
    """Return the declared document that a statement stands in, as far as names tell."""
    if there is None:
        return ours.homes[0].document if ours.homes else None
    named = (home.document for home in ours.homes if covers(home.document.name, there.policy.name) is not False)
    return next(named, None)


def _gathered(found: Compared, ours: Written, live: Sequence[Live]) -> Iterator[Change]:
    """Yield changes, those of one whole policy that only one side has as one."""
    names = {one.name for one in live}
    added: dict[str, list[Change]] = {}
    gone: dict[int, list[Change]] = {}
    for change in found.changes:
        if change.kind == WIDENED and change.home is None and change.there is not None:
            if _beside(change.there, ours) is None:
                added.setdefault(change.there.policy.name, []).append(change)
                continue
        elif change.kind == NARROWED and change.there is None and change.home is not None:
            document = change.home.document
            if document.name and not any(covers(document.name, name) is not False for name in names):
                gone.setdefault(id(document), []).append(change)
                continue
        yield change
    for changes in (*added.values(), *gone.values()):
        grants = tuple(grant for change in changes for grant in change.grants)
        yield changes[0]._replace(grants=grants)
