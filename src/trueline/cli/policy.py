"""``trueline policy``: test, list, explain, compare and start policies."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from trueline import config
from trueline.cli.options import find_top, open_gate
from trueline.errors import UsageError
from trueline.model.level import SEVERITIES
from trueline.policies import packs
from trueline.policies.folders import InstalledFiles
from trueline.repo.working import WorkingTree
from trueline.reporters.text import visible, visible_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from trueline.model.rule import Rule
    from trueline.run.gate import Gate
    from trueline.run.policy_tests import Failure, PolicyResult

_WIDEST_KINDS = 40


def register(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands and their arguments."""
    commands = parser.add_subparsers(dest="policy_command", metavar="COMMAND", required=True)
    test = commands.add_parser("test", help="run the tests beside policies: do rules point where they should?")
    test.add_argument("paths", nargs="*", metavar="PATH", help="policy files or folders (default: the config's own)")
    test.add_argument("--mutate", action="store_true", help="change each operator and literal: do tests notice?")
    test.set_defaults(run=_test)
    listing = commands.add_parser("list", help="list the rules that judge here")
    _add_gate_options(listing)
    listing.add_argument("--json", action="store_true", help="as JSON, with everything a rule says of itself")
    listing.set_defaults(run=_list)
    explain = commands.add_parser("explain", help="say why a rule exists, what it asks, and what it finds")
    explain.add_argument("id", metavar="ID", help="a rule's id, or what another tool calls it")
    _add_gate_options(explain)
    explain.set_defaults(run=lambda arguments: explain_rule(arguments.id, arguments))
    from trueline.cli import policy_diff

    diff = commands.add_parser("diff", help="say what a change of policies and settings would find or let go")
    policy_diff.register(diff)
    _add_gate_options(diff)
    new = commands.add_parser("new", help="start a policy and its tests")
    new.add_argument("id", metavar="ID", help="kebab-case, names the bad thing: bucket-without-owner")
    new.add_argument("--for", dest="kind", required=True, metavar="KIND", help="terraform/aws_s3_bucket, …")
    new.add_argument("--severity", choices=SEVERITIES, default="medium")
    new.add_argument("--python", action="store_true", help="for what an expression cannot say")
    new.add_argument("--folder", default="policies", help="where policies are (default: policies)")
    new.set_defaults(run=_new)


def _add_gate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help=f"read settings from FILE instead of {config.CONFIG_PATH}")
    parser.add_argument("--profile", choices=config.PROFILES, help="judge by another profile than the config's")
    parser.add_argument("--policy", action="append", default=[], metavar="PATH", help="with these policies too")


def _test(arguments: argparse.Namespace) -> int:
    from trueline.run.policy_tests import find_policies, run_policy

    results: list[PolicyResult] = []
    failures: list[Failure] = []
    for policy, rules in find_policies(_sources(arguments.paths), InstalledFiles("", "")).items():
        result = run_policy(policy, rules)
        results.append(result)
        failures += result.failures
        if arguments.mutate and not result.failures:
            from trueline.run.mutation import survivors

            failures += survivors(policy, rules)
        _say_result(result)
    for failure in failures:
        _say_failure(failure)
    rules_tested = sum(len(result.scores) for result in results)
    word = "failed" if failures else "passed"
    cases = sum(result.cases for result in results)
    print(f"{word}: {_count(rules_tested, 'rule')}, {_count(cases, 'case')}, {_count(len(failures), 'failure')}")
    return 1 if failures else 0


def _sources(paths: Sequence[str]) -> Sequence[str]:
    if paths:
        return [os.path.normpath(path) for path in paths]
    top, git = find_top([])
    settings = config.load(WorkingTree(top, git))
    own = [name for name in settings.policies if not name.startswith((packs.BUILTIN, packs.PACKAGE))]
    if not own:
        raise UsageError(
            "the config names no policies of this repository",
            hint="name their folder in `policies:`, or here: trueline policy test FOLDER",
        )
    return [os.path.relpath(os.path.join(top, name)) for name in own]


