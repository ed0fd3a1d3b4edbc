"""What changed in contracts as metrics: by format, and for the contracts that break the most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import rates
from trueline.reporters.exposition import gauge, single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.report import ContractRate, Report
    from trueline.reporters.exposition import Family

MOST: Final = 50
"""Contracts that have series of their own: a change names as many as it likes."""


def contract_families(report: Report) -> Iterator[Family]:
    """Yield the counts of all contracts that changed, by format, and those of the worst of them by path."""
    found = report.contracts
    plain = [({"format": one.format}, one) for one in found]
    whole = [({"format": one.format, "compatible": str(one.compatible == one.changes).lower()}, 1) for one in found]
    yield gauge("trueline_contracts_changed", "Contracts that changed, and whether all of that breaks nobody.", whole)
    said = "Changes of contracts by whom they break."
    yield gauge("trueline_contracts_changes", said, _changes(plain))
    said = "Answers of rules for changes of contracts."
    yield gauge("trueline_contracts_checks", said, _checks(plain))
    said = "The share of changes of contracts that break nobody."
    yield single("trueline_contracts_changes_compatible_ratio", said, rates.changes_compatible(report).ratio)
    said = "The share of answers of rules for changes of contracts that let them be."
    yield single("trueline_contracts_checks_passed_ratio", said, rates.checks_passed(report).ratio)
    worst = sorted(found, key=lambda one: (one.rate, -one.breaking, one.path, one.format))[:MOST]
    named = [({"contract": one.path, "format": one.format}, one) for one in worst]
    yield gauge("trueline_contract_changes", f"Changes of a contract; the worst {MOST} contracts.", _changes(named))
    yield gauge("trueline_contract_checks", f"Answers for a contract; the worst {MOST} contracts.", _checks(named))
    yield single("trueline_contracts_left_out", "Contracts without series of their own.", len(found) - len(worst))


def _changes(
    contracts: Sequence[tuple[Mapping[str, object], ContractRate]],
) -> Iterator[tuple[Mapping[str, object], float]]:
    for labels, one in contracts:
        for name in ("breaking", "dangerous", "compatible"):
            yield {**labels, "compatibility": name}, getattr(one, name)


def _checks(
    contracts: Sequence[tuple[Mapping[str, object], ContractRate]],
) -> Iterator[tuple[Mapping[str, object], float]]:
    for labels, one in contracts:
        yield {**labels, "result": "passed"}, one.checks_passed
        yield {**labels, "result": "failed"}, one.checks - one.checks_passed
