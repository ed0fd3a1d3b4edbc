from __future__ import annotations

import pickle
import textwrap
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from trueline.model.document import Source
from trueline.policies import yaml_policy
from trueline.policies.yaml_judge import YamlJudge
from trueline.values.unknown import MarkedText, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.resource import Resource
    from trueline.model.rule import Answer, Context

    Judge = Callable[..., list[Answer]]

UNKNOWN = Unknown(["var.x ← not set"])
POD = {"spec": {"containers": [{"name": "a", "image": "x"}, {"name": "b", "image": UNKNOWN}, {"name": "c"}]}}


def judge_of(body: str) -> YamlJudge:
    text = "policy: p\nrules:\n  - id: a-rule\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    policy = yaml_policy.read(Source("policies/test.yaml", text.encode()))
    assert policy.problems == ()
    return YamlJudge(policy.specs[0])


@pytest.fixture
def judge(make_resource: Callable[..., Resource], make_context: Callable[..., Context]) -> Judge:
    def ask(body: str, value: object, *, kind: str = "test/thing", families: Any = None, **given: Any) -> list[Answer]:
        fact = make_resource(value, kind, families)
        if "before" in given:
            fact.before = make_resource(given.pop("before"), kind)
        return list(judge_of(body)(fact, next(iter(families or ()), kind), make_context(**given)))

    return ask


@pytest.mark.parametrize(
    ("expression", "when", "require", "forbid"),
    [
        pytest.param("it.yes", "pass", "pass", "fail", id="true"),
        pytest.param("it.no", "not-applicable", "fail", "pass", id="false"),
        pytest.param("it.what", "unknown", "unknown", "unknown", id="unknown"),
        pytest.param("it.gone", "error", "error", "error", id="missing field"),
        pytest.param("it.text", "error", "error", "error", id="not a boolean"),
        pytest.param("it.no && it.gone", "not-applicable", "fail", "pass", id="an error that does not matter"),
        pytest.param("it.gone || it.what", "unknown", "unknown", "unknown", id="an error beside an unknown"),
    ],
)
def test_what_an_answer_is(judge: Judge, expression: str, when: str, require: str, forbid: str) -> None:
    value = {"yes": True, "no": False, "what": UNKNOWN, "text": "x"}

    def outcome(body: str) -> str:
        (answer,) = judge(f"for: test/thing\n{body}", value)
        return answer.outcome

    assert when == outcome(f"when: {expression}\nrequire: 'true'")
    assert require == outcome(f"require: {expression}")
    assert forbid == outcome(f"forbid: {expression}")


def test_an_unknown_has_reasons_and_an_error_shows_where(judge: Judge) -> None:
    (unknown,) = judge("for: test/thing\nrequire: it.a.b == 1\nat: a.b", {"a": {"b": UNKNOWN}})
    (error,) = judge("for: test/thing\nrequire: |\n  1 == 1 &&\n    it.a.c == 1", {"a": {"b": 1}})

    assert (unknown.reasons, unknown.path) == (("var.x ← not set",), ("a", "b"))
    message, line, caret = error.message.splitlines()
    assert "it.a.c" in message
    assert line == "  require:   it.a.c == 1"
    assert line[caret.index("^") : caret.rindex("^") + 1].startswith("it.a.c")


def test_each_element_is_judged_alone(judge: Judge) -> None:
    answers = judge(
        """
        for: test/workload
        each: spec.containers[*]
        forbid: it.image == "x"
        at: image
        message: "{parent.host}: {name} {it.name} runs {it.image} at {path}"
        """,
        {"template": {"spec": {**POD["spec"], "host": "h"}}},
        families={"test/workload": ("template",)},
    )

    base = ("template", "spec", "containers")
    assert [
        ("fail", "h: one a runs x at template.spec.containers[0]", (*base, 0, "image"), (*base, 0)),
        ("unknown", "", (*base, 1, "image"), (*base, 1)),
        ("error", answers[2].message, (*base, 2), (*base, 2)),
    ] == [(answer.outcome, answer.message, answer.path, answer.element) for answer in answers]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({}, [("not-applicable", ())], id="nothing there"),
        pytest.param({"a": UNKNOWN, "b": [1]}, [("pass", ("b", 0)), ("unknown", ("a",))], id="an unknown list"),
        pytest.param({"a": "x"}, [("error", ("a",))], id="no list"),
        pytest.param(UNKNOWN, [("unknown", ())], id="all unknown"),
    ],
)
def test_each_that_finds_no_element(judge: Judge, value: object, expected: list[object]) -> None:
    answers = judge("for: test/thing\neach:\n  - a[*]\n  - b[*]\nrequire: it == 1", value)

    assert expected == [(answer.outcome, answer.path) for answer in answers]


