from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from trueline.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
policy: services
owner: shop
rules:
  - id: service-without-team
    title: Nobody owns a service
    description: Whoever is woken by it looks for its owner.
    severity: high
    for: kubernetes/Service
    let:
      marks: it.?metadata.?labels.orValue({})
    require: |
      has(marks.team)
      && marks.team.size() >= params.least
    at: metadata.labels
    message: "{name} has no team"
    fix: Label it.
    aliases: [OWN-1]
    parameters:
      least: {type: integer, default: 3}
"""
SERVICES = """\
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


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        ".trueline/config.yaml": "version: 1\npolicies: [policies]\n",
        "policies/services.yaml": POLICY,
        "policies/tests/services/found.yaml": SERVICES,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_tests_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "test"]) == 0
    assert capsys.readouterr().out == (
        "policies/services.yaml, 1 case\n"
        "  service-without-team                         1 found, 1 silent\n"
        "passed: 1 rule, 1 case, no failures\n"
    )


def test_a_failing_test_shows_where(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "policies/tests/services/found.yaml").write_text(SERVICES.replace("shop", "it"))

    assert main(["policy", "test", "policies/services.yaml"]) == 1
    place = "policies/tests/services/found.yaml:10"
    assert (
        f"\n{place}: expected silence, got finding of service-without-team: api has no team\n    labels: {{team: it}}\n"
    ) in capsys.readouterr().out


def test_mutants(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "test", "--mutate"]) == 0
    (repository / "policies/services.yaml").write_text(POLICY.replace("params.least", "3"))

    assert main(["policy", "test", "--mutate"]) == 1
    assert (
        "\npolicies/services.yaml:4:9: no test of service-without-team notices when `3` becomes `2`\n"
        "      require: && marks.team.size() >= 3\n"
        "                                       ^\n"
    ) in capsys.readouterr().out


def test_an_invalid_policy_is_wrong_use(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "policies/services.yaml").write_text(POLICY.replace("require", "requires"))

    assert main(["policy", "test"]) == 2
    assert capsys.readouterr().err.startswith(
        "trueline: policies/services.yaml:11:15: unknown key `requires` (did you mean `require`?)"
    )


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "list"]) == 0

    head, first, *own, total = capsys.readouterr().out.splitlines()
    assert head.split() == ["ID", "SEVERITY", "ENFORCED", "FOR", "PACK", "TITLE"]
    assert first.split() == [
        "service-without-team", "high", "soft", "kubernetes/Service", "policies", "Nobody", "owns", "a", "service",
    ]  # fmt: skip
    assert {line.split()[4] for line in own} == {"builtin/trueline"}  # what the gate says of itself
    assert total == f"{1 + len(own)} rules"


def test_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "list", "--json", "--profile", "prototype"]) == 0

    rule, *_ = json.loads(capsys.readouterr().out)
    assert (rule["id"], rule["enforcement"], rule["kinds"]) == (
        "service-without-team",
        "advise",
        ["kubernetes/Service"],
    )
    assert rule["parameters"] == {"least": {"type": "integer", "default": 3}}


@pytest.mark.parametrize("name", ["service-without-team", "OWN-1"])
def test_explain(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "explain", name]) == 0
    assert (
        capsys.readouterr().out
        == """\
service-without-team: Nobody owns a service

  Whoever is woken by it looks for its owner.

  severity     high
  enforcement  soft
  for          kubernetes/Service
  fix          Label it.
  parameter    least = 3 (type: integer)
  also called  OWN-1
  owner        shop
  policy       services (policies/services.yaml:4:9)

  for kubernetes/Service
    let marks it.?metadata.?labels.orValue({})
    require  has(marks.team)
             && marks.team.size() >= params.least
    at       metadata.labels

  finds (policies/tests/services/found.yaml)
       1 │ apiVersion: v1
       2 │ kind: Service
  >    3 │ metadata: # finding: service-without-team
       4 │   name: web

  lets pass (policies/tests/services/found.yaml)
       6 │ apiVersion: v1
       7 │ kind: Service
       8 │ metadata:
       9 │   name: api
      10 │   labels: {team: shop}
"""
    )