def _say_result(result: PolicyResult) -> None:
    print(visible(result.path) + f", {_count(result.cases, 'case')}")
    for score in result.scores:
        unknowns = f", {score.unknowns} unknown" if score.unknowns else ""
        print(f"  {score.rule:<44} {score.findings} found, {score.silent} silent{unknowns}")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}" + "s" * (number != 1)


def _say_failure(failure: Failure) -> None:
    first, *more = visible_lines(failure.message)
    print(f"\n{visible(failure.place)}: {first}")
    for line in more:
        print(f"  {line}")
    for line in failure.code.splitlines():
        print(f"    {visible(line)}")


def _list(arguments: argparse.Namespace) -> int:
    gate = _open(arguments)
    if arguments.json:
        import json

        print(json.dumps([_as_json(rule, gate) for rule in gate.bench.rules.values()], indent=2, ensure_ascii=False))
        return 0
    rows: list[tuple[str, ...]] = [("ID", "SEVERITY", "ENFORCED", "FOR", "PACK", "TITLE")]
    rows += (_row(rule, gate) for rule in gate.bench.rules.values() if not rule.replaced_by)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())
    print(_count(len(rows) - 1, "rule"))
    return 0


def _row(rule: Rule, gate: Gate) -> tuple[str, ...]:
    standing = gate.bench.standing(rule.id)
    kinds = ", ".join(rule.kinds)
    if len(kinds) > _WIDEST_KINDS:
        kinds = f"{rule.kinds[0]} and {len(rule.kinds) - 1} more" if len(rule.kinds) > 1 else kinds
    enforcement = standing.enforcement if standing.enabled else "off"
    return tuple(map(visible, (rule.id, standing.severity, enforcement, kinds, rule.pack, rule.title)))


def _as_json(rule: Rule, gate: Gate) -> dict[str, Any]:
    standing = gate.bench.standing(rule.id)
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": standing.severity,
        "enforcement": standing.enforcement,
        "enabled": standing.enabled,
        "on": rule.on,
        "kinds": rule.kinds,
        "scope": rule.scope,
        "policy": rule.policy,
        "pack": rule.pack,
        "owner": rule.owner,
        "description": rule.description,
        "fix": rule.fix,
        "references": rule.references,
        "aliases": rule.aliases,
        "benchmarks": rule.benchmarks,
        "tags": rule.tags,
        "parameters": rule.parameters,
        "from": rule.starts.isoformat() if rule.starts else None,
        "replaced_by": rule.replaced_by or None,
        "location": str(rule.location),
    }


def _open(arguments: argparse.Namespace) -> Gate:
    top, git = find_top([])
    return open_gate(WorkingTree(top, git), arguments)


def explain_rule(rule_id: str, arguments: argparse.Namespace) -> int:
    """Say all about one rule, which an alias may name, or about a kind of change."""
    from trueline.cli.rule_page import page

    gate = _open(arguments)
    rules = gate.bench.rules
    rule = rules.get(rule_id) or next((rule for rule in rules.values() if rule_id in rule.aliases), None)
    if rule is None:
        from difflib import get_close_matches

        from trueline.cli import change_page

        kinds = change_page.kinds_called(rule_id)
        for number, kind in enumerate(kinds):
            for line in [*([""] if number else []), *change_page.kind_page(kind, gate.bench)]:
                print(visible(line))
        if kinds:
            return 0
        close = list(filter(None, [change_page.close_to(rule_id)])) or get_close_matches(rule_id, list(rules), n=1)
        hint = f"did you mean `{close[0]}`?" if close else "`trueline policy list` shows the rules"
        raise UsageError("no rule is called that", place=rule_id, hint=hint)
    for line in page(rule, gate.bench):
        print(visible(line.rstrip()))
    return 0


def _new(arguments: argparse.Namespace) -> int:
    from trueline.cli.scaffold import Start, write

    start = Start(arguments.id, arguments.kind, arguments.severity, arguments.folder, arguments.python)
    for path in write(start):
        print(f"wrote {path}")
    print(f"next: fill both in, then trueline policy test {arguments.folder}")
    print(f"so that checks use it: name {arguments.folder} under policies: in .trueline/config.yaml")
    return 0
