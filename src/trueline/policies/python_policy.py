"""Python policy files become rules in plain data without being run: ``@rule``'s arguments are literals."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Any, Final

from trueline.model.level import ENFORCEMENTS, FACT_KINDS, SCOPES, SEVERITIES, UNKNOWN_MODES
from trueline.model.location import Location, Region
from trueline.policies import fields
from trueline.policies.fields import Form
from trueline.policies.problem import PolicyProblem
from trueline.policies.specs import PolicyFile, Spec, complete

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.policies.fields import Checker

ARGUMENTS: Final[Mapping[str, Checker]] = {
    "aliases": fields.texts,
    "benchmarks": fields.texts,
    "enforcement": fields.choice(*ENFORCEMENTS),
    "fix": fields.text,
    "id": fields.name,
    "kinds": fields.kinds,
    "on": fields.choice(*FACT_KINDS),
    "parameters": fields.parameters,
    "references": fields.texts,
    "scope": fields.choice(*SCOPES),
    "severity": fields.choice(*SEVERITIES),
    "starts": fields.day,
    "tags": fields.texts,
    "title": fields.text,
    "unknown": fields.choice(*UNKNOWN_MODES),
}
"""What ``@rule`` takes."""

_RELATIONS: Final = frozenset(("linked", "refers", "resources"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def read(source: Source) -> PolicyFile:
    """Read a policy file; all that is wrong with it comes back in one go."""
    problems: list[PolicyProblem] = []
    tree = _parse(source, problems)
    if tree is None:
        return PolicyFile((), tuple(problems))
    lines = source.data.splitlines()
    specs: list[Spec] = []
    for node in tree.body:
        if isinstance(node, Function) and (decorator := _decorator(node)) is not None:
            reading = _Reading(source, lines, node, decorator, tree)
            spec = reading.spec()
            specs += [] if spec is None else [spec]
            problems += reading.form.problems
    if not specs and not problems:
        problems.append(
            PolicyProblem("no rule in this file", Location(source.path, source.revision), "mark a function with @rule")
        )
    return PolicyFile(tuple(specs), tuple(problems))


def _parse(source: Source, problems: list[PolicyProblem]) -> ast.Module | None:
    region = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a bad escape in a policy is no business of whoever runs the gate
            return ast.parse(source.data, source.path)
    except SyntaxError as error:
        text = error.msg
        if error.lineno:
            column = max(error.offset or 1, 1)
            region = Region(error.lineno, column, error.lineno, column + 1)
    except (ValueError, RecursionError, MemoryError) as error:
        text = str(error) or "it nests too deep"
    problems.append(PolicyProblem(f"no Python: {text}", Location(source.path, source.revision, region)))
    return None


def _decorator(node: Function) -> ast.expr | None:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if (isinstance(called, ast.Name) and called.id == "rule") or (
            isinstance(called, ast.Attribute) and called.attr == "rule"
        ):
            return decorator
    return None


class _Reading:
    """One function marked with ``@rule``."""

    def __init__(  # one record, made in one place
        self, source: Source, lines: list[bytes], node: Function, decorator: ast.expr, module: ast.Module
    ) -> None:
        self.source = source
        self.lines = lines
        self.node = node
        self.module = module
        self.decorator = decorator
        self.keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
        self.form = Form(self.locate)

    def locate(self, path: Path = ()) -> Location:
        """Return the place of an argument of ``@rule``, else of the decorator."""
        for keyword in self.keywords:
            if path and keyword.arg == path[0]:
                return self.place(keyword.value)
        return self.place(self.decorator)

    def place(self, node: ast.expr) -> Location:
        """Return the place of a node; Python counts columns in bytes."""
        start = self._column(node.lineno, node.col_offset)
        last = node.end_lineno or node.lineno
        end = self._column(last, node.end_col_offset or node.col_offset)
        return Location(self.source.path, self.source.revision, Region(node.lineno, start, last, end))

    def _column(self, line: int, offset: int) -> int:
        return len(self.lines[line - 1][:offset].decode("utf-8", "replace")) + 1

    def spec(self) -> Spec | None:
        """Return the rule, or None when something is wrong with it."""
        arguments = self.form.members(self._literals(), (), ARGUMENTS)
        for needed in ("id", "kinds"):
            if all(keyword.arg != needed for keyword in self.keywords):
                self.form.report((), f"@rule has no `{needed}`")
        count = self._parameters()
        needs = self._needs(str(arguments.get("scope", "fact")))
        if self.form.problems:
            return None
        title, description, fix = _prose(ast.get_docstring(self.node))
        stem = self.source.path.rsplit("/", 1)[-1].removesuffix(".py").replace("_", "-")
        found: dict[str, Any] = {"policy": stem, "title": title, "description": description, "fix": fix, **arguments}
        found["needs"] = needs
        attributes = set(self._attributes())
        found["reads_clock"] = "now" in attributes
        found["reads_before"] = "before" in attributes
        found["python"] = {"function": self.node.name, "arguments": count}
        return complete(found, self.locate(("id",)), self.source.data)

    def _literals(self) -> dict[str, object]:
        read: dict[str, object] = {}
        if isinstance(self.decorator, ast.Call) and self.decorator.args:
            self.form.report((), "@rule takes named arguments only")
        for keyword in self.keywords:
            if keyword.arg is None:
                self.form.report((), "@rule takes no **arguments", "it is read without running the file")
                continue
            try:
                value = ast.literal_eval(keyword.value)
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                self.form.report(
                    (keyword.arg,), f"`{keyword.arg}` is no literal", "it is read without running the file"
                )
                continue
            read[keyword.arg] = list(value) if isinstance(value, tuple | set | frozenset) else value
        return read

    def _parameters(self) -> int:
        arguments = self.node.args
        count = len(arguments.posonlyargs) + len(arguments.args)
        if isinstance(self.node, ast.AsyncFunctionDef) or count not in (1, 2) or arguments.kwonlyargs:
            self.form.report((), f"`{self.node.name}` is no function of (resource) or (resource, context)")
        return count

    def _needs(self, scope: str) -> list[str]:
        needs: list[str] = []
        for node in ast.walk(self.node):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and self._asks(node.func)):
                continue
            kind = node.args[0] if node.args else None
            if not (isinstance(kind, ast.Constant) and isinstance(kind.value, str)):
                self._refuse(node, f"the kind that `{node.func.attr}` asks for is no literal")
            elif scope == "fact":
                self._refuse(node, f'`{node.func.attr}` needs scope="unit" or scope="repository"')
            else:
                needs.append(kind.value)
        if scope != "fact":
            needs += self._needs_elsewhere()
        return sorted(set(needs))

    def _needs_elsewhere(self) -> Iterator[str]:
        """Yield the kinds that any function of the file asks for: the rule may hand its context on."""
        for node in ast.walk(self.module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _RELATIONS:
                kind = node.args[0] if node.args else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield kind.value

    def _asks(self, function: ast.Attribute) -> bool:
        arguments = [*self.node.args.posonlyargs, *self.node.args.args]
        context = arguments[1].arg if len(arguments) == 2 else None
        return function.attr in _RELATIONS and isinstance(function.value, ast.Name) and function.value.id == context

    def _refuse(self, node: ast.expr, message: str) -> None:
        self.form.problems.append(PolicyProblem(message, self.place(node)))

    def _attributes(self) -> Iterator[str]:
        """Yield the attributes that any function of the file asks for: the rule may hand its arguments on."""
        return (node.attr for node in ast.walk(self.module) if isinstance(node, ast.Attribute))


def _prose(docstring: str | None) -> tuple[str, str, str]:
    """Return title, description and fix: the first sentence, what follows, and the last paragraph of three or more."""
    paragraphs = [" ".join(part.split()) for part in (docstring or "").split("\n\n") if part.strip()]
    if not paragraphs:
        return "", "", ""
    title, _, rest = paragraphs[0].partition(". ")
    body = [part for part in (rest, *paragraphs[1:]) if part]
    fix = body.pop() if len(paragraphs) > 2 else ""
    return title.removesuffix("."), "\n\n".join(body), fix
