"""Declared statements beside those that are there: what somebody may do more, and what less."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.access.facts import NARROWED, WIDENED
from trueline.drift.access.grants import NoPolicyError, Policy, TooManyError, is_deleted, read
from trueline.drift.access.shapes import covers, is_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.drift.access import account
    from trueline.drift.access.grants import Grant, Statement
    from trueline.drift.access.holders import Attached, Document
    from trueline.model.resource import Resource


class Home(NamedTuple):
    """One declared statement, in its document."""

    document: Document
    statement: Statement


class There(NamedTuple):
    """One statement that is there, in its policy."""

    policy: account.Policy
    statement: Statement


class Written(NamedTuple):
    """What documents say: their statements, and what could not be read.

    ``unknown`` are those that may say anything, ``is_many`` tells that a statement may be about any number of things.
    """

    homes: tuple[Home, ...]
    unknown: tuple[Document, ...]
    is_many: bool
    problems: tuple[tuple[Document, str], ...]

    def may_hold(self, name: str) -> bool:
        """Tell whether a document of which nothing is known may be the policy that is called so where it is."""
        known = (home.document for home in self.homes if home.document.name == name)
        if name and any(not any(one is other for other in self.unknown) for one in known):
            return False  # a holder has one policy of a name
        return any(covers(document.name, name) is not False for document in self.unknown)

    @property
    def grants(self) -> list[Grant]:
        """All grants of them."""
        return [grant for home in self.homes for grant in home.statement.grants]


class Change(NamedTuple):
    """Grants that one side has and the other has not; ``home`` and ``there`` are the statements that they stand in.

    ``lost`` are those that the same statement lost as it got these; ``kind`` is that of the fact.
    """

    kind: str
    grants: tuple[Grant, ...]
    home: Home | None = None
    there: There | None = None
    lost: tuple[Grant, ...] = ()


class Compared(NamedTuple):
    """What came of comparing: changes, and grants of which nothing decides whether they are declared.

    ``unread`` are declared ones that only a policy which cannot be read could still give.
    """

    changes: tuple[Change, ...]
    doubts: tuple[Grant, ...]
    unread: tuple[Grant, ...] = ()


def written(documents: Iterable[Document]) -> Written:
    """Return what documents say."""
    homes: list[Home] = []
    problems: list[tuple[Document, str]] = []
    unknown: list[Document] = []
    for document in documents:
        try:
            found = read(document.value, document.shaper)
        except (NoPolicyError, TooManyError) as error:
            problems.append((document, f"the declared policy cannot be compared: {error}"))
            unknown.append(document)
            continue
        if found is None or any(one.is_unknown for one in found):
            unknown.append(document)
        homes += [Home(document, one) for one in found or () if not one.is_unknown]
    is_many = any(home.statement.is_many for home in homes)
    return Written(tuple(homes), tuple(unknown), is_many, tuple(problems))


def compare(
    ours: Written, declared: Policy, theirs: Sequence[There], actual: Policy, perhaps: Sequence[Grant] = ()
) -> Compared:
    """Return in what statements differ; ``declared`` and ``actual`` are all grants that count on either side.

    ``perhaps`` are grants of which it is not known whether anybody is given them: what these cover is in doubt.
    """
    likely, every = Policy(perhaps), Policy([*declared.grants, *perhaps])
    changes: list[Change] = []
    doubts: list[Grant] = []
    lost = _lost(ours, actual)
    taken: set[int] = set()
    kept = _Kept(ours.homes, theirs)
    for there in theirs:
        given = [one for one in there.statement.grants if not is_deleted(one.who)]
        more, unsure = declared.lacks([one for one in given if one.effect == "Allow"])
        if more and ours.may_hold(there.policy.name):
            more, unsure = [], [*unsure, *more]
        if more and perhaps:
            more, unsure = likely.lacks(more)[0], [*unsure, *(one for one in more if likely.covers(one) is not False)]
        doubts += unsure
        if more:
            place = nearest(there, more, ours.homes, kept)
            less = lost[place] if place is not None and place not in taken else []
            home = ours.homes[place] if place is not None else None
            if place is not None:
                taken.add(place)
            changes.append(Change(WIDENED, tuple(more), home, there, tuple(less)))
        denied, _ = every.lacks([one for one in given if one.effect == "Deny"])
        if denied and not ours.may_hold(there.policy.name):
            place = nearest(there, denied, ours.homes, kept)
            changes.append(Change(NARROWED, tuple(denied), None if place is None else ours.homes[place], there))
    surplus = _surplus(doubts, ours)
    if surplus:
        changes.append(Change(WIDENED, tuple(surplus)))
        doubts = [one for one in doubts if one not in surplus]
    for place, missing in enumerate(lost):
        if missing and place not in taken and not is_perhaps(ours.homes[place].document):
            changes += _less(ours.homes[place], missing)
    return Compared(tuple(changes), tuple(doubts), _unread(ours, actual))


def _unread(ours: Written, actual: Policy) -> tuple[Grant, ...]:
    certain = [home for home in ours.homes if not is_perhaps(home.document)]
    return tuple(grant for home in certain for grant in actual.misses(home.statement.grants))


def is_perhaps(given: Document | Attached) -> bool:
    """Tell whether it cannot be told if something is given to whom it is read for."""
    return given.is_perhaps or "[*]" in given.resource.address


def is_sure(given: Document | Attached, to: Resource) -> bool:
    """Tell whether something is given for sure wherever a resource is that holds it.

    Of what is there a number of times that is not known, only what is so for the same reason.
    """
    address = given.resource.address
    if given.is_perhaps:
        return False
    if given.resource is to or "[*]" not in address:
        return True
    if (given.resource.unit, given.resource.environment) != (to.unit, to.environment) or "[*]" not in to.address:
        return False
    around, _, _ = address.removesuffix("[*]").rpartition("[*]")
    is_within = not around or to.address.startswith(f"{around}[*].")
    return is_within and (not address.endswith("[*]") or to.address.endswith("[*]"))


def contradicted(homes: Sequence[Home]) -> list[Home]:
    """Return what stands in a policy that somebody holds by one name and that is declared as two different ones."""
    named: dict[str, dict[int, tuple[Document, list[Home]]]] = defaultdict(dict)
    for home in homes:
        name = home.document.name
        if name and not is_open(name):
            named[name].setdefault(id(home.document), (home.document, []))[1].append(home)
    found: list[Home] = []
    for several in (list(one.values()) for one in named.values()):
        if len({id(document.resource) for document, _ in several}) < 2:
            continue
        policies = [Policy(grant for one in own for grant in one.statement.grants) for _, own in several]
        found += [
            one
            for number, (_, own) in enumerate(several)
            for one in own
            if any(other.lacks(one.statement.grants)[0] for at, other in enumerate(policies) if at != number)
        ]
    return found


def _lost(ours: Written, actual: Policy) -> list[list[Grant]]:
    return [actual.lacks(home.statement.grants)[0] for home in ours.homes]


def _less(home: Home, missing: Sequence[Grant]) -> list[Change]:
    """Return what a declared statement lost: what it allows, and what it forbids (which lets somebody do more)."""
    allowed = tuple(one for one in missing if one.effect != "Deny")
    denied = tuple(one for one in missing if one.effect == "Deny")
    return [Change(kind, part, home) for kind, part in ((WIDENED, denied), (NARROWED, allowed)) if part]


def _surplus(doubts: Sequence[Grant], ours: Written) -> list[Grant]:
    """Return the doubtful grants where there are more resources, or principals, than unknown ones that they can be."""
    if ours.is_many or ours.unknown or not doubts or any(is_perhaps(home.document) for home in ours.homes):
        return []
    for name in ("resource", "who"):
        texts = {getattr(one, name) for one in doubts} - {"", "*"}
        holes = [
            (number, term)
            for number, home in enumerate(ours.homes)
            for term in dict.fromkeys(getattr(one, name) for one in home.statement.grants)
            if is_open(term)
        ]
        fitting = [term for _, term in holes if any(covers(term, text) is None for text in texts)]
        if fitting and len(texts) > len(fitting):
            return list(doubts)
    return []


class _Kept:
    """Which declared statements are there as they are."""

    def __init__(self, homes: Sequence[Home], theirs: Sequence[There]) -> None:
        self._homes = homes
        self._theirs = theirs
        self._known: dict[int, frozenset[int]] = {}

    def by_others(self, place: int, there: There) -> bool:
        """Tell whether another statement is there that says all that a declared one says."""
        if place not in self._known:
            wanted = self._homes[place].statement.grants
            self._known[place] = frozenset(
                number
                for number, one in enumerate(self._theirs)
                if len(one.statement.grants) >= 1 and not Policy(one.statement.grants).lacks(wanted)[0]
            )
        return any(self._theirs[number] is not there for number in self._known[place])


def nearest(there: There, grants: Sequence[Grant], homes: Sequence[Home], kept: _Kept) -> int | None:
    """Return which declared statement one that is there stands for, None where it is like none of them."""
    free = [place for place in range(len(homes)) if not kept.by_others(place, there)]
    if not free:
        return None
    effect = grants[0].effect
    wanted = {term for one in there.statement.grants for term in (one.action, one.resource, one.who) if term}

    def score(place: int) -> tuple[bool, bool, int, bool]:
        home = homes[place]
        terms = {term for one in home.statement.grants for term in (one.action, one.resource, one.who) if term}
        same_policy = covers(home.document.name, there.policy.name) is not False
        same_sid = bool(there.statement.sid) and home.statement.sid == there.statement.sid
        shared = len(wanted & terms) + any(one.effect == effect for one in home.statement.grants)
        return same_policy and same_sid, same_policy, shared, home.statement.number == there.statement.number

    best = max(free, key=score)
    named, same_policy, shared, same_number = score(best)
    return best if named or shared > 1 or (same_policy and same_number) else None
