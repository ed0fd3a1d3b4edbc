"""A rule, what it answers for a fact, and what it may ask while it judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from trueline.model.level import Enforcement, FactKind, Outcome, Scope, Severity, UnknownMode
    from trueline.model.location import Location, Path
    from trueline.model.resource import Relations, Resource


class Answer(NamedTuple):
    """What a rule says of one element of one fact.

    ``path`` is where a finding points, ``element`` the judged element; both run from the fact's own root
    (``Resource.value``), never from a family's view. ``message`` is the finding's text, or for an error what went
    wrong; ``reasons`` explain an unknown. ``identity`` is the rule's own discriminator for the fingerprint, if any.
    """

    outcome: Outcome
    message: str = ""
    path: Path = ()
    element: Path = ()
    reasons: tuple[str, ...] = ()
    related: tuple[Location, ...] = ()
    identity: str | None = None


class Context(NamedTuple):
    """What a rule sees beside its fact. ``now`` is the run's clock in UTC, ``parameters`` those of this rule."""

    relations: Relations
    now: datetime
    environment: str = ""
    labels: Mapping[str, str] = {}
    parameters: Mapping[str, object] = {}


class Rule(NamedTuple):
    """One check. ``kinds`` are exact kinds, globs or families; ``judge`` gives at least one answer for a fact.

    ``judge(fact, kind, context)``: ``kind`` is the kind or family of the fact that one of ``kinds`` matched. It raises
    nothing that the rule's author caused; whatever it raises all the same is an error of this rule. ``severity``,
    ``enforcement`` and ``unknown`` are None where the profile decides. ``reads_clock`` rules are never cached, nor
    are ``reads_before`` rules, which ask for the former selves of facts, where there is a base;
    ``needs`` are the kinds that a rule of wider scope asks for by relations.
    """

    id: str
    title: str
    policy: str
    location: Location
    judge: Callable[[Resource, str, Context], Iterable[Answer]]
    kinds: tuple[str, ...]
    on: FactKind = "resource"
    scope: Scope = "fact"
    severity: Severity | None = None
    enforcement: Enforcement | None = None
    unknown: UnknownMode | None = None
    starts: date | None = None
    owner: str = ""
    pack: str = ""
    description: str = ""
    fix: str = ""
    references: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    benchmarks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, object]] = {}
    replaced_by: str = ""
    reads_clock: bool = False
    reads_before: bool = False
    needs: tuple[str, ...] = ()
    digest: str = ""
