"""What the gate says of itself: its marks and its baseline as facts, which the reserved pack judges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.dialects.documents import tell_apart
from trueline.run import own_exceptions, plan
from trueline.run.exceptions.opening import open_exceptions
from trueline.run.exceptions.releasing import settle_exceptions
from trueline.run.judge import judge_facts
from trueline.run.moves import stood
from trueline.run.own_fact import fact
from trueline.run.release import Ledger, found_in, marks_of, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.engine import Doubt, Hit, Judgement
    from trueline.exceptions.baseline import Entry
    from trueline.exceptions.mark import Mark
    from trueline.model.report import ExceptionRecord, Finding
    from trueline.model.resource import Resource
    from trueline.run.release import Baselines
    from trueline.run.side import Run, Side

SUPPRESSION = "trueline/suppression"
ENTRY = "trueline/baseline-entry"
MOST_SUBJECTS = 3
_WHOLE = ("read", "unclaimed", "not-judged")
_NEVER_RENDERED = ("terraform/", "cloudformation/", "compose/", "docker/", "github/")  # a chart gives none of these


class Own(NamedTuple):
    """What the rules say of head's facts, and what they find in those of base; None where there is no base."""

    head: Judgement
    base: Sequence[Hit] | None


def judge_own(
    run: Run,
    baselines: Baselines,
    ledger: Ledger,
    found: Sequence[Finding],
    exceptions: Sequence[ExceptionRecord] = (),
) -> Own:
    """Judge the gate's own facts on both sides; ``found`` are the findings of the run."""
    head = [*suppressions(run, run.head, ledger), *entries(run, baselines, found), *_of_exceptions(run, exceptions)]
    session = run.gate.session(run.sides.head)
    judgement = judge_facts(head, session)
    if run.base is None:
        return Own(judgement, None)
    there = Ledger(marks_of(run.base, run.gate), None, baselines, run.sides.head)
    there.look(run.base.hits)
    before = [finding for finding in found if finding.status != "new"]
    base = [*suppressions(run, run.base, there), *entries(run, baselines, before, before=True)]
    return Own(judgement, judge_facts(base, session).hits)


def own_facts(run: Run, baselines: Baselines) -> list[Resource]:
    """Return the gate's own facts of head."""
    where = stood(run)
    ledger = open_ledger(run, baselines, where)
    ledger.look(run.head.hits)
    found = found_in(run, where, ledger)
    granted = open_exceptions(run.sides, run.gate, run.request)
    found, exceptions = settle_exceptions(granted, found)
    return [*suppressions(run, run.head, ledger), *entries(run, baselines, found), *_of_exceptions(run, exceptions)]


def stale_entries(run: Run, baselines: Baselines) -> set[str]:
    """Return the fingerprints of head's baseline that a whole run did not find."""
    facts = [fact.value for fact in own_facts(run, baselines) if fact.kind == ENTRY]
    return {str(value["fingerprint"]) for value in facts if isinstance(value, dict) and value["stale"]}


def suppressions(run: Run, side: Side, ledger: Ledger) -> list[Resource]:
    """Return a fact for each mark of a side, but for other tools' marks that mean nothing here."""
    known = _spelled(run) if side is run.head and run.base is not None else None
    judged = _Judged(side)
    facts = [
        fact(SUPPRESSION, _address(mark), _value(run, mark, ledger, judged, known), mark.location)
        for mark in ledger.marks.all
        if mark in ledger.used or (mark.is_own and judged.is_claimed(mark.location.path))
    ]
    tell_apart(facts)
    return facts


def entries(run: Run, baselines: Baselines, found: Sequence[Finding], *, before: bool = False) -> Iterator[Resource]:
    """Yield a fact for each entry of head's baseline; with ``before``, of those that are trust's too."""
    there = {finding.fingerprint for finding in found if before or finding.status != "fixed"}
    may_tell, unrendered = is_whole(run), has_unrendered(run)
    unsure = {(doubt.rule_id, doubt.subject) for doubt in _doubts(run.head)}
    for fingerprint, entry in baselines.head.entries.items():
        is_added = fingerprint not in baselines.trust.entries and fingerprint not in baselines.salvaged
        if before and is_added:
            continue
        may_be_there = (entry.rule_id, entry.subject) in unsure or (unrendered and _may_be_rendered(run, entry))
        value = {
            "fingerprint": fingerprint,
            "rule": entry.rule_id,
            "subject": entry.subject,
            "stale": may_tell and fingerprint not in there and not may_be_there,
            "added": is_added,
            "binding": _is_binding(run),
        }
        yield fact(ENTRY, f"{baselines.head.path}: {fingerprint}", value, baselines.head.places[fingerprint])


def _of_exceptions(run: Run, exceptions: Sequence[ExceptionRecord]) -> Iterator[Resource]:
    may_tell = is_whole(run) and not has_unrendered(run)
    yield from own_exceptions.asked_for(exceptions, run.gate.now, may_tell=may_tell)
    yield from own_exceptions.approving(run.sides)


