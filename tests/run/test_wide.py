"""Repository-scope rules over what the units projected: what is seen, what is hidden, and what is not judged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from trueline.model.settings import Settings
from trueline.policies import packs
from trueline.repo.working import WorkingTree
from trueline.run.check import check
from trueline.run.gate import Gate, Request, Sides
from trueline.run.plan import Scope

RULES = """
policy: house
owner: platform
rules:
  - id: service-to-nobody
    title: A Service selects nothing
    severity: high
    scope: repository
    for: kubernetes/Service
    require: refers("kubernetes/workload", "selector").exists(found, true)
    at: spec.selector
    message: '{address} selects nothing'
  - id: bucket-of-nobody
    title: Nobody blocks access
    severity: high
    scope: repository
    for: terraform/aws_s3_bucket
    require: linked("terraform/aws_s3_bucket_public_access_block", "bucket").exists(found, true)
    message: '{address} is open'
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
"""
PODS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: web}]}
"""
BROKEN = "apiVersion: v1\nkind: Pod\nmetadata: {name: ["
BUCKET = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n'
BLOCK = 'resource "aws_s3_bucket_public_access_block" "logs" {\n  bucket = aws_s3_bucket.logs.id\n}\n'
NOTE = "not judged here: service-to-nobody see the whole repository; run `trueline check`"


@pytest.fixture
def report_of(tmp_path):
    def run(files, scope=Scope(), workers=1):  # noqa: B008  # an immutable record
        top = tmp_path / "tree"
        for name, text in {**files, "policies/house.yaml": RULES}.items():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            (top / name).write_text(text)
        tree = WorkingTree(str(top))
        loaded = packs.load(["policies"], tree)
        gate = Gate(Settings(policies=("policies",)), loaded.rules, loaded.digest, datetime(2026, 1, 1, tzinfo=UTC))
        return check(Sides(tree, tree), gate, Request(scope, workers=workers))

    return run


def _said(report):
    found = [(finding.rule_id, finding.subject, str(finding.location)) for finding in report.findings]
    return found, [(doubt.subject, *doubt.reasons) for doubt in report.unknowns]


@pytest.mark.parametrize(
    ("files", "found", "unknown"),
    [
        pytest.param({"a/pods.yaml": PODS}, [], [], id="declared in another unit"),
        pytest.param(
            {"a/pods.yaml": PODS.replace("app: web", "app: tea")},
            [("service-to-nobody", "Service/shop/web", "service.yaml:5:13")], [],
            id="declared nowhere",
        ),
        pytest.param(
            {"a/pods.yaml": BROKEN}, [], [("Service/shop/web", "a/pods.yaml could not be read")],
            id="a manifest that cannot be read may declare it",
        ),
        pytest.param(
            {"chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "chart/templates/a.yaml": PODS}, [],
            [("Service/shop/web", "chart/Chart.yaml is not rendered")],
            id="a chart that is not rendered may declare it",
        ),
        pytest.param(
            {"a/pods.yaml": BROKEN, "b/pods.yaml": PODS}, [], [],
            id="what is seen is known, whatever else is hidden",
        ),
        pytest.param(
            {"notes.yaml": "a: [", "broken.tf": "resource {"},
            [("service-to-nobody", "Service/shop/web", "service.yaml:5:13")], [],
            id="what no object can be in hides none",
        ),
        pytest.param(
            {f"{name}.yaml": BROKEN for name in "abcde"}, [],
            [("Service/shop/web", "a.yaml could not be read", "b.yaml could not be read", "c.yaml could not be read",
              "2 more like these")],
            id="many reasons are cut",
        ),
    ],
)  # fmt: skip
def test_what_is_declared_elsewhere_hidden_or_missing(report_of, files, found, unknown) -> None:
    assert (found, unknown) == _said(report_of({"service.yaml": SERVICE, **files}))


def test_of_two_objects_of_one_name_in_a_file_each_has_its_place(report_of) -> None:
    found, _ = _said(report_of({"service.yaml": f"{SERVICE}---\n{SERVICE}"}))

    assert found == [
        ("service-to-nobody", "Service/shop/web", "service.yaml:5:13"),
        ("service-to-nobody", "Service/shop/web#2", "service.yaml:11:13"),
    ]


def test_terraform_s_references_are_handed_on(report_of) -> None:
    open_one = {"b/main.tf": BUCKET.replace('"logs" {', '"open" {')}
    found, unknown = _said(report_of({"a/main.tf": BUCKET + BLOCK, **open_one, "c/pods.yaml": BROKEN}))

    assert (found, unknown) == ([("bucket-of-nobody", "aws_s3_bucket.open", "b/main.tf:1:1")], [])


@pytest.mark.parametrize(
    "scope",
    [
        pytest.param(Scope(("service.yaml",)), id="paths"),
        pytest.param(Scope(changed=frozenset({"service.yaml"})), id="changed files"),
    ],
)
def test_over_a_part_of_the_tree_it_is_not_judged_and_the_report_says_so(report_of, scope) -> None:
    report = report_of({"service.yaml": SERVICE, "a/pods.yaml": PODS}, scope)

    assert _said(report) == ([], [])
    assert [note[:3] for note in report.notifications] == [("note", "not-judged", NOTE)]
    assert report.complete
    assert sum(rule.matched for rule in report.rules) == 0


def test_nothing_is_said_of_rules_that_would_judge_nothing_of_the_part(report_of) -> None:
    files = {"service.yaml": SERVICE, "a/pods.yaml": PODS, "b/main.tf": BUCKET}

    assert report_of(files, Scope(("a",))).notifications == ()


def test_paths_that_hold_every_unit_are_the_whole(report_of) -> None:
    found, _ = _said(report_of({"k/service.yaml": SERVICE}, Scope(("k", "policies"))))

    assert found == [("service-to-nobody", "Service/shop/web", "k/service.yaml:5:13")]


def test_workers_say_the_same(report_of) -> None:
    files = {f"pods/{number}.yaml": PODS.replace("web", f"web-{number}") for number in range(260)}
    files |= {f"services/{number}.yaml": SERVICE.replace("web", f"web-{number + 1}") for number in range(260)}
    alone, together = report_of(files, workers=1), report_of(files, workers=2)

    assert _said(alone)[0] == [("service-to-nobody", "Service/shop/web-260", "services/259.yaml:5:13")]
    assert alone._replace(measures={}) == together._replace(measures={})
