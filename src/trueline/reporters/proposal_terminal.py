"""What a change proposes for the gate, on a terminal: the sentence, then what matters most of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import proposal
from trueline.reporters.page import Page, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.policy_diff import PolicyDiff
    from trueline.model.report import Finding, Report
    from trueline.reporters.page import Options

_FEW: Final = 5


def render(report: Report, options: Options) -> str:
    """Return the policy diff alone."""
    page = Page(options)
    for note in proposal.about(report):
        page.blank()
        page.head(note.level, note.level, note.id, note.message)
    if report.policy_diff is None:
        page.head("note", "proposed", "policies", proposal.NOTHING)
    else:
        proposed(page, report.policy_diff, verbose=options.verbose)
    return page.text()


def proposed(page: Page, diff: PolicyDiff, *, verbose: bool) -> None:
    """Add the part of the page; without ``verbose`` a few rows of each sort."""
    page.blank()
    page.head("warning" if proposal.loosens(diff) else "note", "proposed", "policies", proposal.glance(diff))
    rows = proposal.changes(diff)
    _rows(page, rows, verbose=verbose)
    gone = ((one.finding, proposal.released(one)) for one in diff.would_release)
    come = ((one.finding, proposal.added(one)) for one in diff.would_add)
    counts = diff.counts
    _findings(page, "would go", gone, counts.released + counts.lowered, verbose=verbose)
    _findings(page, "would come", come, counts.added + counts.raised, verbose=verbose)


def _rows(page: Page, rows: Sequence[proposal.Row], *, verbose: bool) -> None:
    by_word: dict[str, list[proposal.Row]] = {}
    for row in rows:
        by_word.setdefault(row.word, []).append(row)
    for word, group in by_word.items():
        shown = group if verbose else group[:_FEW]
        for row in shown:
            place = f"{row.place}: " if row.place is not None else ""
            page.paragraph(f"{row.name}" + f": {row.said}" * bool(row.said), label=word)
            if place:
                page.paragraph(place.removesuffix(": "), style="dim", indent=6)
        if len(group) > len(shown):
            page.paragraph(f"… and {len(group) - len(shown):,} more (--verbose or --report json)", style="dim")


def _findings(page: Page, word: str, found: Iterable[tuple[Finding, str]], total: int, *, verbose: bool) -> None:
    every = list(found)
    shown = every if verbose else every[:_FEW]
    for finding, said in shown:
        page.paragraph(f"{finding.severity} {finding.rule_id}: {finding.message}", label=word)
        page.place(str(finding.location), said, mark="   ")
    if total > len(shown):
        page.paragraph(f"… and {counted(total - len(shown), 'more finding')} (--verbose or --report json)", style="dim")
