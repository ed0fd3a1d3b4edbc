"""What judges by a Python rule: in this process for the built-in packs, in the isolated child for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.model.rule import Answer
from trueline.policies import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    from trueline.model.resource import Resource
    from trueline.model.rule import Context
    from trueline.policies.isolation import Child
    from trueline.policies.specs import Spec


class Module:
    """One built-in policy file; it is read and run when the first fact for one of its rules appears."""

    __slots__ = ("_file", "_module", "_path")

    def __init__(self, path: str, file: str) -> None:
        self._path = path
        self._file = file
        self._module: ModuleType | None = None

    def judge(self, _path: str, python: Mapping[str, Any], fact: Resource, kind: str, context: Context) -> list[Answer]:
        """Return the answers of the rule ``python['function']``."""
        from trueline.policies import calls
        from trueline.policies.authoring import RuleContext

        try:
            if self._module is None:
                self._module = calls.load_module(self._path, self._read())
            check = calls.find_check(self._module, python["function"], self._path)
        except calls.BrokenPolicyError as error:
            return [Answer("error", str(error))]
        asked = RuleContext(
            fact,
            context.relations,
            now=context.now,
            environment=context.environment,
            labels=context.labels,
            parameters=context.parameters,
        )
        return [reply.answer for reply in calls.call(check, python["arguments"], kind, asked, self._path)]

    def __reduce__(self) -> tuple[type[Module], tuple[str, str]]:
        return Module, (self._path, self._file)

    def _read(self) -> bytes:
        with open(self._file, "rb") as file:
            return file.read()


class PythonJudge:
    """Judges facts by one Python rule; its messages hold nothing that is secret."""

    __slots__ = ("_defaults", "_place", "_python", "_runner")

    def __init__(self, spec: Spec, runner: Module | Child) -> None:
        self._runner = runner
        self._python = spec["python"]
        self._place = spec["place"]
        parameters: Mapping[str, Mapping[str, object]] = spec.get("parameters", {})
        self._defaults = {name: schema["default"] for name, schema in parameters.items()}

    def __call__(self, fact: Resource, kind: str, context: Context) -> Iterator[Answer]:
        """Answer for ``fact``; an error names the rule's place."""
        context = context._replace(parameters={**self._defaults, **context.parameters})
        answers: Iterable[Answer] = self._runner.judge(self._place[0], self._python, fact, kind, context)
        secrets: list[str] | None = None
        for answer in answers:
            if not answer.message:
                yield answer
                continue
            secrets = template.secrets_of(fact.value) if secrets is None else secrets
            message = template.mask(answer.message, secrets)
            if answer.outcome == "error" and self._place[0] not in message:
                message += f" ({self._where()})"
            yield answer._replace(message=message)

    def _where(self) -> str:
        path, _, region = self._place
        return f"{path}:{region[0]}" if region else str(path)
