"""Everything a run found, gathered into the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.files import APPROVERS
from trueline.model.drift import DRIFT_KINDS
from trueline.model.location import Location
from trueline.model.report import Input, Report, Trust
from trueline.repo.patterns import matches
from trueline.run import plan, settle
from trueline.run.costs import Priced
from trueline.run.drifts import Drifted
from trueline.run.drifts.asking import concerns, told_by
from trueline.run.excerpts import excerpts
from trueline.run.judge import RESERVED, fault_notification
from trueline.run.unjudged import account, no_longer_readable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from trueline.engine import Doubt, Hit
    from trueline.model.drift import Drift
    from trueline.model.report import Finding, Notification, Tally
    from trueline.model.settings import Settings
    from trueline.run.gate import Gate, Request, Sides
    from trueline.run.release import Settled
    from trueline.run.side import Run, Side

_EXCLUDED = "excluded by the config, or a policy's test"
_STATES = ("unclaimed", "not-judged", "read", "not-rendered", "partly-read", "unreadable")


def gather(run: Run, settled: Settled, seconds: float) -> Report:  # the end of the line: all streams meet here
    """Return the report of a run that took ``seconds``."""
    sides, gate, request, head, base = run[:5]
    priced = run.priced or Priced()
    drifted = run.drifted or Drifted()
    bench, found = gate.bench, settled.findings
    others = (priced.judgement, drifted.judgement)
    doubts = [doubt for judgement in others for doubt in judgement.doubts]
    unknowns = settle.unknowns([*_doubts(head), *doubts, *settled.doubts], bench)
    if request.scope.paths:
        found = [finding for finding in found if _is_about(finding, request) or _guards(finding)]
        asked = (*request.scope.paths, *told_by(request))
        unknowns = [answer for answer in unknowns if answer.blocks or plan.under(answer.location.path, asked)]
    inputs = _inputs(sides, gate, request, head)
    if base is not None:
        inputs = no_longer_readable(inputs, [given for result in base.results.values() for given in result.inputs])
    inputs = _with_snapshots(inputs, drifted)
    faults = [*settled.faults, *(fault for judgement in others for fault in judgement.faults)]
    said = [*_notifications(request, head, base), *map(fault_notification, faults), *settled.notifications]
    said += (*priced.notes, *drifted.notes)
    notifications = _sorted(account(said, inputs, gate.settings, _asked(request, head)))
    complete = settle.is_complete(inputs, notifications)
    verdict, exit_code = settle.verdict(found, unknowns, complete=complete)
    return Report(
        verdict, exit_code, complete, _trust(sides, gate.settings),
        tuple(found), tuple(unknowns), tuple(notifications), _tallies(run, settled), tuple(inputs), head.changes,
        base=sides.base.revision if sides.base is not None else "",
        head=sides.commit,
        excerpts=_excerpts(
            sides,
            [*head.hits, *(base.hits if base is not None else ())],
            [finding for finding in found if finding.blocks or request.excerpts],
            notifications,
            told_by(request),
        ),
        measures={"seconds": round(seconds, 3), **_sizes(head, inputs), **_rates(head)},
        contracts=tuple(sorted(head.rates)), exceptions=settled.exceptions,
        costs=priced.costs, priced_by=priced.book, drifts=_drifts_of(drifted, request),
    )  # fmt: skip


def _drifts_of(drifted: Drifted, request: Request) -> tuple[Drift, ...]:
    """Return the differences of what the paths of a run declare, and of what nothing declares."""
    return tuple(one for one in drifted.drifts if concerns(request, one.kind, one.location.path, one.unit))


def _tallies(run: Run, settled: Settled) -> tuple[Tally, ...]:
    """Return what each rule answered, over all facts."""
    counts = [result.judgement.counts for result in run.head.results.values()]
    counts += [run.head.wide.counts, settled.counts]
    counts += [part.judgement.counts for part in (run.priced, run.drifted) if part is not None]
    return tuple(settle.tallies(run.gate.bench, counts))


def _with_snapshots(inputs: list[Input], drifted: Drifted) -> list[Input]:
    """Return the inputs with those that tell what is there; of two that speak of one file the first counts."""
    known = {given.path for given in inputs if given.kind}
    told = {given.path: given for given in reversed(drifted.inputs) if given.path not in known}
    rest = (given for given in inputs if given.path not in told)
    return sorted([*rest, *told.values()], key=lambda given: given.path)


def _doubts(head: Side) -> list[Doubt]:
    return [doubt for result in head.results.values() for doubt in result.judgement.doubts] + list(head.wide.doubts)


def _sizes(head: Side, inputs: Sequence[Input]) -> dict[str, float]:
    return {
        "files": sum(given.state in ("read", "partly-read") for given in inputs),
        "facts": sum(result.facts for result in head.results.values()),
        "units": len(head.units),
    }


def measured(report: Report, gate: Gate) -> Report:
    """Return the report with what its exceptions amount to; without any this costs nothing."""
    if not report.exceptions:
        return report
    from trueline.exceptions.metrics import measure

    metrics = measure(report, gate.now, block=gate.settings.block)
    return report._replace(metrics=metrics, judged_at=f"{gate.now:%Y-%m-%dT%H:%M:%SZ}")


def _rates(head: Side) -> dict[str, float]:
    """Return how many contracts and changes there are, and how many break nobody; nothing where none changed."""
    if not head.changes:
        return {}
    return {
        "changes": len(head.changes),
        "compatible_changes": sum(change.compatibility == "compatible" for change in head.changes),
        "contracts": len(head.rates),
        "contracts_compatible": sum(one.compatible == one.changes for one in head.rates),
        "contract_checks": sum(one.checks for one in head.rates),
        "contract_checks_passed": sum(one.checks_passed for one in head.rates),
    }


def _trust(sides: Sides, settings: Settings) -> Trust:
    return Trust(
        sides.trust_kind, sides.trust.revision or sides.commit, settings.source, settings.profile, settings.policies,
        APPROVERS if sides.trust.exists(APPROVERS) else "",
    )  # fmt: skip


def _asked(request: Request, head: Side) -> list[str] | None:
    """Return the paths of the command, without those that a unit reads as data; None where a change narrows the run."""
    if request.scope.changed is not None:
        return None
    data = {path for unit in head.units if unit.dialect != "manifest" for path in head.results[unit.key].trace}
    return [path for path in request.scope.paths if path not in data]


def _is_about(finding: Finding, request: Request) -> bool:
    """Tell whether a finding is about one of the paths: it stands there, or is of drift of what is declared there."""
    if finding.kind in DRIFT_KINDS and concerns(request, finding.kind, finding.location.path, finding.unit):
        return True
    return any(plan.under(place.path, request.scope.paths) for place in (finding.location, *finding.related))


def _guards(finding: Finding) -> bool:
    """Tell whether the gate guards itself by a finding: what lets go is at home where it stands, not where it works."""
    return finding.blocks and finding.kind.startswith(RESERVED)


def _inputs(sides: Sides, gate: Gate, request: Request, head: Side) -> list[Input]:
    """Return what became of each file: as its units say, or claimed by nobody."""
    worst = {state: rank for rank, state in enumerate(_STATES)}
    found: dict[str, Input] = {}
    for result in head.results.values():
        for given in result.inputs:
            known = found.get(given.path)
            if known is None or worst[given.state] > worst[known.state]:
                found[given.path] = given
    excluded = plan.exclusions(gate.settings)
    if request.scope.changed is None:
        for path in sides.head.paths():
            if path not in found and _is_asked(path, request.scope.paths):
                is_left_out = bool(excluded) and matches(path, excluded)
                found[path] = Input(path, "", "not-judged", _EXCLUDED) if is_left_out else Input(path, "", "unclaimed")
    for path, reason in sides.head.skipped().items():
        if _is_asked(path, request.scope.paths):
            is_left_out = bool(excluded) and matches(f"{path}/*", excluded)
            found.setdefault(path, Input(path, "", "not-judged", _EXCLUDED if is_left_out else reason))
    return [found[path] for path in sorted(found)]


def _is_asked(path: str, paths: Sequence[str]) -> bool:
    return not paths or plan.under(path, paths)


def _notifications(request: Request, head: Side, base: Side | None) -> list[Notification]:
    said = [note for result in head.results.values() for note in result.notifications]
    said += [fault_notification(fault) for fault in head.wide.faults]
    said += request.notifications
    if base is not None:
        for result in base.results.values():
            said += [
                note._replace(level="warning", message=f"at base: {note.message}")
                for note in result.notifications
                if note.level == "error" and note not in said
            ]
    return said


def _sorted(notifications: Iterable[Notification]) -> list[Notification]:
    unique = dict.fromkeys(notifications)
    rank = {"error": 0, "warning": 1, "note": 2}

    def key(note: Notification) -> tuple[object, ...]:
        place = note.location or Location("")
        return rank[note.level], place.path, place.revision, place.region or (0, 0, 0, 0), place.message, note.message

    return sorted(unique, key=key)


def _excerpts(
    sides: Sides,
    hits: Iterable[Hit],
    found: Iterable[Finding],
    notifications: Iterable[Notification],
    told: Collection[str],
) -> dict[tuple[str, str], dict[int, str]]:
    """Return the lines around findings and notifications; none of what tells what is there: secrets stand in it."""
    places = [place for finding in found for place in (finding.location, *finding.related)]
    places += [note.location for note in notifications if note.location is not None]
    places = [place for place in places if place.path not in told]
    secrets = [place for hit in hits if hit.secret for place in (hit.location, *hit.related)]
    trees = {tree.revision: tree for tree in (sides.base, sides.head) if tree is not None}
    return excerpts(trees, places, secrets)
