from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from trueline.model.document import Source
from trueline.policies import python_policy
from trueline.policies.isolation import Child
from trueline.policies.python_judge import Module, PythonJudge
from trueline.values.unknown import MarkedText, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path as File

    from trueline.model.resource import Resource
    from trueline.model.rule import Answer, Context

    MakeResource = Callable[..., Resource]
    MakeContext = Callable[..., Context]

PATH = "policies/rules.py"
HEAD = "from trueline import Hit, rule\n"


def judges(text: str, folder: File | None, *, deadline: float = 20.0) -> dict[str, PythonJudge]:
    """Return the rules of a policy; without a folder to write it to, they run in the child."""
    data = (HEAD + textwrap.dedent(text)).encode()
    policy = python_policy.read(Source(PATH, data))
    assert policy.problems == ()
    if folder is None:
        return {spec["id"]: PythonJudge(spec, Child({PATH: data}, deadline)) for spec in policy.specs}
    (folder / "rules.py").write_bytes(data)
    runner = Module(PATH, str(folder / "rules.py"))
    return {spec["id"]: PythonJudge(spec, runner) for spec in policy.specs}


def outcomes(answers: object) -> list[tuple[object, ...]]:
    return [(answer.outcome, answer.message, answer.path) for answer in answers]  # type: ignore[attr-defined]


RULES = '''
    @rule(id="no-owner", kinds=["test/thing"], parameters={"key": {"type": "string", "default": "owner"}})
    def no_owner(resource, context):
        """A thing without an owner."""
        if not resource.get("labels." + context.parameters["key"]):
            yield Hit(f"{resource.name} has no {context.parameters['key']}", at="labels")
            yield Hit("again", at="labels[0]")

    @rule(id="broken", kinds=["test/thing"])
    def broken(resource):
        yield Hit("one", at="a.b")
        raise KeyError("gone")

    @rule(id="returns", kinds=["test/thing"])
    def returns(resource):
        return None

    @rule(id="leaks", kinds=["test/thing"])
    def leaks(resource):
        yield Hit(f"the password is {resource.get('password')}")

    @rule(id="alone", kinds=["test/thing"], scope="unit")
    def alone(resource, context):
        if not any(other.get("of") == resource.name for other in context.linked("test/other", "of")):
            yield Hit("nobody refers to it", related=list(context.resources("test/other")))

    @rule(id="in-a-set", kinds=["test/thing"])
    def in_a_set(resource):
        if resource.get("acl") in {"public-read", "website"}:
            yield Hit("open to all")
'''


@pytest.fixture(scope="module", params=[False, True], ids=["in process", "isolated"])
def rules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, PythonJudge]:
    return judges(RULES, None if request.param else tmp_path_factory.mktemp("policies"))


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        pytest.param("no-owner", {"labels": {"owner": "x"}}, [("pass", "", ())], id="no hit is a pass"),
        pytest.param(
            "no-owner",
            {"labels": None},
            [("fail", "one has no owner", ("labels",)), ("fail", "again", ("labels", 0))],
            id="every hit is an answer",
        ),
        pytest.param("no-owner", {"labels": Unknown(["var.x"])}, [("unknown", "", ())], id="testing an unknown"),
        pytest.param("in-a-set", {"acl": Unknown(["var.x"])}, [("unknown", "", ())], id="looking an unknown up"),
        pytest.param(
            "broken",
            {},
            [("fail", "one", ("a", "b")), ("error", f"KeyError: 'gone' ({PATH}:13)", ())],
            id="an exception leaves the hits before it",
        ),
        pytest.param(
            "returns",
            {},
            [("error", f"TypeError: the rule returned NoneType; it must yield Hit, or nothing ({PATH}:15)", ())],
            id="nothing to iterate",
        ),
        pytest.param(
            "leaks",
            {"password": MarkedText("hunter2", sensitive=True)},
            [("fail", "the password is (sensitive)", ())],
            id="secrets are masked",
        ),
    ],
)
def test_answers(
    rules: dict[str, PythonJudge],
    make_resource: MakeResource,
    make_context: MakeContext,
    rule: str,
    value: object,
    expected: list[tuple[object, ...]],
) -> None:
    assert expected == outcomes(rules[rule](make_resource(value), "test/thing", make_context()))


