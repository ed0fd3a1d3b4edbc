from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING

import pytest

from trueline.errors import PolicyError
from trueline.policies.folders import InstalledFiles
from trueline.run.examples import Example, examples
from trueline.run.mutation import survivors
from trueline.run.policy_tests import find_policies, folder_for_tests, run_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trueline.run.policy_tests import PolicyResult

    Write = Callable[[dict[str, str]], None]

POLICY = """
    policy: services
    rules:
      - id: service-without-team
        for: kubernetes/Service
        require: size(it.?metadata.?labels.?team.orValue("")) > 2
        at: metadata.labels
        message: "{name} has no team"
"""
FOUND = """
    apiVersion: v1
    kind: Service
    metadata: # finding: service-without-team
      name: web
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: api
      labels: {team: shop}
"""
LABELLED = FOUND.replace("name: web", "name: web\n      labels: {team: shop}")
NUMBERS = FOUND.replace("{team: shop}", "{team: 5}").replace(
    "metadata: #", "metadata: {labels: {team: shop}, name: web} #"
)
NUMBERS = NUMBERS.replace("      name: web\n", "").replace(" # finding: service-without-team", "")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.chdir(tmp_path)

    def put(files: dict[str, str]) -> None:
        for path, text in files.items():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            (tmp_path / path).write_text(textwrap.dedent(text).lstrip("\n"))

    return put


def run(path: str = "p/services.yaml") -> PolicyResult:
    return run_policy(path, find_policies([path], InstalledFiles("", ""))[path])


def test_a_policy_whose_tests_agree(write: Write) -> None:
    write({"p/services.yaml": POLICY, "p/tests/services/found.yaml": FOUND})

    result = run()

    assert result.failures == ()
    assert list(result.scores) == [("service-without-team", 1, 1, 0)]
    assert result.cases == 1


def test_the_folder_of_tests() -> None:
    assert folder_for_tests("p/aws/s3.yaml") == "p/aws/tests/s3"


@pytest.mark.parametrize(
    ("files", "failures"),
    [
        pytest.param(
            {},
            [
                "p/services.yaml:3:9: no test makes service-without-team find anything: add one to p/tests/services",
                "p/services.yaml:3:9: no test shows a fact that service-without-team judges and lets pass: add one to "
                "p/tests/services",
            ],
            id="no tests",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND.replace(" # finding: service-without-team", "")},
            [
                "p/tests/services/a.yaml:3: expected silence, got finding of service-without-team: web has no team",
                "p/services.yaml:3:9: no test makes service-without-team find anything: add one to p/tests/services",
            ],
            id="it points where nothing is expected",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND, "p/tests/services/b/b.yaml": LABELLED},
            ["p/tests/services/b/b.yaml:3: expected finding of service-without-team, got silence"],
            id="it does not point where it should",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND.replace("finding:", "unknown:")},
            [
                "p/tests/services/a.yaml:3: expected unknown of service-without-team, got finding of service",
                "p/tests/services/a.yaml:3: expected silence, got finding of service-without-team: web has no team",
                "p/services.yaml:3:9: no test makes service-without-team find anything: add one to p/tests/services",
            ],
            id="it tells what it should not",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND.replace("without-team", "without-team, other")},
            ["p/tests/services/a.yaml:3: `other` is no rule of this policy"],
            id="a rule of another policy",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND + "      annotations: [\n"},
            ["p/tests/services: a.yaml is partly-read: "],
            id="a test that cannot be read",
        ),
        pytest.param(
            {"p/tests/services/a.yaml": FOUND, "p/tests/services/b.yaml": NUMBERS},
            ["p/tests/services/b.yaml:8: service-without-team could not judge Service/api: "],
            id="an error",
        ),
    ],
)  # fmt: skip
def test_failures(write: Write, files: dict[str, str], failures: list[str]) -> None:
    write({"p/services.yaml": POLICY, **files})

    found = [f"{failure.place}: {failure.message}" for failure in run().failures]

    assert len(failures) <= len(found)
    assert failures == [line[: len(expected)] for line, expected in zip(found, failures, strict=False)]


def test_a_failure_shows_the_line(write: Write) -> None:
    write({"p/services.yaml": POLICY, "p/tests/services/a.yaml": FOUND.replace(" # finding: service-without-team", "")})

    assert run().failures[0].code == "metadata:"


def test_terraform_says_it_in_its_own_comments_and_unknowns_are_expected(write: Write) -> None:
    write(
        {
            "p/buckets.yaml": """
                policy: buckets
                rules:
                  - id: bucket-forced
                    for: terraform/aws_s3_bucket
                    forbid: it.?force_destroy.orValue(false)
                    at: force_destroy
            """,
            "p/tests/buckets/all/main.tf": """
                variable "force" {}
                resource "aws_s3_bucket" "a" {
                  force_destroy = true // finding: bucket-forced
                }
                resource "aws_s3_bucket" "b" {
                  force_destroy = var.force # unknown: bucket-forced
                }
                resource "aws_s3_bucket" "c" {}
            """,
        }
    )

    result = run("p/buckets.yaml")

    assert result.failures == ()
    assert list(result.scores) == [("bucket-forced", 1, 1, 1)]


