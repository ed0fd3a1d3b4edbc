"""What a change proposes for the gate, on a Markdown page: the sentence, its parts, and folded the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import proposal
from trueline.reporters.markup import code, prose, row
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.policy_diff import PolicyDiff
    from trueline.model.report import Finding, Report

_CHANGES_TABLE: Final = "| what | of | would be | where |\n|---|---|---|---|"
_FINDINGS_TABLE: Final = "| severity | rule | where | finding | because |\n|---|---|---|---|---|"
_LONGEST_PLACE: Final = 200


LARGEST: Final = 65_536
"""Bytes: GitHub refuses a comment above as many characters."""


def render(report: Report) -> str:
    """Return the policy diff alone, as large as a comment may be."""
    notes = [f"{prose(note.message)}\n" for note in proposal.about(report)]
    nothing = [] if report.policy_diff is not None else [_sentence(proposal.NOTHING)]
    return fitted([*notes, *nothing], proposal_sections(report.policy_diff), [], LARGEST)


def proposal_sections(diff: PolicyDiff | None) -> list[Section]:
    """Return the parts of the page; none where nothing is proposed."""
    if diff is None:
        return []
    rows = proposal.changes(diff)
    counts = diff.counts
    gone, come = counts.released + counts.lowered, counts.added + counts.raised
    sign = "⚠️ " if proposal.loosens(diff) else ""
    return [
        Section(
            f"### Policies\n\n{sign}{_sentence(proposal.glance(diff))} Nothing of it is applied here.",
            _CHANGES_TABLE,
            map(_row, rows),
            len(rows),
        ),
        Section(
            f"<details>\n<summary>{counted(gone, 'finding')} would go, or count for less</summary>",
            _FINDINGS_TABLE,
            _findings((one.finding, proposal.released(one)) for one in diff.would_release),
            gone,
            "\n</details>",
        ),
        Section(
            f"<details>\n<summary>{counted(come, 'finding')} would come, or count for more</summary>",
            _FINDINGS_TABLE,
            _findings((one.finding, proposal.added(one)) for one in diff.would_add),
            come,
            "\n</details>",
        ),
    ]


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _row(one: proposal.Row) -> str:
    place = "" if one.place is None else code(str(one.place), _LONGEST_PLACE)
    return row(one.word, code(one.name, _LONGEST_PLACE), prose(one.said), place)


def _findings(found: Iterable[tuple[Finding, str]]) -> Iterator[str]:
    for finding, said in found:
        place = code(str(finding.location), _LONGEST_PLACE)
        yield row(finding.severity, code(finding.rule_id), place, prose(finding.message), prose(said))
