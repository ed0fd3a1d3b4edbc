"""A base that cannot be read: what it had may be gone, and nothing of that ends as a pass."""

from __future__ import annotations

import json

import pytest
from tests.acceptance.conftest import git

OPENAPI = """\
openapi: 3.0.3
info: {title: a, version: 1.0.0}
paths:
  /a:
    get: {responses: {}}
  /b:
    get: {responses: {}}
"""
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: a.x.io}
spec:
  group: x.io
  names: {kind: A, plural: a}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {n: {type: integer}}}}
"""
ASYNC = """\
asyncapi: 3.0.0
info: {title: a, version: 1.0.0}
channels:
  a: {address: a, messages: {m: {payload: {type: string}}}}
"""
PROTO = 'syntax = "proto3";\nmessage A { string a = 1; }\n'
MODULE = 'output "a" {\n  value = 1\n}\noutput "b" {\n  value = 1\n}\n'
RECORD = {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}
SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string", "maxLength": 9}
PAIRS = {
    "api.yaml": (OPENAPI, OPENAPI.partition("  /b:")[0]),
    "async.yaml": (ASYNC, ASYNC.replace("string", "integer")),
    "a.proto": (PROTO, PROTO.replace("string a", "int32 a")),
    "schema.graphql": ("type Query { a: Int b: Int }\n", "type Query { a: Int }\n"),
    "a.avsc": (json.dumps(RECORD), json.dumps(RECORD).replace("int", "string")),
    "a.schema.json": (json.dumps(SCHEMA), json.dumps(SCHEMA).replace("9", "5")),
    "migrations/001_a.up.sql": ("CREATE TABLE a (id int, b int);\n", "CREATE TABLE a (id int);\n"),
    "crd.yaml": (CRD, CRD.replace("integer", "string")),
    "modules/m/main.tf": (MODULE, MODULE.partition('output "b"')[0]),
}
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 12\n"


def forget(top, path: str) -> None:
    """Take what base has under a path out of the repository, as a partial clone lacks it."""
    blob = git(top, "rev-parse", f"main:{path}").strip()
    (top / ".git/objects" / blob[:2] / blob[2:]).unlink()


@pytest.mark.parametrize("path", PAIRS)
def test_what_base_had_is_not_in_this_clone(trueline, repository, path: str) -> None:
    top = repository({path: PAIRS[path][0], "x": "x"})
    git(top, "switch", "--quiet", "--create=change")
    repository({path: PAIRS[path][1]})
    forget(top, path)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    (note,) = [one for one in ran.report["notifications"] if one["id"] == "base-unreadable"]
    assert (ran.code, ran.report["complete"]) == (3, False)
    assert note["location"]["path"] == path
    assert "not in this clone" in note["message"]


def test_what_does_not_differ_need_not_be_read(trueline, repository) -> None:
    top = repository({"api.yaml": OPENAPI, "x": "x"})
    git(top, "switch", "--quiet", "--create=change")
    repository({"y": "y"})

    assert trueline("check", "--base", "main", cwd=top).code == 0


@pytest.mark.parametrize(
    ("path", "head", "code"),
    [
        pytest.param("api.yaml", OPENAPI, 3, id="a contract now"),
        pytest.param("a.proto", "", 3, id="by its name"),
        pytest.param("data.json", "{}", 0, id="data"),
    ],
)
def test_what_git_lfs_kept(trueline, repository, path: str, head: str, code: int) -> None:
    top = repository({path: POINTER, "x.tf": "# x\n"})
    git(top, "switch", "--quiet", "--create=change")
    repository({path: head})

    assert trueline("check", "--base", "main", cwd=top).code == code
