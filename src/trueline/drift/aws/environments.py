"""Which environments of a root an account is of, where the root is evaluated for several and no state tells."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.aws.attributes import changes
from trueline.drift.aws.families import PARTS
from trueline.drift.aws.matching import match
from trueline.drift.terraform.roots import is_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.aws.live import Account, Live
    from trueline.drift.aws.subject import Subject
    from trueline.model.drift import Snapshot


class Meant(NamedTuple):
    """What is declared for an account; ``others`` is one of each environment that is not compared, with why."""

    subjects: tuple[Subject, ...]
    others: tuple[tuple[Subject, str], ...]


class _Environment(NamedTuple):
    """What a root declares for one environment, and what of it is in the account."""

    name: str
    subjects: Sequence[Subject]
    found: Sequence[tuple[Subject, Live]]

    @property
    def rank(self) -> tuple[int, int, str]:
        """How well it fits, the best first: by how much is there, then by how little of that is otherwise."""
        return -len(self.found), sum(1 for one, live in self.found for _ in changes(one, live)), self.name


def of_account(subjects: Sequence[Subject], account: Account, snapshot: Snapshot) -> Meant:
    """Return what of all that is declared an account is compared with.

    An environment that the snapshot's file is called by is meant alone. Else those that have anything in the account;
    of several that have the same things there, which differ in their values alone, the nearest.
    """
    groups: dict[str, dict[str, list[Subject]]] = defaultdict(lambda: defaultdict(list))
    for one in subjects:
        if one.state is None and one.environment:
            groups[one.unit][one.environment].append(one)
    out: dict[tuple[str, str], str] = {}
    for unit, environments in groups.items():
        if len(environments) > 1:
            known = [_Environment(name, own, list(_found(own, account))) for name, own in environments.items()]
            out |= {(unit, name): reason for name, reason in _others(known, snapshot)}
    kept = tuple(one for one in subjects if one.state is not None or (one.unit, one.environment) not in out)
    return Meant(kept, tuple((groups[unit][name][0], reason) for (unit, name), reason in out.items()))


def _found(subjects: Sequence[Subject], account: Account) -> Iterator[tuple[Subject, Live]]:
    for one in subjects:
        live = match(one, account).live if one.type not in PARTS else None
        if live is not None:
            yield one, live


def _others(known: Sequence[_Environment], snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield the environments that are not meant, each with why."""
    named = [one.name for one in known if is_named(snapshot, one.name)]
    if len(named) == 1:
        yield from ((one.name, f"the snapshot is of {named[0]}") for one in known if one.name != named[0])
        return
    nearest: dict[tuple[str, str, str], str] = {}
    for one in sorted(known, key=lambda one: one.rank):
        if not one.found:
            if nearest:
                yield one.name, "nothing that it declares is in this account"
            continue
        rival = next((nearest[live.key] for _, live in one.found if live.key in nearest), "")
        if rival:
            hint = f"say which: --live {one.name}=FILE"
            yield one.name, f"{rival} declares the same and is nearer to what is there ({hint})"
        else:
            nearest |= {live.key: one.name for _, live in one.found}
