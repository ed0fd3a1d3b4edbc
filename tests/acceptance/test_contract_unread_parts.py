"""What this clone cannot give of base is an error, and never a contract that was not there."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git

API = "openapi: 3.0.3\ninfo: {title: shop, version: 1.0.0}\npaths:\n"
PATH = '  /%s:\n    get:\n      responses: {"200": {description: all}}\n'
EVENTS = "asyncapi: 2.6.0\ninfo: {title: shop, version: 1.0.0}\nchannels:\n"
CHANNEL = "  %s:\n    publish: {message: {payload: {type: string}}}\n"
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.org}
spec:
  group: example.org
  scope: Namespaced
  names: {plural: shops, kind: Shop}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {size: {type: %s}}}}
"""
SCHEMA = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "%s"}\n'
RECORD = '{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "%s"}]}\n'
PROTO = 'syntax = "proto3";\npackage shop;\nmessage Order {\n  %s id = 1;\n}\n'
TABLE = "CREATE TABLE orders (id bigint PRIMARY KEY%s);\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 9\n" % ("0" * 64)

FORMATS = {
    "asyncapi": ("events.yaml", EVENTS + CHANNEL % "a" + CHANNEL % "b", EVENTS + CHANNEL % "a"),
    "avro": ("order.avsc", RECORD % "string", RECORD % "int"),
    "graphql": ("schema.graphql", "type Query {\n  a: Int\n  b: Int\n}\n", "type Query {\n  a: Int\n}\n"),
    "json-schema": ("order.schema.json", SCHEMA % "object", SCHEMA % "string"),
    "json-schema-by-content": ("order.json", SCHEMA % "object", SCHEMA % "string"),
    "kubernetes-crd": ("crd.yaml", CRD % "integer", CRD % "string"),
    "openapi": ("openapi.yaml", API + PATH % "a" + PATH % "b", API + PATH % "a"),
    "protobuf": ("shop.proto", PROTO % "string", PROTO % "int64"),
    "sql": ("migrations/000001_orders.up.sql", TABLE % ", note text", TABLE % ""),
    "terraform-module": ("modules/shop/variables.tf", 'variable "a" {}\nvariable "b" {}\n', 'variable "a" {}\n'),
}
each = pytest.mark.parametrize(("path", "before", "after"), FORMATS.values(), ids=FORMATS)


@pytest.fixture
def change(repository):
    """Return a function that commits a file at base and what becomes of it, None if it goes."""

    def make(path: str, before: str, after: str | None, **others: str):
        top = repository({path: before, "readme.md": "x\n", **others})
        git(top, "switch", "--quiet", "--create=change")
        if after is None:
            (top / path).unlink()
        return repository({"new.md": "x\n", **({} if after is None else {path: after})})

    return make


def lose(top, path: str) -> None:
    """Delete the object that base has under a path."""
    blob = git(top, "rev-parse", f"main:{path}").strip()
    (top / ".git/objects" / blob[:2] / blob[2:]).unlink()


def told(ran) -> tuple[int, str, set[str], list[object]]:
    """Return the exit code, the verdict, the paths of errors at base, and the changes."""
    errors = [one for one in ran.report["notifications"] if one["level"] == "error"]
    paths = {one["location"]["path"] for one in errors if one["location"].get("revision")}
    return ran.code, ran.report["verdict"], paths, ran.report.get("changes", [])


@each
@pytest.mark.parametrize("is_gone", [False, True], ids=["changed", "gone at head"])
def test_a_base_whose_object_is_lost_is_an_error(trueline, change, path, before, after, is_gone) -> None:
    top = change(path, before, None if is_gone else after)
    lose(top, path)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (3, "incomplete", {path}, []) == told(ran)


@each
def test_a_base_that_a_partial_clone_left_out_is_an_error(trueline, change, tmp_path, path, before, after) -> None:
    top = change(path, before, after)
    git(top, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{top}", str(clone))
    ran = trueline("check", "--base", "origin/main", "--report", "json", cwd=clone)

    assert (3, "incomplete", {path}, []) == told(ran)


@each
def test_a_pointer_of_lfs_at_base_is_an_error(trueline, change, path, before, after) -> None:
    ran = trueline("check", "--base", "main", "--report", "json", cwd=change(path, POINTER, after))

    assert (3, "incomplete", {path}, []) == told(ran)


@each
def test_what_did_not_change_need_not_be_read_at_base(trueline, change, path, before, after) -> None:
    top = change(path, before, before)
    lose(top, path)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (0, "passed", set(), []) == told(ran)


def test_a_part_that_did_not_change_is_read_at_head(trueline, change) -> None:
    api = API + '  /a:\n    get:\n      responses: {"200": {$ref: "all.yaml"}}\n'
    top = change("openapi.yaml", api + PATH % "b", api, **{"all.yaml": "description: all\n"})
    lose(top, "all.yaml")
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, [one["kind"] for one in ran.report["changes"]]) == (1, ["openapi/operation-removed"])


def test_what_moved_is_not_new_when_its_base_is_lost(trueline, change) -> None:
    path, before, after = FORMATS["openapi"]
    top = change(path, before, None)
    (top / "api").mkdir()
    (top / "api/other.yaml").write_text(after)
    lose(top, path)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (3, "incomplete", {path}, []) == told(ran)


@each
def test_diff_says_it_too(trueline, change, path, before, after) -> None:
    top = change(path, before, after)
    lose(top, path)
    ran = trueline("diff", "main", "--only", "contracts", "--report", "json", cwd=top)

    assert (ran.code, ran.report.get("changes", [])) == (3, [])


def test_a_base_that_is_too_large_is_an_error(trueline, change) -> None:
    path, _, after = FORMATS["openapi"]
    ran = trueline("check", "--base", "main", "--report", "json", cwd=change(path, "#" * 64_000_001, after))

    assert (3, "incomplete", {path}, []) == told(ran)


def test_a_base_that_does_not_parse_is_a_warning(trueline, change) -> None:
    path, before, _ = FORMATS["openapi"]
    ran = trueline("check", "--base", "main", "--report", "json", cwd=change(path, before + "  {", before))

    assert (0, "passed", set()) == told(ran)[:3]


def test_the_error_says_how_the_content_can_be_had(trueline, change) -> None:
    path, before, after = FORMATS["openapi"]
    top = change(path, before, after)
    lose(top, path)
    ran = trueline("check", "--base", "main", cwd=top)

    assert "clone it in full" in " ".join((ran.out + ran.err).split())