def test_names(judge: Judge) -> None:
    (answer,) = judge(
        """
        for: test/*
        parameters: {most: {type: integer, default: 2}, least: {type: integer, default: 1}}
        let:
          size: params.most - params.least
          double: size * 2
        forbid: double == 4 && before.size == 1 && resource == it && parent == null && now.getFullYear() == 2026
        message: "{address} {kind} {name} {env} {double} {it.gone} {{}} {it.secret} {'x' + it.secret} {it}"
        identity: kind
        """,
        {"secret": MarkedText("hunter2", sensitive=True)},
        before={"size": 1},
        parameters={"most": 3},
        environment="production",
    )

    assert answer.message == ("thing.one test/thing one production 4 (unknown) {} (sensitive) (sensitive) (sensitive)")
    assert answer.identity == "test/thing"


def test_a_new_resource_has_nothing_before(judge: Judge) -> None:
    (answer,) = judge("for: test/thing\nforbid: before != null && has(before.size)", {"size": 1})

    assert answer.outcome == "pass"


def test_an_error_in_let_says_where(judge: Judge) -> None:
    (answer,) = judge("for: test/thing\nlet: {x: it.gone}\nrequire: x == 1", {})

    assert answer.message.startswith("let x: ")
    assert answer.message.endswith("\n  require: x == 1\n           ^")


def test_a_limit_that_a_name_reaches_is_hidden_by_no_operator(judge: Judge) -> None:
    body = """
        for: test/thing
        let:
          slow: it.l.exists(a, it.l.exists(b, it.l.exists(c, it.l.exists(d, a + b + c + d < 0))))
        require: slow || true
        """

    (answer,) = judge(body, {"l": list(range(60))})

    assert (answer.outcome, "limit reached" in answer.message) == ("error", True)


def test_every_case_that_fits_judges(judge: Judge) -> None:
    body = """
        message: m
        cases:
          - {for: test/thing, require: it.a == 1, at: a}
          - {for: test/family, require: it == 2}
          - {for: test/other, require: "false"}
    """

    answers = judge(body, {"a": 1, "b": 3}, families={"test/family": ("b",)})

    assert [(answer.outcome, answer.path) for answer in answers] == [("pass", ()), ("fail", ("b",))]


def test_schema(judge: Judge) -> None:
    body = """
        for: test/thing
        each: items[*]
        schema: {required: [id], properties: {id: {pattern: "^[a-z]+$"}, size: {maximum: 3}}}
        message: item {path} is off
    """

    answers = judge(body, {"items": [{"id": "A", "size": 4}, {"id": "a"}, {"id": UNKNOWN}]})

    assert [(answer.outcome, answer.message, answer.path) for answer in answers] == [
        ("fail", "item items[0] is off: 'A' does not match '^[a-z]+$'", ("items", 0, "id")),
        ("fail", "item items[0] is off: 4 is greater than the maximum of 3", ("items", 0, "size")),
        ("pass", "", ("items", 1)),
        ("unknown", "", ("items", 2)),
    ]


def test_relations(judge: Judge, make_resource: Callable[..., Resource], make_context: Callable[..., Context]) -> None:
    rule = judge_of("""
        for: test/thing
        scope: unit
        require: linked("test/other", "of").exists(o, o.on)
        message: "{linked('test/other', 'of').size()} others"
    """)
    fact, other = make_resource({}), make_resource({"on": False}, "test/other")

    (closed,) = rule(fact, "test/thing", make_context(other))
    (opened,) = rule(fact, "test/thing", make_context(other, more=UNKNOWN))

    assert (closed.outcome, closed.message) == ("fail", "1 others")
    assert opened.outcome == "unknown"


def test_a_judge_goes_to_another_process(make_resource: Callable[..., Resource], make_context: Any) -> None:
    rule = judge_of("for: test/thing\nrequire: it.a == 1")
    context = make_context()
    first = list(rule(make_resource({"a": 1}), "test/thing", context))

    assert first == list(pickle.loads(pickle.dumps(rule))(make_resource({"a": 1}), "test/thing", context))
    assert context.now == datetime(2026, 11, 23, 12, tzinfo=UTC)
