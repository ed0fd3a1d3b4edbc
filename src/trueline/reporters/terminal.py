"""The report a person reads: findings in their lines of code, what could not be told, the verdict and its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters import exception_commands as commands
from trueline.reporters.closing import closing
from trueline.reporters.frame import frame
from trueline.reporters.page import Options, Page, counted
from trueline.reporters.summary import side_of, summarise
from trueline.reporters.text import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.location import Location
    from trueline.model.report import Finding, Notification, Report, UnknownAnswer

__all__ = ["Options", "render"]

MOST_FRAMES: Final = 50
MOST_PLACES: Final = 3
MOST_RULES: Final = 20
MOST_ALSO: Final = 3
MOST_REASONS: Final = 2
_PLAIN: Final = Options()


def render(report: Report, options: Options = _PLAIN) -> str:
    """Return the report as text. All that blocks is shown; without ``verbose`` the rest is kept short."""
    page = Page(options)
    each = commands.has_line_each(report)
    _findings(page, report, verbose=options.verbose, may_ask=each)
    _unknowns(page, report, verbose=options.verbose)
    _notifications(page, report, verbose=options.verbose)
    if report.exceptions:
        from trueline.reporters.exception_lines import exceptions

        exceptions(page, report, verbose=options.verbose)
    if report.policy_diff is not None:
        from trueline.reporters.proposal_terminal import proposed

        proposed(page, report.policy_diff, verbose=options.verbose)
    if report.costs:
        from trueline.reporters.cost_lines import cost_lines

        cost_lines(page, report, verbose=options.verbose)
    if report.drifts:
        from trueline.reporters.drift_lines import drift_lines

        drift_lines(page, report, verbose=options.verbose)
    closing(page, report, verbose=options.verbose, may_ask=not each)
    return page.text()


def _findings(page: Page, report: Report, *, verbose: bool, may_ask: bool) -> None:
    summary = summarise(report)
    blocking = _grouped(summary.blocking)
    for group in blocking[:MOST_FRAMES]:
        _block(page, report, group, may_ask=may_ask)
    _listed(page, report, [finding for group in blocking[MOST_FRAMES:] for finding in group], verbose=True)
    if verbose:
        for group in _grouped(summary.advising):
            _block(page, report, group)
        _listed(page, report, summary.suppressed + summary.fixed, verbose=True)
        return
    _listed(page, report, [finding for finding in summary.advising if finding.status == "new"], verbose=False)
    known = sum(1 for finding in summary.advising if finding.status != "new")
    if known:
        page.blank()
        page.paragraph(f"… and {counted(known, 'finding')} known at base (--verbose or --report json)", style="dim")


def _grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return the findings that one rule has at one place together, the worst first."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity)):
        key = (finding.rule_id, finding.severity, finding.enforcement, finding.status, finding.location)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def _block(page: Page, report: Report, group: Sequence[Finding], *, may_ask: bool = False) -> None:
    finding = group[0]
    page.blank()
    page.head(finding.severity, finding.severity, finding.rule_id, finding.message)
    subject = "" if finding.subject in finding.message else finding.subject
    page.place(_place(report, finding.location), " · ".join(filter(None, (subject, finding.environment))))
    _frame(page, report, finding.location, finding.severity)
    for related in finding.related:
        page.place(_place(report, related), related.message, mark="↳ ")
    if len(group) > 1:
        page.paragraph(_also(group), label="also")
    if finding.fix:
        page.paragraph(finding.fix, label="fix ")
    for refusal in dict.fromkeys(refusal for one in group for refusal in one.refusals):
        page.paragraph(refusal, label="note")
    asked = [one.fingerprint for one in group if commands.may_be_asked(one)]
    if asked and may_ask:
        page.command(commands.request(report, asked), label="ask ")
    marks = [finding.status, finding.enforcement, short(finding.fingerprint)]
    if finding.suppression is not None:
        marks.append(_suppressed(finding))
    page.paragraph(" · ".join(filter(None, marks)), style="dim")


def _also(group: Sequence[Finding]) -> str:
    first, *others = group
    named = [
        _apart(first, other) + (f" ({short(other.fingerprint)})" if other.fingerprint else "")
        for other in others[:MOST_ALSO]
    ]
    more = len(others) - len(named)
    return ", ".join(named) + (f", +{more:,} more (--report json)" if more else "")


def _apart(first: Finding, other: Finding) -> str:
    """Return what tells two findings at one place apart: the subject, the environment, or where it is called."""
    if other.subject != first.subject:
        return other.subject
    if other.environment != first.environment:
        return other.environment
    if other.message != first.message:
        return other.message
    known = {place.path for place in first.related}
    return next((str(place) for place in other.related if place.path not in known), other.message)


def _frame(page: Page, report: Report, location: Location, style: str) -> None:
    excerpt = report.excerpts.get((location.path, location.revision))
    if location.region is None or not excerpt:
        return
    gutter = max(len(str(location.region.end_line)), 4)
    for line in frame(location.region, excerpt, page.width - gutter - 6):
        page.numbered(line, gutter=gutter, style=style)


def _listed(page: Page, report: Report, findings: Iterable[Finding], *, verbose: bool) -> None:
    """Add findings by rule, one or two lines each."""
    rules: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity)):
        rules.setdefault((finding.severity, finding.rule_id), []).append(finding)
    titles = {tally.id: tally.title for tally in report.rules}
    groups = list(rules.values())
    for group in groups if verbose else groups[:MOST_RULES]:
        _rule(page, report, group, title=titles.get(group[0].rule_id, ""), verbose=verbose)
    left = sum(len(group) for group in groups[MOST_RULES:])
    if left and not verbose:
        page.blank()
        page.paragraph(f"… and {counted(left, 'more finding')} that advise (--verbose or --report json)", style="dim")


def _rule(page: Page, report: Report, group: Sequence[Finding], *, title: str, verbose: bool) -> None:
    first = group[0]
    page.blank()
    if len(group) == 1:
        page.head(first.severity, first.severity, first.rule_id, first.message)
        page.place(_place(report, first.location), " · ".join(filter(None, (first.environment, _standing(first)))))
        return
    page.head(first.severity, first.severity, first.rule_id, f"{title or first.message} ({len(group):,} times)")
    places: dict[tuple[object, ...], list[Finding]] = {}
    for finding in group:
        places.setdefault((finding.location, finding.message, _standing(finding)), []).append(finding)
    shown = list(places.values())[: None if verbose else MOST_PLACES]
    for alike in shown:
        said = (alike[0].message, _several(alike), _standing(alike[0]))
        page.place(_place(report, alike[0].location), " · ".join(filter(None, said)))
    left = len(group) - sum(map(len, shown))
    if left:
        page.paragraph(f"… and {left:,} more (--verbose or --report json)", style="dim")


def _several(alike: Sequence[Finding]) -> str:
    """Return in which environments the same is said of one place, or how many times it is."""
    environments = dict.fromkeys(finding.environment for finding in alike)
    is_told = len(environments) == len(alike) and (len(alike) == 1 or "" not in environments)
    return ", ".join(environments) if is_told else f"{len(alike):,} times"


def _standing(finding: Finding) -> str:
    """Return what sets a listed finding apart: it is fixed, or something lets it go."""
    if finding.status == "fixed":
        return "fixed"
    return _suppressed(finding)


def _suppressed(finding: Finding) -> str:
    mark = finding.suppression
    if mark is None:
        return ""
    until = f" until {mark.expires}" if mark.expires else ""
    return f"{mark.kind} {mark.id}".rstrip() + until + (f": {mark.reason}" if mark.reason else "")


def _unknowns(page: Page, report: Report, *, verbose: bool) -> None:
    rules: dict[str, list[UnknownAnswer]] = {}
    for answer in sorted(report.unknowns, key=lambda answer: (not answer.blocks, -SEVERITIES.index(answer.severity))):
        rules.setdefault(answer.rule_id, []).append(answer)
    shown = [group for number, group in enumerate(rules.values()) if verbose or number < MOST_RULES or group[0].blocks]
    if shown:
        page.blank()
    for group in shown:
        reasons = list(dict.fromkeys(reason for answer in group for reason in answer.reasons))
        more = f" (+{len(reasons) - MOST_REASONS:,} more reasons)" if len(reasons) > MOST_REASONS else ""
        because = f": {'; '.join(reasons[:MOST_REASONS])}{more}" if reasons else ""
        page.head("unknown", "unknown", group[0].rule_id, f"{len(group):,} could not be told{because}")
        for answer in group:
            if verbose or answer.blocks:
                page.place(_place(report, answer.location), answer.subject + (" · blocks" if answer.blocks else ""))
    if len(rules) > len(shown):
        page.paragraph(
            f"… and {counted(len(rules) - len(shown), 'rule')} more (--verbose or --report json)", style="dim"
        )


def _notifications(page: Page, report: Report, *, verbose: bool) -> None:
    levels = ("error", "warning", "note") if verbose else ("error", "warning")
    for level in levels:
        found = [notification for notification in report.notifications if notification.level == level]
        shown = found if verbose else found[:MOST_RULES]
        for notification in shown:
            _notification(page, report, notification)
        if len(found) > len(shown):
            page.blank()
            page.paragraph(
                f"… and {counted(len(found) - len(shown), level)} more (--verbose or --report json)", style="dim"
            )


def _notification(page: Page, report: Report, notification: Notification) -> None:
    page.blank()
    said, *drawn = notification.message.split("\n")
    page.head(notification.level, notification.level, notification.id, said)
    page.literal(drawn)
    if notification.location is not None:
        page.place(_place(report, notification.location), notification.rule_id)
        _frame(page, report, notification.location, notification.level)


def _place(report: Report, location: Location) -> str:
    side = side_of(report, location)
    return f"{location} at {side}" if side else str(location)
