"""Breaking changes that hide: behind a move, a file beside the contract, another spelling, another document."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git

API = """\
openapi: 3.0.3
info: {title: shop, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema: {type: object, properties: {id: {type: string}}}
"""
CHANGED = API.replace("id: {type: string}", "id: {type: integer}")
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: %ss.shop.example}
spec:
  group: shop.example
  scope: Namespaced
  names: {kind: Any, plural: any}
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {properties: {a: {enum: [%s]}}}}}
"""
ORDER = '{"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://shop.example/s/order.json"%s}'
LINE = '{"type": "object", "properties": {"sum": {"type": "%s"}}}'


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        pytest.param(
            {"api/shop.yaml": API},
            {"api/shop.yaml": None, "contracts/store.yml": CHANGED},
            {"openapi-response-widened"},
            id="moved, renamed and changed at once",
        ),
        pytest.param(
            {"api/shop.yaml": API, "api/other.yaml": API.replace("orders", "others").replace("id:", "key:")},
            {"api/shop.yaml": None, "api/new.yaml": CHANGED},
            {"openapi-response-widened"},
            id="beside another that stays",
        ),
        pytest.param(
            {"crds/foo.yaml": CRD % ("foo", "x, y, z")},
            {
                "crds/foo.yaml": None,
                "crds/x.io_foos.yaml": CRD % ("foo", "x"),
                "crds/x.io_bars.yaml": CRD % ("bar", "x"),
            },
            {"crd-schema-narrowed"},
            id="a definition by its name",
        ),
        pytest.param(
            {"api/shop.yaml": API},
            {"api/shop.yaml": None, "api/other.yaml": "openapi: 3.0.3\ninfo: {title: b, version: 2}\npaths: {}\n"},
            {"openapi-operation-removed"},
            id="another contract is no move",
        ),
        pytest.param(
            {"s/order.json": ORDER % ', "$ref": "line.json"', "s/line.json": LINE % "number"},
            {"s/line.json": LINE % "string"},
            {"json-schema-old-data-refused"},
            id="a file that a schema leads to",
        ),
        pytest.param(
            {"s/order.json": ORDER % ', "$ref": "https://shop.example/s/line.json"', "s/line.json": LINE % "number"},
            {"s/line.json": LINE % "string"},
            {"json-schema-old-data-refused"},
            id="a file that is published beside a schema",
        ),
        pytest.param(
            {"a.yaml": API.replace("openapi: 3.0.3", "openapi: &v !!str 3.0.3")},
            {"a.yaml": CHANGED.replace("openapi: 3.0.3", "openapi:\n  3.0.3")},
            {"openapi-response-widened"},
            id="a version that is written otherwise",
        ),
        pytest.param(
            {"a.yaml": API},
            {"a.yaml": b"\xef\xbb\xbf" + CHANGED.replace("\n", "\r\n").encode()},
            {"openapi-response-widened"},
            id="other line ends and a mark of their order",
        ),
    ],
)
def test_a_breaking_change_is_found_wherever_it_hides(trueline, repository, base, head, expected) -> None:
    top = repository(base)
    git(top, "switch", "--quiet", "--create=change")
    for name in [name for name, text in head.items() if text is None]:
        (top / name).unlink()
    repository({name: text for name, text in head.items() if text is not None})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert ({one["rule_id"] for one in ran.report["findings"] if one["blocks"]}, ran.code) == (expected, 1)


def test_staged_finds_the_schema_that_leads_to_a_changed_file(trueline, repository) -> None:
    top = repository({"s/order.json": ORDER % ', "$ref": "line.json"', "s/line.json": LINE % "number"})
    (top / "s/line.json").write_text(LINE % "string")
    git(top, "add", "--all")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert ({one["rule_id"] for one in ran.report["findings"] if one["blocks"]}, ran.code) == (
        {"json-schema-old-data-refused"},
        1,
    )


@pytest.mark.parametrize(
    "head",
    [
        pytest.param({"a.yaml": f"{API}---\n{CHANGED}"}, id="in another document of the file"),
        pytest.param({"a.yaml": API.replace("{type: string}", "{$ref: 'b.yaml'}")}, id="behind what is not there"),
        pytest.param(
            {"a.yaml": API.replace("{type: string}", "{$ref: 'b.yaml'}"), "b.yaml": "type: [\n"}, id="in a broken file"
        ),
    ],
)
def test_what_could_not_be_read_is_no_pass(trueline, repository, head) -> None:
    top = repository({"a.yaml": API})
    git(top, "switch", "--quiet", "--create=change")
    repository(head)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert ran.code in (1, 3)
    assert ran.report["verdict"] != "passed"
    assert "unreadable-input" in {one["id"] for one in ran.report["notifications"]}