def test_parameters_from_the_config(
    rules: dict[str, PythonJudge], make_resource: MakeResource, make_context: MakeContext
) -> None:
    answers = rules["no-owner"](make_resource({}), "test/thing", make_context(parameters={"key": "team"}))

    assert next(answers).message == "one has no team"


def test_a_family_is_judged_by_its_view(
    rules: dict[str, PythonJudge], make_resource: MakeResource, make_context: MakeContext
) -> None:
    thing = make_resource({"spec": {"labels": {}}}, "test/other", {"test/thing": ("spec",)})

    assert [answer.path for answer in rules["no-owner"](thing, "test/thing", make_context())] == [
        ("spec", "labels"),
        ("spec", "labels", 0),
    ]


@pytest.mark.parametrize(
    ("of", "more", "expected"),
    [
        pytest.param("one", None, "pass", id="found"),
        pytest.param("two", None, "fail", id="not found"),
        pytest.param("one", Unknown(["var.of"]), "pass", id="found among what is known"),
        pytest.param("two", Unknown(["var.of"]), "unknown", id="there may be more"),
    ],
)
def test_relations(
    rules: dict[str, PythonJudge],
    make_resource: MakeResource,
    make_context: MakeContext,
    of: str,
    more: Unknown | None,
    expected: str,
) -> None:
    other = make_resource({"of": of}, "test/other")
    context = make_context(other, more=more)

    (answer,) = rules["alone"](make_resource({}), "test/thing", context)

    assert answer.outcome == expected
    assert answer.related == ((other.locate().primary,) if expected == "fail" else ())


HOSTILE = """
    import os

    @rule(id="endless", kinds=["test/thing"])
    def endless(resource):
        while resource.get("loop"):
            pass
        yield from ()

    @rule(id="exits", kinds=["test/thing"])
    def exits(resource):
        os._exit(3)

    @rule(id="hungry", kinds=["test/thing"])
    def hungry(resource):
        yield Hit(str(len(bytearray(4 << 30))))

    @rule(id="calls-home", kinds=["test/thing"])
    def calls_home(resource):
        import socket
        socket.create_connection(("127.0.0.1", 9))

    @rule(id="runs", kinds=["test/thing"])
    def runs(resource):
        os.system("true")

    @rule(id="writes", kinds=["test/thing"])
    def writes(resource):
        open("/tmp/trueline-was-here", "w")

    @rule(id="talks", kinds=["test/thing"])
    def talks(resource):
        print('{"answers": []}')
        os.write(1, b'{"answers": []}')
        yield Hit(f"{sorted(os.environ)} {os.getcwd()}")
"""


def test_the_child_holds_what_is_hostile(
    monkeypatch: pytest.MonkeyPatch, make_resource: MakeResource, make_context: MakeContext
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    rules = judges(HOSTILE, None)

    def answer(rule: str) -> tuple[str, str]:
        (one,) = rules[rule](make_resource({}), "test/thing", make_context())
        return one.outcome, one.message

    assert answer("exits") == ("error", f"its process ended with code 3 ({PATH}:11)")
    assert answer("hungry")[0] == "error"
    assert answer("calls-home") == (
        "error",
        f"PermissionError: a policy may not do this: socket.getaddrinfo ({PATH}:22)",
    )
    assert answer("runs") == ("error", f"PermissionError: a policy may not do this: os.system ({PATH}:26)")
    assert answer("writes") == ("error", f"PermissionError: a policy may not write files ({PATH}:30)")
    assert answer("talks") == ("fail", "['LC_CTYPE'] /")


def test_a_rule_that_never_ends_is_an_error_and_the_others_go_on(
    make_resource: MakeResource, make_context: MakeContext
) -> None:
    rules = judges(HOSTILE, None, deadline=0.5)
    endless = rules["endless"]

    def answer(value: object) -> Answer:
        (one,) = endless(make_resource(value), "test/thing", make_context())
        return one

    assert answer({"loop": True}).message.startswith("it did not end within 0.5 seconds")
    assert answer({}).outcome == "pass"
    assert answer({"loop": True}).outcome == "error"
    assert answer({}).message.startswith("not asked any more")
    assert [one.outcome for one in rules["runs"](make_resource({}), "test/thing", make_context())] == ["error"]
