"""What judges by a YAML rule: its cases, compiled when the first fact for them appears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trueline.model.rule import Answer
from trueline.policies import elements, kinds, template
from trueline.policies.elements import Element
from trueline.policies.expressions import Expression, ExpressionError
from trueline.policies.names import Names, given
from trueline.values.unknown import Unknown, find, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from trueline.model.location import Path
    from trueline.model.resource import Resource
    from trueline.model.rule import Context
    from trueline.policies.schemata import Matcher
    from trueline.policies.specs import Spec


class YamlJudge:
    """Judges facts by the cases of one rule."""

    __slots__ = ("_cases", "_defaults", "_made", "_on", "spec")

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self._cases: list[Mapping[str, Any]] | None = None
        self._made: dict[int, Statement] = {}
        self._on: str = spec.get("on", "resource")
        parameters: Mapping[str, Mapping[str, object]] = spec.get("parameters", {})
        self._defaults = {name: schema["default"] for name, schema in parameters.items()}

    def __reduce__(self) -> tuple[type[YamlJudge], tuple[Spec]]:
        return YamlJudge, (self.spec,)  # closures stay in their process

    @property
    def cases(self) -> list[Mapping[str, Any]]:
        """The cases of the rule; those of a built-in one are shipped as a text of their own, with checked trees."""
        if self._cases is None:
            shipped = self.spec.get("cases", [])
            if isinstance(shipped, str):
                import json

                shipped = json.loads(shipped)
            self._cases = shipped
        return self._cases

    def __call__(self, fact: Resource, kind: str, context: Context) -> Iterator[Answer]:
        """Answer by every case whose kinds the fact has; where there is one case, ``kind`` is what it matched."""
        if self._defaults:
            context = context._replace(parameters={**self._defaults, **context.parameters})
        for number, case in enumerate(self.cases):
            matched = kind if len(self.cases) == 1 else kinds.match(case["kinds"], fact)
            if matched is None:
                continue
            if number not in self._made:
                self._made[number] = Statement(case, self.spec["title"], self._on)
            yield from self._made[number].judge(fact, matched, context)


class Statement:
    """One case of a rule, compiled."""

    def __init__(self, case: Mapping[str, Any], title: str, on: str) -> None:
        self._on = on
        self._selectors = [elements.parse(text) for text in case.get("each", ())]
        self._places = [elements.place(text) for text in case.get("at", ())]
        names = given(on).union(case.get("let", ()))
        self._let = {name: Expression(code, f"let {name}", names) for name, code in case.get("let", {}).items()}
        self._when = Expression(case["when"], "when", names) if "when" in case else None
        self._identity = Expression(case["identity"], "identity", names) if "identity" in case else None
        self._message = _message(case, title, names)
        self._verb: str = case["verb"]
        self._schema: Any = case["body"] if self._verb == "schema" else None
        self._body = None if self._verb == "schema" else Expression(case["body"], self._verb, names)
        self._matcher: Matcher | None = None

    def judge(self, fact: Resource, kind: str, context: Context) -> Iterable[Answer]:
        """Return at least one answer for ``fact``, as a rule for ``kind`` sees it."""
        base = fact.families.get(kind, ())
        root = Element(base, find(fact.value, base, {}), None)
        if isinstance(root.value, Unknown):
            return [_unknown(base, base, root.value)]
        if not self._selectors:
            return self._judge(root, Names(self._on, fact, context, root, self._let))
        answers: list[Answer] = []
        unknowns: list[tuple[Path, Unknown]] = []
        for selector in self._selectors:
            selection = elements.select(root, selector)
            unknowns += selection.unknowns
            answers += [Answer("error", message, path, path) for path, message in selection.wrong]
            for element in selection.elements:
                answers += self._judge(element, Names(self._on, fact, context, element, self._let))
        if unknowns:
            path = unknowns[0][0]
            answers.append(_unknown(path, path, join(*(unknown for _, unknown in unknowns))))
        return answers or [Answer("not-applicable", path=base, element=base)]

    def _judge(self, element: Element, names: Names) -> list[Answer]:
        try:
            applies = self._when is None or self._when.test(names)
            if applies is False:
                return [Answer("not-applicable", path=element.path, element=element.path)]
            if applies is True and self._body is None:
                return self._match(element, names)
            holds = self._body.test(names) if applies is True and self._body is not None else applies
        except ExpressionError as error:
            return [Answer("error", str(error), element.path, element.path)]
        if isinstance(holds, Unknown):
            return [_unknown(self._point(element), element.path, holds)]
        if holds == (self._verb == "require"):
            return [Answer("pass", path=element.path, element=element.path)]
        return [self._failure(self._point(element), element, names)]

    def _point(self, element: Element) -> Path:
        return elements.point(element, self._places)

    def _match(self, element: Element, names: Names) -> list[Answer]:
        from trueline.policies.schemata import Matcher, SchemaError

        try:
            self._matcher = self._matcher or Matcher(self._schema)
            match = self._matcher.match(element.value)
        except SchemaError as error:
            return [Answer("error", str(error), element.path, element.path)]
        secrets = template.secrets_of(names.fact.value)
        answers = []
        for path, detail in match.mismatches:
            failure = self._failure(element.path + path, element, names)
            answers.append(failure._replace(message=f"{failure.message}: {template.show(detail, secrets)}"))
        if match.unknown is not None:
            answers.append(_unknown(self._point(element), element.path, match.unknown))
        return answers or [Answer("pass", path=element.path, element=element.path)]

    def _failure(self, path: Path, element: Element, names: Names) -> Answer:
        secrets = template.secrets_of(names.fact.value)
        message = "".join(part if isinstance(part, str) else part.show(names, secrets) for part in self._message)
        identity = None if self._identity is None else self._identity.show(names, secrets)
        return Answer("fail", message, path, element.path, identity=identity)


def _message(case: Mapping[str, Any], title: str, names: frozenset[str]) -> list[str | Expression]:
    if "message" not in case:
        return [title]
    trees = iter(case.get("holes", ()))
    return [
        Expression(next(trees, part.expression), "message", names) if isinstance(part, template.Hole) else part
        for part in template.split(case["message"])
    ]


def _unknown(path: Path, element: Path, unknown: Unknown) -> Answer:
    return Answer("unknown", path=path, element=element, reasons=unknown.reasons)
