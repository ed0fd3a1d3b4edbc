"""What reports say of exceptions beside how they stand: whose rule it is, who may decide, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.exceptions import evidence
from trueline.exceptions.quorum import asked
from trueline.exceptions.standing import Case
from trueline.exceptions.votes import is_concerned
from trueline.run.exceptions.opening import made_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.level import Severity
    from trueline.model.policy_exception import Identity, Person
    from trueline.model.report import ExceptionRecord
    from trueline.run.exceptions.opening import Granted
    from trueline.run.side import Run

_OPEN: Final = frozenset(("pending", "approved", "not-yet", "refused", "unverifiable"))


def described(records: Iterable[ExceptionRecord], granted: Granted, run: Run) -> tuple[ExceptionRecord, ...]:
    """Return the exceptions with policy and owner of their rules, with those who may decide, and with evidence."""
    found = list(records)
    is_asked = any(one.state == "pending" and not one.is_trusted for one in found)
    authors = made_by(run.sides).people if is_asked else ()
    return tuple(_described(record, granted, run, authors) for record in found)


def _described(record: ExceptionRecord, granted: Granted, run: Run, authors: tuple[Identity, ...]) -> ExceptionRecord:
    rule = run.gate.bench.rules.get(record.rule_id)
    if rule is not None:
        record = record._replace(policy=rule.policy, owner=rule.owner)
    if record.state in _OPEN:
        reader = run.sides.trust if record.is_trusted else run.sides.head
        record = record._replace(evidence=evidence.load(reader, record.id))
    return _with_deciders(record, granted, run, authors) if record.state == "pending" else record


def _with_deciders(
    record: ExceptionRecord, granted: Granted, run: Run, authors: tuple[Identity, ...]
) -> ExceptionRecord:
    """Return a pending exception with how many people of which roles it takes, and who could still approve it."""
    case = Case(
        granted.entries[record.id].request, (), granted.approvers, "", run.gate.now,
        policy=record.policy, authors=() if record.is_trusted else authors,
    )  # fmt: skip
    bench = run.gate.bench
    now: list[Severity] = [bench.standing(record.rule_id).severity] if record.rule_id in bench.rules else []
    needed = dict.fromkeys(asked(case, severity) for severity in (record.severity, *now))
    roles = {role for _, some in needed for role in some}
    able = [one.name for one in granted.approvers.people if roles & {*one.roles} and _may(one, record, case)]
    return record._replace(
        needs=" and ".join(f"{need} of {' or '.join(some) or 'nobody'}" for need, some in needed), deciders=tuple(able)
    )


def _may(person: Person, record: ExceptionRecord, case: Case) -> bool:
    is_there = (person.starts is None or person.starts <= case.now) and (person.ends is None or case.now <= person.ends)
    return is_there and person.name not in record.approved_by and not is_concerned(person, case)
