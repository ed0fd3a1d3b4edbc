from __future__ import annotations

from pathlib import Path

import hostile
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from trueline.model.report import Tally
from trueline.reporters.junit import render

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "golden/junit.xsd"))


def cases(report):
    """Return what junitparser reads: suite and name of each case, and the kinds of its results."""
    read = JUnitXml.fromstring(render(report).encode())
    return {
        (suite.name, case.name): [type(result) for result in case.result if type(result) in (Error, Failure, Skipped)]
        for suite in read
        for case in suite
    }


def test_golden(golden, golden_file):
    assert golden_file("junit.xml") == render(golden.GOLDEN)


@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY"])
def test_is_what_jenkins_reads(golden, name):
    SCHEMA.assertValid(etree.fromstring(render(getattr(golden, name)).encode()))


def test_every_answer_is_a_case(golden):
    assert cases(golden.GOLDEN) == {
        ("alignment", "owner-missing: Service/shop/web"): [Skipped],
        ("aws-storage", "s3-public-acl: module.site.aws_s3_bucket_acl.this (production)"): [Failure],
        ("aws-storage", "s3-public-acl: module.logs.aws_s3_bucket_acl.this (production)"): [Failure],
        ("aws-storage", "s3-public-acl: aws_s3_bucket_acl.media"): [Failure],
        ("kubernetes-images", "image-tag-latest: Deployment/shop/wéb-店"): [Skipped],
        ("trueline", "port-named-twice"): [],
        ("trueline", "s3-without-versioning: aws_s3_bucket.archive"): [Skipped],
        ("trueline", "secret-in-plain-sight: Secret/shop/\\u{202e}txt.exe"): [Failure],
        ("run", "yaml-syntax: deploy/broken.yaml:2:6"): [Error],
        ("run", "rule-crashed: deploy/service.yaml"): [Error],
        ("run", "verdict"): [Failure],
    }


def test_counts_are_those_of_the_cases(golden):
    read = JUnitXml.fromstring(render(golden.GOLDEN).encode())
    said = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read]
    read.update_statistics()

    assert [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in read] == said
    assert (read.tests, read.failures, read.errors, read.skipped) == (11, 5, 2, 3)


@pytest.mark.parametrize(
    ("verdict", "complete", "kinds"),
    [
        pytest.param("passed", True, [], id="passed"),
        pytest.param("failed", True, [Failure], id="failed"),
        pytest.param("pending", True, [Failure], id="pending"),
        pytest.param("incomplete", False, [Error], id="incomplete is never green"),
    ],
)
def test_the_verdict_is_a_case_of_its_own(golden, verdict, complete, kinds):
    found = cases(golden.EMPTY._replace(verdict=verdict, complete=complete))

    assert found == {("run", "verdict"): kinds}


def test_a_rule_that_found_nothing_passes_and_one_that_matched_nothing_says_nothing(golden):
    rules = (Tally("quiet", matched=3, passed=3, policy="p"), Tally("idle", policy="p"))

    assert cases(golden.EMPTY._replace(rules=rules)) == {("p", "quiet"): [], ("run", "verdict"): []}


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({"passed": 2, "errors": 1}, id="it crashed"),
        pytest.param({"passed": 2, "failed": 1}, id="its finding is outside the paths of the run"),
        pytest.param({"passed": 2, "unknown": 1}, id="so is what it could not tell"),
        pytest.param({"not_applicable": 3}, id="nothing of what it matched was its own"),
    ],
)
def test_a_rule_that_is_not_clean_does_not_pass(golden, counts):
    rules = (Tally("rule", matched=3, policy="p", **counts),)

    assert ("p", "rule") not in cases(golden.EMPTY._replace(rules=rules))


def test_cases_of_one_name_are_told_apart(golden):
    found = cases(golden.EMPTY._replace(findings=(golden.ACL, golden.ACL)))
    name = "s3-public-acl: module.site.aws_s3_bucket_acl.this (production)"

    assert {("trueline", name), ("trueline", f"{name} [2]")} < set(found)


def test_values_survive(golden):
    acl = golden.ACL._replace(message="a ]]> & <b>\n::error::c ##[error]d\x00\ufffe")
    read = JUnitXml.fromstring(render(golden.EMPTY._replace(findings=(acl,))).encode())
    failure = next(iter(next(iter(read)))).result[0]

    assert failure.text.startswith("a ]]> & <b>\n::error::c ##[error]d\\u{0}\\u{fffe}\n")


@given(report=hostile.reports)
@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_any_report_is_what_jenkins_reads(report):
    SCHEMA.assertValid(etree.fromstring(render(report).encode()))
