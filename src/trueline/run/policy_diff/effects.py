"""Findings of head by trust's policies and by those that are proposed, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.model.level import ENFORCEMENTS, SEVERITIES
from trueline.model.policy_diff import Added, Released
from trueline.run.settle import order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from trueline.model.policy_diff import Release
    from trueline.model.report import Finding

Key: TypeAlias = tuple[str, str, str, str]


class Effects(NamedTuple):
    """What would come, and what would go."""

    added: list[Added]
    released: list[Released]


class Judged(NamedTuple):
    """The findings of head by trust and by the proposal, both as if there were no base, and as they stand today.

    ``missing`` says how the proposal loses a finding; ``forgives`` that it would let go what is known at base.
    """

    before: Sequence[Finding]
    after: Sequence[Finding]
    today: Sequence[Finding]
    missing: Callable[[Finding], tuple[Release, str]]
    forgives: bool = False


def compare(judged: Judged) -> Effects:
    """Return what the proposal would do to the findings, what blocks first."""
    standing = _Standing(judged.today)
    after = _grouped(judged.after)
    effects = Effects([], [])
    for key, group in _grouped(judged.before).items():
        pairs, gone, come = _paired(group, after.pop(key, []))
        for was, now in pairs:
            _pair(effects, standing.of(was), was, now, forgives=judged.forgives)
        for was in gone:
            if was.suppression is None:
                effects.released.append(Released(standing.of(was), *judged.missing(was)))
        effects.added.extend(Added(now, "new") for now in come if now.suppression is None)
    effects.added.extend(Added(now, "new") for group in after.values() for now in group if now.suppression is None)
    effects.added.sort(key=lambda one: (not one.finding.blocks, _rank(one.finding), one.how))
    effects.released.sort(key=lambda one: (one.how == "lowered", not one.blocks, _rank(one.finding), one.how))
    return effects


class _Standing:
    """Finds a finding as it stands today, with its status and whether it blocks."""

    def __init__(self, today: Iterable[Finding]) -> None:
        self._known: dict[tuple[object, ...], list[Finding]] = {}
        for finding in today:
            if finding.status != "fixed":
                self._known.setdefault(self._key(finding), []).append(finding)

    def of(self, finding: Finding) -> Finding:
        known = self._known.get(self._key(finding))
        return known.pop(0) if known else finding

    def _key(self, finding: Finding) -> tuple[object, ...]:
        return (*_key(finding), finding.location.region, finding.message)


def _key(finding: Finding) -> Key:
    return finding.rule_id, finding.subject, finding.environment, finding.location.path


def _grouped(findings: Iterable[Finding]) -> dict[Key, list[Finding]]:
    groups: dict[Key, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_key(finding), []).append(finding)
    return groups


def _paired(
    before: Sequence[Finding], after: Sequence[Finding]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """Return which findings of one rule about one subject are the same: by their place, else in their order."""
    pairs, rest = [], []
    places: dict[object, list[Finding]] = {}
    for now in after:
        places.setdefault(now.location.region, []).append(now)
    for was in before:
        same = places.get(was.location.region)
        if same:
            pairs.append((was, same.pop(0)))
        else:
            rest.append(was)
    left = [now for group in places.values() for now in group]
    pairs += zip(rest, left, strict=False)
    return pairs, rest[len(left) :], left[len(rest) :]


def _pair(effects: Effects, today: Finding, was: Finding, now: Finding, *, forgives: bool) -> None:
    stood, stands = was.suppression is None, now.suppression is None
    if not stood and not stands:
        return
    if stood != stands:
        if stood and now.suppression is not None:
            effects.released.append(Released(today, "suppressed", now.suppression.kind))
        else:
            effects.added.append(Added(now, "stands"))
        return
    said = " → ".join(dict.fromkeys((was.enforcement, now.enforcement)))
    if (was.enforcement == "advise") != (now.enforcement == "advise"):
        if now.enforcement == "advise":
            effects.released.append(Released(today, "advises", said))
        else:
            effects.added.append(Added(now, "blocks", said))
    elif forgives and today.blocks and today.status == "unchanged":
        effects.released.append(Released(today, "known", "block: all → new"))
    else:
        _graded(effects, today, was, now)


def _graded(effects: Effects, today: Finding, was: Finding, now: Finding) -> None:
    """Note that a finding stays, and counts for more or less."""
    severity = SEVERITIES.index(now.severity) - SEVERITIES.index(was.severity)
    enforcement = ENFORCEMENTS.index(now.enforcement) - ENFORCEMENTS.index(was.enforcement)
    changed = [f"{was.severity} → {now.severity}"] if severity else []
    changed += [f"{was.enforcement} → {now.enforcement}"] if enforcement else []
    said = ", ".join(changed)
    if min(severity, enforcement) < 0:
        effects.released.append(Released(today, "lowered", said))
    elif max(severity, enforcement) > 0:
        effects.added.append(Added(now, "raised", said))


def _rank(finding: Finding) -> tuple[object, ...]:
    return -SEVERITIES.index(finding.severity), *order(finding)
