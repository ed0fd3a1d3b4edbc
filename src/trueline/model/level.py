"""The few scales: severity, enforcement, a rule's answer, the verdict; plain strings in the order that matters."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Severity: TypeAlias = Literal["info", "low", "medium", "high", "critical"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "low", "medium", "high", "critical")

Enforcement: TypeAlias = Literal["advise", "soft", "hard"]
ENFORCEMENTS: Final[tuple[Enforcement, ...]] = ("advise", "soft", "hard")

Outcome: TypeAlias = Literal["pass", "fail", "unknown", "error", "not-applicable"]

UnknownMode: TypeAlias = Literal["warn", "fail", "ignore"]
UNKNOWN_MODES: Final[tuple[UnknownMode, ...]] = ("warn", "fail", "ignore")

Status: TypeAlias = Literal["new", "unchanged", "fixed"]

Scope: TypeAlias = Literal["fact", "unit", "repository"]
SCOPES: Final[tuple[Scope, ...]] = ("fact", "unit", "repository")

Verdict: TypeAlias = Literal["passed", "failed", "incomplete", "pending"]
EXIT_CODES: Final[dict[Verdict, int]] = {"passed": 0, "failed": 1, "incomplete": 3, "pending": 4}

FactKind: TypeAlias = Literal["resource", "change", "drift", "cost", "signal"]
FACT_KINDS: Final[tuple[FactKind, ...]] = ("resource", "change", "drift", "cost", "signal")

InputState: TypeAlias = Literal["read", "partly-read", "unreadable", "not-rendered", "unclaimed", "not-judged"]
"""What became of an input; ``unreadable`` and ``partly-read`` of a claimed input make a run incomplete."""


def is_blocking(enforcement: Enforcement, status: Status, block: str) -> bool:
    """Tell whether a finding blocks where nothing lets it go; ``block`` is ``new`` or ``all``, as config says."""
    return enforcement != "advise" and status != "fixed" and (status == "new" or block == "all")
