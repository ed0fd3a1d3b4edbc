"""All about one kind of change of a contract, or about one such change that was found, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.registry import FORMATS, load
from trueline.exceptions.comments import LANGUAGES
from trueline.model.change import Change
from trueline.model.location import Location
from trueline.policies.kinds import fits
from trueline.policies.yaml_judge import YamlJudge
from trueline.run.contracts.examples import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.change import ChangeKind
    from trueline.model.report import Finding, Report
    from trueline.model.rule import Rule
    from trueline.run.settle import Bench

_WIDTH: Final = 14
_LONGEST: Final = 300
_COMPATIBILITY: Final = {
    "breaking": "breaking: somebody who did nothing wrong fails for certain",
    "dangerous": "dangerous: somebody may fail, or behave otherwise",
    "compatible": "compatible: nobody notices",
}
# what a rule asks of a change → what lets one through, where the rule asks it
_WAYS: Final = {
    "bump": "a new major version of the contract",
    "sunset": "deprecation with a sunset date, and the change when that day is over",
    "deprecated_releases": "deprecation in as many releases as the rule asks for, and the change in the next one",
    "unused": "consumers that are all declared in `contracts.consumers`, of which none uses it",
    "unreleased": "no release that has it yet (`contracts.against`)",
}
_CATEGORIES: Final = ("WIRE", "WIRE_JSON", "FILE")
_COMMENTS: Final = {"graphql": "#", "hcl": "#", "protobuf": "//", "sql": "--", "yaml": "#"}


def kinds_called(name: str) -> list[ChangeKind]:
    """Return the kind of change with this id, or those that another tool calls so."""
    prefix = name.partition("/")[0]
    if prefix in FORMATS:
        found = load(prefix).KINDS.get(name)
        return [found] if found is not None else []
    if ":" not in name:
        return []
    return [kind for one in FORMATS for kind in load(one).KINDS.values() if name in kind.aliases]


def close_to(name: str) -> str:
    """Return the kind of change that is spelled most like ``name``, or nothing."""
    prefix = name.partition("/")[0]
    if prefix not in FORMATS:
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(load(prefix).KINDS), n=1)), "")


def kind_page(kind: ChangeKind, bench: Bench) -> Iterator[str]:
    """Yield the lines of the page: what it is, whom it breaks, how to mend it, and which rules judge it."""
    yield f"{kind.id}: {kind.title}"
    yield ""
    yield from _field("compatibility", _COMPATIBILITY[kind.compatibility])
    yield from _field("breaks", ", ".join(kind.breaks))
    yield from _field("direction", kind.direction)
    yield from _field("fix", kind.fix)
    yield from _field("also called", ", ".join(kind.aliases))
    judges = _judges(kind, bench)
    for rule in judges:
        standing = bench.standing(rule.id)
        stands = f"{standing.severity}, {standing.enforcement}" if standing.enabled else "off, by the config"
        yield from _field("judged by", f"{rule.id} ({stands}): {rule.title}")
    if not judges:
        yield from _field("judged by", "no rule that is loaded")
    for rule in judges:
        if "allow" in rule.parameters:
            yield from _field("let through", _allow(rule.id, kind.id))
    yield from _field("page", f"docs/contracts/{kind.id.partition('/')[0]}.md")


def finding_lines(report: Report, finding: Finding, rule: Rule | None) -> Iterator[str]:
    """Yield what there is to say of a finding about a change: both sides, who breaks, and what would let it through."""
    name = finding.kind.partition("/")[0]
    kind = load(name).KINDS.get(finding.kind) if name in FORMATS else None
    if kind is None:
        return
    yield f"change       {kind.id}: {kind.title} (`trueline explain {kind.id}`)"
    change = _change(report, finding)
    if change is not None:
        yield f"contract     {change.contract}"
        yield f"compatible   {_COMPATIBILITY[change.compatibility]}"
        yield from (f"breaks       {who}" for who in ([", ".join(change.breaks)] if change.breaks else []))
        yield f"before       {_side(change.before)}{_at(change, is_base=True)}"
        yield f"after        {_side(change.after)}{_at(change, is_base=False)}"
    yield from (f"instead      {fix}" for fix in ([kind.fix] if kind.fix and kind.fix != finding.fix else []))
    yield from (f"let through  {way}" for way in _ways(finding, rule))


def _change(report: Report, finding: Finding) -> Change | None:
    """Return the change that a finding is about: the one of its kind at its subject and its place."""
    same = [one for one in report.changes if (one.kind, one.subject) == (finding.kind, finding.subject)]
    placed = [one for one in same if finding.location in (one.location, one.base_location)]
    return next(iter([*placed, *same]), None)


def _ways(finding: Finding, rule: Rule | None) -> Iterator[str]:
    """Yield what would let a finding through, as far as its rule asks for it."""
    if rule is not None and isinstance(rule.judge, YamlJudge):
        asked = repr(rule.judge.cases)
        yield from (way for name, way in _WAYS.items() if name in asked)
    if rule is not None and "allow" in rule.parameters:
        yield _allow(finding.rule_id, finding.kind)
    mark = _mark(finding)
    if mark and finding.enforcement != "hard":
        yield f"{mark}, on or above {finding.location}; in a pull request that is itself a finding"


def _mark(finding: Finding) -> str:
    """Return the comment that would let a finding go; nothing where its file has no comments, or is gone."""
    if finding.location.revision or finding.location.region is None:
        return ""
    path = finding.location.path.lower()
    language = next((language for end, language in LANGUAGES.items() if path.endswith(end)), "")
    return f"{_COMMENTS[language]} trueline: ignore[{finding.rule_id}]: why" if language in _COMMENTS else ""


def _allow(rule_id: str, kind: str) -> str:
    return f"`rules: {{{rule_id}: {{parameters: {{allow: [{kind}]}}}}}}` in the config, for every change of this kind"


def _judges(kind: ChangeKind, bench: Bench) -> list[Rule]:
    """Return the rules that find something in a change of a kind, which nothing lets through.

    Of one that breaks nobody, those that look at it at all.
    """
    asked = [rule for rule in bench.rules.values() if any(fits(pattern, kind.id) for pattern in rule.kinds)]
    asked = [rule for rule in asked if rule.on == "change"]
    if kind.compatibility == "compatible":
        return asked
    found: set[str] = set()
    examples: list[dict[str, object]] = [{}]
    examples += [{"categories": [name]} for name in _CATEGORIES]
    for details in examples:
        example = Change(kind.id, "a", "b", kind.compatibility, kind.breaks, Location("a"), details=details)
        found |= told(example, asked, bench)
    return [rule for rule in asked if rule.id in found]


def _at(change: Change, *, is_base: bool) -> str:
    place = change.base_location if is_base else change.location
    return f" ({place}{' at base' if is_base else ''})" if place is not None else ""


def _side(value: object) -> str:
    if value is None:
        return "–"
    from trueline.reporters.text import cut, json_text, one_line

    return cut(one_line(value if isinstance(value, str) else json_text(value)), _LONGEST)


def _field(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"  {name:<{_WIDTH}} {value}"
