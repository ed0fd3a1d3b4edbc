"""What was found becomes findings: severity, enforcement, status, and whether they block; then the verdict."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.engine import Count
from trueline.identity import fingerprint
from trueline.model.level import EXIT_CODES, SEVERITIES, is_blocking
from trueline.model.report import Finding, Tally, UnknownAnswer
from trueline.repo.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from trueline.engine import Doubt, Hit
    from trueline.model.level import Enforcement, Severity, Status, UnknownMode, Verdict
    from trueline.model.report import Input, Notification
    from trueline.model.rule import Rule
    from trueline.model.settings import Override, Settings

_PROFILES: dict[str, dict[Severity, Enforcement]] = {
    "prototype": dict.fromkeys(SEVERITIES, "advise"),
    "recommended": {"critical": "soft", "high": "soft", "medium": "advise", "low": "advise", "info": "advise"},
    "strict": {"critical": "hard", "high": "soft", "medium": "soft", "low": "advise", "info": "advise"},
}
_UNREAD = ("unreadable", "partly-read")

Stood: TypeAlias = "Callable[[Hit], str]"
"""Tells the root of the unit that a hit of head was in at base: its own where it has not moved."""


class Standing(NamedTuple):
    """How a rule stands for one place: on or off, how bad, whether it blocks, what an unknown means."""

    enabled: bool
    severity: Severity
    enforcement: Enforcement
    unknown: UnknownMode
    may_be_marked: bool = True


class Bench:
    """Rules and settings together: answers how a rule stands at a path, in an environment, on a day."""

    def __init__(self, rules: Iterable[Rule], settings: Settings, today: date) -> None:
        self.rules = {rule.id: rule for rule in rules}
        self._settings = settings
        self._today = today
        self._tiers = {environment.name: environment.tier for environment in settings.environments}
        self._overrides: dict[str, list[Override]] = {}
        self._plain: dict[str, Standing] = {}

    def standing(self, rule_id: str, path: str = "", environment: str = "", own: Enforcement | None = None) -> Standing:
        """Return how the rule stands at ``path``; without a path, where no condition of the config is met.

        ``own`` is what a budget says of blocking: it goes before the profile, after the rule and the config.
        """
        overrides = self.overrides(rule_id)
        if own is None and all(not conditional(override) for override in overrides):
            if rule_id not in self._plain:
                self._plain[rule_id] = self._resolve(self.rules[rule_id], overrides)
            return self._plain[rule_id]
        tier = self._tiers.get(environment, "")
        met = [override for override in overrides if _met(override, path, environment, tier)]
        return self._resolve(self.rules[rule_id], met, own)

    def stands(self, said: Hit | Doubt) -> Standing:
        """Return how the rule stands for what it said of one subject."""
        return self.standing(said.rule_id, said.location.path, said.environment, said.enforcement)

    def is_asked(self, rule_id: str) -> bool:
        """Tell whether the rule is on, or may be where a condition of the config is met."""
        on_somewhere = any(conditional(override) and override.enabled for override in self.overrides(rule_id))
        return on_somewhere or self.standing(rule_id).enabled

    def parameters(self, rule: Rule) -> Mapping[str, object]:
        """Return the parameters of a rule: its defaults, then what the config sets."""
        values = {name: schema.get("default") for name, schema in rule.parameters.items()}
        for override in self.overrides(rule.id):
            if not conditional(override):
                values.update(override.parameters)
        return values

    def overrides(self, rule_id: str) -> list[Override]:
        """Return what the config says of the rule, in order."""
        if rule_id not in self._overrides:
            known = (rule_id, *self.rules[rule_id].aliases)
            self._overrides[rule_id] = [
                override
                for override in self._settings.overrides
                if any(fnmatchcase(name, override.rules) for name in known)
            ]
        return self._overrides[rule_id]

    def _resolve(self, rule: Rule, overrides: Sequence[Override], own: Enforcement | None = None) -> Standing:
        enabled, severity, enforcement = True, rule.severity or "medium", rule.enforcement
        unknown = rule.unknown
        marked = "allow"
        chosen = None
        for override in overrides:
            enabled = enabled if override.enabled is None else override.enabled
            severity = override.severity or severity
            chosen = override.enforcement or chosen
            unknown = override.unknown or unknown
            marked = override.suppressions or marked
        enforcement = chosen or enforcement or own or _PROFILES[self._settings.profile][severity]
        if self._settings.profile == "prototype" or (rule.starts is not None and self._today < rule.starts):
            enforcement = "advise"
        mode = unknown or self._unknown(severity)
        return Standing(enabled, severity, enforcement, mode, marked == "allow")

    def _unknown(self, severity: Severity) -> UnknownMode:
        if self._settings.unknown is not None:
            return self._settings.unknown
        return "fail" if self._settings.profile == "strict" and severity in ("high", "critical") else "warn"


def findings(
    hits: Sequence[Hit],
    bench: Bench,
    *,
    base: Sequence[Hit] | None = None,
    stood: Stood = lambda hit: hit.unit,
    block: str = "new",
    release: Callable[[Hit, Finding], Finding] | None = None,
) -> list[Finding]:
    """Return the findings of head, told new from unchanged by ``base``; without a base all are new.

    Findings that only base has are returned too, as ``fixed``; they never block. ``stood`` tells where
    a hit was at base; ``release`` may let go what head has, or say more of it.
    """
    prints = fingerprints(hits, base or (), stood)
    before = dict(zip(prints[len(hits) :], base or (), strict=True))
    found = []
    for hit, mark in zip(hits, prints, strict=False):
        finding = _finding(hit, bench, mark)
        if finding is not None:
            known = before.get(mark)
            is_known = known is not None and _counted_there(known, finding, bench)
            status: Status = "unchanged" if is_known else "new"
            blocks = is_blocking(finding.enforcement, status, block)
            finding = finding._replace(status=status, blocks=blocks)
            found.append(finding if release is None else release(hit, finding))
    now = set(prints[: len(hits)])
    for hit, mark in zip(base or (), prints[len(hits) :], strict=True):
        finding = _finding(hit, bench, mark) if mark not in now else None
        if finding is not None:
            found.append(finding._replace(status="fixed"))
    return sorted(found, key=order)


def _counted_there(known: Hit, finding: Finding, bench: Bench) -> bool:
    """Tell whether a finding of head that base has, too, counted there: where it stood it may have been let be."""
    if known.location.path == finding.location.path or finding.enforcement == "advise":
        return True
    there = bench.stands(known)
    return there.enabled and there.enforcement != "advise"


def unknowns(doubts: Iterable[Doubt], bench: Bench) -> list[UnknownAnswer]:
    """Return what could not be told, without what the config ignores."""
    found = []
    for doubt in doubts:
        standing = bench.stands(doubt)
        if standing.enabled and standing.unknown != "ignore":
            blocks = standing.unknown == "fail" and standing.enforcement != "advise"
            answer = UnknownAnswer(
                doubt.rule_id, standing.severity, doubt.subject, doubt.location, doubt.reasons, blocks=blocks
            )
            found.append(answer)
    return sorted(dict.fromkeys(found), key=_place)


def _place(answer: UnknownAnswer) -> tuple[object, ...]:
    return answer.location.path, answer.location.region or (), answer.rule_id, answer.subject, answer.reasons


def tallies(bench: Bench, counts: Iterable[Mapping[str, Count]]) -> list[Tally]:
    """Return the proof of evaluation: one line for each loaded rule, also for those that matched nothing."""
    totals: dict[str, list[int]] = {}
    for some in counts:
        for rule_id, count in some.items():
            total = totals.setdefault(rule_id, [0] * len(count))
            for column, number in enumerate(count):
                if number:
                    total[column] += number
    found = []
    for rule_id, rule in sorted(bench.rules.items()):
        standing = bench.standing(rule_id)
        tally = Tally(
            rule_id, rule.title, rule.description, standing.severity, standing.enforcement, rule.policy,
            rule.aliases, rule.tags, rule.references, rule.fix, owner=rule.owner,
        )  # fmt: skip
        found.append(tally._replace(**Count(*totals.get(rule_id, ()))._asdict()))
    return found


def is_complete(inputs: Iterable[Input], notifications: Iterable[Notification]) -> bool:
    """Tell whether everything that had to be judged was."""
    return not any(given.state in _UNREAD and given.kind for given in inputs) and not any(
        notification.level == "error" for notification in notifications
    )


def verdict(found: Iterable[Finding], doubts: Iterable[UnknownAnswer], *, complete: bool) -> tuple[Verdict, int]:
    """Return the verdict and its exit code; what blocks goes before what could not be judged."""
    answer: Verdict = "passed"
    blocking = [finding for finding in found if finding.blocks]
    if any(not finding.pending for finding in blocking) or any(doubt.blocks for doubt in doubts):
        answer = "failed"
    elif not complete:
        answer = "incomplete"
    elif blocking:
        answer = "pending"
    return answer, EXIT_CODES[answer]


def _finding(hit: Hit, bench: Bench, mark: str) -> Finding | None:
    standing = bench.stands(hit)
    if not standing.enabled:
        return None
    rule = bench.rules[hit.rule_id]
    return Finding(
        hit.rule_id, standing.severity, standing.enforcement, hit.subject, hit.message, hit.location, hit.related,
        mark, fix=rule.fix, references=rule.references, environment=hit.environment, kind=hit.kind,
        unit=hit.unit, context=hit.context, amount=hit.amount,
    )  # fmt: skip


def fingerprints(head: Sequence[Hit], base: Sequence[Hit], stood: Stood) -> list[str]:
    """Return one fingerprint for each hit of head and base; equal subjects of several units are told apart.

    What base has in one unit and head in another is the same where it ``stood`` there.
    """
    former, now = _units(base), _units(head)
    marks = []
    for side in (head, base):
        seen: dict[tuple[str, str], int] = {}
        for hit in side:
            there, here = former.get(hit.identity, {}), now.get(hit.identity, {})
            unit = stood(hit) if side is head and there else hit.unit
            first = min(there or here)  # who was there before keeps the plain fingerprint
            distinct = [f"unit={unit}"] if unit != first else []
            turn = seen[hit.identity, hit.unit] = seen.get((hit.identity, hit.unit), 0) + 1
            marks.append(fingerprint(hit.identity, *distinct, *([f"turn={turn}"] if turn > 1 else [])))
    return marks


def _units(hits: Iterable[Hit]) -> dict[str, dict[str, None]]:
    """Return, by identity, the units that have it."""
    found: dict[str, dict[str, None]] = {}
    for hit in hits:
        found.setdefault(hit.identity, {})[hit.unit] = None
    return found


def conditional(override: Override) -> bool:
    """Tell whether an override holds in some places only."""
    return bool(override.paths or override.environments or override.tiers)


def _met(override: Override, path: str, environment: str, tier: str) -> bool:
    return (
        (not override.paths or matches(path, override.paths))
        and (not override.environments or environment in override.environments)
        and (not override.tiers or tier in override.tiers)
    )


def order(finding: Finding) -> tuple[object, ...]:
    """Return what findings are sorted by."""
    return (finding.location.path, finding.location.region or (0, 0, 0, 0), finding.rule_id, finding.subject)