def test_explain_a_rule_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "explain", "service-without-tem"]) == 2
    assert "did you mean `service-without-team`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        pytest.param(
            ["bucket-open", "--for", "terraform/aws_s3_bucket"],
            ["policies/bucket-open.yaml", "policies/tests/bucket-open/main.tf"],
            id="Terraform",
        ),
        pytest.param(
            ["pod-bad", "--for", "kubernetes/workload", "--severity", "low", "--folder", "rules/k8s"],
            ["rules/k8s/pod-bad.yaml", "rules/k8s/tests/pod-bad/main.yaml"],
            id="workloads",
        ),
        pytest.param(
            ["service-bad", "--for", "kubernetes/Service", "--python"],
            ["policies/service_bad.py", "policies/tests/service_bad/main.yaml"],
            id="Python",
        ),
        pytest.param(
            ["thing-bad", "--for", "cloudformation/AWS::S3::Bucket"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main.yaml"],
            id="a resource of CloudFormation",
        ),
        pytest.param(
            ["thing-bad", "--for", "compose/service"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main/compose.yaml"],
            id="a service",
        ),
        pytest.param(
            ["thing-bad", "--for", "compose/volume"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main/compose.yaml"],
            id="a volume",
        ),
        pytest.param(
            ["thing-bad", "--for", "docker/stage"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main.Dockerfile"],
            id="a stage",
        ),
        pytest.param(
            ["thing-bad", "--for", "docker/image"],
            [
                "policies/thing-bad.yaml",
                "policies/tests/thing-bad/found.Dockerfile",
                "policies/tests/thing-bad/silent.Dockerfile",
            ],
            id="an image",
        ),
        pytest.param(
            ["thing-bad", "--for", "github/job"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main/.github/workflows/main.yml"],
            id="a job",
        ),
        pytest.param(
            ["thing-bad", "--for", "github/step"],
            ["policies/thing-bad.yaml", "policies/tests/thing-bad/main/.github/workflows/main.yml"],
            id="a step",
        ),
        pytest.param(
            ["thing-bad", "--for", "github/workflow"],
            [
                "policies/thing-bad.yaml",
                "policies/tests/thing-bad/found/.github/workflows/main.yml",
                "policies/tests/thing-bad/silent/.github/workflows/main.yml",
            ],
            id="a workflow",
        ),
        pytest.param(
            ["thing-bad", "--for", "github/action"],
            [
                "policies/thing-bad.yaml",
                "policies/tests/thing-bad/found/action.yml",
                "policies/tests/thing-bad/silent/action.yml",
            ],
            id="an action",
        ),
    ],
)
def test_a_new_policy_loads_and_fails_until_it_is_filled_in(
    arguments: list[str], paths: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "new", *arguments]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[: len(paths)] == [f"wrote {path}" for path in paths]
    assert "under policies: in .trueline/config.yaml" in out
    assert main(["policy", "test", paths[0]]) == 1
    out = capsys.readouterr().out
    assert f"{paths[-1]}:" in out
    assert f"expected silence, got finding of {arguments[0]}" in out
    assert "expected finding" not in out
    assert main(["policy", "new", *arguments]) == 2
    assert "it was left as it is" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["Bad Name", "--for", "a/b"], ["../../etc", "--for", "a/b"], ["fine", "--for", "bucket"]]
)
def test_a_new_policy_needs_a_good_name(arguments: list[str]) -> None:
    assert main(["policy", "new", *arguments]) == 2


def test_a_failure_of_several_lines_is_shown_in_lines(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = POLICY.replace("it.?metadata.?labels.orValue({})", "it.nothing")
    (repository / "policies/services.yaml").write_text(rule)

    assert main(["policy", "test", "policies/services.yaml"]) == 1
    out = capsys.readouterr().out
    assert "it.nothing is missing" in out
    assert "\\u{a}" not in out
