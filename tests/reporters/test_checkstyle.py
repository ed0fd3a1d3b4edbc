from __future__ import annotations

from xml.etree import ElementTree

from trueline.model.level import SEVERITIES
from trueline.reporters.checkstyle import render


def test_golden(golden, golden_file):
    assert golden_file("checkstyle.xml") == render(golden.GOLDEN)


def test_nothing_is_still_a_document(golden):
    root = ElementTree.fromstring(render(golden.EMPTY))

    assert (root.tag, root.attrib, list(root)) == ("checkstyle", {"version": "4.3"}, [])


def test_errors_stand_in_their_files(golden):
    root = ElementTree.fromstring(render(golden.GOLDEN))
    found = {file.get("name"): [(one.get("severity"), one.get("line")) for one in file] for file in root}

    assert found == {
        "deploy/broken.yaml": [("error", "2")],
        "deploy/service.yaml": [("info", "1"), ("error", "1")],
        golden.CHART: [("warning", "2")],
        "infra/main.tf": [("error", "20")],
        golden.MODULE: [("error", "3"), ("error", "3")],
        "legacy/caf\\u{dce9}.tf": [("error", "1")],
    }


def test_values_survive(golden):
    acl = golden.ACL._replace(message='a "b" <c> & ]]> ##[error]d', fix="")
    (error,) = ElementTree.fromstring(render(golden.EMPTY._replace(findings=(acl,)))).iter("error")

    assert error.get("message") == acl.message
    assert error.get("source") == "trueline.s3-public-acl"


def test_every_severity_has_a_word(golden):
    advice = [golden.ACL._replace(severity=severity, blocks=False) for severity in SEVERITIES]
    errors = ElementTree.fromstring(render(golden.EMPTY._replace(findings=tuple(advice)))).iter("error")

    assert [error.get("severity") for error in errors] == ["info", "info", "warning", "warning", "warning"]
