"""The lines to copy: what asks for an exception, shows one, and decides on it, judged as the report was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.reporters.exceptions import asked_prints

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.report import ExceptionRecord, Finding, Report

MOST_LINES: Final = 3
"""Up to so many things that block, each has its line to copy; beyond that the end of the report has one."""

NOBODY_DECIDES: Final = (
    "exceptions: nobody may grant one here, until .trueline/approvers.yaml on the target branch says who"
)
_MOST_PRINTS: Final = 20
_COMMIT: Final = 12
_ID: Final = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._/-]+")
_SHORT: Final = len("TL-") + 12


def may_be_asked(finding: Finding) -> bool:
    """Tell whether an exception can be asked for: the finding blocks, its rule is soft, and it waits for none yet."""
    return finding.blocks and finding.enforcement == "soft" and not finding.pending and bool(finding.fingerprint)


def has_line_each(report: Report) -> bool:
    """Tell whether each finding that an exception can be asked for has its own line to copy: that is so for a few."""
    return bool(report.trust.approvers) and sum(map(may_be_asked, report.findings)) <= MOST_LINES


def request(report: Report, fingerprints: Iterable[str]) -> str:
    """Return the command that asks that findings of one rule be let go; nothing for none."""
    prints = list(dict.fromkeys(filter(None, fingerprints)))
    former = _former(report, prints)
    return _request(report, prints, f" --renews {_quoted(former)}" if former else "") if prints else ""


def renew(report: Report, record: ExceptionRecord) -> str:
    """Return the command that asks for what goes on with an exception; nothing where it names no finding."""
    prints = [*filter(None, record.covered or asked_prints(record))]
    return _request(report, prints, f" --renews {_quoted(record.id)}") if prints else ""


def show(report: Report, record: ExceptionRecord) -> str:
    """Return the command that shows an exception."""
    return f"trueline exception show {_quoted(record.id)}{_judged(report)}"


def all_of_them(report: Report) -> str:
    """Return the command that lists all exceptions."""
    return f"trueline exception list{_judged(report)}"


def decide(report: Report, record: ExceptionRecord, verb: str = "approve") -> str:
    """Return the command that decides on an exception."""
    return f'trueline exception {verb} {_quoted(record.id)}{_judged(report)} --reason "…"'


def _former(report: Report, prints: Sequence[str]) -> str:
    """Return the last exception about one of these that is over: who asks again says so, or is refused."""
    over = [
        one
        for one in report.exceptions
        if one.state in ("denied", "revoked", "expired") and not {*prints}.isdisjoint(asked_prints(one))
    ]
    return max(over, key=lambda one: (one.requested_at, one.id)).id if over else ""


def _request(report: Report, prints: Sequence[str], more: str) -> str:
    known = [finding.fingerprint for finding in report.findings]
    shown = " ".join(_shortened(one, known) for one in prints[:_MOST_PRINTS])
    return f'trueline exception request {shown}{_judged(report)}{more} --reason "…"'


def _judged(report: Report) -> str:
    """Return the arguments that make a command judge what the report judged, with a blank before them.

    Head is what whoever copies the line has checked out: a build may judge a commit that is nowhere else.
    """
    if report.trust.source == "index":
        return " --staged"
    if report.trust.source != "revision" or not report.base:
        return ""
    revision = report.trust.revision
    return f" --base {revision[:_COMMIT] if _ID.fullmatch(revision) else _quoted(revision)}"


def _shortened(fingerprint: str, known: Sequence[str]) -> str:
    """Return as much of a fingerprint as names it alone."""
    short = fingerprint[:_SHORT]
    is_alone = all(one == fingerprint for one in known if one.startswith(short))
    return _quoted(short if is_alone else fingerprint)


def _quoted(text: str) -> str:
    """Return a word as a shell takes it for itself; what is plain costs no import."""
    if _PLAIN.fullmatch(text):
        return text
    from shlex import quote

    return quote(text)
