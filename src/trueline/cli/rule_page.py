"""All about one rule, for a person at a terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from trueline.cli.options import find_top
from trueline.policies import packs
from trueline.policies.folders import builtin_folder
from trueline.policies.yaml_judge import YamlJudge
from trueline.run.examples import examples
from trueline.run.policy_tests import folder_for_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.rule import Rule
    from trueline.run.examples import Example
    from trueline.run.settle import Bench

_WIDTH = 12


def page(rule: Rule, bench: Bench) -> Iterator[str]:
    """Yield the lines of the page: why, how to mend it, what it asks, and an example of each kind."""
    yield f"{rule.id}: {rule.title}"
    if rule.replaced_by:
        yield from _field("replaced by", rule.replaced_by)
        return
    yield ""
    for paragraph in rule.description.split("\n\n") if rule.description else ():
        yield f"  {paragraph}"
        yield ""
    standing = bench.standing(rule.id)
    yield from _field("severity", standing.severity)
    yield from _field("enforcement", standing.enforcement if standing.enabled else "off, by the config")
    yield from _field("from", "" if rule.starts is None else f"{rule.starts}, and only advises until then")
    yield from _field("for", ", ".join(rule.kinds))
    yield from _field("scope", rule.scope if rule.scope != "fact" else "")
    yield from _field("fix", rule.fix)
    for name, value in bench.parameters(rule).items():
        yield from _field("parameter", f"{name} = {value!r} {_schema(rule.parameters[name])}")
    yield from _field("also called", ", ".join(rule.aliases))
    yield from _field("benchmarks", ", ".join(rule.benchmarks))
    for reference in rule.references:
        yield from _field("see", reference)
    yield from _field("owner", rule.owner)
    yield from _field("policy", f"{rule.policy} ({rule.location})")
    yield from _statements(rule)
    yield from _examples(rule)


def _field(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"  {name:<{_WIDTH}} {value}"


def _schema(schema: Mapping[str, object]) -> str:
    rest = {key: value for key, value in schema.items() if key not in ("default", "description")}
    words = ", ".join(f"{key}: {value}" for key, value in rest.items())
    return f"({words})" if words else ""


def _statements(rule: Rule) -> Iterator[str]:
    if not isinstance(rule.judge, YamlJudge):
        return
    for case in rule.judge.cases:
        yield ""
        yield f"  for {', '.join(case['kinds'])}"
        yield from (f"    each     {path}" for path in case.get("each", ()))
        for name, code in case.get("let", {}).items():
            yield from _expression(f"let {name}", code)
        for key in ("when", "identity"):
            if key in case:
                yield from _expression(key, case[key])
        yield from _expression(case["verb"], case["body"])
        yield from (f"    at       {path}" for path in case.get("at", ()))


def _expression(key: str, code: Any) -> Iterator[str]:  # a text, a checked tree, or a JSON Schema
    text = code if isinstance(code, str) else str(code[0]) if isinstance(code, list) else repr(code)
    first, *rest = text.strip().splitlines()
    yield f"    {key:<8} {first}"
    yield from (f"    {'':<8} {line}" for line in rest)


def _examples(rule: Rule) -> Iterator[str]:
    found = examples(rule, folder_for_tests(_on_disk(rule.location.path)))
    for word, example in (("finds", found.bad), ("lets pass", found.good)):
        if example is not None:
            yield ""
            yield f"  {word} ({os.path.relpath(example.path)})"
            yield from _code(example)


def _on_disk(path: str) -> str:
    if path.startswith(packs.BUILTIN + "/"):
        return builtin_folder()[0] + path.removeprefix(packs.BUILTIN)
    return os.path.join(find_top([])[0], path)


def _code(example: Example) -> Iterator[str]:
    if example.is_change:
        yield from (f"      {line}" for line in example.lines)
        return
    for number, line in enumerate(example.lines, example.first):
        sign = ">" if number == example.marked else " "
        yield f"  {sign} {number:>4} │ {line}"
