"""The end of a terminal report: what was not judged, whose policies judged, the verdict and its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters import exception_commands as commands
from trueline.reporters.exceptions import verdict_notes
from trueline.reporters.page import counted
from trueline.reporters.summary import by_severity, summarise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.level import InputState
    from trueline.model.report import Finding, Input, Report
    from trueline.reporters.page import Page

_MEND: Final[dict[InputState, tuple[str, str]]] = {
    "unreadable": ("unreadable", "mend the file, or leave it out with `paths.exclude` in .trueline/config.yaml"),
    "partly-read": ("partly read", "mend the part that is named; the rest was judged"),
    "not-rendered": ("not rendered", "what rendering gives was not judged"),
    "not-judged": ("not judged", "each says why"),
}
_NOT_INSTALLED: Final = "terraform-module-not-installed"
_FEW_INPUTS: Final = 3
_CONTAINERS: Final = {"chart": "chart", "kustomization": "kustomization"}
_MOST_INPUTS: Final = 10


def closing(page: Page, report: Report, *, verbose: bool, may_ask: bool = True) -> None:
    """Add the last part of the page; its last two lines are the verdict and the proof of evaluation.

    ``may_ask`` says whether it has the line that asks for an exception, since no finding above has its own.
    """
    _not_judged(page, report, verbose=verbose)
    _crashed(page, report)
    if report.exceptions:
        from trueline.reporters.exception_lines import alarms

        alarms(page, report)
    page.blank()
    blocking = sorted(summarise(report).blocking, key=lambda finding: -SEVERITIES.index(finding.severity))
    if blocking:
        page.paragraph(
            f"`trueline explain {blocking[0].rule_id}` says why it is bad and how to mend it", style="dim", indent=1
        )
    asked = next((finding for finding in blocking if commands.may_be_asked(finding)), None)
    if asked is not None and not report.trust.approvers:
        if verbose:
            page.paragraph(commands.NOBODY_DECIDES, style="dim", indent=1)
    elif asked is not None and may_ask:
        page.command(commands.request(report, [asked.fingerprint]), label="to ask for an exception:", indent=1)
    page.paragraph(trust_line(report), style="dim", indent=1)
    page.head(report.verdict, verdict_words(report), "", verdict_line(report))
    page.paragraph(proof_line(report), indent=1)


def _not_judged(page: Page, report: Report, *, verbose: bool) -> None:
    told = {note.location.path for note in report.notifications if note.level == "error" and note.location is not None}
    for state, (word, mend) in _MEND.items():
        inputs = [entry for entry in report.inputs if entry.state == state]
        if not inputs or (state == "not-judged" and not verbose):
            continue
        page.blank()
        page.head("incomplete", word, "", f"{_things(inputs)}: {mend}")
        shown = inputs if verbose else _one_of_each(inputs) if state == "not-rendered" else inputs[:_MOST_INPUTS]
        for entry in shown:
            page.place(entry.path, "" if entry.path in told else entry.reason)
        if len(inputs) > len(shown):
            page.paragraph(f"… and {len(inputs) - len(shown):,} more (--verbose or --report json)", style="dim")
    modules = not_installed(report)
    if modules:
        page.blank()
        mend = "nothing in them was judged; run `terraform init` where the gate runs"
        page.head("incomplete", "not installed", "", f"{counted(modules, 'module')}: {mend}")


def _one_of_each(inputs: list[Input]) -> list[Input]:
    """Return the first input for each reason: most have the same."""
    return list({entry.reason: entry for entry in reversed(inputs)}.values())[::-1][:_FEW_INPUTS]


def not_installed(report: Report) -> int:
    """Return how many modules were not judged because nobody installed them."""
    return sum(1 for note in report.notifications if note.id == _NOT_INSTALLED)


def _crashed(page: Page, report: Report) -> None:
    crashed = [tally.id for tally in report.rules if tally.errors]
    if crashed:
        page.blank()
        page.head("incomplete", "crashed", "", f"{counted(len(crashed), 'rule')}: mend it, or its input, as said above")
        page.paragraph(", ".join(crashed))


def _things(inputs: list[Input]) -> str:
    counts: dict[str, int] = {}
    for entry in inputs:
        noun = _CONTAINERS.get(entry.kind, "file") if entry.state == "not-rendered" else "file"
        counts[noun] = counts.get(noun, 0) + 1
    return ", ".join(counted(number, noun) for noun, number in counts.items())


def verdict_words(report: Report) -> str:
    """Return the verdict, and that the run is incomplete where the verdict alone does not say so."""
    incomplete = not report.complete and report.verdict != "incomplete"
    return f"{report.verdict}, incomplete" if incomplete else report.verdict


def trust_line(report: Report) -> str:
    """Return whose config and policies judged, and what was compared."""
    trust = report.trust
    where = {
        "revision": f"revision {_short(trust.revision)}",
        "index": "the index",
        "working-tree": "the working tree itself",
    }[trust.source]
    config = trust.config or "no config"
    compared = f"compared with {_short(report.base)}" if report.base else "compared with nothing: every finding is new"
    return f"judged by {where} · {config} · profile {trust.profile} · {compared}"


def _short(revision: str) -> str:
    """Return the first digits of a commit's id; a name stays whole."""
    return revision if set(revision) - set("0123456789abcdef") else revision[:9]


