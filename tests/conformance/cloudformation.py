"""Compare values with cfn-lint's own resolution: ``python tests/conformance/cloudformation.py PATH …``.

Needs cfn-lint 1.x beside Trueline (``pip install cfn-lint``). Each PATH is a template or a folder of them. Every
function below ``Resources`` is evaluated by both, with the same region and the parameters' defaults, and counted:
*equal*, *one of* the several values that cfn-lint thinks possible, known to one of the two, unknown to both, or
*different*, which is shown.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cfnlint.context.context as lint_context
from cfnlint.context.parameters import ParameterSet
from cfnlint.decode import decode
from cfnlint.helpers import is_function
from cfnlint.jsonschema import CfnTemplateValidator
from cfnlint.template import Template as LintTemplate

from trueline.dialects.cloudformation import recognises
from trueline.dialects.cloudformation.node import LOOP, NOTHING, Node, call_of
from trueline.dialects.cloudformation.resources import as_deployed
from trueline.dialects.cloudformation.template import Template
from trueline.model.document import Source
from trueline.parsers import json, yaml
from trueline.values.unknown import Unknown, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"
SUFFIXES = (".json", ".template", ".yaml", ".yml")
REGIONAL = ("AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::URLSuffix")
PSEUDO = {
    **{name: lint_context._get_pseudo_value_by_region(name, REGION) for name in REGIONAL},
    **{name: lint_context._get_pseudo_value(name) for name in ("AWS::AccountId", "AWS::StackName")},
}


class InRegion(Template):
    """A template whose pseudo parameters are those of cfn-lint."""

    def name(self, name: str) -> object:
        return PSEUDO[name] if PSEUDO.get(name) is not None else super().name(name)


def functions(node: Node) -> Iterator[tuple[Node, str]]:
    call = call_of(node)
    if call is not None:
        yield node, call.name
    if isinstance(node.value, dict | list):
        for step in node.value if isinstance(node.value, dict) else range(len(node.value)):
            yield from functions(node.below(step))


def plain(value: Any) -> Any:
    """Return a value in which every scalar is the text that CloudFormation makes of it."""
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def has_function(value: Any) -> bool:
    if isinstance(value, dict):
        return is_function(value)[0] is not None or any(map(has_function, value.values()))
    return isinstance(value, list) and any(map(has_function, value))


def defaults(template: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, declared in (template.get("Parameters") or {}).items():
        if isinstance(declared, dict) and "Default" in declared:
            kind, text = declared.get("Type", ""), plain(declared["Default"])
            is_list = kind == "CommaDelimitedList" or kind.startswith("List<")
            found[name] = [part.strip() for part in text.split(",")] if is_list else text
    return found


def lint_values(root: Any, validator: Any, node: Node) -> list[Any]:
    """Return what cfn-lint thinks possible; it knows functions by their long names alone, as paths have to."""
    value = root
    for step in node.path:
        if isinstance(value, dict) and step not in value:
            (value,) = value.values()
        value = value[step]
    found = [plain(one) for one, _, error in validator.resolve_value(value) if not error and not has_function(one)]
    return [one for number, one in enumerate(found) if one not in found[:number]]


def verdict(ours: object, theirs: list[Any]) -> str:
    is_known = ours is not NOTHING and not any(isinstance(leaf, Unknown) for leaf in leaves(ours))
    if not is_known or not theirs:
        return ("only Trueline knows" if is_known else "only cfn-lint knows") if is_known or theirs else "both unknown"
    if plain(ours) not in theirs:
        return "different"
    return "equal" if len(theirs) == 1 else "one of cfn-lint's"


def compare(path: Path, tally: Counter[str]) -> None:
    parser = json if path.read_bytes().lstrip()[:1] == b"{" else yaml
    documents = parser.parse(Source(str(path), path.read_bytes())).documents
    if not documents or not recognises(str(path), documents[0].root):
        return
    root, errors = decode(str(path))
    if errors or not isinstance(root, dict):
        tally["templates that cfn-lint does not read"] += 1
        return
    tally["templates"] += 1
    template, lint = InRegion(as_deployed(documents[0])), LintTemplate(str(path), root, [REGION])
    given = [ParameterSet(source=None, parameters=defaults(root))]
    context = lint.context.evolve(parameter_sets=given, resolve_pseudo_parameters=True)
    validator = CfnTemplateValidator({}).evolve(cfn=lint, context=context)
    for name in template.root.get("Resources") or {}:
        if name.startswith(LOOP):
            continue
        for node, function in functions(Node(template.root["Resources"][name], ("Resources", name))):
            ours, theirs = template.evaluator.value(node), lint_values(root, validator, node)
            found = verdict(ours, theirs)
            tally.update([f"all: {found}", f"{function}: {found}"])
            if found == "different":
                sys.stdout.write(f"{path} {'.'.join(map(str, node.path))}\n  {ours!r}\n  {theirs!r}\n")


def main(arguments: list[str]) -> None:
    tally: Counter[str] = Counter()
    for argument in map(Path, arguments):
        files = sorted(argument.rglob("*")) if argument.is_dir() else [argument]
        for path in files:
            if path.is_file() and path.suffix in SUFFIXES:
                compare(path, tally)
    for name, count in sorted(tally.items()):
        sys.stdout.write(f"{count:7} {name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
