"""What reports say of exceptions beside how they stand: whose rule it is, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.exceptions import evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.report import ExceptionRecord
    from trueline.run.side import Run

_OPEN: Final = frozenset(("pending", "approved", "not-yet", "refused", "unverifiable"))


def described(records: Iterable[ExceptionRecord], run: Run) -> tuple[ExceptionRecord, ...]:
    """Return the exceptions with policy and owner of their rules, and with evidence."""
    return tuple(_described(record, run) for record in records)


def _described(record: ExceptionRecord, run: Run) -> ExceptionRecord:
    rule = run.gate.bench.rules.get(record.rule_id)
    if rule is not None:
        record = record._replace(policy=rule.policy, owner=rule.owner)
    if record.state not in _OPEN:
        return record
    return record._replace(evidence=evidence.load(run.sides.trust if record.is_trusted else run.sides.head, record.id))
