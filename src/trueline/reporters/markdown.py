"""The report as a comment on a pull request: the verdict, what blocks and how to mend it, and the proof."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters import exception_commands as commands
from trueline.reporters.closing import proof_line, trust_line, verdict_line, verdict_words
from trueline.reporters.contract_sections import contract_sections
from trueline.reporters.cost_sections import cost_sections
from trueline.reporters.drift_sections import drift_sections
from trueline.reporters.exception_sections import alarm_lines, exception_sections
from trueline.reporters.markup import code, linked, prose, row
from trueline.reporters.page import counted
from trueline.reporters.proposal_sections import proposal_sections
from trueline.reporters.remarks import rank, remarks
from trueline.reporters.sheet import Section, fitted
from trueline.reporters.summary import side_of
from trueline.reporters.text import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.location import Location
    from trueline.model.report import Report, Tally
    from trueline.reporters.remarks import Remark

MARKER: Final = "<!-- trueline:report:{key} -->"
# GitHub refuses a comment above 65,536 characters; bytes are never fewer
LARGEST: Final = 65_536
_SIGNS: Final = {"passed": "✅", "failed": "❌", "incomplete": "⚠️", "pending": "⏳"}
_MOST_RELATED: Final = 3
_LONGEST_PLACE: Final = 200
_FINDINGS_TABLE: Final = "| severity | rule | where | what, and how to mend it |\n|---|---|---|---|"
_UNKNOWN_TABLE: Final = "| rule | where | of | because |\n|---|---|---|---|"
_INPUTS_TABLE: Final = "| state | input | because |\n|---|---|---|"
_RULES_TABLE: Final = "| rule | matched | passed | failed | unknown | errors |\n|---|--:|--:|--:|--:|--:|"
_NOT_JUDGED: Final = {"unreadable": "unreadable", "partly-read": "partly read", "not-rendered": "not rendered"}


def render(report: Report) -> str:
    """Return the comment. Its first line finds it again: the same for the same config and profile, and invisible."""
    return page(report, LARGEST, head=MARKER.format(key=_key(report)))


def page(report: Report, largest: int, *, head: str = "") -> str:
    """Return the whole report in at most ``largest`` bytes; each part says how much of it is left out."""
    addresses = {tally.id: tally.references for tally in report.rules}
    found = sorted(remarks(report), key=rank)
    blocking = [remark for remark in found if remark.fails]
    advising = [remark for remark in found if not remark.fails]
    each = commands.has_line_each(report)
    sections = [
        Section("### What blocks", _FINDINGS_TABLE, _rows(report, blocking, addresses, may_ask=each), len(blocking)),
        *exception_sections(report),
        *proposal_sections(report.policy_diff),
        *contract_sections(report),
        *cost_sections(report),
        *drift_sections(report),
        _folded(
            _advise(len(advising)),
            _FINDINGS_TABLE,
            _rows(report, advising, addresses),
            len(advising),
        ),
        _unknown(report),
        _not_judged(report),
        _rules(report),
    ]
    foot = _proof(report, found, may_ask=not each)
    return fitted([*([head] if head else []), *_headline(report)], sections, foot, largest)


def _key(report: Report) -> str:
    said = ascii((report.trust.config, report.trust.profile))
    return sha256(said.encode()).hexdigest()[:12]


def _headline(report: Report) -> list[str]:
    return [f"## {_SIGNS[report.verdict]} Trueline: {verdict_words(report)}", "", prose(verdict_line(report)), "",
            *alarm_lines(report)]  # fmt: skip


def _proof(report: Report, found: Sequence[Remark], *, may_ask: bool) -> list[str]:
    lines = [f"Proof: {prose(proof_line(report))}  ", f"Trust: {prose(trust_line(report))}"]
    asked = next((remark.fingerprint for remark in found if remark.may_be_asked), "")
    if asked and may_ask and report.trust.approvers:
        lines += ["", f"To ask for an exception: {code(commands.request(report, [asked]))}"]
    named = next((remark.fingerprint for remark in found if remark.fingerprint), "")
    if named:
        lines += ["", f"Why, and how to mend it: {code(f'trueline explain {short(named)}')}"]
    return lines


def _folded(title: str, head: str, rows: Iterable[str], total: int) -> Section:
    return Section(f"<details>\n<summary>{title}</summary>", head, rows, total, "\n</details>")


def _rows(
    report: Report, found: Iterable[Remark], addresses: dict[str, tuple[str, ...]], *, may_ask: bool = False
) -> Iterator[str]:
    for remark in found:
        rule = linked(remark.name, addresses.get(remark.name) or remark.references)
        where = code(_place(report, remark.location), _LONGEST_PLACE) if remark.is_placed else "the run"
        where += f" {prose(remark.environment)}" if remark.environment else ""
        yield row(remark.severity, rule, where, "<br>".join(_said(report, remark, may_ask=may_ask)))


def _said(report: Report, remark: Remark, *, may_ask: bool) -> Iterator[str]:
    yield prose(remark.message)
    for place in remark.related[:_MOST_RELATED]:
        yield f"↳ {code(_place(report, place), _LONGEST_PLACE)} {prose(place.message, _LONGEST_PLACE)}".rstrip()
    if remark.fix:
        yield f"**Fix:** {prose(remark.fix)}"
    if remark.may_be_asked and may_ask:
        yield f"**Ask:** {code(commands.request(report, [remark.fingerprint]))}"
    yield from (f"**Note:** {prose(refusal)}" for refusal in remark.refusals[:_MOST_RELATED])
    marks = ["" if remark.is_new else "known at base", code(short(remark.fingerprint))]
    said = " · ".join(filter(None, marks))
    if said:
        yield said


def _unknown(report: Report) -> Section:
    answers = sorted(report.unknowns, key=lambda answer: (not answer.blocks, -SEVERITIES.index(answer.severity)))
    rows = (
        row(
            code(answer.rule_id),
            code(_place(report, answer.location)),
            code(answer.subject),
            prose("; ".join(answer.reasons)) + (" **blocks**" if answer.blocks else ""),
        )
        for answer in answers
    )
    return _folded(f"{len(answers):,} could not be told", _UNKNOWN_TABLE, rows, len(answers))


def _not_judged(report: Report) -> Section:
    inputs = [entry for entry in report.inputs if entry.state in _NOT_JUDGED]
    rows = (row(_NOT_JUDGED[entry.state], code(entry.path), prose(entry.reason)) for entry in inputs)
    return _folded(
        f"{counted(len(inputs), 'input')} not judged, or only in part",
        _INPUTS_TABLE,
        rows,
        len(inputs),
    )


def _rules(report: Report) -> Section:
    applied = [tally for tally in report.rules if tally.matched]
    rows = (row(code(tally.id), *(f"{count:,}" for count in _counts(tally))) for tally in applied)
    title = f"{len(applied):,} of {counted(len(report.rules), 'rule')} applied"
    return _folded(title, _RULES_TABLE, rows, len(applied))


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.matched, tally.passed, tally.failed, tally.unknown, tally.errors


def _advise(number: int) -> str:
    return f"{number:,} {'advises' if number == 1 else 'advise'}"


def _place(report: Report, location: Location) -> str:
    side = side_of(report, location)
    return f"{location} at {side}" if side else str(location)
