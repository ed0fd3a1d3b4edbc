"""Mutants of YAML rules: one operator or literal differs, and a test should notice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.program import compile_expression
from trueline.policies.cel.tokens import tokenize
from trueline.policies.expressions import frame
from trueline.policies.names import given
from trueline.policies.yaml_judge import YamlJudge
from trueline.run.policy_tests import Failure, are_own, folder_for_tests, judge_case, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.rule import Rule
    from trueline.policies.cel.tokens import Token
    from trueline.run.policy_tests import Case

_FLIPPED: Final = {
    "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<", "&&": "||", "||": "&&", "+": "-",
    "true": "false", "false": "true", "all": "exists", "exists": "all",
}  # fmt: skip


_DEFAULT: Final = ("orValue", "(")


class Change(NamedTuple):
    """One token of an expression, and what stands in its place."""

    token: Token
    after: str


class Mutant(NamedTuple):
    """A rule in which one token of the expression under ``key`` is different."""

    key: str
    text: str
    change: Change
    judge: YamlJudge


def survivors(policy: str, rules: Sequence[Rule]) -> list[Failure]:
    """Return the mutants of the rules of one policy file that judge its tests as the rules themselves do."""
    cases = read_cases(folder_for_tests(policy), own=are_own(rules))
    return [
        _survivor(rule, mutant)
        for rule in rules
        if isinstance(rule.judge, YamlJudge)
        for mutant in mutants(rule.judge.spec)
        if all(_is_unnoticed(case, rule, mutant) for case in cases)
    ]


def _survivor(rule: Rule, mutant: Mutant) -> Failure:
    token, after = mutant.change
    becomes = f"`{token.text}` becomes `{after}`" if after else f"`{token.text}` is left out"
    shown = frame(mutant.key, mutant.text, token.start, token.end)
    return Failure(str(rule.location), f"no test of {rule.id} notices when {becomes}", shown)


def mutants(spec: dict[str, Any]) -> Iterator[Mutant]:
    """Yield every rule that differs from ``spec`` in one operator or literal of one expression."""
    for number, case in enumerate(spec.get("cases", ())):
        names = given(spec.get("on", "resource")).union(case.get("let", ()))
        for key, text in _expressions(case):
            for change in _changes(text):
                changed = text[: change.token.start] + change.after + text[change.token.end :]
                try:
                    compile_expression(changed, names)
                except CelSyntaxError:
                    continue
                cases = [*spec["cases"]]
                cases[number] = _replaced(case, key, changed)
                yield Mutant(key, text, change, YamlJudge({**spec, "cases": cases}))


def _expressions(case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, text in case.get("let", {}).items():
        yield f"let {name}", text
    if "when" in case:
        yield "when", case["when"]
    if case["verb"] != "schema":
        yield case["verb"], case["body"]


def _replaced(case: dict[str, Any], key: str, text: str) -> dict[str, Any]:
    if key.startswith("let "):
        return {**case, "let": {**case["let"], key.removeprefix("let "): text}}
    return {**case, ("when" if key == "when" else "body"): text}


def _changes(text: str) -> Iterator[Change]:
    tokens = tokenize(text)
    defaults = {number for number, (one, other) in enumerate(pairwise(tokens), 1) if (one.text, other.text) == _DEFAULT}
    compared = {token.text for number, token in enumerate(tokens) if number - 1 not in defaults}
    for number, token in enumerate(tokens[:-1]):
        if token.kind == "string" and number - 1 in defaults and token.text not in compared:
            continue  # a default that is compared with nothing like it may as well be another text
        for after in _others(token, tokens[number + 1]):
            yield Change(token, after)


def _others(token: Token, following: Token) -> Iterator[str]:
    if token.kind == "name" and token.text in ("all", "exists") and following.kind != "(":
        return
    if token.text in _FLIPPED and token.kind not in ("string", "quoted"):
        yield _FLIPPED[token.text]
    elif token.kind == "!":
        yield ""
    elif token.kind == "int" and not token.text.startswith("0x"):
        yield str(int(token.text) + 1)
        if token.text != "0":
            yield str(int(token.text) - 1)
    elif token.kind == "string" and token.text[0] in "\"'" and token.text[:3] not in ('"""', "'''"):
        yield token.text[:-1] + "~" + token.text[-1]


def _is_unnoticed(case: Case, rule: Rule, mutant: Mutant) -> bool:
    said, judgement = judge_case(case, [rule._replace(judge=mutant.judge)])
    expected = {mark for mark in case.expected if mark.rule == rule.id}
    return expected == said and not judgement.faults
