"""What formats show that know only places and what is said of them: remarks, whatever each was in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.model.level import SEVERITIES
from trueline.model.location import Location
from trueline.reporters.exception_commands import may_be_asked
from trueline.reporters.summary import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.level import Severity
    from trueline.model.report import Finding, Notification, Report, UnknownAnswer

NO_RULE: Final = "trueline"
_CONFIG: Final = ".trueline/config.yaml"


class Remark(NamedTuple):
    """A finding that stands, an unknown that blocks, or an error of the run; its texts are as the report has them.

    ``name`` is the rule's id, or the notification's. ``fails`` says that it keeps the run from passing. ``is_placed``
    is false for an error of the whole run, whose location is the config's for the formats that cannot do without one.
    ``may_be_asked`` says whether an exception can be asked for.
    """

    name: str
    severity: Severity
    message: str
    location: Location
    fails: bool
    subject: str = ""
    environment: str = ""
    related: tuple[Location, ...] = ()
    fix: str = ""
    fingerprint: str = ""
    is_new: bool = True
    is_placed: bool = True
    references: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    may_be_asked: bool = False


def remarks(report: Report) -> Iterator[Remark]:
    """Return the findings that stand, then unknowns that block, then errors; each in the report's order."""
    yield from map(_finding, standing(report))
    yield from (_unknown(answer) for answer in report.unknowns if answer.blocks)
    yield from (_error(report, note) for note in report.notifications if note.level == "error")


def rank(remark: Remark) -> tuple[bool, int, bool]:
    """Return what remarks are sorted by where there is room for the first few only: what fails, the worst, the new."""
    return not remark.fails, -SEVERITIES.index(remark.severity), not remark.is_new


def level(remark: Remark) -> str:
    """Return ``error`` for what fails; of the rest ``warning`` from medium up, and ``notice`` below."""
    if remark.fails:
        return "error"
    return "warning" if SEVERITIES.index(remark.severity) >= SEVERITIES.index("medium") else "notice"


def _finding(finding: Finding) -> Remark:
    return Remark(
        finding.rule_id or NO_RULE, finding.severity, finding.message or finding.rule_id, finding.location,
        finding.blocks, finding.subject, finding.environment, finding.related, finding.fix, finding.fingerprint,
        is_new=finding.status == "new", references=finding.references, refusals=finding.refusals,
        may_be_asked=may_be_asked(finding),
    )  # fmt: skip


def _unknown(answer: UnknownAnswer) -> Remark:
    reasons = f": {'; '.join(answer.reasons)}" if answer.reasons else ""
    message = f"could not be told of {answer.subject}{reasons}"
    return Remark(answer.rule_id or NO_RULE, answer.severity, message, answer.location, fails=True,
                  subject=answer.subject)  # fmt: skip


def _error(report: Report, note: Notification) -> Remark:
    """Return an error as a remark. It counts as high: a run that could not judge passes nothing."""
    location = note.location or Location(report.trust.config or _CONFIG)
    return Remark(note.id or NO_RULE, "high", note.message or note.id, location, fails=True,
                  is_placed=note.location is not None)  # fmt: skip
