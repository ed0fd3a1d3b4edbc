from __future__ import annotations

import textwrap

import pytest

from trueline.model.document import Source
from trueline.policies import python_policy


def read(text: str) -> python_policy.PolicyFile:
    return python_policy.read(Source("policies/on_call.py", textwrap.dedent(text).encode()))


def test_a_rule_is_read_without_running_the_file() -> None:
    policy = read('''
        """Alerts lead somewhere."""
        raise SystemExit("never run")

        @rule(id="runbook-missing", severity="medium", kinds=["prometheus/alert"], scope="repository", tags=("slo",))
        def runbook_missing(alert, context):
            """An alert that pages links to no runbook. Nobody knows what to do.

            Whoever is woken by it
            starts from nothing.

            Link the runbook.
            """
            for service in context.linked("kubernetes/Service", "selector"):
                yield Hit(f"{service.name} at {context.now}")
    ''')

    assert policy.problems == ()
    (spec,) = policy.specs
    place, digest = spec.pop("place"), spec.pop("digest")
    assert spec == {
        "id": "runbook-missing",
        "policy": "on-call",
        "title": "An alert that pages links to no runbook",
        "description": "Nobody knows what to do.\n\nWhoever is woken by it starts from nothing.",
        "fix": "Link the runbook.",
        "severity": "medium",
        "kinds": ["prometheus/alert"],
        "scope": "repository",
        "tags": ["slo"],
        "needs": ["kubernetes/Service"],
        "reads_clock": True,
        "python": {"function": "runbook_missing", "arguments": 2},
    }
    assert place == ["policies/on_call.py", "", [5, 10, 5, 27]]
    assert len(digest) == 64


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("def (", ["policies/on_call.py:1:5: no Python: invalid syntax"], id="syntax"),
        pytest.param("x = 1", ["policies/on_call.py: no rule in this file (mark a function with @rule)"], id="no rule"),
        pytest.param(
            "NAME = 'a'\n@rule(id=NAME, kinds=['a/b'], severty='low')\ndef f(resource): ...",
            [
                "policies/on_call.py:2:10: `id` is no literal (it is read without running the file)",
                "policies/on_call.py:2:39: unknown key `severty` (did you mean `severity`?)",
            ],
            id="not a literal, and an unknown argument",
        ),
        pytest.param(
            "@trueline.rule(id='A b')\ndef f(): ...",
            [
                "policies/on_call.py:1:19: `A b` is not kebab-case (write small letters and digits, joined by hyphens)",
                "policies/on_call.py:1:2: @rule has no `kinds`",
                "policies/on_call.py:1:2: `f` is no function of (resource) or (resource, context)",
            ],
            id="id, kinds and arguments",
        ),
        pytest.param(
            "@rule\ndef f(r): ...",
            ["policies/on_call.py:1:2: @rule has no `id`", "policies/on_call.py:1:2: @rule has no `kinds`"],
            id="bare",
        ),
        pytest.param(
            "@rule(id='a', kinds=['x/y'])\ndef f(r, c):\n    é = c.linked('x/z', 'a')\n    c.resources(é)",
            [
                'policies/on_call.py:3:9: `linked` needs scope="unit" or scope="repository"',
                "policies/on_call.py:4:5: the kind that `resources` asks for is no literal",
            ],
            id="relations",
        ),
    ],
)
def test_problems(text: str, problems: list[str]) -> None:
    assert problems == [str(problem) for problem in read(text).problems]


def test_hopelessly_nested_code_is_a_problem() -> None:
    (problem,) = read("x = " + "(" * 5000).problems

    assert problem.message.startswith("no Python: ")


def test_the_parser_warns_nobody() -> None:
    policy = read("@rule(id='a', kinds=['x/y'])\ndef f(r):\n    return '\\d'\n")

    assert (len(policy.specs), policy.problems) == (1, ())
