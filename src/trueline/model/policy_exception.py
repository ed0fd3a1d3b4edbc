"""Exceptions that people decide on: what is asked for, by whom, who may decide, and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from trueline.model.level import Severity
    from trueline.model.location import Location

Category: TypeAlias = Literal["waiver", "mitigated", "false-positive", "emergency"]
"""Why it may be: the risk is taken, met in another way, not there, or taken because nothing else helps now."""

Verb: TypeAlias = Literal["approve", "deny", "revoke", "review"]
"""What somebody decides; ``review`` looks at an emergency afterwards."""

SourceOfProof: TypeAlias = Literal["merged", "signed", "forge"]
"""How it is known who decided: it is part of trust, signed with a key that trust lists, or a review on the forge."""

State: TypeAlias = Literal["pending", "approved", "not-yet", "denied", "revoked", "expired", "refused", "unverifiable"]
"""How an exception stands at an instant. ``refused``: trust does not allow what it asks for, whoever approves."""


class Asked(NamedTuple):
    """One finding that an exception is asked for, as it was then.

    ``unit`` is what it was judged in, ``context`` the digest of what it said and pointed at.
    """

    fingerprint: str
    subject: str
    unit: str = ""
    environment: str = ""
    context: str = ""


class Scope(NamedTuple):
    """What an exception covers, all at once: one rule, and what each further member says, where it says something.

    ``findings`` are named one by one; ``resources`` are subjects, in which ``*`` stands for anything where trust allows
    it. ``severity`` is the worst that is covered, ``ceiling`` the highest amount of a finding that has one, ``most``
    how many findings there may be.
    """

    rule: str
    severity: Severity
    findings: tuple[Asked, ...] = ()
    resources: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    ceiling: float | None = None
    most: int | None = None


class Limits(NamedTuple):
    """What an approval allows of a scope. It holds beside the scope, so that it can only take away from it.

    ``findings`` are fingerprints. An empty member, or None, takes nothing away.
    """

    severity: Severity | None = None
    findings: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    ceiling: float | None = None
    most: int | None = None


class Identity(NamedTuple):
    """Somebody as Git knows them. Both are claims."""

    name: str
    email: str


class ExceptionRequest(NamedTuple):
    """What somebody asks for. Times are in UTC.

    ``digest`` is of the whole file as it is read; ``policy`` of the rule at that time, ``evidence`` of the file
    beside it; ``authors`` are those of the change. ``renews`` names the exception that this one goes on with, or asks
    again for.
    """

    id: str
    scope: Scope
    category: Category
    reason: str
    requested_by: Identity
    requested_at: datetime
    expires: datetime
    digest: str
    location: Location
    authors: tuple[Identity, ...] = ()
    not_before: datetime | None = None
    mitigation: str = ""
    ticket: str = ""
    policy: str = ""
    evidence: str = ""
    renews: str = ""
    break_glass: bool = False


class Decision(NamedTuple):
    """What one person decided. ``by`` is a name of trust's list; ``number`` grows with each decision of that person.

    ``request`` is the digest of what was decided on; ``limits`` and ``expires`` grant less of it. ``proofs`` say how it
    is known who decided, none where it is not; ``problem`` why it cannot be taken for what it says.
    """

    exception: str
    request: str
    repository: str
    by: str
    number: int
    verb: Verb
    reason: str
    at: datetime
    location: Location
    limits: Limits | None = None
    expires: datetime | None = None
    proofs: tuple[SourceOfProof, ...] = ()
    problem: str = ""


class Person(NamedTuple):
    """Somebody who may decide. Their keys are lines as in ``authorized_keys``: type and key."""

    name: str
    roles: tuple[str, ...]
    keys: tuple[str, ...] = ()
    forge: str = ""
    emails: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None


class Quorum(NamedTuple):
    """How many people of which roles it takes, for what matches: rules by id or glob, policies, severities."""

    need: int
    roles: tuple[str, ...]
    severities: tuple[Severity, ...] = ()
    rules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    longest: timedelta | None = None


class Approvers(NamedTuple):
    """Who may decide on what, as trust has it. Without people nobody may.

    ``quorums`` are tried in order, the first that matches counts. ``broad`` says whether a scope may name resources
    instead of findings, ``wildcards`` whether with ``*``. ``renewals`` is how often an exception may be renewed.
    ``exact`` says whether an exception ends when the rule, or what a finding says and points at, is not as it was.
    """

    people: tuple[Person, ...] = ()
    quorums: tuple[Quorum, ...] = ()
    caps: tuple[tuple[Severity, int], ...] = ()
    repositories: tuple[str, ...] = ()
    sources: tuple[SourceOfProof, ...] = ("merged", "signed")
    exact: bool = True
    broad: bool = False
    wildcards: bool = False
    renewals: int = 2
    break_glass: tuple[str, ...] = ()
    break_glass_hours: int = 72
    review_days: int = 7
    path: str = ""


class Check(NamedTuple):
    """One thing that was looked at, whether it is as it must be, and that in words."""

    name: str
    holds: bool
    said: str


class Standing(NamedTuple):
    """How an exception stands: its state, what takes from its scope, until when, by whom, and what was looked at.

    ``quorums`` say for each severity whether enough have approved; ``review_due`` is when an emergency has to be looked
    at, None where it is no emergency, nobody approved it, or somebody has looked. While it is pending ``needs`` says
    how many of which roles it takes, and ``deciders`` are those who could still approve it.
    """

    request: ExceptionRequest
    state: State
    limits: tuple[Limits, ...]
    expires: datetime
    quorums: Mapping[Severity, Check]
    approved_by: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    decisions: tuple[Decision, ...] = ()
    review_due: datetime | None = None
    exact: bool = True
    needs: str = ""
    deciders: tuple[Person, ...] = ()