def has_unrendered(run: Run) -> bool:
    """Tell whether there are charts or kustomizations that were not rendered."""
    results = run.head.results.values()
    return any(given.state == "not-rendered" for result in results for given in result.inputs)


def _may_be_rendered(run: Run, entry: Entry) -> bool:
    rule = run.gate.bench.rules.get(entry.rule_id)
    return rule is None or any(not kind.startswith(_NEVER_RENDERED) for kind in rule.kinds)


def is_whole(run: Run) -> bool:
    """Tell whether a run judged everything there is, but for what was not rendered: what it did not find is gone."""
    inputs = (given for result in run.head.results.values() for given in result.inputs)
    notes = (note for result in run.head.results.values() for note in result.notifications)
    return (
        not run.head.left_out
        and not run.request.scope.paths
        and not run.request.plans
        and all(given.state in (*_WHOLE, "not-rendered") for given in inputs)
        and not any(note.level == "error" for note in (*notes, *run.request.notifications))
    )


class _Judged:
    """Which rules were certainly asked of what a file declares."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._units = {path: list(keys) for path, keys in _readers(side).items()}
        self._unsure = {(doubt.rule_id, doubt.location.path) for doubt in _doubts(side)}

    def is_claimed(self, path: str) -> bool:
        """Tell whether anybody reads the file for what it declares."""
        return path in self._units

    def is_sure(self, rule_id: str, path: str, run: Run) -> bool:
        """Tell whether a rule that found nothing in a file finds nothing there whatever the run."""
        rule, standing = run.gate.bench.rules[rule_id], run.gate.bench.standing(rule_id, path)
        if not standing.enabled or rule.on != "resource" or (rule_id, path) in self._unsure:
            return False
        if rule.scope == "repository" and self._side.left_out:
            return False
        if any(plan.may_read(unit, path) for unit in self._side.left_out):
            return False
        results = [self._side.results[key] for key in self._units.get(path, ())]
        return bool(results) and all(
            all(given.state in _WHOLE for given in result.inputs)
            and not any(note.level == "error" for note in result.notifications)
            for result in results
        )


def _doubts(side: Side) -> list[Doubt]:
    return [*(doubt for result in side.results.values() for doubt in result.judgement.doubts), *side.wide.doubts]


def _readers(side: Side) -> dict[str, dict[tuple[str, str, str], None]]:
    """Return the units that read each file for what it declares."""
    found: dict[str, dict[tuple[str, str, str], None]] = {}
    for unit in side.units:
        for given in side.results[unit.key].inputs:
            if given.kind and given.state in ("read", "partly-read", "not-rendered"):
                found.setdefault(given.path, {})[unit.key] = None
    return found


def _spelled(run: Run) -> set[tuple[object, ...]]:
    """Return the marks of base as they are written, wherever they stand in their files."""
    results = run.base.results.values() if run.base is not None else ()
    return {(mark.location.path, mark.spelled) for result in results for mark in result.marks}


def _value(run: Run, mark: Mark, ledger: Ledger, judged: _Judged, known: set[tuple[object, ...]] | None) -> object:
    marks, said = ledger.marks, mark.spelled
    problem = marks.invalid(mark)
    released = ledger.released.get(mark, [])
    fresh = [one for one in released if not one.is_known] if known is not None else []
    refused = [refusal for refusal in ledger.refused.get(mark, ()) if refusal.startswith("is not allowed")]
    forbidden = "" if problem else next(iter(refused), marks.forbidden(mark))
    is_expired = not problem and marks.is_expired(mark)
    is_valid = not (problem or forbidden or is_expired)
    blocking = [one.finding for one in fresh if one.finding.enforcement != "advise"]
    return {
        "rules": list(said.rules),
        "reason": said.reason,
        "until": said.until,
        "tool": said.tool,
        "problem": problem,
        "forbidden": forbidden,
        "expired": is_expired,
        "unused": _unused(run, mark, ledger, judged) if is_valid else [],
        "lets_go": len(released),
        "added": bool(fresh) or (known is not None and not released and (mark.location.path, said) not in known),
        "lets_go_blocking": bool(blocking),
        "findings": [f"{finding.rule_id} of {finding.subject}" for finding in blocking[:MOST_SUBJECTS]],
        "binding": _is_binding(run),
    }


def _unused(run: Run, mark: Mark, ledger: Ledger, judged: _Judged) -> list[str]:
    if not mark.is_own:  # it is there for the other tool
        return []
    used = ledger.used.get(mark, set())
    return [
        name
        for name in mark.spelled.rules
        if name not in used and all(judged.is_sure(rule, mark.location.path, run) for rule in ledger.marks.rules(name))
    ]


def _is_binding(run: Run) -> bool:
    """Tell whether head is held against a revision that somebody else has agreed to."""
    return run.sides.trust_kind == "revision" and run.sides.trust is not run.sides.head


def _address(mark: Mark) -> str:
    tool = f"{mark.spelled.tool} " if mark.spelled.tool else ""
    return f"{mark.location.path}: {tool}ignore[{', '.join(mark.spelled.rules)}]"