def verdict_line(report: Report) -> str:
    """Return what blocks and how much there is beside it, in counts."""
    summary = summarise(report)
    blocking_unknowns = sum(1 for answer in report.unknowns if answer.blocks)
    parts = [_blocking(summary.blocking, blocking_unknowns)]
    parts += [f"{len(summary.advising):,} advise"] if summary.advising else []
    parts += [f"{len(report.unknowns):,} unknown"] if report.unknowns else []
    parts += _suppressed(summary.suppressed)
    parts += [f"{len(summary.fixed):,} fixed"] if summary.fixed else []
    errors = sum(1 for notification in report.notifications if notification.level == "error")
    parts += [counted(errors, "error")] if errors else []
    parts += verdict_notes(report)
    return " · ".join(parts)


def _blocking(findings: tuple[Finding, ...], unknowns: int) -> str:
    if not findings and not unknowns:
        return "nothing blocks"
    counts = [f"{number:,} {severity}" for severity, number in by_severity(findings).items() if number]
    counts += [f"{unknowns:,} unknown"] if unknowns else []
    total = len(findings) + unknowns
    return f"{total:,} {'blocks' if total == 1 else 'block'} ({', '.join(counts)})"


def _suppressed(findings: tuple[Finding, ...]) -> Iterator[str]:
    words = {"exception": "excepted", "baseline": "in the baseline", "inline": "skipped in the file"}
    for kind, word in words.items():
        marks = [
            finding.suppression for finding in findings if finding.suppression and finding.suppression.kind == kind
        ]
        if not marks:
            continue
        ids = {mark.id: f"{mark.id} until {mark.expires}" if mark.expires else mark.id for mark in marks if mark.id}
        named = f" ({', '.join(list(ids.values())[:3])}{', …' if len(ids) > 3 else ''})" if ids else ""
        yield f"{len(marks):,} {word}{named}"


def _changes(report: Report) -> str:
    """Return how many contracts changed, and how much of that is compatible."""
    fine = sum(change.compatibility == "compatible" for change in report.changes)
    some = f"{fine:,} of {counted(len(report.changes), 'change')} compatible"
    return f"{counted(len(report.contracts), 'contract')} changed: {some}" if report.contracts else some


def _costs(report: Report) -> list[str]:
    """Return what the change costs a month, or what there is costs; nothing where nothing costs anything."""
    if not report.costs:
        return []
    from trueline.reporters.costs import total_of
    from trueline.reporters.money import change_line

    total = total_of(report.costs)
    line = "" if total is None else change_line(total)
    return [line] if line else []


def _drifts(report: Report) -> list[str]:
    """Return how much differs from what is there; nothing where nothing was compared."""
    if not report.drifts:
        return []
    from trueline.reporters.drifts import summary_line

    return [summary_line(report.drifts)]


def proof_line(report: Report) -> str:
    """Return how much was read and which share of the rules applied."""
    summary = summarise(report)
    read = summary.inputs["read"] + summary.inputs["partly-read"]
    parts = [f"read {counted(int(report.measures.get('files', read)), 'file')}"]
    for state, (word, _) in _MEND.items():
        inputs = [entry for entry in report.inputs if entry.state == state]
        parts += [f"{_things(inputs) if state == 'not-rendered' else f'{len(inputs):,}'} {word}"] if inputs else []
    modules = not_installed(report)
    parts += [f"{counted(modules, 'module')} not installed"] if modules else []
    proof = [", ".join(parts)]
    applied = f"{summary.rules_applied:,} of {counted(len(report.rules), 'rule')} applied"
    facts = report.measures.get("facts")
    proof.append(applied if facts is None else f"{applied} to {counted(int(facts), 'fact')}")
    proof += [_changes(report)] if report.changes else []
    proof += _costs(report)
    proof += _drifts(report)
    if "seconds" in report.measures:
        proof.append(f"{report.measures['seconds']:.2f} s")
    return " · ".join(proof)
