"""What a change proposes for the gate, in words: one sentence to be seen at a glance, and its parts in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Location
    from trueline.model.policy_diff import Added, Addition, PolicyDiff, Release, Released, RuleMove
    from trueline.model.report import Notification, Report

_RULES: Final[Mapping[RuleMove, str]] = {
    "removed": "remove",
    "off": "turn off",
    "changed": "change",
    "on": "turn on",
    "added": "add",
}
_RELEASES: Final[Mapping[Release, str]] = {
    "removed": "its rule is removed",
    "off": "its rule is off",
    "excluded": "its file is not judged",
    "gone": "it is not found any more",
    "suppressed": "it is let go",
    "advises": "it only advises",
    "known": "it counts as known",
    "lowered": "it counts for less",
}
_ADDITIONS: Final[Mapping[Addition, str]] = {
    "new": "",
    "stands": "nothing lets it go any more",
    "blocks": "it does not only advise",
    "raised": "it counts for more",
}
_SUPPRESSED: Final = {
    "inline": "a mark in the file lets it go",
    "baseline": "the baseline lets it go",
    "exception": "an exception lets it go",
}
_MOVES: Final[Mapping[RuleMove, str]] = {
    "removed": "rule removed",
    "off": "rule off",
    "changed": "rule changed",
    "on": "rule on",
    "added": "rule added",
}

NOTHING: Final = "this change proposes nothing for the gate"


class Row(NamedTuple):
    """One part of a proposal: a word for it, what it is about, what becomes of that, and where it stands."""

    word: str
    name: str
    said: str
    place: Location | None = None


def glance(diff: PolicyDiff) -> str:
    """Return what the proposal would do, in one sentence."""
    verbs = [*_writes(diff), *_effects(diff)]
    if not verbs and not diff.not_evaluated:
        verbs = [f"change {counted(len(diff.files), 'file')} of the gate, and no rule or setting"]
    verbs = verbs or ["change rules that are not evaluated"]
    unsure = "" if diff.complete else "; what that does to findings could not be told"
    return f"once merged, this change would {_joined(verbs)}{unsure}"


def loosens(diff: PolicyDiff) -> bool:
    """Tell whether somebody should look: something goes, counts for less, or is not known."""
    counts = diff.counts
    goes = counts.released or counts.lowered or counts.unknowns_released
    return (
        bool(goes)
        or not diff.complete
        or bool(diff.not_evaluated)
        or any(rule.move in ("removed", "off") for rule in diff.rules)
    )


def _writes(diff: PolicyDiff) -> Iterator[str]:
    settings = counted(len(diff.settings), "setting")
    moves = [rule.move for rule in diff.rules]
    for move, verb in _RULES.items():
        if moves.count(move):
            also = f" and {settings}" if move == "changed" and diff.settings else ""
            yield f"{verb} {counted(moves.count(move), 'rule')}{also}"
    if diff.settings and "changed" not in moves:
        yield f"change {settings}"


def _effects(diff: PolicyDiff) -> Iterator[str]:
    counts = diff.counts
    if counts.released:
        blocking = f" ({_blocks(counts.released_blocking, 'today')})" if counts.released_blocking else ""
        yield f"let go {counted(counts.released, 'finding')}{blocking}"
    if counts.lowered:
        yield f"lower {counted(counts.lowered, 'finding')}"
    if counts.unknowns_released:
        yield f"let go {counted(counts.unknowns_released, 'unknown answer')} that may block"
    if counts.added:
        blocking = f" ({counts.added_blocking:,} of a rule that blocks)" if counts.added_blocking else ""
        yield f"add {counted(counts.added, 'finding')}{blocking}"
    if counts.raised:
        yield f"raise {counted(counts.raised, 'finding')}"
    if counts.unknowns_added:
        yield f"let {counted(counts.unknowns_added, 'unknown answer')} block"


def changes(diff: PolicyDiff) -> list[Row]:
    """Return what is written otherwise: rules, settings, what is not evaluated, files."""
    rows = [Row(_MOVES[rule.move], rule.rule_id, "; ".join(rule.details), rule.location) for rule in diff.rules]
    rows += [Row("setting", one.name, one.said, one.location) for one in diff.settings]
    rows += [Row("not evaluated", one.path, one.reason) for one in diff.not_evaluated]
    rows += [Row("file", one.path, "; ".join(filter(None, (f"{one.sort} {one.move}", one.said)))) for one in diff.files]
    return rows


def released(one: Released) -> str:
    """Return how a finding would be let go, and whether it blocks today."""
    said = _SUPPRESSED.get(one.said, _RELEASES[one.how]) if one.how == "suppressed" else _RELEASES[one.how]
    said += f" ({one.said})" if one.said and one.how != "suppressed" else ""
    return f"{said}; blocks today" if one.blocks else said


def added(one: Added) -> str:
    """Return how a finding would come, and whether its rule blocks."""
    said = _ADDITIONS[one.how] + (f" ({one.said})" if one.said else "")
    return "; ".join(
        filter(None, (said, f"{one.finding.enforcement}: would block where it is new" * one.finding.blocks))
    )


def _blocks(number: int, when: str) -> str:
    return f"{number:,} {'blocks' if number == 1 else 'block'} {when}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def about(report: Report) -> list[Notification]:
    """Return what a run says about the proposal, or about what trust has, beside the diff itself."""
    return [note for note in report.notifications if note.id in ("policy-diff-incomplete", "trust-not-valid")]
