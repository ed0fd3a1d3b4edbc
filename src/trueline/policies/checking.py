"""What is looked at in a rule's expressions when it is loaded, and what they say the rule needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.policies import template
from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.program import compile_expression
from trueline.policies.cel.syntax import Name, Select, walk
from trueline.policies.fields import nearest
from trueline.policies.names import given

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from trueline.model.location import Path
    from trueline.policies.cel.program import Program
    from trueline.policies.fields import Form

_RELATIONS: Final = {"linked": 2, "refers": 2, "resources": 1}
"""The functions that ask for other resources, with the number of literal texts they need."""


class Case(NamedTuple):
    """One case of a rule as plain data, and where each of its keys was written."""

    body: dict[str, Any]
    origins: Mapping[str, Path]


class Checked(NamedTuple):
    """What the expressions of a rule say of it."""

    needs: list[str]
    reads_clock: bool
    reads_before: bool


class Place(NamedTuple):
    """One expression of a case: its key, its text, where it stands, and whether it must be true or false."""

    key: str
    text: str
    path: Path
    boolean: bool = False


def check(form: Form, rule: Mapping[str, Any], cases: Sequence[Case]) -> Checked:
    """Report what is wrong with the expressions of a rule; return what it needs."""
    needs: set[str] = set()
    variables: set[str] = set()
    parameters: Mapping[str, object] = rule.get("parameters", {})
    for case in cases:
        for place, program in _programs(form, case, given(rule.get("on", "resource"))):
            variables.update(program.variables)
            _check_parameters(form, place, program, parameters)
            for name, texts in program.calls:
                if name in _RELATIONS:
                    needs.update(_need(form, place, name, texts, rule.get("scope", "fact")))
    return Checked(sorted(needs), "now" in variables, "before" in variables)


def _programs(form: Form, case: Case, names: Collection[str]) -> Iterator[tuple[Place, Program]]:
    seen = set(names)
    for name, text in case.body.get("let", {}).items():
        place = Place(name, text, (*case.origins["let"], name))
        if name in names:
            form.report(place.path, f"`{name}` has a meaning already")
        program = _compile(form, place, seen)  # it may use those above it
        seen.add(name)
        if program is not None:
            yield place, program
    for place in _places(case):
        program = _compile(form, place, seen)
        if program is not None:
            yield place, program


def _places(case: Case) -> Iterator[Place]:
    body = case.body
    for key in ("when", "identity"):
        if key in body:
            yield Place(key, body[key], case.origins[key], boolean=key == "when")
    if body["verb"] != "schema":
        yield Place(body["verb"], body["body"], case.origins[body["verb"]], boolean=True)
    for part in template.split(body.get("message", "")):
        if isinstance(part, template.Hole):
            yield Place("message", part.expression, case.origins["message"])


def _compile(form: Form, place: Place, names: Collection[str]) -> Program | None:
    try:
        return compile_expression(place.text, names, boolean=place.boolean)
    except CelSyntaxError as error:
        form.report_in(place.path, place.text, error.start, error.end, error.message)
        return None


def _check_parameters(form: Form, place: Place, program: Program, parameters: Mapping[str, object]) -> None:
    if "params" not in program.variables:
        return
    for node, _ in walk(program.tree):
        if not isinstance(node, Select) or node.field in parameters:
            continue
        if isinstance(node.operand, Name) and node.operand.name == "params":
            message = f"there is no parameter `{node.field}`"
            hint = nearest(node.field, parameters) if parameters else "name it under `parameters`"
            form.report_in(place.path, place.text, node.start, node.end, message, hint)


def _need(form: Form, place: Place, name: str, texts: Sequence[str], scope: str) -> Sequence[str]:
    if len(texts) < _RELATIONS[name]:
        form.report(place.path, f"`{name}` needs its kind and attribute as texts", f'{name}("kind", "attribute")')
        return ()
    if scope == "fact":
        form.report(place.path, f"`{name}` sees other resources", "write `scope: unit` or `scope: repository`")
    return texts[:1]
