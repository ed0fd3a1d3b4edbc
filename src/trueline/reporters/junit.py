"""JUnit's XML: a suite for each policy, a case for each finding, and for each rule that found nothing a passing one.

The last suite is the run's own: its errors, and one case that passes exactly where the verdict does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.closing import proof_line, trust_line, verdict_line, verdict_words
from trueline.reporters.remarks import NO_RULE
from trueline.reporters.summary import at_base
from trueline.reporters.text import one_line, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from trueline.model.location import Location
    from trueline.model.report import Finding, Report, Suppression, Tally, UnknownAnswer

_RUN: Final = "run"
_VERDICTS: Final = {"failed": "failure", "pending": "failure", "incomplete": "error"}


class Case(NamedTuple):
    """One test case; ``outcome`` is empty for one that passes, or else the name of the element inside it."""

    policy: str
    rule: str
    name: str
    location: Location | None = None
    outcome: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render(report: Report) -> str:
    """Return the suites in the order of their names, the run's own last."""
    from xml.etree.ElementTree import Element

    policies = {tally.id: tally.policy or NO_RULE for tally in report.rules}
    suites: dict[str, list[Case]] = {}
    for case in _cases(report, policies):
        suites.setdefault(case.policy, []).append(case)
    suites[""] = list(_run(report))
    every = [case for cases in suites.values() for case in cases]
    root = Element("testsuites", {"name": "Trueline", **_counts(every)})
    for name in sorted(suites, key=lambda name: (not name, name)):
        _suite(root, name or _RUN, suites[name])
    return xml_text(root)


def _cases(report: Report, policies: dict[str, str]) -> Iterator[Case]:
    told = {finding.rule_id for finding in report.findings if finding.status != "fixed"}
    told |= {answer.rule_id for answer in report.unknowns}
    for tally in report.rules:
        if _is_clean(tally) and tally.id not in told:
            yield Case(policies[tally.id], tally.id, tally.id, text=_tally(tally))
    for finding in report.findings:
        if finding.status != "fixed":
            yield _finding(report, finding, policies.get(finding.rule_id, NO_RULE))
    for answer in report.unknowns:
        yield _unknown(answer, policies.get(answer.rule_id, NO_RULE))


def _is_clean(tally: Tally) -> bool:
    """Return whether the rule passed something and nothing else came of it, be it outside the paths of the run."""
    return bool(tally.passed) and not (tally.failed or tally.unknown or tally.errors)


def _tally(tally: Tally) -> str:
    return f"{tally.title or tally.id}: matched {tally.matched:,}, passed {tally.passed:,}"


def _finding(report: Report, finding: Finding, policy: str) -> Case:
    name = f"{finding.rule_id}: {finding.subject}" + (f" ({finding.environment})" if finding.environment else "")
    case = Case(policy, finding.rule_id, name, finding.location, "failure", finding.severity, finding.message)
    if finding.blocks:
        return case._replace(text=_details(report, finding))
    why = "advises" if finding.suppression is None else _suppressed(finding.suppression)
    return case._replace(outcome="skipped", message=f"{finding.severity}, {why}: {finding.message}")


def _suppressed(mark: Suppression) -> str:
    said = " ".join(filter(None, (mark.kind, mark.id, f"until {mark.expires}" if mark.expires else "")))
    return f"{said} ({mark.reason})" if mark.reason else said


def _details(report: Report, finding: Finding) -> str:
    lines = [finding.message, f"{finding.location}{at_base(report, finding.location)}"]
    lines += [f"see {place}{at_base(report, place)}: {place.message}" for place in finding.related]
    lines += [f"fix: {finding.fix}"] if finding.fix else []
    lines += [f"note: {refusal}" for refusal in finding.refusals]
    lines += list(finding.references)
    lines += [f"trueline explain {finding.fingerprint}"] if finding.fingerprint else []
    return "\n".join(lines)


def _unknown(answer: UnknownAnswer, policy: str) -> Case:
    message = "could not be told" + (f": {'; '.join(answer.reasons)}" if answer.reasons else "")
    case = Case(policy, answer.rule_id, f"{answer.rule_id}: {answer.subject}", answer.location, "skipped", "unknown",
                message)  # fmt: skip
    return case._replace(outcome="failure", text=f"{message}\n{answer.location}") if answer.blocks else case


def _run(report: Report) -> Iterator[Case]:
    for note in report.notifications:
        if note.level == "error":
            place = f": {note.location}" if note.location is not None else ""
            yield Case(_RUN, note.id or NO_RULE, f"{note.id}{place}", note.location, "error", note.id, note.message,
                       note.message)  # fmt: skip
    said = f"{verdict_words(report)}: {verdict_line(report)}"
    text = "\n".join((said, proof_line(report), trust_line(report)))
    outcome = _VERDICTS.get(report.verdict, "" if report.complete else "error")
    yield Case(_RUN, "verdict", "verdict", None, outcome, report.verdict, said, text)


def _suite(root: Element, name: str, cases: list[Case]) -> None:
    from xml.etree.ElementTree import SubElement

    suite = SubElement(root, "testsuite", {"name": name, **_counts(cases)})
    seen: dict[str, int] = {}
    for case in cases:
        count = seen[case.name] = seen.get(case.name, 0) + 1
        title = one_line(case.name) + (f" [{count}]" if count > 1 else "")
        element = SubElement(suite, "testcase", {"name": title, "classname": f"{name}.{case.rule}", "time": "0",
                                                 **_place(case.location)})  # fmt: skip
        _outcome(element, case)


def _outcome(element: Element, case: Case) -> None:
    from xml.etree.ElementTree import SubElement

    if not case.outcome:
        SubElement(element, "system-out").text = case.text
        return
    said = {"message": one_line(case.message)}
    if case.outcome != "skipped":
        said["type"] = case.kind
    SubElement(element, case.outcome, said).text = case.text


def _place(location: Location | None) -> dict[str, str]:
    if location is None:
        return {}
    line = location.region.start_line if location.region is not None else 1
    return {"file": location.path, "line": str(line)}


def _counts(cases: list[Case]) -> dict[str, str]:
    outcomes = [case.outcome for case in cases]
    return {
        "tests": str(len(cases)),
        "failures": str(outcomes.count("failure")),
        "errors": str(outcomes.count("error")),
        "skipped": str(outcomes.count("skipped")),
        "time": "0",
    }
