"""What a run says: findings, notifications, the proof of evaluation and the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.change import Bump, Change
    from trueline.model.cost import Cost
    from trueline.model.drift import Drift
    from trueline.model.evidence import Evidence
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

    ``fingerprint`` is ``TL-`` and 32 hexadecimal digits, made of rule, subject and offending value; never of a line.
    ``context`` is a digest of what it says, which changes with its message and with whatever it points at; ``unit`` the
    root of the unit that has the subject.
    ``blocks`` says whether it makes the run fail, after everything was considered. ``refusals`` say why a mark or an
    entry of the baseline that is about it does not let it go. ``amount`` is what the ceiling of an exception is
    held against, None where the rule has no such figure; ``pending`` names the exception that it waits for.
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
    amount: float | None = None
    pending: str = ""
    unit: str = ""
    context: str = ""


class DecisionRecord(NamedTuple):
    """What one person decided on an exception; ``proofs`` say how it is known who did, ``problem`` why it is not."""

    by: str
    verb: str
    reason: str
    at: str
    proofs: tuple[str, ...] = ()
    problem: str = ""
    location: Location | None = None


class ExceptionRecord(NamedTuple):
    """An exception as it stands in a run: what was asked for, what is granted, and which findings it is about.

    ``covered`` are those that it lets go, or would if it were approved; ``still_open`` counts those that nothing lets
    go; ``checks`` are what was looked at, each with whether it holds and in words. Instants are spelled
    ``2027-01-31T23:59:59Z``; ``asked_until`` is the end that was asked for, ``expires`` the one that is granted.
    ``scope`` and ``limits`` are plain data as the files have them. ``altered`` are files of the target branch's record
    that head took away or changed, ``unproven`` head's decisions of which nothing shows who made them, ``overlooking``
    its approvals that do not speak of a refusal of the same; ``review_due`` is when an emergency has to be looked at.
    ``policy`` and ``owner`` are those of the rule; ``needs`` says how many of which roles a pending one takes,
    ``deciders`` who could still approve it; ``evidence`` is None where it does not matter any more.
    """

    id: str
    state: str
    rule_id: str
    severity: Severity
    category: str
    reason: str
    requested_by: str
    requested_at: str
    expires: str
    location: Location
    approved_by: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()
    about: int = 0
    checks: tuple[tuple[str, bool, str], ...] = ()
    break_glass: bool = False
    ticket: str = ""
    mitigation: str = ""
    renews: str = ""
    scope: Mapping[str, object] = {}
    limits: tuple[Mapping[str, object], ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    review_due: str = ""
    asked_until: str = ""
    is_trusted: bool = False
    altered: tuple[Location, ...] = ()
    unproven: tuple[Location, ...] = ()
    overlooking: tuple[Location, ...] = ()
    self_approved: bool = False
    policy: str = ""
    owner: str = ""
    needs: str = ""
    deciders: tuple[str, ...] = ()
    evidence: Evidence | None = None
    still_open: int = 0


class Notification(NamedTuple):
    """A problem of the run or of an input (SARIF's word). An ``error`` makes the run incomplete."""

    level: Literal["note", "warning", "error"]
    id: str
    message: str
    location: Location | None = None
    rule_id: str = ""


OPEN_ENDED: Final = "made-at-deployment"
"""The id of what is said of an input that is completed, or changed, by something that is not here."""

PART_OF = "part of "
"""How the reason of an input begins that is judged only with another one; the path of that follows."""

LIBRARY: Final = "a library gives nothing by itself: it is judged in the charts that use it"
"""The reason of a chart that is not judged by itself."""

SHADOWED: Final = (
    "OpenTofu reads the .tofu file beside it instead, and that alone was judged; Terraform would read this one"
)
"""The reason of an input that one of the programs that read its language leaves out."""


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
    """The proof of evaluation of one rule: how many facts it matched and what it answered, by judged element.

    ``owner`` is the team that its policy names.
    """

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
    owner: str = ""


class OpenExceptions(NamedTuple):
    """How many open exceptions stand alike: one policy, the team that owns it, one severity, one state."""

    policy: str
    team: str
    severity: Severity
    state: str
    number: int


class PolicyExceptions(NamedTuple):
    """How many open exceptions there are from one policy, and how many findings they cover."""

    policy: str
    open: int
    findings: int


class ExceptionMetrics(NamedTuple):
    """What the exceptions of a run amount to.

    Open are those that wait for a decision, hold, or begin to hold later. Times are medians in seconds (but for
    ``oldest_pending``), None where there is nothing to measure; all are made of what requests and decisions claim.
    ``approved`` and ``denied`` are exceptions that were decided, also where they are over; ``expiring`` those in force
    that end soon, emergencies aside. ``let_go`` are findings, ``let_go_blocking`` those of them that would have
    blocked; ``passed`` says whether the run passed only because of these.
    """

    states: Mapping[str, int] = {}
    open: tuple[OpenExceptions, ...] = ()
    pending_age: float | None = None
    oldest_pending: float | None = None
    in_force_age: float | None = None
    time_to_decision: float | None = None
    approved: int = 0
    denied: int = 0
    renewals: int = 0
    break_glass: int = 0
    overdue_reviews: int = 0
    expiring: int = 0
    let_go: int = 0
    let_go_blocking: int = 0
    passed: bool = False
    top_policies: tuple[PolicyExceptions, ...] = ()

    @property
    def approved_ratio(self) -> float | None:
        """The share of those decided that was approved."""
        decided = self.approved + self.denied
        return round(self.approved / decided, 4) if decided else None


class Trust(NamedTuple):
    """Where config and policies were read: ``source`` is ``revision``, ``index`` or ``working-tree``.

    ``approvers`` is the file that says who may decide on exceptions, empty where there is none.
    """

    source: Literal["revision", "index", "working-tree"]
    revision: str = ""
    config: str = ""
    profile: str = "recommended"
    policies: tuple[str, ...] = ()
    approvers: str = ""


class Report(NamedTuple):
    """Everything any reporter prints. Findings are sorted by path, line, column, rule id.

    ``excerpts`` holds, for each (path, revision) with a finding, the lines around it by number, without their line
    ends and already cut to a sane width. ``measures`` are named figures: ``seconds``, ``files``, ``facts``, ….
    ``contracts`` are those that changed. ``judged_at`` is the instant that exceptions were held against, empty where
    there are none. ``policy_diff`` is there where head proposes something for the gate itself.
    ``costs`` are sums a month by scope, the total first, empty where nothing was priced; ``priced_by`` names the price
    book that gave them. ``drifts`` are what differs from what is declared.
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
    exceptions: tuple[ExceptionRecord, ...] = ()
    contracts: tuple[ContractRate, ...] = ()
    metrics: ExceptionMetrics = ExceptionMetrics()
    judged_at: str = ""
    policy_diff: PolicyDiff | None = None
    costs: tuple[Cost, ...] = ()
    priced_by: str = ""
    drifts: tuple[Drift, ...] = ()
