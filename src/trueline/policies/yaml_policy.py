"""YAML policy files become checked rules in plain data: the form that is compiled, shipped and digested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.model.level import ENFORCEMENTS, FACT_KINDS, SCOPES, SEVERITIES, UNKNOWN_MODES
from trueline.model.location import Location
from trueline.policies import checking, fields, shared
from trueline.policies.checking import Case
from trueline.policies.fields import Form
from trueline.policies.problem import PolicyProblem
from trueline.policies.specs import PolicyFile, Spec, complete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.policies.fields import Checker

VERBS: Final = ("require", "forbid", "schema")

_SHARED: Final[Mapping[str, Checker]] = {
    "description": fields.text,
    "enforcement": fields.choice(*ENFORCEMENTS),
    "from": fields.day,
    "references": fields.texts,
    "severity": fields.choice(*SEVERITIES),
    "tags": fields.texts,
    "title": fields.text,
    "unknown": fields.choice(*UNKNOWN_MODES),
}
"""What a policy says once for its rules, or each rule for itself."""

CASE: Final[Mapping[str, Checker]] = {
    "at": fields.places,
    "each": fields.selectors,
    "for": fields.kinds,
    "forbid": fields.expression,
    "identity": fields.expression,
    "let": fields.named,
    "message": fields.message,
    "require": fields.expression,
    "schema": fields.schema,
    "when": fields.expression,
}


def _cases(form: Form, value: object, path: Path) -> list[dict[str, object]] | None:
    members = _members(form, value, path) or ()
    return [form.members(member, (*path, number), CASE) for number, member in enumerate(members)] or None


def _members(form: Form, value: object, path: Path) -> list[object] | None:
    if not isinstance(value, list):
        form.refuse(path, f"a list of {path[-1]}", value)
        return None
    if not value:
        form.report(path, f"`{path[-1]}` is empty")
    return value or None


RULE: Final[Mapping[str, Checker]] = {
    **_SHARED,
    **CASE,
    "aliases": fields.texts,
    "benchmarks": fields.texts,
    "cases": _cases,
    "fix": fields.text,
    "id": fields.name,
    "on": fields.choice(*FACT_KINDS),
    "parameters": fields.parameters,
    "replaced_by": fields.name,
    "scope": fields.choice(*SCOPES),
}

POLICY: Final[Mapping[str, Checker]] = {
    **_SHARED,
    "let": fields.named,
    "owner": fields.text,
    "parameters": fields.parameters,
    "policy": fields.name,
    "rules": _members,
}

_INHERITED: Final = ("enforcement", "from", "severity", "unknown")
_JOINED: Final = ("references", "tags")
_RETIRED: Final = frozenset(("id", "replaced_by", "title"))


def read(source: Source) -> PolicyFile:
    """Read a policy file; all that is wrong with it comes back in one go."""
    from trueline.parsers import yaml
    from trueline.parsers.text import decode

    parsed = yaml.parse(source)
    if parsed.problems:
        problems = [
            PolicyProblem(problem.message, Location(source.path, source.revision, problem.region))
            for problem in parsed.problems
        ]
        return PolicyFile((), tuple(problems))
    specs: list[Spec] = []
    problems = []
    for document in parsed.documents:
        form = Form(document.locate, decode(source.data).text)
        specs += _policy(form, document.root)
        problems += form.problems
    if not specs and not problems:
        problems.append(PolicyProblem("no policy in this file", Location(source.path, source.revision)))
    return PolicyFile(tuple(specs), tuple(problems))


def _policy(form: Form, root: object) -> list[Spec]:
    policy = form.members(root, (), POLICY)
    if not isinstance(root, dict):
        return []
    for key in ("policy", "rules"):
        if key not in root:
            form.report((), f"the policy has no `{key}`")
    rules: Any = policy.get("rules", ())
    known = len(form.problems)
    if "let" in policy:
        shared.check(form, policy, {str(rule.get("on", "resource")) for rule in rules if isinstance(rule, dict)})
    if len(form.problems) > known:  # each rule that uses it would say the same
        return []
    specs = (_rule(form, policy, rule, ("rules", number)) for number, rule in enumerate(rules))
    return [spec for spec in specs if spec is not None]


def _rule(form: Form, policy: Mapping[str, Any], value: object, path: Path) -> Spec | None:
    known = len(form.problems)
    rule: dict[str, Any] = form.members(value, path, RULE)
    if isinstance(value, dict) and "id" not in value:
        form.report(path, "the rule has no `id`")
    if len(form.problems) > known:
        return None
    if "replaced_by" in rule:
        cases = _retired(form, rule, path)
    else:
        rule = shared.lend(policy, rule)
        cases = _merge(form, rule, path)
    checked = checking.check(form, rule, cases) if len(form.problems) == known else None
    if checked is None or len(form.problems) > known:
        return None
    found: dict[str, Any] = {"policy": policy.get("policy", ""), "owner": policy.get("owner", "")}
    found |= {key: policy[key] for key in _INHERITED if key in policy}
    found |= {key: member for key, member in rule.items() if key not in CASE and key != "cases"}
    for key in _JOINED:
        found[key] = list(dict.fromkeys([*policy.get(key, ()), *rule.get(key, ())]))
    found["starts"] = found.pop("from", "")
    found["kinds"] = list(dict.fromkeys(kind for case in cases for kind in case.body["kinds"]))
    found["cases"] = [case.body for case in cases]
    found["needs"] = checked.needs
    found["reads_clock"] = checked.reads_clock
    found["reads_before"] = checked.reads_before
    return complete(found, form.locate((*path, "id")))


def _retired(form: Form, rule: Mapping[str, Any], path: Path) -> list[Case]:
    for key in rule.keys() - _RETIRED:
        form.report((*path, key), f"a rule that is replaced has no `{key}`")
    return []


def _merge(form: Form, rule: Mapping[str, Any], path: Path) -> list[Case]:
    """Return the cases of a rule, each with what the rule says for all of them."""
    common = {key: rule[key] for key in CASE if key in rule}
    if "cases" not in rule:
        return [_case(form, rule, {}, common, (path, path))]
    return [
        _case(form, rule, own, common, ((*path, "cases", number), path)) for number, own in enumerate(rule["cases"])
    ]


def _case(
    form: Form, rule: Mapping[str, Any], own: Mapping[str, Any], common: Mapping[str, Any], paths: tuple[Path, Path]
) -> Case:
    verbs = [verb for verb in VERBS if verb in own] or [verb for verb in VERBS if verb in common]
    if len(verbs) != 1:
        form.report(paths[0], "exactly one of `require`, `forbid` and `schema` is needed")
    if "for" not in own and "for" not in common:
        form.report(paths[0], "nothing says what it is `for`")
    said = {**common, **own}
    said["let"] = {**common.get("let", {}), **own.get("let", {})}
    body = {key: said[key] for key in CASE if key not in ("for", *VERBS) and said.get(key)}
    body["kinds"] = said.get("for", [])
    if rule.get("on", "resource") == "resource":
        for kind in body["kinds"]:
            if "/" not in kind:
                form.report((*paths["for" not in own], "for"), f"`{kind}` is no kind", "kinds read dialect/type")
    if verbs:
        body["verb"], body["body"] = verbs[0], said[verbs[0]]
    origins = {key: (*paths[0 if key in own else 1], key) for key in said}
    return Case(body, origins)
