"""One unit in, one result out: what a worker calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.engine import Judgement, UnitRelations, judge
from trueline.exceptions.finder import MarkReader
from trueline.model.report import OPEN_ENDED, Notification
from trueline.model.rule import Context
from trueline.repo.recording import RecordingReader
from trueline.run.plan import dialect
from trueline.run.portable import UnitResult, project
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from trueline.cost.book import Book
    from trueline.engine import Fault
    from trueline.model.cost import Estimate
    from trueline.model.document import Reader
    from trueline.model.resource import Relations, Resource
    from trueline.model.rule import Rule
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit
    from trueline.policies.kinds import RuleIndex
    from trueline.repo.tree import Tree
    from trueline.run.former import Former, Unchanged
    from trueline.run.settle import Bench


RESERVED = "trueline/"  # the kinds of what the gate says of itself
MOVED = "terraform/moved"
"""The kind that says what a resource was called before."""

RENDERED = ("chart", "kustomization")  # read through the tools that own them, where the config allows it


class Session(NamedTuple):
    """What every unit of one side is judged with: the rules over one unit (``near``) and over all (``wide``).

    ``wider`` are the kinds that repository-scope rules ask for; ``former`` is there where a rule asks what was before,
    ``book`` where it is asked what things cost.
    """

    tree: Tree
    settings: Settings
    near: RuleIndex
    wide: RuleIndex
    bench: Bench
    now: datetime
    wider: frozenset[str] = frozenset()
    former: Former | Unchanged | None = None
    book: Book | None = None


def judge_unit(unit: Unit, session: Session) -> UnitResult:
    """Read a unit and judge it; whatever it reads is in the result's trace."""
    recording = RecordingReader(session.tree)
    reader = MarkReader(recording)
    extract = read_unit(unit, reader, session.settings)
    if session.former is not None:
        session.former.pair(unit, extract.resources)
    hidden = unread(extract)
    relations = UnitRelations(extract.resources, incomplete=lambda _: hidden)
    judgement = judge(
        extract.resources,
        session.near.for_resource,
        contexts(relations, session),
        with_begins=lambda: reader.may_have_marks,
    )
    return UnitResult(
        judgement,
        extract.inputs,
        (*extract.notifications, *(fault_notification(fault) for fault in judgement.faults)),
        len(extract.resources),
        tuple(project(resource) for resource in extract.resources if _asked_for(resource, session)),
        dict(recording.trace),
        reader.marks(),
        () if session.book is None else _estimates(extract, relations, session, recording.trace),
    )


def _estimates(
    extract: Extract, relations: Relations, session: Session, trace: Mapping[str, str]
) -> tuple[Estimate, ...]:
    """Return what a unit costs; what is not rendered, or made at deployment, is there as what nobody has priced."""
    from trueline.cost.estimate import estimate_unit, open_ended, unrendered

    if session.book is None:
        return ()
    found = estimate_unit(extract.resources, relations, session.book, session.settings.cost)
    unseen = [unrendered(given, trace) for given in extract.inputs if given.state == "not-rendered"]
    made = {one.location: one for one in extract.notifications if one.id == OPEN_ENDED and one.location is not None}
    return (*found, *unseen, *(open_ended(one.message, place, trace) for place, one in made.items()))


def judge_wide(
    resources: Sequence[Resource],
    session: Session,
    incomplete: Callable[[str], Unknown | None],
    *,
    with_begins: bool = False,
) -> Judgement:
    """Judge the repository-scope rules over everything that was projected; ``incomplete`` is asked by kind."""
    relations = UnitRelations(resources, incomplete=incomplete)
    return judge(resources, session.wide.for_resource, contexts(relations, session), with_begins=lambda: with_begins)


def judge_facts(facts: Sequence[Resource], session: Session) -> Judgement:
    """Judge facts that no unit declares."""
    return judge(facts, session.near.for_resource, contexts(UnitRelations(facts), session))


def read_unit(unit: Unit, reader: Reader, settings: Settings) -> Extract:
    """Return what the unit's dialect reads out of it."""
    if unit.dialect in RENDERED:
        from trueline.adapters import render

        return render.extract(unit, reader, settings)
    return dialect(unit.dialect).extract(unit, reader, settings)


def contexts(relations: Relations, session: Session) -> Callable[[Rule, Resource], Context]:
    """Return a function that gives a rule its context, made once for each rule and environment."""
    made: dict[tuple[str, str], Context] = {}

    def context_for(rule: Rule, resource: Resource) -> Context:
        key = (rule.id, resource.environment)
        if key not in made:
            parameters = session.bench.parameters(rule)
            made[key] = Context(relations, session.now, resource.environment, {}, parameters)
        return made[key]._replace(labels=resource.labels) if resource.labels else made[key]

    return context_for


def fault_notification(fault: Fault) -> Notification:
    """Return the notification that says a rule crashed on a subject."""
    message = f"rule {fault.rule_id} could not judge {fault.subject}: {fault.message}"
    return Notification("error", "rule-error", message, fault.location, fault.rule_id)


def unread(extract: Extract) -> Unknown | None:
    """Return why a unit may declare more than it gave, or None where it was read as a whole."""
    paths = [given.path for given in extract.inputs if given.state in ("unreadable", "partly-read")]
    return Unknown([f"{path} could not be read" for path in paths]) if paths else None


def _asked_for(resource: Resource, session: Session) -> bool:
    if not session.wider:
        return False
    from trueline.policies.kinds import match

    is_asked_for = session.former is not None and resource.kind == MOVED  # by the pairing with what was before
    return is_asked_for or match(session.wider, resource) is not None