def test_a_comment_alone_on_its_line_speaks_of_the_next(write: Write) -> None:
    write(
        {
            "policies/user.yaml": """
                policy: user
                rules:
                  - {id: runs-as-root, for: docker/image, forbid: it.user == "root", at: user, message: root}
                  - {id: uses-curl, for: docker/stage, each: "commands[*]", forbid: it.program == "curl", message: curl}
            """,
            "policies/tests/user/found.Dockerfile": """
                FROM a:1
                RUN wget x && \\
                    # finding: uses-curl
                    curl x
                # a word about it
                # finding: runs-as-root
                USER root
            """,
            "policies/tests/user/silent.Dockerfile": "FROM a:1\nUSER b\n",
        }
    )

    assert run("policies/user.yaml").failures == ()


def test_formats_without_comments_have_a_list_beside(write: Write) -> None:
    service = '{"apiVersion": "v1",\n "kind": "Service",\n "metadata": {"name": "web"%s}}'
    write(
        {
            "p/services.yaml": POLICY,
            "p/tests/services/json/web.json": service % "",
            "p/tests/services/json/api.json": service % ', "labels": {"team": "shop"}',
            "p/tests/services/json/expected.yaml": "finding: {service-without-team: [web.json:3]}",
        }
    )
    assert run().failures == ()

    write({"p/tests/services/json/expected.yaml": "finding: {service-without-team: [web.json]}\nfound: {}"})
    messages = [failure.message for failure in run().failures]
    assert messages[:2] == [
        "expected.yaml: `web.json` is not path:line",
        "expected.yaml has `finding` and `unknown`, each a map from rule to a list of path:line",
    ]


def test_python_policies_are_tested_alike(write: Write) -> None:
    write(
        {
            "p/services.py": """
                from trueline import Hit, rule

                @rule(id="service-without-team", kinds=["kubernetes/Service"])
                def without_team(service):
                    if not service.get("metadata.labels.team"):
                        yield Hit("no team", at="metadata.labels")
            """,
            "p/tests/services/found.yaml": FOUND,
        }
    )

    assert run("p/services.py").failures == ()


def test_an_invalid_policy_is_refused(write: Write) -> None:
    write({"p/services.yaml": POLICY.replace("require", "requires")})

    with pytest.raises(PolicyError, match="unknown key `requires`"):
        run()


def test_mutants_that_no_test_notices(write: Write) -> None:
    write({"p/services.yaml": POLICY, "p/tests/services/found.yaml": FOUND})
    rules = find_policies(["p/services.yaml"], InstalledFiles("", ""))["p/services.yaml"]

    found = [failure.message for failure in survivors("p/services.yaml", rules)]

    assert found == [
        "no test of service-without-team notices when `2` becomes `3`",
        "no test of service-without-team notices when `2` becomes `1`",
    ]
    labels = "labels: {team: ab} # finding: service-without-team"
    more = FOUND.replace(" # finding: service-without-team", "").replace("web", f"web\n      {labels}")
    write({"p/tests/services/more.yaml": more.replace("shop", "abc")})
    assert survivors("p/services.yaml", rules) == []


def test_examples_come_from_the_tests(write: Write) -> None:
    write({"p/services.yaml": POLICY, "p/tests/services/found.yaml": FOUND})
    (rule,) = find_policies(["p/services.yaml"], InstalledFiles("", ""))["p/services.yaml"]

    bad, good = examples(rule, "p/tests/services")

    lines = tuple(textwrap.dedent(FOUND).strip().splitlines())
    assert bad == Example("p/tests/services/found.yaml", 1, lines[:4], 3)
    assert good == Example("p/tests/services/found.yaml", 6, lines[5:])


CHANGE = """
    policy: services
    rules:
      - id: service-changes-type
        for: kubernetes/Service
        when: before != null
        forbid: it.spec.type != before.spec.type
        at: spec.type
        message: "{name} was {before.spec.type}"
"""
SERVICE = """
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      type: %s
"""


def test_a_case_with_a_base_and_a_head_is_a_change(write: Write) -> None:
    write(
        {
            "house/services.yaml": CHANGE,
            "house/tests/services/opened/base/web.yaml": SERVICE % "ClusterIP",
            "house/tests/services/opened/head/web.yaml": SERVICE % "LoadBalancer # finding: service-changes-type",
            "house/tests/services/same/base/web.yaml": SERVICE % "ClusterIP",
            "house/tests/services/same/head/web.yaml": SERVICE % "ClusterIP",
            "house/tests/services/new/head/web.yaml": SERVICE % "LoadBalancer",
        }
    )
    result = run("house/services.yaml")

    assert (result.failures, [score[1:] for score in result.scores]) == ((), [(1, 1, 0)])
