"""Both sides of an account: what is declared, what is there, and which is which."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.access.scope import There, Written, is_sure, written
from trueline.drift.access.shapes import covers
from trueline.drift.hidden import has_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.drift.access import account
    from trueline.drift.access.account import Details, Principal
    from trueline.drift.access.grants import Grant
    from trueline.drift.access.holders import Attached, Declaring, Document, Holder
    from trueline.drift.access.linking import Linked
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import DriftSettings


class Meant(NamedTuple):
    """What a declared attachment means: ARNs that are there, the managed policy that is declared for it, doubt."""

    arns: tuple[str, ...]
    holder: int | None = None
    is_sure: bool = True


class World:
    """All that is declared and all that is there, linked; ``unread`` says in words what may declare more."""

    def __init__(  # one record, made in one place
        self,
        snapshot: Snapshot,
        details: Details,
        declaring: Declaring,
        linked: Linked,
        settings: DriftSettings,
        unread: str = "",
    ) -> None:
        self.unread = unread
        self.snapshot = snapshot
        self.details = details
        self.holders: Sequence[Holder] = declaring.holders
        self.linked = linked
        self.settings = settings
        self.floating = declaring.floating
        self._declaring = declaring
        self._numbers = {id(one): number for number, one in enumerate(self.holders)}
        self._by_arn = {arn: number for number, arn in linked.policies.items()}
        self._written: dict[int, Written] = {}
        self._spelled: Mapping[str, str] | None = None

    def written(self, number: int) -> Written:
        """Return what the own documents of a holder say."""
        if number not in self._written:
            self._written[number] = written(self.holders[number].documents)
        return self._written[number]

    def has_secret(self, number: int) -> bool:
        """Tell whether a policy of a holder, or one that is declared to be attached to it, holds what is secret."""
        holder = self.holders[number]
        policies = (self._declaring.policy(one.refers, one.resource) for one in holder.attached)
        holders = (holder, *(one for one in policies if one is not None))
        trust = (holder.trust,) if holder.trust is not None else ()
        return any(has_secret(one.value) for one in (*trust, *(doc for each in holders for doc in each.documents)))

    def meant(self, attached: Attached, arns: Iterable[str]) -> Meant:
        """Return which of some ARNs a declared attachment means, and the policy that is declared for it."""
        holder = self._declaring.policy(attached.refers, attached.resource)
        number = self._numbers[id(holder)] if holder is not None else None
        if number is not None and number in self.linked.policies:
            arn = self.linked.policies[number]
            return Meant((arn,) if arn in set(arns) else (), number)
        if number is not None and number not in self.linked.unclear:
            return Meant((), number)
        answers = [(arn, covers(attached.pattern, arn)) for arn in arns]
        sure = tuple(arn for arn, answer in answers if answer)
        if sure:
            return Meant(sure, self._by_arn.get(sure[0]))
        perhaps = tuple(arn for arn, answer in answers if answer is None)
        return Meant(perhaps, number, is_sure=not perhaps and not attached.is_many)

    def is_sure(self, given: Document | Attached, holder: Holder) -> bool:
        """Tell whether something is declared for a holder for sure: by what is applied, wherever the holder is."""
        unit = given.resource.unit
        return is_sure(given, holder.resource) and (
            unit not in self._declaring.libraries or unit == holder.resource.unit
        )

    def spelled(self) -> Mapping[str, str]:
        """Return how the actions of policies that are there are written, by their lower case."""
        if self._spelled is None:
            inline = (policy for one in self.details.principals.values() for policy in one.inline)
            policies = (*self.details.policies.values(), *inline)
            ours = (home.statement for number in range(len(self.holders)) for home in self.written(number).homes)
            statements = [one for policy in policies for one in policy.statements or ()]
            self._spelled = {key: word for one in (*statements, *ours) for key, word in one.spelled.items()}
        return self._spelled

    def is_named(self, kind: str, attached: Attached, name: str) -> bool:
        """Tell whether a declared reference means who is called so, by what it refers to."""
        found = self._declaring.find(kind, None, attached.refers, attached.resource)
        principal = self.linked.principals.get(self._numbers[id(found)]) if found is not None else None
        return principal is not None and principal.name == name

    def policy_grants(self, arn: str) -> list[Grant] | None:
        """Return what a managed policy that is there grants, None where that cannot be told."""
        policy = self.details.policies.get(arn)
        if policy is None or policy.statements is None:
            return None
        return [grant for statement in policy.statements for grant in statement.grants]

    def declared_grants(self, attached: Attached, meant: Meant) -> list[Grant]:
        """Return what a declared attachment grants, as far as that is known."""
        if meant.holder is not None:
            return self.written(meant.holder).grants
        if not meant.is_sure:
            return []
        if not meant.arns:  # not attached: as it is there all the same
            found_there = [self.policy_grants(arn) for arn in (attached.pattern,)]
        else:
            found_there = [self.policy_grants(arn) for arn in meant.arns]
        return [grant for one in found_there for grant in one or ()]

    def live_grants(self, principal: Principal) -> tuple[list[Grant], bool]:
        """Return all that a principal holds, groups aside, and whether there may be more that cannot be read."""
        found: list[Grant] = []
        is_open = False
        for policy in principal.inline:
            found += [grant for statement in policy.statements or () for grant in statement.grants]
            is_open = is_open or policy.statements is None
        for one in principal.attached:
            grants = self.policy_grants(one.arn)
            found += grants or ()
            is_open = is_open or grants is None
        return found, is_open


def theirs(policies: Iterable[account.Policy]) -> list[There]:
    """Return the statements of policies that are there."""
    return [There(policy, statement) for policy in policies for statement in policy.statements or ()]
