"""What a policy says once for its rules: names and parameters, of which each rule gets those that it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.policies import template
from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.program import compile_expression
from trueline.policies.cel.syntax import Name, Select, walk
from trueline.policies.names import given

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from trueline.policies.cel.program import Program
    from trueline.policies.fields import Form

_EXPRESSIONS = ("when", "require", "forbid", "identity")


def check(form: Form, policy: Mapping[str, Any], facts: Collection[str]) -> None:
    """Report what is wrong with the names that a policy shares; ``facts`` are the facts that its rules are on."""
    names = {"it", *(name for on in facts for name in given(on))}
    for name, text in policy.get("let", {}).items():
        path = ("let", name)
        if name in names:
            form.report(path, f"`{name}` has a meaning already")
        try:
            program = compile_expression(text, names)
        except CelSyntaxError as error:
            form.report_in(path, text, error.start, error.end, error.message)
        else:
            for parameter in _parameters(program) - policy.get("parameters", {}).keys():
                form.report(path, f"there is no parameter `{parameter}`", "name it under `parameters` of the policy")
        names.add(name)


def lend(policy: Mapping[str, Any], rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule with the names and parameters of its policy that it uses; its own go before them."""
    names: Mapping[str, str] = policy.get("let", {})
    parameters: Mapping[str, object] = policy.get("parameters", {})
    if not names and not parameters:
        return dict(rule)
    own = {name for body in _bodies(rule) for name in body.get("let", ())}
    known = given(rule.get("on", "resource")).union(own, names)
    used: set[str] = set()
    asked: set[str] = set()
    waiting = list(_texts(rule))
    while waiting:
        program = _compile(waiting.pop(), known)
        if program is None:
            continue  # what is wrong with it is said where the rule is checked
        asked |= _parameters(program)
        fresh = {name for name in program.variables if name in names and name not in own} - used
        used |= fresh
        waiting += [names[name] for name in fresh]
    said: Mapping[str, str] = rule.get("let", {})
    lent = {
        "let": {**{name: said.get(name, text) for name, text in names.items() if name in used or name in said}, **said},
        "parameters": {
            **{name: one for name, one in parameters.items() if name in asked}, **rule.get("parameters", {})
        },
    }  # fmt: skip
    return {**rule, **{key: value for key, value in lent.items() if value}}


def _bodies(rule: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield rule
    yield from rule.get("cases", ())


def _texts(rule: Mapping[str, Any]) -> Iterator[str]:
    for body in _bodies(rule):
        yield from (body[key] for key in _EXPRESSIONS if key in body)
        yield from body.get("let", {}).values()
        parts = template.split(body.get("message", ""))
        yield from (part.expression for part in parts if isinstance(part, template.Hole))


def _compile(text: str, names: Collection[str]) -> Program | None:
    try:
        return compile_expression(text, names)
    except CelSyntaxError:
        return None


def _parameters(program: Program) -> set[str]:
    return {
        node.field
        for node, _ in walk(program.tree)
        if isinstance(node, Select) and isinstance(node.operand, Name) and node.operand.name == "params"
    }
