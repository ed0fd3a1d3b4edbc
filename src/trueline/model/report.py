"""What a run says: findings, notifications, the proof of evaluation and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Bump, Change
    from trueline.model.level import Enforcement, InputState, Severity, Status, Verdict
    from trueline.model.location import Location
    from trueline.model.policy_diff import PolicyDiff


class Suppression(NamedTuple):
    """Why a finding does not count: ``kind`` is ``exception``, ``baseline`` or ``inline``."""

    kind: Literal["exception", "baseline", "inline"]
    reason: str = ""
    id: str = ""
    expires: str = ""
    location: Location | None = None


class Finding(NamedTuple):
    """What a rule reports of one subject, with exactly one primary location.

    ``fingerprint`` is ``TL-`` and hexadecimal digits, made of rule, subject and offending value; never of a line.
    ``blocks`` says whether it makes the run fail, after everything was considered. ``refusals`` say why a mark or an
    entry of the baseline that is about it does not let it go.
    """

    rule_id: str
    severity: Severity
    enforcement: Enforcement
    subject: str
    message: str
    location: Location
    related: tuple[Location, ...] = ()
    fingerprint: str = ""
    status: Status = "new"
    suppression: Suppression | None = None
    fix: str = ""
    references: tuple[str, ...] = ()
    environment: str = ""
    kind: str = ""
    blocks: bool = False
    refusals: tuple[str, ...] = ()


class Notification(NamedTuple):
    """A problem of the run or of an input (SARIF's word). An ``error`` makes the run incomplete."""

    level: Literal["note", "warning", "error"]
    id: str
    message: str
    location: Location | None = None
    rule_id: str = ""


PART_OF = "part of "
"""How the reason of an input begins that is judged only with another one; the path of that follows."""


class Input(NamedTuple):
    """What became of one input. ``kind`` names the dialect or format, empty when nobody claims it."""

    path: str
    kind: str
    state: InputState
    reason: str = ""


class UnknownAnswer(NamedTuple):
    """A rule could not tell of a subject, because of ``reasons``."""

    rule_id: str
    severity: Severity
    subject: str
    location: Location
    reasons: tuple[str, ...]
    blocks: bool = False


class ContractRate(NamedTuple):
    """How much of what changed in one contract breaks nobody, how its version was raised, and how it had to be.

    ``checks`` are the answers of rules for its changes, ``checks_passed`` those that let them be.
    """

    path: str
    format: str
    changes: int
    breaking: int
    dangerous: int
    compatible: int
    version_before: str = ""
    version_after: str = ""
    bump: Bump = "unknown"
    required_bump: Bump = "none"
    checks_passed: int = 0
    checks: int = 0

    @property
    def rate(self) -> float:
        """The share of its changes that break nobody."""
        return round(self.compatible / self.changes, 4) if self.changes else 1.0


class Tally(NamedTuple):
    """The proof of evaluation of one rule: how many facts it matched and what it answered, by judged element."""

    id: str
    title: str = ""
    description: str = ""
    severity: Severity = "medium"
    enforcement: Enforcement = "advise"
    policy: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    fix: str = ""
    matched: int = 0
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    errors: int = 0
    not_applicable: int = 0


class Trust(NamedTuple):
    """Where config and policies were read: ``source`` is ``revision``, ``index`` or ``working-tree``."""

    source: Literal["revision", "index", "working-tree"]
    revision: str = ""
    config: str = ""
    profile: str = "recommended"
    policies: tuple[str, ...] = ()


class Report(NamedTuple):
    """Everything any reporter prints. Findings are sorted by path, line, column, rule id.

    ``excerpts`` holds, for each (path, revision) with a finding, the lines around it by number, without their line
    ends and already cut to a sane width. ``measures`` are named figures: ``seconds``, ``files``, ``facts``, ….
    ``contracts`` are those that changed. ``policy_diff`` is there where head proposes something for the gate itself.
    """

    verdict: Verdict
    exit_code: int
    complete: bool
    trust: Trust
    findings: tuple[Finding, ...] = ()
    unknowns: tuple[UnknownAnswer, ...] = ()
    notifications: tuple[Notification, ...] = ()
    rules: tuple[Tally, ...] = ()
    inputs: tuple[Input, ...] = ()
    changes: tuple[Change, ...] = ()
    base: str = ""
    head: str = ""
    excerpts: Mapping[tuple[str, str], Mapping[int, str]] = {}
    measures: Mapping[str, float] = {}
    contracts: tuple[ContractRate, ...] = ()
    policy_diff: PolicyDiff | None = None
