"""Broken, hostile or huge input: a located message, exit 3, and every other file is judged all the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.acceptance.conftest import Ran

POLICY = """
policy: house
owner: platform
rules:
  - id: bucket-is-public
    title: A bucket is public
    severity: high
    for: terraform/aws_s3_bucket
    parameters: {acl: {type: string, default: public-read}}
    forbid: it.?acl.orValue("private") == params.acl
    at: acl
    message: ACL {it.acl}
  - id: image-is-latest
    title: An image has no fixed version
    severity: low
    for: kubernetes/workload
    each: spec.containers[*]
    forbid: it.image.endsWith(":latest")
    at: image
    message: image {it.image}
"""
CONFIG = "policies: [policies]\n"
GOOD = {
    ".trueline/config.yaml": CONFIG,
    "policies/house.yaml": POLICY,
    "infra/main.tf": 'resource "aws_s3_bucket" "logs" {\n  acl = "public-read"\n}\n',
    "deploy/web.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
        "      containers:\n        - name: web\n          image: web:latest\n"
    ),
}
TEMPLATE = "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A:\n    Type: AWS::S3::Bucket\n"
MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n"


def of(ran: Ran, path: str) -> dict[str, object]:
    return next(given for given in ran.report["inputs"] if given["path"] == path)


BROKEN = [
    pytest.param("x/bad.tf", b'resource "a" "b" {\n  x = "\xff\xfe\xfa"\n}\n', id="bad UTF-8 in HCL"),
    pytest.param("x/bad.tf", b'resource "a" "b" {\n  x = 1\x00\n}\n', id="NUL in HCL"),
    pytest.param("x/bad.tf", b'resource "a" "b" {\n', id="unclosed block"),
    pytest.param("x/bad.tf", b'resource "a" "b" {\n  x = "never closed\n}\n', id="unclosed string in HCL"),
    pytest.param("x/bad.tf", b"locals {\n  x = 1\n  x = 2\n}\n", id="duplicate attribute in HCL"),
    pytest.param("x/bad.tf", b"locals {\n  x = " + b"[" * 40_000 + b"\n}\n", id="40,000 brackets in HCL"),
    pytest.param("x/bad.tf", b"locals {\n  x = " + b"(" * 40_000 + b")" * 40_000 + b"\n}\n", id="40,000 parentheses"),
    pytest.param("x/bad.tf.json", b'{"locals": {"x": }}', id="broken Terraform JSON"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b'data: {a: "never closed\n', id="unclosed string in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data:\n  a: 1\n  a: 2\n", id="duplicate key in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data: " + b"[" * 40_000, id="40,000 brackets in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data: " + b"{a: " * 40_000, id="40,000 braces in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data:\n  a: \xff\xfe\xfa\n", id="bad UTF-8 in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data:\n  a: \x00\n", id="NUL in YAML"),
    pytest.param("x/bad.yaml", MANIFEST.encode() + b"data: &a\n  b: *a\n", id="cyclic anchor"),
    pytest.param(
        "x/bad.yaml",
        MANIFEST.encode()
        + b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)),
        id="alias bomb",
    ),
    pytest.param(
        "x/bad.yaml",
        MANIFEST.encode()
        + b"m0: &m0 {k0: 1, l0: 2}\n"
        + b"".join(
            b"m%d: &m%d\n  <<: [%s]\n  k%d: {<<: [%s]}\n" % (n, n, b", ".join([b"*m%d" % (n - 1)] * 9), n, b"*m0, *m0")
            for n in range(1, 30)
        )
        + b"".join(b"x%d: {<<: [%s]}\n" % (n, b", ".join([b"*m29"] * 1000)) for n in range(60)),
        id="merge-key bomb",
    ),
    pytest.param("x/bad.json", b'{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {', id="broken JSON manifest"),
    pytest.param("x/bad.json", b'{"apiVersion":"v1","kind":"X","a":' + b"[" * 40_000, id="40,000 brackets in JSON"),
    pytest.param("x/bad.yaml", TEMPLATE.encode() + b"  B: {\n", id="unclosed map in a template"),
    pytest.param("x/bad.yaml", TEMPLATE.encode() + b"  B:\n    {% if x %}\n", id="Jinja in a template"),
    pytest.param("x/bad.yaml", TEMPLATE.encode() + b"  B: [Type]\n", id="a resource that is no map"),
    pytest.param("x/bad.yaml", b"Resources:\n  A:\n    Type: AWS::S3::Bucket\n  B: }\n", id="resources alone"),
    pytest.param("x/bad.json", b'{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}', id="resources alone in JSON"),
    pytest.param("x/bad.template", b'{"AWSTemplateFormatVersion": "2010-09-09",', id="JSON in .template"),
    pytest.param("x/bad.template", b"AWSTemplateFormatVersion: 2010-09-09\nResources: [", id="YAML in .template"),
]


@pytest.mark.parametrize(("path", "data"), BROKEN)
def test_a_broken_file_is_located_and_the_others_are_judged(
    trueline: Callable[..., Ran], tree: Callable[[Mapping[str, str | bytes]], Path], path: str, data: bytes
) -> None:
    top = tree({**GOOD, path: data})

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.err == ""
    assert ran.code == 3
    assert not ran.report["complete"]
    assert of(ran, path)["state"] in ("unreadable", "partly-read")
    said = [note for note in ran.report["notifications"] if note["level"] == "error"]
    assert [note["location"]["path"] for note in said][:1] == [path]
    assert said[0]["location"]["region"] is not None
    assert sorted(finding["rule_id"] for finding in ran.report["findings"]) == ["bucket-is-public", "image-is-latest"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        pytest.param("x/good.tf", b"", id="empty HCL"),
        pytest.param("x/good.yaml", b"", id="empty YAML"),
        pytest.param("x/good.tf", b'\xef\xbb\xbfresource "a" "b" {\n}\n', id="byte order mark in HCL"),
        pytest.param("x/good.yaml", b"\xef\xbb\xbf" + MANIFEST.encode(), id="byte order mark in YAML"),
        pytest.param("x/good.tf", b'resource "a" "b" {\r\n  x = 1\r\n}\r\n', id="CRLF in HCL"),
        pytest.param("x/good.yaml", MANIFEST.replace("\n", "\r\n").encode(), id="CRLF in YAML"),
        pytest.param("x/good.yaml", MANIFEST.encode("utf-16"), id="UTF-16 in YAML"),
        pytest.param("x/good.json", b"{]", id="somebody's broken JSON"),
        pytest.param("x/good.yaml", b"a: [", id="somebody's broken YAML"),
        pytest.param("x/good.yaml", b"service: a\nresources:\n  Resources: [\n", id="somebody's broken serverless.yml"),
        pytest.param("x/nginx.template", b"server {\n  listen $PORT;\n", id="another sort of template"),
        pytest.param("x/good.template", TEMPLATE.encode(), id="a template in YAML"),
        pytest.param("x/good.template", b'{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}', id="a template in JSON"),
    ],
)
def test_what_is_odd_but_right_or_nobodys_is_no_error(trueline, tree, path: str, data: bytes) -> None:
    top = tree({**GOOD, path: data})

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert (ran.code, ran.report["complete"]) == (0, True)
    assert len(ran.report["findings"]) == 2


def test_a_huge_file_costs_nothing(trueline, tree) -> None:
    top = tree(GOOD)
    with open(top / "huge.tf", "wb") as file:
        file.truncate(1_000_000_000)

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    assert of(ran, "huge.tf")["state"] == "unreadable"
    assert len(ran.report["findings"]) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_fifo_is_never_waited_for(trueline, tree) -> None:
    top = tree(GOOD)
    os.mkfifo(top / "pipe.tf")

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    assert len(ran.report["findings"]) == 2


def test_a_link_out_of_the_tree_is_not_followed(trueline, tree, tmp_path: Path) -> None:
    top = tree(GOOD)
    secret = tmp_path / "secret.tf"
    secret.write_text('resource "aws_s3_bucket" "secret" {\n  acl = "public-read"\n}\n')
    (top / "x").mkdir()
    (top / "x/link.tf").symlink_to(secret)

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    assert "leaves the repository" in str(ran.report["notifications"])
    assert len(ran.report["findings"]) == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"x/main.tf": 'module "m" {\n  source = "../../../etc"\n}\n'}, "x/main.tf", id="climbs out"),
        pytest.param(
            {
                "x/main.tf": 'module "m" {\n  source = "./y"\n}\n',
                "x/y/main.tf": 'module "n" {\n  source = "../y"\n}\n',
            },
            "x/y/main.tf",
            id="calls itself",
        ),
        pytest.param({"x/main.tf": 'module "m" {\n  source = "./gone"\n}\n'}, "x/main.tf", id="does not exist"),
    ],
)
def test_a_module_that_cannot_be_read_is_said_at_its_call(trueline, tree, files, said: str) -> None:
    top = tree({**GOOD, **files})

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    errors = [note for note in ran.report["notifications"] if note["level"] == "error"]
    assert [note["location"]["path"] for note in errors] == [said]
    assert len(ran.report["findings"]) == 2


def test_a_path_that_does_not_exist_is_no_pass(trueline, tree) -> None:
    top = tree(GOOD)

    ran = trueline("check", "--profile", "prototype", "--report", "json", "infra", "gone", cwd=top)

    assert ran.code == 3
    assert [note["id"] for note in ran.report["notifications"]] == ["path-missing"]
    assert [finding["rule_id"] for finding in ran.report["findings"]] == ["bucket-is-public"]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        pytest.param(CONFIG + "rules: {no-such-rule: off}\n", ".trueline/config.yaml:2:9: no rule", id="unknown rule"),
        pytest.param(
            CONFIG + "rules: {image-is-latest: {parameters: {tag: x}}}\n", "has no parameter `tag`", id="parameter"
        ),
        pytest.param(CONFIG + "rules: {bucket-is-public: {parameters: {acl: 7}}}\n", "7 is not of type", id="its type"),
        pytest.param(CONFIG + "profil: strict\n", "did you mean `profile`", id="unknown key"),
        pytest.param("policies: [nowhere]\n", "no policy found in `nowhere`", id="no such policy folder"),
    ],
)
def test_a_config_that_is_not_valid_is_wrong_use(trueline, tree, config: str, said: str) -> None:
    top = tree({**GOOD, ".trueline/config.yaml": config})

    ran = trueline("check", cwd=top)

    assert ran.code == 2
    assert said in ran.err


ENDLESS = '''"""A policy that hangs."""

from trueline import Hit, rule


@rule(id="never-ends", severity="low", kinds=["terraform/aws_s3_bucket"])
def never_ends(bucket):
    """A rule that never ends."""
    while True:
        pass
    yield Hit("never")


@rule(id="always-raises", severity="low", kinds=["terraform/aws_s3_bucket"])
def always_raises(bucket):
    """A rule that raises."""
    raise ValueError("boom")
    yield Hit("never")
'''


def test_a_rule_that_raises_or_never_ends_is_an_error_of_its_own(trueline, tree) -> None:
    top = tree({**GOOD, "policies/hang.py": ENDLESS})

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    assert sorted(note["rule_id"] for note in ran.report["notifications"]) == ["always-raises", "never-ends"]
    own = [rule for rule in ran.report["rules"] if not rule["policy"].startswith("trueline-")]
    assert {rule["id"]: rule["errors"] for rule in own} == {
        "always-raises": 1,
        "bucket-is-public": 0,
        "image-is-latest": 0,
        "never-ends": 1,
    }
    assert len(ran.report["findings"]) == 2


def test_an_expression_over_a_missing_field_is_an_error_and_no_pass(trueline, tree) -> None:
    policy = POLICY.replace('it.?acl.orValue("private")', "it.acll")
    top = tree({**GOOD, "policies/house.yaml": policy})

    ran = trueline("check", "--profile", "prototype", "--report", "json", cwd=top)

    assert ran.code == 3
    assert "acll" in ran.report["notifications"][0]["message"]


def test_a_shallow_clone_without_the_base_says_how_to_fetch_it(trueline, repository, tmp_path: Path) -> None:
    from tests.acceptance.conftest import git

    top = repository(GOOD)
    (top / "infra/main.tf").write_text("")
    git(top, "commit", "--all", "--quiet", "--message=more")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{top}", str(clone))

    ran = trueline("check", "--base", "HEAD~1", cwd=clone)

    assert ran.code == 3
    assert "fetch" in ran.err


def test_what_a_sparse_checkout_lacks_is_said(trueline, repository) -> None:
    top = repository({"a/main.tf": "", "b/main.tf": 'resource "aws_s3_bucket" "b" {}\n'})
    git(top, "sparse-checkout", "set", "a")
    recommended = trueline("check", "--report", "json", cwd=top)
    strict = trueline("check", "--profile", "strict", cwd=top)

    said = [(note["level"], note["message"]) for note in recommended.report["notifications"]]
    assert said == [("warning", "b is not checked out in full (a sparse checkout), so it was not judged")]
    assert (recommended.code, strict.code) == (0, 3)
