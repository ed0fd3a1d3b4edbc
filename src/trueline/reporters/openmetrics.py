"""OpenMetrics: the figures of a run for Prometheus, and whatever else reads its text format.

A run is over when somebody reads its figures, so all of them are gauges; no sample has a timestamp.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, get_args

from trueline.model.level import ENFORCEMENTS, SEVERITIES, InputState, Status, Verdict
from trueline.reporters import rates
from trueline.reporters.exposition import exposition, gauge, info, single
from trueline.reporters.openmetrics_contracts import contract_families
from trueline.reporters.openmetrics_costs import cost_families
from trueline.reporters.openmetrics_exceptions import exception_families
from trueline.reporters.summary import summarise
from trueline.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.report import Finding, Report, Tally
    from trueline.reporters.exposition import Family

_WORST_FIRST: Final = tuple(reversed(SEVERITIES))
_KINDS: Final = ("exception", "baseline", "inline")
_LEVELS: Final = ("error", "warning", "note")
_ANSWERS: Final = ("passed", "failed", "unknown", "errors", "not_applicable")


def render(report: Report) -> str:
    """Return the figures of a run."""
    return exposition(
        [
            *_run(report),
            *_findings(report),
            *_inputs(report),
            *_rules(report),
            *contract_families(report),
            *cost_families(report),
            *exception_families(report.metrics),
        ]
    )


def _run(report: Report) -> Iterator[Family]:
    trust = report.trust
    labels = {"version": __version__, "profile": trust.profile, "trust": trust.source}
    yield info("trueline_run_info", "What judged: version, profile, and where config and policies were read.", [labels])
    verdicts = [({"verdict": name}, float(name == report.verdict)) for name in get_args(Verdict)]
    yield gauge("trueline_run_verdict", "The answer of the run: 1 for its verdict, 0 for the others.", verdicts)
    yield single("trueline_run_complete", "Whether everything that had to be judged could be.", report.complete)
    yield single("trueline_run_exit_code", "What the command exits with.", report.exit_code)
    measures = report.measures
    yield single("trueline_run_duration_seconds", "How long the run took.", measures.get("seconds"))
    yield single("trueline_run_files", "Files that were read.", measures.get("files"))
    yield single("trueline_run_facts", "Facts that rules were asked about.", measures.get("facts"))
    yield single("trueline_run_units", "Units of work.", measures.get("units"))
    levels = Counter(notification.level for notification in report.notifications)
    said = "Problems of the run or of an input, by level."
    yield gauge("trueline_run_notifications", said, [({"level": level}, levels[level]) for level in _LEVELS])


def _findings(report: Report) -> Iterator[Family]:
    summary = summarise(report)
    stand = Counter(
        (one.severity, one.status, one.enforcement) for one in (*summary.blocking, *summary.advising, *summary.fixed)
    )
    yield gauge(
        "trueline_run_findings",
        "Findings that stand (block or advise), and those that are fixed.",
        (
            ({"severity": severity, "status": status, "enforcement": enforcement}, stand[severity, status, enforcement])
            for severity in _WORST_FIRST
            for status in get_args(Status)
            for enforcement in ENFORCEMENTS
        ),
    )
    yield _by_severity("trueline_run_blocking_findings", "Findings that make the run fail.", summary.blocking)
    waiting = [finding for finding in summary.blocking if finding.pending]
    said = "Blocking findings whose exception is asked for and undecided."
    yield _by_severity("trueline_run_waiting_findings", said, waiting)
    let_go = Counter((one.suppression.kind, one.severity) for one in summary.suppressed if one.suppression is not None)
    yield gauge(
        "trueline_run_suppressed_findings",
        "Findings that an exception, the baseline or a comment lets go.",
        (
            ({"kind": kind, "severity": severity}, let_go[kind, severity])
            for kind in _KINDS
            for severity in _WORST_FIRST
        ),
    )
    unknown = Counter((answer.severity, answer.blocks) for answer in report.unknowns)
    yield gauge(
        "trueline_run_unknown_answers",
        "Answers that could not be told.",
        (
            ({"severity": severity, "blocks": str(blocks).lower()}, unknown[severity, blocks])
            for severity in _WORST_FIRST
            for blocks in (True, False)
        ),
    )


def _by_severity(name: str, said: str, findings: Iterable[Finding]) -> Family:
    counts = Counter(finding.severity for finding in findings)
    return gauge(name, said, [({"severity": severity}, counts[severity]) for severity in _WORST_FIRST])


def _inputs(report: Report) -> Iterator[Family]:
    states = Counter(given.state for given in report.inputs)
    counts = [({"state": state}, states[state]) for state in get_args(InputState)]
    yield gauge("trueline_run_inputs", "Inputs by what became of them.", counts)
    said = "The share of inputs judged in full, of those that a dialect or format claims."
    yield single("trueline_run_inputs_judged_ratio", said, rates.inputs_judged(report).ratio)


def _rules(report: Report) -> Iterator[Family]:
    applied = [tally for tally in report.rules if tally.matched]
    counts = {"applied": len(applied), "idle": len(report.rules) - len(applied)}
    states = [({"state": state}, count) for state, count in counts.items()]
    yield gauge("trueline_run_rules", "Rules that are loaded: applied to a fact, or idle.", states)
    owners = ({**_rule(tally), "enforcement": tally.enforcement, "team": tally.owner} for tally in report.rules)
    yield info("trueline_rule_info", "Every rule that is loaded, and the team that owns it.", owners)
    matched = ((_rule(tally), tally.matched) for tally in report.rules)
    yield gauge("trueline_rule_matched_facts", "Facts that a rule was asked about; 0: it matched nothing.", matched)
    yield gauge(
        "trueline_rule_answers",
        "What a rule answered, by element; of rules that matched something.",
        (({**_rule(tally), "answer": answer}, getattr(tally, answer)) for tally in applied for answer in _ANSWERS),
    )


def _rule(tally: Tally) -> dict[str, object]:
    return {"rule": tally.id, "policy": tally.policy, "severity": tally.severity}
